#include "cli/simulate_options.hpp"

#include "cli/warmup.hpp"

#include <siegert/error.hpp>
#include <siegert/io/quantity.hpp>
#include <siegert/simulation/cost_estimate.hpp>
#include <siegert/theory/working_point.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace siegert::cli {
namespace {

Vector vector_of(const std::vector<double>& values) {
    return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

Probe probe_of(const std::string& text, const Network& network) {
    const std::size_t colon = text.rfind(':');
    const std::string population = text.substr(0, colon);
    const auto found = std::ranges::find(network.populations, population);
    Index neuron = -1;
    if (colon != std::string::npos) {
        const char* end = text.data() + text.size();
        const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, neuron);
        if (error != std::errc{} || rest != end) neuron = -1;
    }
    if (found == network.populations.end() || neuron < 0) {
        throw InvalidParameter("--probe must be a population and a neuron such as " +
                               network.populations.front() + ":0, got " + text);
    }
    return {.population = found - network.populations.begin(), .neuron = neuron};
}

// CLI11 reads -1 as 18446744073709551615.
std::string not_negative(const std::string& text) {
    return text.starts_with('-') ? "must not be negative, got " + text : "";
}

// Whole steps are simulated: at least one of them.
void require_steps(const SimulationOptions& settings, const SimulateTexts& texts) {
    if (!(settings.duration > 0.0)) {
        throw InvalidParameter("--duration must be positive, got " + texts.duration);
    }
    if (!(settings.dt > 0.0)) {
        throw InvalidParameter("--dt must be positive, got " + texts.dt);
    }
    if (!texts.warmup.empty() && !(settings.warmup >= 0.0)) {
        throw InvalidParameter("--warmup must not be negative, got " + texts.warmup);
    }
    if (!(std::round(settings.duration / settings.dt) >= 1.0)) {
        throw InvalidParameter(fmt::format("--duration must be at least one step of {}, got {}",
                                           texts.dt, texts.duration));
    }
}

void require_use_of_bins(const SimulateTexts& texts) {
    if (texts.trials > 0 && texts.rate_bin.empty()) {
        throw InvalidParameter("--trials requires --rate-bin");
    }
    if (texts.trials == 0 && !texts.rate_bin.empty() && texts.save.empty()) {
        throw InvalidParameter("--rate-bin requires --save or --trials");
    }
}

}  // namespace

void declare(CLI::App& command, SimulateTexts& texts) {
    const auto text = [&](const char* name, std::string& value, const std::string& help) {
        return command.add_option(name, value, help)->type_name("")->check(not_empty);
    };
    add_network_options(command, texts.network);
    add_common_options(command, texts.common);
    text("--duration", texts.duration, "recorded time, as in \"10 s\"")->required();
    text("--warmup", texts.warmup,
         fmt::format("simulated before that and not recorded; {}", usual_warmup_text));
    text("--dt", texts.dt, "grid of the simulation; default 0.1 ms");
    command.add_option("--seed", texts.seed, "of all random numbers; default 1")
        ->type_name("")
        ->check(not_negative);
    command
        .add_option("--threads", texts.threads, "default: all cores. Results do not depend on it")
        ->type_name("");
    auto* scale =
        command
            .add_option("--scale", texts.scale,
                        "simulate a smaller network whose input has the same mean and variance")
            ->type_name("");
    command
        .add_option(
            "--scale-rates", texts.scale_rates,
            "rates of the full network in Hz, one for each population, which --scale keeps the "
            "mean input for; default: those of the working point")
        ->delimiter(',')
        ->type_name("")
        ->needs(scale);
    command.add_flag(
        "--exact", texts.exact,
        "spike times off the grid, from event to event (delta synapses). When: the step "
        "must not matter");
    auto* frequency =
        text("--modulation-frequency", texts.modulation_frequency, "of a sine, as in \"10 Hz\"");
    text("--modulation-mean", texts.modulation_mean,
         "its amplitude in the mean input, as in \"0.5 mV\"")
        ->needs(frequency);
    command
        .add_option("--modulation-rate", texts.modulation_rate,
                    "its amplitude in the external rates, relative to them")
        ->type_name("")
        ->needs(frequency);
    auto* save =
        text("--save", texts.save,
             "HDF5 file for spikes, rates and probes; spikes alone for NEST (.dat) or as SONATA "
             "(.sonata.h5)");
    auto* record =
        command
            .add_option("--record", texts.record,
                        "save spikes of the first so many neurons of each population; default: all")
            ->type_name("")
            ->check(not_negative);
    text("--rate-bin", texts.rate_bin,
         "of population rates, with --save or --trials, as in \"1 ms\"");
    auto* probe =
        command
            .add_option(
                "--probe", texts.probes,
                "save potential, synaptic and adaptation currents of a neuron, as in 23E:0; may "
                "be repeated")
            ->type_name("")
            ->needs(save);
    auto* all = command.add_flag(
        "--statistics", texts.statistics,
        "Fano factors, covariances of spike counts, power and cross spectra, coherences");
    for (CLI::Option* option : declare_statistics(command, texts.of_statistics)) option->needs(all);
    auto* checkpoint = text("--checkpoint", texts.checkpoint,
                            "HDF5 file that keeps the state, to go on from there");
    auto* resume =
        text("--resume", texts.resume, "go on from a checkpoint (same network, options and seed)");
    auto* trials =
        command
            .add_option("--trials", texts.trials,
                        "repeat the stimuli of the file so often, and print the rates in "
                        "bins (--rate-bin), averaged over trials")
            ->type_name("")
            ->check(CLI::Range(2, 1000000));
    for (CLI::Option* option : {record, probe, all, checkpoint, resume}) trials->excludes(option);
    auto* estimate = command.add_flag(
        "--estimate", texts.estimate,
        "print the memory and the time that the simulation would take here, from a piece of the "
        "network, and simulate nothing. When: before hours of simulation");
    for (CLI::Option* option : {save, all, checkpoint, resume, trials}) estimate->excludes(option);
}

