#include "io/report/analysis_sections.hpp"

#include <siegert/theory/rhythm.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace siegert::io {
namespace {

constexpr std::size_t most_modes = 4;  // each with two figures and a table
constexpr std::size_t most_peaks = 3;  // each with a table
constexpr std::size_t most_connections = 10;
constexpr double one_percent = 0.01;

struct Connection {
    Index target;
    Index source;
};

/// The connections with the largest values, by modulus.
std::vector<Connection> strongest(const Matrix& values) {
    std::vector<Connection> all;
    for (Index i = 0; i < values.rows(); ++i) {
        for (Index j = 0; j < values.cols(); ++j) {
            if (values(i, j) != 0.0) all.push_back({i, j});
        }
    }
    const std::size_t count = std::min(most_connections, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(),
                      [&](const Connection& a, const Connection& b) {
                          return std::abs(values(a.target, a.source)) >
                                 std::abs(values(b.target, b.source));
                      });
    all.resize(count);
    return all;
}

ReportColumn names(const Network& network, const std::vector<Connection>& connections) {
    std::vector<std::string> texts;
    for (const auto& c : connections) {
        texts.push_back(fmt::format("{} <- {}",
                                    network.populations[static_cast<std::size_t>(c.target)],
                                    network.populations[static_cast<std::size_t>(c.source)]));
    }
    return {"connection", "", texts};
}

ReportColumn entries(std::string name, std::string unit, const Matrix& values,
                     const std::vector<Connection>& connections, double factor) {
    Vector cells(static_cast<Index>(connections.size()));
    for (std::size_t c = 0; c < connections.size(); ++c) {
        cells(static_cast<Index>(c)) =
            factor * values(connections[c].target, connections[c].source);
    }
    return {std::move(name), std::move(unit), cells};
}

ReportFigure heatmap(const Network& network, std::string title, std::string caption,
                     const Matrix& values, std::string label) {
    return {.title = std::move(title),
            .caption = std::move(caption),
            .content = HeatmapFigure{.row_label = "target",
                                     .column_label = "source",
                                     .rows = network.populations,
                                     .columns = network.populations,
                                     .values = values,
                                     .value_label = std::move(label),
                                     .unit = "",
                                     .diverging = true}};
}

void add_mode(ReportSection& section, const Network& network,
              const theory::SensitivityMeasure& mode) {
    const auto where =
        fmt::format("mode {} at {:.4g} Hz", mode.eigenvalue_index, mode.critical_frequency);
    section.figures.push_back(heatmap(network, "Amplitude, " + where,
                                      "Orange: a stronger connection brings the mode closer to "
                                      "instability, and raises the peak.",
                                      mode.sensitivity_amp, "sensitivity_amp"));
    section.figures.push_back(heatmap(network, "Frequency, " + where,
                                      "Which connections shift the mode along the frequency axis.",
                                      mode.sensitivity_freq, "sensitivity_freq"));
    const auto connections = strongest(mode.sensitivity.cwiseAbs());
    section.tables.push_back(
        {.title = "Connections that make " + where,
         .columns = {names(network, connections),
                     entries("amplitude", "", mode.sensitivity_amp, connections, 1.0),
                     entries("frequency", "", mode.sensitivity_freq, connections, 1.0)}});
}

/// Peaks of different rhythms, the highest of each first.
std::vector<const theory::PeakSensitivity*> distinct_peaks(
    const std::vector<theory::PeakSensitivity>& peaks) {
    std::vector<const theory::PeakSensitivity*> sorted;
    for (const auto& peak : peaks) sorted.push_back(&peak);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto* a, const auto* b) { return a->peak.height > b->peak.height; });
    std::vector<const theory::PeakSensitivity*> distinct;
    for (const auto* peak : sorted) {
        const bool is_new = std::none_of(distinct.begin(), distinct.end(), [peak](const auto* d) {
            return theory::same_rhythm(d->peak.omega, peak->peak.omega);
        });
        if (is_new && distinct.size() < most_peaks) distinct.push_back(peak);
    }
    return distinct;
}

ReportColumn validity_of_first_order(const theory::PeakSensitivity& p,
                                     const std::vector<Connection>& connections) {
    std::vector<std::string> texts;
    for (const auto& c : connections)
        texts.push_back(p.one_percent.first_order_holds(c.target, c.source) ? "yes" : "no");
    return {"first order holds", "", texts};
}

ReportTable peak_table(const Network& network, const theory::PeakSensitivity& p) {
    const auto connections = strongest(p.log_height.dlog_K);
    const double percent_per_percent = one_percent * 100.0;
    return {
        .title = fmt::format("Effect of 1 % more synapses on the peak of {} at {:.4g} Hz",
                             network.populations[static_cast<std::size_t>(p.peak.population)],
                             p.peak.omega / (2.0 * std::numbers::pi)),
        .columns = {
            names(network, connections),
            entries("change of height", "%", p.log_height.dlog_K, connections, percent_per_percent),
            entries("change of frequency", "Hz", p.frequency.dlog_K, connections, one_percent),
            entries("height, recomputed", "%", p.one_percent.log_height.array().exp() - 1.0,
                    connections, 100.0),
            entries("frequency, recomputed", "Hz", p.one_percent.frequency, connections, 1.0),
            validity_of_first_order(p, connections)}};
}

}  // namespace

ReportSection sensitivity_section(const Network& network, const theory::NetworkAnalysis& analysis,
                                  const std::vector<theory::PeakSensitivity>& peaks) {
    ReportSection section{
        .title = "Sensitivity",
        .text =
            "Which connections make a rhythm. The measure is the change of the eigenvalue per "
            "relative change of a connection, split into the part that raises the peak and the "
            "part that shifts its frequency. The tables below predict height and frequency of "
            "a peak itself, with the working point held fixed.",
        .figures = {},
        .tables = {}};
    for (std::size_t m = 0; m < std::min(most_modes, analysis.sensitivity.size()); ++m) {
        const auto& mode = analysis.sensitivity[m];
        if (mode.defined) {
            add_mode(section, network, mode);
        } else {
            section.text += fmt::format(
                " The sensitivity of mode {} is not defined: its eigenvalue is defective.",
                mode.eigenvalue_index);
        }
    }
    for (const auto* peak : distinct_peaks(peaks)) {
        section.tables.push_back(peak_table(network, *peak));
    }
    return section;
}

}  // namespace siegert::io
