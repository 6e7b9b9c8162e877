#include <siegert/simulation/lif_population.hpp>

#include "simulation/population_kernels.hpp"
#include "simulation/population_parameters.hpp"

#include <algorithm>
#include <cmath>

namespace siegert {
namespace {

using population::as_span;

// Fraction of the distance to the stationary potential that remains after a step.
double remaining_fraction(double dt, double tau, Integration integration) {
    return integration == Integration::exact ? std::exp(-dt / tau) : 1.0 - dt / tau;
}

double largest_resistance(const LifPopulationParameters& parameters, Index entries) {
    double largest = 0.0;
    for (Index i = 0; i < entries; ++i) {
        largest = std::max(largest, population::resistance(parameters, i));
    }
    return largest;
}

}  // namespace

LifPopulation::LifPopulation(Index n, Index batch, const LifPopulationParameters& parameters,
                             const PopulationOptions& options)
    : dt_(options.dt), reset_(options.reset), spike_trace_(options.spike_trace) {
    population::validate(n, batch, parameters, options);

    const Index entries = population::distinct_neurons(parameters, n);
    current_limit_ =
        population::largest_value / std::max(1.0, largest_resistance(parameters, entries));
    const bool keeps_trace = !population::is_unset(parameters.tau_trace);
    for (Index i = 0; i < entries; ++i) {
        const double tau_m = parameters.tau_m[i];
        const double relaxed =
            options.integration == Integration::exact ? -std::expm1(-dt_ / tau_m) : dt_ / tau_m;
        coefficients_.decay.push_back(remaining_fraction(dt_, tau_m, options.integration));
        coefficients_.charge.push_back(relaxed * population::resistance(parameters, i));
        coefficients_.u_rest.push_back(parameters.u_rest[i]);
        coefficients_.V_th.push_back(parameters.V_th[i]);
        coefficients_.V_reset.push_back(reset_ == Reset::to_value ? parameters.V_0[i] : 0.0);
        coefficients_.V_min.push_back(parameters.V_min[i]);
        coefficients_.trace_decay.push_back(keeps_trace ? std::exp(-dt_ / parameters.tau_trace[i])
                                                        : 0.0);
        coefficients_.refractory_steps.push_back(
            static_cast<std::int32_t>(std::lround(parameters.tau_r[i] / dt_)));
    }

    v_.resize(batch, n);
    s_.resize(batch, n);
    if (keeps_trace) trace_.resize(batch, n);
    refractory_.resize(static_cast<std::size_t>(batch * n));
    reset_state();
}

void LifPopulation::reset_state() {
    const auto& u_rest = coefficients_.u_rest;
    population::assign(v_, u_rest);
    s_.setZero();
    trace_.setZero();
    std::ranges::fill(refractory_, 0);
}

void LifPopulation::distinguish_neurons() {
    const auto spread = [this](auto& values) {
        if (values.size() == 1) values.resize(static_cast<std::size_t>(n()), values[0]);
    };
    spread(coefficients_.decay);
    spread(coefficients_.charge);
    spread(coefficients_.u_rest);
    spread(coefficients_.V_th);
    spread(coefficients_.V_reset);
    spread(coefficients_.V_min);
    spread(coefficients_.trace_decay);
    spread(coefficients_.refractory_steps);
}

population::LifStep LifPopulation::step() const {
    return {.shared = coefficients_.decay.size() == 1,
            .reset_by_subtraction = reset_ == Reset::by_subtraction,
            .saturating_trace = spike_trace_ == SpikeTrace::saturating,
            .decay = coefficients_.decay.data(),
            .charge = coefficients_.charge.data(),
            .u_rest = coefficients_.u_rest.data(),
            .V_th = coefficients_.V_th.data(),
            .V_reset = coefficients_.V_reset.data(),
            .V_min = coefficients_.V_min.data(),
            .trace_decay = coefficients_.trace_decay.data(),
            .refractory_steps = coefficients_.refractory_steps.data()};
}

population::LifState LifPopulation::state(Index copy) {
    const Index first = copy * n();
    return {.v = v_.data() + first,
            .s = s_.data() + first,
            .trace = trace_.size() == 0 ? nullptr : trace_.data() + first,
            .refractory = refractory_.data() + first};
}

std::span<const double> LifPopulation::checked_current(std::span<const double> current) {
    population::require_values("current", current, n(), batch(), current_limit_);
    if (current.size() > 1 || n() == 1) return current;
    uniform_current_.assign(static_cast<std::size_t>(n()), current[0]);
    return uniform_current_;
}

const SpikeArray& LifPopulation::forward(std::span<const double> current) {
    const auto input = checked_current(current);
    const Index stride = static_cast<Index>(input.size()) == n() ? 0 : n();
    for (Index copy = 0; copy < batch(); ++copy) {
        population::advance_lif(step(), state(copy), input.data() + copy * stride, n());
    }
    return s_;
}

const SpikeArray& LifPopulation::forward(double current) {
    return forward(std::span<const double>(&current, 1));
}

const SpikeArray& LifPopulation::forward(const StateArray& current) {
    return forward(as_span(current));
}

const StateArray& LifPopulation::trace() const {
    if (trace_.size() == 0) throw InvalidParameter("tau_trace must be set to read the spike trace");
    return trace_;
}

void LifPopulation::set_v(std::span<const double> v) {
    population::require_values("v", v, n(), batch(), population::largest_value);
    population::assign(v_, v);
}

void LifPopulation::set_v(double v) {
    set_v(std::span<const double>(&v, 1));
}

void LifPopulation::set_v(const StateArray& v) {
    set_v(as_span(v));
}

}  // namespace siegert
