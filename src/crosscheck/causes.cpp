#include "crosscheck/causes.hpp"

#include "crosscheck/watched_network.hpp"
#include "model/neuron_spread.hpp"
#include "neurons/kinds.hpp"
#include "neurons/models.hpp"
#include "numerics/linear_algebra.hpp"
#include "synapses/models.hpp"
#include "theory/current_network.hpp"
#include "theory/jackknife.hpp"
#include "theory/neuron_differences.hpp"
#include "theory/rate_map.hpp"
#include "theory/single_neurons.hpp"
#include "theory/surrogate_network.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::crosscheck {
namespace {

Cause no_change(const Prediction& prediction, std::string name, Treatment treatment) {
    const Vector zero = Vector::Zero(prediction.values.size());
    return {.name = std::move(name),
            .treatment = treatment,
            .values = zero,
            .uncertainty = zero,
            .standard_error = zero};
}

// Lets the rates be `target` at the inputs of the working point, and the network react to it where
// anything depends on that.
Theory with_changed_rates(const Prediction& prediction, const Vector& target) {
    const Setting& setting = prediction.setting;
    const Method method = setting.options.method;
    if (!asks_for_network(setting.options)) {
        return white_noise_theory(setting, setting.network, prediction.point, method);
    }
    const Network shifted = theory::with_rates(setting.network, prediction.point, method, target);
    return white_noise_theory(
        setting, shifted,
        theory::working_point_near(shifted, prediction.point.firing_rates, method), method);
}

// The same by something that acts on the network, not on single neurons.
Cause changed_rates(const Prediction& prediction, std::string name, const Vector& target) {
    Theory changed = with_changed_rates(prediction, target);
    changed.neuron_rates = [&](const Vector& additional) {
        return theory::diffusion_rates(prediction.setting.network, prediction.point,
                                       prediction.setting.options.method, additional);
    };
    return cause_of(prediction, std::move(name), Treatment::bound, changed);
}

// Calls change(observable, row) for each.
template <typename Change>
void for_each_observable(const Setting& setting, const Change& change) {
    for (std::size_t r = 0; r < setting.observables.size(); ++r) {
        change(setting.observables[r], static_cast<Index>(r));
    }
}

theory::FiniteWeightOptions weight_options(const CrosscheckOptions& options) {
    return {.dt = options.dt, .method = options.method};
}

// A change of the threshold does not reproduce the CV, which drives fluctuations of the network
// too.
void change_irregularity(Theory& changed, const Vector& cvs) {
    const Vector ratio = cvs.array() / changed.cvs.array().max(1e-12);
    const ComplexMatrix factors = (ratio * ratio.transpose()).cast<Complex>();
    changed.cvs = cvs;
    changed.fluctuations = [ratio, factors, before = changed.fluctuations](double df, Index count) {
        Fluctuations spectra = before(df, count);
        for (Index m = 0; m < spectra.C.frequencies(); ++m) {
            spectra.C[m] = ComplexMatrix(spectra.C[m]).cwiseProduct(factors);
        }
        spectra.renewal = spectra.renewal * ratio.cwiseAbs2().asDiagonal();
        return spectra;
    };
}

// A change of the threshold gives the right rate, but not the right response to the mean input; it
// is corrected by the factor that is exact at low frequencies.
void change_response(Theory& changed, const Setting& setting,
                     const theory::FiniteWeightState& state) {
    const Network& network = setting.network;
    const CrosscheckOptions& options = setting.options;
    changed.n_mu = [&, before = changed.n_mu] {
        const Vector step = 0.02 * (network.V_th - network.V_0);
        const auto rates = [&](double sign) {
            return theory::finite_weight_rates(network, state.point.firing_rates, options.dt,
                                               sign * step)
                .firing_rates;
        };
        const Vector exact = (rates(1.0) - rates(-1.0)).cwiseQuotient(2.0 * step);
        const Vector shifted =
            transfer_functions(state.network, state.point, options.method, Vector::Zero(1))
                .row(0)
                .real()
                .transpose();
        ComplexVector factor = ComplexVector::Ones(exact.size());
        for (Index i = 0; i < factor.size(); ++i) {
            if (shifted(i) > 0.0) factor(i) = exact(i) / shifted(i);
        }
        return ComplexMatrix(before() * factor.asDiagonal());
    };
}

// Whether simulated neurons with white input decide where in the range of the bounds a value lies.
bool is_decided(Quantity quantity) {
    return is_rate(quantity) || quantity == Quantity::cvs || quantity == Quantity::mean_input;
}

// Largest distance of an initial potential from the mean that it relaxes to [V].
double initial_distance(const Prediction& prediction, Index i) {
    const Network& network = prediction.setting.network;
    const double mu = prediction.point.mean_input(i);
    return std::max(std::abs(network.V_0(i) - mu), std::abs(network.V_th(i) - mu));
}

}  // namespace

