// The currents by which potentials run away, that of eif neurons vectorised. Included once for each instruction set by the
// files that are compiled through hwy/foreach_target.h.

#if defined(SIEGERT_SIMULATION_ONSET_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef SIEGERT_SIMULATION_ONSET_INL_H
#undef SIEGERT_SIMULATION_ONSET_INL_H
#else
#define SIEGERT_SIMULATION_ONSET_INL_H
#endif

#include "simulation/membrane_update.hpp"
#include "simulation/noise-inl.h"

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include <array>
#include <cstddef>
#include <numbers>

HWY_BEFORE_NAMESPACE();
namespace siegert::simulation::HWY_NAMESPACE {

// Sum of coefficients[k] x^k. Terms of even and odd order are added apart, which takes half as long
// where every sum waits for the one before.
template <std::size_t terms, class V>
HWY_INLINE V polynomial(const std::array<double, terms>& coefficients, V x) {
    static_assert(terms % 2 == 0);
    const RealTag d;
    const auto square = hn::Mul(x, x);
    auto even = hn::Set(d, coefficients[terms - 2]);
    auto odd = hn::Set(d, coefficients[terms - 1]);
    for (std::size_t k = terms - 2; k > 0; k -= 2) {
        even = hn::MulAdd(even, square, hn::Set(d, coefficients[k - 2]));
        odd = hn::MulAdd(odd, square, hn::Set(d, coefficients[k - 1]));
    }
    return hn::MulAdd(odd, x, even);
}

// -ln(1 - x). Nearly always no lane needs more than the series, which ends below rounding.
template <class V>
HWY_INLINE V logarithmic_rise(V x) {
    const RealTag d;
    constexpr double largest = 0.02;
    constexpr std::array series{1.0,     1.0 / 2, 1.0 / 3, 1.0 / 4,
                                1.0 / 5, 1.0 / 6, 1.0 / 7, 1.0 / 8};
    const auto rise = hn::Mul(x, polynomial(series, x));
    const auto is_large = hn::Gt(x, hn::Set(d, largest));
    if (hn::AllFalse(d, is_large)) return rise;
    return hn::IfThenElse(is_large, hn::Neg(hn::Log1p(d, hn::Neg(x))), rise);
}

// 2^y for |y| up to 1000, to rounding: the series of exp(r) with |r| <= ln(2) / 2, and the exponent
// added to that of its sum.
template <class V>
HWY_INLINE V power_of_two(V y) {
    const RealTag d;
    const hn::RebindToSigned<RealTag> d_bits;
    constexpr std::array series{1.0,           1.0,            1.0 / 2,       1.0 / 6,
                                1.0 / 24,      1.0 / 120,      1.0 / 720,     1.0 / 5040,
                                1.0 / 40320,   1.0 / 362880,   1.0 / 3628800, 1.0 / 39916800,
                                1.0 / 479001600, 1.0 / 6227020800.0};
    const auto magic = hn::Set(d, 6755399441055744.0);  // 1.5 2^52: its last bits are whole numbers
    const auto whole = hn::Add(y, magic);
    const auto r = hn::Mul(hn::Sub(y, hn::Sub(whole, magic)), hn::Set(d, std::numbers::ln2));
    const auto exponent = hn::ShiftLeft<52>(hn::BitCast(d_bits, whole));
    return hn::BitCast(d, hn::Add(hn::BitCast(d_bits, polynomial(series, r)), exponent));
}

template <class V>
HWY_NOINLINE V one_by_one(const OnsetFunction& onset, double duration, V potential) {
    const RealTag d;
    alignas(64) double lanes[hn::MaxLanes(RealTag{})];
    hn::Store(potential, d, lanes);
    for (std::size_t k = 0; k < hn::Lanes(d); ++k) lanes[k] = onset(lanes[k], duration);
    return hn::Load(d, lanes);
}

// The current of the onset alone; infinity where it reaches that within the step.
template <class V>
HWY_INLINE V after_onset(const SpikeOnset& onset, V potential) {
    if (onset.other) return one_by_one(*onset.other, onset.duration, potential);
    const RealTag d;
    const double per_volt = std::numbers::log2e / onset.Delta_T;
    const auto above =
        hn::Mul(hn::Sub(potential, hn::Set(d, onset.V_T)), hn::Set(d, per_volt));
    // The upper limit is far more than leads to a spike, the lower one far less than can be seen.
    const auto limited = hn::Max(hn::Min(above, hn::Set(d, 700.0)), hn::Set(d, -1000.0));
    const auto part = hn::Mul(power_of_two(limited), hn::Set(d, onset.duration));
    const auto endless = hn::Ge(part, hn::Set(d, 1.0));
    const auto rise = logarithmic_rise(hn::IfThenZeroElse(endless, part));
    return hn::IfThenElse(endless, hn::Inf(d),
                          hn::MulAdd(rise, hn::Set(d, onset.Delta_T), potential));
}

}  // namespace siegert::simulation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
