#pragma once

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

/// The word of one neuron (index in its population) among those that noise-inl.h computes by
/// blocks.
[[nodiscard]] inline std::uint32_t random_word(PhiloxKey key, std::uint32_t neuron,
                                               const NoiseAddress& address) {
    const std::uint32_t in_block = neuron % block_size;
    const std::uint32_t value =
        neuron / block_size * values_per_block + in_block % values_per_block;
    return philox(key, {value, static_cast<std::uint32_t>(address.step), address.population,
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
