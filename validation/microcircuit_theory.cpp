#include "microcircuit_theory.hpp"

#include <siegert/theory/delays.hpp>
#include <siegert/theory/input_statistics.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/power_spectra.hpp>
#include <siegert/theory/self_consistent_input.hpp>
#include <siegert/theory/working_point.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace siegert::validation {
namespace {

using lif::exp::Method;

/// Points and weights of the Gauss-Hermite rule for the mean over a standard normal distribution:
/// exact for polynomials of degree 17.
struct Node {
    double z, weight;
};
constexpr std::array<Node, 9> nodes{{{-4.512745863399783, 2.2345844007746563e-05},
                                     {-3.205429002856470, 2.789141321231769e-03},
                                     {-2.076847978677830, 4.991640676521780e-02},
                                     {-1.023255663789133, 2.440975028949395e-01},
                                     {0.0, 4.063492063492064e-01},
                                     {1.023255663789133, 2.440975028949395e-01},
                                     {2.076847978677830, 4.991640676521780e-02},
                                     {3.205429002856470, 2.789141321231769e-03},
                                     {4.512745863399783, 2.2345844007746563e-05}}};

/// Change of the mean input by one synapse more from each population [V], n x n.
Matrix input_of_synapse(const Network& network, const Vector& nu) {
    return network.tau_m.asDiagonal() * network.J * nu.asDiagonal();
}

/// Standard deviation of the mean input between neurons [V].
Vector spread_of_input(const Network& network, const Vector& nu) {
    const Matrix each = input_of_synapse(network, nu);
    return network.K.cwiseProduct(each.cwiseAbs2()).rowwise().sum().cwiseSqrt();
}

/// The network of neurons whose mean input lies z of these above its mean.
Network with_input(Network network, const Vector& nu, double z) {
    const Vector spread = spread_of_input(network, nu);
    const Matrix relative =
        (z * spread.cwiseInverse()).asDiagonal() * input_of_synapse(network, nu);
    network.K = network.K.cwiseProduct(Matrix(1.0 + relative.array()));
    return network;
}

/// Rates [Hz] averaged over neurons that differ, where all populations fire at nu.
Vector mean_rates(const Network& network, const Vector& nu, Method method) {
    Vector mean = Vector::Zero(nu.size());
    for (const auto& [z, weight] : nodes) {
        const Network there = with_input(network, nu, z);
        const Vector mu = theory::mean_input(there, nu), sigma = theory::std_input(there, nu);
        for (Index i = 0; i < nu.size(); ++i) {
            mean(i) += weight * lif::exp::firing_rate(neuron(network, i),
                                                      {.tau_s = network.tau_s(i), .method = method},
                                                      {.mu = mu(i), .sigma = sigma(i)});
        }
    }
    return mean;
}

/// The fixed point next to that of equal neurons. Steps are small because inhibition is strong.
Vector rates_of_different_neurons(const Network& network) {
    constexpr double damping = 0.08;
    constexpr int steps = 200;
    Vector nu = theory::working_point(network).firing_rates;
    // What differs between shift and exact hardly depends on the state.
    const Vector ratio = mean_rates(network, nu, Method::exact)
                             .cwiseQuotient(mean_rates(network, nu, Method::shift));
    for (int k = 0; k < steps; ++k) {
        nu += damping * (mean_rates(network, nu, Method::shift).cwiseProduct(ratio) - nu);
    }
    return nu;
}

}  // namespace

theory::PopulationInputs working_input(const Network& network, Method method) {
    const auto point = theory::working_point(network, {.method = method});
    return {.mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates};
}

theory::PopulationInputs working_input_of_different_neurons(const Network& network) {
    const Vector nu = rates_of_different_neurons(network);
    return {
        .mu = theory::mean_input(network, nu), .sigma = theory::std_input(network, nu), .nu = nu};
}

NetworkResponse equal_neurons(const Network& network, const theory::PopulationInputs& input,
                              const Vector& omegas, Method method) {
    const theory::ResponseOptions options{.method = method};
    const auto transfer =
        theory::network_transfer_function(network, input, lif::on_imaginary_axis(omegas), options);
    return {.firing_rates = input.nu,
            .omegas = omegas,
            .W = theory::effective_connectivity(transfer, theory::delays(network),
                                                theory::coupling(network), 0),
            .spectra = theory::network_renewal_spectra(network, input, omegas, options)};
}

