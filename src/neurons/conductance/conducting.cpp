#include "neurons/conductance/conducting.hpp"

#include "neurons/conductance/prepared.hpp"
#include "neurons/each_population.hpp"
#include "neurons/own_current.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::neurons {
namespace {

using conductance::ConductanceNeuron;
using Way = conductance::Theory;

Vector zeros(const Group& group) {
    return Vector::Zero(static_cast<Index>(group.populations.size()));
}

template <Way way>
Vector rates(const Group& group, const Input& input) {
    return of_each_population(group, [&](Index i) {
        return conductance::firing_rate(conducting_neuron(group.network, i, input),
                                        {.theory = way});
    });
}

template <Way way>
Vector cvs(const Group& group, const Input& input) {
    return of_each_population(group, [&](Index i) {
        return conductance::cv(conducting_neuron(group.network, i, input), {.theory = way});
    });
}

template <Way way>
Vector errors(const Group& group, const Input& input) {
    return of_each_population(group, [&](Index i) {
        const auto neuron = conducting_neuron(group.network, i, input);
        return conductance::stationary_state(neuron, {.theory = way}).error;
    });
}

/// Change of the rate with `value`, of which `nu_at` is a function.
template <class Rate>
double slope(const Rate& nu_at, double value) {
    constexpr double step = 1e-4;
    const double h = step * std::max(value, step);
    return value > h ? (nu_at(value + h) - nu_at(value - h)) / (2.0 * h)
                     : (nu_at(value + h) - nu_at(value)) / h;
}

ConductanceSlopes effective_slopes(const ConductanceNeuron& neuron) {
    const auto kinds = static_cast<Index>(neuron.conductances.size());
    ConductanceSlopes result{.mean = Vector(kinds), .variance = Vector(kinds)};
    for (Index k = 0; k < kinds; ++k) {
        const auto with = [&](double conductance::Conductance::*member) {
            return [&neuron, k, member](double value) {
                ConductanceNeuron changed = neuron;
                changed.conductances[static_cast<std::size_t>(k)].*member = value;
                return conductance::firing_rate(changed, {.theory = Way::effective});
            };
        };
        const auto& c = neuron.conductances[static_cast<std::size_t>(k)];
        result.mean(k) = slope(with(&conductance::Conductance::mean), c.mean);
        result.variance(k) = slope(with(&conductance::Conductance::variance), c.variance);
    }
    return result;
}

ConductanceSlopes galerkin_slopes(const ConductanceNeuron& neuron) {
    const auto n = conductance::response(neuron, ComplexVector::Zero(1));
    return {.mean = n.n_mean.row(0).real().transpose(),
            .variance = n.n_variance.row(0).real().transpose()};
}

template <Way way>
Stationary stationary(const Group& group, const Input& input) {
    Stationary state{.nu = rates<way>(group, input),
                     .d_mu = zeros(group),
                     .d_sigma = zeros(group),
                     .by_conductances = std::vector<ConductanceSlopes>(group.populations.size())};
    for_each_population(group, [&](Index k, Index i) {
        const ConductanceNeuron neuron = conducting_neuron(group.network, i, input);
        state.by_conductances[static_cast<std::size_t>(k)] =
            way == Way::galerkin ? galerkin_slopes(neuron) : effective_slopes(neuron);
    });
    return state;
}

void require_own_convention(lif::Convention convention) {
    if (convention == lif::Convention::exact) return;
    throw InvalidParameter(
        "convention must be exact for neurons with conductances, as what was published with nnmt "
        "is a formula for neurons without");
}

Response as_response(conductance::ConductanceResponse n) {
    const Index frequencies = n.n_mu.size();
    return {.n_mu = std::move(n.n_mu),
            .n_sigma2 = ComplexVector::Zero(frequencies),
            .n_mean = std::move(n.n_mean),
            .n_variance = std::move(n.n_variance)};
}

Response response(const Network& network, Index i, const Input& input, const ComplexVector& s,
                  lif::Convention convention) {
    require_own_convention(convention);
    return for_population(network, i, [&] {
        return as_response(conductance::response(conducting_neuron(network, i, input), s));
    });
}

ResponseFunction prepared_response(const Network& network, Index i, const Input& input,
                                   lif::Convention convention) {
    require_own_convention(convention);
    return for_population(network, i, [&]() -> ResponseFunction {
        const ConductanceNeuron neuron = conducting_neuron(network, i, input);
        const double highest = 1e3 / network.tau_m(i);  // no network is asked above it
        return [n = conductance::prepared(neuron, {}, highest)](const ComplexVector& s) {
            return as_response(n(s));
        };
    });
}

Vector spectrum(const Network& network, Index i, const Input& input, const Vector& omegas) {
    return for_population(network, i, [&] {
        return conductance::power_spectrum(conducting_neuron(network, i, input), omegas);
    });
}

constexpr Theory effective{.stationary = stationary<Way::effective>,
                           .cvs = cvs<Way::effective>,
                           .any_tau_s = true,
                           .rates = rates<Way::effective>,
                           .conductance_errors = errors<Way::effective>};

constexpr Theory galerkin{.stationary = stationary<Way::galerkin>,
                          .cvs = cvs<Way::galerkin>,
                          .response = response,
                          .spectrum = spectrum,
                          .any_tau_s = true,
                          .rates = rates<Way::galerkin>,
                          .prepared_response = prepared_response,
                          .approximation = &effective,
                          .conductance_errors = errors<Way::galerkin>};

}  // namespace

const Theory conducting = galerkin;
const Theory effective_conducting = effective;

ConductanceNeuron conducting_neuron(const Network& network, Index i, const Input& input) {
    const Conductances& all = input.conductances[static_cast<std::size_t>(i)];
    ConductanceNeuron neuron{
        .neuron = neuron_of(network, i), .mu = input.mu(i), .conductances = {}};
    for (Index k = 0; k < all.tau.size(); ++k) {
        neuron.conductances.push_back({.tau = all.tau(k),
                                       .E_rev = all.E_rev(k),
                                       .mean = all.mean(k),
                                       .variance = all.variance(k)});
    }
    return neuron;
}

}  // namespace siegert::neurons
