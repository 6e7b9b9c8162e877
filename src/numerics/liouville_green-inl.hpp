// Liouville-Green (WKB) expansion of Psi_s(x), for large |s| or large negative x. Read once for
// each target, see complex_lanes-inl.hpp.
#if defined(SIEGERT_LIOUVILLE_GREEN_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef SIEGERT_LIOUVILLE_GREEN_INL
#undef SIEGERT_LIOUVILLE_GREEN_INL
#else
#define SIEGERT_LIOUVILLE_GREEN_INL
#endif

#include "numerics/complex_lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace siegert::numerics::HWY_NAMESPACE {

/// q = sqrt(x^2 + 4 s) and d = q - x, which is never small against its terms.
struct Roots {
    Lanes q;
    Lanes d;
};

HWY_INLINE Roots roots(double x, Lanes s) {
    const Lanes q = square_root(4.0 * s + x * x);
    return {q, x <= 0.0 ? q - x : 4.0 * s * reciprocal(q + x)};
}

/// R_1 / q^2 + R_2 / q^4 + ..., the corrections of the logarithmic derivative.
HWY_INLINE Lanes riccati_sum(Lanes p, Lanes inverse_q, int orders) {
    const Lanes inverse_q2 = inverse_q * inverse_q;
    Lanes sum = lanes(0.0);
    for (int k = orders; k >= 1; --k) {
        const int begin = riccati_polynomials_begin[k - 1];
        const int count = riccati_polynomials_begin[k] - begin;
        sum = (sum + polynomial(riccati_polynomials + begin, count, p)) * inverse_q2;
    }
    return sum;
}

/// (1 + p) (Q_2 / (q d) + Q_3 / (q d)^2 + ...), the corrections of log Psi.
HWY_INLINE Lanes phase_sum(Lanes s, Lanes p, Lanes inverse_qd, int orders) {
    Lanes sum = lanes(0.0);
    for (int k = orders; k >= 2; --k) {
        const int begin = phase_polynomials_begin[k - 2];
        const int count = phase_polynomials_begin[k - 1] - begin;
        sum = (sum + polynomial(phase_polynomials + begin, count, p)) * inverse_qd;
    }
    return 4.0 * s * inverse_qd * sum;  // 1 + p = 4 s / (q d)
}

/// Psi_(s+1)(x) / Psi_s(x).
HWY_INLINE Lanes liouville_green_ratio(double x, Lanes s, int orders) {
    const Roots root = roots(x, s);
    const Lanes inverse_q = reciprocal(root.q);
    const Lanes sum = riccati_sum(x * inverse_q, inverse_q, orders);
    return (4.0 * sum + 2.0) * reciprocal(root.d);
}

/// Expansion parameter |q d|, squared.
HWY_INLINE Real expansion_parameter(double x, Lanes s) {
    const Roots root = roots(x, s);
    return hn::Mul(norm(root.q), norm(root.d));
}

/// The parts of log Psi_s(x_b) - log Psi_s(x_a) that are plain arithmetic; the logarithms are left
/// to log_ratio.
struct PhaseParts {
    Lanes relative_step;  ///< d_b / d_a - 1
    Lanes d_ratio;        ///< d_b / d_a
    Lanes linear;         ///< x_b / d_b - x_a / d_a
    Lanes amplitude;      ///< (d_b / q_b) / (d_a / q_a)
    Lanes corrections;
};

HWY_INLINE PhaseParts phase_parts(double x_a, double x_b, double gap, Lanes s, int orders) {
    const Roots a = roots(x_a, s);
    const Roots b = roots(x_b, s);
    const Lanes inverse_q_a = reciprocal(a.q);
    const Lanes inverse_q_b = reciprocal(b.q);
    const Lanes inverse_d_a = reciprocal(a.d);
    const Lanes inverse_d_b = reciprocal(b.d);
    const Lanes change = gap * ((x_a + x_b) * reciprocal(a.q + b.q) - 1.0);  // d_b - d_a
    const bool near = x_a > 0.0 || gap < 0.25 * (1.0 - x_a);  // where differences cancel
    PhaseParts parts;
    parts.relative_step = change * inverse_d_a;
    parts.d_ratio = b.d * inverse_d_a;
    parts.linear = near ? (gap * a.d - x_a * change) * inverse_d_a * inverse_d_b
                        : x_b * inverse_d_b - x_a * inverse_d_a;
    parts.amplitude = parts.d_ratio * a.q * inverse_q_b;
    parts.corrections = phase_sum(s, x_b * inverse_q_b, inverse_q_b * inverse_d_b, orders) -
                        phase_sum(s, x_a * inverse_q_a, inverse_q_a * inverse_d_a, orders);
    return parts;
}

/// Where |q d| is smaller, 16 orders do not reach rounding.
constexpr double least_parameter = 200.0;

HWY_INLINE bool expansion_holds(double x, Lanes s) {
    // Left of |Im s| = -2 Re s the second exponential of Psi, which the expansion leaves out,
    // counts.
    const Real angle = hn::MulAdd(real(0.5), hn::Abs(s.im), s.re);
    if (!all_less(hn::Zero(Tag()), angle)) return false;
    return all_less(real(least_parameter * least_parameter), expansion_parameter(x, s));
}

HWY_INLINE int expansion_orders(double x, Lanes s) {
    const Real parameter = expansion_parameter(x, s);
    if (all_less(real(1e8), parameter)) return 6;
    if (all_less(real(1e6), parameter)) return 10;
    return liouville_green_orders;
}

/// Psi_s at two points, in a unit that makes the larger one 1.
struct Jump {
    Lanes psi_a;
    Lanes psi_b;
    double smallest_change;  ///< |log Psi_s(x_b) - log Psi_s(x_a)| where it is smallest
};

/// log Psi_s(x_b) - log Psi_s(x_a) of one lane; the parts are those of PhaseParts in order.
inline Complex log_ratio(Complex s, const std::array<Complex, 5>& parts) {
    const auto& [relative_step, d_ratio, linear, amplitude, corrections] = parts;
    const Complex log_d = std::norm(relative_step) < 0.25 ? log1p(relative_step) : log_of(d_ratio);
    return s * (linear - log_d) + 0.5 * log_of(amplitude) + corrections;
}

/// The logarithms and the exponential go lane by lane: vector functions at hand do not reduce
/// phases of many turns accurately.
HWY_INLINE Jump jump(double x_a, double x_b, double gap, Lanes s, int orders) {
    const PhaseParts parts = phase_parts(x_a, x_b, gap, s, orders);
    const LaneValues steps = store(parts.relative_step);
    const LaneValues d_ratios = store(parts.d_ratio);
    const LaneValues linears = store(parts.linear);
    const LaneValues amplitudes = store(parts.amplitude);
    const LaneValues corrections = store(parts.corrections);
    const LaneValues frequencies = store(s);
    LaneValues psi_a{};
    LaneValues psi_b{};
    double smallest_change = HUGE_VAL;
    for (std::size_t lane = 0; lane < hn::Lanes(Tag()); ++lane) {
        const Complex change =
            log_ratio(frequencies.at(lane), {steps.at(lane), d_ratios.at(lane), linears.at(lane),
                                             amplitudes.at(lane), corrections.at(lane)});
        const bool grows = change.real() >= 0.0;
        const Complex decay = std::exp(grows ? -change : change);
        psi_a.set(lane, grows ? decay : 1.0);
        psi_b.set(lane, grows ? 1.0 : decay);
        smallest_change = std::min(smallest_change, std::abs(change));
    }
    return {load(psi_a), load(psi_b), smallest_change};
}

}  // namespace siegert::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
