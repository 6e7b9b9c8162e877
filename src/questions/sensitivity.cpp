#include "questions/gradients.hpp"
#include "questions/list.hpp"
#include "questions/parts.hpp"

#include <siegert/theory/rhythm.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace siegert::questions {
namespace {

using theory::NetworkAnalysis;
using theory::PeakSensitivity;
using theory::SensitivityMeasure;
using theory::SpectralPeak;

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// A mode, and what it does to the peak next to it.
struct Mode {
    SensitivityMeasure measure;
    std::vector<PeakSensitivity> peak;  ///< empty: none near, or not asked for
};

// The peak that the mode is most likely to make: of those near, that of the population which takes
// part in it most.
std::vector<SpectralPeak> peak_of(const NetworkAnalysis& analysis,
                                  const SensitivityMeasure& measure) {
    const auto part = [&](const SpectralPeak& peak) {
        return std::norm(measure.right_eigenvector(peak.population));
    };
    const SpectralPeak* found = nullptr;
    for (const auto& peak : analysis.peaks) {
        if (!theory::same_rhythm(peak.omega / two_pi, measure.critical_frequency)) continue;
        if (found == nullptr || part(peak) > part(*found)) found = &peak;
    }
    return found == nullptr ? std::vector<SpectralPeak>{} : std::vector<SpectralPeak>{*found};
}

Mode with_prediction(const Network& network, const NetworkAnalysis& analysis,
                     const SensitivityMeasure& measure) {
    Mode mode{.measure = measure, .peak = {}};
    mode.peak = theory::peak_sensitivities(network, analysis, peak_of(analysis, measure));
    return mode;
}

// Amplifies perturbations by less than a tenth: no rhythm is made by it.
bool is_idle(const SensitivityMeasure& measure) {
    return std::abs(1.0 - measure.critical_eigenvalue) > 0.9;
}

// The modes that come closest to instability, or the one that shapes the spectrum most at the
// frequency that was asked for.
std::vector<Mode> listed_modes(const Inquiry& inquiry, const NetworkAnalysis& analysis) {
    const Network& network = inquiry.loaded.network;
    if (const auto f = frequency_setting(inquiry, "frequency")) {
        return {with_prediction(network, analysis,
                                theory::sensitivity_at(network, analysis, two_pi * *f))};
    }
    std::vector<Mode> modes;
    const Index most = count_setting(inquiry, "modes");
    for (const auto& measure : analysis.sensitivity) {
        const bool enough = static_cast<Index>(modes.size()) == most;
        if (enough || (!modes.empty() && is_idle(measure))) break;
        modes.push_back(with_prediction(network, analysis, measure));
    }
    return modes;
}

Group peak_group(const Network& network, const PeakSensitivity& prediction) {
    const std::vector<std::string> along{"target", "source"};
    const auto& peak = prediction.peak;
    const auto matrix = [&](const char* name, const Matrix& values, const char* unit) {
        return quantity(name, dataset(values, unit), along);
    };
    Answer answer;
    answer.quantities = {
        quantity("population", dataset(name(network, peak.population))),
        quantity("peak_frequency", dataset(peak.omega / two_pi, "Hz")),
        quantity("peak_height", dataset(peak.height, "Hz")),
        matrix("log_height_per_log_K", prediction.log_height.dlog_K, ""),
        matrix("log_height_per_log_J", prediction.log_height.dlog_J, ""),
        matrix("log_height_per_delay", prediction.log_height.dDelay, "1/s"),
        matrix("frequency_per_log_K", prediction.frequency.dlog_K, "Hz"),
        matrix("frequency_per_log_J", prediction.frequency.dlog_J, "Hz"),
        matrix("frequency_per_delay", prediction.frequency.dDelay, "Hz/s"),
        matrix("log_height_change_of_1_percent_K", prediction.one_percent.log_height, ""),
        matrix("frequency_change_of_1_percent_K", prediction.one_percent.frequency, "Hz"),
        matrix("first_order_holds", prediction.one_percent.first_order_holds.cast<double>(), "")};
    return {"peak", std::move(answer)};
}

Answer measure_answer(const Network& network, const Mode& mode) {
    const auto& measure = mode.measure;
    const std::vector<std::string> populations{"population"};
    const std::vector<std::string> plane{"part"};
    const std::vector<std::string> along{"target", "source"};
    Answer answer;
    answer.axes = {populations_axis(network, "target"), populations_axis(network, "source")};
    answer.quantities = {
        quantity("eigenvalue_index", dataset(static_cast<std::int64_t>(measure.eigenvalue_index))),
        quantity("critical_frequency", dataset(measure.critical_frequency, "Hz")),
        quantity("critical_frequency_index",
                 dataset(static_cast<std::int64_t>(measure.critical_frequency_index))),
        quantity("critical_eigenvalue", dataset(measure.critical_eigenvalue)),
        quantity("left_eigenvector", dataset(measure.left_eigenvector, ""), populations),
        quantity("right_eigenvector", dataset(measure.right_eigenvector, ""), populations),
        quantity("defined", dataset(Flag{measure.defined}), {},
                 "a defective eigenvalue has no sensitivity"),
        quantity("k", dataset(Vector(measure.k), ""), plane, "direction from the eigenvalue to 1"),
        quantity("k_per", dataset(Vector(measure.k_per), ""), plane, "perpendicular to k"),
        quantity("sensitivity", dataset(measure.sensitivity, ""), along, "d lambda / d log W"),
        quantity("sensitivity_amp", dataset(measure.sensitivity_amp, ""), along,
                 "part along k: amplifies the mode"),
        quantity("sensitivity_freq", dataset(measure.sensitivity_freq, ""), along,
                 "part along k_per: shifts the mode in frequency")};
    for (const auto& peak : mode.peak) answer.groups.push_back(peak_group(network, peak));
    return answer;
}

// Of each mode, "0" being the closest to instability; the peaks of those that are listed.
Group measures_group(const Network& network, const std::vector<Mode>& modes) {
    Group all{"sensitivity_measure", {}};
    for (const auto& mode : modes) {
        all.answer.groups.push_back(
            {std::to_string(all.answer.groups.size()), measure_answer(network, mode)});
    }
    return all;
}

Table modes_table(const Network& network, const std::vector<Mode>& modes) {
    std::vector<std::int64_t> numbers;
    std::vector<double> frequencies, distances, peaks, heights;
    std::vector<Complex> eigenvalues;
    std::vector<std::string> populations;
    for (const auto& [measure, peak] : modes) {
        numbers.push_back(static_cast<std::int64_t>(numbers.size()));
        frequencies.push_back(measure.critical_frequency);
        eigenvalues.push_back(measure.critical_eigenvalue);
        distances.push_back(std::abs(1.0 - measure.critical_eigenvalue));
        populations.push_back(peak.empty() ? "-" : name(network, peak[0].peak.population));
        peaks.push_back(peak.empty() ? missing : peak[0].peak.omega / two_pi);
        heights.push_back(peak.empty() ? missing : peak[0].peak.height);
    }
    const std::vector<std::string> along{"mode"};
    return {
        .title = "Modes closest to instability",
        .rows = {{"mode", dataset(std::move(numbers))}},
        .columns = {quantity("critical_frequency", dataset(std::move(frequencies), "Hz"), along),
                    quantity("eigenvalue", dataset(std::move(eigenvalues), ""), along),
                    quantity("distance_to_1", dataset(std::move(distances), ""), along),
                    quantity("peak_of", dataset(std::move(populations)), along),
                    quantity("peak_frequency", dataset(std::move(peaks), "Hz"), along),
                    quantity("peak_height", dataset(std::move(heights), "Hz"), along)},
        .audience = Audience::people};
}

/// A connection and the modulus of T.
struct Connection {
    Index i;
    Index j;
    double modulus;
};

// Those that exist and matter, the most sensitive first; of equal ones the first.
std::vector<Connection> strongest(const Network& network, const SensitivityMeasure& measure,
                                  Index count) {
    const ComplexMatrix& T = measure.sensitivity;
    std::vector<Connection> list;
    if (!measure.defined) return list;
    for (Index i = 0; i < T.rows(); ++i) {
        for (Index j = 0; j < T.cols(); ++j) {
            const bool exists = network.K(i, j) > 0.0 && network.J(i, j) != 0.0;
            if (exists) list.push_back({i, j, std::abs(T(i, j))});
        }
    }
    std::ranges::stable_sort(list, std::greater<>(), &Connection::modulus);
    list.resize(std::min(list.size(), static_cast<std::size_t>(count)));
    return list;
}

// For people the first of each mode, by name "4E <- 4I"; for programs all, target and source apart.
Table connections_table(const Network& network, const std::vector<Mode>& modes, Index count,
                        Audience audience) {
    std::vector<std::int64_t> numbers;
    std::vector<double> frequencies, amp, freq, height_change, frequency_change;
    std::vector<double> recomputed_height, recomputed_frequency;
    std::vector<std::string> arrows, targets, sources, holds;
    std::int64_t number = 0;
    for (const auto& [measure, peak] : modes) {
        for (const auto& [i, j, modulus] : strongest(network, measure, count)) {
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
            recomputed_height.push_back(
                peak.empty() ? missing : 100.0 * std::expm1(peak[0].one_percent.log_height(i, j)));
            recomputed_frequency.push_back(peak.empty() ? missing
                                                        : peak[0].one_percent.frequency(i, j));
            holds.push_back(peak.empty()                                  ? "-"
                            : peak[0].one_percent.first_order_holds(i, j) ? "yes"
                                                                          : "no");
        }
        ++number;
    }
    const std::vector<std::string> along{""};
    Table table{.title =
                    "Connections that move the eigenvalues most; changes of the peak for 1 % "
                    "more synapses",
                .rows = {{"", dataset(numbers)}},
                .columns = {},
                .audience = audience};
    const auto add = [&](const char* name, Dataset data) {
        table.columns.push_back(quantity(name, std::move(data), along));
    };
    add("mode", dataset(numbers));
    add("critical_frequency", dataset(std::move(frequencies), "Hz"));
    if (audience == Audience::people) {
        add("connection", dataset(std::move(arrows)));
    } else {
        add("target", dataset(std::move(targets)));
        add("source", dataset(std::move(sources)));
    }
    add("sensitivity_amp", dataset(std::move(amp), ""));
    add("sensitivity_freq", dataset(std::move(freq), ""));
    add("height_change", dataset(std::move(height_change), "%"));
    add("frequency_change", dataset(std::move(frequency_change), "Hz"));
    const bool all_hold = std::ranges::find(holds, "no") == holds.end();
    add("first_order_holds", dataset(std::move(holds)));
    if (audience == Audience::people && all_hold) return table;
    add("height_change_recomputed", dataset(std::move(recomputed_height), "%"));
    add("frequency_change_recomputed", dataset(std::move(recomputed_frequency), "Hz"));
    return table;
}

std::vector<std::string> undefined_notes(const std::vector<Mode>& modes) {
    std::vector<std::string> notes;
    for (std::size_t number = 0; number < modes.size(); ++number) {
        const auto& measure = modes[number].measure;
        if (measure.defined) continue;
        notes.push_back(fmt::format(
            "mode {} at {:.4g} Hz: sensitivity not defined, its eigenvalue is defective (no "
            "eigenvectors of its own)",
            number, measure.critical_frequency));
    }
    return notes;
}

}  // namespace

