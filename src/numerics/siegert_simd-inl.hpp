// The Siegert integral for several points at once; see siegert_integral.hpp for the quantities and
// siegert_tables.hpp for the tables. Every point goes through both branches of each choice, unless
// no point of the vector takes one. Included once for each instruction set by a source file that
// uses hwy/foreach_target.h.
#if defined(SIEGERT_NUMERICS_SIEGERT_SIMD_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SIEGERT_NUMERICS_SIEGERT_SIMD_INL
#undef SIEGERT_NUMERICS_SIEGERT_SIMD_INL
#else
#define SIEGERT_NUMERICS_SIEGERT_SIMD_INL
#endif

#include "numerics/narrow_interval.hpp"
#include "numerics/siegert_tables.hpp"

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include <iterator>

HWY_BEFORE_NAMESPACE();
namespace siegert::numerics::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;
using M = hn::Mask<D>;
using I = hn::Vec<hn::RebindToSigned<D>>;

// Stands in for sigma and distances where their being zero makes a result unused.
inline constexpr double tiny = 1e-150;

HWY_INLINE V constant(double x) {
    return hn::Set(D(), x);
}

// ---- tables

/// Part of the table that t in [0, 1] belongs to, as a number, and the local variable in it.
struct Place {
    V part;
    V z;
};

/// Adding 2^52 to a number in [0, 2^51] rounds it to an integer, held by the lowest bits.
inline constexpr double two_52 = 4503599627370496.0;

HWY_INLINE Place place(V t) {
    const V scaled = hn::Mul(t, constant(64.0));
    const V last = constant(63.0);
    const V middle = hn::Max(hn::Sub(scaled, constant(0.5)), hn::Zero(D()));
    const V part = hn::Min(hn::Sub(hn::Add(middle, constant(two_52)), constant(two_52)), last);
    const V z = hn::Sub(hn::Mul(constant(2.0), hn::Sub(scaled, part)), constant(1.0));
    return {part, z};
}

template <int terms>
HWY_INLINE V piecewise_polynomial(const double (&table)[64][terms], V t) {
    const D d;
    const hn::RebindToSigned<D> di;
    const Place at = place(t);
    const V row = hn::MulAdd(at.part, constant(terms), constant(two_52));
    const I index = hn::Xor(hn::BitCast(di, row), hn::BitCast(di, constant(two_52)));
    const double* HWY_RESTRICT c = &table[0][0];
    const V z2 = hn::Mul(at.z, at.z);
    V even = hn::GatherIndex(d, c + terms - 1, index);
    V odd = hn::GatherIndex(d, c + terms - 2, index);
    for (int k = terms - 3; k > 0; k -= 2) {
        even = hn::MulAdd(even, z2, hn::GatherIndex(d, c + k, index));
        odd = hn::MulAdd(odd, z2, hn::GatherIndex(d, c + k - 1, index));
    }
    even = hn::MulAdd(even, z2, hn::GatherIndex(d, c, index));
    return hn::MulAdd(odd, at.z, even);
}

/// One polynomial for all t in [0, 1]. Slower than a gathered one by arithmetic, faster by the
/// gathering: several times on processors that do it one by one.
template <int terms>
HWY_INLINE V long_polynomial(const double (&c)[terms], V t) {
    const V z = hn::MulSub(constant(2.0), t, constant(1.0));
    const V z2 = hn::Mul(z, z);
    V even = constant(c[terms - 1]);
    V odd = constant(c[terms - 2]);
    for (int k = terms - 3; k > 0; k -= 2) {
        even = hn::MulAdd(even, z2, constant(c[k]));
        odd = hn::MulAdd(odd, z2, constant(c[k - 1]));
    }
    return hn::MulAdd(odd, z, hn::MulAdd(even, z2, constant(c[0])));
}

template <int n>
HWY_INLINE V F(V t) {
    return long_polynomial(long_F[n][0], t);
}

/// E_n / t^(n+1).
template <int n>
HWY_INLINE V reduced_erfcx_derivative(V t) {
    return hn::MulAdd(t, F<n>(t), constant(erfcx_limit[n]));
}

// ---- points

