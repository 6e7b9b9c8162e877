#pragma once

#include "require.hpp"

#include <Eigen/Core>

namespace siegert {

/// Throws InvalidParameter unless the array has the given shape.
template <typename Derived>
void require_shape(std::string_view name, const Eigen::DenseBase<Derived>& array, Eigen::Index rows,
                   Eigen::Index cols) {
    if (array.rows() != rows || array.cols() != cols)
        throw InvalidParameter(fmt::format("{} must have shape {} x {}, got {} x {}", name, rows,
                                           cols, array.rows(), array.cols()));
}

/// Throws InvalidParameter, naming the first entry that is not finite.
template <typename Derived>
void require_all_finite(std::string_view name, const Eigen::DenseBase<Derived>& array) {
    for (Eigen::Index j = 0; j < array.cols(); ++j)
        for (Eigen::Index i = 0; i < array.rows(); ++i)
            if (!std::isfinite(std::abs(array(i, j))))
                throw InvalidParameter(fmt::format("{} must be finite, got {} in row {}, column {}",
                                                   name, std::abs(array(i, j)), i, j));
}

/// Throws InvalidParameter, naming the first entry that is negative or not finite.
template <typename Derived>
void require_none_negative(std::string_view name, const Eigen::DenseBase<Derived>& array) {
    for (Eigen::Index j = 0; j < array.cols(); ++j)
        for (Eigen::Index i = 0; i < array.rows(); ++i)
            if (!(array(i, j) >= 0.0 && std::isfinite(array(i, j))))
                throw InvalidParameter(
                    fmt::format("{} must be finite and not negative, got {} in row {}, column {}",
                                name, array(i, j), i, j));
}

}  // namespace siegert
