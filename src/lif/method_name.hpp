#pragma once

#include <siegert/lif/method.hpp>

#include <algorithm>
#include <string_view>

namespace siegert::lif {

/// What the method is called, from the list of methods.
[[nodiscard]] inline std::string_view method_name(exp::Method method) {
    return std::ranges::find(exp::method_names, method, &Named<exp::Method>::value)->name;
}

}  // namespace siegert::lif
