#include "cli/commands.hpp"
#include "cli/deliver.hpp"
#include "cli/frequency_options.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "cli/start.hpp"

#include <siegert/error.hpp>
#include <siegert/io/analysis_report.hpp>
#include <siegert/questions/question.hpp>
#include <siegert/theory/rhythm.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

/// Every question as a command: nothing here knows what is asked.
namespace siegert::cli {
namespace {

using questions::Inquiry;
using questions::OptionKind;
using questions::Question;

struct QuestionOptions {
    FrequencyOptions shared;
    std::map<std::string, std::string> settings;
    std::string report;  ///< HTML file; empty: none
    std::string command_line;
};

// "--all-fixed-points" of "all_fixed_points"
std::string option_name(std::string_view name) {
    std::string text = "--" + std::string(name);
    std::ranges::replace(text, '_', '-');
    return text;
}

CLI::Option* declare(CLI::App& command, const questions::Option& option,
                     std::map<std::string, std::string>& settings) {
    const std::string name(option.name);
    const std::string meaning(option.meaning);
    if (option.kind == OptionKind::flag) {
        return command.add_flag_function(
            option_name(name), [&settings, name](std::int64_t) { settings[name] = "true"; },
            meaning);
    }
    auto* declared = command.add_option_function<std::string>(
        option_name(name), [&settings, name](const std::string& text) { settings[name] = text; },
        meaning);
    declared->type_name("");
    if (option.kind == OptionKind::count) declared->check(CLI::PositiveNumber);
    if (option.kind == OptionKind::text) declared->join(';');
    return declared;
}

void declare_all(CLI::App& command, const Question& question, QuestionOptions& options) {
    if (question.needs != questions::Needs::working_point) {
        add_frequency_options(command, options.shared);
    } else {
        add_working_point_options(command, options.shared);
    }
    for (const auto& option : question.options) declare(command, option, options.settings);
    for (const auto& option : question.options) {
        auto* declared = command.get_option(option_name(option.name));
        for (const auto other : option.needs) declared->needs(option_name(other));
        for (const auto other : option.excludes) {
            declared->excludes(command.get_option(option_name(other)));
        }
    }
    command
        .add_option("--report", options.report,
                    "write figures and tables to this HTML file, to look at in a browser")
        ->type_name("FILE");
}

Inquiry inquiry_of(const Question& question, const QuestionOptions& options) {
    const auto& shared = options.shared;
    auto loaded = load(shared.network);
    require_separate(shared, {"--report", options.report});
    if (question.needs == questions::Needs::delays) {
        require_delays(loaded, shared.network.file, "spectra, eigenmodes and stability need");
    }
    auto inquiry = inquiry_about(std::move(loaded), shared);
    if (question.needs != questions::Needs::working_point) choose_frequencies(inquiry, shared);
    inquiry.settings = options.settings;
    inquiry.keeps_matrices = !shared.save.empty() || shared.common.format == Format::json;
    return inquiry;
}

io::Report report_about(const Question& question, Inquiry& inquiry, const Answer& answer,
                        const io::ReportText& text) {
    if (question.name != "analyze") return io::report_of(answer, text);
    const Network& network = inquiry.loaded.network;
    const auto& analysis = *inquiry.analysis;
    constexpr std::size_t most_peaks = 3;  // that the report shows
    return io::analysis_report(
        network, analysis,
        theory::peak_sensitivities(network, analysis,
                                   theory::leading_peaks(analysis.peaks, most_peaks)),
        text);
}

void run(const Question& question, const QuestionOptions& options) {
    Inquiry inquiry = inquiry_of(question, options);
    Answer answer;
    {
        const InterruptGuard guard(OnInterrupt::end_program);
        ProgressBar bar;
        inquiry.how.on_step = [&bar](const theory::AnalysisStep& step) {
            bar.show(step.name, step.done, step.total);
        };
        answer = questions::ask(question, inquiry);
    }
    const Analysis frequencies{.omegas = inquiry.omegas, .k_wavenumbers = {}};
    const Network& network = inquiry.loaded.network;
    if (!options.report.empty()) {
        io::write_report(report_about(question, inquiry, answer,
                                      {.title = inquiry.title,
                                       .command = options.command_line,
                                       .parameters = to_yaml(network, frequencies)}),
                         options.report);
    }
    deliver(std::move(answer), network, frequencies, options.shared.common.format,
            options.shared.save);
}

}  // namespace

void add_question_commands(CLI::App& app, const std::string& command_line) {
    for (const Question* question : questions::all_questions()) {
        const std::string name(question->name);
        auto* command = app.add_subcommand(name, std::string(question->meaning));
        auto options = std::make_shared<QuestionOptions>();
        options->command_line = command_line;
        declare_all(*command, *question, *options);
        command->footer(fmt::format("Example:\n  siegert {} {}", name, question->example));
        command->callback([question, options] { run(*question, *options); });
    }
}

}  // namespace siegert::cli
