#include <siegert/theory/scan.hpp>

#include <siegert/error.hpp>
#include <siegert/theory/delays.hpp>
#include <siegert/theory/effective_connectivity.hpp>
#include <siegert/theory/eigenmodes.hpp>
#include <siegert/theory/network_transfer_function.hpp>

#include "numerics/parallel.hpp"
#include "require.hpp"
#include "theory/streamed.hpp"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <numbers>
#include <set>
#include <thread>

namespace siegert::theory {
namespace {

// A rate that neurons with a longer refractory period cannot reach is no start.
constexpr double fastest_start = 0.9;  // [1 / tau_r]

Index size_of(const std::vector<Index>& shape) {
    constexpr double most_points = 1e7;
    require(!shape.empty(), "shape", static_cast<double>(shape.size()), "have at least one axis");
    double size = 1.0;
    for (const Index length : shape) {
        require(length >= 1, "shape", static_cast<double>(length), "be positive");
        size *= static_cast<double>(length);
    }
    require(size <= most_points, "number of points", size, "be at most 1e7");
    return static_cast<Index>(size);
}

// One step back along the last axis along which the point is not the first; the first point has no
// neighbour: -1.
Index neighbour(const std::vector<Index>& shape, Index index) {
    auto position = grid_position(shape, index);
    const auto last =
        std::find_if(position.rbegin(), position.rend(), [](Index k) { return k > 0; });
    if (last == position.rend()) return -1;
    --*last;
    return grid_index(shape, position);
}

// The points whose neighbour this one is.
std::vector<Index> followers(const std::vector<Index>& shape, Index index) {
    auto position = grid_position(shape, index);
    std::vector<Index> points;
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        if (position[axis] + 1 < shape[axis]) {
            ++position[axis];
            points.push_back(grid_index(shape, position));
            --position[axis];
        }
        if (position[axis] > 0) break;  // further steps would not be along the last such axis
    }
    return points;
}

WorkingPoint continued(const Network& network, const ScanPoint* from,
                       const WorkingPointOptions& options) {
    const bool usable = from != nullptr && from->termination != Termination::not_converged;
    if (!usable) return working_point(network, options);
    require(from->firing_rates.size() == network.tau_m.size(), "number of populations",
            static_cast<double>(network.tau_m.size()), "be the same at all points");
    auto near = options;
    near.start =
        from->firing_rates.cwiseMin((fastest_start / network.tau_r.array().max(1e-6)).matrix());
    const WorkingPoint point = working_point(network, near);
    return converged(point) ? point : working_point(network, options);
}

ScanStability stability_of(const Network& network, const ScanPoint& point,
                           const ScanOptions& options, int threads) {
    const PopulationInputs inputs{
        .mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates};
    const ResponseOptions response{.convention = options.convention,
                                   .method = options.working_point.method,
                                   .filter = options.filter,
                                   .threads = threads};
    const auto verdict = stability_verdict(network, inputs,
                                           {.response = response,
                                            .growth_rate_starts = 0,
                                            .least_frequencies = options.omegas.size()});
    const auto transfer = network_transfer_function(
        network, inputs, lif::on_imaginary_axis(options.omegas), response);
    const MatrixStack W =
        effective_connectivity(transfer, delays(network), coupling(network), threads);
    const ComplexMatrix eigenvalues = eigenmodes(matrix_at(W, options.omegas), threads).eigenvalues;
    Index row = 0;
    Index column = 0;
    (eigenvalues.array() - Complex(1.0)).abs().minCoeff(&row, &column);
    return {.answer = verdict.answer,
            .reason = verdict.reason,
            .unstable_modes = verdict.nyquist.unstable_modes,
            .resolved = verdict.nyquist.resolved,
            .static_growth_rate = verdict.static_growth_rate,
            .critical_eigenvalue = eigenvalues(row, column),
            .critical_frequency = options.omegas(row) / (2.0 * std::numbers::pi)};
}

// What cannot be computed at one point is said there.
ScanStability stability_or_reason(const Network& network, const ScanPoint& point,
                                  const ScanOptions& options, int threads) {
    try {
        return stability_of(network, point, options, threads);
    } catch (const AccuracyNotReached& error) {
        return {.reason = error.what()};
    }
}

/// A scan that several threads work on. A point is ready when its neighbour's rates are known,
/// which is before the neighbour's stability is.
class Work {
public:
    Work(Scan& scan, const NetworkAt& network_at, const ScanOptions& options)
        : scan_(scan), network_at_(network_at), options_(options) {
        const auto size = static_cast<Index>(scan.points.size());
        needed_.resize(scan.points.size(), false);
        Index open = 0;
        for (Index index = 0; index < size; ++index) {
            if (point(index).done || !is_wanted(index)) continue;
            ++open;
            need(index);
        }
        for (Index index = 0; index < size; ++index) {
            const Index from = before(index);
            if (is_needed(index) && (from < 0 || point(from).done)) ready_.insert(index);
        }
        const Index threads = numerics::thread_count(options.threads);
        workers_ = static_cast<int>(std::clamp<Index>(open, 1, threads));
        inner_threads_ = std::max(1, static_cast<int>(threads) / workers_);
    }

