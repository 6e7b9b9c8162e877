#include "lif/coloured/stationary.hpp"

#include "numerics/linear_algebra.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace siegert::lif::coloured {
namespace {

using RowVector = Eigen::RowVectorXd;
using Solver = numerics::LuDecomposition<double>;

/// Upcrossings of the free process per spike, and per slow time, below which the rate is taken from
/// the intervals: the flux of the free process is then too small a part of the balance to set it.
constexpr double few_per_spike = 0.05;
constexpr double few_per_slow_time = 0.1;
constexpr int orders = 9;  // of l; few_per_slow_time^9 is the error

/// Rate at which the free process crosses V_th upwards.
double upcrossing_rate(const Nodes& nodes) {
    return (nodes.weights.array() * nodes.x.array() * stationary_density(nodes).array()).sum();
}

/// Rate without noise and refractory period; zero below threshold.
double noise_free_rate(const Problem& problem) {
    return problem.z_th < 0.0 ? 1.0 / std::log(problem.z_0 / problem.z_th) : 0.0;
}

/// Whether the mean path reaches V_th while the free process hardly ever comes back to it. The
/// flux then follows from the intervals: p_inf, which sets it otherwise, carries no digits of it.
bool is_driven(const Problem& problem, const Nodes& nodes) {
    const double upcrossings = upcrossing_rate(nodes);
    return upcrossings < few_per_spike * noise_free_rate(problem) &&
           upcrossings * slow_time(problem) < few_per_slow_time;
}

/// Power series in l of the characteristic function of the interval after a spike with current z',
///
///     F(l | z') = (l b + c) / (l + c),    b = w M^{-1} B,    c = w M^{-1} p_inf,
///
/// M = 1 / v + K and B = e^{-l tau_r} G0, both without their poles p_inf / l.
struct PassageSeries {
    std::vector<Matrix> K;  ///< of M, without 1 / v
    std::vector<Matrix> B;
    std::vector<RowVector> b;  ///< entry j: start with z_j, times the weight of the node
    std::vector<double> c;
    Solver M;
};

/// Coefficients of e^{-l tau_r} (G0 + p_inf w / l) without the pole.
std::vector<Matrix> delayed(const BoundaryKernels<double>& kernels, int count) {
    const auto& nodes = kernels.nodes;
    const double tau_r = kernels.problem.tau_r;
    std::vector<Matrix> coefficients;
    for (int m = 0; m < count; ++m) {
        coefficients.push_back(regular_coefficient(kernels, kernels.from_reset, m));
    }
    std::vector<double> delay{1.0};
    for (int m = 1; m <= count; ++m) delay.push_back(delay.back() * -tau_r / m);
    const Matrix pole = stationary_density(nodes) * nodes.weights.transpose();
    std::vector<Matrix> result;
    for (int m = 0; m < count; ++m) {
        const auto n = static_cast<std::size_t>(m);
        Matrix sum = delay[n + 1] * pole;
        for (std::size_t k = 0; k <= n; ++k) sum += delay[k] * coefficients[n - k];
        result.push_back(std::move(sum));
    }
    return result;
}

Matrix with_velocity(const Matrix& K, const Nodes& nodes) {
    Matrix M = K;
    M.diagonal() += inverse_velocity(nodes);
    return M;
}

PassageSeries passage_series(const BoundaryKernels<double>& kernels, int count) {
    PassageSeries series;
    for (int m = 0; m < count; ++m) {
        series.K.push_back(regular_coefficient(kernels, kernels.from_threshold, m));
    }
    series.B = delayed(kernels, count);
    series.M = Solver(with_velocity(series.K[0], kernels.nodes));
    const Vector p = stationary_density(kernels.nodes);
    const auto transposed = Solver(with_velocity(series.K[0], kernels.nodes).transpose());
    std::vector<Vector> adjoint{transposed.solve(kernels.nodes.weights)};
    const auto n = static_cast<std::size_t>(count);
    for (std::size_t m = 1; m < n; ++m) {
        Vector rest = Vector::Zero(p.size());
        for (std::size_t k = 1; k <= m; ++k) rest -= series.K[k].transpose() * adjoint[m - k];
        adjoint.push_back(transposed.solve(rest));
    }
    for (std::size_t m = 0; m < n; ++m) {
        RowVector b = RowVector::Zero(p.size());
        for (std::size_t k = 0; k <= m; ++k) b += adjoint[k].transpose() * series.B[m - k];
        series.b.push_back(std::move(b));
        series.c.push_back(adjoint[m].dot(p));
    }
    return series;
}

/// a(l) = (1 - F) / l = E[T] - l E[T^2] / 2 + ..., to first order.
struct MeanSeries {
    RowVector a0;
    RowVector a1;
};

/// The root of l + c(l) close to zero, where b = 1 because F has no pole.
double passage_pole(const PassageSeries& series) {
    double l = -series.c[0];
    for (int step = 0; step < 50; ++step) {
        double c = 0.0;
        for (std::size_t m = series.c.size(); m-- > 0;) c = c * l + series.c[m];
        l = -c;
    }
    return l;
}

/// From F with the common root of numerator and denominator divided out: no cancellation where
/// c is small.
MeanSeries mean_of_drive(const PassageSeries& series) {
    const double pole = passage_pole(series);
    RowVector beta0 = RowVector::Zero(series.b[0].size());
    RowVector beta1 = beta0;
    double gamma0 = 1.0;
    double gamma1 = 0.0;
    double power = 1.0;
    for (std::size_t m = 1; m < series.b.size(); ++m) {
        beta0 += power * series.b[m];
        gamma0 += power * series.c[m];
        if (m + 1 < series.b.size()) {
            beta1 += power * series.b[m + 1];
            gamma1 += power * series.c[m + 1];
        }
        power *= pole;
    }
    return {-beta0 / gamma0, (beta0 * gamma1 / gamma0 - beta1) / gamma0};
}

/// E[T^2] and E[T T'] of neighbouring intervals, in units of E[T]^2.
struct SecondMoments {
    double square;
    double product;
};

/// The flux at the end of an interval, weighted with its duration, is -dF/dl before summing:
/// M_0 Y_1 = B_1 q - M_1 q + p a_1. By the series of the driven neuron.
SecondMoments moments_of_drive(const PassageSeries& series, const Vector& p, const Vector& q) {
    const auto a = mean_of_drive(series);
    const double mean = a.a0.dot(q);
    const Vector end = series.M.solve(series.K[1] * q - series.B[1] * q - p * a.a1.dot(q));
    return {-2.0 * a.a1.dot(q) / (mean * mean), a.a0.dot(end) / (mean * mean)};
}

/// By F as it stands, multiplied by c_0, so that silent neurons, of c_0 = 0, have moments too.
SecondMoments moments_of_fluctuations(const PassageSeries& series, const Nodes& nodes,
                                      const Vector& q) {
    const Vector scaled = (nodes.log_p.array() - nodes.log_p.maxCoeff()).exp();
    const Vector spread = series.M.solve(scaled);
    const Vector per_c = spread / nodes.weights.dot(spread);  // M^{-1} p / c_0
    const double c0 = series.c[0];
    const RowVector alpha = nodes.weights.transpose() - series.b[0];  // c_0 a_0
    const double mean = alpha.dot(q);
    const double square = c0 * series.b[1].dot(q) + mean * (1.0 + series.c[1]);  // -c_0^2 a_1
    const Vector end = c0 * series.M.solve(series.K[1] * q - series.B[1] * q) + per_c * square;
    return {2.0 * square / (mean * mean), alpha.dot(end) / (mean * mean)};
}

}  // namespace

