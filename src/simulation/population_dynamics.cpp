#include "simulation/population_dynamics.hpp"

#include "model/neuron_kinds.hpp"
#include "neurons/own_current.hpp"
#include "synapses/models.hpp"

#include <algorithm>
#include <cmath>
#include <complex>

namespace siegert::simulation {
namespace {

void add_source(PopulationDynamics& dynamics, double jump, std::size_t current,
                const PoissonSource& source) {
    for (std::size_t k = 0; k < dynamics.sources.size(); ++k) {
        const PoissonDrive& drive = dynamics.membrane.external[k];
        PoissonSource& other = dynamics.sources[k];
        const bool same = drive.jump == jump && drive.current == current &&
                          std::ranges::equal(other.changes, source.changes, {}, &RateChange::signal,
                                             &RateChange::signal);
        if (!same) continue;
        // Independent Poisson trains add up to one.
        other.lambda += source.lambda;
        for (std::size_t c = 0; c < other.changes.size(); ++c) {
            other.changes[c].amplitude += source.changes[c].amplitude;
        }
        return;
    }
    dynamics.sources.push_back(source);
    dynamics.membrane.external.push_back(
        {.table = {}, .jump = jump, .current = static_cast<std::uint32_t>(current)});
}

CurrentStep current_step(double tau_m, double tau_s, double step, double input_unit) {
    const bool exponential = tau_s > 0.0;
    return {.exponential = exponential,
            .V_from_x = exponential ? potential_from_current(tau_m, tau_s, step) : 0.0,
            .decay_x = exponential ? std::exp(-step / tau_s) : 0.0,
            .input_unit = input_unit};
}

ConductanceStep conductance_step(const Network& network, Index i, double step) {
    ConductanceStep result;
    if (!synapses::has_conductance(network)) return result;
    const std::vector<double> currents = synapses::currents(network, i);
    const std::vector<double> E_rev = synapses::reversal_potentials(network, i);
    result.duration = step / network.tau_m(i);
    for (std::size_t k = 0; k < currents.size(); ++k) {
        const double decays = step / currents[k];
        result.kinds.push_back(
            {.E_rev = E_rev[k], .mean = -std::expm1(-decays) / decays, .decay = std::exp(-decays)});
    }
    return result;
}

// Of external population m onto neurons of population i.
PoissonSource poisson_source(const Network& network, const PopulationStimuli& stimuli, Index i,
                             Index m, double dt) {
    const double K = network.K_ext(i, m);
    PoissonSource source{.lambda = K * network.nu_ext(m) * dt, .changes = {}, .tabulated = 0.0};
    for (const RateStimulus& rate : stimuli.rates) {
        if (rate.m != m || K * rate.amplitude == 0.0) continue;
        source.changes.push_back({.signal = rate.signal, .amplitude = K * rate.amplitude * dt});
    }
    return source;
}

std::optional<SpikeOnset> spike_onset(const Network& network, Index i, double dt) {
    const NeuronType type = neuron_type(network, i);
    if (has_sharp_threshold(type)) return {};
    SpikeOnset onset{.Delta_T = 0.0, .V_escape = 0.0, .duration = dt / network.tau_m(i)};
    if (type == NeuronType::eif) {
        onset.Delta_T = network.Delta_T(i);
        onset.V_escape = network.V_T(i) - onset.Delta_T * std::log(onset.duration);
    } else {
        onset.other = std::make_shared<OnsetFunction>(neurons::onset_of(network, i));
    }
    return onset;
}

// A table takes long to make, and a step or a pulse changes it twice.
void set_rates(PopulationDynamics& dynamics, std::uint64_t step, double dt) {
    for (std::size_t k = 0; k < dynamics.sources.size(); ++k) {
        PoissonSource& source = dynamics.sources[k];
        double lambda = source.lambda;
        for (const RateChange& change : source.changes) {
            const Signal& signal = dynamics.stimuli.rate_signals[change.signal];
            lambda += change.amplitude * mean_over_step(signal, step, dt);
        }
        if (lambda == source.tabulated) continue;
        source.tabulated = lambda;
        dynamics.membrane.external[k].table = poisson_table(std::fmax(lambda, 0.0));
    }
}

void add_spikes(StimulusSpikes& arriving, const SpikeStimulus& spikes, std::uint64_t arrival,
                const StimulusSpike& one) {
    const auto now = std::ranges::equal_range(spikes.arrivals, arrival);
    if (spikes.neurons.empty()) {
        arriving.onto_all[one.current] += static_cast<double>(now.size()) * one.jump;
        return;
    }
    for (auto spike = now.begin(); spike != now.end(); ++spike) {
        StimulusSpike next = one;
        next.neuron = spikes.neurons[static_cast<std::size_t>(spike - spikes.arrivals.begin())];
        arriving.onto_one.push_back(next);
    }
}

void set_spikes(PopulationDynamics& dynamics, std::uint64_t arrival) {
    StimulusSpikes& arriving = dynamics.membrane.stimulus;
    arriving.onto_all.assign(1 + dynamics.membrane.further.size(), 0.0);
    arriving.onto_one.clear();
    for (const SpikeStimulus& spikes : dynamics.stimuli.spikes) {
        add_spikes(arriving, spikes, arrival,
                   {.neuron = 0,
                    .current = dynamics.stimulus_current,
                    .jump = spikes.weight * dynamics.stimulus_jump});
    }
    std::ranges::stable_sort(arriving.onto_one, {}, &StimulusSpike::neuron);
}

}  // namespace

// Without the cancellation of the formula.
double potential_from_current(double tau_m, double tau_s, double dt) {
    const double difference = 1.0 / tau_m - 1.0 / tau_s;
    const double ratio = difference == 0.0 ? dt : std::expm1(difference * dt) / difference;
    return std::exp(-dt / tau_m) * ratio / tau_m;
}

PopulationDynamics population_dynamics(const Network& network, const SimulationOptions& options,
                                       Index i, double mu, double weight_unit) {
    const double dt = options.dt;
    const auto onset = spike_onset(network, i, dt);
    const double step = onset ? 0.5 * dt : dt;  // see SpikeOnset
    const double tau_m = network.tau_m(i);
    const std::vector<double> currents = synapses::currents(network, i);
    // As the external input; where there is none, a neuron has one current.
    const std::uint32_t stimulus_current =
        network.K_ext.cols() == 0
            ? 0
            : static_cast<std::uint32_t>(synapses::external_current_of(network, i, 0));
    const auto current = [&](std::size_t k) {
        return current_step(tau_m, currents[k], step,
                            weight_unit * synapses::jump(network, i, currents[k]));
    };
    const CurrentStep first = current(0);
    PopulationDynamics dynamics{
        .membrane = {.population = static_cast<std::uint32_t>(i),
                     .exponential = first.exponential,
                     .decay_V = std::exp(-step / tau_m),
                     .V_from_x = first.V_from_x,
                     .decay_x = first.decay_x,
                     .V_th = network.V_th(i),
                     .V_0 = network.V_0(i),
                     .refractory_steps =
                         static_cast<std::int32_t>(std::lround(network.tau_r(i) / dt)),
                     .input_unit = first.input_unit,
                     .external = {},
                     .further = {},
                     .onset = onset},
        .conductances = conductance_step(network, i, step),
        .sources = {},
        .stimuli = population_stimuli(network, i, dt),
        .constant_drive = -std::expm1(-dt / tau_m) * mu,
        .mu = mu,
        .stimulus_current = stimulus_current,
        .stimulus_jump = synapses::jump(network, i, currents[stimulus_current]),
        .tau_m = tau_m,
        .tau_r = network.tau_r(i)};
    for (std::size_t k = 1; k < currents.size(); ++k) {
        dynamics.membrane.further.push_back(current(k));
    }
    if (network.external_drive == ExternalDrive::poisson) {
        for (Index m = 0; m < network.K_ext.cols(); ++m) {
            const PoissonSource source = poisson_source(network, dynamics.stimuli, i, m, dt);
            const bool silent = source.lambda == 0.0 && source.changes.empty();
            if (silent || network.J_ext(i, m) == 0.0) continue;
            const std::size_t to = synapses::external_current_of(network, i, m);
            add_source(dynamics, network.J_ext(i, m) * synapses::jump(network, i, currents[to]), to,
                       source);
        }
    }
    for (std::size_t k = 0; k < dynamics.sources.size(); ++k) {
        PoissonSource& source = dynamics.sources[k];
        source.tabulated = source.lambda;
        dynamics.membrane.external[k].table = poisson_table(source.lambda);
    }
    return dynamics;
}

double mean_input_at(const PopulationDynamics& dynamics, std::uint64_t step, double dt) {
    double mean = dynamics.mu;
    for (const auto& [signal, amplitude] : dynamics.stimuli.means) {
        mean += amplitude * mean_over_step(signal, step, dt);
    }
    return mean;
}

double drive_at(const PopulationDynamics& dynamics, std::uint64_t step, double dt) {
    const double tau_m = dynamics.tau_m;
    const double charge = -std::expm1(-dt / tau_m);
    const double rising = 1.0 - charge * tau_m / dt;
    double drive = dynamics.constant_drive;
    for (const auto& [signal, amplitude] : dynamics.stimuli.means) {
        if (!is_on(signal, step)) continue;
        if (signal.shape != StimulusShape::sine) {
            const SignalStep s = over_step(signal, step, dt);
            drive += amplitude * (s.start * charge + (s.end - s.start) * rising);
            continue;
        }
        const std::complex<double> response =
            amplitude / std::complex<double>(1.0, signal.omega * tau_m);
        const auto periodic = [&](double t) {
            return std::imag(response * std::polar(1.0, signal.omega * t + signal.phase));
        };
        const double time = static_cast<double>(step - signal.start) * dt;
        drive += periodic(time + dt) - std::exp(-dt / tau_m) * periodic(time);
    }
    return drive;
}

void set_external_input(PopulationDynamics& dynamics, std::uint64_t step, double dt) {
    set_rates(dynamics, step, dt);
    if (!dynamics.stimuli.spikes.empty()) set_spikes(dynamics, step + 1);
}

}  // namespace siegert::simulation
