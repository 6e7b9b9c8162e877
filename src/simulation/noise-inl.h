// Random numbers for one block of neurons, vectorised. Included once for each instruction set by
// the files that are compiled through hwy/foreach_target.h.

#if defined(SIEGERT_SIMULATION_NOISE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef SIEGERT_SIMULATION_NOISE_INL_H
#undef SIEGERT_SIMULATION_NOISE_INL_H
#else
#define SIEGERT_SIMULATION_NOISE_INL_H
#endif

#include "simulation/external_input.hpp"
#include "simulation/streams.hpp"

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include <cstdint>
#include <numbers>

HWY_BEFORE_NAMESPACE();
namespace siegert::simulation::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// At most 16 lanes, so that a vector never holds more than the 16 values of a block.
using WordTag = hn::CappedTag<std::uint32_t, values_per_block>;
using CountTag = hn::CappedTag<std::int32_t, values_per_block>;
using RealTag = hn::CappedTag<double, 8>;
using HalfCountTag = hn::Rebind<std::int32_t, RealTag>;

template <class V>
struct WideProduct {
    V high;
    V low;
};

template <class V>
HWY_INLINE WideProduct<V> wide_product(V x, std::uint32_t factor) {
    const WordTag d;
#if HWY_TARGET == HWY_SCALAR
    const std::uint64_t product = static_cast<std::uint64_t>(hn::GetLane(x)) * factor;
    return {.high = hn::Set(d, static_cast<std::uint32_t>(product >> 32)),
            .low = hn::Set(d, static_cast<std::uint32_t>(product))};
#else
    const hn::RepartitionToWide<WordTag> d_wide;
    const V m = hn::Set(d, factor);
    const auto even = hn::MulEven(x, m);
    const auto odd = hn::MulEven(hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(d_wide, x))), m);
    return {.high = hn::OddEven(hn::BitCast(d, odd), hn::BitCast(d, hn::ShiftRight<32>(even))),
            .low = hn::Mul(x, m)};
#endif
}

// Philox4x32-10 of the 16 counters of a block; words[16 w + l] is word w of value l.
HWY_INLINE void random_words(PhiloxKey key, std::uint32_t block, const NoiseAddress& address,
                             std::uint32_t* HWY_RESTRICT words) {
    constexpr int rounds = 10;
    const WordTag d;
    for (std::size_t l = 0; l < values_per_block; l += hn::Lanes(d)) {
        auto c0 = hn::Iota(d, static_cast<std::uint32_t>(values_per_block * block + l));
        auto c1 = hn::Set(d, static_cast<std::uint32_t>(address.step));
        auto c2 = hn::Set(d, address.population);
        auto c3 = hn::Set(d, last_counter_word(address));
        std::uint32_t k0 = key.low;
        std::uint32_t k1 = key.high;
        for (int round = 0; round < rounds; ++round) {
            const auto p0 = wide_product(c0, 0xD2511F53u);
            const auto p1 = wide_product(c2, 0xCD9E8D57u);
            c0 = hn::Xor3(p1.high, c1, hn::Set(d, k0));
            c1 = p1.low;
            c2 = hn::Xor3(p0.high, c3, hn::Set(d, k1));
            c3 = p0.low;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        hn::Store(c0, d, words + l);
        hn::Store(c1, d, words + values_per_block + l);
        hn::Store(c2, d, words + 2 * values_per_block + l);
        hn::Store(c3, d, words + 3 * values_per_block + l);
    }
}

// Poisson counts by inversion: the number of thresholds below the word. A dozen compares of
// 16 lanes each are cheaper than any branch or table.
HWY_INLINE void poisson_counts(const PoissonTable& table, const std::uint32_t* HWY_RESTRICT words,
                               std::int32_t* HWY_RESTRICT counts) {
    const CountTag d;
    const WordTag d_word;
    const std::size_t width = hn::Lanes(d);
    for (std::size_t i = 0; i < block_size; i += width) {
        const auto offset = hn::Set(d_word, 0x80000000u);
        const auto u = hn::BitCast(d, hn::Xor(hn::Load(d_word, words + i), offset));
        auto count = hn::Set(d, table.first);
        for (const std::int32_t threshold : table.thresholds) {
            count = hn::Sub(count, hn::VecFromMask(d, hn::Gt(u, hn::Set(d, threshold))));
        }
        hn::Store(count, d, counts + i);
    }
}

// Standard normal numbers (Box and Muller), two for each pair of words. 32-bit words limit them to
// 6.8 standard deviations, which one number in 1e11 would exceed.
HWY_INLINE void normal_numbers(const std::uint32_t* HWY_RESTRICT words,
                               double* HWY_RESTRICT normals) {
    const RealTag d;
    const HalfCountTag d_half;
    constexpr int half = block_size / 2;
    constexpr double unit = 1.0 / 4294967296.0;
    const auto uniform = [&](const std::uint32_t* w) {  // in (0, 1)
        const auto signed_word =
            hn::Load(d_half, reinterpret_cast<const std::int32_t*>(w));  // u, or u - 2^32
        const auto x = hn::PromoteTo(d, signed_word);
        const auto wrapped =
            hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Add(x, hn::Set(d, 4294967296.0)), x);
        return hn::MulAdd(wrapped, hn::Set(d, unit), hn::Set(d, 0.5 * unit));
    };
    for (std::size_t i = 0; i < half; i += hn::Lanes(d)) {
        const auto log_u = hn::Log(d, uniform(words + i));
        const auto radius = hn::Sqrt(hn::Mul(log_u, hn::Set(d, -2.0)));
        const auto angle = hn::Mul(hn::Sub(uniform(words + half + i), hn::Set(d, 0.5)),
                                   hn::Set(d, 2.0 * std::numbers::pi));
        hn::Store(hn::Mul(radius, hn::Cos(d, angle)), d, normals + i);
        hn::Store(hn::Mul(radius, hn::Sin(d, angle)), d, normals + half + i);
    }
}

}  // namespace siegert::simulation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
