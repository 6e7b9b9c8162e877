#pragma once

#include <siegert/arrays.hpp>
#include <siegert/error.hpp>

#include <fmt/format.h>

#include <string_view>

namespace siegert::theory {

inline void require_shape(std::string_view name, Index rows, Index cols, Index expected_rows,
                          Index expected_cols) {
    if (rows != expected_rows || cols != expected_cols)
        throw InvalidParameter(fmt::format("{} must be {} x {}, got {} x {}", name, expected_rows,
                                           expected_cols, rows, cols));
}

inline void require_length(std::string_view name, Index length, Index expected) {
    if (length != expected)
        throw InvalidParameter(
            fmt::format("{} must have {} entries, got {}", name, expected, length));
}

/// `stack` must hold square n x n matrices with finite entries, at least one.
inline void require_square_stack(std::string_view name, const MatrixStack& stack) {
    require_shape(name, stack.rows(), stack.cols(), stack.rows(), stack.rows());
    if (stack.empty()) throw InvalidParameter(fmt::format("{} must not be empty", name));
    const Eigen::Map<const ComplexVector> all(stack.values().data(),
                                              static_cast<Index>(stack.values().size()));
    if (!all.allFinite())
        throw InvalidParameter(fmt::format("{} must be finite in every entry", name));
}

}  // namespace siegert::theory