Answer sensitivity_part(Inquiry& inquiry) {
    const Network& network = inquiry.loaded.network;
    // A report draws four modes at least.
    constexpr Index of_report = 4;
    if (!inquiry.keeps_matrices) {
        inquiry.how.sensitivity_modes = std::max(count_setting(inquiry, "modes"), of_report);
    }
    const auto& found = analysis(inquiry, theory::AnalysisExtent::modes);
    auto modes = listed_modes(inquiry, found);
    Answer answer;
    answer.notes = undefined_notes(modes);
    answer.tables = {
        modes_table(network, modes),
        connections_table(network, modes, count_setting(inquiry, "connections"), Audience::people),
        connections_table(network, modes, network.K.size(), Audience::programs)};
    if (!frequency_setting(inquiry, "frequency")) {
        for (std::size_t m = modes.size(); m < found.sensitivity.size(); ++m) {
            modes.push_back({.measure = found.sensitivity[m], .peak = {}});
        }
    }
    answer.groups = {measures_group(network, modes)};
    return answer;
}

namespace {

Answer answer_to(Inquiry& inquiry) {
    Answer part = sensitivity_part(inquiry);
    Answer answer = frequency_heading(inquiry);
    append(answer, stability_part(*inquiry.analysis));
    answer.tables = std::move(part.tables);
    append(answer, std::move(part));
    if (flag_setting(inquiry, "gradients")) {
        Answer gradients = gradients_part(inquiry);
        std::ranges::move(gradients.tables, std::back_inserter(answer.tables));
        append(answer, std::move(gradients));
    }
    return answer;
}

}  // namespace

const Question sensitivity{
    "sensitivity",
    "Which connections shape the rhythms of a network, in height and frequency",
    Needs::delays,
    {{"frequency",
      OptionKind::frequency,
      "",
      "where to measure, as in \"64 Hz\"; default: each mode where it is closest to instability",
      {},
      {"modes"}},
     modes_option,
     connections_option,
     {"gradients", OptionKind::flag, "",
      "derivatives of the leading mode and of all rates and CVs with respect to every parameter, "
      "the "
      "working point following; where the measures above hold it fixed"}},
    "examples/networks/microcircuit.yaml --frequency \"64 Hz\"",
    answer_to};

}  // namespace siegert::questions
