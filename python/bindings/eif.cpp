#include "bindings.hpp"
#include "neuron_functions.hpp"

#include <siegert/neurons/eif.hpp>

namespace siegert::python {
namespace {

namespace eif = neurons::eif;

using Values = std::array<double, 8>;  // in the order of the names below
constexpr Names<8> names{"mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "Delta_T", "V_T"};

eif::EifNeuron neuron_of(const Values& x) {
    return {.tau_m = x[4], .tau_r = x[5], .V_th = x[3], .V_0 = x[2], .Delta_T = x[6], .V_T = x[7]};
}

lif::Input input_of(const Values& x) {
    return {.mu = x[0], .sigma = x[1]};
}

/// A function of neuron and input that returns R numbers.
template <std::size_t R, class F>
py::object for_each_point(const Arguments<8>& arguments, F f) {
    return broadcast<R>(names, arguments, [=](const Values& x) -> std::array<double, R> {
        return f(neuron_of(x), input_of(x));
    });
}

py::object firing_rate(const Arguments<8>& arguments) {
    return for_each_point<1>(arguments,
                             [](const auto&... x) { return std::array{eif::firing_rate(x...)}; });
}

py::object log_firing_rate(const Arguments<8>& arguments) {
    return for_each_point<1>(
        arguments, [](const auto&... x) { return std::array{eif::log_firing_rate(x...)}; });
}

py::object rate_derivatives(const Arguments<8>& arguments) {
    return for_each_point<2>(arguments, [](const auto&... x) {
        const auto d = eif::rate_derivatives(x...);
        return std::array{d.d_mu, d.d_sigma};
    });
}

py::object cv(const Arguments<8>& arguments) {
    return for_each_point<1>(arguments, [](const auto&... x) { return std::array{eif::cv(x...)}; });
}

py::object potential_moments(const Arguments<8>& arguments) {
    return for_each_point<2>(arguments, [](const auto&... x) {
        const auto state = eif::stationary_state(x...);
        return std::array{state.mean_potential, state.potential_variance};
    });
}

py::object transfer_function(const py::object& omegas, const Arguments<8>& arguments) {
    return respond<2, ComplexVector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            auto n = eif::transfer_function(neuron_of(x), input_of(x), s);
            return std::array{std::move(n.n_mu), std::move(n.n_sigma2)};
        });
}

py::object mean_potential_response(const py::object& omegas, const Arguments<8>& arguments) {
    return respond<1, ComplexVector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            return std::array{eif::mean_potential_response(neuron_of(x), input_of(x), s)};
        });
}

py::object interval_characteristic_function(const py::object& omegas,
                                            const Arguments<8>& arguments) {
    return respond<1, ComplexVector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            return std::array{eif::interval_characteristic_function(neuron_of(x), input_of(x), s)};
        });
}

py::object renewal_spectrum(const py::object& omegas, const Arguments<8>& arguments) {
    return respond<1, Vector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            return std::array{eif::renewal_spectrum(neuron_of(x), input_of(x), real_omegas(s))};
        });
}

}  // namespace

void bind_eif(py::module_& scope) {
    scope.doc() = R"(One exponential integrate-and-fire neuron in Gaussian white noise.

    tau_m dV/dt = -V + Delta_T exp((V - V_T) / Delta_T) + mu + sigma sqrt(tau_m) xi(t)

Beyond the soft threshold V_T the potential runs away; V_th is where the spike is cut, best 10 Delta_T
or more above V_T. Arguments broadcast as NumPy's do.)";
    const auto functions = neuron_functions<>(scope, names);

    functions.of_neuron("firing_rate", R"(Stationary firing rate [Hz].)", firing_rate);

    functions.of_neuron("log_firing_rate",
                        R"(Natural logarithm of the rate in Hz, also where the rate underflows.)",
                        log_firing_rate);

    functions.of_neuron(
        "rate_derivatives",
        R"(Derivatives of the rate: (d_mu, d_sigma) [1/(V s)], the response at zero frequency.)",
        rate_derivatives);

    functions.of_neuron("cv", R"(Coefficient of variation of the interspike intervals.)", cv);

    functions.of_neuron(
        "potential_moments",
        R"(Mean [V] and variance [V^2] of the potential, refractory neurons counted at V_0.)",
        potential_moments);

    functions.of_frequency(
        "transfer_function",
        R"(Linear response of the rate to mu and sigma^2 at angular frequencies [rad/s]: (n_mu, n_sigma2).

[1/(V s)] and [1/(V^2 s)], refractory period included.)",
        transfer_function);

    functions.of_frequency(
        "mean_potential_response",
        R"(Response of the mean potential to mu at angular frequencies [rad/s], dimensionless.)",
        mean_potential_response);

    functions.of_frequency(
        "interval_characteristic_function",
        R"(E[exp(-i omega T)] of the interspike interval T at angular frequencies [rad/s].)",
        interval_characteristic_function);

    functions.of_frequency(
        "renewal_spectrum",
        R"(Power spectrum [Hz] of the spike train at angular frequencies [rad/s], two-sided.)",
        renewal_spectrum);
}

}  // namespace siegert::python
