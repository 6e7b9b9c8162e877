#include "bindings.hpp"
#include "respond.hpp"

#include <siegert/lif/delta.hpp>

namespace siegert::python {
namespace {

using Values = std::array<double, 6>;  // in the order of the names below
constexpr Names<6> names{"mu", "sigma", "V_0", "V_th", "tau_m", "tau_r"};

LifNeuron neuron_of(const auto& x) {
    return {.tau_m = x[4], .tau_r = x[5], .V_th = x[3], .V_0 = x[2]};
}
lif::Input input_of(const auto& x) {
    return {.mu = x[0], .sigma = x[1]};
}
lif::delta::Batch batch_of(const auto& x) {
    return {.mu = x[0], .sigma = x[1], .V_0 = x[2], .V_th = x[3], .tau_m = x[4], .tau_r = x[5]};
}

/// A function of neuron and input that has no batch version.
template <std::size_t R, class F>
auto for_each_point(F f) {
    const auto point = [f](const Values& x) -> std::array<double, R> {
        return f(neuron_of(x), input_of(x));
    };
    return [point](const Arguments<6>& arguments) {
        return broadcast<R>(names, arguments, point, pointwise<6, R>(point));
    };
}

py::object firing_rate(const Arguments<6>& arguments) {
    return broadcast<1>(
        names, arguments,
        [](const Values& x) {
            return std::array{lif::delta::firing_rate(neuron_of(x), input_of(x))};
        },
        [](const auto& x, const auto& out) { lif::delta::firing_rates(batch_of(x), out[0]); });
}

py::object cv(const Arguments<6>& arguments) {
    return broadcast<1>(
        names, arguments,
        [](const Values& x) { return std::array{lif::delta::cv(neuron_of(x), input_of(x))}; },
        [](const auto& x, const auto& out) { lif::delta::cvs(batch_of(x), out[0]); });
}

py::object rate_derivatives(const Arguments<6>& arguments) {
    return broadcast<2>(
        names, arguments,
        [](const Values& x) {
            const auto d = lif::delta::rate_derivatives(neuron_of(x), input_of(x));
            return std::array{d.d_mu, d.d_sigma};
        },
        [](const auto& x, const auto& out) {
            std::vector<double> nu(out[0].size());
            lif::delta::rate_derivatives(batch_of(x), nu, out[0], out[1]);
        });
}

py::object log_firing_rate(const Arguments<6>& arguments) {
    return for_each_point<1>([](const LifNeuron& neuron, const lif::Input& input) {
        return std::array{lif::delta::log_firing_rate(neuron, input)};
    })(arguments);
}

py::object rate_second_derivatives(const Arguments<6>& arguments) {
    return for_each_point<3>([](const LifNeuron& neuron, const lif::Input& input) {
        const auto d = lif::delta::rate_second_derivatives(neuron, input);
        return std::array{d.d_mu_mu, d.d_mu_sigma, d.d_sigma_sigma};
    })(arguments);
}

py::object input_rate_derivative(const Arguments<7>& arguments) {
    constexpr Names<7> all_names{"mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "J"};
    const auto point = [](const std::array<double, 7>& x) {
        return std::array{lif::delta::input_rate_derivative(neuron_of(x), input_of(x), x[6])};
    };
    return broadcast<1>(all_names, arguments, point, pointwise<7, 1>(point));
}

py::object transfer_function(const py::object& omegas, const Arguments<6>& arguments,
                             lif::Convention convention) {
    return respond<2, ComplexVector>(
        names, arguments, omegas, [convention](const Values& x, const ComplexVector& s) {
            auto n = lif::delta::transfer_function(neuron_of(x), input_of(x), s, convention);
            return std::array{std::move(n.n_mu), std::move(n.n_sigma2)};
        });
}

py::object interval_characteristic_function(const py::object& omegas,
                                            const Arguments<6>& arguments) {
    return respond<1, ComplexVector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            return std::array{
                lif::delta::interval_characteristic_function(neuron_of(x), input_of(x), s)};
        });
}

py::object renewal_spectrum(const py::object& omegas, const Arguments<6>& arguments) {
    return respond<1, Vector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            return std::array{
                lif::delta::renewal_spectrum(neuron_of(x), input_of(x), real_omegas(s))};
        });
}

/// Registers a function of omegas, mu, sigma, V_0, V_th, tau_m, tau_r.
template <auto function>
void define_for_frequencies(py::module_& scope, const char* name, const char* doc) {
    define(
        scope, name,
        [](const py::object& omegas, const py::object& mu, const py::object& sigma,
           const py::object& V_0, const py::object& V_th, const py::object& tau_m,
           const py::object& tau_r) {
            return function(omegas, {mu, sigma, V_0, V_th, tau_m, tau_r});
        },
        doc, "omegas"_a, "mu"_a, "sigma"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a);
}