Cause cause_of(const Prediction& prediction, std::string name, Treatment treatment,
               const Theory& changed) {
    Cause cause = no_change(prediction, std::move(name), treatment);
    cause.values = values_of(changed, prediction.setting) - prediction.values;
    return cause;
}

Cause finite_weights(const Prediction& prediction, const theory::FiniteWeightState& state) {
    const Setting& setting = prediction.setting;
    const Network& network = setting.network;
    const bool known = intervals_are_known(setting);
    const bool exact = known && network.external_drive == ExternalDrive::poisson;
    Theory changed =
        white_noise_theory(setting, state.network, state.point, setting.options.method);
    changed.neuron_rates = [&](const Vector& additional) {
        return theory::finite_weight_rates_at(network, prediction.point,
                                              weight_options(setting.options), additional);
    };
    if (known && asks_for_network(setting.options)) {
        const Vector none = Vector::Zero(network.N.size());
        change_irregularity(changed, theory::finite_weight_rates(network, state.point.firing_rates,
                                                                 setting.options.dt, none)
                                         .cvs);
        change_response(changed, setting, state);
    }
    return cause_of(prediction, known ? "finite weights and time step" : "finite weights",
                    exact ? Treatment::correction : Treatment::bound, changed);
}

Cause changed_neurons(const Prediction& prediction, std::string name, const NeuronRates& rates) {
    const Vector none = Vector::Zero(prediction.setting.network.N.size());
    Theory changed = with_changed_rates(prediction, rates(none));
    changed.neuron_rates = rates;
    return cause_of(prediction, std::move(name), Treatment::bound, changed);
}

bool intervals_are_known(const Setting& setting) {
    return !synapses::has_current(setting.network) &&
           neurons::fire_by_first_passage(setting.network);
}

Cause recording(const Prediction& prediction) {
    const Network& network = prediction.setting.network;
    Cause cause = no_change(prediction, "potential recorded after the spikes of a step",
                            Treatment::correction);
    for_each_observable(prediction.setting, [&](const Observable& observable, Index r) {
        const Index i = observable.i;
        const double value = prediction.values(r);
        const double steps = prediction.setting.options.dt / network.tau_m(i);
        if (observable.quantity == Quantity::mean_input) {
            cause.values(r) = (value - theory::constant_potential(network, i)) *
                              (steps / -std::expm1(-steps) - 1.0);
        }
        if (observable.quantity == Quantity::std_input) {
            cause.values(r) = value * (std::sqrt(2.0 * steps / -std::expm1(-2.0 * steps)) - 1.0);
        }
    });
    return cause;
}

Cause coloured_noise(const Prediction& prediction) {
    const Setting& setting = prediction.setting;
    const WorkingPoint there =
        theory::working_point_near(setting.network, prediction.point.firing_rates, Method::exact);
    Theory changed = white_noise_theory(setting, setting.network, there, Method::exact);
    changed.neuron_rates = [&](const Vector& additional) {
        return theory::diffusion_rates(setting.network, prediction.point, Method::exact,
                                       additional);
    };
    return cause_of(prediction, "coloured noise beyond first order", Treatment::bound, changed);
}

