#include <siegert/landscape/gradients.hpp>

#include "landscape/adjoint.hpp"
#include "landscape/observables.hpp"
#include "require_arrays.hpp"
#include "synapses/models.hpp"

namespace siegert::landscape {
namespace {

using theory::WorkingPoint;

/// Whether a population has one time constant for all its synapses, which the adjoint needs: the
/// moments of the input are then all that neurons know of it.
bool has_adjoint(const Network& network) {
    return !synapses::has_current(network) ||
           (network.tau_s.cols() == 1 && network.tau_s_ext.size() == 0);
}

void require_weights(const Network& network, const Vector& weights) {
    require_shape("weights", weights, network.tau_m.size(), 1);
    require_all_finite("weights", weights);
}

}  // namespace

Gradient rate_gradient(const Network& network, const WorkingPoint& point, const Vector& weights,
                       lif::exp::Method method) {
    require_weights(network, weights);
    if (!has_adjoint(network)) {
        return gradient_at_rates(network, point, method, rate_number(weights));
    }
    return gradient(adjoint(network, point, method), rate_derivatives(network, weights));
}

Gradient cv_gradient(const Network& network, const WorkingPoint& point, const Vector& weights,
                     lif::exp::Method method) {
    require_weights(network, weights);
    if (!has_adjoint(network)) {
        return gradient_at_rates(network, point, method, cv_number(weights, method));
    }
    return gradient(adjoint(network, point, method),
                    cv_derivatives(network, point, weights, method));
}

Gradient eigenvalue_gradient(const Network& network, const WorkingPoint& point, double omega,
                             const theory::ResponseOptions& options) {
    require_not_negative("omega", omega);
    if (!has_adjoint(network)) {
        return gradient_at_rates(network, point, options.method,
                                 eigenvalue_number(network, point, omega, options));
    }
    return gradient(adjoint(network, point, options.method),
                    eigenvalue_derivatives(network, point, omega, options));
}

Gradient growth_rate_gradient(const Network& network, const WorkingPoint& point, Complex s,
                              const theory::ResponseOptions& options) {
    require_finite("s", std::abs(s));
    if (!has_adjoint(network)) {
        return gradient_at_rates(network, point, options.method,
                                 growth_rate_number(network, point, s, options));
    }
    return gradient(adjoint(network, point, options.method),
                    growth_rate_derivatives(network, point, s, options));
}

PeakGradients peak_gradients(const Network& network, const WorkingPoint& point, Index population,
                             double omega, const PeakOptions& options) {
    require_not_negative("omega", omega);
    const auto method = options.response.method;
    const Peak peak = peak_near(network, point, population, omega, options);
    if (!has_adjoint(network)) {
        const PeakNumbers numbers = peak_numbers(network, point, peak, options);
        return {.peak = peak,
                .log_height = gradient_at_rates(network, point, method, numbers.log_height),
                .omega = gradient_at_rates(network, point, method, numbers.omega)};
    }
    const Adjoint at_point = adjoint(network, point, method);
    const PeakDerivatives derivatives = peak_derivatives(network, point, peak, options);
    return {.peak = peak,
            .log_height = gradient(at_point, derivatives.log_height),
            .omega = gradient(at_point, derivatives.omega)};
}

}  // namespace siegert::landscape
