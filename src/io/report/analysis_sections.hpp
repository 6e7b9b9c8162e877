#pragma once

#include <siegert/io/report.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/analysis.hpp>

#include <vector>

/// The sections about theory, one function each.
namespace siegert::io {

/// All of them.
[[nodiscard]] std::vector<ReportSection> analysis_sections(
    const Network& network, const theory::NetworkAnalysis& analysis,
    const std::vector<theory::PeakSensitivity>& peaks);

[[nodiscard]] ReportSection network_section(const Network& network);
[[nodiscard]] ReportSection working_point_section(const Network& network,
                                                  const theory::WorkingPoint& point);
[[nodiscard]] ReportSection transfer_section(const Network& network,
                                             const theory::NetworkAnalysis& analysis);
[[nodiscard]] ReportSection spectra_section(const Network& network,
                                            const theory::NetworkAnalysis& analysis);
[[nodiscard]] ReportSection eigenvalue_section(const theory::NetworkAnalysis& analysis);
[[nodiscard]] ReportSection sensitivity_section(const Network& network,
                                                const theory::NetworkAnalysis& analysis,
                                                const std::vector<theory::PeakSensitivity>& peaks);

/// Frequencies of the analysis [Hz].
[[nodiscard]] Vector frequencies(const theory::NetworkAnalysis& analysis);

/// Phase [degrees] without jumps of a whole turn.
[[nodiscard]] Vector continuous_phase(const ComplexVector& values);

}  // namespace siegert::io
