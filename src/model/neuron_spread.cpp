#include "model/neuron_spread.hpp"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>

namespace siegert {
namespace {

constexpr double most_deviations = 4.0;
constexpr double largest_part = 0.9;

Spread spread_of(double mean, const Vector& sd, Index i, double distance) {
    const double width = sd.size() == 0 ? 0.0 : sd(i);
    return {.mean = mean,
            .sd = width,
            .cut = std::min(most_deviations, largest_part * distance / width)};
}

}  // namespace

Spread threshold_spread(const Network& network, Index i) {
    return spread_of(network.V_th(i), network.V_th_sd, i, network.V_th(i) - network.V_0(i));
}

Spread tau_m_spread(const Network& network, Index i) {
    return spread_of(network.tau_m(i), network.tau_m_sd, i, network.tau_m(i));
}

bool neurons_differ(const Network& network, Index i) {
    return threshold_spread(network, i).sd > 0.0 || tau_m_spread(network, i).sd > 0.0;
}

bool neurons_differ(const Network& network) {
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        if (neurons_differ(network, i)) return true;
    }
    return false;
}

double quantile(const Spread& spread, double u) {
    if (spread.sd == 0.0) return spread.mean;
    const boost::math::normal normal;
    const double below = cdf(normal, -spread.cut);
    const double z = boost::math::quantile(normal, below + u * (1.0 - 2.0 * below));
    return spread.mean + spread.sd * std::clamp(z, -spread.cut, spread.cut);
}

}  // namespace siegert
