#pragma once

#include "lif/coloured/problem.hpp"

#include <siegert/arrays.hpp>

#include <vector>

namespace siegert::lif::coloured {

/// How (V, z) moves in time t without a threshold: the mean is (V' e + z' c, z' E), the covariance
/// ((A, B), (B, C)). t may be complex: all are entire functions of it.
template <class T>
struct Transition {
    T t;
    T e;  ///< exp(-t)
    T E;  ///< exp(-t / r)
    T c;  ///< (E - e) / (1 - 1 / r)
    T h;  ///< 1 - e - c, without its cancellation
    T A;  ///< (2 / r) int_0^t c^2
    T B;  ///< (2 / r) int_0^t c E
    T C;  ///< 1 - E^2
};

/// e^x - 1, for complex x too.
[[nodiscard]] double expm1(double x);
[[nodiscard]] Complex expm1(Complex x);

/// c(t).
template <class T>
[[nodiscard]] T current_to_potential(const Problem& problem, T t);

/// Transitions at increasing times on a ray from zero.
template <class T>
[[nodiscard]] std::vector<Transition<T>> transitions(const Problem& problem,
                                                     const std::vector<T>& times);

}  // namespace siegert::lif::coloured
