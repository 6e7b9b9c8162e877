#include "explore/controls.hpp"

#include "io/network_builder.hpp"
#include "io/unit.hpp"
#include "model/network_fields.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace siegert::explore {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> derivable{"J", "K", "Delay"};

// The values that a key may have, in symbols; empty: any.
std::string range_of(std::string_view key) {
    std::string_view symbols;
    schema::for_each_field([&](const auto& field) {
        if (field.about.key == key) symbols = field.about.range.symbols;
    });
    return std::string(symbols);
}

bool is_shown(const io::Entry& entry) {
    const auto& specification = *entry.specification;
    return specification.kind == io::ValueKind::number && !specification.meaning.empty() &&
           specification.section != "analysis";
}

// Names of what stands along an index: populations where there are as many, else numbers.
std::vector<std::string> names(const Network& network, Index length) {
    if (static_cast<Index>(network.populations.size()) == length) return network.populations;
    std::vector<std::string> numbers;
    for (Index k = 0; k < length; ++k) numbers.push_back(std::to_string(k));
    return numbers;
}

std::string unit_of(const io::Entry& entry) {
    return entry.numbers.unit.empty() ? customary_unit(entry.dimension) : entry.numbers.unit;
}

// Without the last digits, which derivation has rounded.
std::string text_of(double value, const std::string& unit) {
    const int exponent = unit.empty() ? 0 : io::find_unit(unit).value_or(io::Unit{}).exponent;
    return fmt::format("{:.12g}", io::scaled(value, -exponent));
}

json control(const io::Entry& entry, const Network& network, bool derived) {
    const auto& shape = entry.numbers.shape;
    const std::string unit = unit_of(entry);
    json texts = json::array();
    for (const double value : entry.numbers.values) texts.push_back(text_of(value, unit));
    return {{"key", entry.key},
            {"section", entry.specification->section},
            {"meaning", entry.specification->meaning},
            {"unit", unit},
            {"range", range_of(entry.key)},
            {"shape", shape},
            {"rows", shape.empty() ? std::vector<std::string>() : names(network, shape[0])},
            {"columns", shape.size() < 2 ? std::vector<std::string>() : names(network, shape[1])},
            {"texts", texts},
            {"derived", derived}};
}

}  // namespace

json controls(const OpenedFile& file, const Changes& changes) {
    const io::ParameterSet parameters = changed_parameters(file, changes);
    const Network network = io::build_network(parameters, file.model).network;
    json list = json::array();
    for (const auto& entry : parameters.entries) {
        if (is_shown(entry)) list.push_back(control(entry, network, false));
    }
    for (const auto key : derivable) {
        if (io::holds(parameters, key)) continue;
        if (const auto entry = derived_entry(network, std::string(key))) {
            list.push_back(control(*entry, network, true));
        }
    }
    return list;
}

}  // namespace siegert::explore
