#pragma once

#include "simulation/external_input.hpp"
#include "simulation/streams.hpp"

#include <cstdint>

namespace siegert::simulation {

/// The random words of a block of neurons: word of neuron i at words[i].
void random_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                  std::uint32_t* words);

/// Poisson counts of a block of neurons.
void poisson_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                   const PoissonTable& table, std::int32_t* counts);

/// Standard normal numbers of a block of neurons.
void normal_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address, double* normals);

}  // namespace siegert::simulation