Stationary stationary(const BoundaryKernels<double>& kernels) {
    const auto& nodes = kernels.nodes;
    const double tau_r = kernels.problem.tau_r;
    const Matrix K = regular_coefficient(kernels, kernels.from_threshold, 0);
    const Matrix G0 = regular_coefficient(kernels, kernels.from_reset, 0);
    const double largest = nodes.log_p.maxCoeff();
    const Vector density = (nodes.log_p.array() - largest).exp();
    const Vector flux = Solver(with_velocity(K - G0, nodes)).solve(density);
    const double total = nodes.weights.dot(flux);
    Stationary state{.q = flux / total,
                     .log_rate = std::numeric_limits<double>::lowest(),
                     .driven = is_driven(kernels.problem, nodes)};
    if (!state.driven) {
        const double log_rate = largest + std::log(total);  // without refractory period
        if (total > 0.0) state.log_rate = log_rate - std::log1p(tau_r * std::exp(log_rate));
        return state;
    }
    const auto series = passage_series(kernels, orders);
    const double mean = mean_of_drive(series).a0.dot(state.q);
    if (mean > 0.0) state.log_rate = -std::log(mean);
    return state;
}

IntervalMoments interval_moments(const BoundaryKernels<double>& kernels, const Stationary& state) {
    const auto& nodes = kernels.nodes;
    const auto series = passage_series(kernels, state.driven ? orders : 2);
    const auto moments = state.driven ? moments_of_drive(series, stationary_density(nodes), state.q)
                                      : moments_of_fluctuations(series, nodes, state.q);
    const double variance = moments.square - 1.0;
    return {.cv = std::sqrt(std::max(variance, 0.0)),
            .serial_correlation = (moments.product - 1.0) / variance};
}

}  // namespace siegert::lif::coloured
