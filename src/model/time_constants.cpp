#include "model/time_constants.hpp"

#include "require.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace siegert {

double connection_tau_s(const Network& network, Index i, Index j) {
    return network.tau_s(i, network.tau_s.cols() == 1 ? 0 : j);
}

double external_tau_s(const Network& network, Index i, Index m) {
    if (network.tau_s_ext.size() == 0) return network.tau_s(i, 0);
    return network.tau_s_ext(i, network.tau_s_ext.cols() == 1 ? 0 : m);
}

std::vector<double> distinct_tau_s(const Network& network, Index i) {
    const bool of_targets = network.tau_s.cols() == 1 && network.tau_s_ext.size() == 0;
    if (of_targets) return {network.tau_s(i, 0)};
    std::set<double> found;
    for (Index j = 0; j < network.K.cols(); ++j) {
        if (network.K(i, j) != 0.0) found.insert(connection_tau_s(network, i, j));
    }
    for (Index m = 0; m < network.K_ext.cols(); ++m) {
        if (network.K_ext(i, m) != 0.0) found.insert(external_tau_s(network, i, m));
    }
    if (found.empty()) return {network.tau_s(i, 0)};
    return {found.begin(), found.end()};
}

bool has_several_tau_s(const Network& network) {
    for (Index i = 0; i < network.tau_s.rows(); ++i) {
        if (distinct_tau_s(network, i).size() > 1) return true;
    }
    return false;
}

double shared_tau_s(const Network& network, Index i) {
    const std::vector<double> all = distinct_tau_s(network, i);
    if (all.size() == 1) return all.front();
    throw InvalidParameter(
        fmt::format("tau_s must be one for all synapses onto population {} for this, got {} s",
                    network.populations[static_cast<std::size_t>(i)], fmt::join(all, ", ")));
}

}  // namespace siegert
