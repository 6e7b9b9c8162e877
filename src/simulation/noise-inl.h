// Random numbers for one block of neurons, vectorised. Included once for each instruction set by
// the files that are compiled through hwy/foreach_target.h.

#if defined(SIEGERT_SIMULATION_NOISE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef SIEGERT_SIMULATION_NOISE_INL_H
#undef SIEGERT_SIMULATION_NOISE_INL_H
#else
#define SIEGERT_SIMULATION_NOISE_INL_H
#endif

#include "simulation/external_input.hpp"
#include "simulation/philox.hpp"
#include "simulation/streams.hpp"

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include <bit>
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
using ByteTag = hn::CappedTag<std::uint8_t, block_size>;
using FewBytesTag = hn::Rebind<std::uint8_t, RealTag>;

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

template <class V>
struct FourWords {
    V w0, w1, w2, w3;
};

// Philox4x32 of the counters from `first` on, one in each lane.
template <int rounds>
HWY_INLINE FourWords<hn::Vec<WordTag>> philox_words(PhiloxKey key, std::uint32_t first,
                                                    const NoiseAddress& address) {
    const WordTag d;
    auto c0 = hn::Iota(d, first);
    auto c1 = hn::Set(d, static_cast<std::uint32_t>(address.step));
    auto c2 = hn::Set(d, third_counter_word(address));
    auto c3 = hn::Set(d, last_counter_word(address));
    auto k0 = hn::Set(d, key.low);
    auto k1 = hn::Set(d, key.high);
    for (int round = 0; round < rounds; ++round) {
        const auto p0 = wide_product(c0, 0xD2511F53u);
        const auto p1 = wide_product(c2, 0xCD9E8D57u);
        c0 = hn::Xor3(p1.high, c1, k0);
        c1 = p1.low;
        c2 = hn::Xor3(p0.high, c3, k1);
        c3 = p0.low;
        k0 = hn::Add(k0, hn::Set(d, 0x9E3779B9u));
        k1 = hn::Add(k1, hn::Set(d, 0xBB67AE85u));
    }
    return {.w0 = c0, .w1 = c1, .w2 = c2, .w3 = c3};
}

// The 16 counters from 16 `group` on; words[16 w + l] is word w of value l.
template <int rounds>
HWY_INLINE void random_words(PhiloxKey key, std::uint32_t group, const NoiseAddress& address,
                             std::uint32_t* HWY_RESTRICT words) {
    const WordTag d;
    for (std::size_t l = 0; l < values_per_block; l += hn::Lanes(d)) {
        const auto [w0, w1, w2, w3] = philox_words<rounds>(
            key, static_cast<std::uint32_t>(values_per_block * group + l), address);
        hn::Store(w0, d, words + l);
        hn::Store(w1, d, words + values_per_block + l);
        hn::Store(w2, d, words + 2 * values_per_block + l);
        hn::Store(w3, d, words + 3 * values_per_block + l);
    }
}

inline constexpr int rounds_of_noise = 10;

// The numbers that the bytes of one block do not decide.
inline void refine_counts(const PoissonTable& table, PhiloxKey key, std::uint32_t block,
                          const NoiseAddress& address, std::uint64_t undecided,
                          std::uint8_t* counts) {
    for (; undecided != 0; undecided &= undecided - 1) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(undecided));
        const std::uint32_t neuron = block * block_size + i;
        const ExternalBits bits = external_bits(key, neuron, address);
        const std::int32_t count =
            poisson_number(table, bits.low, bits.high, [&](std::size_t draw) {
                return external_rest(key, neuron, address, draw);
            });
        counts[i] = static_cast<std::uint8_t>(count);  // mean 5 at most: 255 never comes
    }
}

#if HWY_TARGET != HWY_SCALAR
// Counts of one block from its bytes. Returns a bit for each neuron that they do not decide.
HWY_INLINE std::uint64_t decided_counts(const PoissonTable& table,
                                        const std::uint8_t* HWY_RESTRICT bytes,
                                        std::uint8_t* HWY_RESTRICT counts) {
    const ByteTag d;
    const hn::RebindToSigned<ByteTag> d_signed;
    // The upper byte is compared with its sign turned, which all instruction sets can do.
    const auto sign = hn::Set(d, 0x80);
    const auto nibble = hn::Set(d, 0x0F);
    const auto upper = hn::Xor(hn::LoadDup128(d, table.upper.data()), sign);
    const auto lower = hn::LoadDup128(d, table.lower.data());
    const auto alias = hn::LoadDup128(d, table.alias.data());
    std::uint64_t undecided = 0;
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        const auto low = hn::Load(d, bytes + i);
        const auto column = hn::And(low, nibble);
        const auto further = hn::And(hn::ShiftRight<4>(low), nibble);
        const auto high = hn::BitCast(d_signed, hn::Xor(hn::Load(d, bytes + block_size + i), sign));
        const auto upper_of = hn::BitCast(d_signed, hn::TableLookupBytes(upper, column));
        const auto lower_of = hn::TableLookupBytes(lower, column);
        const auto at_upper = hn::RebindMask(d, hn::Eq(high, upper_of));
        const auto below = hn::RebindMask(d, hn::Lt(high, upper_of));
        const auto below_too = hn::RebindMask(
            d, hn::Lt(hn::BitCast(d_signed, further), hn::BitCast(d_signed, lower_of)));
        const auto own = hn::Or(below, hn::And(at_upper, below_too));
        const auto count = hn::IfThenElse(own, column, hn::TableLookupBytes(alias, column));
        const auto on_threshold = hn::And(at_upper, hn::Eq(further, lower_of));
        const auto not_sure = hn::Or(on_threshold, hn::Eq(count, hn::Set(d, PoissonTable::more)));
        hn::Store(count, d, counts + i);
        if (hn::AllFalse(d, not_sure)) continue;
        std::uint64_t bits = 0;
        hn::StoreMaskBits(d, not_sure, reinterpret_cast<std::uint8_t*>(&bits));
        undecided |= bits << i;
    }
    return undecided;
}
#endif

// Poisson counts of one part of a table, see PoissonTable.
HWY_INLINE void poisson_counts(const PoissonTable& table, PhiloxKey key, const BlockRange& range,
                               const NoiseAddress& address, std::uint8_t* HWY_RESTRICT counts) {
#if HWY_TARGET == HWY_SCALAR
    for (std::uint32_t b = 0; b < range.blocks; ++b) {
        refine_counts(table, key, range.first + b, address, ~std::uint64_t{0},
                      counts + b * block_size);
    }
#else
    constexpr std::uint32_t most_pairs = blocks_at_once / 2 + 1;
    alignas(64) std::uint32_t words[most_pairs * block_size];
    const std::uint32_t first_pair = range.first / 2;
    const std::uint32_t pairs = (range.first + range.blocks - 1) / 2 - first_pair + 1;
    for (std::uint32_t pair = 0; pair < pairs; ++pair) {
        random_words<7>(key, first_pair + pair, address, words + pair * block_size);
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(words);
    if (range.first % 2 == 1) bytes += 2 * block_size;
    for (std::uint32_t b = 0; b < range.blocks; ++b) {
        const std::uint64_t undecided =
            decided_counts(table, bytes + 2 * block_size * b, counts + b * block_size);
        if (undecided == 0) continue;
        refine_counts(table, key, range.first + b, address, undecided, counts + b * block_size);
    }
#endif
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
