#include "lif/mixed_noise.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace siegert::lif {
namespace {

double square(double x) {
    return x * x;
}

/// Two processes, the second not faster than the first, as shares of the variance of both.
struct Pair {
    double w_1, w_2;
    double root_1, root_2;  // of their time constants
};

Pair pair_of(const NoisePart& a, const NoisePart& b) {
    const double sum = a.variance + b.variance;
    return {.w_1 = a.variance / sum,
            .w_2 = b.variance / sum,
            .root_1 = std::sqrt(a.tau_s),
            .root_2 = std::sqrt(b.tau_s)};
}

double first_order_root(const Pair& p) {
    constexpr double fit = 2.8;  // to exact rates
    const double across = std::sqrt(p.w_1 * square(p.root_2) + p.w_2 * square(p.root_1));
    const double mean = p.w_1 * p.root_1 + p.w_2 * p.root_2;
    if (across == 0.0) return mean;
    return mean - p.w_1 * p.w_2 * square(p.root_2 - p.root_1) / (fit * across);
}

NoisePart first_order_pair(const NoisePart& a, const NoisePart& b, double) {
    return {.variance = a.variance + b.variance, .tau_s = square(first_order_root(pair_of(a, b)))};
}

/// Keeps the variance of the free potential. tau is the geometric mean of that to first order and
/// of that which keeps the mean square slope of the current, too.
NoisePart slow_pair(const NoisePart& a, const NoisePart& b, double tau_m) {
    const double free = a.variance / (1.0 + a.tau_s / tau_m) + b.variance / (1.0 + b.tau_s / tau_m);
    const double slope = a.variance / a.tau_s + b.variance / b.tau_s;
    const double tau_of_slope = free / (slope - free / tau_m);
    const double tau = first_order_root(pair_of(a, b)) * std::sqrt(tau_of_slope);
    return {.variance = free * (1.0 + tau / tau_m), .tau_s = tau};
}

/// Between first order, which fast noise needs, and `slow_pair`. The weights meet exact rates of
/// two processes.
NoisePart any_pair(const NoisePart& a, const NoisePart& b, double tau_m) {
    const NoisePart fast = first_order_pair(a, b, tau_m);
    if (a.tau_s == 0.0) return fast;
    constexpr double turn = 0.05;  // of tau_m
    const double x = a.variance * a.tau_s * b.tau_s / square(turn * tau_m);
    const double slowness = x / (x + b.variance);
    const NoisePart slow = slow_pair(a, b, tau_m);
    return {.variance = std::lerp(fast.variance, slow.variance, slowness),
            .tau_s = square(std::lerp(std::sqrt(fast.tau_s), std::sqrt(slow.tau_s), slowness))};
}

/// Merges the parts one after the other.
template <class Merge>
EffectiveNoise merged(NoiseMixture mixture, double tau_m, Merge merge) {
    NoisePart all{.variance = 0.0, .tau_s = 0.0};
    for (const NoisePart& part : mixture) {
        if (part.variance == 0.0) continue;
        all = all.variance == 0.0 ? part : merge(all, part, tau_m);
    }
    return {.variance = all.variance, .root_tau = std::sqrt(all.tau_s)};
}

double total(NoiseMixture mixture) {
    double sum = 0.0;
    for (const NoisePart& part : mixture) sum += part.variance;
    return sum;
}

}  // namespace

EffectiveNoise first_order_noise(NoiseMixture mixture, double tau_m) {
    return merged(mixture, tau_m, first_order_pair);
}

EffectiveNoise one_process(NoiseMixture mixture, double tau_m) {
    return merged(mixture, tau_m, any_pair);
}

EffectiveNoiseChange change_of(MixingRule rule, NoiseMixture mixture, double tau_m) {
    constexpr double relative_step = 1e-5;  // error of the difference: 1e-10
    const double step = relative_step * total(mixture);
    std::vector<NoisePart> parts(mixture.begin(), mixture.end());
    const auto size = static_cast<Index>(parts.size());
    EffectiveNoiseChange change{.variance = Vector::Zero(size), .root_tau = Vector::Zero(size)};
    if (step == 0.0) return change;
    for (Index k = 0; k < size; ++k) {
        double& variance = parts[static_cast<std::size_t>(k)].variance;
        const double here = variance;
        const double low = std::max(here - step, 0.0);
        variance = low;
        const EffectiveNoise before = rule(parts, tau_m);
        variance = here + step;
        const EffectiveNoise after = rule(parts, tau_m);
        variance = here;
        change.variance(k) = (after.variance - before.variance) / (here + step - low);
        change.root_tau(k) = (after.root_tau - before.root_tau) / (here + step - low);
    }
    return change;
}

}  // namespace siegert::lif
