#pragma once

#include <siegert/theory/validity.hpp>

#include <string>

namespace siegert::theory {

/// The row of an assumption that holds up to a limit.
[[nodiscard]] inline ValidityCheck must_not_exceed(double limit, const char* name,
                                                   const std::string& population, double value,
                                                   const char* assumption) {
    return {.name = name,
            .population = population,
            .value = value,
            .limit = limit,
            .must_be_large = false,
            .holds = value <= limit,
            .assumption = assumption};
}

}  // namespace siegert::theory
