#pragma once

#include <siegert/landscape/branches.hpp>

namespace siegert::landscape {

/// Networks that depend smoothly on two parameters p and q. All have the same populations.
struct Plane {
    std::function<Network(double p, double q)> network_at;  ///< called from several threads
    double p_from = 0.0;
    double p_to = 0.0;  ///< not equal to p_from, may be smaller
    double q_from = 0.0;
    double q_to = 0.0;  ///< not equal to q_from, may be smaller
};

/// Special points of a curve.
enum class CurveEventKind {
    cusp,             ///< of a curve of folds: two of them meet and are gone beyond
    bogdanov_takens,  ///< the oscillation of a Hopf point becomes infinitely slow, at a fold
};

struct CurveEvent {
    CurveEventKind kind;
    Index point;  ///< of the curve: it is one of its points
};

/// Folds or Hopf points that go over into each other as two parameters change.
struct BifurcationCurve {
    EventKind kind;       ///< fold or hopf
    Vector p;             ///< m points, in the order in which the curve passes them
    Vector q;             ///< m
    Matrix firing_rates;  ///< nu [Hz], m x n
    Vector frequency;     ///< of the oscillation [Hz], m; 0 of folds
    std::vector<CurveEvent> events;
    BranchEnd begin = BranchEnd::lost;
    BranchEnd end = BranchEnd::lost;
};

/// Where states are born, die, or begin to oscillate, as curves in the plane of two parameters.
///
/// Branches along p are searched at options.sections values of q; each of their folds and Hopf
/// points that is on no curve yet is followed in both directions until it leaves the plane, closes,
/// or becomes slower than 0.1 rad/s: a curve of Hopf points ends at a Bogdanov-Takens point. A
/// curve that no section cuts is missed.
///
/// Accuracy: 1e-9 of the ranges; 1e-7 at cusps and Bogdanov-Takens points.
/// Throws: as branches.
/// Source: docs/theory/branches.md, section "Two parameters".
[[nodiscard]] std::vector<BifurcationCurve> bifurcation_curves(const Plane& plane,
                                                               const BranchesOptions& options = {});

}  // namespace siegert::landscape
