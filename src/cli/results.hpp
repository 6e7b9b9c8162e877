#pragma once

#include <siegert/io/results_file.hpp>
#include <siegert/theory/analysis.hpp>

#include <nlohmann/json.hpp>

#include <vector>

/// Results under NNMT's names, for files and for JSON.
namespace siegert::cli {

/// What a mode does to a peak of the spectra.
struct ModeResult {
    theory::SensitivityMeasure measure;
    std::vector<theory::PeakSensitivity> peak;  ///< of the peak next to the mode; empty: none near
};

/// Axes, working point and how it was found.
[[nodiscard]] ResultsTree state_results(const Network& network, const theory::WorkingPoint& point,
                                        const Vector& omegas);

/// Adds transfer_function and, where there is one, transfer_function_sigma2.
void add_transfer_functions(ResultsTree& results, const theory::TransferFunctions& transfer);

/// Adds the input noise, the power spectra and their peaks.
void add_spectra(ResultsTree& results, const Network& network,
                 const theory::NetworkAnalysis& analysis);

/// Adds a group for each mode, "0" being the closest to instability.
void add_sensitivity(ResultsTree& results, const Network& network,
                     const std::vector<ModeResult>& modes);

/// Adds eigenvalues and stability.
void add_stability(ResultsTree& results, const theory::NetworkAnalysis& analysis);

/// Moves D, effective_connectivity and propagator into the results.
void move_matrices(ResultsTree& results, theory::NetworkAnalysis& analysis);

/// Adds every dataset as {"val": ..., "unit": ...}, complex values as {"re": ..., "im": ...}, texts
/// and whole numbers as they are; names that are there already are kept.
void add_results(nlohmann::ordered_json& json, const ResultsTree& results);

}  // namespace siegert::cli
