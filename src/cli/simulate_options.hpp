#pragma once

#include "cli/options.hpp"
#include "cli/simulate_statistics.hpp"

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace siegert::cli {

/// The options of `siegert simulate` as they are typed.
struct SimulateTexts {
    CommonOptions common;
    NetworkOptions network;
    std::string duration;
    std::string warmup = "0.5 s";
    std::string dt = "0.1 ms";
    std::uint64_t seed = 1;
    int threads = 0;
    double scale = 1.0;
    std::vector<double> scale_rates;
    bool exact = false;
    std::string modulation_frequency;
    std::string modulation_mean;
    double modulation_rate = 0.0;
    std::int64_t record = -1;
    std::string rate_bin;
    std::vector<std::string> probes;
    std::string save;
    std::string checkpoint;
    std::string resume;
    bool statistics = false;
    std::string count_bin;
    std::string segment;
    std::string f_max = "500 Hz";
    std::string spectral_method = "multitaper";
};

/// The same as numbers.
struct SimulateOptions {
    Format format = Format::table;
    NetworkOptions network;
    SimulationOptions settings;
    StatisticsOptions statistics;
    std::vector<std::string> probes;  ///< "population:neuron"
    double modulation_mean = 0.0;     ///< [V]
    double modulation_rate = 0.0;
    std::vector<double> scale_rates;  ///< [Hz]
    std::string save;
    std::string checkpoint;
    std::string resume;
};

void declare(CLI::App& command, SimulateTexts& texts);

/// Throws: InvalidParameter naming the option.
[[nodiscard]] SimulateOptions parse(const SimulateTexts& texts);

/// Completes what in the options depends on the network or on each other. Where a scaled network is
/// asked for and no rates are given, those of its working point are taken.
void complete(SimulateOptions& options, const Network& network);

}  // namespace siegert::cli
