#pragma once

#include <siegert/theory/self_consistent_input.hpp>

namespace siegert::theory {

/// Standard errors of the numbers that `value` makes of the statistics of all neurons, from those
/// without one block each.
template <typename Value>
[[nodiscard]] Vector jackknife_errors(const SelfConsistentInput& input, const Value& value) {
    const auto parts = static_cast<Index>(input.without.size());
    Matrix values;
    for (Index b = 0; b < parts; ++b) {
        const Vector one = value(input.without[static_cast<std::size_t>(b)]);
        values.conservativeResize(one.size(), parts);
        values.col(b) = one;
    }
    const Vector mean = values.rowwise().mean();
    const double factor = static_cast<double>(parts - 1) / static_cast<double>(parts);
    return (factor * (values.colwise() - mean).rowwise().squaredNorm()).cwiseSqrt();
}

}  // namespace siegert::theory
