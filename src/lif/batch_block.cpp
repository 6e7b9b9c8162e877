#include "lif/batch_block.hpp"

// Compiled once for each instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lif/batch_block.cpp"
#include <hwy/foreach_target.h>

#include "lif/colored_noise.hpp"
#include "lif/rate_problem.hpp"
#include "numerics/siegert_differences_simd-inl.hpp"
#include "numerics/siegert_simd-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace siegert::lif::HWY_NAMESPACE {

namespace simd = numerics::HWY_NAMESPACE;
namespace hn = hwy::HWY_NAMESPACE;
using simd::constant;
using simd::D;
using simd::M;
using simd::V;

struct Lanes {
    simd::Barriers barriers;
    V tau_m, tau_r, k;
    M silent;        ///< noise-free, and the mean not above threshold
    M subthreshold;  ///< mean below threshold
    M ordinary;
};

/// a - b as the sum of the result and `low` (Knuth's two-sum).
HWY_INLINE V exact_difference(V a, V b, V& low) {
    const V difference = hn::Sub(a, b);
    const V a_part = hn::Add(difference, b);
    const V b_part = hn::Sub(a_part, difference);
    low = hn::Add(hn::Sub(a, a_part), hn::Sub(b_part, b));
    return difference;
}

HWY_INLINE M ordinary(V x) {
    return hn::And(hn::Ge(x, constant(smallest_ordinary)), hn::Le(x, constant(largest_ordinary)));
}

/// See is_ordinary of rate_problem.hpp.
HWY_INLINE M ordinary(const Lanes& lanes, V V_th, V mu) {
    const V zero = hn::Zero(D());
    const V largest = constant(largest_ordinary);
    const auto bounded = [&](V x) { return hn::And(hn::Ge(x, zero), hn::Le(x, largest)); };
    const V distance = hn::Abs(lanes.barriers.distance);
    const M noise_free = hn::And(hn::Eq(lanes.barriers.sigma, zero),
                                 hn::Or(hn::Eq(distance, zero), ordinary(distance)));
    const M sigma = hn::Or(noise_free, ordinary(lanes.barriers.sigma));
    const M potentials = hn::And(hn::And(bounded(hn::Abs(V_th)), bounded(hn::Abs(mu))),
                                 hn::And(ordinary(lanes.barriers.width), sigma));
    const M times = hn::And(hn::And(ordinary(lanes.tau_m), bounded(lanes.tau_r)), bounded(lanes.k));
    return hn::And(potentials, times);
}

/// Puts harmless numbers in place of points that are not ordinary.
HWY_INLINE void replace_extraordinary(Lanes& lanes) {
    const V one = constant(1.0);
    const auto replace = [&](V& x, V by) { x = hn::IfThenElse(lanes.ordinary, x, by); };
    replace(lanes.barriers.distance, one);
    replace(lanes.barriers.distance_low, hn::Zero(D()));
    replace(lanes.barriers.width, one);
    replace(lanes.barriers.sigma, one);
    replace(lanes.tau_m, one);
    replace(lanes.tau_r, one);
    replace(lanes.k, one);
}

HWY_INLINE void raise(Lanes& lanes) {
    auto& barriers = lanes.barriers;
    V shift_low;
    V sum_low;
    const V shift = simd::exact_product(lanes.k, barriers.sigma, shift_low);
    barriers.distance = exact_difference(barriers.distance, hn::Neg(shift), sum_low);
    barriers.distance_low = hn::Add(barriers.distance_low, hn::Add(shift_low, sum_low));
}

