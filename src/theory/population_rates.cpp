#include "theory/population_rates.hpp"

#include <siegert/lif/delta.hpp>

#include <span>

namespace siegert::theory {
namespace {

using lif::exp::Method;

std::span<const double> view(const Vector& values) {
    return {values.data(), static_cast<std::size_t>(values.size())};
}

std::span<double> view(Vector& values) {
    return {values.data(), static_cast<std::size_t>(values.size())};
}

lif::delta::Batch white_noise(const Network& network, const Vector& mu, const Vector& sigma) {
    return {.mu = view(mu),
            .sigma = view(sigma),
            .V_0 = view(network.V_0),
            .V_th = view(network.V_th),
            .tau_m = view(network.tau_m),
            .tau_r = view(network.tau_r)};
}

lif::exp::Batch colored_noise(const Network& network, Method method, const Vector& mu,
                              const Vector& sigma) {
    return {.mu = view(mu),
            .sigma = view(sigma),
            .V_0 = view(network.V_0),
            .V_th = view(network.V_th),
            .tau_m = view(network.tau_m),
            .tau_r = view(network.tau_r),
            .tau_s = view(network.tau_s),
            .method = method};
}

Vector colored_rates(const Network& network, Method method, const Vector& mu, const Vector& sigma) {
    Vector nu(mu.size());
    lif::exp::firing_rates(colored_noise(network, method, mu, sigma), view(nu));
    return nu;
}

}  // namespace

PopulationRates population_rates(const Network& network, Method method, const Vector& mu,
                                 const Vector& sigma) {
    const Index n = mu.size();
    PopulationRates rates{.nu = Vector(n), .d_mu = Vector(n), .d_sigma = Vector(n)};
    const auto nu = view(rates.nu);
    const auto d_mu = view(rates.d_mu);
    const auto d_sigma = view(rates.d_sigma);
    if (network.synapse == SynapseType::delta) {
        lif::delta::rate_derivatives(white_noise(network, mu, sigma), nu, d_mu, d_sigma);
    } else {
        lif::exp::rate_derivatives(colored_noise(network, method, mu, sigma), nu, d_mu, d_sigma);
    }
    // The taylor expansion leaves its domain where it is negative: such a neuron is silent.
    const auto is_rate = (rates.nu.array() >= 0.0).eval();
    rates.nu = is_rate.select(rates.nu, 0.0);
    rates.d_mu = is_rate.select(rates.d_mu, 0.0);
    rates.d_sigma = is_rate.select(rates.d_sigma, 0.0);
    return rates;
}

Vector population_cvs(const Network& network, Method method, const Vector& mu,
                      const Vector& sigma) {
    Vector cvs(mu.size());
    if (network.synapse == SynapseType::delta) {
        lif::delta::cvs(white_noise(network, mu, sigma), view(cvs));
        return cvs;
    }
    lif::exp::cvs(colored_noise(network, Method::shift, mu, sigma), view(cvs));
    if (method == Method::shift) return cvs;
    const Vector nu = colored_rates(network, method, mu, sigma).cwiseMax(0.0);
    const Vector nu_shift = colored_rates(network, Method::shift, mu, sigma);
    const Vector scaled = cvs.array() * nu.array() / nu_shift.array();
    return (nu_shift.array() > 0.0).select(scaled, cvs);
}

numerics::Linearization rate_map(const Network& network, Method method, const InputMap& input,
                                 const Vector& nu) {
    const Vector mu = input.mean * nu + input.mean_ext;
    const Vector sigma = (input.variance * nu + input.variance_ext).cwiseSqrt();
    PopulationRates rates = population_rates(network, method, mu, sigma);
    // Without noise the rate does not change with sigma to first order.
    const Vector d_variance =
        (sigma.array() > 0.0).select(rates.d_sigma.array() / (2.0 * sigma.array()), 0.0);
    Matrix jacobian = rates.d_mu.asDiagonal() * input.mean;
    jacobian += d_variance.asDiagonal() * input.variance;
    return {.value = std::move(rates.nu), .jacobian = std::move(jacobian)};
}

}  // namespace siegert::theory
