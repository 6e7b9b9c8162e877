#pragma once

#include <siegert/io/report.hpp>

#include <nlohmann/json.hpp>

namespace siegert::io {

/// What report.js needs to draw the figure: `kind` and the numbers, rounded to six digits; null
/// stands for a number that is not finite, and the number of a series in the place of `x` or `tag`
/// for those of that series.
///
/// Throws: InvalidParameter, naming the figure, if its arrays do not fit together.
[[nodiscard]] nlohmann::json figure_data(const ReportFigure& figure);

}  // namespace siegert::io
