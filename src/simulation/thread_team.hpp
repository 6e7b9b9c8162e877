#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace siegert::simulation {

/// Threads that wait for work. The calling thread is worker 0.
class ThreadTeam {
public:
    explicit ThreadTeam(int workers);
    ~ThreadTeam();
    ThreadTeam(const ThreadTeam&) = delete;
    ThreadTeam& operator=(const ThreadTeam&) = delete;

    [[nodiscard]] int size() const { return static_cast<int>(threads_.size()) + 1; }

    /// Calls job(worker) once on each worker and waits for all. Rethrows the first exception.
    void run(const std::function<void(int)>& job);

private:
    void work(int worker);
    void perform(int worker);

    std::vector<std::thread> threads_;
    std::vector<std::exception_ptr> errors_;
    const std::function<void(int)>* job_ = nullptr;
    std::atomic<unsigned> round_{0};
    std::atomic<unsigned> unfinished_{0};
    std::atomic<bool> leaving_{false};
};

}  // namespace siegert::simulation