/// Registers a function of mu, sigma, V_0, V_th, tau_m, tau_r.
template <auto function>
void define_for_neuron(py::module_& scope, const char* name, const char* doc) {
    define(
        scope, name,
        [](const py::object& mu, const py::object& sigma, const py::object& V_0,
           const py::object& V_th, const py::object& tau_m, const py::object& tau_r) {
            return function({mu, sigma, V_0, V_th, tau_m, tau_r});
        },
        doc, "mu"_a, "sigma"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a);
}

}  // namespace

void bind_lif_delta(py::module_& scope) {
    scope.doc() = R"(One LIF neuron with delta synapses: Gaussian white input.

Every function takes numbers or arrays that broadcast, all in SI units: mean input `mu` [V], noise
amplitude `sigma` [V], reset `V_0` [V], threshold `V_th` [V], membrane time constant `tau_m` [s],
refractory period `tau_r` [s]; potentials are relative to the leak potential. Numbers give a float.
sigma = 0 is the noise-free neuron. Bad input raises InvalidParameter; no result is NaN or infinite.)";

    define_for_neuron<firing_rate>(scope, "firing_rate",
                                   R"(Stationary firing rate [Hz], the Siegert formula.

    1/nu = tau_r + tau_m sqrt(pi) int_{y_r}^{y_th} exp(u^2) (1 + erf u) du,
    y_th = (V_th - mu) / sigma,    y_r = (V_0 - mu) / sigma

Relative error below 1e-14. Source: A. J. F. Siegert, Phys. Rev. 81, 617 (1951).)");

    define_for_neuron<log_firing_rate>(scope, "log_firing_rate",
                                       R"(Natural logarithm of the rate in Hz.

It holds where the rate itself underflows; the lowest float for a silent neuron.)");

    define_for_neuron<rate_derivatives>(scope, "rate_derivatives",
                                        R"(Derivatives of the rate: (d_mu, d_sigma) [1/(V s)].

Relative error below 1e-13.)");

    define_for_neuron<rate_second_derivatives>(
        scope, "rate_second_derivatives",
        R"(Second derivatives of the rate: (d_mu_mu, d_mu_sigma, d_sigma_sigma) [1/(V^2 s)].)");

    define_for_neuron<cv>(scope, "cv", R"(Coefficient of variation of the interspike intervals.

Relative error below 1e-13. Source: N. Brunel, J. Comput. Neurosci. 8, 183 (2000).)");

    define(
        scope, "input_rate_derivative",
        [](const py::object& mu, const py::object& sigma, const py::object& V_0,
           const py::object& V_th, const py::object& tau_m, const py::object& tau_r,
           const py::object& J) {
            return input_rate_derivative({mu, sigma, V_0, V_th, tau_m, tau_r, J});
        },
        R"(Derivative of the rate with respect to the rate of one input of weight J [V], dimensionless.

    d nu / d nu_j = tau_m J d nu/d mu + tau_m J^2 d nu/d(sigma^2))",
        "mu"_a, "sigma"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a, "J"_a);

    define(
        scope, "transfer_function",
        [](const py::object& omegas, const py::object& mu, const py::object& sigma,
           const py::object& V_0, const py::object& V_th, const py::object& tau_m,
           const py::object& tau_r, lif::Convention convention) {
            return transfer_function(omegas, {mu, sigma, V_0, V_th, tau_m, tau_r}, convention);
        },
        R"(Linear response of the rate at angular frequencies [rad/s]: (n_mu, n_sigma2).

n_mu [1/(V s)] is the response to the mean input, n_sigma2 [1/(V^2 s)] that to the variance sigma^2;
both have the shape of `omegas` followed by the shape of the other arguments. `convention` is 'exact'
(with the refractory period in the denominator) or 'nnmt' (as published by Schuecker 2015, without).
omega = -i s reaches complex frequencies s. docs/theory/transfer_function.md.)",
        "omegas"_a, "mu"_a, "sigma"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a,
        "convention"_a = "exact");

    define_for_frequencies<interval_characteristic_function>(
        scope, "interval_characteristic_function",
        R"(E[exp(-i omega T)] of the interspike interval T at angular frequencies [rad/s].)");

    define_for_frequencies<renewal_spectrum>(
        scope, "renewal_spectrum",
        R"(Power spectrum [Hz] of the spike train, a renewal process, at angular frequencies [rad/s].

Two-sided, without the line at zero frequency: nu CV^2 at omega = 0, nu for omega -> infinity.)");
}

}  // namespace siegert::python
