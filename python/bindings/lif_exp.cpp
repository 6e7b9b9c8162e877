#include "bindings.hpp"
#include "respond.hpp"

#include <siegert/lif/exp.hpp>

namespace siegert::python {
namespace {

using lif::exp::Method;
using Values = std::array<double, 7>;  // in the order of the names below
constexpr Names<7> names{"mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "tau_s"};

LifNeuron neuron_of(const auto& x) {
    return {.tau_m = x[4], .tau_r = x[5], .V_th = x[3], .V_0 = x[2]};
}
lif::Input input_of(const auto& x) {
    return {.mu = x[0], .sigma = x[1]};
}
lif::exp::Synapse synapse_of(const auto& x, Method method) {
    return {.tau_s = x[6], .method = method};
}
lif::exp::Batch batch_of(const auto& x, Method method) {
    return {.mu = x[0],
            .sigma = x[1],
            .V_0 = x[2],
            .V_th = x[3],
            .tau_m = x[4],
            .tau_r = x[5],
            .tau_s = x[6],
            .method = method};
}

/// A function of neuron, synapse and input that has no batch version.
template <std::size_t R, class F>
py::object for_each_point(const Arguments<7>& arguments, Method method, F f) {
    const auto point = [f, method](const Values& x) -> std::array<double, R> {
        return f(neuron_of(x), synapse_of(x, method), input_of(x));
    };
    return broadcast<R>(names, arguments, point, pointwise<7, R>(point));
}

py::object firing_rate(const Arguments<7>& arguments, Method method) {
    return broadcast<1>(
        names, arguments,
        [method](const Values& x) {
            return std::array{
                lif::exp::firing_rate(neuron_of(x), synapse_of(x, method), input_of(x))};
        },
        [method](const auto& x, const auto& out) {
            lif::exp::firing_rates(batch_of(x, method), out[0]);
        });
}

py::object cv(const Arguments<7>& arguments, Method method) {
    return broadcast<1>(
        names, arguments,
        [method](const Values& x) {
            return std::array{lif::exp::cv(neuron_of(x), synapse_of(x, method), input_of(x))};
        },
        [method](const auto& x, const auto& out) { lif::exp::cvs(batch_of(x, method), out[0]); });
}

py::object rate_derivatives(const Arguments<7>& arguments, Method method) {
    return broadcast<2>(
        names, arguments,
        [method](const Values& x) {
            const auto d =
                lif::exp::rate_derivatives(neuron_of(x), synapse_of(x, method), input_of(x));
            return std::array{d.d_mu, d.d_sigma};
        },
        [method](const auto& x, const auto& out) {
            std::vector<double> nu(out[0].size());
            lif::exp::rate_derivatives(batch_of(x, method), nu, out[0], out[1]);
        });
}

py::object log_firing_rate(const Arguments<7>& arguments, Method method) {
    return for_each_point<1>(arguments, method, [](const auto&... x) {
        return std::array{lif::exp::log_firing_rate(x...)};
    });
}

py::object relative_correction(const Arguments<7>& arguments, Method method) {
    return for_each_point<1>(arguments, method, [](const auto&... x) {
        return std::array{lif::exp::relative_correction(x...)};
    });
}

py::object rate_second_derivatives(const Arguments<7>& arguments, Method method) {
    return for_each_point<3>(arguments, method, [](const auto&... x) {
        const auto d = lif::exp::rate_second_derivatives(x...);
        return std::array{d.d_mu_mu, d.d_mu_sigma, d.d_sigma_sigma};
    });
}

py::object input_rate_derivative(const Arguments<8>& arguments, Method method) {
    constexpr Names<8> all_names{"mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "tau_s", "J"};
    const auto point = [method](const std::array<double, 8>& x) {
        return std::array{lif::exp::input_rate_derivative(neuron_of(x), synapse_of(x, method),
                                                          input_of(x), x[7])};
    };
    return broadcast<1>(all_names, arguments, point, pointwise<8, 1>(point));
}

py::object noise_correlation_shift(const Arguments<2>& arguments) {
    const auto point = [](const std::array<double, 2>& x) {
        const LifNeuron any_thresholds{.tau_m = x[0], .tau_r = 0.0, .V_th = 1.0, .V_0 = 0.0};
        return std::array{lif::exp::noise_correlation_shift(any_thresholds, {.tau_s = x[1]})};
    };
    return broadcast<1>(Names<2>{"tau_m", "tau_s"}, arguments, point, pointwise<2, 1>(point));
}

py::object transfer_function(const py::object& omegas, const Arguments<7>& arguments, Method method,
                             lif::Convention convention, lif::SynapticFilter filter) {
    return respond<2, ComplexVector>(
        names, arguments, omegas, [=](const Values& x, const ComplexVector& s) {
            auto n = lif::exp::transfer_function(neuron_of(x), synapse_of(x, method), input_of(x),
                                                 s, convention, filter);
            return std::array{std::move(n.n_mu), std::move(n.n_sigma2)};
        });
}

py::object interval_characteristic_function(const py::object& omegas,
                                            const Arguments<7>& arguments) {
    return respond<1, ComplexVector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            return std::array{lif::exp::interval_characteristic_function(
                neuron_of(x), synapse_of(x, Method::shift), input_of(x), s)};
        });
}

py::object renewal_spectrum(const py::object& omegas, const Arguments<7>& arguments) {
    return respond<1, Vector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            return std::array{lif::exp::renewal_spectrum(neuron_of(x), synapse_of(x, Method::shift),
                                                         input_of(x), real_omegas(s))};
        });
}

