#include "simulation/linear_update.hpp"
#include "synapses/models.hpp"

#include <Eigen/LU>

#include <cmath>
#include <numbers>

namespace siegert::simulation {
namespace {

double entry(const Vector& values, Index i) {
    return values.size() == 0 ? 0.0 : values(i);
}

bool has_adaptation(const Network& network, Index i) {
    return !network.adaptation.empty() && !network.adaptation[static_cast<std::size_t>(i)].empty();
}

// Mean and standard deviation of the external drive as the theory has them [V].
struct ExternalMoments {
    double mu = 0.0;
    double sigma = 0.0;
};

ExternalMoments external_moments(const Network& network, Index i) {
    if (network.external_drive != ExternalDrive::gaussian_white || network.K_ext.size() == 0) {
        return {};
    }
    const auto rates = network.K_ext.row(i).transpose().cwiseProduct(network.nu_ext);
    const auto J = network.J_ext.row(i).transpose();
    return {.mu = network.tau_m(i) * rates.dot(J),
            .sigma = std::sqrt(network.tau_m(i) * rates.dot(J.cwiseAbs2()))};
}

// One row of the equation after another: which components there are.
struct Components {
    Index x = -1;
    Index eta = -1;
    Index first_adaptation = 1;
    Index count = 1;
};

Components components(const Network& network, const SimulationOptions& options, Index i) {
    Components where;
    if (synapses::time_constant(network, i) > 0.0) where.x = where.count++;
    const bool coloured = options.gaussian.tau_c > 0.0 && entry(options.gaussian.sigma, i) > 0.0;
    if (coloured) where.eta = where.count++;
    where.first_adaptation = where.count;
    if (has_adaptation(network, i)) {
        where.count += static_cast<Index>(network.adaptation[static_cast<std::size_t>(i)].size());
    }
    return where;
}

LinearSystem equations(const Network& network, const SimulationOptions& options, Index i, double mu,
                       const Components& where) {
    const double tau_m = network.tau_m(i);
    const double sigma = entry(options.gaussian.sigma, i);
    const ExternalMoments external = external_moments(network, i);
    LinearSystem system{.A = Matrix::Zero(where.count, where.count),
                        .c = Vector::Zero(where.count),
                        .B = Matrix::Zero(where.count, 2)};
    system.A(0, 0) = -1.0 / tau_m;
    system.c(0) = mu / tau_m;
    if (where.x >= 0) {
        const double tau_s = synapses::time_constant(network, i);
        system.A(0, where.x) = 1.0 / tau_m;
        system.A(where.x, where.x) = -1.0 / tau_s;
        system.c(where.x) = external.mu / tau_s;
        system.B(where.x, 0) = external.sigma * std::sqrt(tau_m) / tau_s;
    } else {
        system.c(0) += external.mu / tau_m;
        system.B(0, 0) = external.sigma / std::sqrt(tau_m);
    }
    if (where.eta >= 0) {
        const double tau_c = options.gaussian.tau_c;
        system.A(0, where.eta) = 1.0 / tau_m;
        system.A(where.eta, where.eta) = -1.0 / tau_c;
        system.B(where.eta, 1) = sigma * std::sqrt(tau_m) / tau_c;
    } else {
        system.B(0, 1) = sigma / std::sqrt(tau_m);
    }
    for (Index k = where.first_adaptation; k < where.count; ++k) {
        const AdaptationCurrent& current =
            network.adaptation[static_cast<std::size_t>(i)]
                              [static_cast<std::size_t>(k - where.first_adaptation)];
        system.A(0, k) = -1.0 / tau_m;
        system.A(k, 0) = current.a / current.tau;
        system.A(k, k) = -1.0 / current.tau;
    }
    return system;
}

}  // namespace

bool has_gaussian_noise(const Network& network, const SimulationOptions& options, Index i) {
    return entry(options.gaussian.sigma, i) > 0.0 || external_moments(network, i).sigma > 0.0;
}

bool spikes_between_grid_points(const Network& network, const SimulationOptions& options, Index i) {
    return neuron_type(network, i) == NeuronType::lif && has_gaussian_noise(network, options, i);
}

bool needs_linear_membrane(const Network& network, const SimulationOptions& options, Index i) {
    return has_adaptation(network, i) || has_gaussian_noise(network, options, i);
}

std::size_t further_components(const Network& network, const SimulationOptions& options, Index i) {
    const Components where = components(network, options, i);
    return static_cast<std::size_t>(where.count - (where.x >= 0 ? 2 : 1));
}

LinearMembrane linear_membrane(const Network& network, const SimulationOptions& options, Index i,
                               double mu) {
    const Components where = components(network, options, i);
    LinearMembrane linear;
    linear.system = equations(network, options, i, mu, where);
    linear.x = where.x;
    linear.first_adaptation = where.first_adaptation;
    linear.tau_m = network.tau_m(i);
    linear.tau_r = network.tau_r(i);
    linear.dt = options.dt;
    if (has_adaptation(network, i)) {
        linear.adaptation = network.adaptation[static_cast<std::size_t>(i)];
    }
    linear.white = linear.system.B.row(0).squaredNorm();
    linear.free = exact_step(linear.system, options.dt);
    linear.noisy = spikes_between_grid_points(network, options, i);
    LinearSystem clamped = linear.system;
    clamped.A.row(0).setZero();
    clamped.c(0) = 0.0;
    clamped.B.row(0).setZero();
    linear.clamped = exact_step(clamped, options.dt);
    linear.amplitude = entry(options.modulation.mu, i);
    if (linear.amplitude != 0.0) {
        const Complex i_omega{0.0, 2.0 * std::numbers::pi * options.modulation.f};
        ComplexMatrix shifted = -linear.system.A.cast<Complex>();
        shifted.diagonal().array() += i_omega;
        ComplexVector drive = ComplexVector::Zero(where.count);
        drive(0) = linear.amplitude / linear.tau_m;
        linear.response = shifted.partialPivLu().solve(drive);
    }
    return linear;
}

}  // namespace siegert::simulation
