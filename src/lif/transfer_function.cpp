#include <siegert/lif/exact_coloured_noise.hpp>
#include <siegert/lif/exp.hpp>

#include "lif/colored_noise.hpp"
#include "lif/exact_method.hpp"
#include "lif/first_passage.hpp"
#include "lif/stationary_rate.hpp"
#include "lif/taylor_rate.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace siegert::lif {
namespace {

constexpr double sqrt2 = std::numbers::sqrt2;

/// The response at one scaled frequency z = s tau_m without its dimensional factors: with the
/// denominator den = (D Psi + (1 - exp(-s tau_r)) Psi_r) / z,
struct PassageResponse {
    Complex mean;          ///< D Psi' / (z (1 + z)) / den
    Complex variance;      ///< D Psi'' / (z (1 + z) (2 + z)) / den
    Complex skewness;      ///< D Psi''' / (z (1 + z) (2 + z)) / den
    Complex displacement;  ///< (d den / dx) / den, when threshold and reset move together
};

/// Like 1 / z, but finite for 0, and without the detours that guard the division of extremes.
Complex reciprocal(Complex z) {
    const double square = std::max(std::norm(z), std::numeric_limits<double>::min());
    return {z.real() / square, -z.imag() / square};
}

/// With w = 1 the formulas above; where Re z < 0 both parts of the fraction are multiplied by
/// w = exp(s tau_r), so that nothing overflows.
PassageResponse passage_response(const FirstPassageIntegrals& f, Complex z, double tau_r) {
    Complex w = 1.0;
    Complex delay = 0.0;  // w (1 - exp(-z tau_r)) / z
    if (tau_r > 0.0) {
        const Complex turn = z.real() >= 0.0 ? z * tau_r : -z * tau_r;
        delay = tau_r * mean_decay(turn);
        if (z.real() < 0.0) w = 1.0 + z * delay;
    }
    const Complex by_den = reciprocal(w * f.integral_psi_1 + delay * f.psi_r);
    const Complex factor = w * by_den;
    const Complex mean = factor * f.integral_psi_2;
    return {.mean = mean,
            .variance = factor * f.integral_psi_3,
            .skewness = factor * f.increase_psi_3,
            .displacement = (1.0 + z) * mean + z * delay * by_den * f.psi_1_r};
}

/// What the formulas need beside the frequency.
struct Response {
    RateProblem problem;
    double nu;        ///< rate of the white-noise neuron with this barrier [Hz]
    double nu_first;  ///< rate to first order in `expanded` [Hz]
    double k;         ///< the barrier is raised by k sigma
    double expanded;  ///< by this much of it to first order only, in units of x
    Convention convention;
    double tau_filter;  ///< synaptic filter in units of tau_m; 0: none
};

Complex in_si(const RateProblem& problem, Complex value, int potential_power) {
    return {in_si(problem, value.real(), potential_power, 0),
            in_si(problem, value.imag(), potential_power, 0)};
}

Complex mean_response(const Response& r, const PassageResponse& p, Complex z) {
    if (r.expanded == 0.0) return r.nu * p.mean;
    const Complex slope = (2.0 + z) * p.variance - p.mean * p.displacement;
    return r.nu_first * p.mean + r.expanded * r.nu * slope;
}

/// Keeps the difference of two extremes a number.
Complex bounded(Complex value) {
    constexpr double bound = 1e305;
    return {std::clamp(value.real(), -bound, bound), std::clamp(value.imag(), -bound, bound)};
}

/// The second term is the motion of the barrier with sigma: to move threshold and reset is to
/// modulate mu by -(1 + z) times the displacement.
Complex variance_response(const Response& r, const PassageResponse& p, Complex z, Complex filter,
                          double sigma) {
    Complex fixed = r.nu * p.variance;
    if (r.expanded != 0.0) {
        const Complex slope = p.skewness - p.variance * p.displacement;
        fixed = r.nu_first * p.variance + r.expanded * r.nu * slope;
    }
    const Complex factor = filter * (1.0 + z);
    const Complex at_fixed_barrier = factor * fixed / sigma / sigma;
    if (r.k == 0.0) return at_fixed_barrier;
    const double noise = std::max(r.problem.barrier.sigma, std::numeric_limits<double>::min());
    const Complex motion = factor * (r.k / sqrt2 * r.nu * p.mean) / sigma / noise;
    return bounded(at_fixed_barrier) - bounded(motion);
}

TransferFunction response(const LifNeuron& neuron, const Response& r, const ComplexVector& s) {
    const bool exact = r.convention == Convention::exact;
    const std::vector<Complex> z = scaled_frequencies(neuron, s);
    TransferFunction result{.n_mu = ComplexVector::Zero(s.size()),
                            .n_sigma2 = ComplexVector::Zero(s.size())};
    if (!fires(r.problem)) return result;
    const FirstPassage passage = first_passage(r.problem);
    const auto integrals = passage_integrals(passage, z);
    const double tau_r = exact ? r.problem.tau_r / r.problem.tau_m : 0.0;
    for (Index i = 0; i < s.size(); ++i) {
        const auto n = static_cast<std::size_t>(i);
        const PassageResponse p = passage_response(integrals[n], z[n], tau_r);
        const Complex mean_filter = reciprocal(1.0 + z[n] * r.tau_filter);
        const Complex n_mu = sqrt2 * mean_filter * mean_response(r, p, z[n]) / passage.sigma;
        result.n_mu(i) = in_si(r.problem, n_mu, -1);
        const Complex filter = mean_filter * reciprocal(1.0 + 0.5 * r.tau_filter * z[n]);
        const Complex n_sigma2 = variance_response(r, p, z[n], filter, passage.sigma);
        result.n_sigma2(i) = in_si(r.problem, n_sigma2, -2);
    }
    return result;
}

}  // namespace

ComplexVector on_imaginary_axis(const Vector& omegas) {
    return Complex(0.0, 1.0) * omegas;
}

TransferFunction exp::transfer_function(const LifNeuron& neuron, const Synapse& asked,
                                        const Input& input, const ComplexVector& s,
                                        Convention convention, SynapticFilter filter) {
    if (is_exact_and_coloured(asked, input)) {
        if (convention == Convention::nnmt) {
            throw InvalidParameter(
                "the published convention nnmt is of first order: use method shift or taylor");
        }
        return ExactNeuron(neuron, asked.tau_s, input).transfer_function(s, filter);
    }
    const Synapse synapse = in_first_order(asked);
    const double k = noise_correlation_shift(neuron, synapse);
    const bool expand = synapse.method == Method::taylor;
    const RateProblem problem = rate_problem(neuron, input, expand ? 0.0 : k);
    const double nu = stationary_rate(problem);
    const bool regular = input.sigma == 0.0 && !problem.silent;
    if (regular && k > 0.0) require_positive("sigma", input.sigma);
    return response(
        neuron,
        {.problem = problem,
         .nu = nu,
         .nu_first = expand ? taylor_rate(problem, bounded_shift(k)) : nu,
         .k = k,
         .expanded = expand ? sqrt2 * k : 0.0,
         .convention = convention,
         .tau_filter = filter == SynapticFilter::with ? synapse.tau_s / neuron.tau_m : 0.0},
        s);
}

}  // namespace siegert::lif
