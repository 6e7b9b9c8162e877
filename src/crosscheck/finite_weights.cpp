#include "crosscheck/finite_weights.hpp"

#include "crosscheck/effective_threshold.hpp"

#include <siegert/lif/delta.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::crosscheck {
Vector rates_with(const Base& base, const Vector& additional, Method method) {
    Vector rates(additional.size());
    for (Index i = 0; i < rates.size(); ++i) {
        rates(i) = rate_at(
            base.network, i,
            {.mu = base.point.mean_input(i) + additional(i), .sigma = base.point.std_input(i)},
            method);
    }
    return rates;
}

Vector rates_of_finite_weights(const Network& network, const WorkingPoint& point,
                               const CrosscheckOptions& options, const Vector& additional) {
    Vector target = finite_weight_rates(network, point.firing_rates, options.dt, additional).rates;
    if (network.synapse == SynapseType::delta) return target;
    // Exponential synapses: as delta synapses of equal weight, relative to the diffusion limit.
    for (Index i = 0; i < target.size(); ++i) {
        const lif::Input input{.mu = point.mean_input(i) + additional(i),
                               .sigma = point.std_input(i)};
        const double white = lif::delta::firing_rate(neuron(network, i), input);
        if (white > 0.0) target(i) *= rate_at(network, i, input, options.method) / white;
    }
    return target;
}

namespace {

// Thresholds with which the theory gives the rates of finite weights, self-consistently.
Network with_finite_weights(const Base& base, WorkingPoint& point) {
    const Network& network = base.network;
    constexpr int iterations = 6;  // the shift hardly depends on the rates
    Network shifted = network;
    for (int step = 0; step < iterations; ++step) {
        const Vector nu = point.firing_rates;
        const Vector target =
            rates_of_finite_weights(network, point, base.options, Vector::Zero(nu.size()));
        shifted =
            with_thresholds(network, threshold_shifts(network, point, base.options.method, target));
        point = state_of(shifted, nu, base.options.method);
        // With exponential synapses the shift is an estimate.
        const double negligible = network.synapse == SynapseType::delta ? 1e-5 : 1e-3;
        if ((point.firing_rates - nu).norm() < negligible * nu.norm()) break;
    }
    return shifted;
}

// Spikes of a step are added to V at its end, where V is recorded: just after its largest value.
void add_recording_bias(Prediction::Cause& cause, const Base& base, const WorkingPoint& point) {
    const Network& network = base.network;
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        const double steps = base.options.dt / network.tau_m(key.i);
        double& value = cause.values(static_cast<Index>(r));
        if (key.quantity == Quantity::mean_input) {
            value += (point.mean_input(key.i) - constant_potential(network, key.i)) *
                     (steps / -std::expm1(-steps) - 1.0);
        }
        if (key.quantity == Quantity::std_input) {
            value +=
                point.std_input(key.i) * (std::sqrt(2.0 * steps / -std::expm1(-2.0 * steps)) - 1.0);
        }
    }
}

// A change of the threshold does not reproduce the CV, which drives fluctuations of the network
// too.
void add_irregularity(Prediction::Cause& cause, const Base& base, const WorkingPoint& point) {
    const Vector cvs = finite_weight_rates(base.network, point.firing_rates, base.options.dt,
                                           Vector::Zero(base.network.N.size()))
                           .cvs;
    const Vector ratio = cvs.array() / point.cvs.array().max(1e-12);
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        const auto row = static_cast<Index>(r);
        const double total = base.values(row) + cause.values(row);
        double& value = cause.values(row);
        if (key.quantity == Quantity::cvs) value = cvs(key.i) - base.values(row);
        if (key.quantity == Quantity::spectra) value += total * (ratio(key.i) * ratio(key.i) - 1.0);
        if (key.quantity == Quantity::covariances) {
            value += total * (ratio(key.i) * ratio(key.j) - 1.0);
        }
    }
}

/// The theory with thresholds that give the rates of finite weights.

// Change of the rates with the mean input [1/(V s)], n, on the grid and with finite weights.
Vector static_response(const Base& base, const Vector& nu) {
    const Network& network = base.network;
    Vector step = 0.02 * (network.V_th - network.V_0);
    const auto rates = [&](double sign) {
        return finite_weight_rates(network, nu, base.options.dt, sign * step).rates;
    };
    return (rates(1.0) - rates(-1.0)).cwiseQuotient(2.0 * step);
}

// A change of the threshold gives the right rate, but not the right response to the mean input; it
// is corrected by the factor that is exact at low frequencies.
void add_response(Prediction::Cause& cause, const Base& base, const FiniteWeightTheory& theory) {
    if (!asks_for_response(base.options)) return;
    const Vector exact = static_response(base, theory.point.firing_rates);
    const ComplexMatrix shifted =
        transfer_functions(theory.network, theory.point, base.options.method, Vector::Zero(1));
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        if (!is_response(key.quantity)) continue;
        const auto row = static_cast<Index>(r);
        const double factor = exact(key.i) / shifted(0, key.i).real();
        cause.values(row) += (base.values(row) + cause.values(row)) * (factor - 1.0);
    }
}

}  // namespace

FiniteWeightTheory finite_weight_theory(const Base& base) {
    FiniteWeightTheory theory{.network = {}, .point = base.point};
    theory.network = with_finite_weights(base, theory.point);
    return theory;
}

const char* finite_weight_name(const Network& network) {
    return network.synapse == SynapseType::delta ? "finite weights and time step"
                                                 : "finite weights";
}

bool knows_finite_weights(const Network& network) {
    return network.synapse == SynapseType::delta &&
           network.external_drive == ExternalDrive::poisson;
}

Prediction::Cause finite_weights(const Base& base, const FiniteWeightTheory& theory) {
    auto cause = cause_of(base, finite_weight_name(base.network), theory.network, theory.point,
                          base.options.method);
    if (base.network.synapse != SynapseType::delta) return cause;
    add_recording_bias(cause, base, theory.point);
    add_irregularity(cause, base, theory.point);
    add_response(cause, base, theory);
    cause.exact.assign(base.keys.size(), knows_finite_weights(base.network));
    return cause;
}

}  // namespace siegert::crosscheck
