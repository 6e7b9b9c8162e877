#include "io/parameter_values.hpp"

#include "io/csv_matrix.hpp"
#include "io/parameter_source.hpp"
#include "io/unit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace siegert::io {
namespace {

using Kind = YamlNode::Kind;
using NumberReader = std::function<double(const YamlNode&)>;

// The number of a node, times 10^exponent.
double read_plain_number(const Place& place, const YamlNode& node, int exponent = 0) {
    if (node.kind != Kind::scalar || node.quoted) {
        fail(place, node.line, "a number", describe(node));
    }
    const auto number = to_number(node.text, exponent);
    if (!number || !std::isfinite(*number)) {
        fail(place, node.line, "a finite number", describe(node));
    }
    return *number;
}

double read_quantity_text(const Place& place, const YamlNode& node, Dimension dimension) {
    if (dimension == Dimension::dimensionless) return read_plain_number(place, node);
    if (node.kind != Kind::scalar) {
        fail(place, node.line,
             fmt::format("{0} with a unit, such as '20 {1}', or {{val: ..., unit: {1}}}",
                         describe(dimension), customary_unit(dimension)),
             describe(node));
    }
    try {
        return parse_quantity(node.text, dimension);
    } catch (const InvalidParameter& error) {
        throw ParameterFileError(place.file, node.line, place.key, error.what());
    }
}

void append_row(const Place& place, const YamlNode& row, const NumberReader& read,
                Numbers& numbers) {
    const auto cols = static_cast<Index>(row.items.size());
    if (cols != numbers.shape[1]) {
        fail(place, row.line, fmt::format("rows of {} numbers as the first", numbers.shape[1]),
             fmt::format("a row of {}", cols));
    }
    for (const auto& item : row.items) numbers.values.push_back(read(item));
}

Numbers read_shaped(const Place& place, const YamlNode& node, const NumberReader& read) {
    if (node.kind != Kind::sequence) return {.shape = {}, .values = {read(node)}, .unit = {}};
    if (node.items.empty()) fail(place, node.line, "at least one number", "an empty list");

    Numbers numbers{.shape = {static_cast<Index>(node.items.size())}, .values = {}, .unit = {}};
    const YamlNode& first = node.items.front();
    if (first.kind != Kind::sequence) {
        for (const auto& item : node.items) numbers.values.push_back(read(item));
        return numbers;
    }
    if (first.items.empty()) fail(place, first.line, "at least one number", "an empty list");
    numbers.shape.push_back(static_cast<Index>(first.items.size()));
    for (const auto& row : node.items) {
        if (row.kind != Kind::sequence) fail(place, row.line, "a row of a matrix", describe(row));
        append_row(place, row, read, numbers);
    }
    return numbers;
}

Numbers read_file(const Place& place, const YamlNode& node, int exponent) {
    const std::filesystem::path name = read_text(place, node);
    Matrix matrix;
    try {
        matrix = read_csv_matrix(place.directory / name, exponent);
    } catch (const FileError& error) {
        throw FileError(
            fmt::format("{}{}: {}", place_in(place.file, node.line), place.key, error.what()));
    }
    Numbers numbers{.shape = {matrix.rows(), matrix.cols()}, .values = {}, .unit = {}};
    for (Index i = 0; i < matrix.rows(); ++i) {
        for (Index j = 0; j < matrix.cols(); ++j) numbers.values.push_back(matrix(i, j));
    }
    return numbers;
}

/// The unit of a mapping {val, unit} and its power of ten of the SI unit.
struct WrittenUnit {
    std::string name;
    int exponent = 0;
};

WrittenUnit read_unit(const Place& place, const YamlNode& map, Dimension dimension) {
    const YamlNode* unit = find(map, "unit");
    if (dimension == Dimension::dimensionless) {
        if (unit && unit->text != "dimensionless" && !unit->text.empty()) {
            fail(place, unit->line, "a number without unit", "the unit " + describe(*unit));
        }
        return {};
    }
    if (!unit) {
        fail(place, map.line,
             fmt::format("the unit of {}, such as 'unit: {}'", describe(dimension),
                         customary_unit(dimension)),
             "none");
    }
    const std::string name = read_text(place, *unit);
    try {
        return {name, exponent_of(name, dimension)};
    } catch (const InvalidParameter& error) {
        throw ParameterFileError(place.file, unit->line, place.key, error.what());
    }
}

Numbers read_value_with_unit(const Place& place, const YamlNode& map, Dimension dimension) {
    constexpr std::array<std::string_view, 3> known{"val", "unit", "file"};
    for (std::size_t k = 0; k < map.keys.size(); ++k) {
        if (std::find(known.begin(), known.end(), map.keys[k]) == known.end()) {
            fail(place, map.items[k].line, "'val' or 'file', and 'unit'", "'" + map.keys[k] + "'");
        }
    }
    const YamlNode* value = find(map, "val");
    const YamlNode* file = find(map, "file");
    if ((value == nullptr) == (file == nullptr)) {
        fail(place, map.line, "either 'val' or 'file'", value ? "both" : "neither");
    }
    const WrittenUnit unit = read_unit(place, map, dimension);
    const auto read = [&](const YamlNode& node) {
        return read_plain_number(place, node, unit.exponent);
    };
    Numbers numbers =
        file ? read_file(place, *file, unit.exponent) : read_shaped(place, *value, read);
    numbers.unit = unit.name;
    return numbers;
}

std::string_view unit_in(const YamlNode& node) {
    const YamlNode* first = &node;
    while (first->kind == Kind::sequence && !first->items.empty()) first = &first->items.front();
    return unit_part(first->text);
}

bool spells_a_number_or_truth(const YamlNode& node) {
    if (node.quoted) return false;
    return to_number(node.text).has_value() || node.text == "true" || node.text == "false" ||
           node.text == "True" || node.text == "False";
}

}  // namespace

