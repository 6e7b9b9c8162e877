#include "bindings.hpp"
#include "neuron_functions.hpp"

#include <siegert/neurons/threshold_integration.hpp>

namespace siegert::python {
namespace {

using Values = std::array<double, 8>;  // in the order of the names below
constexpr Names<8> names{"mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "Delta_T", "V_T"};

/// The current of a neuron, of Delta_T and V_T.
using CurrentOf = neurons::Current (*)(double Delta_T, double V_T);

template <CurrentOf current>
neurons::IntegrateAndFireNeuron neuron_of(const Values& x) {
    return {
        .tau_m = x[4], .tau_r = x[5], .V_th = x[3], .V_0 = x[2], .current = current(x[6], x[7])};
}

lif::Input input_of(const Values& x) {
    return {.mu = x[0], .sigma = x[1]};
}

/// A function of neuron and input that returns R numbers.
template <CurrentOf current, std::size_t R, class F>
py::object for_each_point(const Arguments<8>& arguments, F f) {
    return broadcast<R>(names, arguments, [=](const Values& x) -> std::array<double, R> {
        return f(neuron_of<current>(x), input_of(x));
    });
}

template <CurrentOf current>
py::object firing_rate(const Arguments<8>& arguments) {
    return for_each_point<current, 1>(
        arguments, [](const auto&... x) { return std::array{neurons::firing_rate(x...)}; });
}

template <CurrentOf current>
py::object log_firing_rate(const Arguments<8>& arguments) {
    return for_each_point<current, 1>(
        arguments, [](const auto&... x) { return std::array{neurons::log_firing_rate(x...)}; });
}

template <CurrentOf current>
py::object rate_derivatives(const Arguments<8>& arguments) {
    return for_each_point<current, 2>(arguments, [](const auto&... x) {
        const auto d = neurons::rate_derivatives(x...);
        return std::array{d.d_mu, d.d_sigma};
    });
}

template <CurrentOf current>
py::object cv(const Arguments<8>& arguments) {
    return for_each_point<current, 1>(
        arguments, [](const auto&... x) { return std::array{neurons::cv(x...)}; });
}

template <CurrentOf current>
py::object potential_moments(const Arguments<8>& arguments) {
    return for_each_point<current, 2>(arguments, [](const auto&... x) {
        const auto state = neurons::stationary_state(x...);
        return std::array{state.mean_potential, state.potential_variance};
    });
}

template <CurrentOf current>
py::object transfer_function(const py::object& omegas, const Arguments<8>& arguments) {
    return respond<2, ComplexVector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            auto n = neurons::transfer_function(neuron_of<current>(x), input_of(x), s);
            return std::array{std::move(n.n_mu), std::move(n.n_sigma2)};
        });
}

template <CurrentOf current>
py::object mean_potential_response(const py::object& omegas, const Arguments<8>& arguments) {
    return respond<1, ComplexVector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            return std::array{
                neurons::mean_potential_response(neuron_of<current>(x), input_of(x), s)};
        });
}

template <CurrentOf current>
py::object interval_characteristic_function(const py::object& omegas,
                                            const Arguments<8>& arguments) {
    return respond<1, ComplexVector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            return std::array{
                neurons::interval_characteristic_function(neuron_of<current>(x), input_of(x), s)};
        });
}

template <CurrentOf current>
py::object renewal_spectrum(const py::object& omegas, const Arguments<8>& arguments) {
    return respond<1, Vector>(
        names, arguments, omegas, [](const Values& x, const ComplexVector& s) {
            return std::array{
                neurons::renewal_spectrum(neuron_of<current>(x), input_of(x), real_omegas(s))};
        });
}

template <CurrentOf current>
void bind_functions(py::module_& scope) {
    const auto functions = neuron_functions<>(scope, names);

    functions.of_neuron("firing_rate", R"(Stationary firing rate [Hz].)", firing_rate<current>);

    functions.of_neuron("log_firing_rate",
                        R"(Natural logarithm of the rate in Hz, also where the rate underflows.)",
                        log_firing_rate<current>);

    functions.of_neuron(
        "rate_derivatives",
        R"(Derivatives of the rate: (d_mu, d_sigma) [1/(V s)], the response at zero frequency.)",
        rate_derivatives<current>);

    functions.of_neuron("cv", R"(Coefficient of variation of the interspike intervals.)",
                        cv<current>);

    functions.of_neuron(
        "potential_moments",
        R"(Mean [V] and variance [V^2] of the potential, refractory neurons counted at V_0.)",
        potential_moments<current>);

    functions.of_frequency(
        "transfer_function",
        R"(Linear response of the rate to mu and sigma^2 at angular frequencies [rad/s]: (n_mu, n_sigma2).

[1/(V s)] and [1/(V^2 s)], refractory period included.)",
        transfer_function<current>);

    functions.of_frequency(
        "mean_potential_response",
        R"(Response of the mean potential to mu at angular frequencies [rad/s], dimensionless.)",
        mean_potential_response<current>);

    functions.of_frequency(
        "interval_characteristic_function",
        R"(E[exp(-i omega T)] of the interspike interval T at angular frequencies [rad/s].)",
        interval_characteristic_function<current>);

    functions.of_frequency(
        "renewal_spectrum",
        R"(Power spectrum [Hz] of the spike train at angular frequencies [rad/s], two-sided.)",
        renewal_spectrum<current>);
}

}  // namespace

void bind_eif(py::module_& scope) {
    scope.doc() = R"(One exponential integrate-and-fire neuron in Gaussian white noise.

    tau_m dV/dt = -V + Delta_T exp((V - V_T) / Delta_T) + mu + sigma sqrt(tau_m) xi(t)

Beyond the soft threshold V_T the potential runs away; V_th is where the spike is cut, best 10 Delta_T
or more above V_T. Arguments broadcast as NumPy's do.)";
    bind_functions<neurons::exponential_current>(scope);
}

void bind_qif(py::module_& scope) {
    scope.doc() = R"(One quadratic integrate-and-fire neuron in Gaussian white noise.

    tau_m dV/dt = Delta_T - V_T + (V - V_T)^2 / (2 Delta_T) + mu + sigma sqrt(tau_m) xi(t)

In second order about V_T the exponential neuron (`eif`) of the same Delta_T and V_T. V_th is where the
spike is cut, best 40 Delta_T or more above V_T. Arguments broadcast as NumPy's do.)";
    bind_functions<neurons::quadratic_current>(scope);
}

}  // namespace siegert::python
