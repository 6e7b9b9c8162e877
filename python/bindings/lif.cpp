#include "bindings.hpp"
#include "neuron_functions.hpp"

#include <siegert/lif/exp.hpp>

#include <utility>

/// siegert.lif.delta and siegert.lif.exp: the same functions, of 6 parameters or, with tau_s, of 7.
/// Delta synapses are exponential ones of time constant zero.
namespace siegert::python {
namespace {

using lif::exp::Method;

constexpr Names<8> all_names{"mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "tau_s", "J"};
constexpr std::size_t of_delta = 6;
constexpr std::size_t of_exp = 7;

template <std::size_t N>
constexpr Names<N> first_names() {
    Names<N> names;
    for (std::size_t i = 0; i < N; ++i) names[i] = all_names[i];
    return names;
}

LifNeuron neuron_of(const auto& x) {
    return {.tau_m = x[4], .tau_r = x[5], .V_th = x[3], .V_0 = x[2]};
}
lif::Input input_of(const auto& x) {
    return {.mu = x[0], .sigma = x[1]};
}
template <std::size_t N>
lif::exp::Synapse synapse_of(const std::array<double, N>& x, Method method) {
    return {.tau_s = N == of_exp ? x[N - 1] : 0.0, .method = method};
}
template <std::size_t N>
lif::Batch batch_of(const std::array<std::span<const double>, N>& x, Method method) {
    static constexpr double zero[]{0.0};
    return {.mu = x[0],
            .sigma = x[1],
            .V_0 = x[2],
            .V_th = x[3],
            .tau_m = x[4],
            .tau_r = x[5],
            .tau_s = N == of_exp ? x[N - 1] : std::span<const double>(zero),
            .method = method};
}

/// R numbers of neuron, synapse and input, point by point or with a function of a batch.
template <std::size_t R, std::size_t N, class F, class Batch>
py::object evaluate(const Arguments<N>& arguments, Method method, F f, Batch of_batch) {
    return broadcast<R>(
        first_names<N>(), arguments,
        [&](const std::array<double, N>& x) -> std::array<double, R> {
            return f(neuron_of(x), synapse_of(x, method), input_of(x));
        },
        [&](const auto& x, const auto& out) { of_batch(batch_of<N>(x, method), out); });
}

template <std::size_t R, std::size_t N, class F>
py::object evaluate(const Arguments<N>& arguments, Method method, F f) {
    return broadcast<R>(first_names<N>(), arguments,
                        [&](const std::array<double, N>& x) -> std::array<double, R> {
                            return f(neuron_of(x), synapse_of(x, method), input_of(x));
                        });
}

// ---- functions of neuron, synapse and input; each takes 6 or 7 arguments and a method

const auto firing_rate = [](const auto& arguments, Method method = Method::shift) {
    return evaluate<1>(
        arguments, method, [](const auto&... x) { return std::array{lif::exp::firing_rate(x...)}; },
        [](const lif::Batch& batch, const auto& out) { lif::exp::firing_rates(batch, out[0]); });
};

const auto cv = [](const auto& arguments, Method method = Method::shift) {
    return evaluate<1>(
        arguments, method, [](const auto&... x) { return std::array{lif::exp::cv(x...)}; },
        [](const lif::Batch& batch, const auto& out) { lif::exp::cvs(batch, out[0]); });
};

const auto rate_derivatives = [](const auto& arguments, Method method = Method::shift) {
    return evaluate<2>(
        arguments, method,
        [](const auto&... x) {
            const auto d = lif::exp::rate_derivatives(x...);
            return std::array{d.d_mu, d.d_sigma};
        },
        [](const lif::Batch& batch, const auto& out) {
            std::vector<double> nu(out[0].size());
            lif::exp::rate_derivatives(batch, nu, out[0], out[1]);
        });
};

const auto log_firing_rate = [](const auto& arguments, Method method = Method::shift) {
    return evaluate<1>(arguments, method, [](const auto&... x) {
        return std::array{lif::exp::log_firing_rate(x...)};
    });
};

const auto relative_correction = [](const auto& arguments, Method method = Method::shift) {
    return evaluate<1>(arguments, method, [](const auto&... x) {
        return std::array{lif::exp::relative_correction(x...)};
    });
};

const auto rate_second_derivatives = [](const auto& arguments, Method method = Method::shift) {
    return evaluate<3>(arguments, method, [](const auto&... x) {
        const auto d = lif::exp::rate_second_derivatives(x...);
        return std::array{d.d_mu_mu, d.d_mu_sigma, d.d_sigma_sigma};
    });
};

template <std::size_t N>
constexpr Names<N + 1> names_and_J() {
    auto names = first_names<N + 1>();
    names[N] = "J";
    return names;
}

template <std::size_t N>
constexpr auto input_rate_derivative = [](const Arguments<N + 1>& arguments,
                                          Method method = Method::shift) {
    return broadcast<1>(names_and_J<N>(), arguments, [method](const std::array<double, N + 1>& x) {
        std::array<double, N> parameters;
        std::copy_n(x.begin(), N, parameters.begin());
        return std::array{lif::exp::input_rate_derivative(
            neuron_of(x), synapse_of(parameters, method), input_of(x), x[N])};
    });
};

py::object noise_correlation_shift(const Arguments<2>& arguments) {
    return broadcast<1>(Names<2>{"tau_m", "tau_s"}, arguments, [](const std::array<double, 2>& x) {
        const LifNeuron any_thresholds{.tau_m = x[0], .tau_r = 0.0, .V_th = 1.0, .V_0 = 0.0};
        return std::array{lif::exp::noise_correlation_shift(any_thresholds, {.tau_s = x[1]})};
    });
}

// ---- functions of frequencies too

template <std::size_t N>
py::object transfer_function(const py::object& omegas, const Arguments<N>& arguments, Method method,
                             lif::Convention convention, bool synaptic_filter) {
    return respond<2, ComplexVector>(
        first_names<N>(), arguments, omegas,
        [=](const std::array<double, N>& x, const ComplexVector& s) {
            auto n = lif::exp::transfer_function(neuron_of(x), synapse_of(x, method), input_of(x),
                                                 s, convention, filter_of(synaptic_filter));
            return std::array{std::move(n.n_mu), std::move(n.n_sigma2)};
        });
}

const auto interval_characteristic_function = []<std::size_t N>(const py::object& omegas,
                                                                const Arguments<N>& arguments,
                                                                Method method = Method::shift) {
    return respond<1, ComplexVector>(
        first_names<N>(), arguments, omegas,
        [method](const std::array<double, N>& x, const ComplexVector& s) {
            return std::array{lif::exp::interval_characteristic_function(
                neuron_of(x), synapse_of(x, method), input_of(x), s)};
        });
};

const auto renewal_spectrum = []<std::size_t N>(const py::object& omegas,
                                                const Arguments<N>& arguments,
                                                Method method = Method::shift) {
    return respond<1, Vector>(
        first_names<N>(), arguments, omegas,
        [method](const std::array<double, N>& x, const ComplexVector& s) {
            return std::array{lif::exp::renewal_spectrum(neuron_of(x), synapse_of(x, method),
                                                         input_of(x), real_omegas(s))};
        });
};

}  // namespace

void bind_lif_delta(py::module_& scope) {
    scope.doc() = R"(One LIF neuron with delta synapses: Gaussian white input.

Every function takes numbers or arrays that broadcast, all in SI units: mean input `mu` [V], noise
amplitude `sigma` [V], reset `V_0` [V], threshold `V_th` [V], membrane time constant `tau_m` [s],
refractory period `tau_r` [s]; potentials are relative to the leak potential. Numbers give a float.
sigma = 0 is the noise-free neuron. Bad input raises InvalidParameter; no result is NaN or infinite.)";
    constexpr auto names = first_names<of_delta>();
    const auto functions = neuron_functions<>(scope, names);

