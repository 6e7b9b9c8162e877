#pragma once

#include <cstdint>

/// How random numbers are addressed. Every number is the value of Philox4x32-10, or for external
/// spikes of Philox4x32-7, at a key (the seed) and a counter that names what it is for, so no
/// result depends on who computes it or when. Both pass BigCrush.
///
/// Source: J. K. Salmon et al., Proc. SC11 (2011), "Parallel random numbers: as easy as 1, 2, 3".
namespace siegert::simulation {

/// What a number is for: the top byte of the counter's last word.
enum class Stream : std::uint32_t {
    synapse = 1,        ///< source, delay and weight of a synapse
    in_degree = 2,      ///< number of synapses onto a neuron
    initial = 3,        ///< initial potential
    external = 4,       ///< external Poisson spikes; draw = which external input
    white_noise = 5,    ///< Gaussian noise of a step; draw = which component
    crossing = 6,       ///< threshold crossings between two grid points
    event_driven = 7,   ///< intervals between external spikes off the grid
    external_rest = 8,  ///< further bits where those of `external` do not decide
    neuron = 9,         ///< threshold and time constant of a neuron
};

/// What changes with any change of a number: states of simulations are continued only by the same.
inline constexpr std::int64_t version_of_streams = 2;

/// Neurons are updated in blocks of this many; a block belongs to one population. The noise of a
/// block at a step consists of 16 Philox values of four words each; word w of value l belongs to
/// neuron 16 w + l of the block, whatever the width of the vector registers. External spikes take
/// as many values for two blocks, 2 n and 2 n + 1: words 0 and 1 of all values are the first and
/// the second byte of neurons of the one block, 4 l to 4 l + 3 in value l, words 2 and 3 those of
/// the other.
inline constexpr int block_size = 64;
inline constexpr int words_per_value = 4;
inline constexpr int values_per_block = block_size / words_per_value;

/// Consecutive blocks whose numbers are drawn together: each step of the way is then a loop without
/// dependencies.
struct BlockRange {
    std::uint32_t first;
    std::uint32_t blocks;  ///< at most blocks_at_once
};

inline constexpr std::uint32_t blocks_at_once = 8;

struct PhiloxKey {
    std::uint32_t low;
    std::uint32_t high;
};

[[nodiscard]] constexpr PhiloxKey philox_key(std::uint64_t seed) {
    return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
}

/// Names the numbers of one population at one step (steps below 2^48).
struct NoiseAddress {
    std::uint32_t population;
    std::uint64_t step;
    Stream stream;
    std::uint32_t draw;      ///< below 256
    std::uint32_t part = 0;  ///< of the draw, below 65536
};

[[nodiscard]] constexpr std::uint32_t third_counter_word(const NoiseAddress& address) {
    return address.part << 16 | address.population;
}

[[nodiscard]] constexpr std::uint32_t last_counter_word(const NoiseAddress& address) {
    return static_cast<std::uint32_t>(address.stream) << 24 | address.draw << 16 |
           static_cast<std::uint32_t>(address.step >> 32);
}

}  // namespace siegert::simulation
