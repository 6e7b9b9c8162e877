#pragma once

namespace siegert {

/// Shape of the postsynaptic current.
///
/// When to use: what the experiment or the paper has. `delta` where the current is over before the
/// membrane notices: formulas are exact and simulations cheapest. `conductance` where input
/// shortens the membrane time constant or the reversal potential of inhibition is near.
enum class SynapseType {
    delta,        ///< each spike moves the membrane potential by J at once
    exponential,  ///< a current that jumps and decays with tau_s
    conductance,  ///< a conductance g that does, and with it the current g (E_rev - V)
};

/// Distribution of the transmission delays of one pair of populations.
///
/// When to use: `truncated_gaussian` as published models draw delays; `lognormal` where they are
/// broad; `gaussian` for NNMT's formula; `none` to see what a spread of delays does.
enum class DelayDistribution {
    none,                ///< every delay equals its mean
    gaussian,            ///< normal; negative delays are not excluded, so sd << mean is assumed
    truncated_gaussian,  ///< normal, restricted to positive delays
    lognormal,           ///< lognormal with the given mean and standard deviation
};

/// Distribution of the weights of one pair of populations (simulation only).
///
/// When to use: `normal` as published models draw weights; `lognormal` as they are measured.
enum class WeightDistribution {
    none,       ///< every weight equals its mean J
    normal,     ///< normal with standard deviation J_sd, cut at zero so that the sign of J is kept
    lognormal,  ///< lognormal in |J| with standard deviation J_sd, sign of J
};

/// How the synapses of one pair of populations are drawn (simulation only).
///
/// When to use: `fixed_indegree`, for which the theory is made: neurons of a population are alike;
/// the others as published models are wired.
enum class ConnectionRule {
    fixed_indegree,      ///< each target receives exactly K synapses
    fixed_total_number,  ///< K N_target synapses in all, ends drawn independently
    pairwise_bernoulli,  ///< each pair is connected with probability K / N_source
};

/// Source of the external drive (simulation only); the theory knows its mean and variance.
///
/// When to use: `poisson`; `gaussian_white` to see what finite weights do, or to save time.
enum class ExternalDrive {
    poisson,         ///< K_ext independent Poisson spike trains of rate nu_ext
    gaussian_white,  ///< Gaussian white noise of the same mean and variance
};

}  // namespace siegert
