#include "cli/frequency_options.hpp"

#include "cli/frequencies.hpp"
#include "cli/start.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

namespace siegert::cli {

void add_working_point_options(CLI::App& command, FrequencyOptions& options) {
    add_network_options(command, options.network);
    add_common_options(command, options.common);
    command
        .add_option("--start", options.start,
                    "rates to start from: zero (default), random, or as in \"5 Hz\", \"5,3 Hz\"")
        ->type_name("");
    command.add_option("--seed", options.seed, "of random starts; default 1")->type_name("");
    command
        .add_option("--max-iterations", options.max_iterations,
                    "of the solver for the working point; default 300")
        ->type_name("");
    command.add_option("--threads", options.threads, "default: as many as cores")
        ->type_name("")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--save", options.save, "write all results to this HDF5 file")
        ->type_name("");
}

void add_frequency_options(CLI::App& command, FrequencyOptions& options) {
    add_working_point_options(command, options);
    add_synaptic_filter_option(command, options.filter);
    auto* frequencies =
        command
            .add_option("--frequencies", options.frequencies,
                        "start:stop:step or a list, in Hz or with a unit; default: f_min, f_max,\n"
                        "df of the file, else 0.1:500:0.5")
            ->type_name("");
    command
        .add_option("--analysis", options.analysis_file,
                    "file with f_min, f_max, df or omegas, such as NNMT's")
        ->type_name("")
        ->excludes(frequencies);
}

void require_separate(const FrequencyOptions& options, const NamedFile& report) {
    require_separate({.parameter_file = options.network.file,
                      .inputs = {{"--analysis", options.analysis_file}},
                      .outputs = {{"--save", options.save}, report}});
}

questions::Inquiry inquiry_about(LoadedNetwork loaded, const FrequencyOptions& options) {
    const std::string& label = loaded.network.label;
    questions::Inquiry inquiry{.loaded = {},
                               .file = options.network.file,
                               .title = label.empty() ? options.network.file : label};
    inquiry.how.working_point = {
        .method = options.network.method,
        .start = starting_rates(loaded.network, options.start, options.seed),
        .max_iterations = options.max_iterations};
    inquiry.how.convention = options.common.convention;
    inquiry.how.filter = options.filter;
    inquiry.how.threads = options.threads;
    inquiry.how.keep_delays = false;
    inquiry.how.keep_propagator = false;
    inquiry.seed = options.seed;
    inquiry.loaded = std::move(loaded);
    return inquiry;
}

void choose_frequencies(questions::Inquiry& inquiry, const FrequencyOptions& options) {
    std::string origin = "the default";
    if (!options.frequencies.empty()) {
        inquiry.omegas = frequencies_from_text(options.frequencies);
        origin = "--frequencies";
    } else if (!options.analysis_file.empty()) {
        inquiry.omegas = load_analysis(options.analysis_file).omegas;
        origin = options.analysis_file;
        if (inquiry.omegas.size() == 0) {
            throw InvalidParameter(fmt::format(
                "{}: expected f_min, f_max, df or omegas, found none", options.analysis_file));
        }
    } else if (inquiry.loaded.analysis.omegas.size() != 0) {
        inquiry.omegas = inquiry.loaded.analysis.omegas;
        origin = options.network.file;
    } else {
        inquiry.omegas = default_frequencies();
    }
    const Vector f = in_hertz(inquiry.omegas);
    inquiry.frequency_note = fmt::format("{} frequencies from {}: {:.6g} Hz to {:.6g} Hz", f.size(),
                                         origin, f(0), f(f.size() - 1));
}

}  // namespace siegert::cli
