#include "questions/list.hpp"
#include "questions/parts.hpp"

#include <numbers>

namespace siegert::questions {
namespace {

using theory::NetworkAnalysis;

// The peaks; with the names that the columns of a table have, or those of the group.
std::vector<Quantity> peak_quantities(const Network& network, const NetworkAnalysis& analysis,
                                      const std::string& prefix) {
    std::vector<std::string> populations;
    std::vector<double> frequencies, heights;
    for (const auto& peak : analysis.peaks) {
        populations.push_back(name(network, peak.population));
        frequencies.push_back(peak.omega / (2.0 * std::numbers::pi));
        heights.push_back(peak.height);
    }
    const std::vector<std::string> along{"peak"};
    return {quantity("population", dataset(std::move(populations)), along),
            quantity(prefix + "frequency", dataset(std::move(frequencies), "Hz"), along),
            quantity(prefix + "height", dataset(std::move(heights), "Hz"), along)};
}

Table peaks_table(const Network& network, const NetworkAnalysis& analysis) {
    std::vector<std::int64_t> rows(analysis.peaks.size());
    Table table{.title = analysis.peaks.empty() ? "Peaks: none" : "Peaks",
                .rows = {{"", dataset(std::move(rows))}},
                .columns = peak_quantities(network, analysis, "peak_"),
                .audience = Audience::people};
    for (auto& column : table.columns) column.data.axes = {""};
    return table;
}

}  // namespace

Answer spectra_part(const Network& network, const NetworkAnalysis& analysis) {
    const std::vector<std::string> axes{"frequency", "population"};
    const bool varies = analysis.input_noise.rows() == analysis.omegas.size();
    Answer answer;
    answer.quantities = {quantity("input_noise", dataset(analysis.input_noise, "Hz"),
                                  {varies ? "frequency" : "constant", "population"},
                                  "that the spikes of single neurons make"),
                         quantity("power_spectra", dataset(analysis.power_spectra, "Hz"), axes,
                                  "of the population-averaged activities, two-sided")};
    Answer peaks;
    peaks.quantities = peak_quantities(network, analysis, "");
    answer.groups = {{"peaks", std::move(peaks)}};
    return answer;
}

Table spectra_table(const Network& network, const NetworkAnalysis& analysis) {
    constexpr std::size_t most_frequencies = 50;
    const auto values = quantity("power_spectra", dataset(analysis.power_spectra, "Hz"),
                                 {"frequency", "population"});
    return {.title = "Power spectra",
            .rows = {frequencies_axis(analysis.omegas)},
            .columns = columns_of(values, dataset(network.populations)),
            .most = most_frequencies};
}

namespace {

// Spectra need no eigenvalues; files have them where they cost little beside.
theory::AnalysisExtent extent(const Inquiry& inquiry) {
    constexpr std::size_t most_populations = 200;
    const bool few = inquiry.loaded.network.populations.size() <= most_populations;
    return few && inquiry.keeps_matrices ? theory::AnalysisExtent::modes
                                         : theory::AnalysisExtent::spectra;
}

Answer answer_to(Inquiry& inquiry) {
    const Network& network = inquiry.loaded.network;
    inquiry.how.growth_rate_starts = 0;
    inquiry.how.sensitivity_modes = 0;
    const auto& found = analysis(inquiry, extent(inquiry));
    Answer answer = frequency_heading(inquiry);
    append(answer, stability_part(found));
    append(answer, spectra_part(network, found));
    answer.tables = {peaks_table(network, found), spectra_table(network, found)};
    return answer;
}

}  // namespace

const Question spectra{"spectra",
                       "Power spectra of the population activities of a network, and their peaks",
                       Needs::delays,
                       {},
                       "examples/networks/microcircuit.yaml --format csv",
                       answer_to};

}  // namespace siegert::questions
