#include "io/parameter_set.hpp"

#include "io/parameter_values.hpp"
#include "io/text_file.hpp"
#include "io/unit.hpp"
#include "model/enumerators.hpp"
#include "trimmed.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace siegert::io {

void require_known(const std::string& file, const std::string& key, int line) {
    if (find_key(key)) return;
    const std::string suggestion = suggested_key(key);
    throw ParameterFileError(
        file, line, key,
        suggestion.empty()
            ? "expected a known key, found this one (docs/parameter_files.md)"
            : fmt::format("expected a known key such as {}, found this one", suggestion));
}

namespace {

Dimension dimension_of(const KeySpecification& key, const YamlNode& node) {
    const bool other = key.or_dimension && measures(node, *key.or_dimension);
    return other ? *key.or_dimension : key.dimension;
}

}  // namespace

Entry read_entry(const Place& place, const YamlNode& node) {
    const KeySpecification& key = *find_key(place.key);
    Entry entry{.specification = &key,
                .key = place.key,
                .line = node.line,
                .numbers = {},
                .dimension = dimension_of(key, node),
                .texts = {},
                .node = {},
                .used = false};
    switch (entry.specification->kind) {
        case ValueKind::number:
            entry.numbers = read_numbers(place, node, entry.dimension);
            break;
        case ValueKind::text:
            entry.texts = {read_text(place, node)};
            break;
        case ValueKind::names:
            entry.texts = read_names(place, node);
            break;
        case ValueKind::truth:
            entry.texts = {read_truth(place, node)};
            break;
        case ValueKind::choices:
        case ValueKind::mappings:
        case ValueKind::anything:
            entry.node = node;
            break;
    }
    return entry;
}

namespace {

// NNMT writes angular frequencies in Hz and means rad/s.
void read_hertz_as_radians(ParameterSet& parameters, const std::string& key, YamlNode& node) {
    if (find_key(key)->dimension != Dimension::angular_frequency) return;
    const auto is_hertz = [](std::string_view unit) {
        const auto known = find_unit(unit);
        return known && known->dimension == Dimension::frequency;
    };
    if (node.kind != YamlNode::Kind::map) return;
    const auto position = std::ranges::find(node.keys, "unit");
    if (position == node.keys.end()) return;
    YamlNode& unit = node.items[static_cast<std::size_t>(position - node.keys.begin())];
    if (!is_hertz(unit.text) || find_unit(unit.text)->exponent != 0) return;
    parameters.warnings.push_back(fmt::format(
        "{}: the unit {} is taken for rad/s, as NNMT does (no factor of 2 pi)", key, unit.text));
    unit.text = "rad/s";
}

void read_key(ParameterSet& parameters, const std::string& key, YamlNode node,
              const std::filesystem::path& directory) {
    require_known(parameters.file, key, node.line);
    read_hertz_as_radians(parameters, key, node);
    Entry entry = read_entry({.file = parameters.file, .key = key, .directory = directory}, node);
    const auto first = std::ranges::find(parameters.entries, key, &Entry::key);
    if (first == parameters.entries.end()) {
        parameters.entries.push_back(std::move(entry));
        return;
    }
    parameters.warnings.push_back(
        fmt::format("{}: given twice, in lines {} and {}; the last one counts, as in NNMT", key,
                    first->line, entry.line));
    *first = std::move(entry);
}

}  // namespace

ParameterSet read_parameters(const std::string& text, const std::string& file,
                             const std::filesystem::path& directory) {
    require_text(text, file);
    const YamlNode root = parse_yaml(text, file);
    if (root.kind != YamlNode::Kind::map) {
        throw ParameterFileError(
            file, std::max(root.line, 1), "",
            "expected parameters such as 'tau_m: 10 ms', found " + describe(root));
    }
    ParameterSet parameters{.file = file, .directory = directory, .entries = {}, .warnings = {}};
    for (std::size_t k = 0; k < root.keys.size(); ++k) {
        read_key(parameters, root.keys[k], root.items[k], directory);
    }
    return parameters;
}

ParameterSet read_parameter_file(const std::filesystem::path& path) {
    constexpr std::size_t max_bytes = 64'000'000;
    return read_parameters(read_text_file(path, max_bytes), path.string(), path.parent_path());
}

bool holds(const ParameterSet& parameters, std::string_view key) {
    return std::ranges::find(parameters.entries, key, &Entry::key) != parameters.entries.end();
}

const Entry* find(const ParameterSet& parameters, std::string_view key) {
    const auto position = std::ranges::find(parameters.entries, key, &Entry::key);
    if (position == parameters.entries.end()) return nullptr;
    position->used = true;
    return &*position;
}

const Entry* find_first(const ParameterSet& parameters,
                        std::initializer_list<std::string_view> keys) {
    for (const auto key : keys) {
        if (const Entry* entry = find(parameters, key)) return entry;
    }
    return nullptr;
}

