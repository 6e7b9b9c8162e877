// Steps along x that carry Psi_s and its integrals. Read once for each target, see
// complex_lanes-inl.hpp.
#if defined(SIEGERT_PASSAGE_STEPS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SIEGERT_PASSAGE_STEPS_INL
#undef SIEGERT_PASSAGE_STEPS_INL
#else
#define SIEGERT_PASSAGE_STEPS_INL
#endif

#include "numerics/complex_lanes-inl.hpp"
#include "numerics/liouville_green-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace siegert::numerics::HWY_NAMESPACE {

/// The frequencies that are computed together.
struct Frequencies {
    Lanes s;
    double root_of_largest;  ///< root of the largest |s|
    double smallest;         ///< smallest Re s
};

/// Psi_s, Psi_(s+1), Psi_(s+2), Psi_(s+3) at one x.
struct PsiValues {
    Lanes psi, psi_1, psi_2, psi_3;
};

/// FirstPassageIntegrals in lanes.
struct Integrals {
    Lanes psi_r, psi_1_r;
    Lanes psi_1, psi_2, psi_3, increase;
};

/// Psi_(s+m+1)(x) / Psi_(s+m)(x) for m = 0, 1, 2.
struct Ratios {
    Lanes at[3];
};

HWY_INLINE void accumulate(Integrals& total, Lanes psi_1, Lanes psi_2, Lanes psi_3,
                           Lanes increase) {
    total.psi_1 = total.psi_1 + psi_1;
    total.psi_2 = total.psi_2 + psi_2;
    total.psi_3 = total.psi_3 + psi_3;
    total.increase = total.increase + increase;
}

/// The far end of a continued fraction, where Re(s + n) >= terms.
HWY_INLINE int fraction_end(int terms, double smallest) {
    return terms + static_cast<int>(std::ceil(std::max(0.0, -smallest)));
}

/// Orders of the expansion that closes a continued fraction.
constexpr int closing_orders = 6;

/// Right of this the backward continued fraction is too slow to converge to rounding, or passes
/// zeros of Psi.
HWY_INLINE double fraction_limit(double smallest) {
    return -2.5 - 2.0 * std::sqrt(std::max(0.0, -smallest));
}

/// By the continued fraction ratio_n = 1 / ((s + n + 1) ratio_(n+1) - x), x <= fraction_limit.
HWY_INLINE Ratios ratios_by_fraction(double x, const Frequencies& frequencies) {
    const int end = fraction_end(20, frequencies.smallest);
    Lanes ratio = liouville_green_ratio(x, frequencies.s + end, closing_orders);
    Ratios ratios;
    for (int n = end - 1; n >= 0; --n) {
        ratio = reciprocal((frequencies.s + (n + 1)) * ratio - x);
        if (n < 3) ratios.at[n] = ratio;
    }
    return ratios;
}

/// Where the expansion holds. The recurrence (s + m + 1) Psi_(s+m+2) = x Psi_(s+m+1) + Psi_(s+m)
/// is run in its stable direction.
HWY_INLINE Ratios ratios_by_expansion(double x, Lanes s) {
    const int orders = expansion_orders(x, s);
    Ratios ratios;
    if (x > 0.0) {
        ratios.at[0] = liouville_green_ratio(x, s, orders);
        for (int m = 1; m < 3; ++m) {
            ratios.at[m] = (reciprocal(ratios.at[m - 1]) + x) * reciprocal(s + m);
        }
        return ratios;
    }
    Lanes ratio = liouville_green_ratio(x, s + 3, orders);
    for (int m = 2; m >= 0; --m) {
        ratio = reciprocal((s + (m + 1)) * ratio - x);
        ratios.at[m] = ratio;
    }
    return ratios;
}

HWY_INLINE PsiValues values_from(Lanes psi, const Ratios& ratios) {
    PsiValues u;
    u.psi = psi;
    u.psi_1 = psi * ratios.at[0];
    u.psi_2 = u.psi_1 * ratios.at[1];
    u.psi_3 = u.psi_2 * ratios.at[2];
    return u;
}

/// Length of a fraction_step from x: the Taylor series then converges within fraction_terms, and
/// turns by few radians.
HWY_INLINE double fraction_step_length(double x, double root_of_largest) {
    return (3.0 - x) / (3.0 + root_of_largest * root_of_largest / 3.0);
}
constexpr int fraction_terms = 36;
constexpr int max_step_terms = 100;

/// Taylor series of Psi_(s+3) over a step of length h, term by term, and its repeated integrals in
/// units of h, h^2 and h^3.
struct Series {
    Lanes increase;  ///< without the term of order zero: what does not change is left out
    Lanes once, twice, thrice;
};

HWY_INLINE Series series_from(Lanes value) {
    return {lanes(0.0), value, 0.5 * value, inverse_factorial(3) * value};
}

