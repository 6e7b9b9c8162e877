#include "cli/commands.hpp"
#include "cli/deliver.hpp"
#include "cli/frequency_options.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "cli/ranks.hpp"
#include "cli/scan_results.hpp"
#include "lif/names.hpp"
#include "model/enumerators.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

namespace siegert::cli {
namespace {

using questions::ScanSettings;
using theory::Scan;
using theory::ScanPoint;

constexpr double seconds_between_saves = 10.0;

/// The processes that share a scan.
struct Ranks {
    const ParallelSession* session;  ///< nullptr: this one only

    [[nodiscard]] int rank() const { return session != nullptr ? session->rank() : 0; }
    [[nodiscard]] int count() const { return session != nullptr ? session->ranks() : 1; }
    [[nodiscard]] bool is_first() const { return rank() == 0; }
    void wait() const {
        if (session != nullptr) session->wait_for_all();
    }
};

struct ScanCommand {
    FrequencyOptions shared;
    std::vector<std::string> vary;
    Index samples = 0;  ///< of a Latin hypercube; 0: a grid
    std::string ask;    ///< see questions::asked_question; empty: nothing
    bool no_stability = false;
    bool resume = false;
};

/// Everything that is decided before the first point.
struct ScanTask {
    ParameterGrid grid;
    questions::Inquiry inquiry;  ///< about the network at the first point
    theory::ScanOptions options;
    ScanSettings settings;
    std::optional<questions::AskedQuestion> asked{};
};

template <class Parse>
auto varied_in(const ScanCommand& command, Parse parse) {
    std::vector<decltype(parse(std::string()))> varied;
    for (const auto& text : command.vary) {
        try {
            varied.push_back(parse(text));
        } catch (const InvalidParameter& error) {
            throw InvalidParameter(std::string("--vary: ") + error.what());
        }
    }
    return varied;
}

ParameterGrid grid_or_samples(const ScanCommand& command) {
    const NetworkOptions& options = command.shared.network;
    const LoadOptions load{.model = options.model};
    if (command.samples == 0) {
        return parameter_grid(
            options.file,
            varied_in(command, [](const std::string& text) { return varied_parameter(text); }),
            load);
    }
    const auto ranges =
        varied_in(command, [](const std::string& text) { return parameter_range(text); });
    return parameter_samples(options.file,
                             latin_hypercube(ranges, command.samples, command.shared.seed), load);
}

ParameterGrid load_grid(const ScanCommand& command) {
    const NetworkOptions& options = command.shared.network;
    auto grid = grid_or_samples(command);
    print_warnings(grid.first, options.file);
    if (!options.synapse) return grid;
    for (const auto& parameter : grid.parameters) {
        if (parameter.key == "synapse") {
            throw InvalidParameter("--synapse must not be given where synapse is varied");
        }
    }
    grid.first.network.synapse = *options.synapse;
    grid.at = [synapse = *options.synapse, as_in_file = grid.at](const auto& position) {
        auto loaded = as_in_file(position);
        loaded.network.synapse = synapse;
        return loaded;
    };
    return grid;
}

questions::AskedQuestion asked_in(const ScanCommand& command, const LoadedNetwork& first) {
    auto asked = questions::asked_question(command.ask);
    if (asked.question->needs == questions::Needs::delays) {
        require_delays(first, command.shared.network.file,
                       "spectra, eigenmodes and stability need");
    }
    return asked;
}

bool wants_frequencies(const ScanTask& task) {
    return task.asked && task.asked->question->needs != questions::Needs::working_point;
}

ScanTask task_of(const ScanCommand& command) {
    const auto& shared = command.shared;
    auto grid = load_grid(command);
    require_separate(shared);
    auto inquiry = inquiry_about(grid.first, shared);
    choose_frequencies(inquiry, shared);
    ScanTask task{
        .grid = std::move(grid), .inquiry = std::move(inquiry), .options = {}, .settings = {}};
    if (!command.ask.empty()) task.asked = asked_in(command, task.grid.first);
    const bool wants_stability =
        !command.no_stability && !task.asked && task.grid.first.network.Delay.size() > 0;
    const auto& how = task.inquiry.how;
    task.options.working_point = how.working_point;
    if (are_samples(task.grid)) task.options.start = theory::ScanStart::own;
    task.options.omegas = wants_stability ? task.inquiry.omegas : Vector();
    task.options.convention = how.convention;
    task.options.filter = how.filter;
    task.options.threads = how.threads;
    std::vector<Index> last = task.grid.shape;
    for (Index& k : last) --k;
    task.settings = {
        .method = std::string(lif::method_name(shared.network.method)),
        .convention = std::string(lif::convention_name(shared.common.convention)),
        .synaptic_filter = std::string(name_in(lif::filter_names, shared.filter)),
        .synapse = shared.network.synapse ? std::string(schema::name_of(*shared.network.synapse))
                                          : "as in the file",
        .start = shared.start == "random" ? fmt::format("random {}", shared.seed) : shared.start,
        .max_iterations = shared.max_iterations,
        .omegas = wants_frequencies(task) ? task.inquiry.omegas : task.options.omegas,
        .asked = command.ask,
        .last_network = to_yaml(task.grid.at(last).network)};
    return task;
}

// Answers of points that are done: others are under way.
questions::PointAnswers finished(const Scan& scan, const questions::PointAnswers& answers) {
    questions::PointAnswers result(answers.size());
    for (std::size_t k = 0; k < answers.size(); ++k) {
        if (scan.points[k].done) result[k] = answers[k];
    }
    return result;
}

Answer answer_of(const ScanTask& task, const Scan& scan, const questions::PointAnswers& answers) {
    return questions::scan_answer(task.grid, scan, task.settings, finished(scan, answers));
}

void save(const ScanTask& task, const Scan& scan, const questions::PointAnswers& answers,
          const std::string& path) {
    write_results({.network = task.grid.first.network,
                   .analysis = {.omegas = task.options.omegas, .k_wavenumbers = {}},
                   .results = io::results_of(answer_of(task, scan, answers)),
                   .version = {}},
                  path);
}

void remove_parts(const std::string& path) {
    for (const auto& part : part_paths(path)) std::filesystem::remove(part);
}

// What was done before; what another scan has left is gone.
StoredScan earlier_scan(const ScanTask& task, const ScanCommand& command, const Ranks& ranks) {
    const std::string& path = command.shared.save;
    if (path.empty()) return {};
    StoredScan earlier;
    if (command.resume) earlier = read_scan_with_parts(path, task.grid, task.settings);
    ranks.wait();  // until all have read what they will overwrite
    if (!command.resume && ranks.is_first()) remove_parts(path);
    ranks.wait();
    return earlier;
}

// Of several processes each has as many points, one after the other.
std::function<bool(Index)> share_of(const Ranks& ranks, Index points) {
    if (ranks.count() == 1) return {};
    const auto begin = [=](int rank) { return points * rank / ranks.count(); };
    return [first = begin(ranks.rank()), end = begin(ranks.rank() + 1)](Index point) {
        return first <= point && point < end;
    };
}

Index size_of(const ParameterGrid& grid) {
    Index size = 1;
    for (const Index length : grid.shape) size *= length;
    return size;
}

// The shares of all processes, put together by the first.
StoredScan joined(const ScanTask& task, StoredScan own, const std::string& path,
                  const Ranks& ranks) {
    if (ranks.count() > 1) save(task, own.scan, own.answers, part_path(path, ranks.rank()));
    ranks.wait();
    if (!ranks.is_first()) return own;
    if (ranks.count() > 1) own = read_scan_with_parts(path, task.grid, task.settings);
    save(task, own.scan, own.answers, path);
    remove_parts(path);
    return own;
}

// Saves from time to time, so that not even a power failure costs much.
StoredScan run(ScanTask& task, const ScanCommand& command, const Ranks& ranks) {
    using clock = std::chrono::steady_clock;
    StoredScan found = earlier_scan(task, command, ranks);
    if (task.asked) {
        found.answers.resize(static_cast<std::size_t>(size_of(task.grid)));
        task.options.examine = [&](Index point, const Network& network, const ScanPoint& state,
                                   int threads) {
            found.answers[static_cast<std::size_t>(point)] =
                questions::answer_at(*task.asked, task.inquiry, network, state, threads);
        };
    }
    const InterruptGuard guard;
    ProgressBar bar;
    const std::string path = ranks.count() > 1 && !command.shared.save.empty()
                                 ? part_path(command.shared.save, ranks.rank()).string()
                                 : command.shared.save;
    auto saved = clock::now();
    std::chrono::duration<double> pause(seconds_between_saves);
    constexpr double most_time_for_saves = 20.0;  // one part in as many, however large the scan
    task.options.wanted = share_of(ranks, size_of(task.grid));
    task.options.on_point = [&](const Scan& scan) {
        const auto total = static_cast<int>(scan.points.size());
        const auto done = static_cast<int>(scan.done);
        if (ranks.is_first()) bar.show(fmt::format("{} of {} points", done, total), done, total);
        const std::chrono::duration<double> since = clock::now() - saved;
        if (!path.empty() && since.count() > pause.count()) {
            const auto begin = clock::now();
            save(task, scan, found.answers, path);
            saved = clock::now();
            const std::chrono::duration<double> lasted = saved - begin;
            pause = std::max(pause, most_time_for_saves * lasted);
        }
        return !InterruptGuard::stop_requested();
    };
    const auto network_at = [&grid = task.grid](const std::vector<Index>& position) {
        return grid.at(position).network;
    };
    if (ranks.is_first()) bar.show("starting", 0, 1);
    found.scan = theory::scan(task.grid.shape, network_at, task.options, std::move(found.scan));
    if (command.shared.save.empty()) return found;
    return joined(task, std::move(found), command.shared.save, ranks);
}

std::vector<std::string> notes_of(const ScanTask& task, const Scan& scan,
                                  const ScanCommand& command) {
    std::vector<std::string> notes;
    std::string axes;
    for (const auto& parameter : task.grid.parameters) {
        axes += axes.empty() ? parameter.key : "; " + parameter.key;
        if (are_samples(task.grid)) continue;
        axes += fmt::format(": {} values from {} to {}", parameter.values.size(),
                            parameter.values.front(), parameter.values.back());
    }
    if (are_samples(task.grid)) axes += fmt::format(": {} samples", task.grid.shape.front());
    notes.push_back("scan of " + axes);
    if (task.asked) notes.push_back("asked: " + command.ask);
    if (task.settings.omegas.size() > 0) {
        notes.push_back(fmt::format("convention {}; {}", task.settings.convention,
                                    task.inquiry.frequency_note));
    } else if (!task.asked) {
        notes.push_back(command.no_stability ? "without stability"
                                             : "without stability: the network has no delays");
    }
    const auto failed = std::ranges::count_if(scan.points, [](const ScanPoint& point) {
        return point.done && point.termination == theory::Termination::not_converged;
    });
    if (failed > 0) notes.push_back(fmt::format("NOT CONVERGED at {} points", failed));
    const auto total = static_cast<Index>(scan.points.size());
    if (scan.done < total) {
        notes.push_back(fmt::format(
            "stopped after {} of {} points{}", scan.done, total,
            command.shared.save.empty() ? "" : "; the same command with --resume goes on"));
    }
    if (!command.shared.save.empty()) notes.push_back("results saved to " + command.shared.save);
    return notes;
}

void run_scan(const ScanCommand& command, const Ranks& ranks, ExitCode& status) {
    if (ranks.count() > 1 && command.shared.save.empty()) {
        throw InvalidParameter("a scan by several processes needs --save: they share that file");
    }
    ScanTask task = task_of(command);
    const StoredScan stored = run(task, command, ranks);
    if (!ranks.is_first()) return;
    const Scan& scan = stored.scan;
    const bool complete = scan.done == static_cast<Index>(scan.points.size());
    Answer answer = questions::heading(task.inquiry);
    std::ranges::move(notes_of(task, scan, command), std::back_inserter(answer.notes));
    answer.quantities.push_back(quantity("complete", dataset(Flag{complete})));
    Answer found = answer_of(task, scan, stored.answers);
    answer.tables = std::move(found.tables);
    append(answer, std::move(found));
    deliver(std::move(answer), {}, {}, command.shared.common.format, "");
    status = complete ? ExitCode::done : ExitCode::answer_is_no;
}

}  // namespace

void add_scan_command(CLI::App& app, ExitCode& status) {
    auto* command = app.add_subcommand(
        "scan", "Working point and stability of a network on a grid of its parameters");
    auto options = std::make_shared<ScanCommand>();
    add_frequency_options(*command, options->shared);
    command
        ->add_option(
            "--vary", options->vary,
            "key=start:stop:step or key=a,b,c with the unit at the end; stop is included;\n"
            "any key of the file, or one entry as in \"J[E,I]\"; several times for a grid")
        ->required()
        ->type_name("")
        ->allow_extra_args(false);
    command
        ->add_option("--samples", options->samples,
                     "this many points of a Latin hypercube instead of a grid: --vary key=from:to "
                     "is then a range; --seed for others")
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    command
        ->add_option(
            "--ask", options->ask,
            "a question with its options, \"sensitivity --frequency 64 Hz\": its answer at "
            "every\npoint, in place of stability; rates, spectra, stability, gradients, "
            "...")
        ->type_name("QUESTION");
    command->add_flag("--no-stability", options->no_stability, "rates and input only: faster");
    command->add_flag("--resume", options->resume, "go on with the scan that was saved to the file")
        ->needs("--save");
    command->footer(
        "Ctrl-C stops cleanly: what was done is printed, and saved with --save.\n\n"
        "Example:\n"
        "  siegert scan examples/networks/brunel_2000.yaml --vary nu_ext=\"5:15:0.5 Hz\"\n"
        "  siegert scan net.yaml --vary nu_ext=\"5:15:0.5 Hz\" --vary g=3:8:0.1 --save scan.h5\n"
        "  siegert scan net.yaml --vary g=3:8:0.1 --ask \"spectra\" --save spectra.h5\n"
        "  mpirun -np 4 siegert scan net.yaml --vary nu_ext=\"5:15:0.5 Hz\" --vary g=3:8:0.1 "
        "--save scan.h5 --resume");
    command->callback([options, &status] {
        on_all_ranks([&](const ParallelSession* session) {
            const Ranks ranks{session};
            if (ranks.count() > 1 && options->shared.threads == 0) {
                options->shared.threads = threads_of_each(ranks.count());
            }
            run_scan(*options, ranks, status);
        });
    });
}

}  // namespace siegert::cli
