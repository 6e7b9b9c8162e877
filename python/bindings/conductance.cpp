#include "conductance.hpp"
#include "enums.hpp"
#include "neuron_functions.hpp"
#include "record.hpp"

#include <siegert/neurons/conductance.hpp>
#include <siegert/neurons/eif.hpp>

#include "require.hpp"

namespace siegert::python {

template <>
struct EnumNames<neurons::conductance::Theory> {
    using E = neurons::conductance::Theory;
    static constexpr std::string_view what = "theory";
    static constexpr std::array names{called("galerkin", E::galerkin),
                                      called("effective", E::effective)};
};

namespace {

namespace conductance = neurons::conductance;

using Conductances = std::vector<conductance::Conductance>;
using Values = std::array<double, 7>;  // in the order of the names below
constexpr Names<7> names{"mu", "V_0", "V_th", "tau_m", "tau_r", "Delta_T", "V_T"};

/// What is the same for all points.
struct Shared {
    Conductances conductances;
    conductance::Options options;
};

/// Delta_T = 0: leaky integrate-and-fire.
conductance::ConductanceNeuron neuron_of(const Values& x, const Conductances& conductances) {
    neurons::IntegrateAndFireNeuron neuron{
        .tau_m = x[3], .tau_r = x[4], .V_th = x[2], .V_0 = x[1], .current = neurons::leak()};
    if (x[5] != 0.0) {
        const neurons::eif::EifNeuron eif{
            .tau_m = x[3], .tau_r = x[4], .V_th = x[2], .V_0 = x[1], .Delta_T = x[5], .V_T = x[6]};
        neurons::eif::validate(eif);
        neuron = neurons::eif::with_current(eif);
    }
    return {.neuron = neuron, .mu = x[0], .conductances = conductances};
}

/// A function of neuron and options that returns R numbers.
template <std::size_t R, class F>
py::object for_each_point(const Arguments<7>& arguments, const Shared& shared, F f) {
    return broadcast<R>(names, arguments, [=](const Values& x) -> std::array<double, R> {
        return f(neuron_of(x, shared.conductances), shared.options);
    });
}

py::object firing_rate(const Arguments<7>& arguments, const Shared& shared) {
    return for_each_point<1>(arguments, shared, [](const auto&... x) {
        return std::array{conductance::firing_rate(x...)};
    });
}

py::object cv(const Arguments<7>& arguments, const Shared& shared) {
    return for_each_point<1>(arguments, shared,
                             [](const auto&... x) { return std::array{conductance::cv(x...)}; });
}

py::object conductance_state(const Arguments<7>& arguments, const Shared& shared) {
    return for_each_point<3>(arguments, shared, [](const auto&... x) {
        const auto s = conductance::stationary_state(x...);
        return std::array{s.firing_rate, s.cv, s.error};
    });
}

py::object effective_input(const Arguments<7>& arguments, const Shared& shared) {
    return for_each_point<4>(arguments, shared,
                             [](const auto& neuron, const conductance::Options&) {
                                 const auto e = conductance::effective_input(neuron);
                                 return std::array{e.tau, e.mu, e.sigma, e.tau_s};
                             });
}

py::object response(const py::object& omegas, const Arguments<7>& arguments, const Shared& shared,
                    Index kind) {
    require(kind >= 0 && kind < static_cast<Index>(shared.conductances.size()), "kind",
            static_cast<double>(kind), "be the number of one of the conductances, from 0 on");
    return respond<3, ComplexVector>(
        names, arguments, omegas, [=](const Values& x, const ComplexVector& s) {
            auto n = conductance::response(neuron_of(x, shared.conductances), s, shared.options);
            return std::array{std::move(n.n_mu), ComplexVector(n.n_mean.col(kind)),
                              ComplexVector(n.n_variance.col(kind))};
        });
}

py::object power_spectrum(const py::object& omegas, const Arguments<7>& arguments,
                          const Shared& shared) {
    return respond<1, Vector>(
        names, arguments, omegas, [=](const Values& x, const ComplexVector& s) {
            return std::array{conductance::power_spectrum(neuron_of(x, shared.conductances),
                                                          real_omegas(s), shared.options)};
        });
}

/// `conductances` stands between the numbers that every neuron needs and those of the eif alone.
constexpr Names<5> needed{names[0], names[1], names[2], names[3], names[4]};

Arguments<7> all_of(const Arguments<5>& x, const py::object& Delta_T, const py::object& V_T) {
    return {x[0], x[1], x[2], x[3], x[4], Delta_T, V_T};
}

template <auto function>
constexpr auto of_neuron = [](const Arguments<5>& x, const Conductances& conductances,
                              const py::object& Delta_T, const py::object& V_T,
                              conductance::Theory theory, int nodes) {
    return function(all_of(x, Delta_T, V_T), {conductances, {.theory = theory, .nodes = nodes}});
};

template <class... Options, class... Keywords>
auto functions_of(py::module_& scope, Keywords... more) {
    return neuron_functions<const Conductances&, const py::object&, const py::object&,
                            conductance::Theory, int, Options...>(
        scope, needed, "conductances"_a, "Delta_T"_a = 0.0, "V_T"_a = 0.0, py::kw_only(),
        "theory"_a = "galerkin", "nodes"_a = 0, more...);
}

void bind_conductance_record(py::module_& scope) {
    Record<conductance::Conductance>(
        scope, "siegert.neurons.conductance", "Conductance",
        R"(One kind of conductance x of a neuron, a Gaussian process relative to the conductance of the leak.

Poisson spikes of rate R that add w to it give it the mean w R tau and the variance w^2 R tau / 2.)",
        Access::read_write)
        .field("tau", &conductance::Conductance::tau, "Time constant [s], > 0.")
        .field("E_rev", &conductance::Conductance::E_rev, "Reversal potential [V].")
        .field("mean", &conductance::Conductance::mean, "Dimensionless, >= 0.")
        .field("variance", &conductance::Conductance::variance, "Dimensionless, >= 0.");
}

}  // namespace

