// Complex numbers in the lanes of a vector, for the target that is being compiled: like every
// header of Highway whose name ends in -inl, it is read once for each target.
#if defined(SIEGERT_COMPLEX_LANES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SIEGERT_COMPLEX_LANES_INL
#undef SIEGERT_COMPLEX_LANES_INL
#else
#define SIEGERT_COMPLEX_LANES_INL
#endif

#include "numerics/lane_constants.hpp"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace siegert::numerics::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<double, max_lanes>;
using Real = hn::Vec<Tag>;

struct Lanes {
    Real re;
    Real im;
};

HWY_INLINE Lanes load(const LaneValues& values) {
    return {hn::Load(Tag(), values.re), hn::Load(Tag(), values.im)};
}
HWY_INLINE LaneValues store(Lanes a) {
    LaneValues values{};
    hn::Store(a.re, Tag(), values.re);
    hn::Store(a.im, Tag(), values.im);
    return values;
}
HWY_INLINE Real real(double x) {
    return hn::Set(Tag(), x);
}
HWY_INLINE Lanes lanes(double x) {
    return {real(x), hn::Zero(Tag())};
}
HWY_INLINE Lanes operator+(Lanes a, Lanes b) {
    return {hn::Add(a.re, b.re), hn::Add(a.im, b.im)};
}
HWY_INLINE Lanes operator-(Lanes a, Lanes b) {
    return {hn::Sub(a.re, b.re), hn::Sub(a.im, b.im)};
}
HWY_INLINE Lanes operator+(Lanes a, double b) {
    return {hn::Add(a.re, real(b)), a.im};
}
HWY_INLINE Lanes operator-(Lanes a, double b) {
    return {hn::Sub(a.re, real(b)), a.im};
}
HWY_INLINE Lanes operator*(Real a, Lanes b) {
    return {hn::Mul(a, b.re), hn::Mul(a, b.im)};
}
HWY_INLINE Lanes operator*(double a, Lanes b) {
    return real(a) * b;
}
HWY_INLINE Lanes operator*(Lanes a, Lanes b) {
    return {hn::NegMulAdd(a.im, b.im, hn::Mul(a.re, b.re)),
            hn::MulAdd(a.im, b.re, hn::Mul(a.re, b.im))};
}
/// a b + c
HWY_INLINE Lanes multiply_add(double a, Lanes b, Lanes c) {
    const Real factor = real(a);
    return {hn::MulAdd(factor, b.re, c.re), hn::MulAdd(factor, b.im, c.im)};
}
HWY_INLINE Real norm(Lanes a) {
    return hn::MulAdd(a.re, a.re, hn::Mul(a.im, a.im));
}
HWY_INLINE Lanes reciprocal(Lanes a) {
    const Real factor = hn::Div(real(1.0), norm(a));
    return {hn::Mul(a.re, factor), hn::Neg(hn::Mul(a.im, factor))};
}
/// Root with positive real part; accurate unless a is close to the negative real axis, or so small
/// that its square underflows.
HWY_INLINE Lanes square_root(Lanes a) {
    const Real least = real(1e-150);  // a finite, small root where a is zero or negative
    const Real modulus = hn::Sqrt(norm(a));
    const Real re = hn::Max(hn::Sqrt(hn::Mul(real(0.5), hn::Add(modulus, a.re))), least);
    return {re, hn::Div(a.im, hn::Add(re, re))};
}
/// c_0 + c_1 z + ... of complex z, by the real recurrence modulo the polynomial with roots z, z*.
HWY_INLINE Lanes polynomial(const double* coefficients, int count, Lanes z) {
    const Real sum = hn::Add(z.re, z.re);
    const Real product = norm(z);
    Real b1 = hn::Zero(Tag());
    Real b2 = hn::Zero(Tag());
    for (int k = count - 1; k >= 1; --k) {
        const Real b = hn::MulAdd(sum, b1, hn::NegMulAdd(product, b2, real(coefficients[k])));
        b2 = b1;
        b1 = b;
    }
    return {hn::MulAdd(b1, z.re, hn::NegMulAdd(product, b2, real(coefficients[0]))),
            hn::Mul(b1, z.im)};
}
/// The larger of |Re a| and |Im a|.
HWY_INLINE Real largest_part(Lanes a) {
    return hn::Max(hn::Abs(a.re), hn::Abs(a.im));
}
HWY_INLINE bool all_less(Real a, Real b) {
    return hn::AllTrue(Tag(), hn::Lt(a, b));
}

}  // namespace siegert::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
