#pragma once

#include "cli/files.hpp"
#include "cli/options.hpp"

#include <siegert/questions/inquiry.hpp>

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

/// Declares NET.yaml, how to solve for its working point, --threads and --save.
void add_working_point_options(CLI::App& command, FrequencyOptions& options);

/// Declares NET.yaml and all options of FrequencyOptions.
void add_frequency_options(CLI::App& command, FrequencyOptions& options);

/// The files of the command. Throws: as require_separate.
void require_separate(const FrequencyOptions& options, const NamedFile& report = {});

/// What is to be asked about a network, with these options; without frequencies.
[[nodiscard]] questions::Inquiry inquiry_about(LoadedNetwork loaded,
                                               const FrequencyOptions& options);

/// Decides on the frequencies of an inquiry, and tells where they are from.
void choose_frequencies(questions::Inquiry& inquiry, const FrequencyOptions& options);

}  // namespace siegert::cli
