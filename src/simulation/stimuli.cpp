#include "simulation/stimuli.hpp"

#include "model/enumerators.hpp"
#include "model/stimulus_use.hpp"
#include "require.hpp"
#include "synapses/models.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace siegert::simulation {
namespace {

// A sine for those that share an amplitude: name or number of each of them.
template <class Name>
std::map<double, std::vector<Name>> by_amplitude(const Vector& amplitudes,
                                                 const std::vector<Name>& names) {
    std::map<double, std::vector<Name>> groups;
    for (Index k = 0; k < amplitudes.size(); ++k) {
        if (amplitudes(k) != 0.0) {
            groups[amplitudes(k)].push_back(names[static_cast<std::size_t>(k)]);
        }
    }
    return groups;
}

Stimulus sine(const Modulation& modulation, StimulusInput input, double amplitude) {
    Stimulus stimulus;
    stimulus.input = input;
    stimulus.amplitude = amplitude;
    stimulus.shape = StimulusShape::sine;
    stimulus.frequency = modulation.f;
    stimulus.phase = modulation.phase;
    return stimulus;
}

double amplitude_of_mean(const Network& network, const Stimulus& stimulus, Index i) {
    const bool is_current = stimulus.input == StimulusInput::current;
    return stimulus.amplitude * (is_current ? network.tau_m(i) / network.C(i) : 1.0);
}

SpikeStimulus spikes_of(const Stimulus& stimulus, double dt) {
    const Vector times = stimulus.spike_times.array() + stimulus.start;
    std::vector<std::size_t> order(static_cast<std::size_t>(times.size()));
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t k) { return times(Index(k)); });
    SpikeStimulus spikes{.arrivals = {}, .neurons = {}, .weight = stimulus.amplitude};
    for (const std::size_t k : order) {
        const double time = times(static_cast<Index>(k));
        if (time >= stimulus.stop) break;
        // What comes at the very beginning arrives at the end of the first step.
        spikes.arrivals.push_back(std::max<std::uint64_t>(1, grid_point(time, dt)));
        if (!stimulus.spike_neurons.empty()) {
            spikes.neurons.push_back(static_cast<std::uint32_t>(stimulus.spike_neurons[k]));
        }
    }
    return spikes;
}

void require_current(const Network& network, const Stimulus& stimulus) {
    for (const Index i : reached_populations(network, stimulus)) {
        const std::size_t currents = synapses::currents(network, i).size();
        require(currents == 1 || network.K_ext.cols() == 1, "spikes of a stimulus",
                static_cast<double>(currents),
                fmt::format("reach neurons with one synaptic time constant, or with one external "
                            "population whose they have: population {} has several",
                            network.populations[static_cast<std::size_t>(i)]));
    }
}

}  // namespace

std::vector<Stimulus> all_stimuli(const Network& network, const Modulation& modulation) {
    std::vector<Stimulus> stimuli = network.stimulus;
    for (const auto& [mu, names] : by_amplitude(modulation.mu, network.populations)) {
        stimuli.push_back(sine(modulation, StimulusInput::mean, mu));
        stimuli.back().populations = names;
    }
    std::vector<Index> sources(static_cast<std::size_t>(modulation.rate.size()));
    std::iota(sources.begin(), sources.end(), Index{0});
    for (const auto& [rate, numbers] : by_amplitude(modulation.rate, sources)) {
        stimuli.push_back(sine(modulation, StimulusInput::rate_factor, rate));
        stimuli.back().external_populations = numbers;
    }
    return stimuli;
}

PopulationStimuli population_stimuli(const Network& network, Index i, double dt) {
    PopulationStimuli result;
    for (const Stimulus& stimulus : network.stimulus) {
        if (std::ranges::count(reached_populations(network, stimulus), i) == 0) continue;
        if (stimulus.input == StimulusInput::spikes) {
            result.spikes.push_back(spikes_of(stimulus, dt));
            continue;
        }
        const Signal signal = signal_of(stimulus, dt);
        if (!changes_rates(stimulus)) {
            result.means.push_back(
                {.signal = signal, .amplitude = amplitude_of_mean(network, stimulus, i)});
            continue;
        }
        for (const Index m : changed_external_populations(network, stimulus)) {
            const bool relative = stimulus.input == StimulusInput::rate_factor;
            result.rates.push_back(
                {.signal = result.rate_signals.size(),
                 .m = m,
                 .amplitude = stimulus.amplitude * (relative ? network.nu_ext(m) : 1.0)});
        }
        result.rate_signals.push_back(signal);
    }
    return result;
}

void require_possible_stimuli(const Network& network, const SimulationOptions& options) {
    for (const Stimulus& stimulus : network.stimulus) {
        const auto name = schema::name_of(stimulus.input);
        const auto demand = [&](bool possible, std::string_view what) {
            if (possible) return;
            throw InvalidParameter(
                fmt::format("a stimulus of input {} must {}, got some", name, what));
        };
        const bool rates = changes_rates(stimulus);
        const bool spikes = stimulus.input == StimulusInput::spikes;
        demand(!rates || network.external_drive == ExternalDrive::poisson,
               "be absent unless the external drive is Poisson input");
        demand(!(rates || spikes) || options.scale == 1.0,
               "be absent where scale < 1, which keeps the mean of constant rates only");
        demand(rates || options.timing == SpikeTiming::grid, "be absent for exact spike times");
        demand(!spikes || !synapses::has_conductance(network),
               "be absent for conductances, which have no weight in volts");
        if (spikes) require_current(network, stimulus);
    }
}

}  // namespace siegert::simulation
