#include "numerics/parabolic_cylinder.hpp"

#include "numerics/lane_constants.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "numerics/parabolic_cylinder.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "numerics/complex_lanes-inl.hpp"
#include "numerics/liouville_green-inl.hpp"
#include "numerics/passage_steps-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace siegert::numerics::HWY_NAMESPACE {

/// What has been covered of an interval, and what remains of it on the right.
struct Passage {
    PsiValues u;  ///< at x; only u.psi unless Taylor steps have begun
    Integrals total;
    double x;
    double remaining;
};

/// Left of this a fraction_step is cheaper than the Taylor steps that cover as much.
HWY_INLINE double fraction_region(double smallest) {
    return std::min(-9.0, 1.5 * fraction_limit(smallest));
}

/// Covers [x_r, target] in closed form, if the expansion holds and Psi changes so much that the
/// integrals are differences without cancellation.
HWY_INLINE bool cover_by_expansion(const PassageInterval& interval, const Frequencies& frequencies,
                                   Passage& passage) {
    constexpr double least_change = 3.0;
    const Lanes s = frequencies.s;
    if (!expansion_holds(interval.x_r, s)) return false;
    const bool whole = expansion_holds(interval.x_th, s);
    const double target =
        whole ? interval.x_th : std::min(-10.0, fraction_limit(frequencies.smallest));
    const double gap = whole ? interval.gap : target - interval.x_r;
    if (!(gap > 0.0) || target > interval.x_th || !expansion_holds(target, s)) return false;
    const int orders = std::max(expansion_orders(interval.x_r, s), expansion_orders(target, s));
    const Jump psi = jump(interval.x_r, target, gap, s, orders);
    if (psi.smallest_change < least_change) return false;

    const PsiValues r = values_from(psi.psi_a, ratios_by_expansion(interval.x_r, s));
    const PsiValues th = values_from(psi.psi_b, ratios_by_expansion(target, s));
    passage.total.psi_r = r.psi;
    passage.total.psi_1_r = r.psi_1;
    accumulate(passage.total, reciprocal(s) * (th.psi - r.psi),
               reciprocal(s + 1) * (th.psi_1 - r.psi_1), reciprocal(s + 2) * (th.psi_2 - r.psi_2),
               th.psi_3 - r.psi_3);
    passage.u = th;
    passage.x = target;
    passage.remaining = whole ? 0.0 : interval.x_th - target;
    return true;
}

HWY_INLINE void cover_by_fractions(const PassageInterval& interval, const Frequencies& frequencies,
                                   Passage& passage) {
    const double limit = fraction_limit(frequencies.smallest);
    while (passage.remaining > 0.0 && passage.x < fraction_region(frequencies.smallest)) {
        const double h = std::min({fraction_step_length(passage.x, frequencies.root_of_largest),
                                   passage.remaining, limit - passage.x});
        const Lanes psi_1 = fraction_step(passage.x, h, frequencies, passage.u, passage.total);
        if (passage.x == interval.x_r) passage.total.psi_1_r = psi_1;
        rescale(passage.u, passage.total);
        passage.remaining -= h;
        passage.x = interval.x_th - passage.remaining;
    }
}

/// The functions at x_r in some unit, by Taylor steps from where the fraction converges.
HWY_INLINE PsiValues start_values(double x_r, const Frequencies& frequencies) {
    if (expansion_holds(x_r, frequencies.s)) {
        return values_from(lanes(1.0), ratios_by_expansion(x_r, frequencies.s));
    }
    const double start = std::min(x_r, fraction_limit(frequencies.smallest));
    PsiValues u = values_from(lanes(1.0), ratios_by_fraction(start, frequencies));
    Integrals unused = {u.psi, u.psi, u.psi, u.psi, u.psi, u.psi};
    for (double remaining = x_r - start; remaining > 0.0;) {
        const double x = x_r - remaining;
        const double h = std::min(taylor_step_length(x, frequencies.root_of_largest), remaining);
        taylor_step(x, h, frequencies.s, u, unused);
        rescale(u, unused);
        remaining -= h;
    }
    return u;
}