/// Registers a function of omegas, mu, sigma, V_0, V_th, tau_m, tau_r, tau_s.
template <auto function>
void define_for_frequencies(py::module_& scope, const char* name, const char* doc) {
    define(
        scope, name,
        [](const py::object& omegas, const py::object& mu, const py::object& sigma,
           const py::object& V_0, const py::object& V_th, const py::object& tau_m,
           const py::object& tau_r, const py::object& tau_s) {
            return function(omegas, {mu, sigma, V_0, V_th, tau_m, tau_r, tau_s});
        },
        doc, "omegas"_a, "mu"_a, "sigma"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a, "tau_s"_a);
}

/// Registers a function of mu, sigma, V_0, V_th, tau_m, tau_r, tau_s and the method.
template <auto function>
void define_for_neuron(py::module_& scope, const char* name, const char* doc) {
    define(
        scope, name,
        [](const py::object& mu, const py::object& sigma, const py::object& V_0,
           const py::object& V_th, const py::object& tau_m, const py::object& tau_r,
           const py::object& tau_s, Method method) {
            return function({mu, sigma, V_0, V_th, tau_m, tau_r, tau_s}, method);
        },
        doc, "mu"_a, "sigma"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a, "tau_s"_a,
        "method"_a = "shift");
}

}  // namespace

void bind_lif_exp(py::module_& scope) {
    scope.doc() =
        R"(One LIF neuron with exponential synapses: noise of correlation time tau_s << tau_m.

Arguments are those of siegert.lif.delta and the synaptic time constant `tau_s` [s]; tau_s = 0 gives
what siegert.lif.delta gives. `method` is "shift" (threshold and reset raised by k sigma) or "taylor"
(the rate expanded to first order in k = (alpha / 2) sqrt(tau_s / tau_m); negative where k is not
small). Source: N. Fourcaud and N. Brunel, Neural Comput. 14, 2057 (2002).)";

    define_for_neuron<firing_rate>(scope, "firing_rate", R"(Stationary firing rate [Hz].

Relative error below 1e-14 (taylor: 1e-13 of the largest term).)");

    define_for_neuron<log_firing_rate>(scope, "log_firing_rate",
                                       R"(Natural logarithm of the rate in Hz.

The lowest float where the rate is not positive.)");

    define_for_neuron<rate_derivatives>(scope, "rate_derivatives",
                                        R"(Derivatives of the rate: (d_mu, d_sigma) [1/(V s)].

Error below 1e-13 of the largest term.)");

    define_for_neuron<rate_second_derivatives>(
        scope, "rate_second_derivatives",
        R"(Second derivatives of the rate: (d_mu_mu, d_mu_sigma, d_sigma_sigma) [1/(V^2 s)].)");

    define_for_neuron<cv>(scope, "cv", R"(Coefficient of variation of the interspike intervals.

Threshold and reset are raised by k sigma, whichever the method.)");

    define_for_neuron<relative_correction>(
        scope, "relative_correction",
        R"(First-order term of the expansion in k relative to the white-noise rate, dimensionless.

The taylor rate is the white-noise rate times (1 - this): negative beyond 1.)");

    define(
        scope, "input_rate_derivative",
        [](const py::object& mu, const py::object& sigma, const py::object& V_0,
           const py::object& V_th, const py::object& tau_m, const py::object& tau_r,
           const py::object& tau_s, const py::object& J, Method method) {
            return input_rate_derivative({mu, sigma, V_0, V_th, tau_m, tau_r, tau_s, J}, method);
        },
        R"(Derivative of the rate with respect to the rate of one input of weight J [V], dimensionless.

    d nu / d nu_j = tau_m J d nu/d mu + tau_m J^2 / (2 sigma) d nu/d sigma

sigma = 0 raises InvalidParameter.)",
        "mu"_a, "sigma"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a, "tau_s"_a, "J"_a,
        "method"_a = "shift");

    define(
        scope, "transfer_function",
        [](const py::object& omegas, const py::object& mu, const py::object& sigma,
           const py::object& V_0, const py::object& V_th, const py::object& tau_m,
           const py::object& tau_r, const py::object& tau_s, Method method,
           lif::Convention convention, bool synaptic_filter) {
            return transfer_function(omegas, {mu, sigma, V_0, V_th, tau_m, tau_r, tau_s}, method,
                                     convention, filter_of(synaptic_filter));
        },
        R"(Linear response of the rate at angular frequencies [rad/s]: (n_mu, n_sigma2).

As siegert.lif.delta.transfer_function. `synaptic_filter` includes the low-pass filter of the
synapse, 1 / (1 + i omega tau_s) in n_mu.)",
        "omegas"_a, "mu"_a, "sigma"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a, "tau_s"_a,
        "method"_a = "shift", "convention"_a = "exact", "synaptic_filter"_a = true);

    define_for_frequencies<interval_characteristic_function>(
        scope, "interval_characteristic_function",
        R"(E[exp(-i omega T)] of the interspike interval T at angular frequencies [rad/s].

Threshold and reset are raised by k sigma, as in `cv`.)");

    define_for_frequencies<renewal_spectrum>(
        scope, "renewal_spectrum",
        R"(Power spectrum [Hz] of the spike train, a renewal process, at angular frequencies [rad/s].

Two-sided, without the line at zero frequency. Threshold and reset are raised by k sigma.)");

    define(
        scope, "noise_correlation_shift",
        [](const py::object& tau_m, const py::object& tau_s) {
            return noise_correlation_shift({tau_m, tau_s});
        },
        R"(k = (alpha / 2) sqrt(tau_s / tau_m), the shift of threshold and reset in units of sigma.)",
        "tau_m"_a, "tau_s"_a);
}

}  // namespace siegert::python
