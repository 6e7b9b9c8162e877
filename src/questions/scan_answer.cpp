#include <siegert/questions/scan.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace siegert::questions {
namespace {

using theory::Scan;
using theory::ScanPoint;
using theory::Termination;

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t not_counted = -1;
const Complex no_eigenvalue(not_known, not_known);

/// The values of a scan, point after point, with the shape and the axes of its grid.
class GridValues {
public:
    GridValues(const ParameterGrid& grid, const Scan& scan)
        : scan_(scan), shape_(scan.shape.begin(), scan.shape.end()) {
        if (are_samples(grid)) axes_ = {"sample"};
        for (const auto& parameter : grid.parameters) {
            if (!are_samples(grid)) axes_.push_back(parameter.key);
        }
    }

    /// One value for each point; `missing` where it is not done.
    template <class Get>
    [[nodiscard]] Quantity each(std::string name, std::string_view unit, Get get,
                                decltype(get(ScanPoint{})) missing,
                                std::string meaning = {}) const {
        std::vector<decltype(missing)> values;
        for (const auto& point : scan_.points) {
            values.push_back(point.done ? get(point) : missing);
        }
        return with_shape(std::move(name), std::move(values), unit, shape_, axes_,
                          std::move(meaning));
    }

    /// One value for each point and population.
    [[nodiscard]] Quantity each_population(std::string name, std::string_view unit,
                                           std::size_t populations,
                                           Vector ScanPoint::*member) const {
        std::vector<double> values;
        for (const auto& point : scan_.points) {
            for (std::size_t i = 0; i < populations; ++i) {
                values.push_back(point.done ? (point.*member)(static_cast<Index>(i)) : not_known);
            }
        }
        auto shape = shape_;
        auto axes = axes_;
        shape.push_back(populations);
        axes.emplace_back("population");
        return with_shape(std::move(name), std::move(values), unit, std::move(shape),
                          std::move(axes), {});
    }

private:
    template <class Value>
    static Quantity with_shape(std::string name, std::vector<Value> values, std::string_view unit,
                               std::vector<std::size_t> shape, std::vector<std::string> axes,
                               std::string meaning) {
        Dataset data{.values = std::move(values), .shape = std::move(shape)};
        data.unit = unit;
        return quantity(std::move(name), std::move(data), std::move(axes), std::move(meaning));
    }

    const Scan& scan_;
    std::vector<std::size_t> shape_;
    std::vector<std::string> axes_;
};

std::int64_t unstable_modes(const ScanPoint& p) {
    return p.stability ? p.stability->unstable_modes : not_counted;
}

std::int64_t resolved(const ScanPoint& p) {
    return p.stability ? std::int64_t{p.stability->resolved} : not_counted;
}

Complex critical_eigenvalue(const ScanPoint& p) {
    return p.stability ? p.stability->critical_eigenvalue : no_eigenvalue;
}

double critical_frequency(const ScanPoint& p) {
    return p.stability ? p.stability->critical_frequency : not_known;
}

Group stability_group(const GridValues& values) {
    Answer answer;
    answer.quantities = {
        values.each(
            "verdict", "",
            [](const ScanPoint& p) {
                return p.stability ? theory::to_string(p.stability->answer) : std::string();
            },
            std::string(), "stable, unstable or undecided"),
        values.each(
            "reason", "",
            [](const ScanPoint& p) { return p.stability ? p.stability->reason : std::string(); },
            std::string()),
        values.each(
            "static_growth_rate", "",
            [](const ScanPoint& p) {
                return p.stability ? p.stability->static_growth_rate.value_or(not_known)
                                   : not_known;
            },
            not_known, "of the rates without delays and dynamics of neurons"),
        values.each("unstable_modes", "", unstable_modes, not_counted, "how many modes grow"),
        values.each("resolved", "", resolved, not_counted, "whether the frequencies suffice"),
        values.each("critical_eigenvalue", "", critical_eigenvalue, no_eigenvalue,
                    "of the effective connectivity, the one that comes closest to 1"),
        values.each("critical_frequency", "Hz", critical_frequency, not_known, "where it does")};
    return {"stability", std::move(answer)};
}

Group settings_group(const ScanSettings& settings) {
    Answer answer;
    answer.quantities = {quantity("method", dataset(settings.method)),
                         quantity("convention", dataset(settings.convention)),
                         quantity("synaptic_filter", dataset(settings.synaptic_filter)),
                         quantity("synapse", dataset(settings.synapse)),
                         quantity("start", dataset(settings.start)),
                         quantity("max_iterations", dataset(settings.max_iterations)),
                         quantity("omegas", dataset(settings.omegas, "rad/s")),
                         quantity("asked", dataset(settings.asked)),
                         quantity("last_network", dataset(settings.last_network))};
    return {"settings", std::move(answer)};
}

// ---- tables -----------------------------------------------------------------------------------

std::string state_of(const ScanPoint& point) {
    if (point.termination == Termination::not_converged) return "not converged";
    if (!point.stability) return "";
    const auto& stability = *point.stability;
    if (stability.answer != theory::Stability::unstable) return theory::to_string(stability.answer);
    return fmt::format(
        "unstable ({}{})", stability.unstable_modes,
        stability.static_growth_rate.value_or(0.0) < 0.0 ? "; statically stable" : "");
}

/// The points that are done, as rows of a table.
class DonePoints {
public:
    explicit DonePoints(const Scan& scan) : scan_(scan) {
        for (std::size_t k = 0; k < scan.points.size(); ++k) {
            if (scan.points[k].done) points_.push_back(k);
        }
    }

