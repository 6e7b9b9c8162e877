#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/convention.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/stability_verdict.hpp>
#include <siegert/theory/working_point.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace siegert::theory {

/// Where a network stands between rest and oscillation, by linear response.
struct ScanStability {
    Stability answer = Stability::undecided;     ///< as in StabilityVerdict
    std::string reason;                          ///< in words
    int unstable_modes = 0;                      ///< that grow, as in NyquistStability
    bool resolved = false;                       ///< whether they could be counted
    std::optional<double> static_growth_rate{};  ///< as in StabilityVerdict
    Complex critical_eigenvalue = 0.0;  ///< of W(i omega): the one closest to 1 at any frequency
    double critical_frequency = 0.0;    ///< where it is [Hz]
};

/// A network at one point of a grid.
struct ScanPoint {
    bool done = false;                                ///< nothing else is known unless it is
    Vector firing_rates, mean_input, std_input, cvs;  ///< as in WorkingPoint, n
    Termination termination = Termination::not_converged;
    double residual = 0.0;  ///< [Hz]
    int iterations = 0;
    std::optional<ScanStability> stability;  ///< none without convergence or without frequencies
};

/// A grid of networks, the last axis the fastest.
struct Scan {
    std::vector<Index> shape;
    std::vector<ScanPoint> points;  ///< as many as the product of the shape
    Index done = 0;                 ///< points that are done
};

/// The network at a point of the grid; called from several threads.
using NetworkAt = std::function<Network(const std::vector<Index>& position)>;

/// From where the search for a state starts.
///
/// When to use: `neighbour` follows a branch along a grid; `own` for points that are in no order.
enum class ScanStart {
    neighbour,  ///< from the state of the point before
    own,        ///< from options.working_point.start, every point
};

struct ScanOptions {
    WorkingPointOptions working_point;  ///< its start is that of the first point
    ScanStart start = ScanStart::neighbour;
    Vector omegas{};  ///< frequencies [rad/s] for the stability, increasing; empty: none wanted
    lif::Convention convention = lif::Convention::exact;
    lif::SynapticFilter filter = lif::SynapticFilter::with;
    int threads = 0;  ///< >= 0; 0: as many as cores. Results do not depend on it

    /// Which points are to be done; empty: all. Several processes share a scan by wanting different
    /// ones: the states from which theirs start are computed by each. When to use: with read_scan
    /// or `earlier` to put the shares together.
    std::function<bool(Index point)> wanted{};

    /// Called with each wanted point once its state is known, converged or not, by several threads
    /// at a time, each with the threads that it may use; before the point is done. When to use: for
    /// what else is to be found there.
    std::function<void(Index point, const Network& network, const ScanPoint& state, int threads)>
        examine{};

    /// Told of the scan after each point, by one thread at a time; false stops.
    std::function<bool(const Scan&)> on_point;
};

/// Working point and stability of a network at every point of a grid.
///
/// A point starts from the rates of its neighbour, one step back along the last axis along which it
/// is not the first: so a scan follows a branch of states, and where there are several the result
/// depends on the direction. A point that does not converge from there, or whose neighbour did not,
/// starts from options.working_point.start. Nothing else connects points: results depend neither on
/// the number of threads nor on where a scan was interrupted.
///
/// `earlier` is a scan of the same grid that was stopped: points that are done there are kept.
/// Where `on_point` stops the scan, or an exception leaves it, points that are under way are
/// completed.
///
/// A point whose eigenvalues or stability cannot be computed says so in its `reason`, is undecided,
/// and stops nothing; its critical eigenvalue is then 0.
///
/// Throws: InvalidParameter if the shape is empty or not positive, the number of populations is
/// not the same everywhere, or as working_point and eigenmodes; whatever `network_at` throws.
[[nodiscard]] Scan scan(const std::vector<Index>& shape, const NetworkAt& network_at,
                        const ScanOptions& options, Scan earlier = {});

/// Position on the grid of the point with this index, and the reverse.
[[nodiscard]] std::vector<Index> grid_position(const std::vector<Index>& shape, Index index);
[[nodiscard]] Index grid_index(const std::vector<Index>& shape, const std::vector<Index>& position);

}  // namespace siegert::theory
