#pragma once

#include <string_view>

namespace siegert {

/// A value of an enumeration, what it is called in files, on the command line and in Python, and
/// what it means in half a line. One list of these for each enumeration serves them all.
template <class Value>
struct Named {
    Value value;
    std::string_view name;
    std::string_view meaning;
};

}  // namespace siegert
