#include "cli/commands.hpp"
#include "cli/frequency_options.hpp"
#include "cli/interrupt.hpp"
#include "cli/mode_tables.hpp"
#include "cli/network_output.hpp"
#include "cli/progress_bar.hpp"
#include "cli/results.hpp"

#include <siegert/error.hpp>
#include <siegert/io/analysis_report.hpp>
#include <siegert/io/quantity.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <numbers>

namespace siegert::cli {
namespace {

using theory::NetworkAnalysis;

constexpr Index frequencies_in_table = 50;

struct AnalyzeOptions {
    FrequencyOptions shared;
    std::string frequency;  ///< of `sensitivity`; empty: where each mode is closest to 1
    Index modes = 3;        ///< that people are told of
    Index connections = 5;  ///< for each of them
    std::string report;     ///< HTML file; empty: none
    std::string command_line;
};

bool for_people(const AnalyzeOptions& options) {
    return options.shared.common.format == Format::table;
}

/// A network with all that was found.
struct Analyzed {
    FrequencyTask task;
    NetworkAnalysis analysis;
};

Analyzed analyzed(const AnalyzeOptions& options, int growth_rate_starts) {
    Analyzed result{.task = load_task(options.shared), .analysis = {}};
    require_printable(result.task, options.shared);
    const Network& network = result.task.loaded.network;
    auto how = analysis_options(network, options.shared);
    how.growth_rate_starts = growth_rate_starts;
    const InterruptGuard guard(OnInterrupt::end_program);
    ProgressBar bar;
    how.on_step = [&bar](const theory::AnalysisStep& step) {
        bar.show(step.name, step.done, step.total);
    };
    result.analysis = theory::analyze(network, result.task.omegas, how);
    return result;
}

// Amplifies perturbations by less than a tenth: no rhythm is made by it.
bool is_idle(const theory::SensitivityMeasure& measure) {
    return std::abs(1.0 - measure.critical_eigenvalue) > 0.9;
}

// The modes that come closest to instability, or the one that shapes the spectrum most at the
// frequency that was asked for.
std::vector<ModeResult> listed_modes(const Analyzed& found, const AnalyzeOptions& options) {
    const Network& network = found.task.loaded.network;
    const auto& analysis = found.analysis;
    std::vector<ModeResult> modes;
    if (!options.frequency.empty()) {
        const double f = parse_quantity(options.frequency, Dimension::frequency);
        const auto measure =
            theory::sensitivity_measure(analysis.effective_connectivity, analysis.omegas,
                                        2.0 * std::numbers::pi * f, Complex(1.0));
        modes.push_back(mode_result(network, analysis, measure));
        return modes;
    }
    for (const auto& measure : analysis.sensitivity) {
        const bool enough = static_cast<Index>(modes.size()) == options.modes;
        if (enough || (!modes.empty() && is_idle(measure))) break;
        modes.push_back(mode_result(network, analysis, measure));
    }
    return modes;
}

// Peaks are predicted for the modes that are listed, T is there for all.
std::vector<ModeResult> all_modes(const Analyzed& found, const AnalyzeOptions& options,
                                  std::vector<ModeResult> listed) {
    if (!options.frequency.empty()) return listed;
    const auto& sensitivity = found.analysis.sensitivity;
    for (std::size_t m = listed.size(); m < sensitivity.size(); ++m) {
        listed.push_back({.measure = sensitivity[m], .peak = {}});
    }
    return listed;
}

Output header(const Analyzed& found, const AnalyzeOptions& options) {
    Output output = output_header(found.task, options.shared, found.analysis.working_point);
    for (auto& note : stability_notes(found.analysis)) output.notes.push_back(std::move(note));
    return output;
}

ResultsTree shared_results(const Analyzed& found) {
    auto results =
        state_results(found.task.loaded.network, found.analysis.working_point, found.task.omegas);
    add_stability(results, found.analysis);
    return results;
}

Index rows_of_spectra(const Analyzed& found, const AnalyzeOptions& options) {
    return for_people(options) ? frequencies_in_table : found.task.omegas.size();
}

void run_spectra(const AnalyzeOptions& options) {
    const auto found = analyzed(options, 0);
    const Network& network = found.task.loaded.network;
    Output output = header(found, options);
    if (wants_results(options.shared)) {
        auto results = shared_results(found);
        add_spectra(results, network, found.analysis);
        deliver(std::move(results), found.task, options.shared, output);
    }
    const Index rows = rows_of_spectra(found, options);
    output.tables.push_back({.title = found.analysis.peaks.empty() ? "Peaks: none" : "Peaks",
                             .columns = peak_columns(network, found.analysis)});
    output.columns = spectra_columns(network, found.analysis, rows);
    output.columns_title =
        rows < found.task.omegas.size()
            ? fmt::format("Power spectra at {} of the frequencies; --format csv prints all", rows)
            : "Power spectra";
    print(output, options.shared.common.format, std::cout);
}

constexpr const char* connections_title =
    "Connections that move the eigenvalues most; changes of the peak for 1 % more synapses";

void run_sensitivity(const AnalyzeOptions& options) {
    const auto found = analyzed(options, 0);
    const Network& network = found.task.loaded.network;
    Output output = header(found, options);
    const auto modes = listed_modes(found, options);
    if (wants_results(options.shared)) {
        auto results = shared_results(found);
        add_sensitivity(results, network, all_modes(found, options, modes));
        deliver(std::move(results), found.task, options.shared, output);
    }
    output.tables.push_back({.title = "Modes", .columns = mode_columns(network, modes)});
    output.columns_title = connections_title;
    output.columns =
        for_people(options)
            ? connection_columns(network, modes, options.connections, ConnectionNames::arrow)
            : connection_columns(network, modes, network.K.size(), ConnectionNames::apart);
    print(output, options.shared.common.format, std::cout);
}

// One line instead of a table that does not fit on the screen.
std::string rates_note(const Vector& firing_rates) {
    std::vector<double> sorted(firing_rates.data(), firing_rates.data() + firing_rates.size());
    std::sort(sorted.begin(), sorted.end());
    return fmt::format(
        "firing rates: {:.4g} Hz to {:.4g} Hz, median {:.4g} Hz; siegert rates lists all",
        sorted.front(), sorted.back(), sorted[sorted.size() / 2]);
}

void add_tables(Output& output, const Analyzed& found, const AnalyzeOptions& options,
                const std::vector<ModeResult>& modes) {
    const Network& network = found.task.loaded.network;
    const auto& point = found.analysis.working_point;
    constexpr std::size_t most_populations = 20;
    if (network.populations.size() > most_populations) {
        output.notes.push_back(rates_note(point.firing_rates));
    } else {
        output.tables.push_back(
            {.title = "Working point", .columns = state_columns(network, {&point})});
    }
    output.tables.push_back({.title = found.analysis.peaks.empty()
                                          ? "Peaks of the power spectra: none"
                                          : "Peaks of the power spectra",
                             .columns = rhythm_columns(network, found.analysis)});
    output.tables.push_back(
        {.title = "Modes closest to instability", .columns = mode_columns(network, modes)});
    output.tables.push_back({.title = connections_title,
                             .columns = connection_columns(network, modes, options.connections,
                                                           ConnectionNames::arrow)});
}

std::string report_title(const Analyzed& found, const AnalyzeOptions& options) {
    const std::string& label = found.task.loaded.network.label;
    return label.empty() ? options.shared.network.file : label;
}

void write_analysis_report(const Analyzed& found, const AnalyzeOptions& options) {
    const Network& network = found.task.loaded.network;
    const auto report = io::analysis_report(
        network, found.analysis, theory::peak_sensitivities(network, found.analysis),
        {.title = report_title(found, options),
         .command = options.command_line,
         .parameters = to_yaml(network, found.task.loaded.analysis)});
    io::write_report(report, options.report);
}

void run_analyze(const AnalyzeOptions& options) {
    require_folder_of(options.report);
    require_folder_of(options.shared.save);
    auto found = analyzed(options, theory::AnalysisOptions{}.growth_rate_starts);
    const Network& network = found.task.loaded.network;
    Output output = header(found, options);
    for (auto& note : validity_notes(found.analysis.working_point.validity)) {
        output.notes.push_back(std::move(note));
    }
    const auto modes = listed_modes(found, options);
    if (!options.report.empty()) write_analysis_report(found, options);
    if (wants_results(options.shared)) {
        auto results = shared_results(found);
        add_transfer_functions(results, found.analysis.transfer);
        add_spectra(results, network, found.analysis);
        add_sensitivity(results, network, all_modes(found, options, modes));
        move_matrices(results, found.analysis);
        deliver(std::move(results), found.task, options.shared, output);
    }
    if (for_people(options)) {
        add_tables(output, found, options, modes);
    } else {
        output.columns = spectra_columns(network, found.analysis, found.task.omegas.size());
    }
    print(output, options.shared.common.format, std::cout);
}

void add_list_options(CLI::App& command, AnalyzeOptions& options) {
    command.add_option("--modes", options.modes, "how many modes to name; default 3")
        ->type_name("")
        ->check(CLI::PositiveNumber);
    command
        .add_option("--connections", options.connections,
                    "how many connections to name for each mode, in tables; default 5")
        ->type_name("")
        ->check(CLI::PositiveNumber);
}

}  // namespace

void add_spectra_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "spectra", "Power spectra of the population activities of a network, and their peaks");
    auto options = std::make_shared<AnalyzeOptions>();
    add_frequency_options(*command, options->shared);
    command->footer("Example:\n  siegert spectra examples/networks/microcircuit.yaml --format csv");
    command->callback([options] { run_spectra(*options); });
}

