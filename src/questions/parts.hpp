#pragma once

#include <siegert/questions/question.hpp>

#include <vector>

/// Parts of answers that several questions share.
namespace siegert::questions {

/// Options of what lists modes and their connections.
inline const Option modes_option{
    "modes", OptionKind::count, "3",
    "how many modes to name; more where several rhythms compete. Default 3"};
inline const Option connections_option{
    "connections", OptionKind::count, "5",
    "how many connections to name for each mode, in tables; default 5"};

/// Eigenvalues, growth rates, the count of growing modes, and what they say.
[[nodiscard]] Answer stability_part(const theory::NetworkAnalysis& analysis);

/// Where trajectories of eigenvalues cross the positive real axis, the largest first; those that
/// could make a rhythm.
[[nodiscard]] Table axis_crossings_table(const theory::NetworkAnalysis& analysis);

/// Noise, spectra and their peaks.
[[nodiscard]] Answer spectra_part(const Network& network, const theory::NetworkAnalysis& analysis);

/// The spectra, a column for each population.
[[nodiscard]] Table spectra_table(const Network& network, const theory::NetworkAnalysis& analysis);

/// One line for each rhythm, the dozen with the highest peaks.
[[nodiscard]] Table rhythms_table(const Network& network,
                                  const std::vector<theory::SpectralPeak>& peaks);

/// Modes and connections with their predictions: results and tables.
[[nodiscard]] Answer sensitivity_part(Inquiry& inquiry);

}  // namespace siegert::questions
