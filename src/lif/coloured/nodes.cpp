#include "lif/coloured/nodes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace siegert::lif::coloured {
namespace {

constexpr double tail = 6.5;              // standard deviations: the Gaussian beyond is below 1e-10
constexpr Index most_eighths = 8;         // of the largest number of nodes (solve.cpp)
constexpr double conditional_tail = 7.0;  // of the current, given the potential

struct LegendreValue {
    double value;
    double derivative;
};

LegendreValue legendre(Index degree, double x) {
    double p = 1.0;
    double before = 0.0;
    for (Index k = 0; k < degree; ++k) {
        const auto n = static_cast<double>(k);
        const double next = ((2.0 * n + 1.0) * x * p - n * before) / (n + 1.0);
        before = p;
        p = next;
    }
    const auto n = static_cast<double>(degree);
    return {p, n * (x * p - before) / (x * x - 1.0)};
}

/// The i-th root from above; Newton from Tricomi's estimate converges in four steps.
double legendre_root(Index degree, Index i) {
    const auto n = static_cast<double>(degree);
    double x = std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (n + 0.5));
    for (int step = 0; step < 5; ++step) {
        const auto p = legendre(degree, x);
        x -= p.value / p.derivative;
    }
    return x;
}

/// Rules that do not change from neuron to neuron: making one costs a tenth of a rate.
const Quadrature& threshold_rule(Index count) {
    static const std::vector<Quadrature> rules = [] {
        std::vector<Quadrature> all;
        for (Index k = 0; k <= most_eighths; ++k) all.push_back(gauss_legendre(8 * k));
        return all;
    }();
    return rules.at(static_cast<std::size_t>(count / 8));
}

Vector log_stationary_density(const Problem& problem, const Vector& x) {
    const double k = problem.r / (1.0 + problem.r);  // variance of V, and covariance of V and z
    const double norm = 0.5 * std::log(k * (1.0 - k)) + std::log(2.0 * std::numbers::pi);
    const double potential = problem.z_th * problem.z_th / k;
    return (-0.5 * (potential + x.array().square() / (1.0 - k)) - norm).matrix();
}

}  // namespace

Quadrature gauss_legendre(Index count) {
    Quadrature rule{Vector(count), Vector(count)};
    for (Index i = 0; i < count; ++i) {
        const double root = legendre_root(count, i);
        const double slope = legendre(count, root).derivative;
        rule.nodes(count - 1 - i) = 0.5 * (1.0 + root);
        rule.weights(count - 1 - i) = 1.0 / ((1.0 - root * root) * slope * slope);
    }
    return rule;
}

Nodes threshold_nodes(const Problem& problem, Index count) {
    const Quadrature& rule = threshold_rule(count);
    Nodes nodes;
    if (problem.z_th < -tail) {
        nodes.x = (2.0 * tail * rule.nodes.array() - tail - problem.z_th).matrix();
        nodes.weights = 2.0 * tail * rule.weights;
    } else {
        const double end =
            std::max(conditional_tail / std::sqrt(1.0 + problem.r), tail - problem.z_th);
        nodes.x = end * rule.nodes.array().square().matrix();
        nodes.weights = (2.0 * end * rule.nodes.array() * rule.weights.array()).matrix();
    }
    nodes.first = nodes.x(0);
    nodes.log_p = log_stationary_density(problem, nodes.x);
    return nodes;
}

}  // namespace siegert::lif::coloured
