#include "io/report/figure_data.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <cmath>

namespace siegert::io {
namespace {

using nlohmann::json;

// Six digits are more than a figure shows, and keep the file small.
json rounded(double value) {
    if (!std::isfinite(value) || value == 0.0) return std::isfinite(value) ? json(0) : json();
    const double scale = std::pow(10.0, 5.0 - std::floor(std::log10(std::abs(value))));
    return std::isfinite(scale) && scale > 0.0 ? json(std::round(value * scale) / scale)
                                               : json(value);
}

json rounded(const Eigen::Ref<const Vector>& values) {
    json list = json::array();
    for (const double value : values) list.push_back(rounded(value));
    return list;
}

void require_length(const std::string& what, Index length, Index expected) {
    if (length == expected) return;
    throw InvalidParameter(fmt::format("{} must have {} values, got {}", what, expected, length));
}

json axis_data(const ReportAxis& axis) {
    return {{"label", axis.label}, {"unit", axis.unit}, {"log", axis.logarithmic}};
}

const char* style_name(SeriesStyle style) {
    switch (style) {
        case SeriesStyle::line:
            return "line";
        case SeriesStyle::dashed_line:
            return "dashed";
        case SeriesStyle::points:
            return "points";
        case SeriesStyle::dots:
            return "dots";
        case SeriesStyle::boxes:
            return "boxes";
    }
    return "line";
}

json series_data(const ReportSeries& series) {
    const Index n = series.x.size();
    require_length(series.name + ": y", series.y.size(), n);
    json data{{"name", series.name},
              {"x", rounded(series.x)},
              {"y", rounded(series.y)},
              {"style", style_name(series.style)},
              {"color", series.color}};
    if (series.low.size() > 0 || series.high.size() > 0) {
        require_length(series.name + ": low", series.low.size(), n);
        require_length(series.name + ": high", series.high.size(), n);
        data["low"] = rounded(series.low);
        data["high"] = rounded(series.high);
    }
    if (series.parameter.size() > 0) {
        require_length(series.name + ": parameter", series.parameter.size(), n);
        data["tag"] = rounded(series.parameter);
    }
    return data;
}

// Curves of one figure often have their arguments in common: the number of the first series with
// the same ones stands for them, which halves the file.
void share(json& series, const char* name) {
    for (std::size_t k = 1; k < series.size(); ++k) {
        for (std::size_t first = 0; first < k && series[k].contains(name); ++first) {
            if (!series[first].contains(name) || series[first][name] != series[k][name]) continue;
            series[k][name] = first;
            break;
        }
    }
}

json content_data(const LinesFigure& figure) {
    json series = json::array();
    for (const auto& one : figure.series) series.push_back(series_data(one));
    share(series, "x");
    share(series, "tag");
    json marks = json::array();
    for (const auto& mark : figure.marks) {
        marks.push_back({{"x", rounded(mark.x)},
                         {"y", rounded(mark.y)},
                         {"label", mark.label},
                         {"around", mark.style == MarkStyle::around}});
    }
    return {{"kind", "lines"},
            {"x", axis_data(figure.x)},
            {"y", axis_data(figure.y)},
            {"series", series},
            {"marks", marks},
            {"equal", figure.equal_axes},
            {"tagLabel", figure.parameter}};
}

json content_data(const HeatmapFigure& figure) {
    require_length("rows of " + figure.value_label, figure.values.rows(),
                   static_cast<Index>(figure.rows.size()));
    require_length("columns of " + figure.value_label, figure.values.cols(),
                   static_cast<Index>(figure.columns.size()));
    json values = json::array();
    for (Index i = 0; i < figure.values.rows(); ++i) {
        values.push_back(rounded(Vector(figure.values.row(i))));
    }
    return {{"kind", "heatmap"},
            {"rowLabel", figure.row_label},
            {"columnLabel", figure.column_label},
            {"rows", figure.rows},
            {"columns", figure.columns},
            {"values", values},
            {"valueLabel", figure.value_label},
            {"unit", figure.unit},
            {"diverging", figure.diverging},
            {"extreme", rounded(figure.extreme)}};
}

json content_data(const BarsFigure& figure) {
    const auto n = static_cast<Index>(figure.categories.size());
    json groups = json::array();
    for (const auto& group : figure.groups) {
        require_length(group.name, group.values.size(), n);
        json data{{"name", group.name}, {"values", rounded(group.values)}};
        if (group.standard_error.size() > 0) {
            require_length(group.name + ": standard_error", group.standard_error.size(), n);
            data["error"] = rounded(group.standard_error);
        }
        groups.push_back(data);
    }
    return {{"kind", "bars"},
            {"categories", figure.categories},
            {"y", axis_data(figure.y)},
            {"groups", groups}};
}

json content_data(const ComparisonFigure& figure) {
    const auto n = static_cast<Index>(figure.categories.size());
    json data{{"kind", "comparison"},
              {"categories", figure.categories},
              {"y", axis_data(figure.y)},
              {"flagged", figure.flagged},
              {"flag", figure.flag}};
    const auto add = [&](const char* name, const Vector& values) {
        require_length(name, values.size(), n);
        data[name] = rounded(values);
    };
    add("expected", figure.expected);
    add("low", figure.low);
    add("high", figure.high);
    add("measured", figure.measured);
    add("standard_error", figure.standard_error);
    require_length("flagged", static_cast<Index>(figure.flagged.size()), n);
    return data;
}

}  // namespace

json figure_data(const ReportFigure& figure) {
    try {
        return std::visit([](const auto& content) { return content_data(content); },
                          figure.content);
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(fmt::format("figure \"{}\": {}", figure.title, error.what()));
    }
}

}  // namespace siegert::io
