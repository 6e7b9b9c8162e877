#include "lif/coloured/boundary_operator.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::lif::coloured {
namespace {

constexpr double last_time = 36.0;  // in units of the slow time: e^-36 is below rounding
constexpr std::array<double, 7> binomials{1.0, -6.0, 15.0, -20.0, 15.0, -6.0, 1.0};

/// Below it nothing has returned to threshold, at any node.
double first_return(const Problem& problem, const Nodes& nodes) {
    const double returns = 0.01 * problem.r * nodes.first * nodes.first;
    return std::min(returns, 0.001 * fast_time(problem));
}

/// Below it nothing has come from reset to threshold.
double first_arrival(const Problem& problem, const Nodes& nodes) {
    const double largest = std::max(problem.z_th + nodes.x(nodes.x.size() - 1), 6.5);
    const double velocity = largest + std::max(-problem.z_0, 0.0);
    return std::min(0.2 * (problem.z_th - problem.z_0) / velocity, 0.01 * slow_time(problem));
}

}  // namespace

template <class T>
BoundaryKernels<T> boundary_kernels(const Problem& problem, const Resolution& resolution) {
    const Nodes nodes = threshold_nodes(problem, resolution.nodes);
    const double last = last_time * slow_time(problem);
    const TimeGrid returns{.first = first_return(problem, nodes),
                           .last = last,
                           .step = resolution.threshold_step,
                           .angle = resolution.threshold_angle};
    const TimeGrid arrivals{.first = first_arrival(problem, nodes),
                            .last = last,
                            .step = resolution.reset_step,
                            .angle = resolution.reset_angle};
    return {.problem = problem,
            .nodes = nodes,
            .from_threshold = transition_kernel<T>(problem, nodes, Start::threshold, returns),
            .from_reset = transition_kernel<T>(problem, nodes, Start::reset, arrivals)};
}

Complex approach_transform(const Problem& problem, Complex l) {
    Complex sum = 0.0;
    for (std::size_t k = 1; k < binomials.size(); ++k) {
        sum += binomials[k] / (l + static_cast<double>(k) / slow_time(problem));
    }
    return sum;
}

double approach_coefficient(const Problem& problem, int order) {
    double sum = 0.0;
    for (std::size_t k = 1; k < binomials.size(); ++k) {
        const double time = slow_time(problem) / static_cast<double>(k);
        sum += binomials[k] * time * std::pow(-time, order);
    }
    return sum;
}

ComplexMatrix regular_transform(const BoundaryKernels<Complex>& kernels,
                                const TransitionKernel<Complex>& kernel,
                                const std::vector<Complex>& decays, Complex l) {
    std::vector<Complex> factors;
    factors.reserve(kernel.times.size());
    Complex approached = 0.0;
    for (std::size_t k = 0; k < decays.size(); ++k) {
        factors.push_back(kernel.times[k].weight * decays[k]);
        approached += factors.back() * kernel.times[k].approach;
    }
    ComplexMatrix sum = weighted_sum(kernel, kernels.nodes, factors);
    const Complex rest = approach_transform(kernels.problem, l) - approached;
    sum.colwise() += rest * stationary_density(kernels.nodes);
    return sum * kernels.nodes.weights.asDiagonal();
}

Matrix regular_coefficient(const BoundaryKernels<double>& kernels,
                           const TransitionKernel<double>& kernel, int order) {
    std::vector<double> factors;
    factors.reserve(kernel.times.size());
    double approached = 0.0;
    for (const auto& at : kernel.times) {
        factors.push_back(at.weight * std::pow(-at.free.t, order) / std::tgamma(order + 1.0));
        approached += factors.back() * at.approach;
    }
    Matrix sum = weighted_sum(kernel, kernels.nodes, factors);
    const double rest = approach_coefficient(kernels.problem, order) - approached;
    sum.colwise() += rest * stationary_density(kernels.nodes);
    return sum * kernels.nodes.weights.asDiagonal();
}

template BoundaryKernels<double> boundary_kernels(const Problem&, const Resolution&);
template BoundaryKernels<Complex> boundary_kernels(const Problem&, const Resolution&);

}  // namespace siegert::lif::coloured
