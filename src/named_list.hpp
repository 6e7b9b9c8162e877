#pragma once

#include <siegert/named.hpp>

#include <string>
#include <string_view>

/// Lists of the values of an enumeration with their names.
namespace siegert {

/// What the value is called in the list; empty where it is not there.
template <class List, class Value>
[[nodiscard]] constexpr std::string_view name_in(const List& list, Value value) {
    for (const auto& named : list) {
        if (named.value == value) return named.name;
    }
    return {};
}

/// "shift (threshold and reset raised), taylor (expanded to first order, as published)", the names
/// between quotation marks if wanted.
template <class List>
[[nodiscard]] std::string explained(const List& list, std::string_view mark = "") {
    std::string text;
    for (const auto& named : list) {
        text += text.empty() ? "" : ", ";
        text.append(mark).append(named.name).append(mark);
        if (!named.meaning.empty()) text.append(" (").append(named.meaning).append(")");
    }
    return text;
}

}  // namespace siegert
