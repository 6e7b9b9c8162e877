#include "bindings.hpp"
#include "respond.hpp"

#include <siegert/theory/characteristic_equation.hpp>
#include <siegert/theory/covariances.hpp>
#include <siegert/theory/linear_stability.hpp>
#include <siegert/theory/transfer_function_fit.hpp>

#include <pybind11/functional.h>

namespace siegert::python {
namespace {

using namespace siegert::theory;

void bind_fits(py::module_& scope) {
    Record<LowPassFit>(scope, theory_module, "LowPassFit",
                       "A low-pass filter h0 / (1 + i omega tau) fitted to one transfer function.")
        .field("tau", &LowPassFit::tau, "Time constant [s].")
        .field("h0", &LowPassFit::h0, "Gain at zero frequency [1/(V s)].")
        .field("tau_error", &LowPassFit::tau_error, "Relative standard error of tau.")
        .field("h0_error", &LowPassFit::h0_error, "Relative standard error of h0.");
    Record<TransferFunctionFit>(
        scope, theory_module, "TransferFunctionFit",
        "Low-pass filters fitted to the transfer functions of all populations.")
        .field("transfer_function_fit", &TransferFunctionFit::transfer_function_fit,
               "The fitted filters [1/(V s)], F x n.")
        .field("tau_rate", &TransferFunctionFit::tau_rate, "Time constants [s], n.")
        .field("h0", &TransferFunctionFit::h0, "Gains [1/(V s)], n.")
        .field("fit_error", &TransferFunctionFit::fit_error, "sqrt(tau_error^2 + h0_error^2), n.");
    define(
        scope, "low_pass_fit", &low_pass_fit,
        R"(Low-pass filter nearest in magnitude to a transfer function [1/(V s)] at omegas [rad/s].)",
        "transfer_function"_a, "omegas"_a);
    define(scope, "fit_transfer_function", &fit_transfer_function,
           R"(`low_pass_fit` of each column of transfer functions, F x n.

Source: J. Senk et al., Phys. Rev. Research 2, 023174 (2020).)",
           "transfer_function"_a, "omegas"_a);
    define(
        scope, "rate_model_weights", &rate_model_weights,
        R"(W_rate_ij = h0_i tau_m_i J_ij K_ij, weights of the linear rate model of the fit, n x n.)",
        "h0"_a, "tau_m"_a, "J"_a, "K"_a);
}

void bind_covariances(py::module_& scope) {
    Record<RateResponse>(scope, theory_module, "RateResponse",
                         "Static response of n neurons (or populations) at their working point.")
        .field("d_mu", &RateResponse::d_mu,
               "Derivative of the rate with respect to mu [1/(V s)], n.")
        .field("d_sigma2", &RateResponse::d_sigma2, "With respect to sigma^2 [1/(V^2 s)], n.")
        .field("d_source_variance", &RateResponse::d_source_variance,
               "With respect to what each source adds to sigma^2 [1/(V^2 s)], n x n; empty unless "
               "synapses of a neuron have several time constants.");
    Record<PairwiseCovariances>(scope, theory_module, "PairwiseCovariances",
                                "Covariances of a network in linear response.")
        .field("covariances", &PairwiseCovariances::covariances,
               "Integrated over all time lags [1/s], n x n.")
        .field("noise_strength", &PairwiseCovariances::noise_strength,
               "Intensity of the noise that drives each neuron [1/s], n.");
    define(
        scope, "rate_response",
        [](const Network& network, const Vector& mean, const Vector& std, lif::exp::Method method,
           const std::optional<Vector>& nu) {
            return rate_response(network, {.mu = mean, .sigma = std, .nu = nu.value_or(Vector())},
                                 method);
        },
        R"(Exact derivatives of the stationary rates at the given input [V].

`firing_rates` [Hz] are needed where synapses of a neuron have several time constants.)",
        "network"_a, "mean_input"_a, "std_input"_a, "method"_a = "shift",
        "firing_rates"_a = py::none());
    define(
        scope, "pairwise_effective_connectivity",
        [](const Matrix& J, const Vector& tau_m, const Vector& d_mu, const Vector& d_sigma2,
           const std::optional<Matrix>& d_source_variance) {
            return pairwise_effective_connectivity(
                J, tau_m,
                {.d_mu = d_mu,
                 .d_sigma2 = d_sigma2,
                 .d_source_variance = d_source_variance.value_or(Matrix())});
        },
        R"(J_eff_ij = tau_m_i (d_mu_i J_ij + d_sigma2_i J_ij^2), n x n, dimensionless.

J [V] has a row and a column for each neuron; the derivatives are those of `rate_response`, of which
d_source_variance_ij takes the place of d_sigma2_i where it is given.)",
        "J"_a, "tau_m"_a, "d_mu"_a, "d_sigma2"_a, "d_source_variance"_a = py::none());
    define(
        scope, "spectral_bound", &spectral_bound,
        R"(Largest real part of the eigenvalues of J_eff: stable without delays while it is below 1.)",
        "J_eff"_a);
    define(
        scope, "pairwise_covariances", &pairwise_covariances,
        R"(Covariances of all pairs of neurons, integrated over all time lags, from J_eff, rates [Hz] and CVs.

Source: M. Layer, M. Helias and D. Dahmen, arXiv:2308.00421.)",
        "J_eff"_a, "nu"_a, "cvs"_a, Unlocked());
}

