#include <siegert/landscape/gradients.hpp>

#include "landscape/gradients_of.hpp"
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
    require_weights(network, weights);
    return gradients_of({rate_numbers(network, weights)}, network, point, method).front();
}

Gradient cv_gradient(const Network& network, const WorkingPoint& point, const Vector& weights,
                     lif::exp::Method method) {
    require_weights(network, weights);
    return gradients_of({cv_numbers(network, point, weights, method)}, network, point, method)
        .front();
}

Gradient eigenvalue_gradient(const Network& network, const WorkingPoint& point, double omega,
                             const theory::ResponseOptions& options) {
    require_not_negative("omega", omega);
    return gradients_of({eigenvalue_number(network, point, omega, options)}, network, point,
                        options.method)
        .front();
}

Gradient growth_rate_gradient(const Network& network, const WorkingPoint& point, Complex s,
                              const theory::ResponseOptions& options) {
    require_finite("s", std::abs(s));
    return gradients_of({growth_rate_number(network, point, s, options)}, network, point,
                        options.method)
        .front();
}

PeakGradients peak_gradients(const Network& network, const WorkingPoint& point, Index population,
                             double omega, const PeakOptions& options) {
    require_not_negative("omega", omega);
    const Peak peak = peak_near(network, point, population, omega, options);
    const auto gradients = gradients_of({peak_height_number(network, point, peak, options),
                                         peak_frequency_number(network, point, peak, options)},
                                        network, point, options.response.method);
    return {.peak = peak, .log_height = gradients[0], .omega = gradients[1]};
}

}  // namespace siegert::landscape
