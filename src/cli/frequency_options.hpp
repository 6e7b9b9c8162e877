#pragma once

#include "cli/options.hpp"
#include "cli/output.hpp"

#include <siegert/io/results_file.hpp>
#include <siegert/theory/analysis.hpp>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>

/// What the commands in the frequency domain share: options, loading, saving.
namespace siegert::cli {

struct FrequencyOptions {
    CommonOptions common;
    NetworkOptions network;
    std::string frequencies;    ///< empty: from `analysis_file`, NET.yaml, or the default
    std::string analysis_file;  ///< empty: none
    lif::SynapticFilter filter = lif::SynapticFilter::with;
    std::string start = "zero";
    std::uint64_t seed = 1;
    int max_iterations = theory::WorkingPointOptions{}.max_iterations;
    int threads = 0;
    std::string save;  ///< empty: nowhere
};

/// A network and the frequencies [rad/s] at which it is to be analysed.
struct FrequencyTask {
    LoadedNetwork loaded;
    Vector omegas;
    std::string frequency_note;  ///< which frequencies, and where they are from
};

/// Declares NET.yaml and all options of FrequencyOptions.
void add_frequency_options(CLI::App& command, FrequencyOptions& options);

/// Reads the network and decides on the frequencies.
[[nodiscard]] FrequencyTask load_task(const FrequencyOptions& options);

/// The same for a network that was read already.
[[nodiscard]] FrequencyTask task_of(LoadedNetwork loaded, const FrequencyOptions& options);

/// How the library is to analyse the network.
[[nodiscard]] theory::AnalysisOptions analysis_options(const Network& network,
                                                       const FrequencyOptions& options);

/// The working point that everything is calculated at. Throws: AccuracyNotReached if there is none.
[[nodiscard]] theory::WorkingPoint converged_working_point(const Network& network,
                                                           const theory::AnalysisOptions& options);

/// The lines and the JSON that every output begins with.
[[nodiscard]] Output output_header(const FrequencyTask& task, const FrequencyOptions& options,
                                   const theory::WorkingPoint& point);

/// Whether the results are asked for, in a file or as JSON.
[[nodiscard]] bool wants_results(const FrequencyOptions& options);

/// Throws InvalidParameter where so many matrices would be printed as JSON that only a file can
/// hold them.
void require_printable(const FrequencyTask& task, const FrequencyOptions& options);

/// Puts the results into JSON, and into the file if one is wanted.
void deliver(ResultsTree results, const FrequencyTask& task, const FrequencyOptions& options,
             Output& output);

}  // namespace siegert::cli