void fail(const Place& place, int line, std::string_view expected, std::string_view found) {
    throw ParameterFileError(place.file, line, place.key,
                             fmt::format("expected {}, found {}", expected, found));
}

bool measures(const YamlNode& node, Dimension dimension) {
    const YamlNode* unit = node.kind == Kind::map ? find(node, "unit") : nullptr;
    const auto known = find_unit(unit ? std::string_view(unit->text) : unit_in(node));
    return known && known->dimension == dimension;
}

Numbers read_numbers(const Place& place, const YamlNode& node, Dimension dimension) {
    if (node.kind == Kind::map) return read_value_with_unit(place, node, dimension);
    Numbers numbers = read_shaped(place, node, [&](const YamlNode& item) {
        return read_quantity_text(place, item, dimension);
    });
    numbers.unit = unit_in(node);
    return numbers;
}

std::vector<std::string> read_names(const Place& place, const YamlNode& node) {
    if (node.kind != Kind::sequence || node.items.empty()) {
        fail(place, node.line, "a list of names", describe(node));
    }
    std::vector<std::string> names;
    for (const auto& item : node.items) {
        if (item.kind != Kind::scalar || item.text.empty() || spells_a_number_or_truth(item)) {
            fail(place, item.line, "a name (in quotes, if it looks like a number)", describe(item));
        }
        if (std::find(names.begin(), names.end(), item.text) != names.end()) {
            fail(place, item.line, "every name once", describe(item) + " a second time");
        }
        names.push_back(item.text);
    }
    return names;
}

std::string read_text(const Place& place, const YamlNode& node) {
    if (node.kind != Kind::scalar || node.text.empty()) {
        fail(place, node.line, "a text", describe(node));
    }
    return node.text;
}

std::string read_truth(const Place& place, const YamlNode& node) {
    for (const std::string_view yes : {"true", "True", "TRUE", "yes", "Yes", "on", "On"}) {
        if (node.text == yes) return "true";
    }
    for (const std::string_view no : {"false", "False", "FALSE", "no", "No", "off", "Off"}) {
        if (node.text == no) return "false";
    }
    fail(place, node.line, "true or false", describe(node));
}

}  // namespace siegert::io