namespace {

// "membrane time constant", of a key whose meaning does not lean on that of another.
std::string_view short_meaning(const KeySpecification& about) {
    for (const std::string_view elsewhere : {"as ", "see ", "the same"}) {
        if (about.meaning.starts_with(elsewhere)) return {};
    }
    return trimmed(about.meaning.substr(0, about.meaning.find_first_of(":;,(")));
}

// "'tau_m: NUMBER ms' (membrane time constant)"
std::string line_to_add(std::string_view key) {
    const KeySpecification* about = find_key(key);
    if (!about || about->kind != ValueKind::number) {
        return key == "populations" ? "'populations: [E, I]' (names)"
                                    : fmt::format("'{}: ...'", key);
    }
    const std::string unit = customary_unit(about->dimension);
    const std::string_view shape = schema::symbols(about->shape);
    const std::string line = fmt::format("'{}: NUMBER{}{}'", key, unit.empty() ? "" : " ", unit);
    const std::string_view meaning = short_meaning(*about);
    if (meaning.empty()) return line;
    return shape.empty() ? fmt::format("{} ({})", line, meaning)
                         : fmt::format("{} ({}; one number, or {})", line, meaning, shape);
}

}  // namespace

void fail_missing(const ParameterSet& parameters, std::string_view key, std::string_view purpose) {
    throw ParameterFileError(parameters.file, 0, std::string(key),
                             fmt::format("expected this key{}{}, found none: add {}",
                                         purpose.empty() ? "" : " ", purpose, line_to_add(key)));
}

void fail(const ParameterSet& parameters, const Entry& entry, std::string_view expected,
          std::string_view found) {
    throw ParameterFileError(parameters.file, entry.line, entry.key,
                             fmt::format("expected {}, found {}", expected, found));
}

std::string describe_shape(const Numbers& numbers) {
    if (numbers.shape.empty()) return "a single number";
    if (numbers.shape.size() == 1) return fmt::format("a list of {}", numbers.shape[0]);
    return fmt::format("a {} x {} matrix", numbers.shape[0], numbers.shape[1]);
}

double scalar(const ParameterSet& parameters, const Entry& entry) {
    if (entry.numbers.values.size() != 1) {
        fail(parameters, entry, "a single number", describe_shape(entry.numbers));
    }
    return entry.numbers.values.front();
}

Vector vector_of(const ParameterSet& parameters, const Entry& entry, Index n) {
    const auto& [shape, values, unit] = entry.numbers;
    if (shape.empty()) return Vector::Constant(n, values.front());
    const bool is_line = shape.size() == 1 || shape[0] == 1 || shape[1] == 1;
    if (!is_line || static_cast<Index>(values.size()) != n) {
        fail(parameters, entry, fmt::format("a single number or a list of {}", n),
             describe_shape(entry.numbers));
    }
    return Eigen::Map<const Vector>(values.data(), n);
}

Matrix matrix_of(const Numbers& numbers) {
    const Index rows = numbers.shape.size() == 2 ? numbers.shape[0] : 1;
    const Index cols = static_cast<Index>(numbers.values.size()) / rows;
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    return Eigen::Map<const RowMajor>(numbers.values.data(), rows, cols);
}

Matrix matrix_of(const ParameterSet& parameters, const Entry& entry, Index rows, Index cols) {
    const auto& shape = entry.numbers.shape;
    if (shape.empty()) return Matrix::Constant(rows, cols, entry.numbers.values.front());
    if (shape == std::vector<Index>{cols}) return matrix_of(entry.numbers).replicate(rows, 1);
    if (shape != std::vector<Index>{rows, cols}) {
        fail(parameters, entry, fmt::format("a {} x {} matrix", rows, cols),
             describe_shape(entry.numbers));
    }
    return matrix_of(entry.numbers);
}

Matrix matrix_or_targets(const ParameterSet& parameters, const Entry& entry, Index rows,
                         Index cols) {
    const auto& shape = entry.numbers.shape;
    if (shape.empty() || shape == std::vector<Index>{rows}) {
        return vector_of(parameters, entry, rows);
    }
    const bool is_line = shape.size() == 2 && (shape[0] == 1 || shape[1] == 1);
    if (is_line && shape[0] * shape[1] == rows) return vector_of(parameters, entry, rows);
    if (shape == std::vector<Index>{rows, cols}) return matrix_of(entry.numbers);
    fail(parameters, entry,
         fmt::format("a single number, a list of {} (targets) or a {} x {} matrix", rows, rows,
                     cols),
         describe_shape(entry.numbers));
}

std::size_t position_in(const ParameterSet& parameters, const Entry& entry,
                        const std::vector<std::string_view>& names) {
    const auto position = std::find(names.begin(), names.end(), entry.texts.front());
    if (position == names.end()) {
        fail(parameters, entry, schema::alternatives(names), "'" + entry.texts.front() + "'");
    }
    return static_cast<std::size_t>(position - names.begin());
}

double quantity_of(const ParameterSet& parameters, const std::string& key, const YamlNode& node,
                   Dimension dimension) {
    const Place place{.file = parameters.file, .key = key, .directory = {}};
    const Numbers numbers = read_numbers(place, node, dimension);
    if (!numbers.shape.empty()) fail(place, node.line, "a single number", describe_shape(numbers));
    return numbers.values.front();
}

}  // namespace siegert::io
