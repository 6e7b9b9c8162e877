#pragma once

#include <siegert/crosscheck/crosscheck.hpp>

namespace siegert::crosscheck {

/// The options with those times that were not given, which fit into a sample, and a method by
/// which all neurons have a theory: shift where there is none.
/// Throws: InvalidParameter, naming the option that is not valid.
[[nodiscard]] CrosscheckOptions checked(CrosscheckOptions options, const Network& network);

}  // namespace siegert::crosscheck
