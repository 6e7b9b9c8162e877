#pragma once

#include <siegert/questions/scan.hpp>

#include <filesystem>
#include <vector>

namespace siegert::cli {

/// A scan that was saved.
struct StoredScan {
    theory::Scan scan;
    questions::PointAnswers answers;  ///< empty: nothing was asked
};

/// The scan that a file holds to which its answer was saved.
///
/// Throws: InvalidParameter, saying what differs, if it is not of this grid and these settings;
/// as read_results.
[[nodiscard]] StoredScan read_scan(const std::filesystem::path& path, const ParameterGrid& grid,
                                   const questions::ScanSettings& settings);

/// The files beside `path` to which processes that share a scan have saved theirs, "scan.h5.part0",
/// ...: what is left of them after an interruption is part of the scan.
[[nodiscard]] std::filesystem::path part_path(const std::filesystem::path& path, int rank);
[[nodiscard]] std::vector<std::filesystem::path> part_paths(const std::filesystem::path& path);

/// What the file and its parts hold together; nothing where there are none.
///
/// Throws: as read_scan.
[[nodiscard]] StoredScan read_scan_with_parts(const std::filesystem::path& path,
                                              const ParameterGrid& grid,
                                              const questions::ScanSettings& settings);

}  // namespace siegert::cli
