// Fourcaud & Brunel, Neural Comput. 14, 2057 (2002): the rate under coloured noise, to first order
// in sqrt(tau_s / tau_m) by both methods, beside a simulation. The error must be of second order.
#include <siegert/lif/exp.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/units.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

using namespace siegert;
using namespace siegert::literals;
using lif::exp::Method;

namespace {

constexpr LifNeuron cell{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV};
constexpr int replicates = 20;

struct Mean {
    double value;
    double standard_error;
};

/// Rate of unconnected neurons with coloured noise of correlation time tau_c.
Mean simulated_rate(const lif::Input& input, double tau_c) {
    const auto one = [](double x) { return Vector::Constant(1, x); };
    Network network;
    network.populations = {"A"};
    network.synapse = SynapseType::delta;
    network.N = one(200.0);
    network.tau_m = one(cell.tau_m);
    network.tau_r = one(cell.tau_r);
    network.tau_s = one(0.0);
    network.V_th = one(cell.V_th);
    network.V_0 = one(cell.V_0);
    network.J = network.K = Matrix::Zero(1, 1);
    network.Delay = Matrix::Constant(1, 1, 1.0_ms);
    network.J_ext = network.K_ext = Matrix::Zero(1, 0);
    network.nu_ext = Vector::Zero(0);
    SimulationOptions options;
    options.duration = 5.0;
    options.warmup = 0.3;
    options.dt = 0.05_ms;
    options.gaussian.mu = one(input.mu);
    options.gaussian.sigma = one(input.sigma);
    options.gaussian.tau_c = tau_c;
    options.record.neurons = 1;
    Vector rates(replicates);
    for (int r = 0; r < replicates; ++r) {
        options.seed = static_cast<std::uint64_t>(1 + r);
        rates(r) = simulate(network, options).rates(0);
    }
    const double variance = (rates.array() - rates.mean()).square().sum() / (replicates - 1);
    return {.value = rates.mean(), .standard_error = std::sqrt(variance / replicates)};
}

}  // namespace

int main() {
    constexpr lif::Input input{.mu = 18.0_mV, .sigma = 5.0_mV};
    bool holds = true;
    fmt::print(
        "Fourcaud & Brunel (2002): mu = 18 mV, sigma = 5 mV\n{:>12} {:>8} {:>11} {:>9} {:>11} "
        "{:>11} {:>11} {:>11}\n",
        "tau_s/tau_m", "k", "simulated", "error", "shift", "taylor", "shift [%]", "taylor [%]");
    const double white = lif::delta::firing_rate(cell, input);
    for (const double ratio : {0.005, 0.01, 0.025, 0.05, 0.1}) {
        const double tau_s = ratio * cell.tau_m;
        const auto rate = [&](Method method) {
            return lif::exp::firing_rate(cell, {.tau_s = tau_s, .method = method}, input);
        };
        const double shift = rate(Method::shift);
        const double taylor = rate(Method::taylor);
        const Mean measured = simulated_rate(input, tau_s);
        const double k = lif::exp::noise_correlation_shift(cell, {.tau_s = tau_s});
        // Next order: the square of the first-order term, and k^2 itself. Student's t with 19
        // degrees of freedom at 1e-5 two-sided, divided by five points: 6.6.
        const double first_order = (white - taylor) / white;
        const double next_order = white * (first_order * first_order + k * k);
        const double tolerance = next_order + 6.6 * measured.standard_error;
        const bool row = std::abs(shift - measured.value) <= tolerance &&
                         std::abs(taylor - measured.value) <= tolerance;
        holds = holds && row;
        fmt::print("{:>12} {:>8.4f} {:>11.4f} {:>9.4f} {:>11.4f} {:>11.4f} {:>11.2f} {:>11.2f}{}\n",
                   ratio, k, measured.value, measured.standard_error, shift, taylor,
                   100.0 * (shift / measured.value - 1.0), 100.0 * (taylor / measured.value - 1.0),
                   row ? "" : " FAILS");
    }
    fmt::print("{}\n", holds ? "pass" : "FAIL");
    return holds ? EXIT_SUCCESS : EXIT_FAILURE;
}
