#pragma once

#include "cli/options.hpp"
#include "cli/spike_options.hpp"

#include <siegert/crosscheck/crosscheck.hpp>

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace siegert::cli {

/// The options of `siegert crosscheck` as they are typed.
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
    crosscheck::CrosscheckOptions settings;
};

void declare(CLI::App& command, CrosscheckTexts& texts);

/// What belongs to one of the two ways of comparing is not ignored in the other one.
///
/// Throws: InvalidParameter naming the option.
void require_one_way(const CrosscheckTexts& texts);

/// The same as numbers. Throws: InvalidParameter naming the option.
[[nodiscard]] crosscheck::CrosscheckOptions parse(const CrosscheckTexts& texts,
                                                  const Network& network);

}  // namespace siegert::cli
