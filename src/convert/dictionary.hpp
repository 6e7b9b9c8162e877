#pragma once

#include <siegert/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <initializer_list>
#include <set>
#include <string>
#include <vector>

namespace siegert::convert {

using Json = nlohmann::ordered_json;
using Names = std::initializer_list<const char*>;

/// What the numbers of a dictionary stand for, key by key; keeps which keys were read.
class Dictionary {
public:
    /// `name` is what messages call it. `values` must outlive this object.
    Dictionary(const Json& values, std::string name) : values_(values), name_(std::move(name)) {
        if (!values.is_object()) {
            throw InvalidParameter(fmt::format("{} must be a dictionary of parameters", name_));
        }
    }
    /// The value of the first of these names; nullptr if there is none.
    const Json* find(Names names) {
        const Json* found = nullptr;
        for (const char* name : names) {
            const auto at = values_.find(name);
            if (at == values_.end()) continue;
            read_.insert(name);
            if (!found) found = &*at;
        }
        return found;
    }
    const Json& get(Names names) {
        const Json* found = find(names);
        if (!found) {
            throw InvalidParameter(fmt::format("{} must have {}", name_, fmt::join(names, " or ")));
        }
        return *found;
    }
    double number(Names names) {
        const Json& value = get(names);
        if (!value.is_number()) {
            throw InvalidParameter(fmt::format("{} of {} must be a number, got {}", *names.begin(),
                                               name_, value.type_name()));
        }
        return value.get<double>();
    }
    double number_or(double otherwise, Names names) {
        return find(names) ? number(names) : otherwise;
    }
    /// Keys that nothing has asked for.
    [[nodiscard]] std::vector<std::string> unread() const {
        std::vector<std::string> keys;
        for (const auto& [key, value] : values_.items()) {
            if (!read_.contains(key)) keys.push_back(key);
        }
        return keys;
    }

private:
    const Json& values_;
    std::string name_;
    std::set<std::string> read_;
};

/// As a parameter file writes it.
inline Json quantity(const Json& value, const char* unit) {
    return {{"val", value}, {"unit", unit}};
}

}  // namespace siegert::convert