/// Adds the term with h^n times the n-th derivative, n >= 1.
HWY_INLINE void add_term(Series& series, int n, Lanes derivative) {
    series.increase = multiply_add(inverse_factorial(n), derivative, series.increase);
    series.once = multiply_add(inverse_factorial(n + 1), derivative, series.once);
    series.twice = multiply_add(inverse_factorial(n + 2), derivative, series.twice);
    series.thrice = multiply_add(inverse_factorial(n + 3), derivative, series.thrice);
}

/// Moves u by h and adds the integrals over the step.
HWY_INLINE void advance(double h, Lanes s, const Series& series, PsiValues& u, Integrals& total) {
    const Lanes integral_3 = h * series.once;
    const Lanes integral_2 = h * (u.psi_2 + h * ((s + 2) * series.twice));
    const Lanes curvature = 0.5 * u.psi_2 + h * ((s + 2) * series.thrice);
    const Lanes integral_1 = h * (u.psi_1 + h * ((s + 1) * curvature));
    accumulate(total, integral_1, integral_2, integral_3, series.increase);
    u = {u.psi + s * integral_1, u.psi_1 + (s + 1) * integral_2, u.psi_2 + (s + 2) * integral_3,
         u.psi_3 + series.increase};
}

/// One Taylor step of length h from x <= fraction_limit, for which only u.psi is read. All
/// derivatives come from one continued fraction and nothing cancels, however large -x is.
/// Returns Psi_(s+1)(x).
HWY_INLINE Lanes fraction_step(double x, double h, const Frequencies& frequencies, PsiValues& u,
                               Integrals& total) {
    const Lanes s = frequencies.s;
    const int end = fraction_end(fraction_terms, frequencies.smallest);
    Lanes slopes[max_terms];  // Psi_(s+n)' / Psi_(s+n)
    Ratios ratios;
    Lanes ratio = liouville_green_ratio(x, s + end, closing_orders);
    for (int n = end; n >= 0; --n) {
        if (n < 3) ratios.at[n] = ratio;
        slopes[n] = (s + n) * ratio;
        ratio = reciprocal(slopes[n] - x);
    }
    u = values_from(u.psi, ratios);
    const Lanes psi_1 = u.psi_1;
    Series series = series_from(u.psi_3);
    Lanes derivative = u.psi_3;
    for (int n = 1; n + 2 <= end; ++n) {
        derivative = derivative * (h * slopes[n + 2]);
        add_term(series, n, derivative);
    }
    advance(h, s, series, u, total);
    return psi_1;
}

HWY_INLINE double taylor_step_length(double x, double root_of_largest) {
    constexpr double reach = 12.0;  // of 6, 8, ..., 16 the largest that leaves 1e-15
    return reach / (std::abs(x) + root_of_largest + 3.0);
}

/// One Taylor step of length h from x. The derivatives of Psi_(s+3), c_n being h^n times the n-th,
/// follow from its equation,
///
///     c_(n+2) = x h c_(n+1) + (n + s + 3) h^2 c_n.
///
/// Stable: errors excite the other solution, which decays to the right where x < 0 and is
/// outgrown where x > 0.
HWY_INLINE void taylor_step(double x, double h, Lanes s, PsiValues& u, Integrals& total) {
    const double h2 = h * h;
    const Lanes level = h2 * (s + 3);
    Series series = series_from(u.psi_3);
    Lanes a = u.psi_3;
    Lanes b = h * (x * u.psi_3 + u.psi_2);
    add_term(series, 1, b);
    const Real floor = hn::Mul(real(1e-46), norm(u.psi_3));
    for (int n = 0; n < max_step_terms;) {
        for (int unrolled = 0; unrolled < 4; ++unrolled, ++n) {
            const Lanes next = multiply_add(x * h, b, (level + n * h2) * a);
            a = b;
            b = next;
            add_term(series, n + 2, b);
        }
        const Lanes last = inverse_factorial(n + 1) * b;
        const Lanes last_but_one = inverse_factorial(n) * a;
        const Real rest = hn::Add(norm(last), norm(last_but_one));
        if (all_less(rest, hn::MulAdd(real(1e-34), norm(series.increase), floor))) break;
    }
    advance(h, s, series, u, total);
}

/// Makes everything smaller by one factor in the lanes that have become large.
HWY_INLINE void rescale(PsiValues& u, Integrals& total) {
    const auto large = hn::Gt(hn::Add(norm(u.psi), norm(u.psi_3)), real(1e200));
    if (hn::AllFalse(Tag(), large)) return;
    const Real factor = hn::IfThenElse(large, real(1e-100), real(1.0));
    u = {factor * u.psi, factor * u.psi_1, factor * u.psi_2, factor * u.psi_3};
    total = {factor * total.psi_r, factor * total.psi_1_r, factor * total.psi_1,
             factor * total.psi_2, factor * total.psi_3,   factor * total.increase};
}

}  // namespace siegert::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
