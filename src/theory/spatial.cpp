#include <siegert/theory/spatial.hpp>

#include "require_arrays.hpp"

#include <cmath>

namespace siegert::theory {
namespace {

double boxcar(Space space, double x) {
    // Below, the next term of the series is less than a tenth of the rounding error.
    constexpr double series_suffices = 1e-4;
    if (space == Space::line) return x < series_suffices ? 1.0 - x * x / 6.0 : std::sin(x) / x;
    return x < series_suffices ? 1.0 - x * x / 8.0 : 2.0 * std::cyl_bessel_j(1.0, x) / x;
}

double exponential(Space space, double x) {
    const double lorentzian = 1.0 / (1.0 + x * x);
    return space == Space::line ? lorentzian : lorentzian * std::sqrt(lorentzian);
}

double transform(SpatialProfile profile, Space space, double x) {
    switch (profile) {
        case SpatialProfile::boxcar:
            return boxcar(space, x);
        case SpatialProfile::gaussian:
            return std::exp(-0.5 * x * x);
        case SpatialProfile::exponential:
            return exponential(space, x);
    }
    throw InvalidParameter("profile must be one of the enumerators of SpatialProfile");
}

void validate(const SpatialStructure& structure) {
    require(structure.width.rows() > 0, "width", static_cast<double>(structure.width.rows()),
            "have at least one row");
    require_shape("width", structure.width, structure.width.rows(), structure.width.rows());
    require_shape("Delay", structure.Delay, structure.width.rows(), structure.width.cols());
    require_none_negative("width", structure.width);
    require_none_negative("Delay", structure.Delay);
}

void validate(const RateModel& model, Index n) {
    require_shape("tau_rate", model.tau_rate, n, 1);
    require_shape("W_rate", model.W_rate, n, n);
    require_all_finite("tau_rate", model.tau_rate);
    require_all_finite("W_rate", model.W_rate);
    require(model.tau_rate.cwiseAbs().minCoeff() > 0.0, "tau_rate", 0.0, "not be zero");
}

// The value that all entries share.
template <typename Derived>
double common_value(std::string_view name, const Eigen::DenseBase<Derived>& array) {
    constexpr double equal = 1e-9;
    const double first = array(0, 0);
    for (Index j = 0; j < array.cols(); ++j)
        for (Index i = 0; i < array.rows(); ++i)
            require(std::abs(array(i, j) - first) <= equal * std::abs(first), name, array(i, j),
                    fmt::format("be {} for all populations", first));
    return first;
}

}  // namespace

double ft_spatial_profile(SpatialProfile profile, Space space, double k, double width) {
    require_finite("k", k);
    require_not_negative("width", width);
    return transform(profile, space, std::abs(k) * width);
}

Matrix ft_spatial_profile(SpatialProfile profile, Space space, double k, const Matrix& width) {
    return width.unaryExpr([&](double w) { return ft_spatial_profile(profile, space, k, w); });
}

ComplexMatrix spatial_factor(const SpatialStructure& structure, Complex s, double k) {
    validate(structure);
    require(std::isfinite(std::abs(s)), "s", std::abs(s), "be finite");
    const Matrix p = ft_spatial_profile(structure.profile, structure.space, k, structure.width);
    const ComplexMatrix delayed = (-s * structure.Delay.cast<Complex>()).array().exp();
    return delayed.cwiseProduct(p.cast<Complex>());
}

ComplexMatrix spatial_effective_connectivity(const SpatialStructure& structure,
                                             const InputWeights& weights,
                                             const PopulationResponse& response, Complex s,
                                             double k) {
    const ComplexMatrix factor = spatial_factor(structure, s, k);
    const Index n = factor.rows();
    require_shape("mean", weights.mean, n, n);
    require_shape("n_mu", response.n_mu, n, 1);
    require_all_finite("mean", weights.mean);
    require_all_finite("n_mu", response.n_mu);
    ComplexMatrix local = response.n_mu.asDiagonal() * weights.mean.cast<Complex>();
    if (response.n_sigma2.size() > 0) {
        require_shape("variance", weights.variance, n, n);
        require_shape("n_sigma2", response.n_sigma2, n, 1);
        require_all_finite("variance", weights.variance);
        require_all_finite("n_sigma2", response.n_sigma2);
        local += response.n_sigma2.asDiagonal() * weights.variance.cast<Complex>();
    }
    return local.cwiseProduct(factor);
}

ComplexMatrix spatial_effective_connectivity(const SpatialStructure& structure,
                                             const RateModel& model, Complex s, double k) {
    const ComplexMatrix factor = spatial_factor(structure, s, k);
    validate(model, factor.rows());
    const ComplexVector filter = 1.0 / (1.0 + s * model.tau_rate.cast<Complex>().array());
    return (filter.asDiagonal() * model.W_rate.cast<Complex>()).cwiseProduct(factor);
}

ComplexVector rate_model_dispersion(const SpatialStructure& structure, const RateModel& model,
                                    const Vector& k_wavenumbers, int branch) {
    validate(structure);
    validate(model, structure.width.rows());
    const ConstantDelay delayed{.tau = common_value("tau_rate", model.tau_rate),
                                .delay = common_value("Delay", structure.Delay)};
    ComplexVector lambda(k_wavenumbers.size());
    for (Index i = 0; i < k_wavenumbers.size(); ++i) {
        const Matrix connectivity = model.W_rate.cwiseProduct(ft_spatial_profile(
            structure.profile, structure.space, k_wavenumbers(i), structure.width));
        lambda(i) = solve_chareq_lambertw_constant_delay(branch, delayed, connectivity);
    }
    return lambda;
}

}  // namespace siegert::theory
