#include <siegert/theory/covariances.hpp>

#include "model/field_use.hpp"
#include "numerics/complex_linear_algebra.hpp"
#include "numerics/linear_algebra.hpp"
#include "require_arrays.hpp"
#include "theory/rate_map.hpp"

#include <limits>

namespace siegert::theory {
namespace {

void validate_square(const Matrix& J_eff) {
    require(J_eff.rows() > 0, "J_eff", static_cast<double>(J_eff.rows()), "have at least one row");
    require_shape("J_eff", J_eff, J_eff.rows(), J_eff.rows());
    require_all_finite("J_eff", J_eff);
}

// Throws rather than return a solution without a single right digit.
numerics::LuDecomposition<double> invertible(const Matrix& matrix, std::string_view name) {
    numerics::LuDecomposition<double> lu(matrix);
    const double rcond = lu.reciprocal_condition();
    if (!(rcond > std::numeric_limits<double>::epsilon()))
        throw AccuracyNotReached(
            fmt::format("{} is singular: reciprocal condition number {}", name, rcond));
    return lu;
}

}  // namespace

RateResponse rate_response(const Network& network, const PopulationInputs& inputs,
                           lif::exp::Method method) {
    schema::require_known_to_theory(network);
    const Index n = network.tau_m.size();
    require_shape("mean_input", inputs.mu, n, 1);
    require_shape("std_input", inputs.sigma, n, 1);
    for (const double sigma : inputs.sigma) require_positive("std_input", sigma);
    const neurons::Input input = input_of(network, inputs, method);
    const auto state = neurons::stationary(network, neurons::parts(network, method), input);
    RateResponse response{.d_mu = state.d_mu,
                          .d_sigma2 = state.d_sigma.cwiseQuotient(2.0 * input.sigma)};
    const auto filters =
        connection_filters(network, neurons::theories(network, method), inputs.nu, input);
    if (filters.tau_s.size() != 0) {
        response.d_source_variance = response.d_sigma2.asDiagonal() * filters.variance;
        response.d_source_variance += response.d_mu.asDiagonal() * filters.barrier;
    }
    return response;
}

Matrix pairwise_effective_connectivity(const Matrix& J, const Vector& tau_m,
                                       const RateResponse& response) {
    const Index n = J.rows();
    require_shape("J", J, n, n);
    require_shape("tau_m", tau_m, n, 1);
    require_shape("d_mu", response.d_mu, n, 1);
    require_shape("d_sigma2", response.d_sigma2, n, 1);
    require_all_finite("J", J);
    require_all_finite("d_mu", response.d_mu);
    require_all_finite("d_sigma2", response.d_sigma2);
    for (const double value : tau_m) require_positive("tau_m", value);
    const Matrix mean = response.d_mu.asDiagonal() * J;
    const Matrix& by_source = response.d_source_variance;
    if (by_source.size() == 0)
        return tau_m.asDiagonal() * (mean + response.d_sigma2.asDiagonal() * J.cwiseAbs2());
    require_shape("d_source_variance", by_source, n, n);
    require_all_finite("d_source_variance", by_source);
    return tau_m.asDiagonal() * (mean + by_source.cwiseProduct(J.cwiseAbs2()));
}

double spectral_bound(const Matrix& J_eff) {
    validate_square(J_eff);
    return numerics::spectral_abscissa(J_eff);
}

PairwiseCovariances pairwise_covariances(const Matrix& J_eff, const Vector& nu, const Vector& cvs) {
    validate_square(J_eff);
    const Index n = J_eff.rows();
    require_shape("nu", nu, n, 1);
    require_shape("cvs", cvs, n, 1);
    require_none_negative("nu", nu);
    require_none_negative("cvs", cvs);

    const Matrix A = invertible(Matrix::Identity(n, n) - J_eff, "1 - J_eff").inverse();
    const Vector autocovariance = cvs.cwiseAbs2().cwiseProduct(nu);
    const Vector D =
        invertible(A.cwiseAbs2(), "The matrix of squares of (1 - J_eff)^-1").solve(autocovariance);
    return {.covariances = A * D.asDiagonal() * A.transpose(), .noise_strength = D};
}

}  // namespace siegert::theory
