#include <siegert/binary/network.hpp>

#include "binary/require_activities.hpp"
#include "require_arrays.hpp"

namespace siegert::binary {
namespace {

// The threshold enters neither the input nor its variance.
void validate_connections(const Network& network) {
    const Index n = network.J.rows();
    require(n > 0, "J", static_cast<double>(n), "have at least one row");
    require_shape("J", network.J, n, n);
    require_shape("K", network.K, n, n);
    require_all_finite("J", network.J);
    require_none_negative("K", network.K);
    const Index m = network.m_ext.size();
    if (m == 0 && network.J_ext.size() == 0 && network.K_ext.size() == 0) return;
    require_shape("J_ext", network.J_ext, n, m);
    require_shape("K_ext", network.K_ext, n, m);
    require_all_finite("J_ext", network.J_ext);
    require_none_negative("K_ext", network.K_ext);
    require_activities("m_ext", network.m_ext);
}

void validate_state(const Network& network, const Vector& m) {
    validate_connections(network);
    require_shape("m", m, network.J.rows(), 1);
    require_activities("m", m);
}

Vector variance_of_state(const Vector& m) {
    return m.array() * (1.0 - m.array());
}

}  // namespace

void validate(const Network& network) {
    validate_connections(network);
    require_shape("theta", network.theta, network.J.rows(), 1);
    require_all_finite("theta", network.theta);
}

Vector mean_input(const Network& network, const Vector& m) {
    validate_state(network, m);
    Vector mu = network.K.cwiseProduct(network.J) * m;
    if (network.m_ext.size() > 0) mu += network.K_ext.cwiseProduct(network.J_ext) * network.m_ext;
    return mu;
}

Vector std_input(const Network& network, const Vector& m) {
    validate_state(network, m);
    Vector variance = network.K.cwiseProduct(network.J.cwiseAbs2()) * variance_of_state(m);
    if (network.m_ext.size() > 0)
        variance += network.K_ext.cwiseProduct(network.J_ext.cwiseAbs2()) *
                    variance_of_state(network.m_ext);
    return variance.cwiseSqrt();
}

Vector balanced_threshold(const Network& network, const Vector& m) {
    return mean_input(network, m);
}

}  // namespace siegert::binary
