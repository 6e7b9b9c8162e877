#pragma once

#include <siegert/crosscheck/crosscheck.hpp>

namespace siegert::crosscheck {

/// The options with those times that were not given, which fit into a sample.
/// Throws: InvalidParameter, naming the option that is not valid.
[[nodiscard]] CrosscheckOptions checked(CrosscheckOptions options);

}  // namespace siegert::crosscheck
