#include "crosscheck/part_causes.hpp"

#include "crosscheck/transmission.hpp"
#include "crosscheck/watched_network.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::crosscheck {
namespace {

Vector driving_potentials(const Network& network) {
    Vector potentials(network.N.size());
    for (Index i = 0; i < potentials.size(); ++i) potentials(i) = driving_potential(network, i);
    return potentials;
}

// What a cause changes in the rates of unconnected and of driven neurons, n.
struct PartRates {
    Vector unconnected;
    Vector driven;
};

void set_unconnected(Prediction::Cause& cause, const Base& base, const PartRates& change) {
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        double& value = cause.values(static_cast<Index>(r));
        if (key.quantity == Quantity::unconnected_rates) value = change.unconnected(key.i);
        if (key.quantity == Quantity::driven_rates) value = change.driven(key.i);
    }
}

PartRates unconnected_rates(const Base& base, Method method) {
    return {.unconnected = rates_with(base, Vector::Zero(base.network.N.size()), method),
            .driven = rates_with(base, driving_potentials(base.network), method)};
}

Method other_expansion(const Base& base) {
    return base.options.method == Method::shift ? Method::taylor : Method::shift;
}

// Whether simulated neurons with white input decide where in the range of the estimates a row lies.
bool is_resolved(Quantity quantity) {
    return quantity == Quantity::rates || quantity == Quantity::cvs ||
           quantity == Quantity::mean_input || quantity == Quantity::unconnected_rates ||
           quantity == Quantity::driven_rates;
}

}  // namespace

void add_parts(Prediction& prediction, const Base& base) {
    const ExpectedInput expected(base.network, base.options.dt);
    const auto rates = unconnected_rates(base, base.options.method);
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        double& value = prediction.values(static_cast<Index>(r));
        if (key.quantity == Quantity::unconnected_rates) value = rates.unconnected(key.i);
        if (key.quantity == Quantity::driven_rates) value = rates.driven(key.i);
        if (key.quantity == Quantity::transmission_gain) value = 1.0;
        if (key.quantity == Quantity::transmission_delay) value = expected.mean_delay(key.i);
    }
}

void add_finite_weights_to_parts(Prediction::Cause& cause, const Base& base) {
    cause.exact.assign(base.keys.size(), knows_finite_weights(base.network));
    const auto theory = unconnected_rates(base, base.options.method);
    const auto finite = [&](const Vector& additional) {
        return rates_of_finite_weights(base.network, base.point, base.options, additional);
    };
    set_unconnected(
        cause, base,
        {.unconnected = finite(Vector::Zero(base.network.N.size())) - theory.unconnected,
         .driven = finite(driving_potentials(base.network)) - theory.driven});
}

void add_other_expansion_to_parts(Prediction::Cause& cause, const Base& base) {
    const auto these = unconnected_rates(base, base.options.method);
    const auto others = unconnected_rates(base, other_expansion(base));
    set_unconnected(cause, base,
                    {.unconnected = others.unconnected - these.unconnected,
                     .driven = others.driven - these.driven});
}

Prediction::Cause coloured_noise(const Base& base) {
    const auto other = other_expansion(base);
    auto cause = cause_of(base, coloured_noise_name, base.network,
                          state_of(base.network, base.point.firing_rates, other), other);
    add_other_expansion_to_parts(cause, base);
    return cause;
}

void add_resolved_to_parts(Prediction::Cause& cause, const Base& base) {
    const auto options = surrogate_options(base);
    const Vector& nu = base.point.firing_rates;
    const Vector none = Vector::Zero(nu.size());
    const auto unconnected = simulated_unconnected_rates(base.network, nu, none, options);
    const auto driven =
        simulated_unconnected_rates(base.network, nu, driving_potentials(base.network), options);
    const auto predicted = unconnected_rates(base, base.options.method);
    set_unconnected(cause, base,
                    {.unconnected = unconnected.rates - predicted.unconnected,
                     .driven = driven.rates - predicted.driven});
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        double& error = cause.standard_error(static_cast<Index>(r));
        if (key.quantity == Quantity::unconnected_rates) {
            error = unconnected.standard_errors(key.i);
        }
        if (key.quantity == Quantity::driven_rates) error = driven.standard_errors(key.i);
    }
    cause.exact.assign(base.keys.size(), true);
}

Prediction::Cause resolved(const Base& base, const FiniteWeightTheory& theory,
                           const SelfConsistentInput& input) {
    auto cause = no_change(base, resolved_name);
    cause.values = values_with(base, theory, input.all.white) - base.values;
    cause.standard_error = jackknife_errors(
        input, [&](const auto& one) { return values_with(base, theory, one.white); });
    add_resolved_to_parts(cause, base);
    return cause;
}

void bound_by_estimates(Prediction& prediction, const Base& base) {
    auto& last = prediction.causes.back();
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto row = static_cast<Index>(r);
        if (!is_resolved(base.keys[r].quantity)) {
            last.values(row) = 0.0;
            last.standard_error(row) = 0.0;
            continue;
        }
        double bound = 0.0;
        for (std::size_t c = 0; c + 1 < prediction.causes.size(); ++c) {
            double& estimate = prediction.causes[c].values(row);
            bound += std::abs(estimate);
            estimate = 0.0;
        }
        last.values(row) = std::clamp(last.values(row), -bound, bound);
    }
}

}  // namespace siegert::crosscheck