SimulateOptions parse(const SimulateTexts& texts) {
    SimulateOptions options;
    options.format = texts.common.format;
    options.network = texts.network;
    options.probes = texts.probes;
    options.scale_rates = texts.scale_rates;
    options.exported_format = spike_format(texts.save);
    (options.exported_format ? options.exported : options.save) = texts.save;
    if (options.exported_format &&
        !(texts.rate_bin.empty() && texts.probes.empty() && texts.trials == 0)) {
        throw InvalidParameter("--rate-bin and --probe are saved as HDF5 only: --save FILE.h5");
    }
    require_use_of_bins(texts);
    options.trials = texts.trials;
    options.estimate = texts.estimate;
    options.checkpoint = texts.checkpoint;
    options.resume = texts.resume;
    options.modulation_mean =
        optional_quantity("--modulation-mean", texts.modulation_mean, Dimension::voltage);
    options.modulation_rate = texts.modulation_rate;

    SimulationOptions& settings = options.settings;
    settings.duration = quantity_of("--duration", texts.duration, Dimension::time);
    settings.warmup =
        texts.warmup.empty() ? unset : quantity_of("--warmup", texts.warmup, Dimension::time);
    settings.dt = quantity_of("--dt", texts.dt, Dimension::time);
    settings.seed = texts.seed;
    settings.threads = texts.threads;
    settings.scale = texts.scale;
    settings.timing = texts.exact ? SpikeTiming::exact : SpikeTiming::grid;
    settings.modulation.f = positive_quantity("--modulation-frequency", texts.modulation_frequency,
                                              Dimension::frequency);
    if (!texts.modulation_frequency.empty() && options.modulation_mean == 0.0 &&
        options.modulation_rate == 0.0) {
        throw InvalidParameter(
            "--modulation-frequency needs an amplitude: --modulation-mean or --modulation-rate");
    }
    settings.record.rate_bin = positive_quantity("--rate-bin", texts.rate_bin, Dimension::time);
    if (texts.record >= 0) settings.record.neurons = texts.record;
    options.statistics = parse_statistics(texts.of_statistics);
    options.statistics.all = texts.statistics;
    require_steps(settings, texts);
    return options;
}

void complete(SimulateOptions& options, const Network& network) {
    SimulationOptions& settings = options.settings;
    if (std::isnan(settings.warmup)) settings.warmup = usual_warmup(network);
    if (!options.scale_rates.empty()) {
        settings.scale_rates = vector_of(options.scale_rates);
    } else if (settings.scale < 1.0 ||
               (options.estimate && estimates_from_piece(network, settings))) {
        Network unstimulated = network;
        unstimulated.stimulus.clear();
        const auto point = theory::working_point(unstimulated, {.method = options.network.method});
        theory::require_converged(point);
        settings.scale_rates = point.firing_rates;
    }
    if (options.modulation_mean != 0.0) {
        settings.modulation.mu = Vector::Constant(network.N.size(), options.modulation_mean);
    }
    if (options.modulation_rate != 0.0) {
        settings.modulation.rate = Vector::Constant(network.nu_ext.size(), options.modulation_rate);
    }
    options.statistics =
        resolved(options.statistics, settings.duration, network.N.size(), options.format);
    for (const std::string& probe : options.probes) {
        settings.record.probes.push_back(probe_of(probe, network));
    }
}

}  // namespace siegert::cli