struct Barriers {
    V distance;
    V distance_low;
    V width;
    V sigma;
};

struct Points {
    V width;
    V a, b, h;
    M above;       ///< mean at or above threshold, b <= 0
    M a_positive;  ///< mean below reset
    V start;       ///< 4 sigma + |distance|
    V start_r;     ///< the same for the reset
    V sigma4;      ///< 4 sigma
    V t, t_r;      ///< 4 / (4 + |b|), 4 / (4 + |a|)
    V root, e;     ///< exp(-b^2 / 2), exp(-b^2) for b > 0, else 1
};

/// a b as the sum of the result and `low`.
HWY_INLINE V exact_product(V a, V b, V& low) {
    const V product = hn::Mul(a, b);
#if HWY_NATIVE_FMA
    low = hn::MulSub(a, b, product);
#else  // Dekker's splitting into halves of 26 bits
    const V splitter = constant(134217729.0);
    const V a_scaled = hn::Mul(a, splitter);
    const V b_scaled = hn::Mul(b, splitter);
    const V a_high = hn::Sub(a_scaled, hn::Sub(a_scaled, a));
    const V b_high = hn::Sub(b_scaled, hn::Sub(b_scaled, b));
    const V a_low = hn::Sub(a, a_high);
    const V b_low = hn::Sub(b, b_high);
    low = hn::Sub(hn::Mul(a_high, b_high), product);
    low = hn::Add(low, hn::Mul(a_high, b_low));
    low = hn::Add(low, hn::Mul(a_low, b_high));
    low = hn::Add(low, hn::Mul(a_low, b_low));
#endif
    return product;
}

HWY_INLINE V root_scale(const Barriers& barriers, V sigma, V b) {
    const D d;
    V low;
    const V product = exact_product(b, sigma, low);
    const V rest = hn::Sub(hn::Sub(barriers.distance, product), low);
    const V b_low = hn::Div(hn::Add(rest, barriers.distance_low), sigma);
    V square_low;
    const V bounded = hn::Min(b, constant(40.0));  // beyond, the result is zero
    const V square = exact_product(bounded, bounded, square_low);
    const V correction = hn::MulAdd(hn::Mul(constant(2.0), bounded), b_low, square_low);
    const V half = constant(-0.5);
    const V root =
        hn::Mul(hn::Exp(d, hn::Mul(half, square)), hn::MulAdd(half, correction, constant(1.0)));
    return hn::IfThenElseZero(hn::Lt(b, constant(39.0)), root);
}

HWY_INLINE Points points(const Barriers& barriers) {
    const D d;
    const V zero = hn::Zero(d);
    const V sigma = hn::Max(barriers.sigma, constant(tiny));
    const V distance_r = hn::Sub(barriers.distance, barriers.width);
    Points p{};
    p.width = barriers.width;
    p.above = hn::Le(barriers.distance, zero);
    p.a_positive = hn::Gt(distance_r, zero);
    p.b = hn::Div(barriers.distance, sigma);
    p.a = hn::Div(distance_r, sigma);
    p.h = hn::Div(barriers.width, sigma);
    p.sigma4 = hn::Mul(constant(4.0), barriers.sigma);
    p.start = hn::Max(hn::Add(p.sigma4, hn::Abs(barriers.distance)), constant(tiny));
    p.start_r = hn::Max(hn::Add(p.sigma4, hn::Abs(distance_r)), constant(tiny));
    p.t = hn::Div(p.sigma4, p.start);
    p.t_r = hn::Div(p.sigma4, p.start_r);
    p.root = constant(1.0);
    if (!hn::AllTrue(d, p.above)) {
        p.root = hn::IfThenElse(p.above, p.root, root_scale(barriers, sigma, p.b));
    }
    p.e = hn::Mul(p.root, p.root);
    return p;
}

/// exp(a^2 - b^2) where a > 0.
HWY_INLINE V growth_to_reset(const Points& p) {
    const V exponent = hn::Mul(p.h, hn::Add(p.a, p.b));
    return hn::Exp(D(), hn::Neg(hn::Min(hn::Abs(exponent), constant(800.0))));
}

