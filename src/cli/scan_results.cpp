#include "cli/scan_results.hpp"

#include "cli/frequencies.hpp"
#include "cli/network_output.hpp"

#include <siegert/error.hpp>
#include <siegert/version.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::cli {
namespace {

using theory::Scan;
using theory::ScanPoint;
using theory::Termination;

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t not_counted = -1;

std::vector<std::size_t> as_sizes(const std::vector<Index>& shape) {
    return {shape.begin(), shape.end()};
}

// One number for each point.
template <class Value>
Dataset of_points(const Scan& scan, std::string_view unit, Value (*value)(const ScanPoint&),
                  Value missing) {
    std::vector<Value> values;
    for (const auto& point : scan.points) values.push_back(point.done ? value(point) : missing);
    return {.values = std::move(values), .shape = as_sizes(scan.shape), .unit = std::string(unit)};
}

// One number for each point and population.
Dataset of_populations(const Scan& scan, std::size_t populations, std::string_view unit,
                       Vector ScanPoint::*member) {
    std::vector<double> values;
    for (const auto& point : scan.points) {
        for (std::size_t i = 0; i < populations; ++i) {
            values.push_back(point.done ? (point.*member)(static_cast<Index>(i)) : not_known);
        }
    }
    auto shape = as_sizes(scan.shape);
    shape.push_back(populations);
    return {.values = std::move(values), .shape = std::move(shape), .unit = std::string(unit)};
}

void add_stability(ResultsTree& results, const Scan& scan) {
    auto& data = results.groups["stability"].datasets;
    data["unstable_modes"] = of_points<std::int64_t>(
        scan, "",
        [](const ScanPoint& p) {
            return p.stability ? std::int64_t{p.stability->unstable_modes} : not_counted;
        },
        not_counted);
    data["resolved"] = of_points<std::int64_t>(
        scan, "",
        [](const ScanPoint& p) {
            return p.stability ? std::int64_t{p.stability->resolved} : not_counted;
        },
        not_counted);
    data["critical_eigenvalue"] = of_points<Complex>(
        scan, "",
        [](const ScanPoint& p) {
            return p.stability ? p.stability->critical_eigenvalue : Complex(not_known, not_known);
        },
        Complex(not_known, not_known));
    data["critical_frequency"] = of_points<double>(
        scan, "Hz",
        [](const ScanPoint& p) {
            return p.stability ? p.stability->critical_frequency : not_known;
        },
        not_known);
}

ResultsTree settings_tree(const ScanSettings& settings) {
    ResultsTree tree;
    auto& data = tree.datasets;
    data["method"] = dataset(settings.method);
    data["convention"] = dataset(settings.convention);
    data["synaptic_filter"] = dataset(settings.synaptic_filter);
    data["synapse"] = dataset(settings.synapse);
    data["start"] = dataset(settings.start);
    data["max_iterations"] = dataset(settings.max_iterations);
    data["omegas"] = dataset(settings.omegas, "rad/s");
    data["last_network"] = dataset(settings.last_network);
    return tree;
}

// ---- reading ----------------------------------------------------------------------------------

template <class Value>
const std::vector<Value>& values_of(const std::filesystem::path& path, const ResultsTree& tree,
                                    const std::string& name, std::size_t size) {
    const auto found = tree.datasets.find(name);
    const auto* values = found == tree.datasets.end()
                             ? nullptr
                             : std::get_if<std::vector<Value>>(&found->second.values);
    if (values == nullptr || values->size() != size) {
        throw InvalidParameter(
            fmt::format("{}: expected a scan to resume, found no fitting {}", path.string(), name));
    }
    return *values;
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view what) {
    throw InvalidParameter(
        fmt::format("{}: expected the same scan to resume, found another {}", path.string(), what));
}

void require_same(const std::filesystem::path& path, const ResultsFile& file,
                  const ParameterGrid& grid, const ScanSettings& settings) {
    const auto& groups = file.results.groups;
    if (!groups.contains("parameters") || !groups.contains("settings") ||
        !groups.contains("stability")) {
        throw InvalidParameter(
            fmt::format("{}: expected a file of siegert scan, found another one", path.string()));
    }
    if (file.version != version) refuse(path, "version of siegert, " + file.version);
    const auto wanted =
        scan_results(grid, {.shape = grid.shape, .points = {}, .done = 0}, settings);
    const auto same = [](const Dataset& a, const Dataset& b) {
        return a.values == b.values && a.shape == b.shape;
    };
    const auto require_group = [&](const std::string& name, const std::string& what) {
        const auto& expected = wanted.groups.at(name).datasets;
        const auto& found = groups.at(name).datasets;
        for (const auto& [key, data] : expected) {
            const auto other = found.find(key);
            if (other == found.end() || !same(other->second, data)) refuse(path, what + key);
        }
        if (found.size() != expected.size()) refuse(path, "set of varied parameters");
    };
    if (!same(wanted.datasets.at("varied"), file.results.datasets.at("varied"))) {
        refuse(path, "set or order of varied parameters");
    }
    require_group("parameters", "range of ");
    if (to_yaml(grid.first.network) != to_yaml(file.network)) refuse(path, "network");
    require_group("settings", "setting of ");
}

ScanPoint point_of(const std::filesystem::path& path, const ResultsTree& results, std::size_t point,
                   std::size_t size, std::size_t populations) {
    const auto vector = [&](const char* name) {
        const auto& values = values_of<double>(path, results, name, size * populations);
        return Vector(Eigen::Map<const Vector>(values.data() + point * populations,
                                               static_cast<Index>(populations)));
    };
    const auto integer = [&](const ResultsTree& tree, const char* name) {
        return values_of<std::int64_t>(path, tree, name, size)[point];
    };
    ScanPoint found;
    found.done = true;
    found.firing_rates = vector("firing_rates");
    found.mean_input = vector("mean_input");
    found.std_input = vector("std_input");
    found.cvs = vector("cvs");
    const auto& name = values_of<std::string>(path, results, "termination", size)[point];
    for (const auto termination : {Termination::newton, Termination::relaxation}) {
        if (name == termination_name(termination)) found.termination = termination;
    }
    found.residual = values_of<double>(path, results, "residual", size)[point];
    found.iterations = static_cast<int>(integer(results, "iterations"));
    const ResultsTree& stability = results.groups.at("stability");
    const auto modes = integer(stability, "unstable_modes");
    if (modes == not_counted) return found;
    found.stability = theory::ScanStability{
        .unstable_modes = static_cast<int>(modes),
        .resolved = integer(stability, "resolved") == 1,
        .critical_eigenvalue =
            values_of<Complex>(path, stability, "critical_eigenvalue", size)[point],
        .critical_frequency =
            values_of<double>(path, stability, "critical_frequency", size)[point]};
    return found;
}

// ---- tables -----------------------------------------------------------------------------------

std::string state_of(const ScanPoint& point) {
    if (point.termination == Termination::not_converged) return "not converged";
    if (!point.stability) return "";
    if (!point.stability->resolved) return "unresolved";
    const int modes = point.stability->unstable_modes;
    return modes == 0 ? "stable" : fmt::format("unstable ({})", modes);
}

using Points = std::vector<Index>;

Points done_points(const Scan& scan, Index most) {
    Points points;
    for (std::size_t k = 0; k < scan.points.size(); ++k) {
        if (static_cast<Index>(points.size()) == most) break;
        if (scan.points[k].done) points.push_back(static_cast<Index>(k));
    }
    return points;
}

template <class Value>
Column numbers(const Scan& scan, const Points& points, std::string name, std::string unit,
               const Value& value) {
    std::vector<double> cells;
    for (const Index k : points) cells.push_back(value(scan.points[static_cast<std::size_t>(k)]));
    return {std::move(name), std::move(unit), std::move(cells)};
}

Column parameter_column(const ParameterGrid& grid, const Points& points, std::size_t axis) {
    const Dataset& values = grid.values[axis];
    const auto at = [&](Index k) {
        return static_cast<std::size_t>(theory::grid_position(grid.shape, k)[axis]);
    };
    Column column{grid.parameters[axis].key, values.unit, {}};
    if (const auto* texts = std::get_if<std::vector<std::string>>(&values.values)) {
        std::vector<std::string> cells;
        for (const Index k : points) cells.push_back((*texts)[at(k)]);
        column.cells = std::move(cells);
        return column;
    }
    const auto& all = std::get<std::vector<double>>(values.values);
    std::vector<double> cells;
    for (const Index k : points) cells.push_back(all[at(k)]);
    column.cells = std::move(cells);
    column.table_unit = customary_unit(grid.dimensions[axis]);
    if (!column.table_unit.empty()) {
        column.table_scale = 1.0 / to_si(1.0, column.table_unit, grid.dimensions[axis]);
    }
    return column;
}

void add_states(std::vector<Column>& columns, const ParameterGrid& grid, const Scan& scan,
                const Points& points, const char* name, const char* unit,
                Vector ScanPoint::*member) {
    const auto& populations = grid.first.network.populations;
    for (std::size_t i = 0; i < populations.size(); ++i) {
        columns.push_back(
            numbers(scan, points, fmt::format("{}_{}", name, populations[i]), unit,
                    [&](const ScanPoint& p) { return (p.*member)(static_cast<Index>(i)); }));
    }
}

double distance_to_one(const ScanPoint& point) {
    return point.stability ? std::abs(point.stability->critical_eigenvalue - 1.0) : not_known;
}

}  // namespace