HWY_INLINE Lanes load(const BatchBlock& block, std::size_t i, bool raised) {
    const D d;
    const V zero = hn::Zero(d);
    const V V_th = hn::Load(d, block.V_th + i);
    const V mu = hn::Load(d, block.mu + i);
    const V tau_s = hn::Load(d, block.tau_s + i);
    Lanes lanes{};
    auto& barriers = lanes.barriers;
    barriers.sigma = hn::Load(d, block.sigma + i);
    barriers.width = hn::Sub(V_th, hn::Load(d, block.V_0 + i));
    barriers.distance = exact_difference(V_th, mu, barriers.distance_low);
    lanes.tau_m = hn::Load(d, block.tau_m + i);
    lanes.tau_r = hn::Load(d, block.tau_r + i);
    const bool white = hn::AllTrue(d, hn::Eq(tau_s, zero));
    lanes.k = white ? zero : hn::Mul(constant(half_alpha), hn::Sqrt(hn::Div(tau_s, lanes.tau_m)));
    lanes.ordinary = ordinary(lanes, V_th, mu);
    if (!hn::AllTrue(d, lanes.ordinary)) replace_extraordinary(lanes);
    if (raised && !white) raise(lanes);
    lanes.silent = hn::And(hn::Eq(barriers.sigma, zero), hn::Ge(barriers.distance, zero));
    lanes.subthreshold = hn::Gt(barriers.distance, zero);
    return lanes;
}

/// Mean interval times exp(-exponent).
HWY_INLINE V scaled_interval(const Lanes& lanes, const simd::Points& p, V integral) {
    return hn::MulAdd(lanes.tau_r, p.e, hn::Mul(lanes.tau_m, integral));
}

bool rates(const BatchBlock& block, std::size_t count, BlockResults& results) {
    const D d;
    bool all_ordinary = true;
    for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
        const Lanes lanes = load(block, i, true);
        all_ordinary &= hn::AllTrue(d, lanes.ordinary);
        const simd::Points p = simd::points(lanes.barriers);
        const V interval = scaled_interval(lanes, p, simd::integral(p));
        const V rate = hn::Mul(hn::Div(p.root, interval), p.root);
        hn::Store(hn::IfThenZeroElse(lanes.silent, rate), d, results.value + i);
    }
    return all_ordinary;
}

/// The factors of RelativeDerivatives (stationary_rate.hpp).
struct Relative {
    V rate_factor, root, p, t;
    V r_m, r_s;
    V w0, w1, w2;
    M silent;

    HWY_INLINE V derivative(V value) const {
        return hn::IfThenZeroElse(silent, hn::Mul(hn::Mul(hn::Mul(rate_factor, value), p), root));
    }
    HWY_INLINE V multiple(V value) const {
        return hn::IfThenZeroElse(silent, hn::Mul(hn::Mul(rate_factor, value), root));
    }
};

template <int count>
HWY_INLINE Relative relative(const Lanes& lanes, const simd::Points& p, V integral) {
    const V interval = scaled_interval(lanes, p, integral);
    const V scale = hn::Mul(hn::Div(lanes.tau_m, interval), constant(numerics::sqrt_pi));
    const auto w = simd::differences<count>(p);
    const V sigma = hn::Max(lanes.barriers.sigma, constant(simd::tiny));
    Relative r{};
    r.silent = lanes.silent;
    r.rate_factor = hn::Div(p.root, interval);
    r.root = p.root;
    r.p = hn::Div(constant(4.0), hn::IfThenElse(p.above, p.start, hn::Mul(constant(4.0), sigma)));
    r.t = hn::IfThenElse(p.above, p.t, constant(1.0));
    r.w0 = hn::Mul(scale, w[0]);
    if constexpr (count > 1) r.w1 = hn::Mul(scale, w[1]);
    if constexpr (count > 2) r.w2 = hn::Mul(scale, w[2]);
    r.r_m = r.w0;
    if constexpr (count > 1) r.r_s = hn::Mul(hn::Mul(constant(0.5), r.t), r.w1);
    return r;
}

bool shifted_derivatives(const BatchBlock& block, std::size_t count, BlockResults& results) {
    const D d;
    bool all_ordinary = true;
    for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
        const Lanes lanes = load(block, i, true);
        all_ordinary &= hn::AllTrue(d, lanes.ordinary);
        const simd::Points p = simd::points(lanes.barriers);
        const Relative r = relative<2>(lanes, p, simd::integral(p));
        hn::Store(r.multiple(constant(1.0)), d, results.value + i);
        hn::Store(r.derivative(r.r_m), d, results.d_mu + i);
        hn::Store(r.derivative(hn::NegMulAdd(lanes.k, r.r_m, r.r_s)), d, results.d_sigma + i);
    }
    return all_ordinary;
}

