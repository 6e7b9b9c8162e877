#include "theory/noise_mixture.hpp"

#include "model/time_constants.hpp"
#include "synapses/models.hpp"
#include "theory/mean_square_weight.hpp"

#include <algorithm>

namespace siegert::theory {
namespace {

PopulationNoise noise_of(const Network& network, const Matrix& square, Index i) {
    std::vector<double> currents = synapses::currents(network, i);
    std::ranges::sort(currents);
    const auto part_of = [&](double tau_s) {
        const auto found = std::ranges::find(currents, tau_s);
        return found == currents.end() ? Index{0} : found - currents.begin();
    };
    const Index n = network.tau_m.size();
    const auto parts = static_cast<Index>(currents.size());
    PopulationNoise noise{.tau_s = Eigen::Map<const Vector>(currents.data(), parts),
                          .variance = Matrix::Zero(parts, n),
                          .variance_ext = Vector::Zero(parts)};
    const double tau_m = network.tau_m(i);
    for (Index j = 0; j < n; ++j) {
        noise.variance(part_of(connection_tau_s(network, i, j)), j) =
            tau_m * square(i, j) * network.K(i, j);
    }
    for (Index m = 0; m < network.K_ext.cols(); ++m) {
        const double J = network.J_ext(i, m);
        noise.variance_ext(part_of(external_tau_s(network, i, m))) +=
            tau_m * J * J * network.K_ext(i, m) * network.nu_ext(m);
    }
    return noise;
}

const neurons::Theory& theory_of(const std::vector<const neurons::Theory*>& theories, Index i) {
    return *theories[static_cast<std::size_t>(i)];
}

const PopulationNoise& at(const std::vector<PopulationNoise>& noise, Index i) {
    return noise[static_cast<std::size_t>(i)];
}

lif::EffectiveNoiseChange change_at(const Network& network, const PopulationNoise& noise,
                                    const neurons::Theory& theory, Index i, const Vector& nu) {
    return lif::change_of(theory.mixing_rule, parts_at(noise, nu), network.tau_m(i));
}

}  // namespace

std::vector<PopulationNoise> noise_by_time_constant(const Network& network) {
    if (!synapses::has_current(network) || !has_several_tau_s(network)) return {};
    const Matrix square = mean_square_weight(network);
    std::vector<PopulationNoise> noise;
    for (Index i = 0; i < network.tau_m.size(); ++i) noise.push_back(noise_of(network, square, i));
    return noise;
}

std::vector<lif::NoisePart> parts_at(const PopulationNoise& noise, const Vector& nu) {
    const Vector variance = noise.variance * nu + noise.variance_ext;
    std::vector<lif::NoisePart> parts;
    for (Index k = 0; k < variance.size(); ++k) {
        parts.push_back({.variance = variance(k), .tau_s = noise.tau_s(k)});
    }
    return parts;
}

void set_effective_noise(const Network& network, const std::vector<PopulationNoise>& noise,
                         const std::vector<const neurons::Theory*>& theories, const Vector& nu,
                         neurons::Input& input) {
    for (Index i = 0; i < input.sigma.size(); ++i) {
        const auto effective =
            theory_of(theories, i).mixing_rule(parts_at(at(noise, i), nu), network.tau_m(i));
        input.sigma(i) = std::sqrt(effective.variance);
        input.tau_s(i) = effective.root_tau * effective.root_tau;
    }
}

NoiseDerivatives noise_derivatives(const Network& network,
                                   const std::vector<PopulationNoise>& noise,
                                   const std::vector<const neurons::Theory*>& theories,
                                   const Vector& nu) {
    const Index n = network.tau_m.size();
    NoiseDerivatives result{.variance = Matrix(n, n), .root_tau = Matrix(n, n)};
    for (Index i = 0; i < n; ++i) {
        const auto change = change_at(network, at(noise, i), theory_of(theories, i), i, nu);
        result.variance.row(i) = change.variance.transpose() * at(noise, i).variance;
        result.root_tau.row(i) = change.root_tau.transpose() * at(noise, i).variance;
    }
    return result;
}

ConnectionFilters connection_filters(const Network& network,
                                     const std::vector<const neurons::Theory*>& theories,
                                     const Vector& nu, const neurons::Input& input) {
    const auto noise = noise_by_time_constant(network);
    if (noise.empty()) return {};
    const Index n = network.tau_m.size();
    const Vector barrier = neurons::barrier_shifts(network, theories, input);
    ConnectionFilters filters{.tau_m = network.tau_m,
                              .tau_s = Matrix(n, n),
                              .variance = Matrix(n, n),
                              .barrier = Matrix(n, n)};
    for (Index i = 0; i < n; ++i) {
        const auto change = change_at(network, at(noise, i), theory_of(theories, i), i, nu);
        const Vector& parts = at(noise, i).tau_s;
        for (Index j = 0; j < n; ++j) {
            filters.tau_s(i, j) = connection_tau_s(network, i, j);
            const auto found = std::find(parts.begin(), parts.end(), filters.tau_s(i, j));
            const bool connected = found != parts.end();
            const Index k = connected ? found - parts.begin() : 0;
            filters.variance(i, j) = connected ? change.variance(k) : 0.0;
            filters.barrier(i, j) = connected ? barrier(i) * change.root_tau(k) : 0.0;
        }
    }
    return filters;
}

}  // namespace siegert::theory
