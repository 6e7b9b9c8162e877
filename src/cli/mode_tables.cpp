#include "cli/mode_tables.hpp"

#include "cli/frequencies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <utility>

namespace siegert::cli {
namespace {

using theory::NetworkAnalysis;
using theory::SpectralPeak;

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr double nearly = 0.05;  // frequencies that differ by less belong together
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

const std::string& name(const Network& network, Index population) {
    return network.populations[static_cast<std::size_t>(population)];
}

const SpectralPeak& highest(const std::vector<SpectralPeak>& peaks) {
    return *std::max_element(peaks.begin(), peaks.end(),
                             [](const auto& a, const auto& b) { return a.height < b.height; });
}

// The peak that the mode is most likely to make: that of the population which takes part most.
const SpectralPeak& peak_of_mode(const std::vector<SpectralPeak>& near,
                                 const theory::SensitivityMeasure& measure) {
    return *std::max_element(near.begin(), near.end(), [&](const auto& a, const auto& b) {
        return std::norm(measure.right_eigenvector(a.population)) <
               std::norm(measure.right_eigenvector(b.population));
    });
}

std::vector<SpectralPeak> peaks_near(const NetworkAnalysis& analysis, double frequency) {
    std::vector<SpectralPeak> near;
    for (const auto& peak : analysis.peaks) {
        const double distance = std::abs(peak.omega / two_pi - frequency);
        if (distance <= nearly * frequency) near.push_back(peak);
    }
    return near;
}

// Peaks in the order of their frequencies, in groups that are at most so wide.
std::vector<std::vector<SpectralPeak>> rhythms(std::vector<SpectralPeak> peaks) {
    std::sort(peaks.begin(), peaks.end(),
              [](const auto& a, const auto& b) { return a.omega < b.omega; });
    std::vector<std::vector<SpectralPeak>> groups;
    for (const auto& peak : peaks) {
        const bool close =
            !groups.empty() && peak.omega < (1.0 + nearly) * groups.back().front().omega;
        if (!close) groups.emplace_back();
        groups.back().push_back(peak);
    }
    return groups;
}

// The groups with the highest peaks, in the order of their frequencies.
std::vector<std::vector<SpectralPeak>> highest_rhythms(const NetworkAnalysis& analysis,
                                                       std::size_t count) {
    auto groups = rhythms(analysis.peaks);
    if (groups.size() <= count) return groups;
    std::vector<double> heights;
    for (const auto& peaks : groups) heights.push_back(highest(peaks).height);
    std::sort(heights.begin(), heights.end(), std::greater<>());
    std::erase_if(groups,
                  [&](const auto& peaks) { return highest(peaks).height < heights[count - 1]; });
    return groups;
}

std::string populations_of(const Network& network, const std::vector<SpectralPeak>& peaks) {
    constexpr std::size_t most_names = 8;
    std::vector<Index> populations;
    for (const auto& peak : peaks) populations.push_back(peak.population);
    std::sort(populations.begin(), populations.end());
    populations.erase(std::unique(populations.begin(), populations.end()), populations.end());
    if (populations.size() == network.populations.size()) return "all";
    if (populations.size() > most_names) return fmt::format("{} populations", populations.size());
    std::vector<std::string> names;
    for (const Index p : populations) names.push_back(name(network, p));
    return fmt::format("{}", fmt::join(names, " "));
}

std::string range_text(double low, double high) {
    const auto first = fmt::format("{:.4g}", low);
    const auto last = fmt::format("{:.4g}", high);
    return first == last ? first : first + " - " + last;
}

/// A connection and the modulus of T.
struct Connection {
    Index i;
    Index j;
    double modulus;
};

// Those that exist and matter, the most sensitive first; of equal ones the first.
std::vector<Connection> strongest(const Network& network, const ComplexMatrix& T, Index count) {
    std::vector<Connection> list;
    for (Index i = 0; i < T.rows(); ++i) {
        for (Index j = 0; j < T.cols(); ++j) {
            const bool exists = network.K(i, j) > 0.0 && network.J(i, j) != 0.0;
            if (exists) list.push_back({i, j, std::abs(T(i, j))});
        }
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return a.modulus > b.modulus; });
    list.resize(std::min(list.size(), static_cast<std::size_t>(count)));
    return list;
}

}  // namespace

