#pragma once

#include <algorithm>

namespace siegert::numerics {

/// Value at t in [0, 1] of a function tabulated by tables/piecewise_polynomials.py.
template <int intervals, int terms>
[[nodiscard]] double evaluate(const double (&table)[intervals][terms], double t) {
    const double scaled = t * intervals;
    const int i = std::min(static_cast<int>(scaled), intervals - 1);
    const double z = 2.0 * (scaled - i) - 1.0;
    const double z2 = z * z;
    const double* const c = table[i];

    // Two chains, for even and odd powers, halve the time spent waiting for the previous step.
    static_assert(terms % 2 == 1);
    double even = c[terms - 1];
    double odd = c[terms - 2];
    for (int k = terms - 3; k > 0; k -= 2) {
        even = even * z2 + c[k];
        odd = odd * z2 + c[k - 1];
    }
    return (even * z2 + c[0]) + odd * z;
}

}  // namespace siegert::numerics
