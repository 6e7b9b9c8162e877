#include "replicates.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <vector>

namespace siegert::validation {

Matrix replicates(Index count, const std::function<Vector(std::uint64_t seed)>& measure) {
    std::vector<Vector> rows(static_cast<std::size_t>(count));
    std::atomic<Index> next{0};
    const auto work = [&] {
        for (Index k = next++; k < count; k = next++) {
            rows[static_cast<std::size_t>(k)] = measure(static_cast<std::uint64_t>(k) + 1);
        }
    };
    std::vector<std::future<void>> workers(std::max(1U, std::thread::hardware_concurrency()));
    for (auto& worker : workers) worker = std::async(std::launch::async, work);
    for (auto& worker : workers) worker.get();  // passes on an exception
    Matrix result(count, rows.front().size());
    for (Index k = 0; k < count; ++k) result.row(k) = rows[static_cast<std::size_t>(k)];
    return result;
}

}  // namespace siegert::validation
