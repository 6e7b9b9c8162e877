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

#include <hwy/highway.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
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

// 2^y for |y| up to 1000, to 2e-14: the polynomial of least relative error for the part of y
// between -1/2 and 1/2, and the rest added to the exponent of its value.
template <class V>
HWY_INLINE V power_of_two(V y) {
    const RealTag d;
    const hn::RebindToSigned<RealTag> d_bits;
    constexpr std::array least_error{
        1.00000000000001276,    0.693147180559870971,   0.240226506956496531,
        0.0555041086686855791,  0.00961812919206720184, 0.00133335576176098782,
        0.000154034349480814241, 0.0000152529848355783672, 1.3259405611204192e-6,
        1.01503372609764173e-7};
    const auto magic = hn::Set(d, 6755399441055744.0);  // 1.5 2^52: its last bits are whole numbers
    const auto whole = hn::Add(y, magic);
    const auto part = hn::Sub(y, hn::Sub(whole, magic));
    const auto exponent = hn::ShiftLeft<52>(hn::BitCast(d_bits, whole));
    const auto power = polynomial(least_error, part);
    return hn::BitCast(d, hn::Add(hn::BitCast(d_bits, power), exponent));
}

// -ln(1 - x) for 0 <= x <= largest_in_series, to 1e-11: 2 artanh(x / (2 - x)).
constexpr double largest_in_series = 0.25;

template <class V>
HWY_INLINE V logarithmic_rise(V x) {
    const RealTag d;
    constexpr std::array series{2.0, 2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11};
    const auto ratio = hn::Div(x, hn::Sub(hn::Set(d, 2.0), x));
    return hn::Mul(ratio, polynomial(series, hn::Mul(ratio, ratio)));
}

// The part x of the way to infinity that each neuron of a block goes within the step.
inline void parts_of_escape(const SpikeOnset& onset, const double* HWY_RESTRICT V,
                            double* HWY_RESTRICT x) {
    const RealTag d;
    const auto per_volt = hn::Set(d, std::numbers::log2e / onset.Delta_T);
    const auto V_escape = hn::Set(d, onset.V_escape);
    const auto lowest = hn::Set(d, -1000.0);  // far less than can be seen
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        const auto exponent = hn::Mul(hn::Sub(hn::Load(d, V + i), V_escape), per_volt);
        const auto limited = hn::Max(hn::Min(exponent, hn::Zero(d)), lowest);
        hn::Store(power_of_two(limited), d, x + i);
    }
}

// The current of the onset alone on a block of potentials; infinity where it reaches that within
// the step. Short loops: the processor works on more of their neurons at once.
inline void after_onset(const SpikeOnset& onset, const double* HWY_RESTRICT V,
                        double* HWY_RESTRICT after) {
    if (onset.other) {
        for (std::size_t i = 0; i < block_size; ++i) after[i] = (*onset.other)(V[i], onset.duration);
        return;
    }
    const RealTag d;
    alignas(64) double x[block_size];
    parts_of_escape(onset, V, x);
    const auto Delta_T = hn::Set(d, onset.Delta_T);
    const auto largest = hn::Set(d, largest_in_series);
    auto highest = hn::Zero(d);
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) {
        const auto part = hn::Load(d, x + i);
        highest = hn::Max(highest, part);
        const auto rise = logarithmic_rise(part);
        hn::Store(hn::MulAdd(rise, Delta_T, hn::Load(d, V + i)), d, after + i);
    }
    if (hn::AllFalse(d, hn::Gt(highest, largest))) return;
    for (std::size_t i = 0; i < block_size; ++i) {
        if (x[i] <= largest_in_series) continue;
        after[i] = x[i] < 1.0 ? V[i] - onset.Delta_T * std::log1p(-x[i])
                              : std::numeric_limits<double>::infinity();
    }
}

}  // namespace siegert::simulation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
