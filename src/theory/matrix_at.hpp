#pragma once

#include <siegert/arrays.hpp>

#include <fmt/format.h>

#include <functional>
#include <numbers>
#include <string>
#include <utility>

namespace siegert::theory {

/// A matrix for each frequency of a grid, stored or calculated when it is asked for; called from
/// several threads.
struct MatrixAt {
    Index frequencies = 0;
    Index rows = 0;
    std::function<ComplexMatrix(Index k)> at;
    Vector omegas{};  ///< [rad/s], to name frequencies in messages; may be empty
};

/// The stack must outlive the result.
[[nodiscard]] inline MatrixAt matrix_at(const MatrixStack& stack, Vector omegas = {}) {
    return {.frequencies = stack.frequencies(),
            .rows = stack.rows(),
            .at = [&stack](Index k) -> ComplexMatrix { return stack[k]; },
            .omegas = std::move(omegas)};
}

/// "12.5 Hz", or "frequency 25" where only its number is known.
[[nodiscard]] inline std::string frequency_name(const MatrixAt& W, Index k) {
    if (W.omegas.size() == 0) return fmt::format("frequency {}", k);
    return fmt::format("{:.6g} Hz", W.omegas(k) / (2.0 * std::numbers::pi));
}

}  // namespace siegert::theory
