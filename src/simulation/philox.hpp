#pragma once

#include "simulation/external_input.hpp"
#include "simulation/streams.hpp"

#include <Random123/philox.h>

#include <array>
#include <cstdint>

namespace siegert::simulation {

/// Four random words for a counter.
[[nodiscard]] inline std::array<std::uint32_t, 4> philox(PhiloxKey key,
                                                         std::array<std::uint32_t, 4> counter) {
    const r123::Philox4x32::ctr_type c = {{counter[0], counter[1], counter[2], counter[3]}};
    const r123::Philox4x32::key_type k = {{key.low, key.high}};
    const auto words = r123::Philox4x32{}(c, k);
    return {words[0], words[1], words[2], words[3]};
}

/// The 16 bits of one neuron (index in its population) that decide its number of external spikes.
struct ExternalBits {
    std::uint8_t low;
    std::uint8_t high;
};

[[nodiscard]] inline ExternalBits external_bits(PhiloxKey key, std::uint32_t neuron,
                                                const NoiseAddress& address) {
    const std::uint32_t in_block = neuron % block_size;
    const std::uint32_t block = neuron / block_size;
    const std::uint32_t value = block / 2 * values_per_block + in_block / 4;
    const r123::Philox4x32_R<7>::ctr_type counter = {
        {value, static_cast<std::uint32_t>(address.step), third_counter_word(address),
         last_counter_word(address)}};
    const auto words = r123::Philox4x32_R<7>{}(counter, {{key.low, key.high}});
    const auto byte = [&](std::uint32_t word) {
        return static_cast<std::uint8_t>(words[word] >> (8 * (in_block % 4)));
    };
    return {.low = byte(2 * (block % 2)), .high = byte(2 * (block % 2) + 1)};
}

/// 64 further bits of it, as a number in [0, 1): `draw` is 0 or 1.
[[nodiscard]] inline double external_rest(PhiloxKey key, std::uint32_t neuron, NoiseAddress address,
                                          std::size_t draw) {
    address.stream = Stream::external_rest;
    const auto words = philox(key, {neuron, static_cast<std::uint32_t>(address.step),
                                    third_counter_word(address), last_counter_word(address)});
    const std::uint64_t bits = std::uint64_t{words[2 * draw]} << 32 | words[2 * draw + 1];
    return static_cast<double>(bits >> 11) * 0x1p-53;
}

/// The number of external spikes of one neuron, as noise-inl.h computes them by blocks.
[[nodiscard]] inline std::int32_t external_spikes(const PoissonTable& table, PhiloxKey key,
                                                  std::uint32_t neuron, NoiseAddress address) {
    std::int32_t sum = 0;
    for (address.part = 0; address.part < table.parts; ++address.part) {
        const ExternalBits bits = external_bits(key, neuron, address);
        sum += poisson_number(table, bits.low, bits.high, [&](std::size_t draw) {
            return external_rest(key, neuron, address, draw);
        });
    }
    return sum;
}

/// The word of one neuron (index in its population) among those that noise-inl.h computes by
/// blocks.
[[nodiscard]] inline std::uint32_t random_word(PhiloxKey key, std::uint32_t neuron,
                                               const NoiseAddress& address) {
    const std::uint32_t in_block = neuron % block_size;
    const std::uint32_t value =
        neuron / block_size * values_per_block + in_block % values_per_block;
    return philox(key,
                  {value, static_cast<std::uint32_t>(address.step), third_counter_word(address),
                   last_counter_word(address)})[in_block / values_per_block];
}

/// A stream of words as a standard uniform random bit generator, for distributions that need an
/// unknown number of them: word i of the counter (i / 4, a, b, stream).
class PhiloxEngine {
public:
    using result_type = std::uint32_t;

    PhiloxEngine(PhiloxKey key, Stream stream, std::uint32_t a, std::uint32_t b)
        : key_(key), a_(a), b_(b), stream_(static_cast<std::uint32_t>(stream) << 24) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return 0xFFFFFFFFu; }

    result_type operator()() {
        if (next_ == words_per_value) {
            words_ = philox(key_, {value_++, a_, b_, stream_});
            next_ = 0;
        }
        return words_[next_++];
    }

private:
    PhiloxKey key_;
    std::uint32_t a_;
    std::uint32_t b_;
    std::uint32_t stream_;
    std::uint32_t value_ = 0;
    std::size_t next_ = words_per_value;
    std::array<std::uint32_t, 4> words_{};
};

/// Uniform in (0, 1) from a word.
[[nodiscard]] constexpr double uniform(std::uint32_t word) {
    return (word + 0.5) / 4294967296.0;
}

}  // namespace siegert::simulation
