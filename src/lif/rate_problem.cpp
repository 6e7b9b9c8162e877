#include "lif/rate_problem.hpp"

#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::lif {
namespace {

// The range that siegert_integral.hpp demands.
constexpr double smallest_scaled = 1e-150;
constexpr double largest_scaled = 1e150;

bool ordinary(double x) {
    return x >= smallest_ordinary && x <= largest_ordinary;
}

/// Threshold minus mean, and the rounding error of the subtraction (Knuth's two-sum).
void set_distance(numerics::Barrier& barrier, double V_th, double mu) {
    const double difference = V_th - mu;
    const double V_th_part = difference + mu;
    const double mu_part = V_th_part - difference;
    barrier.distance = difference;
    barrier.distance_low = (V_th - V_th_part) + (mu_part - mu);
}

void raise(numerics::Barrier& barrier, double k) {
    const double shift = k * barrier.sigma;
    const double shift_low = std::fma(k, barrier.sigma, -shift);
    const double sum = barrier.distance + shift;
    const double shift_part = sum - barrier.distance;
    const double sum_low = (barrier.distance - (sum - shift_part)) + (shift - shift_part);
    barrier.distance = sum;
    barrier.distance_low += sum_low + shift_low;
}

RateProblem ordinary_problem(const LifNeuron& neuron, const Input& input, double k) {
    RateProblem problem{.barrier = {.distance = 0.0,
                                    .distance_low = 0.0,
                                    .width = neuron.V_th - neuron.V_0,
                                    .sigma = input.sigma},
                        .tau_m = neuron.tau_m,
                        .tau_r = neuron.tau_r,
                        .silent = false,
                        .potential_unit = 0,
                        .time_unit = 0};
    set_distance(problem.barrier, neuron.V_th, input.mu);
    if (k > 0.0) raise(problem.barrier, k);
    problem.silent = input.sigma == 0.0 && problem.barrier.distance >= 0.0;
    return problem;
}

/// Zero stays zero; anything else is moved into the range of the kernels.
double into_range(double x) {
    if (x == 0.0) return 0.0;
    return std::copysign(std::clamp(std::abs(x), smallest_scaled, largest_scaled), x);
}

RateProblem extreme_problem(const LifNeuron& neuron, const Input& input, double k) {
    // Halves, because V_th - V_0 may exceed the largest double.
    const double half_width = 0.5 * neuron.V_th - 0.5 * neuron.V_0;
    const double largest_potential =
        std::max({half_width, 0.5 * input.sigma, std::numeric_limits<double>::denorm_min()});
    const int potential_unit = std::ilogb(largest_potential) + 1;
    const int time_unit = std::ilogb(std::max(neuron.tau_m, neuron.tau_r));
    const auto potential = [&](double x) {
        return std::clamp(std::scalbn(x, -potential_unit), -largest_scaled, largest_scaled);
    };
    const auto time = [&](double x) { return into_range(std::scalbn(x, -time_unit)); };

    const LifNeuron scaled{.tau_m = std::max(time(neuron.tau_m), smallest_scaled),
                           .tau_r = time(neuron.tau_r),
                           .V_th = potential(neuron.V_th),
                           .V_0 = potential(neuron.V_0)};
    double sigma = potential(input.sigma);
    if (sigma < smallest_scaled) sigma = 0.0;  // beside threshold - reset: no noise
    RateProblem problem = ordinary_problem(scaled, {.mu = potential(input.mu), .sigma = sigma},
                                           std::min(k, largest_ordinary));
    problem.barrier.width =
        std::max(2.0 * std::scalbn(half_width, -potential_unit), smallest_scaled);
    problem.barrier.distance = into_range(problem.barrier.distance);
    problem.potential_unit = potential_unit;
    problem.time_unit = time_unit;
    return problem;
}

}  // namespace

bool is_ordinary(const LifNeuron& neuron, const Input& input, double k) {
    const double distance = std::abs(neuron.V_th - input.mu);
    const bool noise_free = input.sigma == 0.0 && (distance == 0.0 || ordinary(distance));
    return ordinary(neuron.tau_m) && neuron.tau_r >= 0.0 && neuron.tau_r <= largest_ordinary &&
           ordinary(neuron.V_th - neuron.V_0) && std::abs(neuron.V_th) <= largest_ordinary &&
           std::abs(input.mu) <= largest_ordinary && (ordinary(input.sigma) || noise_free) &&
           k >= 0.0 && k <= largest_ordinary;
}

RateProblem rate_problem(const LifNeuron& neuron, const Input& input, double k) {
    if (is_ordinary(neuron, input, k)) return ordinary_problem(neuron, input, k);
    validate(neuron);
    validate(input);
    return extreme_problem(neuron, input, k);
}

double in_si(const RateProblem& problem, double value, int potential_power, int time_power) {
    constexpr double largest = std::numeric_limits<double>::max();
    if (problem.potential_unit != 0 || problem.time_unit != 0) {
        value = std::scalbn(
            value, potential_power * problem.potential_unit + time_power * problem.time_unit);
    }
    return std::clamp(value, -largest, largest);
}

}  // namespace siegert::lif
