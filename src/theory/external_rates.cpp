#include <siegert/theory/external_rates.hpp>

#include <siegert/theory/input_statistics.hpp>

#include "numerics/linear_algebra.hpp"
#include "theory/rate_map.hpp"
#include "theory/require_rates.hpp"

#include <algorithm>

namespace siegert::theory {
namespace {

// A rate that is negative by rounding only is zero.
constexpr double rounding = 1e-9;  // relative to the largest rate

void validate(const PopulationInputs& target, const Network& network) {
    require_one_per_population("mean_input", target.mu, network);
    require_one_per_population("std_input", target.sigma, network);
    for (Index i = 0; i < target.mu.size(); ++i) {
        require_finite(fmt::format("mean_input[{}]", i), target.mu(i));
        require_not_negative(fmt::format("std_input[{}]", i), target.sigma(i));
    }
}

Vector without_rounding(const Vector& nu_ext) {
    const double negligible = rounding * nu_ext.cwiseAbs().maxCoeff();
    return nu_ext.unaryExpr(
        [negligible](double nu) { return nu < 0.0 && nu > -negligible ? 0.0 : nu; });
}

}  // namespace

ExternalRates external_rates_for_fixed_input(const Network& network, const PopulationInputs& target,
                                             lif::exp::Method method) {
    Network recurrent = network;
    recurrent.nu_ext = Vector::Zero(network.nu_ext.size());
    const InputMap input = input_map(recurrent);  // mean_ext is what constant currents contribute
    validate(target, network);
    require(network.K_ext.cols() >= 1, "number of external populations", 0.0, "be at least 1");

    const Vector nu = neurons::stationary(network, neurons::parts(network, method),
                                          input_of(network, target, method))
                          .nu;
    const Vector missing_mean = target.mu - input.mean * nu - input.mean_ext;
    const Vector missing_variance = target.sigma.cwiseAbs2() - input.variance * nu;
    const Index n = nu.size();
    Matrix coefficients(2 * n, network.K_ext.cols());
    coefficients.topRows(n) = network.J_ext.cwiseProduct(network.K_ext);
    coefficients.bottomRows(n) = network.J_ext.cwiseAbs2().cwiseProduct(network.K_ext);
    Vector values(2 * n);
    values << missing_mean.cwiseQuotient(network.tau_m),
        missing_variance.cwiseQuotient(network.tau_m);

    recurrent.nu_ext = without_rounding(numerics::least_squares(coefficients, values));
    for (Index j = 0; j < recurrent.nu_ext.size(); ++j) {
        require_not_negative(fmt::format("external rate {} that the target input would need", j),
                             recurrent.nu_ext(j));
    }
    return {.nu_ext = recurrent.nu_ext,
            .mean_input_error = (mean_input(recurrent, nu) - target.mu).cwiseAbs().maxCoeff(),
            .std_input_error = (std_input(recurrent, nu) - target.sigma).cwiseAbs().maxCoeff()};
}

}  // namespace siegert::theory