bool taylor_rates(const BatchBlock& block, std::size_t count, BlockResults& results) {
    const D d;
    bool all_ordinary = true;
    for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
        const Lanes lanes = load(block, i, false);
        all_ordinary &= hn::AllTrue(d, lanes.ordinary);
        const simd::Points p = simd::points(lanes.barriers);
        const Relative r = relative<1>(lanes, p, simd::integral(p));
        const V correction = hn::Mul(hn::Mul(lanes.k, r.t), r.r_m);
        hn::Store(r.multiple(hn::Sub(constant(1.0), correction)), d, results.value + i);
    }
    return all_ordinary;
}

bool taylor_derivatives(const BatchBlock& block, std::size_t count, BlockResults& results) {
    const D d;
    const V two = constant(2.0);
    bool all_ordinary = true;
    for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
        const Lanes lanes = load(block, i, false);
        all_ordinary &= hn::AllTrue(d, lanes.ordinary);
        const simd::Points p = simd::points(lanes.barriers);
        const Relative r = relative<3>(lanes, p, simd::integral(p));
        const V kt = hn::Mul(lanes.k, r.t);
        const V r_mm = hn::MulSub(hn::Mul(two, r.r_m), r.r_m, r.w1);
        const V q_ms = hn::Mul(hn::Mul(constant(-0.5), r.t), r.w2);
        const V r_ms = hn::MulAdd(hn::Mul(two, r.r_m), r.r_s, q_ms);
        const V by_sigma = hn::NegMulAdd(kt, r_ms, hn::NegMulAdd(lanes.k, r.r_m, r.r_s));
        hn::Store(r.multiple(hn::NegMulAdd(kt, r.r_m, constant(1.0))), d, results.value + i);
        hn::Store(r.derivative(hn::NegMulAdd(kt, r_mm, r.r_m)), d, results.d_mu + i);
        hn::Store(r.derivative(by_sigma), d, results.d_sigma + i);
    }
    return all_ordinary;
}

bool cvs(const BatchBlock& block, std::size_t count, BlockResults& results) {
    const D d;
    bool all_ordinary = true;
    for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
        const Lanes lanes = load(block, i, true);
        all_ordinary &= hn::AllTrue(d, lanes.ordinary);
        const simd::Points p = simd::points(lanes.barriers);
        const V refractory = hn::Mul(hn::Div(lanes.tau_r, lanes.tau_m), p.e);
        const V cv = hn::Div(simd::cv_integral(p), hn::Add(refractory, simd::integral(p)));
        const V of_silent = hn::IfThenElseZero(lanes.subthreshold, constant(1.0));
        hn::Store(hn::IfThenElse(lanes.silent, of_silent, cv), d, results.value + i);
    }
    return all_ordinary;
}

}  // namespace siegert::lif::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace siegert::lif {

HWY_EXPORT(rates);
HWY_EXPORT(taylor_rates);
HWY_EXPORT(shifted_derivatives);
HWY_EXPORT(taylor_derivatives);
HWY_EXPORT(cvs);

BlockKernel block_kernel(BatchQuantity quantity, exp::Method method) {
    const bool taylor = method == exp::Method::taylor;
    switch (quantity) {
        case BatchQuantity::rate:
            return taylor ? &HWY_DYNAMIC_DISPATCH(taylor_rates) : &HWY_DYNAMIC_DISPATCH(rates);
        case BatchQuantity::rate_derivatives:
            return taylor ? &HWY_DYNAMIC_DISPATCH(taylor_derivatives)
                          : &HWY_DYNAMIC_DISPATCH(shifted_derivatives);
        case BatchQuantity::cv:
            break;
    }
    return &HWY_DYNAMIC_DISPATCH(cvs);
}

}  // namespace siegert::lif
#endif
