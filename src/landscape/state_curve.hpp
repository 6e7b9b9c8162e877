#pragma once

#include <siegert/landscape/branches.hpp>

#include "landscape/moments_along.hpp"
#include "numerics/continuation.hpp"
#include "theory/rate_map.hpp"

#include <memory>

namespace siegert::landscape {

/// The states of a network along a line as a curve G(z, p) = log(1 + Phi(nu; p) / nu0) - z = 0,
/// z = log(1 + nu / nu0). The unknowns are scaled: z / sqrt(n), so that many populations weigh as
/// much as one, and p such that the line has length 4.
struct StateCurve {
    Line line;
    lif::exp::Method method = lif::exp::Method::shift;
    Index populations = 0;
    std::shared_ptr<const MomentsAlong> moments{};  ///< where the line is that simple
};

[[nodiscard]] StateCurve state_curve(const Line& line, lif::exp::Method method);

/// The unknowns of a state.
[[nodiscard]] Vector unknowns(const StateCurve& curve, const Vector& nu, double p);

/// The rates [Hz] and the parameter that they stand for.
[[nodiscard]] Vector rates(const StateCurve& curve, const Vector& x);
[[nodiscard]] double parameter(const StateCurve& curve, const Vector& x);

/// G with its Jacobian; the derivative by p is a difference.
[[nodiscard]] numerics::CurveEquations equations(const StateCurve& curve, const Vector& x);

/// The same as a function. The curve is referred to.
[[nodiscard]] numerics::Curve as_function(const StateCurve& curve);

/// The box 0 <= nu <= 1 / tau_r, `from` <= p <= `to`, and steps that suit the method.
[[nodiscard]] numerics::ContinuationOptions continuation_options(const StateCurve& curve,
                                                                 Index most_points);

/// A state with all that follows from it.
struct State {
    Network network;
    Vector nu;        ///< [Hz]
    Matrix jacobian;  ///< dPhi/dnu
    theory::PopulationInputs inputs;
};

/// The state at a point of the curve; nearly silent rates are made accurate relative to themselves.
[[nodiscard]] State state_at(const StateCurve& curve, const Vector& x);

}  // namespace siegert::landscape
