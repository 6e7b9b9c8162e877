#include "io/key_table.hpp"

#include <siegert/io/quantity.hpp>

#include "io/parameter_keys.hpp"
#include "model/enumerators.hpp"
#include "model/network_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace siegert::io {
namespace {

// "time, n x n, >= 0"
std::string kind_text(Dimension dimension, schema::Shape shape, std::string_view range) {
    std::string text;
    const std::string unit = si_unit(dimension);
    for (const std::string_view part : {std::string_view(unit), schema::symbols(shape), range}) {
        if (!part.empty()) text += (text.empty() ? "" : ", ") + std::string(part);
    }
    return text;
}

template <class Value>
std::string row(const schema::NetworkField<Value>& field) {
    const schema::About& about = field.about;
    std::string meaning(about.meaning);
    if constexpr (schema::ListedChoice<Value>) {
        meaning +=
            ": " + explained(schema::Enumerators<typename schema::Choice<Value>::type>::names, "`");
    }
    if (about.in_theory != schema::InTheory::used && about.in_simulation) {
        meaning += about.in_theory == schema::InTheory::refused
                       ? " (simulation; refused by the theory)"
                       : " (simulation)";
    }
    const bool is_required = about.needed == schema::always && !about.derived;
    return fmt::format("| `{}`{} | {} | {} | {} |\n", about.key, is_required ? "*" : "", meaning,
                       kind_text(about.dimension, about.shape, about.range.symbols),
                       about.if_absent);
}

std::string row(const KeySpecification& key) {
    std::string kind = kind_text(key.dimension, key.shape, "");
    if (key.or_dimension) kind = fmt::format("{} or {}", si_unit(*key.or_dimension), kind);
    return fmt::format("| `{}` | {} | {} | {} |\n", key.name, key.meaning, kind, key.if_absent);
}

bool is_of_a_field(const KeySpecification& key) {
    bool found = false;
    schema::for_each_field([&](const auto& field) { found |= field.about.key == key.name; });
    return found;
}

std::string row_of_field(std::string_view key) {
    std::string text;
    schema::for_each_field([&](const auto& field) {
        if (field.about.key == key) text = row(field);
    });
    return text;
}

}  // namespace

std::string key_table() {
    std::vector<std::string_view> sections;
    for (const auto& key : all_keys()) {
        if (!key.meaning.empty() && std::ranges::count(sections, key.section) == 0) {
            sections.push_back(key.section);
        }
    }
    std::string table =
        "| key | meaning | unit, shape, range | if absent |\n| --- | --- | --- | --- |\n";
    for (const auto section : sections) {
        table += fmt::format("| **{}** | | | |\n", section);
        for (const auto& key : all_keys()) {
            if (key.section != section || key.meaning.empty()) continue;
            table += is_of_a_field(key) ? row_of_field(key.name) : row(key);
        }
    }
    return table;
}

}  // namespace siegert::io
