#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simulation/noise.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "simulation/noise-inl.h"
#include "simulation/noise.hpp"

#include <algorithm>

HWY_BEFORE_NAMESPACE();
namespace siegert::simulation::HWY_NAMESPACE {
namespace {

void words_of_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                    std::uint32_t* words) {
    alignas(64) std::uint32_t aligned[block_size];
    random_words<rounds_of_noise>(key, block, address, aligned);
    std::copy_n(aligned, block_size, words);
}

void choices_of_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                      std::uint32_t sources, std::uint32_t* choices) {
    const WordTag d;
    for (std::size_t l = 0; l < values_per_block; l += hn::Lanes(d)) {
        const auto [w0, w1, w2, w3] = philox_words<rounds_of_noise>(
            key, static_cast<std::uint32_t>(values_per_block * block + l), address);
        hn::StoreInterleaved4(wide_product(w0, sources).high, w1, wide_product(w2, sources).high,
                              w3, d, choices + words_per_value * l);
    }
}

void counts_of_block(PhiloxKey key, std::uint32_t block, NoiseAddress address,
                     const PoissonTable& table, std::int32_t* counts) {
    alignas(64) std::uint8_t part[block_size];
    std::fill_n(counts, block_size, 0);
    for (address.part = 0; address.part < table.parts; ++address.part) {
        poisson_counts(table, key, {.first = block, .blocks = 1}, address, part);
        for (std::size_t i = 0; i < block_size; ++i) counts[i] += part[i];
    }
}

void normals_of_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                      double* normals) {
    alignas(64) std::uint32_t words[block_size];
    alignas(64) double aligned[block_size];
    random_words<rounds_of_noise>(key, block, address, words);
    normal_numbers(words, aligned);
    std::copy_n(aligned, block_size, normals);
}

}  // namespace
}  // namespace siegert::simulation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace siegert::simulation {
namespace {
HWY_EXPORT(words_of_block);
HWY_EXPORT(choices_of_block);
HWY_EXPORT(counts_of_block);
HWY_EXPORT(normals_of_block);
}  // namespace

void random_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                  std::uint32_t* words) {
    HWY_DYNAMIC_DISPATCH(words_of_block)(key, block, address, words);
}

void choice_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                  std::uint32_t sources, std::uint32_t* choices) {
    HWY_DYNAMIC_DISPATCH(choices_of_block)(key, block, address, sources, choices);
}

void poisson_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                   const PoissonTable& table, std::int32_t* counts) {
    HWY_DYNAMIC_DISPATCH(counts_of_block)(key, block, address, table, counts);
}

void normal_block(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                  double* normals) {
    HWY_DYNAMIC_DISPATCH(normals_of_block)(key, block, address, normals);
}

}  // namespace siegert::simulation
#endif