    template <class Get>
    [[nodiscard]] Quantity column(std::string name, std::string_view unit, Get get) const {
        return column_of(std::move(name), unit,
                         [&](std::size_t k) { return get(scan_.points[k]); });
    }

    /// The value of a parameter at each point.
    [[nodiscard]] Quantity parameter(const ParameterGrid& grid, std::size_t p) const {
        const Dataset& given = grid.values[p];
        const auto at = [&](const auto& values) {
            return column_of(grid.parameters[p].key, given.unit, [&](std::size_t k) {
                const auto position = theory::grid_position(grid.shape, static_cast<Index>(k));
                return values[static_cast<std::size_t>(value_index(position, p))];
            });
        };
        if (const auto* texts = std::get_if<std::vector<std::string>>(&given.values)) {
            return at(*texts);
        }
        return at(std::get<std::vector<double>>(given.values));
    }

    /// A result of a question: a number for each point of the grid, or entry `offset` of as many as
    /// it has.
    [[nodiscard]] Quantity result(std::string name, const Dataset& all, std::size_t offset) const {
        const auto at = [&](const auto& values) {
            const std::size_t size = values.size() / scan_.points.size();
            return column_of(std::move(name), all.unit,
                             [&](std::size_t k) { return values[k * size + offset]; });
        };
        return std::visit(at, all.values);
    }

    [[nodiscard]] Axis rows() const {
        return {"", dataset(std::vector<std::int64_t>(points_.size()))};
    }

private:
    template <class Get>
    [[nodiscard]] Quantity column_of(std::string name, std::string_view unit, Get get) const {
        std::vector<decltype(get(0))> cells;
        for (const std::size_t k : points_) cells.push_back(get(k));
        Dataset data{.values = std::move(cells), .shape = {points_.size()}};
        data.unit = unit;
        return quantity(std::move(name), std::move(data), {""});
    }

    const Scan& scan_;
    std::vector<std::size_t> points_;
};

void add_states(Table& table, const DonePoints& done, const std::vector<std::string>& populations,
                const char* name, const char* unit, Vector ScanPoint::*member) {
    for (std::size_t i = 0; i < populations.size(); ++i) {
        table.columns.push_back(
            done.column(fmt::format("{}_{}", name, populations[i]), unit,
                        [&](const ScanPoint& p) { return (p.*member)(static_cast<Index>(i)); }));
    }
}

// What happened at each point: mode and state.
void add_outcome(Table& table, const DonePoints& done) {
    table.columns.push_back(done.column("critical_frequency", "Hz", critical_frequency));
    table.columns.push_back(done.column("distance_to_1", "", [](const ScanPoint& p) {
        return p.stability ? std::abs(p.stability->critical_eigenvalue - 1.0) : not_known;
    }));
    table.columns.push_back(done.column("state", "", state_of));
}

Table table_with_parameters(const ParameterGrid& grid, const DonePoints& done, Audience audience) {
    Table table{.title = {}, .rows = {done.rows()}, .columns = {}, .audience = audience};
    for (std::size_t p = 0; p < grid.parameters.size(); ++p) {
        table.columns.push_back(done.parameter(grid, p));
    }
    return table;
}

Table table_for_people(const ParameterGrid& grid, const DonePoints& done) {
    constexpr std::size_t most_populations = 8;  // that fit on a screen
    constexpr std::size_t most_points = 200;
    const Network& network = grid.first.network;
    Table table = table_with_parameters(grid, done, Audience::people);
    table.most = most_points;
    if (network.populations.size() <= most_populations) {
        add_states(table, done, network.populations, "nu", "Hz", &ScanPoint::firing_rates);
    } else {
        table.columns.push_back(done.column("mean_rate", "Hz", [&](const ScanPoint& p) {
            return p.firing_rates.dot(network.N) / network.N.sum();
        }));
    }
    add_outcome(table, done);
    return table;
}

Table table_for_programs(const ParameterGrid& grid, const DonePoints& done) {
    const auto& populations = grid.first.network.populations;
    Table table = table_with_parameters(grid, done, Audience::programs);
    add_states(table, done, populations, "firing_rates", "Hz", &ScanPoint::firing_rates);
    add_states(table, done, populations, "mean_input", "V", &ScanPoint::mean_input);
    add_states(table, done, populations, "std_input", "V", &ScanPoint::std_input);
    add_states(table, done, populations, "cvs", "", &ScanPoint::cvs);
    table.columns.push_back(
        done.column("residual", "Hz", [](const ScanPoint& p) { return p.residual; }));
    table.columns.push_back(done.column(
        "iterations", "", [](const ScanPoint& p) { return std::int64_t{p.iterations}; }));
    table.columns.push_back(done.column("critical_eigenvalue", "", critical_eigenvalue));
    add_outcome(table, done);
    return table;
}

// What a question answers with one number, or with one for each population.
void add_results(Table& table, const Answer& answer, const DonePoints& done,
                 const std::vector<std::string>& populations, std::size_t grid_rank,
                 const std::string& prefix) {
    for (const auto& [name, data] : answer.quantities) {
        const std::size_t rank = data.shape.size() - grid_rank;
        const bool of_populations = rank == 1 && data.axes.back() == "population" &&
                                    data.shape.back() == populations.size();
        if (rank == 0) table.columns.push_back(done.result(prefix + name, data, 0));
        if (!of_populations) continue;
        for (std::size_t i = 0; i < populations.size(); ++i) {
            table.columns.push_back(
                done.result(fmt::format("{}{}_{}", prefix, name, populations[i]), data, i));
        }
    }
    for (const Group& group : answer.groups) {
        add_results(table, group.answer, done, populations, grid_rank, prefix + group.name + "_");
    }
}

Table table_of_answers(const ParameterGrid& grid, const DonePoints& done, const Answer& answer) {
    constexpr std::size_t most_points = 200;
    Table table = table_with_parameters(grid, done, Audience::everyone);
    table.most = most_points;
    add_results(table, answer, done, grid.first.network.populations, grid.shape.size(), "");
    return table;
}

Dataset numbers_up_to(Index size) {
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(size));
    std::iota(numbers.begin(), numbers.end(), std::int64_t{0});
    return dataset(std::move(numbers));
}

