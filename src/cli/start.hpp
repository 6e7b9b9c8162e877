#pragma once

#include <siegert/model/network.hpp>

#include <cstdint>
#include <string>

namespace siegert::cli {

/// Rates [Hz] that the text of `--start` stands for: "zero", "random" (drawn with `seed`), one rate
/// for all populations ("5 Hz") or one for each ("5,3.5 Hz").
///
/// Throws: InvalidParameter, saying what was expected.
[[nodiscard]] Vector starting_rates(const Network& network, const std::string& text,
                                    std::uint64_t seed);

}  // namespace siegert::cli
