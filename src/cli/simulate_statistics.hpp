#pragma once

#include "cli/output.hpp"

#include <siegert/io/results_file.hpp>
#include <siegert/simulation/spike_record.hpp>
#include <siegert/statistics/count_correlations.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/spike_statistics.hpp>

#include <optional>
#include <string>
#include <vector>

namespace siegert::cli {

/// What `--statistics` and the options that belong to it ask for.
struct StatisticsOptions {
    bool all = false;        ///< counts and spectra too, not only rates and intervals
    double count_bin = 0.0;  ///< of spike counts [s]; 0: see `resolved`
    double segment = 0.0;    ///< of spectra [s]; 0: see `resolved`
    double f_max = 500.0;    ///< [Hz]
    statistics::SpectralMethod method = statistics::SpectralMethod::multitaper;
};

/// The options for a recording of this duration: where bin and segment are not given, 100 ms or, if
/// that is shorter, a twentieth of the recording, and 1 s or a quarter of it.
///
/// Throws: InvalidParameter, naming the option, if a recording of n populations does not allow what
/// is asked for: before the simulation, not after it.
[[nodiscard]] StatisticsOptions resolved(StatisticsOptions options, double duration, Index n,
                                         Format format);

/// Statistics of the recorded spikes.
struct SpikeStatistics {
    std::vector<statistics::Estimate> firing_rates;
    std::vector<statistics::Estimate> cvs;
    std::vector<statistics::Estimate> local_variations;
    std::vector<statistics::Estimate> firing_rates_sd;  ///< this and what follows: if asked for
    std::vector<statistics::Estimate> fano_factors;
    statistics::CountCovariances counts;
    statistics::EstimateMatrix count_correlations;
    std::optional<statistics::PopulationSpectra> spectra;  ///< empty: the recording is too short
};

/// `rates` are those of all neurons; errors and the rest come from the recorded ones. Memory for
/// each neuron, not for each spike, unless counts and spectra are asked for. The options are
/// `resolved`.
[[nodiscard]] SpikeStatistics spike_statistics(const statistics::SpikeSource& source,
                                               const Vector& rates,
                                               const StatisticsOptions& options);

/// Under the names that the documentation lists, each with its standard error beside it.
[[nodiscard]] ResultsTree statistics_results(const SpikeStatistics& statistics,
                                             const StatisticsOptions& options);

/// Bins and segments, in one line.
[[nodiscard]] std::string statistics_note(const SpikeStatistics& statistics,
                                          const StatisticsOptions& options);

/// What is known of each population, for the table of populations.
[[nodiscard]] std::vector<Column> population_columns(const SpikeStatistics& statistics,
                                                     const StatisticsOptions& options);

/// For people: spike counts of pairs of neurons, and spectra at some of the frequencies.
[[nodiscard]] std::vector<Table> statistics_tables(const SpikeStatistics& statistics,
                                                   const std::vector<std::string>& populations,
                                                   const StatisticsOptions& options);

/// Adds all of it to what a command prints.
void add_statistics(Output& output, const SpikeStatistics& statistics,
                    const std::vector<std::string>& populations, const StatisticsOptions& options,
                    Format format);

/// For programs: one row for each number.
[[nodiscard]] std::vector<Column> statistics_rows(const SpikeStatistics& statistics,
                                                  const std::vector<std::string>& populations);

}  // namespace siegert::cli
