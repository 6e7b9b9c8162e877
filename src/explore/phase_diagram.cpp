#include "explore/background.hpp"

#include "explore/range.hpp"
#include "explore/titled_figure.hpp"
#include "require.hpp"

#include <siegert/theory/scan.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::explore {
namespace {

using nlohmann::json;

constexpr Index side = 21;  // points along each axis
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

double value_at(const Range& range, Index k) {
    return range.from + (range.to - range.from) * static_cast<double>(k) / (side - 1);
}

std::vector<std::string> labels(const Range& range) {
    std::vector<std::string> texts;
    for (Index k = 0; k < side; ++k) texts.push_back(fmt::format("{:.4g}", value_at(range, k)));
    return texts;
}

// The rows of a figure begin above: with the largest value of y.
template <class Value>
Matrix image(const theory::Scan& scan, Value value) {
    Matrix values = Matrix::Constant(side, side, unknown);
    for (Index k = 0; k < side * side; ++k) {
        const auto& point = scan.points[static_cast<std::size_t>(k)];
        const Index row = k / side, column = k % side;
        if (point.done && point.termination != theory::Termination::not_converged) {
            values(side - 1 - row, column) = value(point);
        }
    }
    return values;
}

json figure(const Range& x, const Range& y, const char* name, const char* caption,
            const char* quantity, const char* unit, const Matrix& values) {
    std::vector<std::string> rows = labels(y);
    std::reverse(rows.begin(), rows.end());
    return titled_figure({.title = name,
                          .caption = caption,
                          .content = io::HeatmapFigure{.row_label = title_of(y),
                                                       .column_label = title_of(x),
                                                       .rows = rows,
                                                       .columns = labels(x),
                                                       .values = values,
                                                       .value_label = quantity,
                                                       .unit = unit}});
}

json figures(const Range& x, const Range& y, const theory::Scan& scan, const Vector& sizes) {
    const Matrix rates = image(scan, [&](const theory::ScanPoint& point) {
        return point.firing_rates.dot(sizes) / sizes.sum();
    });
    const Matrix modes = image(scan, [](const theory::ScanPoint& point) {
        const bool counted = point.stability && point.stability->resolved;
        return counted ? static_cast<double>(point.stability->unstable_modes) : unknown;
    });
    json list = json::array();
    if (modes.array().isFinite().any()) {
        list.push_back(figure(x, y, "Growing modes",
                              "0: stable. Empty: undecided, or not there yet.", "growing modes", "",
                              modes));
    }
    list.push_back(figure(x, y, "Mean firing rate", "Of all neurons.", "firing rate", "Hz", rates));
    return {{"figures", list}};
}

double part(const theory::Scan& scan) {
    return static_cast<double>(scan.done) / static_cast<double>(side * side);
}

}  // namespace

json phase_diagram(const OpenedFile& file, const View& view, const Range& x, const Range& y,
                   const Show& show) {
    require_range(x);
    require_range(y);
    require(x.key != y.key, "the second parameter", 0.0, "be another than the first");
    const Network network = network_of(file, view).network;
    const auto network_at = [&](const std::vector<Index>& position) {
        View there = view;
        there.changes.push_back(change_to(y, value_at(y, position[0])));
        there.changes.push_back(change_to(x, value_at(x, position[1])));
        return network_of(file, there).network;
    };
    theory::ScanOptions options;
    options.working_point.method = view.method;
    options.convention = view.convention;
    options.start = theory::ScanStart::own;
    if (network.Delay.size() > 0) options.omegas = draft_frequencies(view.omegas);
    json result;
    options.on_point = [&](const theory::Scan& scan) {
        constexpr Index some = 7;  // points after which the page has something new to show
        if (scan.done % some != 0) return show(result, part(scan));
        result = figures(x, y, scan, network.N);
        return show(result, part(scan));
    };
    return figures(x, y, theory::scan({side, side}, network_at, options), network.N);
}

}  // namespace siegert::explore
