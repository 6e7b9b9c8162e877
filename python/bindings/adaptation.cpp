#include "bindings.hpp"
#include "enums.hpp"
#include "respond.hpp"

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
    const auto point = [=](const Values& x) -> std::array<double, R> {
        return f(neuron_of(x, shared.currents), input_of(x), shared.options);
    };
    return broadcast<R>(names, arguments, point, pointwise<8, R>(point));
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

/// Registers a function of input and neuron.
template <auto function>
void define_for_neuron(py::module_& scope, const char* name, const char* doc) {
    define(
        scope, name,
        [](const py::object& mu, const py::object& sigma, const py::object& V_0,
           const py::object& V_th, const py::object& tau_m, const py::object& tau_r,
           const Currents& adaptation, const py::object& Delta_T, const py::object& V_T,
           neurons::adaptation::Theory theory, int order) {
            return function({mu, sigma, V_0, V_th, tau_m, tau_r, Delta_T, V_T},
                            Shared{adaptation, {.theory = theory, .order = order}});
        },
        doc, "mu"_a, "sigma"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a, "adaptation"_a,
        "Delta_T"_a = 0.0, "V_T"_a = 0.0, py::kw_only(), "theory"_a = "galerkin", "order"_a = 0);
}

/// The same with angular frequencies in front.
template <auto function>
void define_for_frequencies(py::module_& scope, const char* name, const char* doc) {
    define(
        scope, name,
        [](const py::object& omegas, const py::object& mu, const py::object& sigma,
           const py::object& V_0, const py::object& V_th, const py::object& tau_m,
           const py::object& tau_r, const Currents& adaptation, const py::object& Delta_T,
           const py::object& V_T, neurons::adaptation::Theory theory, int order) {
            return function(omegas, {mu, sigma, V_0, V_th, tau_m, tau_r, Delta_T, V_T},
                            Shared{adaptation, {.theory = theory, .order = order}});
        },
        doc, "omegas"_a, "mu"_a, "sigma"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a, "adaptation"_a,
        "Delta_T"_a = 0.0, "V_T"_a = 0.0, py::kw_only(), "theory"_a = "galerkin", "order"_a = 0);
}

}  // namespace

void bind_adaptation(py::module_& scope) {
    scope.doc() = R"(One neuron with adaptation currents in Gaussian white noise.

    tau_m dV/dt = F(V) + mu - sum_k w_k + sigma sqrt(tau_m) xi(t)
    tau_k dw_k/dt = a_k V - w_k,    at each spike w_k -> w_k + b_k

`adaptation` is a list of siegert.AdaptationCurrent. Delta_T = 0 is the leaky neuron, F = -V; else F is the current of
siegert.neurons.eif. Numbers broadcast as NumPy's do. `theory` is "galerkin", the distribution of the currents in
Hermite polynomials up to `order` (0: chosen), or "mean_field", their mean.)";

    define_for_neuron<firing_rate>(scope, "firing_rate", R"(Stationary firing rate [Hz].)");

    define_for_neuron<adapted_state>(
        scope, "adapted_state",
        R"((rate [Hz], mean potential [V], mean [V] and spread [V] of all adaptation together, error).

The spread is the root of the sum of the variances of the currents. `error` is the change of the rate, relative to it,
that tells the error of the theory; see the C++ header.)");

    define_for_neuron<rate_derivatives>(
        scope, "rate_derivatives",
        R"(Derivatives of the rate, adaptation inside: (d_mu, d_sigma) [1/(V s)].)");

    define_for_neuron<cv>(scope, "cv", R"(Coefficient of variation of the interspike intervals.)");

    define_for_frequencies<transfer_function>(
        scope, "transfer_function",
        R"(Linear response of the rate to mu and sigma^2 at angular frequencies [rad/s]: (n_mu, n_sigma2).

[1/(V s)] and [1/(V^2 s)], adaptation and refractory period included.)");

    define_for_frequencies<power_spectrum>(
        scope, "power_spectrum",
        R"(Power spectrum [Hz] of the spike train at angular frequencies [rad/s], two-sided.)");
}

}  // namespace siegert::python
