#include <siegert/answer/answer.hpp>
#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace siegert {
namespace {

template <class Value>
Dataset column(const std::vector<Value>& values, std::size_t k, std::size_t columns) {
    std::vector<Value> picked;
    for (std::size_t i = k; i < values.size(); i += columns) picked.push_back(values[i]);
    return {.values = std::move(picked)};
}

bool names_an_axis(const Answer& answer, const Quantity& quantity) {
    return std::ranges::any_of(answer.axes, [&](const Axis& axis) {
        return axis.labels.values == quantity.data.values && quantity.data.axes.size() == 1 &&
               quantity.data.axes.front() == axis.name;
    });
}

Axis axis_of(const Answer& answer, const std::string& name, std::size_t length) {
    for (const Axis& axis : answer.axes) {
        if (axis.name == name) return axis;
    }
    std::vector<std::int64_t> numbers(length);
    for (std::size_t k = 0; k < length; ++k) numbers[k] = static_cast<std::int64_t>(k);
    return {name, dataset(std::move(numbers))};
}

// One table for each set of axes.
void add_tables(std::vector<Table>& tables, const Answer& answer, const std::string& title) {
    constexpr std::size_t most_rows = 50;
    std::vector<std::vector<std::string>> seen;
    std::vector<Table> found;
    for (const Quantity& quantity : answer.quantities) {
        const auto& axes = quantity.data.axes;
        if (axes.empty() || names_an_axis(answer, quantity)) continue;
        const auto known = std::ranges::find(seen, axes);
        if (known == seen.end()) {
            Table table{.title = title, .rows = {}, .columns = {}, .most = most_rows};
            for (std::size_t k = 0; k < axes.size(); ++k) {
                table.rows.push_back(axis_of(answer, axes[k], quantity.data.shape[k]));
            }
            seen.push_back(axes);
            found.push_back(std::move(table));
        }
        found[static_cast<std::size_t>(std::ranges::find(seen, axes) - seen.begin())]
            .columns.push_back(quantity);
    }
    std::ranges::move(found, std::back_inserter(tables));
    for (const Group& group : answer.groups) add_tables(tables, group.answer, group.name);
}

template <class Named>
void append_new(std::vector<Named>& to, std::vector<Named> from) {
    for (Named& one : from) {
        const bool known =
            std::ranges::any_of(to, [&](const Named& other) { return other.name == one.name; });
        if (!known) to.push_back(std::move(one));
    }
}

}  // namespace

Quantity quantity(std::string name, Dataset data, std::vector<std::string> axes,
                  std::string meaning) {
    data.axes = std::move(axes);
    data.meaning = std::move(meaning);
    return {std::move(name), std::move(data)};
}

std::vector<Quantity> columns_of(const Quantity& matrix, const Dataset& labels,
                                 const std::string& prefix) {
    const auto& names = std::get<std::vector<std::string>>(labels.values);
    std::vector<std::string> axes = matrix.data.axes;
    if (!axes.empty()) axes.pop_back();
    std::vector<Quantity> columns;
    for (std::size_t k = 0; k < names.size(); ++k) {
        Dataset data =
            std::visit([&](const auto& values) { return column(values, k, names.size()); },
                       matrix.data.values);
        data.shape.assign(matrix.data.shape.begin(), matrix.data.shape.end() - 1);
        data.unit = matrix.data.unit;
        columns.push_back(quantity(prefix + names[k], std::move(data), axes, matrix.data.meaning));
    }
    return columns;
}

void append(Answer& answer, Answer more) {
    std::ranges::move(more.notes, std::back_inserter(answer.notes));
    append_new(answer.axes, std::move(more.axes));
    append_new(answer.quantities, std::move(more.quantities));
    append_new(answer.groups, std::move(more.groups));
    if (answer.objection.empty()) answer.objection = std::move(more.objection);
}

const Dataset& find(const Answer& answer, const std::string& name) {
    const auto found = std::ranges::find(answer.quantities, name, &Quantity::name);
    if (found == answer.quantities.end()) {
        throw InvalidParameter(fmt::format("expected a result of the answer, found '{}'", name));
    }
    return found->data;
}

std::vector<Table> tables_of(const Answer& answer) {
    if (!answer.tables.empty()) return answer.tables;
    std::vector<Table> tables;
    add_tables(tables, answer, "");
    return tables;
}

std::vector<std::size_t> evenly_spread(std::size_t size, std::size_t most) {
    const std::size_t count = most == 0 || size <= most ? size : most;
    std::vector<std::size_t> indices;
    for (std::size_t k = 0; k < count; ++k) {
        indices.push_back(count == size ? k : k * (size - 1) / (count - 1));
    }
    return indices;
}

}  // namespace siegert
