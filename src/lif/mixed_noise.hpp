#pragma once

#include <siegert/arrays.hpp>

#include <span>

/// Noise that consists of several Ornstein-Uhlenbeck processes, as synapses of several time
/// constants cause it, as one such process. docs/theory/coloured_noise.md.
namespace siegert::lif {

/// One process of a mixture.
struct NoisePart {
    double variance;  ///< sigma^2 [V^2], >= 0
    double tau_s;     ///< correlation time [s], >= 0; 0: white
};

/// The process that stands for all of them.
struct EffectiveNoise {
    double variance;  ///< sigma^2 [V^2]
    double root_tau;  ///< square root of its correlation time [sqrt(s)]
};

/// Of several processes, in the order of their time constants.
using NoiseMixture = std::span<const NoisePart>;

/// What the rate depends on to first order in the square root of the time constants: the sum of the
/// variances, and with w_k = sigma_k^2 / sigma^2 for two processes
///
///     sqrt(tau) = sum_k w_k sqrt(tau_k)
///                 - w_1 w_2 (sqrt(tau_2) - sqrt(tau_1))^2 / (2.8 sqrt(w_1 tau_2 + w_2 tau_1)),
///
/// a fit to exact rates. Several are merged two by two, the fastest first. Accuracy of sqrt(tau):
/// 0.3 % where time constants differ by 16, 1.1 % by 64.
[[nodiscard]] EffectiveNoise first_order_noise(NoiseMixture mixture, double tau_m);

/// For neurons that treat any time constant exactly: fast noise as to first order; the slower it
/// is, the more it is the process that keeps the variance of the free potential, with a tau that is
/// the geometric mean of that to first order and of that which keeps sum_k sigma_k^2 / tau_k, the
/// mean square slope of the current, too. With white noise among the processes it is as to first
/// order. Error of the rate beside exact ones of two processes: 1 % for time constants from 0.025
/// to 0.4 tau_m, 3 % where one is 0.005 tau_m, 5 % where one is tau_m; with white noise 1.5 % for
/// the other at 0.1 tau_m, 6 % at 0.4, 20 % at tau_m. docs/theory/coloured_noise.md.
[[nodiscard]] EffectiveNoise one_process(NoiseMixture mixture, double tau_m);

/// Derivatives of the effective process with respect to the variance of each part.
struct EffectiveNoiseChange {
    Vector variance;  ///< dimensionless
    Vector root_tau;  ///< [sqrt(s) / V^2]
};

/// How a mixture becomes one process.
using MixingRule = EffectiveNoise (*)(NoiseMixture mixture, double tau_m);

[[nodiscard]] EffectiveNoiseChange change_of(MixingRule rule, NoiseMixture mixture, double tau_m);

}  // namespace siegert::lif