Cause simulated_neurons(const Prediction& prediction, const LinearState& state,
                        const theory::SelfConsistentInput& input) {
    const Setting& setting = prediction.setting;
    const Vector none = Vector::Zero(setting.network.N.size());
    const bool expanded = setting.options.method != Method::exact;
    const char* name = synapses::has_conductance(setting.network)
                           ? "finite weights, treatment of conductances and time step"
                       : expanded ? "finite weights, coloured noise and time step"
                                  : "finite weights and time step";
    Cause cause = no_change(prediction, name, Treatment::correction);
    if (asks_for_network(setting.options)) {
        const auto values = [&](const theory::InputStatistics& one) {
            Theory white = coloured_noise_theory(setting, state, one.white);
            white.neuron_rates = [&](const Vector&) { return none; };
            return values_of(white, setting);
        };
        cause.values = values(input.all) - prediction.values;
        cause.standard_error = theory::jackknife_errors(input, values);
    }
    const auto simulate_parts = [&](Quantity quantity, const Vector& additional) {
        if (!asks_for(setting.options, quantity)) return;
        const auto simulated = theory::simulated_unconnected_rates(
            setting.network, prediction.point.firing_rates.cwiseMax(0.0), additional,
            neuron_options(setting));
        for_each_observable(setting, [&](const Observable& observable, Index r) {
            if (observable.quantity != quantity) return;
            cause.values(r) = simulated.firing_rates(observable.i) - prediction.values(r);
            cause.standard_error(r) = simulated.standard_errors(observable.i);
        });
    };
    simulate_parts(Quantity::unconnected_rates, none);
    simulate_parts(Quantity::driven_rates, driving_potentials(setting.network));
    return cause;
}

std::vector<Cause> decided(std::vector<Cause> bounds, Cause correction, const Setting& setting) {
    for_each_observable(setting, [&](const Observable& observable, Index r) {
        if (!is_decided(observable.quantity)) {
            correction.values(r) = 0.0;
            correction.standard_error(r) = 0.0;
            return;
        }
        double range = 0.0;
        for (Cause& bound : bounds) {
            range += std::abs(bound.values(r));
            bound.values(r) = 0.0;
        }
        correction.values(r) = std::clamp(correction.values(r), -range, range);
    });
    bounds.push_back(std::move(correction));
    return bounds;
}

namespace {

// exp(-i 2 pi f delay) at frequencies f.
ComplexVector phases(const Vector& frequencies, double delay) {
    return (Complex(0.0, -2.0 * std::numbers::pi * delay) * frequencies.array()).exp();
}

}  // namespace

Cause late_spikes(const Prediction& prediction) {
    const Setting& setting = prediction.setting;
    const Method method = setting.options.method;
    const double delay = 0.5 * setting.options.dt;
    const bool steadily = synapses::has_current(setting.network);
    Theory changed = white_noise_theory(setting, setting.network, prediction.point, method);
    changed.n_mu = [&setting, delay, before = changed.n_mu] {
        return ComplexMatrix(phases(setting.options.frequencies, delay).asDiagonal() * before());
    };
    if (steadily) {
        changed.fluctuations = [&, delay, before = changed.fluctuations](double df, Index count) {
            const Index n = setting.network.N.size();
            const Vector f = Vector::LinSpaced(count, 0.0, df * static_cast<double>(count - 1));
            const NeuronStatistics late{.df = df,
                                        .firing_rates = {},
                                        .cvs = {},
                                        .std_input = {},
                                        .spectra = before(df, count).renewal,
                                        .responses = phases(f, delay).replicate(1, n)};
            return theory::fluctuations(
                theory::white_connectivity(setting.network, prediction.point, method, df, count),
                df, late, setting.network.N);
        };
    }
    return cause_of(prediction, "spikes on the grid",
                    steadily ? Treatment::correction : Treatment::bound, changed);
}

