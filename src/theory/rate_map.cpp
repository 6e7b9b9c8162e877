#include "theory/rate_map.hpp"

#include "model/field_use.hpp"
#include "neurons/conductance/conducting.hpp"
#include "synapses/models.hpp"
#include "theory/input_from_currents.hpp"
#include "theory/require_rates.hpp"

namespace siegert::theory {
namespace {

/// What all synapses of a population share; 0 where they do not.
Vector tau_s_of(const Network& network, const std::vector<PopulationNoise>& noise) {
    if (synapses::has_conductance(network)) return Vector::Zero(network.tau_m.size());
    return noise.empty() ? synapses::time_constants(network) : Vector::Zero(network.tau_m.size());
}

RateMap conducting_rate_map(const Network& network, lif::exp::Method method) {
    validate(network);
    schema::require_known_fields(network);
    const Index n = network.tau_m.size();
    return {.network = network,
            .moments = {.mean = Matrix::Zero(n, n),
                        .mean_ext = input_from_currents(network),
                        .variance = Matrix::Zero(n, n),
                        .variance_ext = Vector::Zero(n)},
            .tau_s = Vector::Zero(n),
            .parts = neurons::parts(network, method),
            .theories = neurons::theories(network, method),
            .noise = {},
            .conductances = conductance_map(network)};
}

}  // namespace

RateMap rate_map(const Network& network, lif::exp::Method method) {
    if (synapses::has_conductance(network)) return conducting_rate_map(network, method);
    InputMap moments = input_map(network);  // validates
    auto noise = noise_by_time_constant(network);
    return {.network = network,
            .moments = std::move(moments),
            .tau_s = tau_s_of(network, noise),
            .parts = neurons::parts(network, method),
            .theories = neurons::theories(network, method),
            .noise = std::move(noise)};
}

std::optional<RateMap> approximation(const RateMap& map) {
    auto parts = neurons::approximation(map.parts);
    if (!parts) return std::nullopt;
    RateMap result = map;
    for (const neurons::Part& part : *parts) {
        for (const Index i : part.populations) {
            result.theories[static_cast<std::size_t>(i)] = part.theory;
        }
    }
    result.parts = std::move(*parts);
    return result;
}

neurons::Input input_at(const RateMap& map, const Vector& nu) {
    neurons::Input input{
        .mu = map.moments.mean * nu + map.moments.mean_ext,
        .sigma = (map.moments.variance * nu + map.moments.variance_ext).cwiseSqrt(),
        .tau_s = map.tau_s};
    if (map.conductances) input.conductances = conductances_at(*map.conductances, nu);
    if (!map.noise.empty()) {
        set_effective_noise(map.network, map.noise, map.theories, nu, input);
    }
    return input;
}

neurons::Input input_of(const Network& network, const PopulationInputs& inputs,
                        lif::exp::Method method) {
    if (synapses::has_conductance(network)) {
        require_rates("nu (as synapses are conductances)", inputs.nu, network);
        return input_at(conducting_rate_map(network, method), inputs.nu);
    }
    const auto noise = noise_by_time_constant(network);
    neurons::Input input{.mu = inputs.mu, .sigma = inputs.sigma, .tau_s = tau_s_of(network, noise)};
    if (noise.empty()) return input;
    require_rates("nu (as synapses of a population have several time constants)", inputs.nu,
                  network);
    set_effective_noise(network, noise, neurons::theories(network, method), inputs.nu, input);
    return input;
}

numerics::Linearization rates_at(const RateMap& map, const Vector& nu) {
    const neurons::Input input = input_at(map, nu);
    neurons::Stationary state = neurons::stationary(map.network, map.parts, input);
    if (map.conductances) {
        Matrix by_conductances = jacobian(*map.conductances, state.by_conductances);
        return {.value = std::move(state.nu), .jacobian = std::move(by_conductances)};
    }
    // Without noise the rate does not change with sigma to first order.
    const Vector d_variance = (input.sigma.array() > 0.0)
                                  .select(state.d_sigma.array() / (2.0 * input.sigma.array()), 0.0);
    Matrix jacobian;
    if (map.noise.empty()) {
        jacobian = state.d_mu.asDiagonal() * map.moments.mean +
                   d_variance.asDiagonal() * map.moments.variance;
    } else {
        const NoiseDerivatives d = noise_derivatives(map.network, map.noise, map.theories, nu);
        const Vector d_root_tau = neurons::root_tau_derivatives(map.network, map.parts, input);
        jacobian =
            state.d_mu.asDiagonal() * map.moments.mean + d_variance.asDiagonal() * d.variance;
        jacobian += d_root_tau.asDiagonal() * d.root_tau;
    }
    return {.value = std::move(state.nu), .jacobian = std::move(jacobian)};
}

PopulationInputs summary_at(const RateMap& map, const Vector& nu) {
    const neurons::Input input = input_at(map, nu);
    if (!map.conductances) {
        return {.mu = input.mu,
                .sigma = (map.moments.variance * nu + map.moments.variance_ext).cwiseSqrt()};
    }
    PopulationInputs summary{.mu = input.mu, .sigma = input.sigma};
    for (Index i = 0; i < nu.size(); ++i) {
        const auto effective = neurons::conductance::effective_input(
            neurons::conducting_neuron(map.network, i, input));
        summary.mu(i) = effective.mu;
        summary.sigma(i) = effective.sigma;
    }
    return summary;
}

Vector rates_alone(const RateMap& map, const Vector& nu) {
    return neurons::rates(map.network, map.parts, input_at(map, nu));
}

}  // namespace siegert::theory
