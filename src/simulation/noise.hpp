#pragma once

#include "simulation/external_input.hpp"
#include "simulation/streams.hpp"

#include <cstdint>

namespace siegert::simulation {

/// The random words of a block of neurons: word of neuron i at words[i].
void random_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                  std::uint32_t* words);

/// Of each pair of words of the values of a block, value by value: the number below `sources` that
/// the first stands for, and the second as it is.
void choice_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                  std::uint32_t sources, std::uint32_t* choices);

/// Poisson counts of a block of neurons.
void poisson_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                   const PoissonTable& table, std::int32_t* counts);

/// Standard normal numbers of a block of neurons.
void normal_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address, double* normals);

}  // namespace siegert::simulation
