#include "explore/jobs.hpp"

#include <atomic>
#include <exception>
#include <thread>

namespace siegert::explore {

using nlohmann::json;

struct Jobs::Job {
    std::atomic<bool> wanted = true;
    std::atomic<bool> over = false;
    mutable std::mutex mutex{};
    json state{{"state", "running"}, {"done", 0.0}, {"result", nullptr}, {"error", ""}};
    std::thread thread{};

    void run(const Work& work) {
        try {
            tell("running", work([this](json result, double done) {
                     tell("running", std::move(result), done);
                     return wanted.load();
                 }),
                 1.0);
            const std::lock_guard lock(mutex);
            state["state"] = "done";
        } catch (const std::exception& error) {
            const std::lock_guard lock(mutex);
            state["state"] = "failed";
            state["error"] = error.what();
        }
        over = true;
    }

    void tell(const char* name, json result, double done) {
        const std::lock_guard lock(mutex);
        state["state"] = name;
        state["result"] = std::move(result);
        state["done"] = done;
    }
};

Jobs::Jobs() = default;

Jobs::~Jobs() {
    for (auto& [name, job] : current_) stopped_.push_back(job);
    for (auto& job : stopped_) job->wanted = false;
    for (auto& job : stopped_) job->thread.join();
}

void Jobs::start(const std::string& name, Work work) {
    stop(name);
    auto job = std::make_shared<Job>();
    job->thread = std::thread([job = job.get(), work = std::move(work)] { job->run(work); });
    const std::lock_guard lock(mutex_);
    sweep();
    current_[name] = std::move(job);
}

void Jobs::stop(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto found = current_.find(name);
    if (found == current_.end()) return;
    found->second->wanted = false;
    stopped_.push_back(std::move(found->second));
    current_.erase(found);
}

json Jobs::state(const std::string& name) const {
    std::shared_ptr<Job> job;
    {
        const std::lock_guard lock(mutex_);
        const auto found = current_.find(name);
        if (found == current_.end()) return {{"state", "none"}};
        job = found->second;
    }
    const std::lock_guard lock(job->mutex);
    return job->state;
}

// Those that are over need no thread any more.
void Jobs::sweep() {
    std::erase_if(stopped_, [](const auto& job) {
        if (job->over) job->thread.join();
        return job->over.load();
    });
}

}  // namespace siegert::explore
