#pragma once

#include <siegert/arrays.hpp>

#include <functional>
#include <optional>

/// Smooth functions that cost much, from few of their values.
namespace siegert::numerics {

/// Several functions with the same poles, in barycentric form,
///
///     r(z) = sum_k w_k f_k / (z - z_k) / sum_k w_k / (z - z_k),    r(z_k) = f_k.
struct RationalInterpolant {
    ComplexVector supports;  ///< z_k
    ComplexVector weights;   ///< w_k
    ComplexMatrix values;    ///< f_k, a row for each support, a column for each function
};

[[nodiscard]] ComplexVector value(const RationalInterpolant& interpolant, Complex z);

/// The interpolant of the lowest degree found that meets all values within the tolerance, relative
/// to the largest value of each function; empty if it would need more than half of the points as
/// supports.
///
/// Source: Y. Nakatsukasa, O. Sete and L. N. Trefethen, The AAA algorithm for rational
/// approximation, SIAM J. Sci. Comput. 40, A1494 (2018); here several supports are added at once.
[[nodiscard]] std::optional<RationalInterpolant> rational_interpolant(const ComplexVector& points,
                                                                      const ComplexMatrix& values,
                                                                      double tolerance);

using VectorFunction = std::function<ComplexVector(Complex z)>;
using Path = std::function<Complex(double u)>;

/// An interpolant of f on the path z(u), 0 <= u <= 1, from 33, 65, 129 or 257 values at equal
/// distances in u. It meets further values half-way between those within the tolerance; empty if
/// none does.
[[nodiscard]] std::optional<RationalInterpolant> interpolant_on_path(const VectorFunction& f,
                                                                     const Path& path,
                                                                     double tolerance);

}  // namespace siegert::numerics
