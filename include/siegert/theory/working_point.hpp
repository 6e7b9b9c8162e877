#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/validity.hpp>

#include <cstdint>
#include <vector>

namespace siegert::theory {

/// How a solution was found, or that none was.
enum class Termination {
    newton,         ///< converged, by pseudo-transient Newton
    relaxation,     ///< converged, by following the rate dynamics after Newton had failed
    not_converged,  ///< neither reached the tolerance
};

/// How to solve for the working point.
struct WorkingPointOptions {
    lif::exp::Method method = lif::exp::Method::shift;  ///< for exponential synapses only
    Vector start = {};         ///< rates to start from [Hz], n, below 1 / tau_r; empty: all zero
    double tolerance = 1e-12;  ///< |Phi(nu) - nu| <= tolerance (nu + 1 Hz), > 0; exact: >= 1e-10
    int max_iterations = 300;  ///< of Newton, >= 1; ten times as many of relaxation
};

/// A self-consistent state of a network: the rates that its neurons show at the input that these
/// rates cause.
struct WorkingPoint {
    Vector firing_rates;  ///< nu [Hz], n
    Vector mean_input;    ///< mu [V], n
    Vector std_input;     ///< sigma [V], n
    Vector cvs;           ///< coefficient of variation of the intervals between spikes, n
    Termination termination = Termination::not_converged;
    double residual = 0.0;  ///< largest |Phi(mu, sigma) - nu| of all populations [Hz]
    int iterations = 0;     ///< of both solvers
    std::vector<ValidityCheck> validity;
};

/// The working point nu = Phi(mu(nu), sigma(nu)) that the network reaches from options.start, where
/// Phi is the stationary rate of a neuron: exact for delta synapses; by `options.method` for
/// exponential synapses. Where that is exact, the search begins at the state of `shift`.
///
/// A network may have several: fixed_points finds them all. A population without any input has rate
/// 0. Where nothing converges the best state that was found is returned, and `termination` says so.
///
/// The CV is that of the method; for the taylor method it is that of `shift`,
/// scaled by the ratio of the two rates, as published (docs/theory/working_point.md).
///
/// Accuracy: `residual` is below options.tolerance (nu + 1 Hz); the error of the rates is that
/// times the norm of (1 - dPhi/dnu)^-1.
/// Throws: InvalidParameter if the network or an option is invalid, or there is no theory of it;
/// AccuracyNotReached, naming the population, where method exact cannot resolve its noise.
/// Source: N. Brunel, J. Comput. Neurosci. 8, 183 (2000); N. Fourcaud & N. Brunel, Neural Comput.
/// 14, 2057 (2002). Algorithm: docs/theory/working_point.md.
[[nodiscard]] WorkingPoint working_point(const Network& network,
                                         const WorkingPointOptions& options = {});

/// Whether the residual met the tolerance.
[[nodiscard]] bool converged(const WorkingPoint& point);

/// Throws AccuracyNotReached, with residual and iterations, unless the working point converged.
void require_converged(const WorkingPoint& point);

/// Rates from which to start [Hz], n: each drawn independently, logarithmically uniform between
/// 0.01 Hz and 200 Hz or 0.9 / tau_r, whichever is less. The same seed gives the same rates
/// everywhere.
[[nodiscard]] Vector random_rates(const Network& network, std::uint64_t seed);

}  // namespace siegert::theory
