#pragma once

#include "cli/output.hpp"

#include <siegert/io/parameter_scan.hpp>
#include <siegert/io/results_file.hpp>
#include <siegert/theory/scan.hpp>

#include <filesystem>
#include <string>
#include <vector>

/// A scan as file, tables and JSON.
namespace siegert::cli {

/// What a scan was asked for: two with equal settings have equal results.
struct ScanSettings {
    std::string method, convention, synaptic_filter, synapse, start;
    std::int64_t max_iterations = 0;
    Vector omegas;             ///< [rad/s]; empty: no stability
    std::string last_network;  ///< at the last point of the grid, as YAML
};

/// Arrays of the shape of the grid, populations last. Points that are not done are NaN, and -1 in
/// arrays of whole numbers.
[[nodiscard]] ResultsTree scan_results(const ParameterGrid& grid, const theory::Scan& scan,
                                       const ScanSettings& settings);

/// The scan that a file of scan_results holds.
///
/// Throws: InvalidParameter, saying what differs, if it is not of this grid and these settings;
/// as read_results.
[[nodiscard]] theory::Scan read_scan(const std::filesystem::path& path, const ParameterGrid& grid,
                                     const ScanSettings& settings);

/// Whether all states or only those needed to see what happens are listed.
enum class ScanColumns { for_people, all };

/// A row for each point that is done, the first `rows` of them.
[[nodiscard]] std::vector<Column> scan_columns(const ParameterGrid& grid, const theory::Scan& scan,
                                               ScanColumns which, Index rows);

}  // namespace siegert::cli
