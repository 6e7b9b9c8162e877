#include <siegert/lif/exact_coloured_noise.hpp>

#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>

#include "lif/coloured/rate_derivative.hpp"
#include "lif/coloured/solve.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::lif::exp {
namespace {

using coloured::Problem;
using coloured::Solution;

constexpr double white = 1e-6;  // tau_s / tau_m, below which the noise is white to this error

bool is_white(const LifNeuron& neuron, double tau_s) {
    return tau_s < white * neuron.tau_m;
}

/// The neuron that white noise drives to the same rate in first order of sqrt(tau_s / tau_m). The
/// threshold is raised by k sigma; so is the reset, by the current that is left of the last spike
/// after the refractory period.
LifNeuron white_equivalent(const LifNeuron& neuron, double tau_s, const Input& input) {
    const double shift = noise_correlation_shift(neuron, {.tau_s = tau_s}) * input.sigma;
    const double kept = tau_s > 0.0 ? std::exp(-neuron.tau_r / tau_s) : 0.0;
    LifNeuron raised = neuron;
    raised.V_th += shift;
    raised.V_0 += shift * kept;
    return raised;
}

void validate_all(const LifNeuron& neuron, double tau_s, const Input& input,
                  const ExactOptions& options) {
    validate(neuron);
    lif::validate(input);
    validate(Synapse{.tau_s = tau_s});
    validate(options);
    require_positive("sigma", input.sigma);
}

void require_coloured(const LifNeuron& neuron, double tau_s) {
    require(!is_white(neuron, tau_s), "tau_s", tau_s, "be at least 1e-6 tau_m");
}

Solution solution_of(const LifNeuron& neuron, double tau_s, const Input& input,
                     const ExactOptions& options) {
    return coloured::solve(coloured::problem_of(neuron, tau_s, input), options.tolerance);
}

}  // namespace

void validate(const ExactOptions& options) {
    require(options.tolerance >= 1e-12, "tolerance", options.tolerance, "be at least 1e-12");
}

double exact_log_firing_rate(const LifNeuron& neuron, double tau_s, const Input& input,
                             const ExactOptions& options) {
    validate_all(neuron, tau_s, input, options);
    if (is_white(neuron, tau_s)) {
        return delta::log_firing_rate(white_equivalent(neuron, tau_s, input), input);
    }
    return solution_of(neuron, tau_s, input, options).state.log_rate - std::log(neuron.tau_m);
}

double exact_firing_rate(const LifNeuron& neuron, double tau_s, const Input& input,
                         const ExactOptions& options) {
    return std::exp(exact_log_firing_rate(neuron, tau_s, input, options));
}

ExactRateDerivatives exact_rate_derivatives(const LifNeuron& neuron, double tau_s,
                                            const Input& input, const ExactOptions& options) {
    validate_all(neuron, tau_s, input, options);
    require_coloured(neuron, tau_s);
    const auto solution = solution_of(neuron, tau_s, input, options);
    const Problem& problem = solution.kernels.problem;
    const double nu = std::exp(solution.state.log_rate) / neuron.tau_m;
    const double s = coloured::current_amplitude(neuron, tau_s, input);
    const auto derivative = [&](const coloured::ParameterChange& change) {
        return nu * coloured::log_rate_derivative(solution.kernels, solution.resolution,
                                                  solution.state, change);
    };
    const double half = 0.5 / tau_s;  // s goes as tau_s^(-1/2)
    return {.d_mu = derivative({.r = 0.0, .z_th = -1.0 / s, .z_0 = -1.0 / s}),
            .d_sigma = derivative(
                {.r = 0.0, .z_th = -problem.z_th / input.sigma, .z_0 = -problem.z_0 / input.sigma}),
            .d_tau_s = derivative(
                {.r = 1.0 / neuron.tau_m, .z_th = problem.z_th * half, .z_0 = problem.z_0 * half})};
}

IntervalStatistics exact_interval_statistics(const LifNeuron& neuron, double tau_s,
                                             const Input& input, const ExactOptions& options) {
    validate_all(neuron, tau_s, input, options);
    if (is_white(neuron, tau_s)) {
        const LifNeuron raised = white_equivalent(neuron, tau_s, input);
        const double mean = std::exp(-delta::log_firing_rate(raised, input));
        return {.mean = mean, .cv = delta::cv(raised, input), .serial_correlation = 0.0};
    }
    const auto solution = solution_of(neuron, tau_s, input, options);
    const auto moments = coloured::interval_moments(solution.kernels, solution.state);
    return {.mean = std::exp(-solution.state.log_rate) * neuron.tau_m,
            .cv = moments.cv,
            .serial_correlation = moments.serial_correlation};
}

struct ExactNeuron::Prepared {
    double tau_m;
    double tau_s;
    double sigma;
    double s;
    coloured::ResponseKernels kernels;

    /// In units of 1 / tau_m.
    [[nodiscard]] Complex frequency(Complex value) const {
        const Complex l = value * tau_m;
        if (!coloured::converges(kernels, l)) {
            throw InvalidParameter(
                fmt::format("Re s must be at least -0.3 / max(tau_m, tau_s), got {} at Im s = {}",
                            value.real(), value.imag()));
        }
        return l;
    }
};

ExactNeuron::ExactNeuron(const LifNeuron& neuron, double tau_s, const Input& input,
                         const ExactOptions& options) {
    validate_all(neuron, tau_s, input, options);
    require_coloured(neuron, tau_s);
    prepared_ = std::make_shared<const Prepared>(Prepared{
        .tau_m = neuron.tau_m,
        .tau_s = tau_s,
        .sigma = input.sigma,
        .s = coloured::current_amplitude(neuron, tau_s, input),
        .kernels = coloured::checked_response_kernels(solution_of(neuron, tau_s, input, options))});
}

double ExactNeuron::firing_rate() const {
    return prepared_->kernels.nu / prepared_->tau_m;
}

TransferFunction ExactNeuron::transfer_function(const ComplexVector& s,
                                                SynapticFilter filter) const {
    const auto& p = *prepared_;
    TransferFunction n{ComplexVector(s.size()), ComplexVector(s.size())};
    for (Index k = 0; k < s.size(); ++k) {
        const auto at = coloured::response(p.kernels, p.frequency(s(k)));
        n.n_mu(k) = at.mean / (p.tau_m * p.s);
        n.n_sigma2(k) = at.variance / (p.tau_m * p.sigma * p.sigma);
        if (filter == SynapticFilter::with) n.n_mu(k) /= 1.0 + s(k) * p.tau_s;
    }
    return n;
}

Vector ExactNeuron::power_spectrum(const Vector& omegas) const {
    const auto& p = *prepared_;
    Vector S(omegas.size());
    for (Index k = 0; k < S.size(); ++k) {
        require_finite("omega", omegas(k));
        const Complex l(0.0, omegas(k) * p.tau_m);
        S(k) = std::max(0.0, 1.0 + 2.0 * coloured::response(p.kernels, l).density.real()) *
               firing_rate();
    }
    return S;
}

ComplexVector ExactNeuron::interval_characteristic_function(const ComplexVector& s) const {
    const auto& p = *prepared_;
    ComplexVector F(s.size());
    for (Index k = 0; k < s.size(); ++k)
        F(k) = coloured::interval_transform(p.kernels, p.frequency(s(k)));
    return F;
}

}  // namespace siegert::lif::exp