    void run() {
        std::vector<std::thread> threads;
        for (int k = 1; k < workers_; ++k) threads.emplace_back([this] { take_points(); });
        take_points();
        for (auto& thread : threads) thread.join();
        for (ScanPoint& one : scan_.points) {  // states that others started from
            if (!one.done) one = {};
        }
        if (error_) std::rethrow_exception(error_);
    }

private:
    ScanPoint& point(Index index) { return scan_.points[static_cast<std::size_t>(index)]; }
    [[nodiscard]] bool is_wanted(Index index) const {
        return !options_.wanted || options_.wanted(index);
    }
    [[nodiscard]] bool is_needed(Index index) const {
        return needed_[static_cast<std::size_t>(index)];
    }

    // The point and those before it whose states are not known.
    void need(Index index) {
        while (index >= 0 && !point(index).done && !is_needed(index)) {
            needed_[static_cast<std::size_t>(index)] = true;
            index = before(index);
        }
    }

    [[nodiscard]] std::vector<Index> followers_of(Index index) const {
        if (options_.start == ScanStart::own) return {};
        return followers(scan_.shape, index);
    }

    // The point from whose state this one starts; -1: from none.
    [[nodiscard]] Index before(Index index) const {
        return options_.start == ScanStart::own ? -1 : neighbour(scan_.shape, index);
    }

    void take_points() {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [this] { return stopped_ || !ready_.empty() || running_ == 0; });
            if (stopped_ || ready_.empty()) return;
            const Index index = *ready_.begin();
            ready_.erase(ready_.begin());
            ++running_;
            lock.unlock();
            const std::exception_ptr error = calculate(index);
            lock.lock();
            --running_;
            if (error) fail(error);
            changed_.notify_all();
        }
    }

    std::exception_ptr calculate(Index index) {
        try {
            const Network network = network_at_(grid_position(scan_.shape, index));
            find_state(index, network);
            if (is_wanted(index)) find_stability(index, network);
            return {};
        } catch (...) {
            return std::current_exception();
        }
    }

    // Only this thread writes to the point, and the neighbour's state does not change any more.
    void find_state(Index index, const Network& network) {
        const Index from = before(index);
        auto state = continued(network, from < 0 ? nullptr : &point(from), options_.working_point);
        const std::lock_guard lock(mutex_);
        ScanPoint& found = point(index);
        found.firing_rates = std::move(state.firing_rates);
        found.mean_input = std::move(state.mean_input);
        found.std_input = std::move(state.std_input);
        found.cvs = std::move(state.cvs);
        found.termination = state.termination;
        found.residual = state.residual;
        found.iterations = state.iterations;
        for (const Index next : followers_of(index)) {
            if (is_needed(next)) ready_.insert(next);
        }
        changed_.notify_all();
    }

    void find_stability(Index index, const Network& network) {
        std::optional<ScanStability> stability;
        const bool wanted =
            options_.omegas.size() > 0 && point(index).termination != Termination::not_converged;
        if (wanted)
            stability = stability_or_reason(network, point(index), options_, inner_threads_);
        if (options_.examine) options_.examine(index, network, point(index), inner_threads_);
        const std::lock_guard lock(mutex_);
        point(index).stability = stability;
        point(index).done = true;
        ++scan_.done;
        if (options_.on_point && !options_.on_point(scan_)) stopped_ = true;
    }

    void fail(const std::exception_ptr& error) {
        if (!error_) error_ = error;
        stopped_ = true;
    }

    Scan& scan_;
    const NetworkAt& network_at_;
    const ScanOptions& options_;
    int workers_ = 1;
    int inner_threads_ = 1;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<bool> needed_;  // not done, and wanted or one that a wanted one starts from
    std::set<Index> ready_;
    int running_ = 0;
    bool stopped_ = false;
    std::exception_ptr error_;
};

}  // namespace

std::vector<Index> grid_position(const std::vector<Index>& shape, Index index) {
    std::vector<Index> position(shape.size());
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        position[axis] = index % shape[axis];
        index /= shape[axis];
    }
    return position;
}

Index grid_index(const std::vector<Index>& shape, const std::vector<Index>& position) {
    Index index = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        index = index * shape[axis] + position[axis];
    }
    return index;
}

Scan scan(const std::vector<Index>& shape, const NetworkAt& network_at, const ScanOptions& options,
          Scan earlier) {
    const Index size = size_of(shape);
    require(options.threads >= 0, "threads", options.threads, "not be negative");
    Scan result = std::move(earlier);
    if (result.points.empty()) {
        result.shape = shape;
        result.points.resize(static_cast<std::size_t>(size));
    }
    require(result.shape == shape && static_cast<Index>(result.points.size()) == size,
            "number of points of the earlier scan", static_cast<double>(result.points.size()),
            "equal that of the grid");
    result.done = std::ranges::count_if(result.points, &ScanPoint::done);
    Work(result, network_at, options).run();
    return result;
}

}  // namespace siegert::theory