    functions.of_neuron("firing_rate", R"(Stationary firing rate [Hz], the Siegert formula.

    1/nu = tau_r + tau_m sqrt(pi) int_{y_r}^{y_th} exp(u^2) (1 + erf u) du,
    y_th = (V_th - mu) / sigma,    y_r = (V_0 - mu) / sigma

Relative error below 1e-14. Source: A. J. F. Siegert, Phys. Rev. 81, 617 (1951).)",
                        firing_rate);

    functions.of_neuron("log_firing_rate", R"(Natural logarithm of the rate in Hz.

It holds where the rate itself underflows; the lowest float for a silent neuron.)",
                        log_firing_rate);

    functions.of_neuron("rate_derivatives", R"(Derivatives of the rate: (d_mu, d_sigma) [1/(V s)].

Relative error below 1e-13.)",
                        rate_derivatives);

    functions.of_neuron(
        "rate_second_derivatives",
        R"(Second derivatives of the rate: (d_mu_mu, d_mu_sigma, d_sigma_sigma) [1/(V^2 s)].)",
        rate_second_derivatives);

    functions.of_neuron("cv", R"(Coefficient of variation of the interspike intervals.

Relative error below 1e-13. Source: N. Brunel, J. Comput. Neurosci. 8, 183 (2000).)",
                        cv);

    neuron_functions<>(scope, names_and_J<of_delta>())
        .of_neuron(
            "input_rate_derivative",
            R"(Derivative of the rate with respect to the rate of one input of weight J [V], dimensionless.

    d nu / d nu_j = tau_m J d nu/d mu + tau_m J^2 d nu/d(sigma^2))",
            input_rate_derivative<of_delta>);

    neuron_functions<lif::Convention>(scope, names, "convention"_a = "exact")
        .of_frequency(
            "transfer_function",
            R"(Linear response of the rate at angular frequencies [rad/s]: (n_mu, n_sigma2).

n_mu [1/(V s)] is the response to the mean input, n_sigma2 [1/(V^2 s)] that to the variance sigma^2;
both have the shape of `omegas` followed by the shape of the other arguments. `convention` is 'exact'
(with the refractory period in the denominator) or 'nnmt' (as published by Schuecker 2015, without).
omega = -i s reaches complex frequencies s. docs/theory/transfer_function.md.)",
            [](const py::object& omegas, const Arguments<of_delta>& x, lif::Convention convention) {
                return transfer_function(omegas, x, Method::shift, convention, false);
            });

    functions.of_frequency(
        "interval_characteristic_function",
        R"(E[exp(-i omega T)] of the interspike interval T at angular frequencies [rad/s].)",
        interval_characteristic_function);

    functions.of_frequency(
        "renewal_spectrum",
        R"(Power spectrum [Hz] of the spike train, a renewal process, at angular frequencies [rad/s].

Two-sided, without the line at zero frequency: nu CV^2 at omega = 0, nu for omega -> infinity.)",
        renewal_spectrum);
}

