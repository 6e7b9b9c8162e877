#pragma once

#include <siegert/landscape/design.hpp>

namespace siegert::landscape {

/// The networks on both sides along a coordinate, at `distance` from each other.
struct NetworksAlong {
    Network below, above;
    double distance;
};

/// Along coordinate p of y. Throws: InvalidParameter, naming the parameter, if the network depends
/// on it through a field that has no gradient, or not at all.
[[nodiscard]] NetworksAlong networks_along(const DesignProblem& problem, const Vector& y, Index p);

/// The derivative of a number with this gradient: sum of the gradient times the changes of all
/// fields.
[[nodiscard]] Complex derivative_along(const Gradient& gradient, const NetworksAlong& along);

}  // namespace siegert::landscape