std::vector<Index> evenly_spread(Index size, Index rows) {
    std::vector<Index> indices;
    if (size <= rows) {
        for (Index k = 0; k < size; ++k) indices.push_back(k);
        return indices;
    }
    for (Index r = 0; r < rows; ++r) indices.push_back(r * (size - 1) / (rows - 1));
    return indices;
}

std::vector<std::string> stability_notes(const NetworkAnalysis& analysis) {
    const auto& nyquist = analysis.nyquist;
    const bool grows = std::any_of(analysis.growth_rates.begin(), analysis.growth_rates.end(),
                                   [](const auto& mode) { return mode.s.real() > 0.0; });
    const bool unstable = grows || (nyquist.resolved && nyquist.unstable_modes != 0);
    std::vector<std::string> notes;
    if (unstable) {
        notes.push_back(
            "UNSTABLE: small perturbations of the working point grow, so that the network does not "
            "stay there; spectra and sensitivity are those of the linear equations");
    }
    if (nyquist.resolved) {
        notes.push_back(fmt::format("Nyquist criterion: {} growing modes{}", nyquist.unstable_modes,
                                    unstable ? "" : ", the working point is stable"));
    } else {
        notes.push_back(fmt::format(
            "Nyquist criterion: undecided, frequencies {} (phase left open {:.2g} rad, largest "
            "step {:.2g} rad)",
            nyquist.open_phase >= std::numbers::pi / 4.0 ? "end too early" : "are too coarse",
            nyquist.open_phase, nyquist.largest_phase_step));
    }
    if (analysis.growth_rates.empty()) return notes;
    std::vector<std::string> rates;
    for (const auto& mode : analysis.growth_rates) {
        constexpr std::size_t most_rates = 4;
        if (rates.size() == most_rates) break;
        rates.push_back(fmt::format("{:.4g} at {:.4g} Hz", mode.s.real(), mode.s.imag() / two_pi));
    }
    notes.push_back(fmt::format("growth rates [1/s]: {}", fmt::join(rates, ", ")));
    return notes;
}

std::vector<Column> peak_columns(const Network& network, const NetworkAnalysis& analysis) {
    std::vector<std::string> populations;
    std::vector<double> frequencies;
    std::vector<double> heights;
    for (const auto& peak : analysis.peaks) {
        populations.push_back(name(network, peak.population));
        frequencies.push_back(peak.omega / two_pi);
        heights.push_back(peak.height);
    }
    return {{"population", "", populations},
            {"peak_frequency", "Hz", frequencies},
            {"peak_height", "Hz", heights}};
}

std::vector<Column> rhythm_columns(const Network& network, const NetworkAnalysis& analysis) {
    std::vector<std::string> frequencies;
    std::vector<std::string> populations;
    std::vector<std::string> where;
    std::vector<double> heights;
    constexpr std::size_t most_lines = 12;
    for (const auto& peaks : highest_rhythms(analysis, most_lines)) {
        const auto& top = highest(peaks);
        frequencies.push_back(
            range_text(peaks.front().omega / two_pi, peaks.back().omega / two_pi));
        populations.push_back(populations_of(network, peaks));
        where.push_back(name(network, top.population));
        heights.push_back(top.height);
    }
    return {{"peak_frequency [Hz]", "", frequencies},
            {"populations", "", populations},
            {"highest", "", where},
            {"peak_height", "Hz", heights}};
}

