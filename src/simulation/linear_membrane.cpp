#include "model/neuron_kinds.hpp"
#include "numerics/linear_algebra.hpp"
#include "simulation/linear_update.hpp"
#include "synapses/models.hpp"

#include <algorithm>
#include <cmath>

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

// Of those synapses that have this current.
ExternalMoments external_moments(const Network& network, Index i, std::size_t current) {
    if (network.external_drive != ExternalDrive::gaussian_white || network.K_ext.size() == 0) {
        return {};
    }
    const Vector rates = Vector::NullaryExpr(network.nu_ext.size(), [&](Index m) {
        const bool own = synapses::external_current_of(network, i, m) == current;
        return own ? network.K_ext(i, m) * network.nu_ext(m) : 0.0;
    });
    const auto J = network.J_ext.row(i).transpose();
    return {.mu = network.tau_m(i) * rates.dot(J),
            .sigma = std::sqrt(network.tau_m(i) * rates.dot(J.cwiseAbs2()))};
}

bool has_external_noise(const Network& network, Index i) {
    for (std::size_t k = 0; k < synapses::currents(network, i).size(); ++k) {
        if (external_moments(network, i, k).sigma > 0.0) return true;
    }
    return false;
}

// One row of the equation after another: which components there are.
struct Components {
    std::vector<Index> currents{};  // 0: none
    Index eta = -1;
    Index first_adaptation = 1;
    Index count = 1;
};

Components components(const Network& network, const SimulationOptions& options, Index i) {
    Components where;
    for (const double tau_s : synapses::currents(network, i)) {
        where.currents.push_back(tau_s > 0.0 ? where.count++ : 0);
    }
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
    const std::vector<double> currents = synapses::currents(network, i);
    const auto last_noise = static_cast<Index>(currents.size());
    LinearSystem system{.A = Matrix::Zero(where.count, where.count),
                        .c = Vector::Zero(where.count),
                        .B = Matrix::Zero(where.count, last_noise + 1)};
    system.A(0, 0) = -1.0 / tau_m;
    system.c(0) = mu / tau_m;
    for (Index k = 0; k < last_noise; ++k) {
        const auto current = static_cast<std::size_t>(k);
        const ExternalMoments external = external_moments(network, i, current);
        const double tau_s = currents[current];
        const Index x = where.currents[current];
        if (x > 0) {
            system.A(0, x) = 1.0 / tau_m;
            system.A(x, x) = -1.0 / tau_s;
            system.c(x) = external.mu / tau_s;
            system.B(x, k) = external.sigma * std::sqrt(tau_m) / tau_s;
        } else {
            system.c(0) += external.mu / tau_m;
            system.B(0, k) = external.sigma / std::sqrt(tau_m);
        }
    }
    if (where.eta >= 0) {
        const double tau_c = options.gaussian.tau_c;
        system.A(0, where.eta) = 1.0 / tau_m;
        system.A(where.eta, where.eta) = -1.0 / tau_c;
        system.B(where.eta, last_noise) = sigma * std::sqrt(tau_m) / tau_c;
    } else {
        system.B(0, last_noise) = sigma / std::sqrt(tau_m);
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

// The periodic solution with input exp(i omega t) of amplitude [V] to V.
ComplexVector periodic_response(const LinearMembrane& linear, double omega, double amplitude) {
    ComplexMatrix shifted = -linear.system.A.cast<Complex>();
    shifted.diagonal().array() += Complex{0.0, omega};
    ComplexVector drive = ComplexVector::Zero(shifted.rows());
    drive(0) = amplitude / linear.tau_m;
    return numerics::solve(shifted, drive);
}

void add_stimuli(LinearMembrane& linear, const Network& network, Index i) {
    linear.stimuli = population_stimuli(network, i, linear.dt).means;
    for (const auto& [signal, amplitude] : linear.stimuli) {
        const bool is_sine = signal.shape == StimulusShape::sine;
        linear.responses.push_back(is_sine ? periodic_response(linear, signal.omega, amplitude)
                                           : ComplexVector{});
    }
    // One more component r, dr/dt = 1 / dt, rises from 0 to 1 in a step.
    const Index n = linear.system.A.rows();
    LinearSystem rising{.A = Matrix::Zero(n + 1, n + 1), .c = Vector::Zero(n + 1), .B = {}};
    rising.A.topLeftCorner(n, n) = linear.system.A;
    rising.A(0, n) = 1.0 / linear.tau_m;
    rising.c(n) = 1.0 / linear.dt;
    const ExactStep step = exact_step(rising, linear.dt);
    linear.charge = step.P.col(n).head(n);  // r = 1 all along
    linear.rising = step.constant.head(n);
}

// Both halves of the step are given the same part of what drives it.
MiddleOfStep middle_of_step(const LinearSystem& system, double dt) {
    const Matrix half = exact_step(system, 0.5 * dt).P;
    const Matrix one = Matrix::Identity(half.rows(), half.cols());
    const Vector V = one.col(0);
    return {.V = half.row(0),
            .drive = numerics::solve((one + half).transpose(), V),
            .spread = half.col(0)};
}

}  // namespace

bool has_gaussian_noise(const Network& network, const SimulationOptions& options, Index i) {
    return entry(options.gaussian.sigma, i) > 0.0 || has_external_noise(network, i);
}

bool spikes_between_grid_points(const Network& network, const SimulationOptions& options, Index i) {
    return neuron_type(network, i) == NeuronType::lif && has_gaussian_noise(network, options, i);
}

bool needs_linear_membrane(const Network& network, const SimulationOptions& options, Index i) {
    return has_adaptation(network, i) || has_gaussian_noise(network, options, i);
}

std::size_t further_components(const Network& network, const SimulationOptions& options, Index i) {
    const Components where = components(network, options, i);
    const Index currents = std::ranges::count_if(where.currents, [](Index x) { return x > 0; });
    return static_cast<std::size_t>(where.count - 1 - currents);
}

LinearMembrane linear_membrane(const Network& network, const SimulationOptions& options, Index i,
                               double mu) {
    const Components where = components(network, options, i);
    LinearMembrane linear;
    linear.system = equations(network, options, i, mu, where);
    linear.currents = where.currents;
    linear.first_adaptation = where.first_adaptation;
    linear.tau_m = network.tau_m(i);
    linear.tau_r = network.tau_r(i);
    linear.dt = options.dt;
    if (has_adaptation(network, i)) {
        linear.adaptation = network.adaptation[static_cast<std::size_t>(i)];
    }
    linear.white = linear.system.B.row(0).squaredNorm();
    linear.free = exact_step(linear.system, options.dt);
    if (!has_sharp_threshold(neuron_type(network, i)) && linear.free.L.cols() == 0) {
        linear.middle = middle_of_step(linear.system, options.dt);
    }
    linear.noisy = spikes_between_grid_points(network, options, i);
    LinearSystem clamped = linear.system;
    clamped.A.row(0).setZero();
    clamped.c(0) = 0.0;
    clamped.B.row(0).setZero();
    linear.clamped = exact_step(clamped, options.dt);
    add_stimuli(linear, network, i);
    return linear;
}

}  // namespace siegert::simulation
