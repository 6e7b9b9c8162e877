#include "cli/simulate_statistics.hpp"

#include "cli/results.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <string>

namespace siegert::cli {
namespace {

using statistics::Estimate;
using statistics::EstimateMatrix;
using statistics::PopulationSpectra;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double most_numbers_in_json = 2e7;
constexpr std::size_t most_populations_in_pairs = 10;
constexpr std::size_t most_populations_in_spectra = 20;
constexpr Index frequencies_in_table = 20;

struct Columns {
    std::vector<double> values;
    std::vector<double> errors;
};

// What the data do not define is no number: null in JSON, empty in CSV, NaN in HDF5.
Estimate shown(Estimate estimate) {
    if (estimate.samples == 0.0) estimate.value = estimate.standard_error = missing;
    return estimate;
}

EstimateMatrix shown(EstimateMatrix matrix) {
    const auto undefined = matrix.samples.array() == 0.0;
    matrix.value = undefined.select(missing, matrix.value);
    matrix.standard_error = undefined.select(missing, matrix.standard_error);
    return matrix;
}

Columns apart(const std::vector<Estimate>& estimates) {
    Columns columns;
    for (const Estimate& estimate : estimates) {
        columns.values.push_back(shown(estimate).value);
        columns.errors.push_back(shown(estimate).standard_error);
    }
    return columns;
}

void add(ResultsTree& results, const std::string& name, const std::string& unit,
         const std::vector<Estimate>& estimates) {
    auto [values, errors] = apart(estimates);
    results.datasets[name] = dataset(std::move(values), unit);
    results.datasets[name + "_error"] = dataset(std::move(errors), unit);
}

void add(ResultsTree& results, const std::string& name, const EstimateMatrix& estimates) {
    const EstimateMatrix seen = shown(estimates);
    results.datasets[name] = dataset(seen.value, "");
    results.datasets[name + "_error"] = dataset(seen.standard_error, "");
}

Dataset stacked(std::vector<double> values, const PopulationSpectra& spectra,
                const std::string& unit) {
    const auto n = static_cast<std::size_t>(spectra.S.rows());
    return {.values = std::move(values),
            .shape = {static_cast<std::size_t>(spectra.S.frequencies()), n, n},
            .unit = unit};
}

void add_spectra(ResultsTree& results, const PopulationSpectra& spectra) {
    const Index n = spectra.S.rows();
    Matrix power(spectra.S.frequencies(), n);
    Matrix power_error(power.rows(), n);
    std::vector<double> cross_error;
    Columns coherences;
    for (Index k = 0; k < power.rows(); ++k) {
        for (Index i = 0; i < n; ++i) {
            const Estimate estimate = shown(statistics::power(spectra, k, i));
            power(k, i) = estimate.value;
            power_error(k, i) = estimate.standard_error;
            for (Index j = 0; j < n; ++j) {
                const Estimate coherence = shown(statistics::coherence(spectra, k, i, j));
                cross_error.push_back(statistics::cross_spectrum(spectra, k, i, j).standard_error);
                coherences.values.push_back(coherence.value);
                coherences.errors.push_back(coherence.standard_error);
            }
        }
    }
    auto& data = results.datasets;
    data["frequencies"] = dataset(spectra.frequencies, "Hz");
    data["spectral_averages"] = dataset(spectra.averages);
    data["power_spectra"] = dataset(power, "Hz");
    data["power_spectra_error"] = dataset(power_error, "Hz");
    data["cross_spectra"] = dataset(spectra.S, "Hz");
    data["cross_spectra_error"] = stacked(std::move(cross_error), spectra, "Hz");
    data["coherences"] = stacked(std::move(coherences.values), spectra, "");
    data["coherences_error"] = stacked(std::move(coherences.errors), spectra, "");
}

Estimate entry(const EstimateMatrix& matrix, Index i, Index j) {
    return {.value = matrix.value(i, j),
            .standard_error = matrix.standard_error(i, j),
            .samples = matrix.samples(i, j)};
}

Table pair_table(const SpikeStatistics& found, const std::vector<std::string>& populations,
                 const StatisticsOptions& options) {
    const bool all_pairs = populations.size() <= most_populations_in_pairs;
    std::vector<std::string> first, second;
    std::vector<Estimate> covariances, correlations;
    const auto n = static_cast<Index>(populations.size());
    for (Index i = 0; i < n; ++i) {
        for (Index j = i; j < (all_pairs ? n : i + 1); ++j) {
            first.push_back(populations[static_cast<std::size_t>(i)]);
            second.push_back(populations[static_cast<std::size_t>(j)]);
            covariances.push_back(entry(found.counts.covariances, i, j));
            correlations.push_back(entry(found.count_correlations, i, j));
        }
    }
    const Columns c = apart(covariances);
    const Columns rho = apart(correlations);
    return {.title = fmt::format("Spike counts of two neurons in bins of {:g} ms{}",
                                 1e3 * options.count_bin,
                                 all_pairs ? "" : "; --format csv prints all pairs of populations"),
            .columns = {{"population", "", std::move(first)},
                        {"other", "", std::move(second)},
                        {"count_covariances", "", c.values},
                        {"count_covariances_error", "", c.errors},
                        {"count_correlations", "", rho.values},
                        {"count_correlations_error", "", rho.errors}}};
}

Table spectra_table(const PopulationSpectra& spectra, const std::vector<std::string>& populations) {
    const Index count = spectra.S.frequencies();
    const Index rows = std::min(count, frequencies_in_table);
    Table table{.title = fmt::format("Power spectra, relative error {:.2g}",
                                     1.0 / std::sqrt(spectra.averages)),
                .columns = {}};
    if (rows < count) {
        table.title +=
            fmt::format(", at {} of {} frequencies; --format csv prints all", rows, count);
    }
    const auto column = [&](const auto& value_at) {
        std::vector<double> values;
        for (Index r = 0; r < rows; ++r) {
            values.push_back(value_at(rows == 1 ? 0 : r * (count - 1) / (rows - 1)));
        }
        return values;
    };
    table.columns.push_back(
        {"frequency", "Hz", column([&](Index k) { return spectra.frequencies(k); })});
    for (std::size_t p = 0; p < populations.size(); ++p) {
        const auto i = static_cast<Index>(p);
        table.columns.push_back({populations[p], "Hz", column([&](Index k) {
                                     return statistics::power(spectra, k, i).value;
                                 })});
    }
    return table;
}

// One number in a row, with all that says what it is.
struct Rows {
    std::vector<std::string> statistic, population, other, unit;
    std::vector<double> frequency, value, error;

