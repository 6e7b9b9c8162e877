#pragma once

#include <siegert/landscape/curves.hpp>

#include "landscape/state_curve.hpp"

namespace siegert::landscape {

/// A curve of folds or of Hopf points. Unknowns: the n rates as in StateCurve, omega of Hopf
/// points, p and q.
struct CurveProblem {
    const Plane& plane;
    EventKind kind;
    theory::ResponseOptions response;
    Index populations;
};

constexpr double unit_of_omega = 300.0;  // [rad/s]: one unit of the unknown
constexpr double slowest = 0.1;          // [rad/s] of a Hopf point that is followed

[[nodiscard]] bool is_hopf(const CurveProblem& problem);

/// The place of p among the unknowns; q is the next and last one.
[[nodiscard]] Index index_of_p(const CurveProblem& problem);

/// The states along p at one q, and along q at one p. The problem's plane is referred to.
[[nodiscard]] StateCurve along_p(const CurveProblem& problem, double q);
[[nodiscard]] StateCurve along_q(const CurveProblem& problem, double p);

[[nodiscard]] double p_of(const CurveProblem& problem, const Vector& x);
[[nodiscard]] double q_of(const CurveProblem& problem, const Vector& x);

/// 0 of folds [rad/s].
[[nodiscard]] double omega_of(const CurveProblem& problem, const Vector& x);

[[nodiscard]] State state_of(const CurveProblem& problem, const Vector& x);

/// An eigenvalue with its vectors, scaled such that left^dagger right = 1.
struct EigenTriple {
    Complex value;
    ComplexVector left, right;
};

[[nodiscard]] EigenTriple nearest_to_one(const ComplexMatrix& matrix);

/// The gradient of the eigenvalue nearest to 1 of dPhi/dnu (folds) or W(i omega) (Hopf points).
[[nodiscard]] ComplexVector gradient_of_eigenvalue(const CurveProblem& problem, const Vector& x);

/// What vanishes on the curve: G = 0; Re lambda = 1; of Hopf points Im lambda / omega = 0.
[[nodiscard]] numerics::CurveEquations equations(const CurveProblem& problem, const Vector& x);

}  // namespace siegert::landscape
