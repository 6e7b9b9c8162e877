#pragma once

#include <siegert/io/report.hpp>

#include <nlohmann/json.hpp>

namespace siegert::explore {

/// What the page needs to draw a figure, with its title and caption. Throws: as io::figure_data.
[[nodiscard]] nlohmann::json titled_figure(const io::ReportFigure& figure);

}  // namespace siegert::explore
