#include "bindings.hpp"
#include "neuron_functions.hpp"

#include <siegert/lif/exact_coloured_noise.hpp>

namespace siegert::python {
namespace {

using Values = std::array<double, 7>;  // in the order of the names below
constexpr Names<7> names{"mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "tau_s"};

LifNeuron neuron_of(const Values& x) {
    return {.tau_m = x[4], .tau_r = x[5], .V_th = x[3], .V_0 = x[2]};
}

/// A function of neuron, tau_s, input and options that returns R numbers.
template <std::size_t R, class F>
py::object for_each_point(const Arguments<7>& arguments, double tolerance, F f) {
    return broadcast<R>(names, arguments, [=](const Values& x) -> std::array<double, R> {
        return f(neuron_of(x), x[6], lif::Input{.mu = x[0], .sigma = x[1]},
                 lif::exp::ExactOptions{.tolerance = tolerance});
    });
}

lif::exp::ExactNeuron prepared(const Values& x, double tolerance) {
    return {neuron_of(x), x[6], {.mu = x[0], .sigma = x[1]}, {.tolerance = tolerance}};
}

py::object firing_rate(const Arguments<7>& arguments, double tolerance) {
    return for_each_point<1>(arguments, tolerance, [](const auto&... x) {
        return std::array{lif::exp::exact_firing_rate(x...)};
    });
}

py::object log_firing_rate(const Arguments<7>& arguments, double tolerance) {
    return for_each_point<1>(arguments, tolerance, [](const auto&... x) {
        return std::array{lif::exp::exact_log_firing_rate(x...)};
    });
}

py::object rate_derivatives(const Arguments<7>& arguments, double tolerance) {
    return for_each_point<3>(arguments, tolerance, [](const auto&... x) {
        const auto d = lif::exp::exact_rate_derivatives(x...);
        return std::array{d.d_mu, d.d_sigma, d.d_tau_s};
    });
}

py::object interval_statistics(const Arguments<7>& arguments, double tolerance) {
    return for_each_point<3>(arguments, tolerance, [](const auto&... x) {
        const auto intervals = lif::exp::exact_interval_statistics(x...);
        return std::array{intervals.mean, intervals.cv, intervals.serial_correlation};
    });
}

py::object transfer_function(const py::object& omegas, const Arguments<7>& arguments,
                             double tolerance, bool synaptic_filter) {
    return respond<2, ComplexVector>(
        names, arguments, omegas, [=](const Values& x, const ComplexVector& s) {
            auto n = prepared(x, tolerance).transfer_function(s, filter_of(synaptic_filter));
            return std::array{std::move(n.n_mu), std::move(n.n_sigma2)};
        });
}

py::object interval_characteristic_function(const py::object& omegas, const Arguments<7>& arguments,
                                            double tolerance) {
    return respond<1, ComplexVector>(
        names, arguments, omegas, [=](const Values& x, const ComplexVector& s) {
            return std::array{prepared(x, tolerance).interval_characteristic_function(s)};
        });
}

py::object power_spectrum(const py::object& omegas, const Arguments<7>& arguments,
                          double tolerance) {
    return respond<1, Vector>(
        names, arguments, omegas, [=](const Values& x, const ComplexVector& s) {
            return std::array{prepared(x, tolerance).power_spectrum(real_omegas(s))};
        });
}

}  // namespace

void bind_lif_exact(py::module_& scope) {
    const py::arg_v tolerance = "tolerance"_a = 1e-8;
    const auto functions = neuron_functions<double>(scope, names, tolerance);

    functions.of_neuron("exact_firing_rate",
                        R"(Stationary firing rate [Hz] for any tau_s, without expansion.

`tolerance` is the largest relative error. AccuracyNotReached is raised where the noise is too weak or too
slow.)",
                        firing_rate);

    functions.of_neuron("exact_log_firing_rate", R"(Natural logarithm of the exact rate in Hz.)",
                        log_firing_rate);

    functions.of_neuron(
        "exact_rate_derivatives",
        R"(Derivatives of the exact rate: (d_mu, d_sigma) [1/(V s)] and d_tau_s [1/s^2].)",
        rate_derivatives);

    functions.of_neuron(
        "exact_interval_statistics",
        R"(Mean [s], CV and serial correlation rho_1 of the interspike intervals, exactly.)",
        interval_statistics);

    neuron_functions<double, bool>(scope, names, tolerance, "synaptic_filter"_a = true)
        .of_frequency(
            "exact_transfer_function",
            R"(Exact linear response of the rate at angular frequencies [rad/s]: (n_mu, n_sigma2).

`synaptic_filter` includes 1 / (1 + i omega tau_s) in n_mu. n_sigma2 is the response to the intensity of the
white noise in front of the synapse. Many frequencies of one neuron in one call cost 0.1 ms each.)",
            transfer_function);

    functions.of_frequency(
        "exact_interval_characteristic_function",
        R"(E[exp(-i omega T)] of the interspike interval T at angular frequencies [rad/s], exactly.)",
        interval_characteristic_function);

    functions.of_frequency(
        "exact_power_spectrum",
        R"(Power spectrum [Hz] of the spike train at angular frequencies [rad/s], exactly.

Two-sided, without the line at zero frequency; not that of a renewal process.)",
        power_spectrum);
}

}  // namespace siegert::python
