#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/frequencies.hpp"
#include "cli/interrupt.hpp"
#include "cli/options.hpp"
#include "cli/progress_bar.hpp"
#include "cli/spike_options.hpp"
#include "cli/statistics_options.hpp"
#include "cli/warmup.hpp"
#include "crosscheck/observables.hpp"

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/crosscheck/recorded.hpp>
#include <siegert/error.hpp>
#include <siegert/io/crosscheck_report.hpp>
#include <siegert/io/quantity.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <utility>

namespace siegert::cli {
namespace {

using crosscheck::Crosscheck;
using crosscheck::CrosscheckOptions;
using crosscheck::Quantity;
using crosscheck::Row;
using Json = nlohmann::ordered_json;

struct CrosscheckTexts {
    CommonOptions common;
    NetworkOptions network;
    std::string duration;
    std::string warmup;  ///< empty: usual_warmup
    std::string dt = "0.1 ms";
    std::string segment;
    std::string count_bin;
    std::string f_max = "200 Hz";
    std::vector<std::string> quantities;  ///< empty: those of CrosscheckOptions
    std::vector<double> frequencies;
    std::string report;  ///< HTML file; empty: none
    std::string command_line;
    SpikeTexts spikes;  ///< of a simulation by something else; no file: none
    const CLI::App* command = nullptr;
    CrosscheckOptions settings;
};

// All names that --quantities takes.
std::string quantity_names() {
    std::vector<std::string_view> names;
    for (const auto& info : crosscheck::quantities) {
        const bool is_response = info.quantity == Quantity::transfer_function_real ||
                                 info.quantity == Quantity::transfer_function_imaginary;
        if (!is_response) names.push_back(info.name);
    }
    names.emplace_back("transfer_functions");
    return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<Quantity> quantities_of(const std::vector<std::string>& names) {
    std::vector<Quantity> quantities;
    for (const auto& name : names) {
        if (name == "transfer_functions") {
            quantities.push_back(Quantity::transfer_function_real);
            quantities.push_back(Quantity::transfer_function_imaginary);
            continue;
        }
        const auto found = crosscheck::quantity_named(name);
        if (!found) {
            throw InvalidParameter(
                fmt::format("--quantities must be some of {}, got {}", quantity_names(), name));
        }
        quantities.push_back(*found);
    }
    return quantities;
}

CrosscheckOptions parse(const CrosscheckTexts& texts, const Network& network) {
    if (texts.common.convention != lif::Convention::exact) {
        throw InvalidParameter(
            "--convention must be exact: the published form leaves the refractory period out of "
            "the linear response, and the simulation has it");
    }
    CrosscheckOptions options = texts.settings;
    options.method = texts.network.method;
    if (texts.spikes.file.empty()) {
        if (texts.duration.empty()) {
            throw InvalidParameter(
                "--duration says how long to simulate, as in --duration \"10 s\"; or --spikes FILE "
                "compares with spikes that are there");
        }
        options.duration = quantity_of("--duration", texts.duration, Dimension::time);
    }
    options.warmup = warmup_of(texts.warmup, network);
    options.dt = quantity_of("--dt", texts.dt, Dimension::time);
    if (!texts.segment.empty()) {
        options.segment = quantity_of("--segment", texts.segment, Dimension::time);
    }
    if (!texts.count_bin.empty()) {
        options.count_bin = quantity_of("--count-bin", texts.count_bin, Dimension::time);
    }
    options.f_max = quantity_of("--f-max", texts.f_max, Dimension::frequency);
    if (!texts.quantities.empty()) options.quantities = quantities_of(texts.quantities);
    if (!texts.frequencies.empty()) {
        options.frequencies = Eigen::Map<const Vector>(
            texts.frequencies.data(), static_cast<Index>(texts.frequencies.size()));
    }
    return options;
}

Json row_json(const Row& row) {
    Json causes = Json::array();
    for (const auto& error : row.systematic_errors) {
        causes.push_back({{"cause", error.cause},
                          {"value", error.value},
                          {"exact", error.exact},
                          {"uncertainty", error.uncertainty},
                          {"standard_error", error.standard_error}});
    }
    const auto& info = crosscheck::quantity_info(row.quantity);
    Json json{{"quantity", info.name}, {"population", row.population}};
    if (!row.source.empty()) json["source"] = row.source;
    if (row.frequency > 0.0) json["frequency"] = quantity(row.frequency, "Hz");
    json["unit"] = info.unit.empty() ? "dimensionless" : info.unit;
    json["predicted"] = row.predicted;
    json["simulated"] = row.simulated;
    json["standard_error"] = row.standard_error;
    json["z"] = row.z;
    json["relative_deviation"] = row.relative_deviation;
    json["systematic_errors"] = std::move(causes);
    json["correction"] = row.correction;
    json["correction_error"] = row.correction_error;
    json["tolerance"] = row.tolerance;
    json["accepted_low"] = row.accepted_low;
    json["accepted_high"] = row.accepted_high;
    json["excess_z"] = row.excess_z;
    json["p_value"] = row.p_value;
    json["verdict"] = crosscheck::verdict_name(row.verdict);
    json["alarm"] = row.alarm;
    return json;
}

std::vector<Column> columns_of(const std::vector<Row>& rows) {
    std::vector<std::string> quantities, units, populations, verdicts;
    std::vector<double> frequency, predicted, simulated, error, z, relative, correction, tolerance,
        excess;
    for (const Row& row : rows) {
        quantities.emplace_back(crosscheck::quantity_info(row.quantity).name);
        units.emplace_back(crosscheck::quantity_info(row.quantity).unit);
        populations.push_back(row.source.empty() ? row.population
                                                 : row.population + "-" + row.source);
        frequency.push_back(row.frequency);
        predicted.push_back(row.predicted);
        simulated.push_back(row.simulated);
        error.push_back(row.standard_error);
        z.push_back(row.z);
        relative.push_back(row.relative_deviation);
        correction.push_back(row.correction);
        tolerance.push_back(row.tolerance);
        excess.push_back(row.excess_z);
        verdicts.emplace_back(crosscheck::verdict_name(row.verdict));
    }
    return {{"quantity", "", quantities},
            {"population", "", populations},
            {"frequency", "Hz", frequency},
            {"unit", "", units},
            {"predicted", "", predicted},
            {"simulated", "", simulated},
            {"standard_error", "", error},
            {"z", "", z},
            {"relative_deviation", "", relative, "%", 100.0},
            {"correction", "", correction},
            {"tolerance", "", tolerance},
            {"excess_z", "", excess},
            {"verdict", "", verdicts}};
}

// What every systematic error amounts to at most, so that a table shows where they come from.
std::vector<std::string> cause_notes(const std::vector<Row>& rows) {
    std::vector<std::string> notes;
    if (rows.empty()) return notes;
    for (std::size_t c = 0; c < rows.front().systematic_errors.size(); ++c) {
        double largest = 0.0;
        for (const Row& row : rows) {
            if (!crosscheck::is_rate(row.quantity) || row.predicted == 0.0) continue;
            largest = std::max(largest, std::abs(row.systematic_errors[c].value / row.predicted));
        }
        notes.push_back(fmt::format("systematic error: {}, up to {:.2g} % of a rate",
                                    rows.front().systematic_errors[c].cause, 100.0 * largest));
    }
    return notes;
}

Json list_of(const Vector& values) {
    return Json(std::vector<double>(values.begin(), values.end()));
}

std::string label_of(const LoadedNetwork& loaded, const CrosscheckTexts& texts) {
    return loaded.network.label.empty() ? texts.network.file : loaded.network.label;
}

// What was simulated, in a line.
std::vector<std::string> simulated_note(const Crosscheck& result, const std::string& label,
                                        const CrosscheckOptions& options) {
    const auto last_seed = options.seed + static_cast<std::uint64_t>(options.replicates - 1);
    return {fmt::format(
        "{}: {} samples of {:g} s after a warm-up of {:g} s, step {:g} ms, seeds {} to {}{}", label,
        result.samples, result.sample_duration, options.warmup, 1e3 * options.dt, options.seed,
        last_seed, options.scale < 1.0 ? fmt::format(", scale {:g}", options.scale) : "")};
}

Output output_of(const Crosscheck& result, const LoadedNetwork& loaded,
                 const CrosscheckTexts& texts, const CrosscheckOptions& options,
                 std::vector<std::string> notes) {
    const std::string label = label_of(loaded, texts);
    Output output;
    output.notes = std::move(notes);
    for (auto& note : cause_notes(result.rows)) output.notes.push_back(std::move(note));
    for (const auto& note : result.notes) output.notes.push_back(note);
    output.notes.push_back(crosscheck::summary(result));
    output.columns = columns_of(result.rows);
    const auto counts = crosscheck::verdict_counts(result);
    Json rows = Json::array();
    for (const Row& row : result.rows) rows.push_back(row_json(row));
    output.json = {{"label", label},
                   {"populations", loaded.network.populations},
                   {"agrees", result.agrees},
                   {"summary", crosscheck::summary(result)},
                   {"verdicts",
                    {{"agrees", counts.agree},
                     {"explained", counts.explained},
                     {"cannot tell", counts.cannot_tell},
                     {"disagrees", counts.disagree}}},
                   {"complete", result.complete},
                   {"family_error", options.family_error},
                   {"samples", result.samples},
                   {"sample_duration", quantity(result.sample_duration, "s")},
                   {"dt", quantity(options.dt, "s")},
                   {"batches", options.batches},
                   {"modulation_depth", list_of(result.modulation_depth)},
                   {"notes", result.notes},
                   {"rows", std::move(rows)}};
    if (texts.spikes.file.empty()) {
        output.json.update({{"warmup", quantity(options.warmup, "s")},
                            {"seed", options.seed},
                            {"replicates", options.replicates},
                            {"scale", options.scale}});
    } else {
        output.json["spikes"] = texts.spikes.file;
    }
    return output;
}

void declare(CLI::App& command, CrosscheckTexts& texts) {
    const auto text = [&](const char* name, std::string& value, const std::string& help) {
        return command.add_option(name, value, help)->type_name("");
    };
    const auto number = [&](const char* name, auto& value, const char* help) {
        command.add_option(name, value, help)->type_name("");
    };
    texts.network.method = texts.settings.method;
    add_network_options(command, texts.network);
    add_common_options(command, texts.common);
    text("--duration", texts.duration, "recorded in all, as in \"10 s\"; needed without --spikes");
    text("--warmup", texts.warmup, fmt::format("before each recording; {}", usual_warmup_text));
    text("--dt", texts.dt, "grid of the simulation; default 0.1 ms");
    number("--seed", texts.settings.seed, "of the first replicate; default 1");
    number("--replicates", texts.settings.replicates, "independent networks; default 20");
    number("--batches", texts.settings.batches, "parts of each recording; default 1");
    number("--threads", texts.settings.threads, "replicates at a time; default: all cores");
    number("--scale", texts.settings.scale,
           "compare a smaller network with input of equal mean "
           "and variance");
    number("--family-error", texts.settings.family_error,
           "probability of any false alarm; default 0.001");
    command
        .add_option("--quantities", texts.quantities,
                    "some of " + quantity_names() + "; default: all but the last")
        ->delimiter(',')
        ->type_name("");
    command
        .add_option("--frequencies", texts.frequencies,
                    "of the transfer functions in Hz; default 5,20,80")
        ->delimiter(',')
        ->type_name("");
    text("--count-bin", texts.count_bin, "of the covariances; default 100 ms, or half a sample");
    text("--segment", texts.segment, "of the spectra; default 0.5 s, or a sample");
    text("--f-max", texts.f_max, "of the spectra; default 200 Hz");
    command
        .add_option("--report", texts.report,
                    "write figures and tables to this HTML file, to look at in a browser")
        ->type_name("FILE");
    number("--bands", texts.settings.bands, "in which spectra are averaged; default 8");
    command
        .add_option(
            "--spikes", texts.spikes.file,
            "compare with these spikes of all neurons, simulated by something else: HDF5 of "
            "siegert or SONATA, or text as NEST writes it")
        ->type_name("FILE");
    declare_spikes(command, texts.spikes,
                   "all populations of the network, numbered from 1 on in text");
}

// Runs the cross-check with a progress bar; Ctrl-C stops it.
template <class Run>
Crosscheck checked(CrosscheckOptions options, const Run& run) {
    const InterruptGuard guard;
    ProgressBar bar;
    bar.show("simulating", 0, 100);
    options.progress = [&bar](double part) {
        bar.show("simulating", static_cast<int>(100.0 * part), 100);
        return !InterruptGuard::stop_requested();
    };
    return run(options);
}

void write_crosscheck_report(const LoadedNetwork& loaded, const Crosscheck& result,
                             const CrosscheckTexts& texts, const CrosscheckOptions& options) {
    const Analysis analysis{.omegas = loaded.analysis.omegas.size() > 0 ? loaded.analysis.omegas
                                                                        : default_frequencies(),
                            .k_wavenumbers = {}};
    const std::string& label = loaded.network.label;
    const auto report = io::crosscheck_report(loaded.network, result, options, analysis.omegas,
                                              {.title = label.empty() ? texts.network.file : label,
                                               .command = texts.command_line,
                                               .parameters = to_yaml(loaded.network, analysis)});
    io::write_report(report, texts.report);
}

// The numbers have taken long: they are printed even where no report can be written.
void deliver_crosscheck(const Crosscheck& result, const LoadedNetwork& loaded,
                        const CrosscheckTexts& texts, const CrosscheckOptions& options,
                        std::vector<std::string> notes, ExitCode& status) {
    print(output_of(result, loaded, texts, options, std::move(notes)), texts.common.format,
          std::cout);
    status = result.agrees ? ExitCode::done : ExitCode::answer_is_no;
    if (!texts.report.empty() && result.complete) {
        write_crosscheck_report(loaded, result, texts, options);
    }
}

// What belongs to one of the two ways of comparing is not ignored in the other one.
void require_one_way(const CrosscheckTexts& texts) {
    const auto given = [&](const char* name) { return texts.command->count(name) > 0; };
    const bool with_spikes = !texts.spikes.file.empty();
    for (const char* name :
         {"--duration", "--warmup", "--seed", "--replicates", "--threads", "--scale", "--report"}) {
        if (with_spikes && given(name)) {
            throw InvalidParameter(fmt::format(
                "{} is of a simulation that siegert runs: leave it out, or leave out --spikes",
                name));
        }
    }
    for (const char* name : {"--population", "--start", "--end"}) {
        if (!with_spikes && given(name)) {
            throw InvalidParameter(
                fmt::format("{} is of spikes that are there: it needs --spikes FILE", name));
        }
    }
}

// The populations of a network, numbered from 1 on as NEST does.
std::vector<NumberedPopulation> numbered(const Network& network) {
    std::vector<NumberedPopulation> populations;
    std::int64_t next = 1;
    for (std::size_t p = 0; p < network.populations.size(); ++p) {
        const auto N = static_cast<std::int64_t>(std::round(network.N(static_cast<Index>(p))));
        populations.push_back({network.populations[p], next, next + N - 1});
        next += N;
    }
    return populations;
}

// A file of SONATA numbers the neurons of each population from 0 on.
std::vector<NumberedPopulation> numbered_in(const std::string& file, const Network& network) {
    std::vector<NumberedPopulation> populations = numbered(network);
    if (spike_format(file) != SpikeFormat::sonata) return populations;
    for (NumberedPopulation& own : populations) {
        own.last -= own.first;
        own.first = 0;
    }
    return populations;
}

// Compares with spikes that something else has simulated.
void run_with_spikes(const CrosscheckTexts& texts, const LoadedNetwork& loaded, ExitCode& status) {
    constexpr int usual_batches = 20;
    CrosscheckOptions options = parse(texts, loaded.network);
    if (texts.command->count("--batches") == 0) options.batches = usual_batches;
    const SpikesRead read = spikes_of(texts.spikes, numbered_in(texts.spikes.file, loaded.network));
    const Crosscheck result = checked(options, [&](const CrosscheckOptions& watched) {
        return crosscheck::crosscheck(loaded.network, read.record, watched);
    });
    options.duration = read.record.end - read.record.start;
    options.replicates = 1;
    deliver_crosscheck(result, loaded, texts, options, notes_of(read, texts.spikes), status);
}

void run_crosscheck(const CrosscheckTexts& texts, ExitCode& status) {
    require_one_way(texts);
    const auto loaded = load(texts.network);
    require_delays(loaded, texts.network.file, "theory and simulation need");
    std::vector<NamedFile> inputs;
    if (!texts.spikes.file.empty()) inputs.push_back({"--spikes", texts.spikes.file});
    require_separate({.parameter_file = texts.network.file,
                      .inputs = inputs,
                      .outputs = {{"--report", texts.report}}});
    if (!texts.spikes.file.empty()) return run_with_spikes(texts, loaded, status);
    const CrosscheckOptions options = parse(texts, loaded.network);
    const Crosscheck result = checked(options, [&](const CrosscheckOptions& watched) {
        return crosscheck::crosscheck(loaded.network, watched);
    });
    deliver_crosscheck(result, loaded, texts, options,
                       simulated_note(result, label_of(loaded, texts), options), status);
}

}  // namespace

void add_crosscheck_command(CLI::App& app, const std::string& command_line, ExitCode& status) {
    auto* command =
        app.add_subcommand("crosscheck", "Compare the theory of a network with its simulation");
    auto texts = std::make_shared<CrosscheckTexts>();
    texts->command_line = command_line;
    declare(*command, *texts);
    texts->command = command;
    command->footer(
        "Each number agrees, is explained by known causes, cannot tell (what is accepted is wider "
        "than a fifth of it), or disagrees. Exit code 1 if any disagrees.\n\n"
        "Example:\n"
        "  siegert crosscheck examples/networks/ei_network.yaml --duration \"40 s\"\n"
        "  siegert crosscheck net.yaml --duration \"10 s\" --replicates 1 --batches 20\n"
        "  siegert crosscheck net.yaml --duration \"10 s\" --report out.html\n"
        "  siegert crosscheck net.yaml --spikes spikes.dat --end \"10 s\"");
    command->callback([texts, &status] { run_crosscheck(*texts, status); });
}

}  // namespace siegert::cli
