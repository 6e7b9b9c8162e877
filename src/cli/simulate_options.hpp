#pragma once

#include "cli/options.hpp"
#include "cli/simulate_statistics.hpp"
#include "cli/statistics_options.hpp"

#include <siegert/io/spike_formats.hpp>
#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace siegert::cli {

/// The options of `siegert simulate` as they are typed.
struct SimulateTexts {
    CommonOptions common;
    NetworkOptions network;
    std::string duration;
    std::string warmup;  ///< empty: usual_warmup
    std::string dt = "0.1 ms";
    std::uint64_t seed = 1;
    int threads = 0;
    double scale = 1.0;
    std::vector<double> scale_rates;
    bool exact = false;
    std::string modulation_frequency;
    std::string modulation_mean;
    double modulation_rate = 0.0;
    bool estimate = false;
    std::int64_t trials = 0;
    std::int64_t record = -1;
    std::string rate_bin;
    std::vector<std::string> probes;
    std::string save;
    std::string checkpoint;
    std::string resume;
    bool statistics = false;
    StatisticsTexts of_statistics;
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
    bool estimate = false;                       ///< of the cost, in place of a simulation
    Index trials = 0;                            ///< 0: one simulation whose spikes are recorded
    std::vector<double> scale_rates;             ///< [Hz]
    std::string save;                            ///< HDF5 file of siegert
    std::string exported;                        ///< or a file in another format
    std::optional<SpikeFormat> exported_format;  ///< which
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
