#include "neurons/threshold_integration/collocation.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace siegert::neurons {
namespace {

/// Legendre polynomials P_0 ... P_node_count at one point, and their derivatives.
struct Legendre {
    std::array<double, node_count + 1> value;
    std::array<double, node_count + 1> slope;
};

Legendre legendre(double x) {
    Legendre P{};
    P.value[0] = 1.0;
    P.value[1] = x;
    P.slope[1] = 1.0;
    for (std::size_t k = 1; k < node_count; ++k) {
        const auto n = static_cast<double>(k);
        P.value[k + 1] = ((2.0 * n + 1.0) * x * P.value[k] - n * P.value[k - 1]) / (n + 1.0);
        P.slope[k + 1] = (2.0 * n + 1.0) * P.value[k] + P.slope[k - 1];
    }
    return P;
}

double node(int i) {
    double x = -std::cos(std::numbers::pi * (i + 0.75) / (node_count + 0.5));
    for (int iteration = 0; iteration < 10; ++iteration) {
        const Legendre P = legendre(x);
        x -= P.value[node_count] / P.slope[node_count];
    }
    return x;
}

/// Integral of P_k from -1 to the point of P.
double integral(const Legendre& P, std::size_t k) {
    if (k == 0) return P.value[1] + 1.0;
    return (P.value[k + 1] - P.value[k - 1]) / (2.0 * static_cast<double>(k) + 1.0);
}

/// The polynomial that is 1 at node j and 0 at the others is sum_k (k + 1/2) w_j P_k(x_j) P_k.
Collocation make() {
    Collocation c;
    c.slope.setZero();
    c.integral.setZero();
    c.bottom.setZero();
    c.top.setZero();
    std::array<Legendre, node_count> at{};
    for (int i = 0; i < node_count; ++i) {
        c.nodes(i) = node(i);
        Legendre& P = at[static_cast<std::size_t>(i)];
        P = legendre(c.nodes(i));
        const double slope = P.slope[node_count];
        c.weights(i) = 2.0 / ((1.0 - c.nodes(i) * c.nodes(i)) * slope * slope);
    }
    for (int j = 0; j < node_count; ++j) {
        for (std::size_t k = 0; k < node_count; ++k) {
            const double factor = (static_cast<double>(k) + 0.5) * c.weights(j) *
                                  at[static_cast<std::size_t>(j)].value[k];
            c.bottom(j) += k % 2 == 0 ? factor : -factor;
            c.top(j) += factor;
            for (int i = 0; i < node_count; ++i) {
                const Legendre& P = at[static_cast<std::size_t>(i)];
                c.slope(i, j) += factor * P.slope[k];
                c.integral(i, j) += factor * integral(P, k);
            }
        }
    }
    return c;
}

}  // namespace

const Collocation& collocation() {
    static const Collocation c = make();
    return c;
}

}  // namespace siegert::neurons