HWY_INLINE void cover_by_taylor_steps(const PassageInterval& interval,
                                      const Frequencies& frequencies, Passage& passage) {
    if (!(passage.remaining > 0.0)) return;
    PsiValues& u = passage.u;
    if (passage.x == interval.x_r) {
        u = start_values(interval.x_r, frequencies);
        passage.total.psi_r = u.psi;
        passage.total.psi_1_r = u.psi_1;
    } else {
        u = values_from(u.psi, ratios_by_fraction(passage.x, frequencies));
    }
    while (passage.remaining > 0.0) {
        const double x = interval.x_th - passage.remaining;
        const double h =
            std::min(taylor_step_length(x, frequencies.root_of_largest), passage.remaining);
        taylor_step(passage.remaining == interval.gap ? interval.x_r : x, h, frequencies.s, u,
                    passage.total);
        rescale(u, passage.total);
        passage.remaining -= h;
    }
}

HWY_INLINE Integrals integrals_of(const PassageInterval& interval, const Frequencies& frequencies) {
    const Lanes zero = lanes(0.0);
    Passage passage{.u = {lanes(1.0), zero, zero, zero},
                    .total = {lanes(1.0), zero, zero, zero, zero, zero},
                    .x = interval.x_r,
                    .remaining = interval.gap};
    cover_by_expansion(interval, frequencies, passage);
    cover_by_fractions(interval, frequencies, passage);
    cover_by_taylor_steps(interval, frequencies, passage);
    return passage.total;
}

/// The frequencies with the given places, the last one repeated where lanes remain.
HWY_INLINE Frequencies gather(std::span<const Complex> s, std::span<const std::size_t> places) {
    LaneValues values{};
    double largest = 0.0;
    double smallest = HUGE_VAL;
    for (std::size_t lane = 0; lane < max_lanes; ++lane) {
        const Complex value = s[places[std::min(lane, places.size() - 1)]];
        values.set(lane, value);
        largest = std::max(largest, std::abs(value));
        smallest = std::min(smallest, value.real());
    }
    return {load(values), std::sqrt(largest), smallest};
}

/// Chooses the unit so that the larger of psi_r and integral_psi_1 is of order 1.
HWY_INLINE Integrals normalised(const Integrals& total) {
    const Real size = hn::Max(largest_part(total.psi_r), largest_part(total.psi_1));
    const Real factor = hn::Div(real(1.0), size);
    return {factor * total.psi_r, factor * total.psi_1_r, factor * total.psi_1,
            factor * total.psi_2, factor * total.psi_3,   factor * total.increase};
}

HWY_INLINE void scatter(const Integrals& integrals, std::span<const std::size_t> places,
                        std::span<FirstPassageIntegrals> out) {
    const LaneValues psi_r = store(integrals.psi_r);
    const LaneValues psi_1_r = store(integrals.psi_1_r);
    const LaneValues psi_1 = store(integrals.psi_1);
    const LaneValues psi_2 = store(integrals.psi_2);
    const LaneValues psi_3 = store(integrals.psi_3);
    const LaneValues increase = store(integrals.increase);
    for (std::size_t lane = 0; lane < places.size(); ++lane) {
        out[places[lane]] = {psi_r.at(lane), psi_1_r.at(lane), psi_1.at(lane),
                             psi_2.at(lane), psi_3.at(lane),   increase.at(lane)};
    }
}

/// order lists the places in s by rising |s|.
void in_lanes(const PassageInterval& interval, std::span<const Complex> s,
              std::span<const std::size_t> order, std::span<FirstPassageIntegrals> out) {
    // Lanes share their steps, so frequencies of very different size are kept apart.
    constexpr double small = 10.0;
    constexpr double spread = 4.0;
    const std::size_t lane_count = hn::Lanes(Tag());
    for (std::size_t begin = 0; begin < order.size();) {
        const double bound = std::max(small, spread * std::abs(s[order[begin]]));
        std::size_t end = begin + 1;
        while (end < order.size() && end < begin + lane_count && std::abs(s[order[end]]) <= bound) {
            ++end;
        }
        const auto places = order.subspan(begin, end - begin);
        scatter(normalised(integrals_of(interval, gather(s, places))), places, out);
        begin = end;
    }
}

}  // namespace siegert::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace siegert::numerics {

HWY_EXPORT(in_lanes);

void first_passage_integrals(const PassageInterval& interval, std::span<const Complex> s,
                             std::span<FirstPassageIntegrals> out) {
    std::vector<std::size_t> order(s.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto by_size = [&](std::size_t a, std::size_t b) {
        return std::norm(s[a]) < std::norm(s[b]);
    };
    if (!std::is_sorted(order.begin(), order.end(), by_size)) {
        std::stable_sort(order.begin(), order.end(), by_size);
    }
    HWY_DYNAMIC_DISPATCH(in_lanes)(interval, s, order, out);
}

}  // namespace siegert::numerics
#endif