void bind_conductance(py::module_& scope) {
    scope.doc() = R"(One neuron with fluctuating conductances x_k.

    tau_m dV/dt = F(V) + mu + sum_k x_k (E_k - V)
    tau_k dx_k/dt = mean_k - x_k + sqrt(2 tau_k variance_k) xi_k(t)

`conductances` is a list of Conductance, one to four. Delta_T = 0 is the leaky neuron, F = -V; else F is the current of
siegert.neurons.eif. Numbers broadcast as NumPy's do. `theory` is "galerkin", the joint distribution of potential and
conductances at `nodes` values of each of them (0: chosen), or "effective", a membrane that is faster by their mean.)";
    bind_conductance_record(scope);
    const auto functions = functions_of<>(scope);

    functions.of_neuron("firing_rate", R"(Stationary firing rate [Hz].)", of_neuron<firing_rate>);

    functions.of_neuron("cv", R"(Coefficient of variation of the interspike intervals.)",
                        of_neuron<cv>);

    functions.of_neuron("conductance_state", R"((rate [Hz], CV, error).

`error` is the change of the rate, relative to it, that tells the error of the theory; see the C++ header.)",
                        of_neuron<conductance_state>);

    functions.of_neuron(
        "effective_input",
        R"(What conductances are, in effect, to the membrane: (tau [s], mu [V], sigma [V], tau_s [s]).)",
        of_neuron<effective_input>);

    functions_of<Index>(scope, "kind"_a = 0)
        .of_frequency(
            "response",
            R"(Linear response of the rate at angular frequencies [rad/s]: (n_mu, n_mean, n_variance).

To mu [1/(V s)], and to mean and variance of the spikes that drive conductance number `kind` [1/s], whose filter is in it.)",
            [](const py::object& omegas, const Arguments<5>& x, const Conductances& conductances,
               const py::object& Delta_T, const py::object& V_T, conductance::Theory theory,
               int nodes, Index kind) {
                return response(omegas, all_of(x, Delta_T, V_T),
                                {conductances, {.theory = theory, .nodes = nodes}}, kind);
            });

    functions.of_frequency(
        "power_spectrum",
        R"(Power spectrum [Hz] of the spike train at angular frequencies [rad/s], two-sided.)",
        [](const py::object& omegas, const Arguments<5>& x, const Conductances& conductances,
           const py::object& Delta_T, const py::object& V_T, conductance::Theory theory,
           int nodes) {
            return power_spectrum(omegas, all_of(x, Delta_T, V_T),
                                  {conductances, {.theory = theory, .nodes = nodes}});
        });
}

}  // namespace siegert::python
