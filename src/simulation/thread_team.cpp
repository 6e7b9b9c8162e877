#include "simulation/thread_team.hpp"

#include <algorithm>
#include <utility>

namespace siegert::simulation {
namespace {

// Some 50 us: longer than threads usually wait for one another in a step, so that they rarely
// sleep, and short enough to do no harm where another process has taken a core.
constexpr int spins = 2000;

void pause() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
}

// Returns as soon as the value is no longer `old`.
void wait_while(const std::atomic<unsigned>& value, unsigned old) {
    for (int k = 0; k < spins; ++k) {
        if (value.load(std::memory_order_acquire) != old) return;
        pause();
    }
    value.wait(old, std::memory_order_acquire);
}

}  // namespace

ThreadTeam::ThreadTeam(int workers) : errors_(static_cast<std::size_t>(workers)) {
    for (int worker = 1; worker < workers; ++worker) {
        threads_.emplace_back([this, worker] { work(worker); });
    }
}

ThreadTeam::~ThreadTeam() {
    leaving_ = true;
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void ThreadTeam::run(const std::function<void(int)>& job) {
    job_ = &job;
    unfinished_.store(static_cast<unsigned>(threads_.size()), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    perform(0);
    while (const unsigned unfinished = unfinished_.load(std::memory_order_acquire)) {
        wait_while(unfinished_, unfinished);
    }
    for (auto& error : errors_) {
        if (error) std::rethrow_exception(std::exchange(error, nullptr));
    }
}

void ThreadTeam::work(int worker) {
    unsigned seen = 0;
    while (true) {
        wait_while(round_, seen);
        seen = round_.load(std::memory_order_acquire);
        if (leaving_) return;
        perform(worker);
        if (unfinished_.fetch_sub(1, std::memory_order_acq_rel) == 1) unfinished_.notify_one();
    }
}

void ThreadTeam::perform(int worker) {
    try {
        (*job_)(worker);
    } catch (...) {
        errors_[static_cast<std::size_t>(worker)] = std::current_exception();
    }
}

}  // namespace siegert::simulation
