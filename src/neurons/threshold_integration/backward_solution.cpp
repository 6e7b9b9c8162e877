#include "neurons/threshold_integration/backward_solution.hpp"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "neurons/threshold_integration/backward_solution.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "numerics/complex_lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace siegert::neurons::HWY_NAMESPACE {
using namespace siegert::numerics::HWY_NAMESPACE;
using siegert::numerics::LaneValues;
namespace hn = hwy::HWY_NAMESPACE;

/// BackwardSolution at one potential, on the way up.
struct Ascent {
    Lanes s;
    Lanes u, q;
    Lanes u_0, increase, mean, variance;
    Real energy;
    Lanes v, v_slope;
    Lanes v_0, v_increase, v_mean, v_variance;
};

HWY_INLINE Ascent start(Lanes s) {
    const Lanes zero = lanes(0.0);
    return {.s = s,
            .u = lanes(1.0),
            .q = zero,
            .u_0 = lanes(1.0),
            .increase = zero,
            .mean = zero,
            .variance = zero,
            .energy = hn::Zero(Tag()),
            .v = zero,
            .v_slope = zero,
            .v_0 = zero,
            .v_increase = zero,
            .v_mean = zero,
            .v_variance = zero};
}

/// The slope at the bottom, where f is nearly constant: f q + D q' = u, q' = s q^2 / u.
HWY_INLINE void start_on_diffusion(const Problem& problem, const DiffusionPanel& panel, Ascent& a) {
    const double f = panel.drift[0];
    const Lanes root = square_root(multiply_add(4.0 * problem.D, a.s, lanes(f * f)));
    a.q = 2.0 * reciprocal(root + f);
    a.v_slope = lanes((problem.V_0 - panel.V) / f);
}

/// sum_n weights[n] b[n]
HWY_INLINE Lanes weighted_sum(const Coefficients& weights, const Lanes* b) {
    Lanes sum = lanes(0.0);
    for (std::size_t n = 0; n < coefficient_count; ++n) sum = multiply_add(weights[n], b[n], sum);
    return sum;
}

HWY_INLINE Lanes sum_of(const Lanes* b) {
    Lanes sum = b[0];
    for (std::size_t n = 1; n < coefficient_count; ++n) sum = sum + b[n];
    return sum;
}

/// Integral over a panel of unit width.
HWY_INLINE Lanes integral_of(const Lanes* b) {
    Lanes sum = lanes(0.0);
    for (std::size_t n = 0; n < coefficient_count; ++n)
        sum = multiply_add(1.0 / static_cast<double>(n + 1), b[n], sum);
    return sum;
}

/// Derivative of the series, whose integral with p is taken.
HWY_INLINE Lanes slope_sum(const Coefficients& weights, const Lanes* b) {
    Lanes sum = lanes(0.0);
    for (std::size_t n = 1; n < coefficient_count; ++n)
        sum = multiply_add(static_cast<double>(n) * weights[n - 1], b[n], sum);
    return sum;
}

/// Integral of |q|^2 p, the product cut where q is.
HWY_INLINE Real energy_of(const Coefficients& weights, const Lanes* b) {
    Real sum = hn::Zero(Tag());
    for (std::size_t n = 0; n < coefficient_count; ++n) {
        Real product = hn::Zero(Tag());
        for (std::size_t j = 0; j <= n; ++j) {
            product = hn::MulAdd(b[j].re, b[n - j].re, product);
            product = hn::MulAdd(b[j].im, b[n - j].im, product);
        }
        sum = hn::MulAdd(real(weights[n]), product, sum);
    }
    return sum;
}

/// sum_j f_j b_(n-j)
HWY_INLINE Lanes drift_product(const DiffusionPanel& panel, const Lanes* b, int n) {
    Lanes sum = lanes(0.0);
    for (int j = 0; j <= std::min(n, panel.drift_terms - 1); ++j)
        sum = multiply_add(panel.drift[static_cast<std::size_t>(j)], b[n - j], sum);
    return sum;
}

