#pragma once

#include "model/network_fields.hpp"

#include <string_view>
#include <vector>

namespace siegert::schema {

/// Names of the fields of which the theory makes `treatment` and that are set: something other than
/// zero, nothing, or the default.
[[nodiscard]] std::vector<std::string_view> set_fields(const Network& network, InTheory treatment);

/// Throws InvalidParameter if a field is set without which the theory's answer would be another
/// one, as it does not know it.
void require_known_fields(const Network& network);

/// The same of theory that does not know conductances either.
void require_known_to_theory(const Network& network);

}  // namespace siegert::schema
