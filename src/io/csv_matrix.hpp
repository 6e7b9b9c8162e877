#pragma once

#include <siegert/arrays.hpp>

#include <filesystem>

namespace siegert::io {

/// The numbers of a CSV file, times 10^exponent, one row in each line. Columns are separated by a
/// comma, a semicolon or blanks; empty lines and lines that begin with '#' are skipped.
///
/// Throws: FileError if the file cannot be read; ParameterFileError, naming line and column, if
/// a cell is not a finite number or the rows differ in length.
[[nodiscard]] Matrix read_csv_matrix(const std::filesystem::path& path, int exponent = 0);

}  // namespace siegert::io