void add_points(Answer& answer, const ParameterGrid& grid, const Scan& scan) {
    const GridValues values(grid, scan);
    const auto& populations = grid.first.network.populations;
    const std::size_t n = populations.size();
    const auto add = [&](Quantity one) { answer.quantities.push_back(std::move(one)); };
    add(quantity("populations", dataset(populations), {"population"}));
    add(values.each(
        "done", "", [](const ScanPoint&) { return std::int64_t{1}; }, 0));
    add(values.each_population("firing_rates", "Hz", n, &ScanPoint::firing_rates));
    add(values.each_population("mean_input", "V", n, &ScanPoint::mean_input));
    add(values.each_population("std_input", "V", n, &ScanPoint::std_input));
    add(values.each_population("cvs", "", n, &ScanPoint::cvs));
    add(values.each(
        "termination", "", [](const ScanPoint& p) { return name_of(p.termination); },
        std::string()));
    add(values.each(
        "residual", "Hz", [](const ScanPoint& p) { return p.residual; }, not_known));
    add(values.each(
        "iterations", "", [](const ScanPoint& p) { return std::int64_t{p.iterations}; },
        not_counted));
    answer.groups.push_back(stability_group(values));
    const DonePoints done(scan);
    answer.tables = {table_for_people(grid, done), table_for_programs(grid, done)};
}

}  // namespace

Answer scan_answer(const ParameterGrid& grid, const Scan& scan, const ScanSettings& settings,
                   const PointAnswers& answers) {
    Answer answer;
    Group parameters{"parameters", {}};
    std::vector<std::string> keys;
    for (std::size_t p = 0; p < grid.parameters.size(); ++p) {
        keys.push_back(grid.parameters[p].key);
        const std::string axis = are_samples(grid) ? "sample" : keys.back();
        if (!are_samples(grid)) answer.axes.push_back({axis, grid.values[p]});
        parameters.answer.quantities.push_back(quantity(keys.back(), grid.values[p], {axis}));
    }
    if (are_samples(grid)) answer.axes.push_back({"sample", numbers_up_to(grid.shape.front())});
    answer.axes.push_back({"population", dataset(grid.first.network.populations)});
    answer.quantities = {quantity("varied", dataset(std::move(keys)), {"parameter"})};
    answer.groups = {std::move(parameters), settings_group(settings)};
    if (!scan.points.empty()) add_points(answer, grid, scan);
    if (answers.empty()) return answer;
    answer.groups.push_back(stacked_answers(grid, answers));
    answer.tables = {table_of_answers(grid, DonePoints(scan), answer.groups.back().answer)};
    return answer;
}

}  // namespace siegert::questions
