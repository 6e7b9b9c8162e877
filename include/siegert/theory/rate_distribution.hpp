#pragma once

#include <siegert/theory/working_point.hpp>

namespace siegert::theory {

/// How to compute the rates of neurons that differ.
struct RateDistributionOptions {
    WorkingPointOptions working_point = {};  ///< method, and where and how to search

    /// Neurons that stand for each population in RateDistribution::rates, >= 1. When to use: more
    /// for extreme quantiles, fewer where method exact takes long (0.3 ms for each).
    Index neurons = 4096;
};

/// The rates of the neurons of each population of a network.
struct RateDistribution {
    Vector mean;      ///< <nu> [Hz], n
    Vector sd;        ///< between the neurons of a population [Hz], n
    Vector input_sd;  ///< standard deviation of the mean input between them, of neurons with the
                      ///< mean time constant [V], n
    Matrix rates;     ///< rates of neurons of equal weight that stand for the population, ascending
                      ///< [Hz], n x neurons: their quantiles and histograms are those of its rates
    Termination termination = Termination::not_converged;
    double residual = 0.0;  ///< largest |<Phi> - <nu>| of all populations [Hz]
    int iterations = 0;
};

/// The distribution of rates in a network whose neurons differ: in their in-degrees
/// (`connection_rule` other than fixed_indegree), in the weights and the rates that they happen to
/// receive, in thresholds (V_th_sd) and membrane time constants (tau_m_sd).
///
/// A neuron of population i has the mean input mu_i + Delta_i z, its variance sigma_i^2 + z c_i /
/// Delta_i, z standard normal, both times tau / tau_m_i where its time constant is tau, and the
/// rate Phi at these. Mean nu and second moment q = <nu^2> of the rates are those that follow from
/// themselves,
///
///     nu_i = <Phi>,  q_i = <Phi^2>  over z, V_th and tau,
///     Delta_i^2 = tau_m_i^2 sum_j K_ij (<J_ij^2> q_j - a_ij J_ij^2),
///     c_i = tau_m_i^2 sum_j K_ij (<J_ij^3> q_j - a_ij J_ij <J_ij^2>),
///
/// with a_ij = nu_j^2 (fixed_indegree), K_ij q_j / N_j (pairwise_bernoulli) or nu_j^2 / N_i
/// (fixed_total_number).
///
/// Assumes many presynaptic neurons, whose rates are independent of each other and of who receives
/// them. The spread is good to some per cent, the mean is not nearer to simulations than the
/// working point (docs/theory/neuron_differences.md).
///
/// Accuracy: mean and sd 1e-6 of the mean; quantiles of `rates` 1 / neurons of the distribution
/// where one property differs, and a few times that where several do.
/// Throws: InvalidParameter if the network or an option is invalid, or synapses are conductances;
/// as working_point.
/// Source: A. Roxin, N. Brunel, D. Hansel, G. Mongillo & C. van Vreeswijk, J. Neurosci. 31, 16217
/// (2011), for in-degrees; C. van Vreeswijk & H. Sompolinsky, Neural Comput. 10, 1321 (1998).
[[nodiscard]] RateDistribution rate_distribution(const Network& network,
                                                 const RateDistributionOptions& options = {});

/// Quantiles [Hz] of the rates, n x p, at probabilities (p, 0 < p < 1).
///
/// Throws: InvalidParameter if a probability does not lie between 0 and 1.
[[nodiscard]] Matrix quantiles(const RateDistribution& distribution, const Vector& probabilities);

}  // namespace siegert::theory
