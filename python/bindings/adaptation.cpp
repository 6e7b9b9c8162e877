#include "bindings.hpp"
#include "enums.hpp"
#include "neuron_functions.hpp"

#include <siegert/neurons/adaptation.hpp>
#include <siegert/neurons/eif.hpp>

namespace siegert::python {

template <>
struct EnumNames<neurons::adaptation::Theory> {
    using E = neurons::adaptation::Theory;
    static constexpr std::string_view what = "theory";
    static constexpr std::array names{called("galerkin", E::galerkin),
                                      called("mean_field", E::mean_field)};
};

namespace {

namespace adaptation = neurons::adaptation;

using Currents = std::vector<AdaptationCurrent>;
using Values = std::array<double, 8>;  // in the order of the names below
constexpr Names<8> names{"mu", "sigma", "V_0", "V_th", "tau_m", "tau_r", "Delta_T", "V_T"};

/// What is the same for all points.
struct Shared {
    Currents currents;
    adaptation::Options options;
};

/// Delta_T = 0: leaky integrate-and-fire.
adaptation::AdaptingNeuron neuron_of(const Values& x, const Currents& currents) {
    neurons::IntegrateAndFireNeuron neuron{
        .tau_m = x[4], .tau_r = x[5], .V_th = x[3], .V_0 = x[2], .current = neurons::leak()};
    if (x[6] != 0.0) {
        const neurons::eif::EifNeuron eif{
            .tau_m = x[4], .tau_r = x[5], .V_th = x[3], .V_0 = x[2], .Delta_T = x[6], .V_T = x[7]};
        neurons::eif::validate(eif);
        neuron = neurons::eif::with_current(eif);
    }
    return {.neuron = neuron, .adaptation = currents};
}

lif::Input input_of(const Values& x) {
    return {.mu = x[0], .sigma = x[1]};
}

/// A function of neuron, input and options that returns R numbers.
template <std::size_t R, class F>
py::object for_each_point(const Arguments<8>& arguments, const Shared& shared, F f) {
    return broadcast<R>(names, arguments, [=](const Values& x) -> std::array<double, R> {
        return f(neuron_of(x, shared.currents), input_of(x), shared.options);
    });
}

py::object firing_rate(const Arguments<8>& arguments, const Shared& shared) {
    return for_each_point<1>(arguments, shared, [](const auto&... x) {
        return std::array{adaptation::firing_rate(x...)};
    });
}

py::object rate_derivatives(const Arguments<8>& arguments, const Shared& shared) {
    return for_each_point<2>(arguments, shared, [](const auto&... x) {
        const auto d = adaptation::rate_derivatives(x...);
        return std::array{d.d_mu, d.d_sigma};
    });
}

py::object cv(const Arguments<8>& arguments, const Shared& shared) {
    return for_each_point<1>(arguments, shared,
                             [](const auto&... x) { return std::array{adaptation::cv(x...)}; });
}

py::object adapted_state(const Arguments<8>& arguments, const Shared& shared) {
    return for_each_point<5>(arguments, shared, [](const auto&... x) {
        const auto s = adaptation::stationary_state(x...);
        return std::array{s.firing_rate, s.mean_potential, s.mean_adaptation.sum(),
                          s.sd_adaptation.norm(), s.error};
    });
}

py::object transfer_function(const py::object& omegas, const Arguments<8>& arguments,
                             const Shared& shared) {
    return respond<2, ComplexVector>(
        names, arguments, omegas, [=](const Values& x, const ComplexVector& s) {
            auto n = adaptation::transfer_function(neuron_of(x, shared.currents), input_of(x), s,
                                                   shared.options);
            return std::array{std::move(n.n_mu), std::move(n.n_sigma2)};
        });
}

py::object power_spectrum(const py::object& omegas, const Arguments<8>& arguments,
                          const Shared& shared) {
    return respond<1, Vector>(
        names, arguments, omegas, [=](const Values& x, const ComplexVector& s) {
            return std::array{adaptation::power_spectrum(neuron_of(x, shared.currents), input_of(x),
                                                         real_omegas(s), shared.options)};
        });
}

/// `adaptation` stands between the numbers that every neuron needs and those of the eif alone.
constexpr Names<6> needed{names[0], names[1], names[2], names[3], names[4], names[5]};

Arguments<8> all_of(const Arguments<6>& x, const py::object& Delta_T, const py::object& V_T) {
    return {x[0], x[1], x[2], x[3], x[4], x[5], Delta_T, V_T};
}

template <auto function>
constexpr auto of_neuron = [](const Arguments<6>& x, const Currents& currents,
                              const py::object& Delta_T, const py::object& V_T,
                              adaptation::Theory theory, int order) {
    return function(all_of(x, Delta_T, V_T), {currents, {.theory = theory, .order = order}});
};

template <auto function>
constexpr auto of_frequency = [](const py::object& omegas, const Arguments<6>& x,
                                 const Currents& currents, const py::object& Delta_T,
                                 const py::object& V_T, adaptation::Theory theory, int order) {
    return function(omegas, all_of(x, Delta_T, V_T),
                    {currents, {.theory = theory, .order = order}});
};

}  // namespace

void bind_adaptation(py::module_& scope) {
    scope.doc() = R"(One neuron with adaptation currents in Gaussian white noise.

    tau_m dV/dt = F(V) + mu - sum_k w_k + sigma sqrt(tau_m) xi(t)
    tau_k dw_k/dt = a_k V - w_k,    at each spike w_k -> w_k + b_k

`adaptation` is a list of siegert.AdaptationCurrent. Delta_T = 0 is the leaky neuron, F = -V; else F is the current of
siegert.neurons.eif. Numbers broadcast as NumPy's do. `theory` is "galerkin", the distribution of the currents in
Hermite polynomials up to `order` (0: chosen), or "mean_field", their mean.)";
    const auto functions =
        neuron_functions<const Currents&, const py::object&, const py::object&, adaptation::Theory,
                         int>(scope, needed, "adaptation"_a, "Delta_T"_a = 0.0, "V_T"_a = 0.0,
                              py::kw_only(), "theory"_a = "galerkin", "order"_a = 0);

    functions.of_neuron("firing_rate", R"(Stationary firing rate [Hz].)", of_neuron<firing_rate>);

    functions.of_neuron(
        "adapted_state",
        R"((rate [Hz], mean potential [V], mean [V] and spread [V] of all adaptation together, error).

The spread is the root of the sum of the variances of the currents. `error` is the change of the rate, relative to it,
that tells the error of the theory; see the C++ header.)",
        of_neuron<adapted_state>);

    functions.of_neuron("rate_derivatives",
                        R"(Derivatives of the rate, adaptation inside: (d_mu, d_sigma) [1/(V s)].)",
                        of_neuron<rate_derivatives>);

    functions.of_neuron("cv", R"(Coefficient of variation of the interspike intervals.)",
                        of_neuron<cv>);

    functions.of_frequency(
        "transfer_function",
        R"(Linear response of the rate to mu and sigma^2 at angular frequencies [rad/s]: (n_mu, n_sigma2).

[1/(V s)] and [1/(V^2 s)], adaptation and refractory period included.)",
        of_frequency<transfer_function>);

    functions.of_frequency(
        "power_spectrum",
        R"(Power spectrum [Hz] of the spike train at angular frequencies [rad/s], two-sided.)",
        of_frequency<power_spectrum>);
}

}  // namespace siegert::python
