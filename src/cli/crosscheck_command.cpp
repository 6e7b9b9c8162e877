#include "cli/commands.hpp"
#include "cli/crosscheck_options.hpp"
#include "cli/crosscheck_output.hpp"
#include "cli/files.hpp"
#include "cli/frequencies.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "cli/spike_options.hpp"

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/crosscheck/recorded.hpp>
#include <siegert/error.hpp>
#include <siegert/io/crosscheck_report.hpp>

#include <fmt/format.h>

#include <cmath>
#include <iostream>
#include <memory>
#include <utility>

namespace siegert::cli {
namespace {

using crosscheck::Crosscheck;
using crosscheck::CrosscheckOptions;

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
                        const std::vector<std::string>& notes, ExitCode& status) {
    print(crosscheck_output(result, loaded.network, label_of(loaded, texts), options, notes,
                            texts.spikes.file),
          texts.common.format, std::cout);
    status = result.agrees ? ExitCode::done : ExitCode::answer_is_no;
    if (!texts.report.empty() && result.complete) {
        write_crosscheck_report(loaded, result, texts, options);
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
