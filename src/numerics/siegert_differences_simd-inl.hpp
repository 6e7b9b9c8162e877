// Derivatives of the Siegert integral and the variance of the intervals for several points at once;
// see siegert_simd-inl.hpp, siegert_integral.hpp and cv_integral.hpp.
#if defined(SIEGERT_NUMERICS_SIEGERT_DIFFERENCES_SIMD_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SIEGERT_NUMERICS_SIEGERT_DIFFERENCES_SIMD_INL
#undef SIEGERT_NUMERICS_SIEGERT_DIFFERENCES_SIMD_INL
#else
#define SIEGERT_NUMERICS_SIEGERT_DIFFERENCES_SIMD_INL
#endif

#include "numerics/cv_tables.hpp"
#include "numerics/siegert_simd-inl.hpp"

#include <array>
#include <cstddef>
#include <numbers>

HWY_BEFORE_NAMESPACE();
namespace siegert::numerics::HWY_NAMESPACE {

template <int count>
using Values = std::array<V, count>;

// ---- derivatives of erfcx(-y) and their differences

/// Completes e_0 ... e_(count-1) at y > 0 from e_0, all scaled by `e` = exp(-b^2).
template <int count>
HWY_INLINE void ascend(Values<count>& e_n, V y, V e) {
    const V y2 = hn::Add(y, y);
    if constexpr (count > 1) {
        e_n[1] = hn::MulAdd(y2, e_n[0], hn::Mul(constant(two_over_sqrt_pi), e));
    }
    for (std::size_t n = 2; n < count; ++n) {
        const V before = hn::Mul(constant(2.0 * static_cast<double>(n - 1)), e_n[n - 2]);
        e_n[n] = hn::MulAdd(y2, e_n[n - 1], before);
    }
}

/// E_n at t, n = 0 ... count - 1, times `factor`.
template <int count, int n = 0>
HWY_INLINE void decaying_derivatives(V t, V factor, Values<count>& e_n) {
    if constexpr (n < count) {
        factor = hn::Mul(factor, t);
        e_n[n] = hn::Mul(factor, hn::MulAdd(t, F<n>(t), constant(erfcx_limit[n])));
        decaying_derivatives<count, n + 1>(t, factor, e_n);
    }
}

template <int count, int n = 0>
HWY_INLINE void differences_above(const Points& p, V power, V one_minus, Values<count>& w) {
    if constexpr (n < count) {
        one_minus = hn::MulAdd(power, hn::Div(p.width, p.start_r), one_minus);
        power = hn::Mul(power, hn::Div(p.start, p.start_r));
        const V reset = hn::Mul(hn::Mul(power, p.t_r), F<n>(p.t_r));
        const V rest = hn::MulSub(p.t, F<n>(p.t), reset);
        w[n] = hn::MulAdd(constant(erfcx_limit[n]), one_minus, rest);
        differences_above<count, n + 1>(p, power, one_minus, w);
    }
}

template <int count>
HWY_INLINE Values<count> differences_below(const Points& p) {
    const D d;
    Values<1> erfcx_b;
    Values<count> threshold;
    Values<count> reset;
    decaying_derivatives<1>(p.t, p.e, erfcx_b);
    threshold[0] = hn::Sub(constant(2.0), erfcx_b[0]);
    ascend<count>(threshold, p.b, p.e);
    decaying_derivatives<count>(p.t_r, p.e, reset);
    if (!hn::AllFalse(d, p.a_positive)) {
        Values<count> positive;
        positive[0] = hn::MulSub(constant(2.0), growth_to_reset(p), reset[0]);
        ascend<count>(positive, p.a, p.e);
        for (std::size_t n = 0; n < count; ++n) {
            reset[n] = hn::IfThenElse(p.a_positive, positive[n], reset[n]);
        }
    }
    for (std::size_t n = 0; n < count; ++n) threshold[n] = hn::Sub(threshold[n], reset[n]);
    return threshold;
}

template <int count>
HWY_INLINE Values<count> wide_differences(const Points& p) {
    const D d;
    Values<count> above{};
    if (!hn::AllFalse(d, p.above)) {
        differences_above<count>(p, constant(1.0), hn::Zero(d), above);
        if (hn::AllTrue(d, p.above)) return above;
    }
    Values<count> w = differences_below<count>(p);
    for (std::size_t n = 0; n < count; ++n) w[n] = hn::IfThenElse(p.above, above[n], w[n]);
    return w;
}

/// E_(n+1) at a node, in the scale of w[n], times `factor`: E_(n+1) / t^(n+1) above threshold.
template <int count, int n = 0>
HWY_INLINE void node_derivatives(const Node& node, V relative_t, V factor, Values<count>& e_n) {
    if constexpr (n < count) {
        factor = hn::Mul(factor, relative_t);
        e_n[n] =
            hn::Mul(factor, hn::MulAdd(node.t, F<n + 1>(node.t), constant(erfcx_limit[n + 1])));
        node_derivatives<count, n + 1>(node, relative_t, factor, e_n);
    }
}

template <int count>
HWY_INLINE Values<count> narrow_differences(const Points& p) {
    const D d;
    const V scale = hn::IfThenElse(p.above, hn::Div(p.start, hn::Max(p.sigma4, constant(tiny))),
                                   constant(1.0));  // 1 / t above threshold
    Values<count> w;
    w.fill(hn::Zero(d));
    for (int k = 0; k < node_count; ++k) {
        const Node at_node = node(p, k);
        const V weight = hn::Mul(constant(node_weights[k]), p.h);
        Values<count> decaying{};
        if (!hn::AllTrue(d, at_node.growing)) {
            node_derivatives<count>(at_node, hn::Mul(at_node.t, scale), hn::Mul(p.e, at_node.t),
                                    decaying);
        }
        Values<count + 1> growing{};
        if (!hn::AllFalse(d, at_node.growing)) {
            Values<1> erfcx_u;
            decaying_derivatives<1>(at_node.t, p.e, erfcx_u);
            const V growth = exp_of_minus_small_vector(at_node.decline);
            growing[0] = hn::MulSub(constant(2.0), growth, erfcx_u[0]);
            ascend<count + 1>(growing, at_node.u, p.e);
        }
        for (std::size_t n = 0; n < count; ++n) {
            const V value = hn::IfThenElse(at_node.growing, growing[n + 1], decaying[n]);
            w[n] = hn::MulAdd(weight, value, w[n]);
        }
    }
    return w;
}

/// SiegertDifferences::w.
template <int count>
HWY_INLINE Values<count> differences(const Points& p) {
    const D d;
    const M narrow = is_narrow(p, 2.0);
    if (hn::AllFalse(d, narrow)) return wide_differences<count>(p);
    Values<count> w = narrow_differences<count>(p);
    if (hn::AllTrue(d, narrow)) return w;
    const Values<count> wide = wide_differences<count>(p);
    for (std::size_t n = 0; n < count; ++n) w[n] = hn::IfThenElse(narrow, w[n], wide[n]);
    return w;
}

// ---- variance of the intervals

HWY_INLINE V wide_variance(const Points& p) {
    const D d;
    const V ratio = hn::Div(p.start, p.start_r);
    const V ratio2 = hn::Mul(ratio, ratio);
    const V limit = constant(M_limit);
    const V M_r = long_polynomial(long_Mn[0][0], p.t_r);
    V above{};
    if (!hn::AllFalse(d, p.above)) {
        const V one_minus_ratio2 =
            hn::Mul(hn::Div(p.width, p.start_r), hn::Add(constant(1.0), ratio));
        const V M_th = long_polynomial(long_Mn[0][0], p.t);
        const V rest = hn::MulSub(p.t, M_th, hn::Mul(hn::Mul(ratio2, p.t_r), M_r));
        above = hn::MulAdd(limit, one_minus_ratio2, rest);
        if (hn::AllTrue(d, p.above)) return above;
    }
    V reset = hn::Mul(hn::Mul(p.e, p.e), hn::MulAdd(p.t_r, M_r, limit));
    if (!hn::AllFalse(d, p.a_positive)) {
        const V growth = growth_to_reset(p);
        const V positive = hn::Mul(hn::Mul(growth, growth), piecewise_polynomial(table_Mp, p.t_r));
        reset = hn::IfThenElse(p.a_positive, positive, reset);
    }
    const V below = hn::NegMulAdd(ratio2, reset, piecewise_polynomial(table_Mp, p.t));
    return hn::IfThenElse(p.above, above, below);
}

HWY_INLINE V narrow_variance(const Points& p) {
    const D d;
    const V inverse_t = hn::Div(p.start, hn::Max(p.sigma4, constant(tiny)));
    const V e2 = hn::Mul(p.e, p.e);
    V sum = hn::Zero(d);
    for (int k = 0; k < node_count; ++k) {
        const Node at = node(p, k);
        V h = hn::Mul(hn::Mul(e2, hn::Mul(at.t, at.t)), long_polynomial(long_hn[0][0], at.t));
        if (!hn::AllFalse(d, at.growing)) {
            const V growth = exp_of_minus_small_vector(hn::Add(at.decline, at.decline));
            const V growing = hn::Mul(growth, piecewise_polynomial(table_hp, at.t));
            h = hn::IfThenElse(at.growing, growing, h);
        }
        // t h / t_b^2, without squares that might underflow
        const V scaled = hn::Mul(hn::Mul(hn::Mul(h, inverse_t), at.t), inverse_t);
        sum = hn::MulAdd(constant(node_weights[k]), scaled, sum);
    }
    return hn::Mul(p.h, sum);
}

/// cv_integral.
HWY_NOINLINE V cv_integral(const Points& p) {
    const D d;
    const M narrow = is_narrow(p, 4.0);
    V variance;
    if (hn::AllFalse(d, narrow)) {
        variance = wide_variance(p);
    } else if (hn::AllTrue(d, narrow)) {
        variance = narrow_variance(p);
    } else {
        variance = hn::IfThenElse(narrow, narrow_variance(p), wide_variance(p));
    }
    return hn::Mul(p.t, hn::Sqrt(hn::Mul(constant(2.0 * std::numbers::pi), variance)));
}

}  // namespace siegert::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