void bind_linear_stability(py::module_& scope) {
    define(
        scope, "solve_chareq_lambertw_constant_delay",
        [](int branch, double tau, double delay, const py::object& connectivity) {
            const auto array = py::array::ensure(connectivity);
            if (array && array.ndim() == 2) {
                return solve_chareq_lambertw_constant_delay(branch, {.tau = tau, .delay = delay},
                                                            connectivity.cast<Matrix>());
            }
            return solve_chareq_lambertw_constant_delay(branch, {.tau = tau, .delay = delay},
                                                        connectivity.cast<Complex>());
        },
        R"(Eigenvalue lambda [1/s] of tau dx/dt = -x + C x(t - delay) on one branch of the Lambert W function.

`connectivity` is the matrix C, whose eigenvalue of largest absolute value is taken, or an eigenvalue.
Source: J. Senk et al., Phys. Rev. Research 2, 023174 (2020).)",
        "branch"_a, "tau"_a, "delay"_a, "connectivity"_a);
    define(
        scope, "constant_delay_eigenvalues",
        [](double tau, double delay, const Matrix& connectivity, int branches) {
            return constant_delay_eigenvalues({.tau = tau, .delay = delay}, connectivity, branches);
        },
        R"(Eigenvalues [1/s] on the branches -branches ... branches, by falling real part.)",
        "tau"_a, "delay"_a, "connectivity"_a, "branches"_a);
    define(
        scope, "largest_eigenvalue", &largest_eigenvalue,
        R"(Eigenvalue of largest absolute value; of a conjugate pair the one with positive imaginary part.)",
        "matrix"_a);
}

/// Calls a function of Python; what lies outside its domain it reports by InvalidParameter.
template <class... Arguments>
std::function<ComplexMatrix(Arguments...)> from_python(const py::function& function) {
    return [function](Arguments... arguments) {
        try {
            return function(arguments...).template cast<ComplexMatrix>();
        } catch (py::error_already_set& error) {
            const auto invalid = py::module_::import("siegert._errors").attr("InvalidParameter");
            if (!error.matches(invalid)) throw;
            throw InvalidParameter(py::str(error.value()).cast<std::string>());
        }
    };
}

void bind_characteristic_equation(py::module_& scope) {
    Record<CharacteristicRoot>(scope, theory_module, "CharacteristicRoot",
                               "A complex growth rate of the network.")
        .field("s", &CharacteristicRoot::s, "Growth rate + i omega [1/s].")
        .field("residual", &CharacteristicRoot::residual,
               "Distance from 1 of the eigenvalue of W(s) nearest to 1.")
        .field("iterations", &CharacteristicRoot::iterations, "Newton steps.")
        .field("converged", &CharacteristicRoot::converged, "Else s is where the search ended.");
    const RootOptions defaults;
    define(
        scope, "characteristic_root",
        [](const py::function& connectivity, Complex start, double tolerance, double max_step,
           int max_iterations) {
            return characteristic_root(from_python<Complex>(connectivity), start,
                                       {tolerance, max_step, max_iterations});
        },
        R"(Solution s [1/s] of det(1 - W(s)) = 0 that Newton's method reaches from `start`.

`connectivity` is a function s -> W(s), n x n; it may raise InvalidParameter outside its domain.)",
        "connectivity"_a, "start"_a, py::kw_only(), "tolerance"_a = defaults.tolerance,
        "max_step"_a = defaults.max_step, "max_iterations"_a = defaults.max_iterations);
    define(
        scope, "follow_root",
        [](const py::function& connectivity, const Vector& parameters, Complex start,
           double tolerance, double max_step, int max_iterations) {
            return follow_root(from_python<Complex, double>(connectivity), parameters, start,
                               {tolerance, max_step, max_iterations});
        },
        R"(One solution of det(1 - W(s, parameter)) = 0 followed along `parameters`: a CharacteristicRoot each.

With the wavenumber as parameter this is the dispersion relation.)",
        "connectivity"_a, "parameters"_a, "start"_a, py::kw_only(),
        "tolerance"_a = defaults.tolerance, "max_step"_a = defaults.max_step,
        "max_iterations"_a = defaults.max_iterations);
}

}  // namespace

void bind_theory_tools(py::module_& scope) {
    bind_fits(scope);
    bind_covariances(scope);
    bind_linear_stability(scope);
    bind_characteristic_equation(scope);
}

}  // namespace siegert::python