void add_sensitivity_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "sensitivity", "Which connections shape the rhythms of a network, in height and frequency");
    auto options = std::make_shared<AnalyzeOptions>();
    add_frequency_options(*command, options->shared);
    auto* frequency = command
                          ->add_option("--frequency", options->frequency,
                                       "where to measure, as in \"64 Hz\"; default: each mode "
                                       "where it is closest to instability")
                          ->type_name("");
    add_list_options(*command, *options);
    command->get_option("--modes")->excludes(frequency);
    command->footer(
        "Example:\n"
        "  siegert sensitivity examples/networks/microcircuit.yaml --frequency \"64 Hz\"");
    command->callback([options] { run_sensitivity(*options); });
}

void add_analyze_command(CLI::App& app, const std::string& command_line) {
    auto* command = app.add_subcommand(
        "analyze", "Working point, stability, rhythms and what makes them: everything at once");
    auto options = std::make_shared<AnalyzeOptions>();
    add_frequency_options(*command, options->shared);
    add_list_options(*command, *options);
    options->command_line = command_line;
    command
        ->add_option("--report", options->report,
                     "write figures and tables to this HTML file, to look at in a browser")
        ->type_name("FILE");
    command->footer(
        "Example:\n"
        "  siegert analyze examples/networks/microcircuit.yaml\n"
        "  siegert analyze net.yaml --frequencies 1:1000:1 --save out.h5\n"
        "  siegert analyze net.yaml --report out.html");
    command->callback([options] { run_analyze(*options); });
}

}  // namespace siegert::cli