std::vector<Column> spectra_columns(const Network& network, const NetworkAnalysis& analysis,
                                    Index rows) {
    const auto indices = evenly_spread(analysis.omegas.size(), rows);
    const auto pick = [&](const auto& values) {
        std::vector<double> picked;
        for (const Index k : indices) picked.push_back(values(k));
        return picked;
    };
    std::vector<Column> columns{{"frequency", "Hz", pick(in_hertz(analysis.omegas))}};
    for (Index i = 0; i < analysis.power_spectra.cols(); ++i) {
        columns.push_back({name(network, i), "Hz", pick(analysis.power_spectra.col(i))});
    }
    return columns;
}

ModeResult mode_result(const Network& network, const NetworkAnalysis& analysis,
                       const theory::SensitivityMeasure& measure) {
    ModeResult result{.measure = measure, .peak = {}};
    const auto near = peaks_near(analysis, measure.critical_frequency);
    if (!near.empty()) {
        result.peak.push_back(theory::peak_sensitivity(
            analysis.transfer, theory::delays(network), theory::coupling(network),
            analysis.input_noise, peak_of_mode(near, measure)));
    }
    return result;
}

std::vector<Column> mode_columns(const Network& network, const std::vector<ModeResult>& modes) {
    std::vector<double> numbers, frequencies, re, im, distances, peaks, heights;
    std::vector<std::string> populations;
    for (const auto& [measure, peak] : modes) {
        numbers.push_back(static_cast<double>(numbers.size()));
        frequencies.push_back(measure.critical_frequency);
        re.push_back(measure.critical_eigenvalue.real());
        im.push_back(measure.critical_eigenvalue.imag());
        distances.push_back(std::abs(1.0 - measure.critical_eigenvalue));
        populations.push_back(peak.empty() ? "-" : name(network, peak[0].peak.population));
        peaks.push_back(peak.empty() ? missing : peak[0].peak.omega / two_pi);
        heights.push_back(peak.empty() ? missing : peak[0].peak.height);
    }
    return {{"mode", "", numbers},
            {"critical_frequency", "Hz", frequencies},
            {"eigenvalue_re", "", re},
            {"eigenvalue_im", "", im},
            {"distance_to_1", "", distances},
            {"peak_of", "", populations},
            {"peak_frequency", "Hz", peaks},
            {"peak_height", "Hz", heights}};
}

std::vector<Column> connection_columns(const Network& network, const std::vector<ModeResult>& modes,
                                       Index count, ConnectionNames names) {
    std::vector<double> numbers, frequencies, amp, freq, height_change, frequency_change;
    std::vector<std::string> arrows, targets, sources;
    double number = 0.0;
    for (const auto& [measure, peak] : modes) {
        for (const auto& [i, j, modulus] : strongest(network, measure.sensitivity, count)) {
            numbers.push_back(number);
            frequencies.push_back(measure.critical_frequency);
            targets.push_back(name(network, i));
            sources.push_back(name(network, j));
            arrows.push_back(targets.back() + " <- " + sources.back());
            amp.push_back(measure.sensitivity_amp(i, j));
            freq.push_back(measure.sensitivity_freq(i, j));
            // 1 % more synapses: d log S = 0.01 dlog_K, which is dlog_K in percent.
            height_change.push_back(peak.empty() ? missing : peak[0].log_height.dlog_K(i, j));
            frequency_change.push_back(peak.empty() ? missing
                                                    : 0.01 * peak[0].frequency.dlog_K(i, j));
        }
        number += 1.0;
    }
    std::vector<Column> columns{{"mode", "", numbers}, {"critical_frequency", "Hz", frequencies}};
    if (names == ConnectionNames::arrow) {
        columns.push_back({"connection", "", arrows});
    } else {
        columns.push_back({"target", "", targets});
        columns.push_back({"source", "", sources});
    }
    columns.insert(columns.end(), {{"sensitivity_amp", "", amp},
                                   {"sensitivity_freq", "", freq},
                                   {"height_change", "%", height_change},
                                   {"frequency_change", "Hz", frequency_change}});
    return columns;
}

}  // namespace siegert::cli