void bind_lif_exp(py::module_& scope) {
    scope.doc() =
        R"(One LIF neuron with exponential synapses: noise of correlation time tau_s.

Arguments are those of siegert.lif.delta and the synaptic time constant `tau_s` [s]; tau_s = 0 gives
what siegert.lif.delta gives. `method` is "shift" (threshold and reset raised by k sigma), "taylor"
(the rate expanded to first order in k = (alpha / 2) sqrt(tau_s / tau_m); negative where k is not
small), both for tau_s << tau_m, or "exact" (any tau_s, no expansion; 0.3 ms for a rate, 10 ms and
0.1 ms for each frequency of a response). The functions `exact_*` are that method with a tolerance of
their own, and with what the others do not have. Source: N. Fourcaud and N. Brunel, Neural Comput. 14, 2057 (2002).)";
    constexpr auto names = first_names<of_exp>();
    const py::arg_v method = "method"_a = "shift";
    const auto functions = neuron_functions<Method>(scope, names, method);

    functions.of_neuron("firing_rate", R"(Stationary firing rate [Hz].

Relative error below 1e-14 (taylor: 1e-13 of the largest term, exact: 1e-8).)",
                        firing_rate);

    functions.of_neuron("log_firing_rate", R"(Natural logarithm of the rate in Hz.

The lowest float where the rate is not positive.)",
                        log_firing_rate);

    functions.of_neuron("rate_derivatives", R"(Derivatives of the rate: (d_mu, d_sigma) [1/(V s)].

Error below 1e-13 of the largest term (exact: 1e-6).)",
                        rate_derivatives);

    functions.of_neuron(
        "rate_second_derivatives",
        R"(Second derivatives of the rate: (d_mu_mu, d_mu_sigma, d_sigma_sigma) [1/(V^2 s)].)",
        rate_second_derivatives);

    functions.of_neuron("cv", R"(Coefficient of variation of the interspike intervals.

shift and taylor: threshold and reset are raised by k sigma.)",
                        cv);

    functions.of_neuron(
        "relative_correction",
        R"(First-order term of the expansion in k relative to the white-noise rate, dimensionless.

The taylor rate is the white-noise rate times (1 - this): negative beyond 1.)",
        relative_correction);

    neuron_functions<Method>(scope, names_and_J<of_exp>(), method)
        .of_neuron(
            "input_rate_derivative",
            R"(Derivative of the rate with respect to the rate of one input of weight J [V], dimensionless.

    d nu / d nu_j = tau_m J d nu/d mu + tau_m J^2 / (2 sigma) d nu/d sigma

sigma = 0 raises InvalidParameter.)",
            input_rate_derivative<of_exp>);

    neuron_functions<Method, lif::Convention, bool>(scope, names, method, "convention"_a = "exact",
                                                    "synaptic_filter"_a = true)
        .of_frequency(
            "transfer_function",
            R"(Linear response of the rate at angular frequencies [rad/s]: (n_mu, n_sigma2).

As siegert.lif.delta.transfer_function. `synaptic_filter` includes the low-pass filter of the
synapse, 1 / (1 + i omega tau_s) in n_mu. exact: n_sigma2 is the response to the white noise in front of
the synapse.)",
            transfer_function<of_exp>);

    functions.of_frequency(
        "interval_characteristic_function",
        R"(E[exp(-i omega T)] of the interspike interval T at angular frequencies [rad/s].

shift and taylor: threshold and reset are raised by k sigma, as in `cv`.)",
        interval_characteristic_function);

    functions.of_frequency("renewal_spectrum",
                           R"(Power spectrum [Hz] of the spike train at angular frequencies [rad/s].

Two-sided, without the line at zero frequency. shift and taylor: a renewal process, threshold and reset
raised by k sigma; exact: no renewal process.)",
                           renewal_spectrum);

    define(
        scope, "noise_correlation_shift",
        [](const py::object& tau_m, const py::object& tau_s) {
            return noise_correlation_shift({tau_m, tau_s});
        },
        R"(k = (alpha / 2) sqrt(tau_s / tau_m), the shift of threshold and reset in units of sigma.)",
        "tau_m"_a, "tau_s"_a);
}

}  // namespace siegert::python