/// Power series b of y with D y' + f y = z, z' = s y, from y and z at the bottom; a source taken
/// from z at orders 0 and 1.
HWY_INLINE void solve_series(const Problem& problem, const DiffusionPanel& panel, Lanes s, Lanes y,
                             Lanes z, const double (&source)[2], Lanes* b) {
    const double by_D = panel.h / problem.D;
    const Lanes sh = panel.h * s;
    Lanes z_n = z;
    b[0] = y;
    for (int n = 0; n < series_order; ++n) {
        Lanes rest = z_n - drift_product(panel, b, n);
        if (n < 2) rest = rest - source[n];
        b[n + 1] = (by_D / (n + 1)) * rest;
        z_n = (1.0 / (n + 1)) * (sh * b[n]);
    }
}

HWY_INLINE void ascend_diffusion(const Problem& problem, const DiffusionPanel& panel, Extent extent,
                                 bool above_reset, Ascent& a) {
    constexpr double no_source[2] = {0.0, 0.0};
    Lanes b[coefficient_count];
    if (extent == Extent::potential) {
        // v' obeys D y' + f y = z with z = s v - (V - V_0), z' = s y - 1
        const double source[2] = {panel.V - problem.V_0, panel.h};
        solve_series(problem, panel, a.s, a.v_slope, a.s * a.v, source, b);
        const Lanes change = panel.h * integral_of(b);
        a.v_mean = a.v_mean + weighted_sum(panel.measure, b);
        a.v_variance = multiply_add(1.0 / panel.h, slope_sum(panel.measure, b), a.v_variance);
        a.v_slope = sum_of(b);
        a.v = a.v + change;
        if (above_reset) a.v_increase = a.v_increase + change;
    }
    solve_series(problem, panel, a.s, a.q, a.u, no_source, b);
    const Lanes change = panel.h * integral_of(b);
    a.mean = a.mean + weighted_sum(panel.measure, b);
    a.variance = multiply_add(1.0 / panel.h, slope_sum(panel.measure, b), a.variance);
    if (extent == Extent::energy) a.energy = hn::Add(a.energy, energy_of(panel.measure, b));
    a.q = sum_of(b);
    a.u = a.u + a.s * change;
    if (above_reset) a.increase = a.increase + change;
}

HWY_INLINE Lanes dot(const NodeValues& weights, const Lanes* values) {
    Lanes sum = lanes(0.0);
    for (int i = 0; i < node_count; ++i) sum = multiply_add(weights(i), values[i], sum);
    return sum;
}

/// sum_k s^k series[k] at the nodes.
HWY_INLINE void flight_at_nodes(const std::array<NodeValues, max_flight_terms>& series, int terms,
                                Lanes s, Lanes* values) {
    for (int i = 0; i < node_count; ++i) {
        Lanes sum = lanes(series[static_cast<std::size_t>(terms - 1)](i));
        for (int k = terms - 2; k >= 0; --k) sum = s * sum + series[static_cast<std::size_t>(k)](i);
        values[i] = sum;
    }
}

/// v is zero at the bottom.
HWY_INLINE void ascend_drift(const DriftPanel& panel, Extent extent, bool above_reset, Ascent& a) {
    Lanes values[node_count];
    if (extent == Extent::potential) {
        flight_at_nodes(panel.potential_flight, panel.terms, a.s, values);
        const Lanes change = dot(panel.increase, values);
        a.v_mean = a.v_mean + dot(panel.measure, values);
        a.v_variance = a.v_variance + dot(panel.slope_measure, values);
        a.v_slope = dot(collocation().top, values);
        a.v = a.v + change;
        if (above_reset) a.v_increase = a.v_increase + change;
    }
    flight_at_nodes(panel.flight, panel.terms, a.s, values);
    for (Lanes& value : values) value = a.u * value;
    const Lanes change = dot(panel.increase, values);
    a.mean = a.mean + dot(panel.measure, values);
    a.variance = a.variance + dot(panel.slope_measure, values);
    if (extent == Extent::energy) {
        for (int i = 0; i < node_count; ++i)
            a.energy = hn::MulAdd(real(panel.measure(i)), norm(values[i]), a.energy);
    }
    a.q = dot(collocation().top, values);
    a.u = a.u + a.s * change;
    if (above_reset) a.increase = a.increase + change;
}

