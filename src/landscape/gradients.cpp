#include <siegert/landscape/gradients.hpp>

#include "landscape/adjoint.hpp"
#include "landscape/observables.hpp"
#include "require_arrays.hpp"

namespace siegert::landscape {
namespace {

using theory::WorkingPoint;

void require_weights(const Network& network, const Vector& weights) {
    require_shape("weights", weights, network.tau_m.size(), 1);
    require_all_finite("weights", weights);
}

}  // namespace

Gradient rate_gradient(const Network& network, const WorkingPoint& point, const Vector& weights,
                       lif::exp::Method method) {
    const Adjoint at_point = adjoint(network, point, method);
    require_weights(network, weights);
    return gradient(at_point, rate_derivatives(network, weights));
}

Gradient cv_gradient(const Network& network, const WorkingPoint& point, const Vector& weights,
                     lif::exp::Method method) {
    const Adjoint at_point = adjoint(network, point, method);
    require_weights(network, weights);
    return gradient(at_point, cv_derivatives(network, point, weights, method));
}

Gradient eigenvalue_gradient(const Network& network, const WorkingPoint& point, double omega,
                             const theory::ResponseOptions& options) {
    require_not_negative("omega", omega);
    const Adjoint at_point = adjoint(network, point, options.method);
    return gradient(at_point, eigenvalue_derivatives(network, point, omega, options));
}

Gradient growth_rate_gradient(const Network& network, const WorkingPoint& point, Complex s,
                              const theory::ResponseOptions& options) {
    require_finite("s", std::abs(s));
    const Adjoint at_point = adjoint(network, point, options.method);
    return gradient(at_point, growth_rate_derivatives(network, point, s, options));
}

PeakGradients peak_gradients(const Network& network, const WorkingPoint& point, Index population,
                             double omega, const PeakOptions& options) {
    require_not_negative("omega", omega);
    const Adjoint at_point = adjoint(network, point, options.response.method);
    const Peak peak = peak_near(network, point, population, omega, options);
    const PeakDerivatives derivatives = peak_derivatives(network, point, peak, options);
    return {.peak = peak,
            .log_height = gradient(at_point, derivatives.log_height),
            .omega = gradient(at_point, derivatives.omega)};
}

}  // namespace siegert::landscape
