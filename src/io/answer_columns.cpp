#include "io/answer_columns.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace siegert::io {
namespace {

/// For each row of the table the positions along its axes.
using Positions = std::vector<std::vector<std::size_t>>;

Positions positions_of(const Table& table, std::size_t most) {
    Positions all{{}};
    for (std::size_t k = 0; k < table.rows.size(); ++k) {
        const auto along = evenly_spread(size(table.rows[k].labels), k == 0 ? most : 0);
        Positions longer;
        for (const auto& position : all) {
            for (const std::size_t index : along) {
                longer.push_back(position);
                longer.back().push_back(index);
            }
        }
        all = std::move(longer);
    }
    return all;
}

/// What a column is multiplied by along each axis of the rows: 0 where it does not have it.
std::vector<std::size_t> strides_of(const Table& table, const Quantity& column) {
    std::vector<std::size_t> strides(table.rows.size(), 0);
    std::size_t stride = 1;
    std::size_t left = column.data.axes.size();
    for (std::size_t k = table.rows.size(); k-- > 0 && left > 0;) {
        if (table.rows[k].name != column.data.axes[left - 1]) continue;
        strides[k] = stride;
        stride *= size(table.rows[k].labels);
        --left;
    }
    if (left > 0 || stride != size(column.data)) {
        throw InvalidParameter(
            fmt::format("column {} must have {} values as the rows of table "
                        "\"{}\", got {}",
                        column.name, stride, table.title, size(column.data)));
    }
    return strides;
}

std::vector<std::size_t> indices_of(const Positions& positions,
                                    const std::vector<std::size_t>& strides) {
    std::vector<std::size_t> indices;
    for (const auto& position : positions) {
        std::size_t index = 0;
        for (std::size_t k = 0; k < position.size(); ++k) index += position[k] * strides[k];
        indices.push_back(index);
    }
    return indices;
}

template <class Value, class Get>
auto picked(const std::vector<Value>& values, const std::vector<std::size_t>& indices, Get get) {
    std::vector<decltype(get(values[0]))> cells;
    for (const std::size_t index : indices) cells.push_back(get(values[index]));
    return cells;
}

void add(std::vector<FlatColumn>& columns, const std::string& name, const Dataset& data,
         const std::vector<std::size_t>& indices) {
    const auto as_it_is = [](const auto& value) { return value; };
    const auto cells_of = [&](const auto& values) {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<Value, Complex>) {
            const auto re = [](Complex value) { return value.real(); };
            const auto im = [](Complex value) { return value.imag(); };
            columns.push_back({name + "_re", data.unit, picked(values, indices, re)});
            columns.push_back({name + "_im", data.unit, picked(values, indices, im)});
        } else if constexpr (std::is_same_v<Value, Flag>) {
            const auto word = [](Flag flag) {
                return std::string(flag == Flag::yes ? "yes" : "no");
            };
            columns.push_back({name, data.unit, picked(values, indices, word)});
        } else {
            columns.push_back({name, data.unit, picked(values, indices, as_it_is)});
        }
    };
    std::visit(cells_of, data.values);
}

}  // namespace

std::vector<FlatColumn> flat_columns(const Table& table, std::size_t most) {
    const Positions positions = positions_of(table, most);
    std::vector<FlatColumn> columns;
    for (std::size_t k = 0; k < table.rows.size(); ++k) {
        const Axis& axis = table.rows[k];
        std::vector<std::size_t> strides(table.rows.size(), 0);
        strides[k] = 1;
        if (!axis.name.empty()) {
            add(columns, axis.name, axis.labels, indices_of(positions, strides));
        }
    }
    for (const Quantity& column : table.columns) {
        add(columns, column.name, column.data, indices_of(positions, strides_of(table, column)));
    }
    return columns;
}

std::size_t row_count(const FlatColumn& column) {
    return std::visit([](const auto& cells) { return cells.size(); }, column.cells);
}

}  // namespace siegert::io
