#pragma once

#include <siegert/io/report.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/analysis.hpp>

#include <vector>

namespace siegert::io {

/// The analysis of a network in the frequency domain, to look at: network, working point, transfer
/// functions, power spectra with their peaks, eigenvalue trajectories, and the connections that
/// shape each rhythm, by name.
///
/// Curves of more than 12 populations or modes are limited to those that matter most, which the
/// captions say; tables have all of them.
///
/// `peaks` is peak_sensitivities(network, analysis).
[[nodiscard]] Report analysis_report(const Network& network,
                                     const theory::NetworkAnalysis& analysis,
                                     const std::vector<theory::PeakSensitivity>& peaks,
                                     const ReportText& text);

}  // namespace siegert::io
