#include <siegert/lif/exact_coloured_noise.hpp>
#include <siegert/lif/exp.hpp>

#include "lif/exact_method.hpp"
#include "lif/first_passage.hpp"
#include "lif/stationary_rate.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::lif {
namespace {

ComplexVector characteristic_function(const LifNeuron& neuron, const RateProblem& problem,
                                      const ComplexVector& s) {
    for (const Complex& value : s) require_not_negative("Re s", value.real());
    const std::vector<Complex> z = scaled_frequencies(neuron, s);
    ComplexVector rho(s.size());
    if (!fires(problem)) {
        for (Index i = 0; i < s.size(); ++i) rho(i) = s(i) == 0.0 ? 1.0 : 0.0;
        return rho;
    }
    const auto integrals = passage_integrals(first_passage(problem), z);
    const double tau_r = problem.tau_r / problem.tau_m;
    for (Index i = 0; i < s.size(); ++i) {
        const auto n = static_cast<std::size_t>(i);
        const Complex psi_r = integrals[n].psi_r;
        const Complex psi_th = psi_r + z[n] * integrals[n].integral_psi_1;
        rho(i) = (1.0 - z[n] * tau_r * mean_decay(z[n] * tau_r)) * (psi_r / psi_th);
    }
    return rho;
}

/// S / nu = (|Psi_th|^2 - |Psi_r|^2) / |z den|^2 with den as in the transfer function and
/// Psi_th = Psi_r + z I, divided through by |z|^2 so that z -> 0 costs no digits.
double relative_spectrum(const FirstPassageIntegrals& f, double lambda, double tau_r) {
    const Complex z(0.0, lambda);
    const Complex delay = tau_r * mean_decay(z * tau_r);
    const Complex den = f.integral_psi_1 + delay * f.psi_r;
    const double turn = (std::conj(f.psi_r) * f.integral_psi_1).imag() / lambda;
    return std::max(0.0, std::norm(f.integral_psi_1) - 2.0 * turn) / std::norm(den);
}

Vector spectrum(const LifNeuron& neuron, const RateProblem& problem, const Vector& omegas) {
    std::vector<Complex> z = scaled_frequencies(neuron, on_imaginary_axis(omegas));
    if (!fires(problem)) return Vector::Zero(omegas.size());
    const double nu = stationary_rate(problem);
    // The spectrum is even in omega and does not change between zero and a frequency this far below
    // the rate. Im Psi is proportional to it there and as accurate as anywhere.
    const double smallest = std::max(1e-8 * nu * neuron.tau_m, 1e-290);
    for (Complex& value : z) value = Complex(0.0, std::max(std::abs(value.imag()), smallest));
    const auto integrals = passage_integrals(first_passage(problem), z);
    Vector S(omegas.size());
    for (Index i = 0; i < S.size(); ++i) {
        const auto n = static_cast<std::size_t>(i);
        S(i) = nu * relative_spectrum(integrals[n], z[n].imag(), problem.tau_r / problem.tau_m);
    }
    return S;
}

}  // namespace

ComplexVector exp::interval_characteristic_function(const LifNeuron& neuron, const Synapse& asked,
                                                    const Input& input, const ComplexVector& s) {
    if (is_exact_and_coloured(asked, input)) {
        return ExactNeuron(neuron, asked.tau_s, input).interval_characteristic_function(s);
    }
    const Synapse synapse = in_first_order(asked);
    const double k = noise_correlation_shift(neuron, synapse);
    return characteristic_function(neuron, rate_problem(neuron, input, k), s);
}

Vector exp::renewal_spectrum(const LifNeuron& neuron, const Synapse& asked, const Input& input,
                             const Vector& omegas) {
    if (is_exact_and_coloured(asked, input)) {
        return ExactNeuron(neuron, asked.tau_s, input).power_spectrum(omegas);
    }
    const Synapse synapse = in_first_order(asked);
    const double k = noise_correlation_shift(neuron, synapse);
    return spectrum(neuron, rate_problem(neuron, input, k), omegas);
}

}  // namespace siegert::lif