ResultsTree scan_results(const ParameterGrid& grid, const Scan& scan,
                         const ScanSettings& settings) {
    ResultsTree results;
    const auto& populations = grid.first.network.populations;
    const std::size_t n = populations.size();
    auto& data = results.datasets;
    std::vector<std::string> keys;
    for (std::size_t p = 0; p < grid.parameters.size(); ++p) {
        keys.push_back(grid.parameters[p].key);
        results.groups["parameters"].datasets[keys.back()] = grid.values[p];
    }
    data["varied"] = dataset(keys);
    results.groups["settings"] = settings_tree(settings);
    if (scan.points.empty()) return results;
    data["populations"] = dataset(populations);
    data["done"] = of_points<std::int64_t>(
        scan, "", [](const ScanPoint&) { return std::int64_t{1}; }, std::int64_t{0});
    data["firing_rates"] = of_populations(scan, n, "Hz", &ScanPoint::firing_rates);
    data["mean_input"] = of_populations(scan, n, "V", &ScanPoint::mean_input);
    data["std_input"] = of_populations(scan, n, "V", &ScanPoint::std_input);
    data["cvs"] = of_populations(scan, n, "", &ScanPoint::cvs);
    data["termination"] = of_points<std::string>(
        scan, "", [](const ScanPoint& p) { return termination_name(p.termination); },
        std::string());
    data["residual"] = of_points<double>(
        scan, "Hz", [](const ScanPoint& p) { return p.residual; }, not_known);
    data["iterations"] = of_points<std::int64_t>(
        scan, "", [](const ScanPoint& p) { return std::int64_t{p.iterations}; }, not_counted);
    add_stability(results, scan);
    return results;
}

