#include "explore/titled_figure.hpp"

#include "io/report/figure_data.hpp"

namespace siegert::explore {

nlohmann::json titled_figure(const io::ReportFigure& figure) {
    nlohmann::json data = io::figure_data(figure);
    data["title"] = figure.title;
    data["caption"] = figure.caption;
    return data;
}

}  // namespace siegert::explore