NetworkResponse different_neurons(const Network& network, const theory::PopulationInputs& input,
                                  const Vector& omegas) {
    const Index n = input.nu.size();
    NetworkResponse mean{.firing_rates = input.nu,
                         .omegas = omegas,
                         .W = MatrixStack(omegas.size(), n, n),
                         .spectra = Matrix::Zero(omegas.size(), n)};
    const Vector variance = theory::std_input(network, input.nu).cwiseAbs2();
    for (const auto& [z, weight] : nodes) {
        const Network there = with_input(network, input.nu, z);
        const Vector more = theory::std_input(there, input.nu).cwiseAbs2() - variance;
        const auto one = equal_neurons(there,
                                       {.mu = input.mu + z * spread_of_input(network, input.nu),
                                        .sigma = (input.sigma.cwiseAbs2() + more).cwiseSqrt(),
                                        .nu = input.nu},
                                       omegas, Method::exact);
        for (Index k = 0; k < omegas.size(); ++k) mean.W[k] += weight * one.W[k];
        mean.spectra += weight * one.spectra;
    }
    return mean;
}

NetworkResponse late(NetworkResponse response, double delay) {
    for (Index k = 0; k < response.omegas.size(); ++k) {
        response.W[k] *= std::polar(1.0, -delay * response.omegas(k));
    }
    return response;
}

namespace {

/// Value at x of a column at 0, step, 2 step, ...: linear between, constant beyond.
template <typename Column>
auto value_at(const Column& column, double step, double x) {
    const double position = std::min(x / step, static_cast<double>(column.size() - 1));
    const auto below = std::min(static_cast<Index>(position), column.size() - 2);
    const double part = position - static_cast<double>(below);
    return column(below) * (1.0 - part) + column(below + 1) * part;
}

}  // namespace

std::optional<NetworkResponse> with_input_spectrum(const Network& network,
                                                   NetworkResponse response) {
    constexpr double largest_depth = 0.7;
    const auto point = theory::working_point(network, {.method = Method::exact});
    const auto state = theory::finite_weight_state(network, point, {.method = Method::exact});
    const auto input = theory::self_consistent_input(network, state, {.method = Method::exact});
    if (input.modulation_depth.maxCoeff() > largest_depth) return std::nullopt;
    const auto& neurons = input.all.independent;
    for (Index k = 0; k < response.omegas.size(); ++k) {
        const double f = response.omegas(k) / (2.0 * std::numbers::pi);
        for (Index i = 0; i < network.N.size(); ++i) {
            response.W[k].row(i) *= value_at(neurons.responses.col(i), neurons.df, f);
            response.spectra(k, i) = value_at(neurons.spectra.col(i), neurons.df, f);
        }
    }
    return response;
}

NetworkResponse saturated(NetworkResponse response, const Vector& depth) {
    const Vector left = (1.0 - depth.array().square()).max(0.0);
    for (Index k = 0; k < response.omegas.size(); ++k) {
        response.W[k] = left.asDiagonal() * ComplexMatrix(response.W[k]);
    }
    return response;
}

PredictedSpectra predicted_spectra(const Network& network, std::string name,
                                   const NetworkResponse& response) {
    const Matrix noise = theory::renewal_noise(response.spectra, network.N);
    return {.name = std::move(name),
            .firing_rates = response.firing_rates,
            .power = theory::power_spectra(response.W, noise, 0),
            .modes = theory::eigenmodes(response.W, 0)};
}

std::vector<PredictedSpectra> all_predictions(const Network& network, double dt,
                                              const Vector& omegas, const Vector& depth) {
    std::vector<PredictedSpectra> result;
    const auto add = [&](const char* name, const NetworkResponse& response) {
        result.push_back(predicted_spectra(network, name, response));
    };
    const auto by = [&](Method method) {
        return equal_neurons(network, working_input(network, method), omegas, method);
    };
    add("shift", by(Method::shift));
    add("taylor", by(Method::taylor));
    const NetworkResponse response = by(Method::exact);
    add("exact", response);
    add("and time step", late(response, 0.5 * dt));
    const NetworkResponse different = late(
        different_neurons(network, working_input_of_different_neurons(network), omegas), 0.5 * dt);
    add("and neurons differ", different);
    const auto coloured = with_input_spectrum(network, different);
    if (coloured) add("and spectrum of the input", *coloured);
    add("(saturated)", saturated(coloured.value_or(different), depth));
    return result;
}

Matrix smeared(const Vector& fine, const Matrix& power, const Vector& f, double half_bandwidth) {
    Matrix result(f.size(), power.cols());
    for (Index k = 0; k < f.size(); ++k) {
        const auto first = std::ranges::lower_bound(fine, f(k) - half_bandwidth) - fine.begin();
        const auto last = std::ranges::upper_bound(fine, f(k) + half_bandwidth) - fine.begin();
        result.row(k) = power.middleRows(first, last - first).colwise().mean();
    }
    return result;
}

}  // namespace siegert::validation