Scan read_scan(const std::filesystem::path& path, const ParameterGrid& grid,
               const ScanSettings& settings) {
    const ResultsFile file = read_results(path);
    if (!file.results.datasets.contains("varied")) {
        throw InvalidParameter(
            fmt::format("{}: expected a file of siegert scan, found another one", path.string()));
    }
    require_same(path, file, grid, settings);
    Scan scan{.shape = grid.shape, .points = {}, .done = 0};
    std::size_t size = 1;
    for (const Index length : grid.shape) size *= static_cast<std::size_t>(length);
    scan.points.resize(size);
    const auto& done = values_of<std::int64_t>(path, file.results, "done", size);
    const std::size_t n = grid.first.network.populations.size();
    for (std::size_t k = 0; k < size; ++k) {
        if (done[k] != 1) continue;
        scan.points[k] = point_of(path, file.results, k, size, n);
        ++scan.done;
    }
    return scan;
}

std::vector<Column> scan_columns(const ParameterGrid& grid, const Scan& scan, ScanColumns which,
                                 Index rows) {
    const Points points = done_points(scan, rows);
    const bool all = which == ScanColumns::all;
    constexpr std::size_t most_populations = 8;  // that fit on a screen
    const bool fits = grid.first.network.populations.size() <= most_populations;
    std::vector<Column> columns;
    for (std::size_t axis = 0; axis < grid.shape.size(); ++axis) {
        columns.push_back(parameter_column(grid, points, axis));
    }
    if (all || fits) {
        add_states(columns, grid, scan, points, all ? "firing_rates" : "nu", "Hz",
                   &ScanPoint::firing_rates);
    } else {
        const Vector& N = grid.first.network.N;
        columns.push_back(numbers(scan, points, "mean_rate", "Hz", [&](const ScanPoint& p) {
            return p.firing_rates.dot(N) / N.sum();
        }));
    }
    if (all) {
        add_states(columns, grid, scan, points, "mean_input", "V", &ScanPoint::mean_input);
        add_states(columns, grid, scan, points, "std_input", "V", &ScanPoint::std_input);
        add_states(columns, grid, scan, points, "cvs", "", &ScanPoint::cvs);
        columns.push_back(
            numbers(scan, points, "residual", "Hz", [](const ScanPoint& p) { return p.residual; }));
        columns.push_back(numbers(scan, points, "iterations", "", [](const ScanPoint& p) {
            return static_cast<double>(p.iterations);
        }));
        columns.push_back(numbers(scan, points, "critical_eigenvalue_re", "", [](const auto& p) {
            return p.stability ? p.stability->critical_eigenvalue.real() : not_known;
        }));
        columns.push_back(numbers(scan, points, "critical_eigenvalue_im", "", [](const auto& p) {
            return p.stability ? p.stability->critical_eigenvalue.imag() : not_known;
        }));
    }
    columns.push_back(numbers(scan, points, "critical_frequency", "Hz", [](const ScanPoint& p) {
        return p.stability ? p.stability->critical_frequency : not_known;
    }));
    columns.push_back(numbers(scan, points, "distance_to_1", "", distance_to_one));
    std::vector<std::string> states;
    for (const Index k : points) {
        states.push_back(state_of(scan.points[static_cast<std::size_t>(k)]));
    }
    columns.push_back({"state", "", std::move(states)});
    return columns;
}

}  // namespace siegert::cli
