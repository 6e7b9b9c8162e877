#pragma once

#include <siegert/arrays.hpp>
#include <siegert/error.hpp>

#include <functional>

/// Fixed points x = f(x) of a smooth map of non-negative vectors.
namespace siegert::numerics {

/// A map f at one point, with its Jacobian df_i/dx_j.
struct Linearization {
    Vector value;
    Matrix jacobian;
};

using DifferentiableMap = std::function<Linearization(const Vector& x)>;

/// When a point counts as a fixed point, and where to look.
struct FixedPointOptions {
    Vector upper;  ///< supremum of each component of x, which starts at 0; may be infinite
    double tolerance = 1e-12;  ///< |f(x) - x| <= tolerance (|x| + scale) in each component
    double scale = 1.0;        ///< size below which a component of x is small
    int max_iterations = 300;
};

struct FixedPoint {
    Vector x;
    Linearization at_x;
    int iterations = 0;
    bool converged = false;
};

[[nodiscard]] inline bool is_finite(const Linearization& at_x) {
    return at_x.value.allFinite() && at_x.jacobian.allFinite();
}

/// The map at the point from which a search starts. Throws: InvalidParameter unless point, value
/// and Jacobian are finite.
[[nodiscard]] inline Linearization at_start(const DifferentiableMap& f, const Vector& start) {
    if (!start.allFinite())
        throw InvalidParameter("the start of the search for a fixed point must be finite");
    Linearization result = f(start);
    if (!is_finite(result))
        throw InvalidParameter("the map must be finite where the search for a fixed point starts");
    return result;
}

/// Index of a fixed point of a map with this Jacobian: the sign of det(1 - f'), 1 where it
/// vanishes.
[[nodiscard]] int fixed_point_index(const Matrix& jacobian);

/// Largest |f(x) - x| / (|x| + scale) of all components.
[[nodiscard]] inline double scaled_residual(const Vector& x, const Vector& value, double scale) {
    return ((value - x).array() / (x.array().abs() + scale)).abs().maxCoeff();
}

}  // namespace siegert::numerics
