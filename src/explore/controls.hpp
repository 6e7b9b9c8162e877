#pragma once

#include "explore/opened_file.hpp"

#include <nlohmann/json.hpp>

namespace siegert::explore {

/// What can be changed on the page: every number of the file, and the matrices J, K and Delay where
/// it derives them. A list of
///
///     {key, section, meaning, unit, range, shape, rows, columns, texts, derived}
///
/// `texts` are the numbers in `unit`, row after row; `rows` and `columns` name what a list or
/// matrix is about; `range` reads "> 0".
[[nodiscard]] nlohmann::json controls(const OpenedFile& file, const Changes& changes);

}  // namespace siegert::explore
