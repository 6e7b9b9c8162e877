#include <siegert/io/analysis_report.hpp>

#include "io/report/analysis_sections.hpp"
#include "model/enumerators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

namespace siegert::io {
namespace {

std::string summary(const Network& network, const theory::NetworkAnalysis& analysis) {
    std::string text = fmt::format("{} populations of {:.0f} neurons. The stationary state is {}.",
                                   network.populations.size(), network.N.sum(),
                                   theory::summary(analysis.stability));
    if (analysis.peaks.empty()) return text + " The spectra have no peak.";
    const auto highest =
        std::max_element(analysis.peaks.begin(), analysis.peaks.end(),
                         [](const auto& a, const auto& b) { return a.height < b.height; });
    return text + fmt::format(" The highest peak is that of {} at {:.4g} Hz.",
                              network.populations[static_cast<std::size_t>(highest->population)],
                              highest->omega / (2.0 * std::numbers::pi));
}

}  // namespace

std::vector<ReportSection> analysis_sections(const Network& network,
                                             const theory::NetworkAnalysis& analysis,
                                             const std::vector<theory::PeakSensitivity>& peaks) {
    return {network_section(network),
            working_point_section(network, analysis.working_point),
            transfer_section(network, analysis),
            spectra_section(network, analysis),
            eigenvalue_section(analysis),
            sensitivity_section(network, analysis, peaks)};
}

Report analysis_report(const Network& network, const theory::NetworkAnalysis& analysis,
                       const std::vector<theory::PeakSensitivity>& peaks, const ReportText& text) {
    const auto& point = analysis.working_point;
    const auto failed = std::count_if(point.validity.begin(), point.validity.end(),
                                      [](const auto& check) { return !check.holds; });
    return {.title = text.title,
            .summary = summary(network, analysis),
            .facts = {{"populations", fmt::format("{}", network.populations.size())},
                      {"synapses", std::string(schema::name_of(network.synapse))},
                      {"residual", fmt::format("{:.1e} Hz", point.residual)},
                      {"mean rate", fmt::format("{:.4g} Hz", point.firing_rates.dot(network.N) /
                                                                 network.N.sum())},
                      {"stability", theory::to_string(analysis.stability.answer)},
                      {"growing modes",
                       analysis.stability.nyquist.resolved
                           ? fmt::format("{}", analysis.stability.nyquist.unstable_modes)
                           : "not known"},
                      {"validity",
                       failed == 0 ? "all checks hold" : fmt::format("{} checks fail", failed)}},
            .sections = analysis_sections(network, analysis, peaks),
            .parameters = text.parameters,
            .command = text.command};
}

}  // namespace siegert::io
