#include "io/parameter_change.hpp"
#include "trimmed.hpp"

#include "io/parameter_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace siegert::io {
namespace {

/// "J[E,I]" taken apart.
struct Target {
    std::string key;
    std::vector<std::string> position;  ///< empty: all of it
};

Target target_of(const ParameterSet& parameters, const std::string& name) {
    const auto bracket = name.find('[');
    if (bracket == std::string::npos) return {.key = name, .position = {}};
    Target target{.key = std::string(trimmed(std::string_view(name).substr(0, bracket))),
                  .position = {}};
    if (name.back() != ']') {
        throw ParameterFileError(parameters.file, 0, name, "expected ']' at the end, found none");
    }
    std::string_view inside(name);
    inside = inside.substr(bracket + 1, name.size() - bracket - 2);
    while (true) {
        const auto comma = inside.find(',');
        target.position.push_back(std::string(trimmed(inside.substr(0, comma))));
        if (comma == std::string_view::npos) return target;
        inside.remove_prefix(comma + 1);
    }
}

// A population of this name, or the number of the entry, from 0.
Index position_of(const ParameterSet& parameters, const std::string& name, const std::string& text,
                  Index length) {
    const Entry* populations = find(parameters, "populations");
    const bool by_name =
        populations != nullptr && static_cast<Index>(populations->texts.size()) == length;
    if (by_name) {
        const auto found = std::ranges::find(populations->texts, text);
        if (found != populations->texts.end()) return found - populations->texts.begin();
    }
    Index number = -1;
    const auto end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec == std::errc() && parsed.ptr == end && number >= 0 && number < length) {
        return number;
    }
    throw ParameterFileError(parameters.file, 0, name,
                             fmt::format("expected {}a number from 0 to {}, found '{}'",
                                         by_name ? "a population or " : "", length - 1, text));
}

std::size_t offset_of(const ParameterSet& parameters, const std::string& name, const Target& target,
                      const Entry& entry) {
    const auto& shape = entry.numbers.shape;
    if (entry.specification->kind != ValueKind::number || shape.empty()) {
        throw ParameterFileError(parameters.file, entry.line, name,
                                 "expected a list or a matrix to change an entry of, found a "
                                 "single value");
    }
    if (shape.size() != target.position.size()) {
        throw ParameterFileError(
            parameters.file, entry.line, name,
            fmt::format("expected {} in brackets for {}, found {}",
                        shape.size() == 1 ? "one entry" : "target and source",
                        describe_shape(entry.numbers), target.position.size()));
    }
    Index offset = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        offset = offset * shape[axis] +
                 position_of(parameters, name, target.position[axis], shape[axis]);
    }
    return static_cast<std::size_t>(offset);
}

// A single number stands for all populations, or pairs of them.
void expand(const ParameterSet& parameters, const Target& target, Entry& entry) {
    const Entry* populations = find(parameters, "populations");
    if (populations == nullptr || !entry.numbers.shape.empty()) return;
    const auto n = static_cast<Index>(populations->texts.size());
    const schema::Shape shape = entry.specification->shape;
    using enum schema::Shape;
    const bool of_targets = shape == population || schema::may_be_of_targets(shape);
    const bool of_pairs = shape == connection || shape == target_or_connection;
    if (target.position.size() == 1 && of_targets) {
        entry.numbers.shape = {n};
    } else if (target.position.size() == 2 && of_pairs) {
        entry.numbers.shape = {n, n};
    } else {
        return;
    }
    const std::size_t size = entry.numbers.shape.size() == 1 ? populations->texts.size()
                                                             : static_cast<std::size_t>(n * n);
    entry.numbers.values.assign(size, entry.numbers.values.front());
}

Entry* find_to_change(ParameterSet& parameters, const std::string& key) {
    const auto found = std::ranges::find(parameters.entries, key, &Entry::key);
    return found == parameters.entries.end() ? nullptr : &*found;
}

}  // namespace

void change_parameter(ParameterSet& parameters, const std::string& key, const std::string& value,
                      const std::filesystem::path& directory) {
    const Target target = target_of(parameters, key);
    require_known(parameters.file, target.key, 0);
    const ValueKind kind = find_key(target.key)->kind;
    if (kind == ValueKind::names || kind == ValueKind::mappings || kind == ValueKind::anything) {
        throw ParameterFileError(parameters.file, 0, target.key,
                                 "expected a key with a single value, found this one");
    }
    const YamlNode node{.kind = YamlNode::Kind::scalar, .line = 0, .text = value};
    const Entry changed =
        read_entry({.file = "value given", .key = target.key, .directory = directory}, node);
    Entry* entry = find_to_change(parameters, target.key);
    if (!target.position.empty()) {
        if (!entry) fail_missing(parameters, target.key, "to change an entry of");
        if (changed.dimension != entry->dimension) {
            throw ParameterFileError(parameters.file, entry->line, key,
                                     fmt::format("expected a value in {}, as the others, found {}",
                                                 si_unit(entry->dimension), value));
        }
        expand(parameters, target, *entry);
        const std::size_t offset = offset_of(parameters, key, target, *entry);
        entry->numbers.values[offset] = changed.numbers.values.front();
    } else if (entry) {
        *entry = changed;
    } else {
        parameters.entries.push_back(changed);
    }
}

NumberPlace number_place(ParameterSet& parameters, const std::string& key) {
    const Target target = target_of(parameters, key);
    require_known(parameters.file, target.key, 0);
    Entry* entry = find_to_change(parameters, target.key);
    if (!entry) fail_missing(parameters, target.key);
    const auto index = static_cast<std::size_t>(entry - parameters.entries.data());
    if (target.position.empty()) {
        if (entry->numbers.values.size() == 1) return {.entry = index, .offset = 0};
        throw ParameterFileError(parameters.file, entry->line, target.key,
                                 "expected a single number, found none");
    }
    expand(parameters, target, *entry);
    return {.entry = index, .offset = offset_of(parameters, key, target, *entry)};
}

std::vector<std::string> number_names(const ParameterSet& parameters, const std::string& key) {
    require_known(parameters.file, key, 0);
    if (!holds(parameters, key)) fail_missing(parameters, key);
    const auto& shape = find(parameters, key)->numbers.shape;
    if (shape.empty()) return {key};
    const Entry* populations = find(parameters, "populations");
    const auto name = [&](Index k, Index length) {
        const bool of_populations =
            populations != nullptr && static_cast<Index>(populations->texts.size()) == length;
        return of_populations ? populations->texts[static_cast<std::size_t>(k)] : std::to_string(k);
    };
    std::vector<std::string> names;
    for (Index i = 0; i < shape[0]; ++i) {
        if (shape.size() == 1) names.push_back(fmt::format("{}[{}]", key, name(i, shape[0])));
        for (Index j = 0; shape.size() == 2 && j < shape[1]; ++j) {
            names.push_back(fmt::format("{}[{},{}]", key, name(i, shape[0]), name(j, shape[1])));
        }
    }
    return names;
}

Entry changed_entry(const ParameterSet& parameters, const std::string& key) {
    const Target target = target_of(parameters, key);
    Entry entry = *find(parameters, target.key);
    if (target.position.empty()) return entry;
    const double value = entry.numbers.values[offset_of(parameters, key, target, entry)];
    entry.numbers.shape.clear();
    entry.numbers.values = {value};
    return entry;
}

}  // namespace siegert::io
