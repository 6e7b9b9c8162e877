#pragma once

#include <siegert/questions/scan.hpp>

#include <filesystem>

namespace siegert::cli {

/// The scan that a file holds to which its answer was saved.
///
/// Throws: InvalidParameter, saying what differs, if it is not of this grid and these settings;
/// as read_results.
[[nodiscard]] theory::Scan read_scan(const std::filesystem::path& path, const ParameterGrid& grid,
                                     const questions::ScanSettings& settings);

}  // namespace siegert::cli
