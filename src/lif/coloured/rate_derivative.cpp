#include "lif/coloured/rate_derivative.hpp"

#include "numerics/linear_algebra.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::lif::coloured {
namespace {

/// Derivatives of a Transition with respect to r.
struct TransitionSlope {
    double c, E, A, B, C;
};

/// d c / d r = e t^2 phi'(x) / r^2 with phi(x) = (e^x - 1) / x and x = (1 - 1 / r) t.
double c_slope(const Problem& problem, double t) {
    const double rate = 1.0 - 1.0 / problem.r;
    const double x = rate * t;
    const double r2 = problem.r * problem.r;
    if (std::abs(x) > 0.5) {
        return (t * std::exp(-t / problem.r) - current_to_potential(problem, t)) / (rate * r2);
    }
    double sum = 0.0;
    double term = 0.5;  // x^(n - 1) / (n + 1)!
    for (int n = 1; n < 18; ++n) {
        sum += n * term;
        term *= x / (n + 2);
    }
    return std::exp(-t) * t * t * sum / r2;
}

double E_slope(const Problem& problem, double t) {
    return std::exp(-t / problem.r) * t / (problem.r * problem.r);
}

/// Integrals over (0, t) of d(c^2)/dr and d(c E)/dr.
struct SlopeIntegrals {
    double cc;
    double cE;
};

SlopeIntegrals slope_integrals(const Problem& problem, const Quadrature& rule, double from,
                               double to) {
    SlopeIntegrals sum{};
    for (Index q = 0; q < rule.nodes.size(); ++q) {
        const double u = from + (to - from) * rule.nodes(q);
        const double weight = (to - from) * rule.weights(q);
        const double c = current_to_potential(problem, u);
        const double by_r = c_slope(problem, u);
        sum.cc += weight * 2.0 * c * by_r;
        sum.cE += weight * (by_r * std::exp(-u / problem.r) + c * E_slope(problem, u));
    }
    return sum;
}

void set_late_slopes(const Problem& problem, const Transition<double>& at, TransitionSlope& slope) {
    const double k = problem.r / (1.0 + problem.r);
    const double by_r = 1.0 / ((1.0 + problem.r) * (1.0 + problem.r));
    slope.A =
        by_r - at.e * at.e * by_r - 2.0 * at.e * (slope.c * k + at.c * by_r) - 2.0 * at.c * slope.c;
    slope.B = by_r - at.e * (slope.E * k + at.E * by_r) - slope.c * at.E - at.c * slope.E;
}

std::vector<TransitionSlope> transition_slopes(const Problem& problem,
                                               const TransitionKernel<double>& kernel) {
    static const Quadrature first_rule = gauss_legendre(16);
    static const Quadrature rule = gauss_legendre(5);
    std::vector<TransitionSlope> slopes;
    SlopeIntegrals sum{};
    double before = 0.0;
    for (const auto& time : kernel.times) {
        const auto& at = time.free;
        TransitionSlope slope{
            .c = c_slope(problem, at.t), .E = E_slope(problem, at.t), .A = {}, .B = {}, .C = {}};
        slope.C = -2.0 * at.E * slope.E;
        if (at.t > 2.0 * fast_time(problem)) {
            set_late_slopes(problem, at, slope);
        } else {
            const auto step =
                slope_integrals(problem, before == 0.0 ? first_rule : rule, before, at.t);
            sum = {sum.cc + step.cc, sum.cE + step.cE};
            before = at.t;
            slope.A = (2.0 * sum.cc - at.A) / problem.r;
            slope.B = (2.0 * sum.cE - at.B) / problem.r;
        }
        slopes.push_back(slope);
    }
    return slopes;
}

/// Derivatives of Delta V and Delta z, affine in the starting current, and of the covariance.
struct GaussianSlope {
    double V, V_by_z;
    double z, z_by_z;
    double A, B, C;
};

GaussianSlope from_threshold(const Transition<double>& at, const TransitionSlope& slope,
                             const ParameterChange& change) {
    return {.V = change.z_th * at.h,
            .V_by_z = -slope.c * change.r,
            .z = change.z_th * at.C / (1.0 + at.E),
            .z_by_z = -slope.E * change.r,
            .A = slope.A * change.r,
            .B = slope.B * change.r,
            .C = slope.C * change.r};
}

GaussianSlope from_reset(const Problem& problem, const Transition<double>& at,
                         const TransitionSlope& slope, const ParameterChange& change) {
    const double kept = std::exp(-problem.tau_r / problem.r);
    const double kept_slope = kept * problem.tau_r / (problem.r * problem.r);
    const double renewed = -std::expm1(-2.0 * problem.tau_r / problem.r);
    const double renewed_slope = -2.0 * kept * kept_slope;
    return {
        .V = change.z_th * (1.0 - kept * at.c) - change.z_0 * at.e,
        .V_by_z = -(slope.c * kept + at.c * kept_slope) * change.r,
        .z = change.z_th * (1.0 - kept * at.E),
        .z_by_z = -(slope.E * kept + at.E * kept_slope) * change.r,
        .A = change.r * (slope.A + renewed_slope * at.c * at.c + 2.0 * renewed * at.c * slope.c),
        .B = change.r *
             (slope.B + renewed_slope * at.c * at.E + renewed * (slope.c * at.E + at.c * slope.E)),
        .C = change.r * (slope.C + renewed_slope * at.E * at.E + 2.0 * renewed * at.E * slope.E)};
}

/// d log p_inf(V_th, z_th + x).
Vector log_density_slope(const BoundaryKernels<double>& kernels, const ParameterChange& change) {
    const auto& p = kernels.problem;
    const double k = p.r / (1.0 + p.r);
    const double k_slope = change.r / ((1.0 + p.r) * (1.0 + p.r));
    const double potential = -p.z_th * change.z_th / k + 0.5 * p.z_th * p.z_th * k_slope / (k * k);
    const double norm = 0.5 * change.r * (1.0 / p.r - 2.0 / (1.0 + p.r));
    return (potential - norm - 0.5 * change.r * kernels.nodes.x.array().square()).matrix();
}

/// The derivative of one kernel, integrated over time and applied to the flux q.
Vector kernel_slope(const BoundaryKernels<double>& kernels, const TransitionKernel<double>& kernel,
                    const Vector& q, const ParameterChange& change, const Vector& density_slope) {
    const auto& problem = kernels.problem;
    const Vector flux = kernels.nodes.weights.cwiseProduct(q);
    const Vector current = (kernels.nodes.x.array() + problem.z_th).matrix();
    const auto by = contractions(kernel, kernels.nodes, flux);
    const auto by_current = contractions(kernel, kernels.nodes, flux.cwiseProduct(current));
    const auto slopes = transition_slopes(problem, kernel);
    Vector sum = Vector::Zero(q.size());
    for (std::size_t n = 0; n < slopes.size(); ++n) {
        const auto& at = kernel.times[n];
        const auto k = static_cast<Index>(n);
        const auto d = kernel.start == Start::threshold
                           ? from_threshold(at.free, slopes[n], change)
                           : from_reset(problem, at.free, slopes[n], change);
        const Vector mean = d.V * by.V.col(k) + d.V_by_z * by_current.V.col(k) + d.z * by.z.col(k) +
                            d.z_by_z * by_current.z.col(k);
        const Vector noise =
            0.5 * (d.A * by.VV.col(k) + 2.0 * d.B * by.Vz.col(k) + d.C * by.zz.col(k));
        sum += at.weight * (noise - mean - at.approach * density_slope);
    }
    return sum;
}

/// Where the stationary operator is all but singular: differences of fourth order.
double difference(const Problem& problem, const Resolution& resolution,
                  const ParameterChange& change) {
    const double scale = std::max({std::abs(change.z_th) / std::min(1.0, std::abs(problem.z_th)),
                                   std::abs(change.z_0) / std::min(1.0, std::abs(problem.z_0)),
                                   std::abs(change.r) / problem.r});
    const double step = 0.02 / scale;
    const auto log_rate = [&](double distance) {
        Problem moved = problem;
        moved.r += distance * change.r;
        moved.z_th += distance * change.z_th;
        moved.z_0 += distance * change.z_0;
        return stationary(boundary_kernels<double>(moved, resolution)).log_rate;
    };
    const double narrow = log_rate(step) - log_rate(-step);
    const double wide = log_rate(2.0 * step) - log_rate(-2.0 * step);
    return (8.0 * narrow - wide) / (12.0 * step);
}

}  // namespace

double log_rate_derivative(const BoundaryKernels<double>& kernels, const Resolution& resolution,
                           const Stationary& state, const ParameterChange& change) {
    const auto& problem = kernels.problem;
    if (state.driven) return difference(problem, resolution, change);
    const auto& nodes = kernels.nodes;
    const Vector p = stationary_density(nodes);
    const Vector log_slope = log_density_slope(kernels, change);
    const Vector density_slope = p.cwiseProduct(log_slope);
    const Vector per_rate = (nodes.log_p.array() - state.log_rate).exp() * log_slope.array();
    const double active = 1.0 - problem.tau_r * std::exp(state.log_rate);
    const Vector rhs =
        active * per_rate +
        kernel_slope(kernels, kernels.from_reset, state.q, change, density_slope) -
        kernel_slope(kernels, kernels.from_threshold, state.q, change, density_slope);
    Matrix M = regular_coefficient(kernels, kernels.from_threshold, 0) -
               regular_coefficient(kernels, kernels.from_reset, 0) +
               problem.tau_r * p * nodes.weights.transpose();
    M.diagonal() += inverse_velocity(nodes);
    return nodes.weights.dot(numerics::solve(M, rhs));
}

}  // namespace siegert::lif::coloured
