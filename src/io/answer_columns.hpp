#pragma once

#include <siegert/answer/answer.hpp>

#include <string>
#include <variant>
#include <vector>

namespace siegert::io {

/// A column of a table with a cell for each row: reals, whole numbers, or texts.
struct FlatColumn {
    std::string name;
    std::string unit;
    std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>> cells;
};

/// The columns of a table, those of its rows first: complex numbers as two columns (`_re`, `_im`),
/// flags as "yes" and "no", and of the first axis at most so many labels (0: all), evenly spread.
///
/// Throws: InvalidParameter if a column does not fit the rows.
[[nodiscard]] std::vector<FlatColumn> flat_columns(const Table& table, std::size_t most);

[[nodiscard]] std::size_t row_count(const FlatColumn& column);

}  // namespace siegert::io
