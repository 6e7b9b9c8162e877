#include <siegert/landscape/curves.hpp>

#include <siegert/error.hpp>

#include "catch.hpp"
#include "landscape/networks.hpp"

#include <algorithm>

using namespace siegert;
using namespace siegert::landscape;
using Catch::WithinAbs;

namespace {

/// Brunel's phase diagram: p = nu_ext / nu_thr, q = g.
Plane phase_diagram(double q_from, double q_to) {
    return {.network_at = [](double x, double g) { return brunel(g, x); },
            .p_from = 0.5,
            .p_to = 1.1,
            .q_from = q_from,
            .q_to = q_to};
}

Index count(const std::vector<BifurcationCurve>& curves, EventKind kind) {
    return std::ranges::count(curves, kind, &BifurcationCurve::kind);
}

const BifurcationCurve& first(const std::vector<BifurcationCurve>& curves, EventKind kind) {
    return *std::ranges::find(curves, kind, &BifurcationCurve::kind);
}

std::vector<Index> points_of(const BifurcationCurve& curve, CurveEventKind kind) {
    std::vector<Index> points;
    for (const auto& event : curve.events) {
        if (event.kind == kind) points.push_back(event.point);
    }
    return points;
}

}  // namespace

TEST_CASE("Folds of Brunel's network end in a cusp; its slow oscillation begins and ends on them",
          "[landscape][curves]") {
    const auto curves =
        bifurcation_curves(phase_diagram(3.4, 5.6), {.highest_frequency = 100.0, .sections = 3});
    REQUIRE(count(curves, EventKind::fold) == 1);
    REQUIRE(count(curves, EventKind::hopf) == 1);

    const auto& folds = first(curves, EventKind::fold);
    CHECK(folds.begin == BranchEnd::edge);
    CHECK(folds.end == BranchEnd::edge);
    CHECK(folds.frequency.isZero());
    const auto cusps = points_of(folds, CurveEventKind::cusp);
    REQUIRE(cusps.size() == 1);
    CHECK(folds.q(cusps[0]) == folds.q.maxCoeff());  // no folds at stronger inhibition
    CHECK(points_of(folds, CurveEventKind::bogdanov_takens).size() == 2);

    // At 0.1 rad/s, as docs/theory/branches.md has them.
    const auto& slow = first(curves, EventKind::hopf);
    auto ends = points_of(slow, CurveEventKind::bogdanov_takens);
    REQUIRE(ends.size() == 2);
    std::ranges::sort(ends, {}, [&](Index k) { return slow.q(k); });
    CHECK_THAT(slow.q(ends[0]), WithinAbs(3.542598519, 2e-9));
    CHECK_THAT(slow.p(ends[0]), WithinAbs(0.677206174, 2e-9));
    CHECK_THAT(slow.firing_rates(ends[0], 0), WithinAbs(44.594464, 1e-6));
    CHECK_THAT(slow.q(ends[1]), WithinAbs(4.173128622, 2e-9));
    CHECK_THAT(slow.p(ends[1]), WithinAbs(0.842699659, 2e-9));
    CHECK_THAT(slow.firing_rates(ends[1], 0), WithinAbs(0.86141952, 1e-8));
}

TEST_CASE("Points on curves are folds and Hopf points of branches", "[landscape][curves]") {
    const auto curves =
        bifurcation_curves(phase_diagram(3.8, 4.5), {.highest_frequency = 100.0, .sections = 2});
    const auto crosses = [](const BifurcationCurve& curve, double g, double x) {
        for (Index k = 0; k < curve.q.size(); ++k) {
            if (curve.q(k) == g && std::abs(curve.p(k) - x) < 1e-9) return true;
        }
        return false;
    };
    const auto any = [&](EventKind kind, double g, double x) {
        return std::ranges::any_of(curves, [&](const BifurcationCurve& curve) {
            return curve.kind == kind && crosses(curve, g, x);
        });
    };
    CHECK(any(EventKind::fold, 3.8, 0.840078060109));
    CHECK(any(EventKind::fold, 3.8, 0.805114714233));
    CHECK(any(EventKind::hopf, 4.5, 0.912554669774));
}

TEST_CASE("Curves refuse planes that are none", "[landscape][curves]") {
    CHECK_THROWS_AS(bifurcation_curves(phase_diagram(3.0, 3.0)), InvalidParameter);
    CHECK_THROWS_AS(bifurcation_curves(phase_diagram(3.0, std::nan(""))), InvalidParameter);
}