Cause returning_spikes(const Prediction& prediction) {
    const Network& network = prediction.setting.network;
    const Method method = prediction.setting.options.method;
    const WorkingPoint& point = prediction.point;
    const Index n = network.N.size();
    const Vector n_mu =
        transfer_functions(network, point, method, Vector::Zero(1)).row(0).real().transpose();
    const Matrix W = theory::white_connectivity(network, point, method, 1.0, 1)[0].real();
    const Network currents = theory::with_currents(network, point.firing_rates);
    const Matrix JK = currents.J.cwiseProduct(network.K);
    const Matrix one = Matrix::Identity(n, n);
    const Matrix detours = JK * (numerics::LuDecomposition<double>(one - W).inverse() - one);
    // The mean input contains what returns, as if it came at any time. At worst it comes when it
    // has no effect.
    const auto without = [&](const Vector& jumps) {
        const Vector change =
            -n_mu.cwiseProduct(network.tau_m).cwiseProduct(jumps.cwiseQuotient(network.N));
        return (point.firing_rates.array() * (1.0 + change.array()).max(0.0)).matrix().eval();
    };
    const char* name = "spikes that return to their neuron";
    Cause cause = changed_rates(prediction, name, without(detours.diagonal()));
    if (!network.autapses) return cause;
    // Both ways are usually of opposite sign: the truth lies between.
    const Vector direct = changed_rates(prediction, name, without(JK.diagonal())).values;
    const Vector both = (cause.values + direct).cwiseAbs();
    cause.values = cause.values.cwiseAbs().cwiseMax(direct.cwiseAbs()).cwiseMax(both);
    return cause;
}

bool neurons_differ(const Prediction& prediction) {
    const Network& network = prediction.setting.network;
    return siegert::neurons_differ(network) ||
           theory::variance_between_neurons(network, prediction.point.firing_rates).maxCoeff() >
               0.0;
}

Cause different_neurons(const Prediction& prediction) {
    const Network& network = prediction.setting.network;
    return changed_rates(
        prediction, "differences between neurons",
        theory::rates_of_different_neurons(
            theory::rate_map(network, prediction.setting.options.method), working_input(prediction),
            theory::variance_between_neurons(network, prediction.point.firing_rates)));
}

bool is_noise_free(const Prediction& prediction, Index i) {
    constexpr double negligible = 1e-9;
    const Network& network = prediction.setting.network;
    return prediction.point.std_input(i) < negligible * (network.V_th(i) - network.V_0(i));
}

namespace {

// The part of the phase at which a neuron began that it still has after the warm-up.
double remembered_phase(const Prediction& prediction, Index i, double additional) {
    constexpr double regular = 0.5;     // beyond this CV there is no phase to remember
    constexpr double forgotten = 1e-4;  // of a spike
    if (is_noise_free(prediction, i)) return 1.0;
    const Network& network = prediction.setting.network;
    const auto parts = neurons::parts(network, prediction.setting.options.method);
    neurons::Input input = working_input(prediction);
    input.mu(i) += additional;
    const double cv = neurons::cvs(network, parts, input)(i);
    if (cv > regular) return 0.0;
    // After k intervals the phase has spread by sqrt(k) CV.
    const double k = rates_at(prediction, input)(i) * prediction.setting.options.warmup;
    const double left = std::exp(-2.0 * std::pow(std::numbers::pi * cv, 2.0) * k);
    return left > forgotten ? left : 0.0;
}

}  // namespace

Cause initial_state(const Prediction& prediction) {
    const Setting& setting = prediction.setting;
    const double T = sample_duration(setting.options);
    const Vector driving = driving_potentials(setting.network);
    Cause cause = no_change(prediction, "initial state", Treatment::bound);
    for_each_observable(setting, [&](const Observable& observable, Index r) {
        const Index i = observable.i;
        const Quantity quantity = observable.quantity;
        if (is_rate(quantity) && prediction.values(r) > 0.0) {
            const double additional = quantity == Quantity::driven_rates ? driving(i) : 0.0;
            cause.values(r) = remembered_phase(prediction, i, additional) / T;
        }
        if (!is_noise_free(prediction, i)) return;
        const double tau = setting.network.tau_m(i);
        const double left =
            initial_distance(prediction, i) * std::exp(-setting.options.warmup / tau);
        if (quantity == Quantity::mean_input) cause.values(r) = left * tau / T;
        if (quantity == Quantity::std_input) cause.values(r) = left * std::sqrt(tau / T);
    });
    return cause;
}

}  // namespace siegert::crosscheck
