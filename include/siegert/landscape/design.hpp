#pragma once

#include <siegert/arrays.hpp>
#include <siegert/landscape/gradients.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/working_point.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Parameters for wanted activity: the inverse of everything that follows from a network.
namespace siegert::landscape {

/// How the change of a parameter counts.
enum class ChangeOf {
    logarithm,  ///< log(x / x0): relative changes; the sign of x stays. When to use: weights,
                ///< in-degrees, rates, time constants
    value,      ///< (x - x0) / scale. When to use: potentials and currents, which may be 0
};

/// A parameter that may be changed.
struct FreeParameter {
    std::string name;
    double value;  ///< now; not 0 where the logarithm counts
    double lower;  ///< bounds: lower <= value <= upper; of its sign where the logarithm counts
    double upper;
    double weight = 1.0;  ///< > 0: how much its change counts
    ChangeOf change = ChangeOf::logarithm;
    double scale = 1.0;  ///< > 0: a change of the value by this much counts as 1
};

/// What activity is described by.
enum class Observable {
    firing_rate,     ///< of a population [Hz]
    cv,              ///< of the intervals between its spikes
    growth_rate,     ///< Re s of a solution of det(1 - W(s)) = 0 [1/s]: minus the stability margin
    mode_frequency,  ///< Im s / 2 pi [Hz]
    peak_frequency,  ///< of a peak of the power spectrum of a population [Hz]
    peak_height,     ///< [Hz]
};

enum class Demand { equal, at_least, at_most };

/// What is wanted.
struct Target {
    Observable observable;
    Index population = 0;  ///< of a rate, CV or peak

    /// [Hz]: which mode or peak, the one next to it in the network as it is; it is followed as
    /// parameters change. Not given: of modes the one that grows fastest, or with at_most all; of
    /// peaks the one next to the wanted frequency, or the highest.
    std::optional<double> near{};
    Demand demand = Demand::equal;
    std::optional<double> value{};  ///< not given: what it is now
};

/// Which network, what may be changed in it, and what for.
struct DesignProblem {
    std::function<Network(const Vector& values)> network_at;
    std::vector<FreeParameter> parameters;
    std::vector<Target> targets;
};

struct DesignOptions {
    PeakOptions peaks{};      ///< which response and which noise
    Vector start{};           ///< rates [Hz] from which the state is found; empty: all 0
    double tolerance = 1e-9;  ///< relative, of what is wanted (of growth rates: to it or 1/s), > 0
    int most_evaluations = 400;  ///< of the network and all gradients, >= 1
};

/// What became of a target.
struct Reached {
    Target target;  ///< with the mode or peak that was followed as `near`
    double before;  ///< in the network as it was
    double wanted;
    double after;  ///< in the network that was found
    bool met;      ///< to the tolerance
};

/// A network with wanted activity, or the closest to it that was found.
struct Design {
    Vector values;  ///< of the parameters
    double change;  ///< sqrt(sum of (weight * change)^2)
    Network network;
    theory::WorkingPoint point;
    std::vector<Reached> targets;
    bool met;  ///< all of them
    int evaluations;
};

/// The network with the least change that has the wanted activity:
///
///     sum_k (weight_k log(x_k / x0_k))^2 is least where all demands are met.
///
/// By sequential quadratic programming with the gradients of gradients.hpp. State, modes and peaks
/// are followed from the network as it is; where that fails on the direct way, or does not
/// lead to all targets, they are approached in stages. If the targets cannot all be met, the sum of
/// the squares of what is missing is least, and `met` is false. Least means least near the way
/// taken: another minimum may be nearer.
///
/// With a growth rate at_most, all of the leading modes count (at most 8), and after the search
/// those that came up on the way.
///
/// Cost: a few times that of the gradients of all targets, for the microcircuit 0.3 ms (rates) to
/// 10 ms (peaks) each.
/// Throws: InvalidParameter if a bound, a weight, a population or a wanted value is out of range,
/// if nothing is free or wanted, or the network depends on a parameter through a field without
/// gradient; AccuracyNotReached if the network as it is has no state, or no such mode or peak.
/// Source: docs/theory/design.md.
[[nodiscard]] Design design(const DesignProblem& problem, const DesignOptions& options = {});

}  // namespace siegert::landscape
