#include "theory/rate_map.hpp"

#include "synapses/models.hpp"

namespace siegert::theory {

RateMap rate_map(const Network& network, lif::exp::Method method) {
    InputMap moments = input_map(network);  // validates
    return {.network = network,
            .moments = std::move(moments),
            .tau_s = synapses::time_constants(network),
            .parts = neurons::parts(network, method)};
}

std::optional<RateMap> approximation(const RateMap& map) {
    auto parts = neurons::approximation(map.parts);
    if (!parts) return std::nullopt;
    return RateMap{.network = map.network,
                   .moments = map.moments,
                   .tau_s = map.tau_s,
                   .parts = std::move(*parts)};
}

neurons::Input input_at(const RateMap& map, const Vector& nu) {
    return {.mu = map.moments.mean * nu + map.moments.mean_ext,
            .sigma = (map.moments.variance * nu + map.moments.variance_ext).cwiseSqrt(),
            .tau_s = map.tau_s};
}

neurons::Input input_of(const Network& network, const PopulationInputs& inputs) {
    return {.mu = inputs.mu, .sigma = inputs.sigma, .tau_s = synapses::time_constants(network)};
}

numerics::Linearization rates_at(const RateMap& map, const Vector& nu) {
    const neurons::Input input = input_at(map, nu);
    neurons::Stationary state = neurons::stationary(map.network, map.parts, input);
    // Without noise the rate does not change with sigma to first order.
    const Vector d_variance = (input.sigma.array() > 0.0)
                                  .select(state.d_sigma.array() / (2.0 * input.sigma.array()), 0.0);
    Matrix jacobian = state.d_mu.asDiagonal() * map.moments.mean;
    jacobian += d_variance.asDiagonal() * map.moments.variance;
    return {.value = std::move(state.nu), .jacobian = std::move(jacobian)};
}

Vector rates_alone(const RateMap& map, const Vector& nu) {
    return neurons::rates(map.network, map.parts, input_at(map, nu));
}

}  // namespace siegert::theory