    void add(const std::string& name, const std::string& name_of_unit, const std::string& of,
             const std::string& and_of, double f, const Estimate& estimate) {
        statistic.push_back(name);
        population.push_back(of);
        other.push_back(and_of);
        unit.push_back(name_of_unit);
        frequency.push_back(f);
        value.push_back(estimate.value);
        error.push_back(estimate.standard_error);
    }
};

void add_spectra(Rows& rows, const PopulationSpectra& spectra,
                 const std::vector<std::string>& populations) {
    const Index n = spectra.S.rows();
    const auto name = [&](Index i) { return populations[static_cast<std::size_t>(i)]; };
    for (Index k = 0; k < spectra.S.frequencies(); ++k) {
        const double f = spectra.frequencies(k);
        for (Index i = 0; i < n; ++i) {
            rows.add("power_spectra", "Hz", name(i), "", f, statistics::power(spectra, k, i));
            for (Index j = i + 1; j < n; ++j) {
                const auto cross = statistics::cross_spectrum(spectra, k, i, j);
                rows.add("cross_spectra_re", "Hz", name(i), name(j), f,
                         {cross.value.real(), cross.standard_error, cross.samples});
                rows.add("cross_spectra_im", "Hz", name(i), name(j), f,
                         {cross.value.imag(), cross.standard_error, cross.samples});
                rows.add("coherences", "", name(i), name(j), f,
                         statistics::coherence(spectra, k, i, j));
            }
        }
    }
}

// Covariances and spectra need all spikes at once.
SpikeRecord record_of(const statistics::SpikeSource& source) {
    SpikeRecord record = source.description;
    for (std::size_t p = 0; p < record.populations.size(); ++p) {
        PopulationSpikes& all = record.spikes.emplace_back();
        source.replay(static_cast<Index>(p), [&](const PopulationSpikes& piece) {
            all.times.insert(all.times.end(), piece.times.begin(), piece.times.end());
            all.neurons.insert(all.neurons.end(), piece.neurons.begin(), piece.neurons.end());
        });
    }
    return record;
}

}  // namespace

StatisticsOptions resolved(StatisticsOptions options, double duration, Index n, Format format) {
    if (!options.all) return options;
    if (options.count_bin == 0.0) options.count_bin = std::fmin(0.1, duration / 20.0);
    if (options.segment == 0.0) options.segment = std::fmin(1.0, 0.25 * duration);
    const double count_bin = options.count_bin;
    if (!(count_bin > 0.0 && 2.0 * count_bin <= duration)) {
        throw InvalidParameter(
            fmt::format("--count-bin must be positive and at most half of the recording, {:g} s, "
                        "got {:g} s",
                        duration, count_bin));
    }
    const double segment = options.segment;
    if (!(segment > 0.0 && segment <= duration)) {
        throw InvalidParameter(
            fmt::format("--segment must be positive and not longer than the "
                        "recording, {:g} s, got {:g} s",
                        duration, segment));
    }
    if (!(options.f_max * segment >= 1.0 && options.f_max * segment <= 1e6)) {
        throw InvalidParameter(fmt::format(
            "--f-max must lie between {:g} Hz and {:g} Hz for segments of {:g} s, got {:g} Hz",
            1.0 / segment, 1e6 / segment, segment, options.f_max));
    }
    const double numbers = static_cast<double>(n * n) * options.f_max * segment;
    if (format == Format::json && numbers > most_numbers_in_json) {
        throw InvalidParameter(
            fmt::format("--statistics must leave at most 2e7 cross spectra with --format json "
                        "(--save takes all), got {:.3g}",
                        numbers));
    }
    return options;
}

SpikeStatistics spike_statistics(const statistics::SpikeSource& source, const Vector& rates,
                                 const StatisticsOptions& options) {
    SpikeStatistics found{.firing_rates = statistics::firing_rates(source),
                          .cvs = statistics::cvs(source),
                          .local_variations = statistics::local_variations(source),
                          .firing_rates_sd = {},
                          .fano_factors = {},
                          .counts = {},
                          .count_correlations = {},
                          .spectra = {}};
    for (std::size_t p = 0; p < found.firing_rates.size(); ++p) {
        found.firing_rates[p].value = rates(static_cast<Index>(p));
    }
    if (!options.all) return found;
    found.firing_rates_sd = statistics::firing_rate_sds(source);
    found.fano_factors =
        statistics::fano_factors(source, {.window = options.count_bin, .blocks = 20});
    const SpikeRecord record = record_of(source);
    found.counts = statistics::count_covariances(record, {.bin = options.count_bin, .blocks = 20});
    found.count_correlations =
        statistics::count_correlations(record, {.bin = options.count_bin, .blocks = 20});
    // A simulation that was interrupted may be too short.
    if (options.segment <= record.end - record.start + 0.5 * record.dt) {
        statistics::SpectrumOptions spectrum;
        spectrum.f_max = options.f_max;
        spectrum.segment = options.segment;
        spectrum.method = options.method;
        found.spectra = statistics::population_spectra(record, spectrum);
    }
    return found;
}

ResultsTree statistics_results(const SpikeStatistics& found, const StatisticsOptions& options) {
    ResultsTree results;
    add(results, "firing_rates", "Hz", found.firing_rates);
    add(results, "cvs", "", found.cvs);
    add(results, "local_variations", "", found.local_variations);
    if (!options.all) return results;
    results.datasets["count_bin"] = dataset(options.count_bin, "s");
    add(results, "firing_rates_sd", "Hz", found.firing_rates_sd);
    add(results, "fano_factors", "", found.fano_factors);
    add(results, "count_variances", "", found.counts.variances);
    add(results, "count_covariances", found.counts.covariances);
    add(results, "count_correlations", found.count_correlations);
    if (found.spectra) add_spectra(results, *found.spectra);
    return results;
}

std::string statistics_note(const SpikeStatistics& found, const StatisticsOptions& options) {
    const std::string counts =
        fmt::format("spike counts in bins of {:g} ms", 1e3 * options.count_bin);
    if (!found.spectra) return counts + "; too short for spectra";
    const bool welch = options.method == statistics::SpectralMethod::welch;
    return counts +
           fmt::format("; spectra from segments of {:g} s ({}), {:.3g} independent averages",
                       options.segment, welch ? "welch" : "multitaper", found.spectra->averages);
}

std::vector<Column> population_columns(const SpikeStatistics& found,
                                       const StatisticsOptions& options) {
    std::vector<Column> columns;
    const auto add_columns = [&](const std::string& name, const std::string& unit,
                                 const std::vector<Estimate>& estimates) {
        Columns apart_columns = apart(estimates);
        columns.push_back({name, unit, std::move(apart_columns.values)});
        columns.push_back({name + "_error", unit, std::move(apart_columns.errors)});
    };
    add_columns("firing_rates", "Hz", found.firing_rates);
    add_columns("cvs", "", found.cvs);
    add_columns("local_variations", "", found.local_variations);
    if (!options.all) return columns;
    add_columns("firing_rates_sd", "Hz", found.firing_rates_sd);
    add_columns("fano_factors", "", found.fano_factors);
    return columns;
}

std::vector<Table> statistics_tables(const SpikeStatistics& found,
                                     const std::vector<std::string>& populations,
                                     const StatisticsOptions& options) {
    std::vector<Table> tables;
    if (!options.all) return tables;
    tables.push_back(pair_table(found, populations, options));
    if (found.spectra && populations.size() <= most_populations_in_spectra) {
        tables.push_back(spectra_table(*found.spectra, populations));
    }
    return tables;
}

std::vector<Column> statistics_rows(const SpikeStatistics& found,
                                    const std::vector<std::string>& populations) {
    Rows rows;
    const auto add_each = [&](const std::string& name, const std::string& unit,
                              const std::vector<Estimate>& estimates) {
        for (std::size_t p = 0; p < estimates.size(); ++p) {
            rows.add(name, unit, populations[p], "", missing, estimates[p]);
        }
    };
    const auto add_pairs = [&](const std::string& name, const EstimateMatrix& estimates) {
        for (Index i = 0; i < estimates.value.rows(); ++i) {
            for (Index j = i; j < estimates.value.cols(); ++j) {
                rows.add(name, "", populations[static_cast<std::size_t>(i)],
                         populations[static_cast<std::size_t>(j)], missing, entry(estimates, i, j));
            }
        }
    };
    add_each("firing_rates", "Hz", found.firing_rates);
    add_each("cvs", "", found.cvs);
    add_each("local_variations", "", found.local_variations);
    add_each("firing_rates_sd", "Hz", found.firing_rates_sd);
    add_each("fano_factors", "", found.fano_factors);
    add_each("count_variances", "", found.counts.variances);
    add_pairs("count_covariances", found.counts.covariances);
    add_pairs("count_correlations", found.count_correlations);
    if (found.spectra) add_spectra(rows, *found.spectra, populations);
    return {{"statistic", "", std::move(rows.statistic)},
            {"population", "", std::move(rows.population)},
            {"other", "", std::move(rows.other)},
            {"frequency", "Hz", std::move(rows.frequency)},
            {"value", "", std::move(rows.value)},
            {"error", "", std::move(rows.error)},
            {"unit", "", std::move(rows.unit)}};
}

void add_statistics(Output& output, const SpikeStatistics& found,
                    const std::vector<std::string>& populations, const StatisticsOptions& options,
                    Format format) {
    if (options.all) output.notes.push_back(statistics_note(found, options));
    if (format == Format::csv && options.all) {
        output.columns = statistics_rows(found, populations);
        return;
    }
    for (Column& column : population_columns(found, options)) {
        output.columns.push_back(std::move(column));
    }
    output.tables = statistics_tables(found, populations, options);
    if (format == Format::json) add_results(output.json, statistics_results(found, options));
}

}  // namespace siegert::cli