/// Takes the part along u out of v, which would grow until nothing else was left.
HWY_INLINE void remove_growth(Ascent& a, bool above_reset) {
    const Lanes part = a.v * reciprocal(a.u);
    const Lanes by_s = part * a.s;
    a.v = lanes(0.0);
    a.v_slope = a.v_slope - by_s * a.q;
    a.v_mean = a.v_mean - by_s * a.mean;
    a.v_variance = a.v_variance - by_s * a.variance;
    a.v_increase = a.v_increase - by_s * a.increase;
    if (above_reset) a.v_0 = a.v_0 - part * a.u_0;
}

HWY_INLINE void rescale(Ascent& a) {
    const auto large = hn::Gt(hn::Max(largest_part(a.u), largest_part(a.q)), real(1e90));
    if (hn::AllFalse(Tag(), large)) return;
    const Real factor = hn::IfThenElse(large, real(1e-90), real(1.0));
    for (Lanes* value : {&a.u, &a.q, &a.u_0, &a.increase, &a.mean, &a.variance})
        *value = factor * *value;
    a.energy = hn::Mul(hn::Mul(factor, factor), a.energy);
}

HWY_INLINE Ascent ascend(const Problem& problem, const Passage& passage, Lanes s, Extent extent) {
    Ascent a = start(s);
    for (std::size_t n = passage.order.size(); n-- > 0;) {
        const PanelPlace& place = passage.order[n];
        const bool above_reset = n < passage.above_reset;
        if (n + 1 == passage.above_reset) {
            a.u_0 = a.u;
            a.v_0 = a.v;
        }
        if (place.kind == PanelPlace::Kind::drift) {
            ascend_drift(passage.drift[place.index], extent, above_reset, a);
        } else {
            const DiffusionPanel& panel = passage.diffusion[place.index];
            if (n + 1 == passage.order.size()) start_on_diffusion(problem, panel, a);
            ascend_diffusion(problem, panel, extent, above_reset, a);
        }
        if (extent == Extent::potential) remove_growth(a, above_reset);
        rescale(a);
    }
    return a;
}

HWY_INLINE void scatter(const Ascent& a, std::span<BackwardSolution> out) {
    const LaneValues u_0 = store(a.u_0), increase = store(a.increase), mean = store(a.mean),
                     variance = store(a.variance), v_0 = store(a.v_0),
                     v_increase = store(a.v_increase), v_mean = store(a.v_mean),
                     v_variance = store(a.v_variance), energy = store({a.energy, a.energy});
    for (std::size_t lane = 0; lane < out.size(); ++lane)
        out[lane] = {.u_0 = u_0.at(lane),
                     .increase = increase.at(lane),
                     .mean = mean.at(lane),
                     .variance = variance.at(lane),
                     .energy = energy.re[lane],
                     .v_0 = v_0.at(lane),
                     .v_increase = v_increase.at(lane),
                     .v_mean = v_mean.at(lane),
                     .v_variance = v_variance.at(lane)};
}

void solve_in_lanes(const Problem& problem, const Passage& passage, std::span<const Complex> s,
                    Extent extent, std::span<BackwardSolution> out) {
    const std::size_t lane_count = hn::Lanes(Tag());
    for (std::size_t begin = 0; begin < s.size(); begin += lane_count) {
        const std::size_t count = std::min(lane_count, s.size() - begin);
        LaneValues values{};
        for (std::size_t lane = 0; lane < lane_count; ++lane)
            values.set(lane, s[begin + std::min(lane, count - 1)]);
        scatter(ascend(problem, passage, load(values), extent), out.subspan(begin, count));
    }
}

}  // namespace siegert::neurons::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace siegert::neurons {

HWY_EXPORT(solve_in_lanes);

void backward_solutions(const Problem& problem, const Passage& passage, std::span<const Complex> s,
                        Extent extent, std::span<BackwardSolution> out) {
    HWY_DYNAMIC_DISPATCH(solve_in_lanes)(problem, passage, s, extent, out);
}

}  // namespace siegert::neurons
#endif
