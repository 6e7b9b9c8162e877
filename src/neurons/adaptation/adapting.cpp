#include "neurons/adaptation/adapting.hpp"

#include <siegert/lif/exp.hpp>

#include "model/adaptation_currents.hpp"
#include "neurons/adaptation/adapted.hpp"
#include "neurons/each_population.hpp"
#include "neurons/interpolated_response.hpp"
#include "neurons/own_current.hpp"
#include "require.hpp"

#include <algorithm>
#include <memory>

namespace siegert::neurons {
namespace {

using adaptation::Adapted;
using adaptation::Unadapted;
using Way = adaptation::Theory;

/// A neuron without its currents, as both theories take it.
struct Bare {
    IntegrateAndFireNeuron neuron;
    Unadapted unadapted;
};

using MakeBare = Bare (*)(const Network& network, Index i, const Input& input);

Bare bare_lif(const Network& network, Index i, const Input& input) {
    LifNeuron lif{.tau_m = network.tau_m(i),
                  .tau_r = network.tau_r(i),
                  .V_th = network.V_th(i),
                  .V_0 = network.V_0(i)};
    if (input.tau_s(i) > 0.0) {
        const double shift = lif::exp::noise_correlation_shift(
                                 lif, {.tau_s = input.tau_s(i), .method = Method::shift}) *
                             input.sigma(i);
        lif.V_th += shift;
        lif.V_0 += shift;
    }
    return {.neuron = {.tau_m = lif.tau_m,
                       .tau_r = lif.tau_r,
                       .V_th = lif.V_th,
                       .V_0 = lif.V_0,
                       .current = leak()},
            .unadapted = adaptation::unadapted(lif, input.sigma(i))};
}

Bare bare_soft(const Network& network, Index i, const Input& input) {
    IntegrateAndFireNeuron neuron = neuron_of(network, i);
    return {.neuron = neuron, .unadapted = adaptation::unadapted(neuron, input.sigma(i))};
}

/// What a theory consists of.
struct Recipe {
    MakeBare bare;
    Way way;
};

Adapted adapted_at(const Recipe& recipe, const Network& network, Index i, const Input& input,
                   double largest) {
    const Bare bare = recipe.bare(network, i, input);
    const auto currents = adaptation_currents(network, i);
    return adaptation::adapted(
        {.neuron = bare.neuron, .adaptation = {currents.begin(), currents.end()}}, bare.unadapted,
        {.mu = input.mu(i), .sigma = input.sigma(i)}, {.theory = recipe.way}, largest);
}

/// Calls use(k, neuron) for each population group.populations[k].
template <class Use>
void for_each_neuron(const Recipe& recipe, const Group& group, const Input& input, Use use) {
    for_each_population(
        group, [&](Index k, Index i) { use(k, adapted_at(recipe, group.network, i, input, 0.0)); });
}

/// value(neuron) of each population.
template <class Value>
Vector of_each_neuron(const Recipe& recipe, const Group& group, const Input& input, Value value) {
    return of_each_population(
        group, [&](Index i) { return value(adapted_at(recipe, group.network, i, input, 0.0)); });
}

template <MakeBare make, Way way>
Stationary stationary(const Group& group, const Input& input) {
    const auto n = static_cast<Index>(group.populations.size());
    Stationary state{.nu = Vector(n), .d_mu = Vector(n), .d_sigma = Vector(n)};
    for_each_neuron({make, way}, group, input, [&](Index k, const Adapted& neuron) {
        const auto response = adaptation::response(neuron, ComplexVector::Zero(1));
        state.nu(k) = adaptation::firing_rate(neuron);
        state.d_mu(k) = response.n_mu(0).real();
        state.d_sigma(k) = 2.0 * neuron.input.sigma * response.n_sigma2(0).real();
    });
    return state;
}

template <MakeBare make, Way way>
Vector rates(const Group& group, const Input& input) {
    return of_each_neuron({make, way}, group, input,
                          [](const Adapted& neuron) { return adaptation::firing_rate(neuron); });
}

template <MakeBare make, Way way>
Vector cvs(const Group& group, const Input& input) {
    return of_each_neuron({make, way}, group, input,
                          [](const Adapted& neuron) { return adaptation::cv(neuron); });
}

template <MakeBare make, Way way>
Vector errors(const Group& group, const Input& input) {
    return of_each_neuron({make, way}, group, input,
                          [](const Adapted& neuron) { return adaptation::error_of(neuron); });
}

void require_own_convention(lif::Convention convention) {
    if (convention == lif::Convention::exact) return;
    throw InvalidParameter(
        "convention must be exact for neurons with adaptation, as what was published with nnmt is "
        "a formula for neurons without");
}

ResponseFunction response_of(Adapted neuron) {
    const auto kept = std::make_shared<const Adapted>(std::move(neuron));
    return [kept](const ComplexVector& s) {
        auto n = adaptation::response(*kept, s);
        return Response{.n_mu = std::move(n.n_mu), .n_sigma2 = std::move(n.n_sigma2)};
    };
}

/// The first serves frequencies up to `bound` [1/s], on a coarser mesh, the second all.
ResponseFunction response_of(Adapted slow, double bound, Adapted fast) {
    return [small = response_of(std::move(slow)), large = response_of(std::move(fast)),
            bound](const ComplexVector& s) {
        return s.cwiseAbs().maxCoeff() <= bound ? small(s) : large(s);
    };
}

template <MakeBare make, Way way>
Response response(const Network& network, Index i, const Input& input, const ComplexVector& s,
                  lif::Convention convention) {
    require_own_convention(convention);
    return for_population(network, i, [&] {
        const double largest = s.size() == 0 ? 0.0 : s.cwiseAbs().maxCoeff();
        const Adapted neuron = adapted_at({make, way}, network, i, input, largest);
        const ResponseFunction at_each = response_of(neuron);
        if (s.size() <= few_frequencies || !neuron.galerkin) return at_each(s);
        return interpolated_response(at_each, at_each, adaptation::slow_time(neuron),
                                     s.imag().cwiseAbs().maxCoeff())(s);
    });
}

template <MakeBare make, Way way>
ResponseFunction prepared_response(const Network& network, Index i, const Input& input,
                                   lif::Convention convention) {
    require_own_convention(convention);
    // Growth rates are sought below the first; no network is asked above the second.
    const double usual = 40.0 / network.tau_m(i);
    const double highest = 1e3 / network.tau_m(i);
    return for_population(network, i, [&]() -> ResponseFunction {
        Adapted slow = adapted_at({make, way}, network, i, input, usual);
        if (!slow.galerkin) return response_of(std::move(slow));
        Adapted fast = adapted_at({make, way}, network, i, input, highest);
        const double slowest = adaptation::slow_time(slow);
        const ResponseFunction on_axis = response_of(fast);
        return interpolated_response(on_axis, response_of(std::move(slow), usual, std::move(fast)),
                                     slowest, highest);
    });
}

template <MakeBare make, Way way>
Vector spectrum(const Network& network, Index i, const Input& input, const Vector& omegas) {
    return for_population(network, i, [&] {
        const double largest = omegas.size() == 0 ? 0.0 : omegas.cwiseAbs().maxCoeff();
        return adaptation::power_spectrum(adapted_at({make, way}, network, i, input, largest),
                                          omegas);
    });
}

template <MakeBare make, Way way>
constexpr Theory theory{.stationary = stationary<make, way>,
                        .cvs = cvs<make, way>,
                        .response = response<make, way>,
                        .spectrum = spectrum<make, way>,
                        .rates = rates<make, way>,
                        .prepared_response = prepared_response<make, way>,
                        .adaptation_errors = errors<make, way>};

template <MakeBare make>
constexpr Theory galerkin = [] {
    Theory result = theory<make, Way::galerkin>;
    result.approximation = &theory<make, Way::mean_field>;
    return result;
}();

}  // namespace

const Theory adapting_lif = galerkin<bare_lif>;
const Theory adapting_soft = galerkin<bare_soft>;
const Theory adapting_lif_by_mean = theory<bare_lif, Way::mean_field>;
const Theory adapting_soft_by_mean = theory<bare_soft, Way::mean_field>;

}  // namespace siegert::neurons