HWY_INLINE V exp_of_minus_small_vector(V x) {
    const V y = hn::Sub(constant(0.5 * narrow_width), x);
    V sum = constant(inverse_factorials[0]);
    for (std::size_t k = 1; k < std::size(inverse_factorials); ++k) {
        sum = hn::MulAdd(sum, y, constant(inverse_factorials[k]));
    }
    return hn::Mul(constant(exp_of_minus_middle), sum);
}

/// Where the width, in units of the length on which exp(slope u^2 / 2) changes, is narrow.
HWY_INLINE M is_narrow(const Points& p, double slope) {
    const V b = hn::Max(p.b, hn::Zero(D()));
    return hn::Lt(hn::Mul(p.h, hn::MulAdd(constant(slope), b, constant(1.0))),
                  constant(narrow_width));
}

/// One node of the rule for narrow intervals.
struct Node {
    V u;
    V t;        ///< 4 / (4 + |u|)
    M growing;  ///< u > 0
    V decline;  ///< b^2 - u^2 where u > 0
};

HWY_INLINE Node node(const Points& p, int k) {
    const V step = hn::Mul(p.h, constant(nodes[k]));
    Node result;
    result.u = hn::Sub(p.b, step);
    result.t = hn::Div(constant(4.0), hn::Add(constant(4.0), hn::Abs(result.u)));
    result.growing = hn::Gt(result.u, hn::Zero(D()));
    result.decline = hn::Mul(step, hn::Add(p.b, result.u));
    return result;
}

// ---- integral

/// t R(t)
HWY_INLINE V remainder(V t) {
    return hn::Mul(t, long_polynomial(long_R[0][0], t));
}

HWY_INLINE V wide_integral(const Points& p) {
    const D d;
    const V numerator = hn::IfThenElse(p.above, p.width, hn::Sub(p.start_r, p.sigma4));
    const V denominator = hn::IfThenElse(p.above, p.start, hn::Max(p.sigma4, constant(tiny)));
    const V logarithm = hn::Log1p(d, hn::Div(numerator, denominator));
    const V remainder_r = remainder(p.t_r);
    V above{};
    if (!hn::AllFalse(d, p.above)) {
        above = hn::Add(logarithm, hn::Sub(remainder_r, remainder(p.t)));
        if (hn::AllTrue(d, p.above)) return above;
    }
    const V spi = constant(sqrt_pi);
    const V at_threshold = hn::Mul(p.t, piecewise_polynomial(table_H, p.t));
    V from_reset = hn::Mul(p.e, hn::Add(logarithm, hn::Add(constant(log_constant), remainder_r)));
    if (!hn::AllFalse(d, p.a_positive)) {
        const V at_reset = hn::Mul(p.t_r, piecewise_polynomial(table_H, p.t_r));
        const V to_reset = hn::Mul(hn::Mul(spi, growth_to_reset(p)), at_reset);
        from_reset = hn::IfThenElse(p.a_positive, hn::Neg(to_reset), from_reset);
    }
    return hn::IfThenElse(p.above, above, hn::MulAdd(spi, at_threshold, from_reset));
}

HWY_INLINE V narrow_integral(const Points& p) {
    V sum = hn::Zero(D());
    for (int k = 0; k < node_count; ++k) {
        const Node at = node(p, k);
        const V decaying = hn::Mul(hn::Mul(p.e, at.t), reduced_erfcx_derivative<0>(at.t));
        const V growth = exp_of_minus_small_vector(at.decline);
        const V growing = hn::MulSub(constant(2.0), growth, decaying);
        sum = hn::MulAdd(constant(node_weights[k]), hn::IfThenElse(at.growing, growing, decaying),
                         sum);
    }
    return hn::Mul(hn::Mul(constant(sqrt_pi), p.h), sum);
}

/// SiegertIntegral::scaled.
HWY_NOINLINE V integral(const Points& p) {
    const D d;
    const M narrow = is_narrow(p, 2.0);
    if (hn::AllFalse(d, narrow)) return wide_integral(p);
    const V from_nodes = narrow_integral(p);
    if (hn::AllTrue(d, narrow)) return from_nodes;
    return hn::IfThenElse(narrow, from_nodes, wide_integral(p));
}

}  // namespace siegert::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
