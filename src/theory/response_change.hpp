#pragma once

#include "theory/surrogate.hpp"

#include <vector>

namespace siegert::theory {

/// Blocks of neurons whose spread gives errors.
inline constexpr Index blocks = 20;

/// Sum over the blocks, all of them (left_out = -1) or without one.
[[nodiscard]] SurrogateRecord sum_without(const std::vector<SurrogateRecord>& records,
                                          Index left_out);

/// Change of the response by coloured input, relative to that with white input, per frequency of
/// the grid; averaged over neighbouring frequencies.
[[nodiscard]] ComplexVector change_of_response(const std::vector<SurrogateRecord>& white,
                                               const std::vector<SurrogateRecord>& coloured,
                                               const SurrogateGrid& grid, Index left_out);

/// Part of a change that exceeds its random error, which is found without one block each (James and
/// Stein's estimate): noise of the responses would make the network's fluctuations too strong.
[[nodiscard]] Vector reliability(const std::vector<SurrogateRecord>& white,
                                 const std::vector<SurrogateRecord>& coloured,
                                 const SurrogateGrid& grid);

}  // namespace siegert::theory
