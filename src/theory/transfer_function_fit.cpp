#include <siegert/theory/transfer_function_fit.hpp>

#include "require_arrays.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace siegert::theory {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// The time constant is looked for from 1 / (1000 max omega) to 1000 / min omega.
constexpr double search_margin = 1000.0;
constexpr double search_ratio = 2.0;

// For a given tau the best gain follows in closed form, so only tau is searched for: no starting
// value decides which minimum is found.
struct Filter {
    Eigen::ArrayXd shape;  // 1 / sqrt(1 + (omega tau)^2)
    Eigen::ArrayXd slope;  // its derivative with respect to log tau
    double gain;           // least-squares gain of the shape
};

Filter best_filter(double tau, const Eigen::ArrayXd& omega, const Eigen::ArrayXd& magnitude) {
    const Eigen::ArrayXd x2 = (omega * tau).square();
    Filter filter;
    filter.shape = (1.0 + x2).rsqrt();
    filter.slope = -x2 * filter.shape.cube();
    filter.gain = (magnitude * filter.shape).sum() / filter.shape.square().sum();
    return filter;
}

double misfit(double tau, const Eigen::ArrayXd& omega, const Eigen::ArrayXd& magnitude) {
    const auto filter = best_filter(tau, omega, magnitude);
    return (magnitude - filter.gain * filter.shape).square().sum();
}

// Proportional to the derivative of the misfit with respect to log tau.
double misfit_slope(double tau, const Eigen::ArrayXd& omega, const Eigen::ArrayXd& magnitude) {
    const auto filter = best_filter(tau, omega, magnitude);
    return -((magnitude - filter.gain * filter.shape) * filter.slope).sum();
}

struct TimeConstant {
    double tau;
    bool determined;  // false where the misfit is smallest at an end of the range
};

TimeConstant best_tau(const Eigen::ArrayXd& omega, const Eigen::ArrayXd& magnitude) {
    const double omega_max = omega.maxCoeff();
    const double omega_min = (omega > 0.0).select(omega, omega_max).minCoeff();
    const double tau_min = 1.0 / (search_margin * omega_max);
    const double tau_max = search_margin / omega_min;

    double best = tau_min;
    double smallest = misfit(tau_min, omega, magnitude);
    for (double tau = tau_min * search_ratio; tau < tau_max; tau *= search_ratio) {
        const double value = misfit(tau, omega, magnitude);
        if (value < smallest) {
            smallest = value;
            best = tau;
        }
    }
    if (best == tau_min) return {0.0, false};
    if (best * search_ratio >= tau_max) return {tau_max, false};

    const auto slope = [&](double tau) { return misfit_slope(tau, omega, magnitude); };
    const double low = best / search_ratio;
    const double high = best * search_ratio;
    if (!(slope(low) < 0.0 && slope(high) > 0.0)) return {best, true};  // flat to rounding
    std::uintmax_t evaluations = 100;
    const auto bracket = boost::math::tools::toms748_solve(
        slope, low, high, boost::math::tools::eps_tolerance<double>(52), evaluations);
    return {0.5 * (bracket.first + bracket.second), true};
}

LowPassFit fit_magnitude(const Eigen::ArrayXd& omega, const Eigen::ArrayXd& magnitude) {
    if (magnitude.maxCoeff() == 0.0) return {0.0, 0.0, infinity, infinity};
    const auto [tau, determined] = best_tau(omega, magnitude);
    const auto filter = best_filter(tau, omega, magnitude);
    if (!determined) return {tau, filter.gain, infinity, infinity};

    // Covariance of (log tau, log h0): residual variance times the inverse of the 2 x 2 normal
    // matrix.
    const Eigen::ArrayXd residual = magnitude - filter.gain * filter.shape;
    const double variance = residual.square().sum() / static_cast<double>(omega.size() - 2);
    const double slope_slope = filter.slope.square().sum();
    const double slope_shape = (filter.slope * filter.shape).sum();
    const double shape_shape = filter.shape.square().sum();
    const double determinant = slope_slope * shape_shape - slope_shape * slope_shape;
    const double scale = std::sqrt(variance / determinant) / filter.gain;
    return {tau, filter.gain, scale * std::sqrt(shape_shape), scale * std::sqrt(slope_slope)};
}

ComplexVector filter_values(const LowPassFit& fit, const Vector& omegas) {
    return fit.h0 / (1.0 + Complex(0.0, fit.tau) * omegas.array());
}

LowPassFit with_signs_of(const ComplexVector& transfer_function, const Vector& omegas,
                         const LowPassFit& fit) {
    LowPassFit nearest = fit;
    double smallest = infinity;
    for (const double h0 : {fit.h0, -fit.h0})
        for (const double tau : {fit.tau, -fit.tau}) {
            const LowPassFit candidate{tau, h0, fit.tau_error, fit.h0_error};
            const double distance =
                (transfer_function - filter_values(candidate, omegas)).squaredNorm();
            if (distance < smallest) {
                smallest = distance;
                nearest = candidate;
            }
        }
    return nearest;
}

void validate_data(const ComplexMatrix& transfer_function, const Vector& omegas) {
    require(omegas.size() >= 3, "omegas", static_cast<double>(omegas.size()),
            "have at least 3 entries");
    require_all_finite("omegas", omegas);
    require(omegas.cwiseAbs().maxCoeff() > omegas.cwiseAbs().minCoeff(), "omegas", omegas(0),
            "contain two different magnitudes");
    require_shape("transfer_function", transfer_function, omegas.size(), transfer_function.cols());
    require_all_finite("transfer_function", transfer_function);
}

}  // namespace

LowPassFit low_pass_fit(const ComplexVector& transfer_function, const Vector& omegas) {
    validate_data(transfer_function, omegas);
    // Scaled, so that squares stay in range.
    const double largest = transfer_function.cwiseAbs().maxCoeff();
    const double scale = largest > 0.0 ? largest : 1.0;
    const ComplexVector scaled = transfer_function / scale;
    const auto magnitude_fit = fit_magnitude(omegas.array().abs(), scaled.array().abs());
    auto fit = with_signs_of(scaled, omegas, magnitude_fit);
    fit.h0 *= scale;
    return fit;
}

TransferFunctionFit fit_transfer_function(const ComplexMatrix& transfer_function,
                                          const Vector& omegas) {
    validate_data(transfer_function, omegas);
    const Index n = transfer_function.cols();
    TransferFunctionFit result{.transfer_function_fit = ComplexMatrix(omegas.size(), n),
                               .tau_rate = Vector(n),
                               .h0 = Vector(n),
                               .fit_error = Vector(n)};
    for (Index i = 0; i < n; ++i) {
        const auto fit = low_pass_fit(transfer_function.col(i), omegas);
        result.transfer_function_fit.col(i) = filter_values(fit, omegas);
        result.tau_rate(i) = fit.tau;
        result.h0(i) = fit.h0;
        result.fit_error(i) = std::hypot(fit.tau_error, fit.h0_error);
    }
    return result;
}

Matrix rate_model_weights(const Vector& h0, const Vector& tau_m, const Matrix& J, const Matrix& K) {
    const Index n = h0.size();
    require_shape("tau_m", tau_m, n, 1);
    require_shape("J", J, n, n);
    require_shape("K", K, n, n);
    require_all_finite("h0", h0);
    require_all_finite("tau_m", tau_m);
    require_all_finite("J", J);
    require_all_finite("K", K);
    return h0.cwiseProduct(tau_m).asDiagonal() * J.cwiseProduct(K);
}

}  // namespace siegert::theory
