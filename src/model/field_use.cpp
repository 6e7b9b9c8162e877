#include "model/field_use.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace siegert::schema {
namespace {

template <class Value>
bool is_set(const Value& value, const Value& initial) {
    if constexpr (std::is_same_v<Value, Vector> || std::is_same_v<Value, Matrix>) {
        return (value.array() != 0.0).any();
    } else if constexpr (std::is_same_v<Value, decltype(Network::adaptation)>) {
        return std::ranges::any_of(value, [](const auto& currents) { return !currents.empty(); });
    } else if constexpr (std::is_same_v<Value, decltype(Network::stimulus)>) {
        return !value.empty();
    } else {
        return value != initial;
    }
}

}  // namespace

std::vector<std::string_view> set_fields(const Network& network, InTheory treatment) {
    static const Network initial;
    std::vector<std::string_view> names;
    for_each_field([&](const auto& field) {
        if (field.about.in_theory != treatment) return;
        if (is_set(network.*field.member, initial.*field.member)) names.push_back(field.name);
    });
    return names;
}

void require_known_to_theory(const Network& network) {
    if (with_conductances(network)) {
        throw InvalidParameter(
            "synapse must be delta or exponential for this, which does not know conductances "
            "(rates, responses, spectra, sensitivity, branches, simulation and crosscheck do)");
    }
    require_known_fields(network);
}

void require_known_fields(const Network& network) {
    for (const auto name : set_fields(network, InTheory::refused)) {
        throw InvalidParameter(
            fmt::format("{} must be absent for the theory, which does not know it (a simulation "
                        "does), got some",
                        name));
    }
}

}  // namespace siegert::schema
