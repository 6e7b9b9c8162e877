#pragma once

#include <siegert/arrays.hpp>

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace siegert::numerics {

/// Number of threads to use: `requested`, or as many as the machine runs at once if it is 0.
[[nodiscard]] inline int thread_count(int requested) {
    if (requested > 0) return requested;
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Calls work(begin, end) for contiguous parts of [0, n), one part for each thread, and rethrows
/// the first exception. `work` must give the same results however [0, n) is divided.
template <typename Work>
void parallel_blocks(Index n, int threads, const Work& work) {
    const Index parts = std::clamp<Index>(thread_count(threads), 1, std::max<Index>(n, 1));
    if (parts == 1) {
        work(Index{0}, n);
        return;
    }
    std::vector<std::exception_ptr> errors(static_cast<std::size_t>(parts));
    const auto run = [&](Index part) {
        try {
            work(n * part / parts, n * (part + 1) / parts);
        } catch (...) {
            errors[static_cast<std::size_t>(part)] = std::current_exception();
        }
    };
    std::vector<std::thread> workers;
    for (Index part = 1; part < parts; ++part) workers.emplace_back(run, part);
    run(0);
    for (auto& worker : workers) worker.join();
    for (const auto& error : errors)
        if (error) std::rethrow_exception(error);
}

}  // namespace siegert::numerics
