#pragma once

#include <siegert/arrays.hpp>

#include <cstdint>
#include <functional>

namespace siegert::validation {

/// What `measure` returns for the seeds 1 ... count, one row for each: independent samples. Runs on
/// all cores; the result does not depend on their number.
Matrix replicates(Index count, const std::function<Vector(std::uint64_t seed)>& measure);

}  // namespace siegert::validation
