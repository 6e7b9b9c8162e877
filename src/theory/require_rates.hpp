#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>

#include "require.hpp"

#include <fmt/format.h>

#include <string_view>

namespace siegert::theory {

/// Throws InvalidParameter unless there is one entry for each population.
inline void require_one_per_population(std::string_view name, const Vector& values,
                                       const Network& network) {
    require(values.size() == network.tau_m.size(), fmt::format("size of {}", name),
            static_cast<double>(values.size()),
            fmt::format("equal the number of populations, {}", network.tau_m.size()));
}

/// Throws InvalidParameter unless there is one rate for each population, finite and >= 0.
inline void require_rates(std::string_view name, const Vector& nu, const Network& network) {
    require_one_per_population(name, nu, network);
    for (Index i = 0; i < nu.size(); ++i) {
        require_not_negative(fmt::format("{}[{}]", name, i), nu(i));
    }
}

}  // namespace siegert::theory
