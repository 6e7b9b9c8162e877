#pragma once

#include "cli/output.hpp"
#include "cli/results.hpp"

#include <siegert/theory/analysis.hpp>

#include <string>
#include <vector>

/// What people read of an analysis in the frequency domain.
namespace siegert::cli {

/// How stable the working point is: lines for people.
[[nodiscard]] std::vector<std::string> stability_notes(const theory::NetworkAnalysis& analysis);

/// Every peak of the spectra; population, frequency, height.
[[nodiscard]] std::vector<Column> peak_columns(const Network& network,
                                               const theory::NetworkAnalysis& analysis);

/// The peaks at nearly the same frequency in one line; the dozen highest lines.
[[nodiscard]] std::vector<Column> rhythm_columns(const Network& network,
                                                 const theory::NetworkAnalysis& analysis);

/// The spectra of all populations; at most `rows` frequencies, evenly spread.
[[nodiscard]] std::vector<Column> spectra_columns(const Network& network,
                                                  const theory::NetworkAnalysis& analysis,
                                                  Index rows);

/// The sensitivity of a mode, with the prediction for the peak that it makes: of those within 5 %
/// of its frequency, that of the population which takes part in the mode most.
[[nodiscard]] ModeResult mode_result(const Network& network,
                                     const theory::NetworkAnalysis& analysis,
                                     const theory::SensitivityMeasure& measure);

/// One line for each mode: frequency, eigenvalue, the peak next to it.
[[nodiscard]] std::vector<Column> mode_columns(const Network& network,
                                               const std::vector<ModeResult>& modes);

/// How connections are named: "4E <- 23E" for people, target and source apart for programs.
enum class ConnectionNames { arrow, apart };

/// The connections of each mode that move its eigenvalue most, at most `count` for each.
[[nodiscard]] std::vector<Column> connection_columns(const Network& network,
                                                     const std::vector<ModeResult>& modes,
                                                     Index count, ConnectionNames names);

/// Indices 0 ... size - 1, or `rows` of them, evenly spread, with the first and the last.
[[nodiscard]] std::vector<Index> evenly_spread(Index size, Index rows);

}  // namespace siegert::cli
