#include <siegert/binary/mean_activity.hpp>

#include "require.hpp"

#include <cmath>
#include <numbers>

namespace siegert::binary {
namespace {

void validate(const Input& input, double theta) {
    require_finite("mu", input.mu);
    require_not_negative("sigma", input.sigma);
    require_finite("theta", theta);
}

}  // namespace

double mean_activity(const Input& input, double theta) {
    validate(input, theta);
    const double distance = theta - input.mu;
    if (distance == 0.0) return 0.5;  // also without noise
    return 0.5 * std::erfc(distance / input.sigma / std::numbers::sqrt2);
}

ActivityDerivatives activity_derivatives(const Input& input, double theta) {
    validate(input, theta);
    if (input.sigma == 0.0) return {0.0, 0.0};
    const double x = (theta - input.mu) / input.sigma;
    const double gaussian = std::exp(-0.5 * x * x) / std::sqrt(2.0 * std::numbers::pi);
    if (gaussian == 0.0) return {0.0, 0.0};
    return {.d_mu = gaussian / input.sigma,
            .d_sigma2 = 0.5 * x * gaussian / (input.sigma * input.sigma)};
}

}  // namespace siegert::binary
