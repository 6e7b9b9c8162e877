#pragma once

#include <siegert/model/network.hpp>

#include <string>

/// How synapses between populations j and i are drawn in Brian: bodies of Python functions,
/// indented by four blanks from their second line on.
namespace siegert::convert {

/// Of `pairs(i, j)`: sources and targets.
[[nodiscard]] std::string brian2_pairs(const Network& network);

/// Of `weights(i, j, number)`.
[[nodiscard]] std::string brian2_weights(const Network& network);

/// Of `delays(i, j, number)`.
[[nodiscard]] std::string brian2_delays(const Network& network);

}  // namespace siegert::convert
