#pragma once

#include <siegert/arrays.hpp>

#include "require.hpp"

namespace siegert::binary {

/// Throws InvalidParameter unless every entry lies between 0 and 1.
inline void require_activities(std::string_view name, const Vector& m) {
    for (Index i = 0; i < m.size(); ++i)
        require(m(i) >= 0.0 && m(i) <= 1.0, fmt::format("{}[{}]", name, i), m(i),
                "lie between 0 and 1");
}

}  // namespace siegert::binary
