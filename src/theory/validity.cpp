#include <siegert/theory/validity.hpp>

#include "model/adaptation_currents.hpp"
#include "model/firing_threshold.hpp"
#include "synapses/models.hpp"
#include "theory/must_not_exceed.hpp"
#include "theory/rate_map.hpp"
#include "theory/require_rates.hpp"
#include "theory/solve_rates.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::theory {
namespace {

constexpr double largest_tau_ratio = 0.1;
constexpr double fewest_synapses = 100.0;
constexpr double largest_weight = 0.05;
constexpr double largest_correction = 0.5;
constexpr double largest_adaptation_error = 0.02;

struct Afferents {
    double synapses = 0.0;
    double strongest = 0.0;  // [V]
};

Afferents afferents(const Matrix& J, const Matrix& K, Index i, Afferents sum) {
    for (Index j = 0; j < J.cols(); ++j) {
        const bool connected = K(i, j) > 0.0 && J(i, j) != 0.0;
        if (!connected) continue;
        sum.synapses += K(i, j);
        sum.strongest = std::max(sum.strongest, std::abs(J(i, j)));
    }
    return sum;
}

// Standard deviation over the neurons of population i of the number of their synapses, relative to
// its mean; synapses without weight are left out.
double indegree_spread(const Network& network, Index i) {
    double mean = 0.0;
    double variance = 0.0;
    for (Index j = 0; j < network.K.cols(); ++j) {
        const double K = network.J(i, j) == 0.0 ? 0.0 : network.K(i, j);
        const bool by_pair = network.connection_rule == ConnectionRule::pairwise_bernoulli;
        mean += K;
        variance += K * (1.0 - (by_pair ? K / network.N(j) : 1.0 / network.N(i)));
    }
    return mean == 0.0 ? 0.0 : std::sqrt(std::max(variance, 0.0)) / mean;
}

const std::string& name(const Network& network, Index i) {
    return network.populations[static_cast<std::size_t>(i)];
}

}  // namespace

std::vector<ValidityCheck> validity(const Network& network) {
    return validity(network, lif::exp::Method::shift);
}

std::vector<ValidityCheck> validity(const Network& network, lif::exp::Method method) {
    validate(network);
    const auto theories = neurons::theories(network, method);
    std::vector<ValidityCheck> checks;
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        const auto& population = name(network, i);
        const bool first_order = !theories[static_cast<std::size_t>(i)]->any_tau_s;
        if (synapses::has_current(network) && first_order) {
            checks.push_back(must_not_exceed(largest_tau_ratio, "tau_s/tau_m", population,
                                             synapses::time_constant(network, i) / network.tau_m(i),
                                             "synapses much faster than the membrane"));
        }
        const auto sum =
            afferents(network.J_ext, network.K_ext, i, afferents(network.J, network.K, i, {}));
        if (network.connection_rule != ConnectionRule::fixed_indegree) {
            checks.push_back(must_not_exceed(0.0, "indegree_spread", population,
                                             indegree_spread(network, i),
                                             "as many synapses onto every neuron"));
        }
        if (sum.synapses == 0.0) continue;
        checks.push_back({.name = "number_of_synapses",
                          .population = population,
                          .value = sum.synapses,
                          .limit = fewest_synapses,
                          .must_be_large = true,
                          .holds = sum.synapses >= fewest_synapses,
                          .assumption = "Gaussian input, summed over many synapses"});
        checks.push_back(
            must_not_exceed(largest_weight, "J/(V_th-V_0)", population,
                            sum.strongest / (firing_threshold(network, i) - network.V_0(i)),
                            "small effect of each spike"));
    }
    return checks;
}

std::vector<ValidityCheck> adaptation_validity(const RateMap& map, const neurons::Input& input) {
    const Vector errors = neurons::adaptation_errors(map.network, map.parts, input);
    std::vector<ValidityCheck> checks;
    for (Index i = 0; i < errors.size(); ++i) {
        if (adaptation_currents(map.network, i).empty()) continue;
        checks.push_back(must_not_exceed(largest_adaptation_error, "adaptation_error",
                                         name(map.network, i), errors(i),
                                         "rate does not change with the order of the theory"));
    }
    return checks;
}

std::vector<ValidityCheck> expansion_validity(const RateMap& map, const neurons::Input& input) {
    const Vector terms = neurons::first_order_terms(map.network, map.parts, input);
    std::vector<ValidityCheck> checks;
    for (Index i = 0; i < terms.size(); ++i) {
        checks.push_back(must_not_exceed(largest_correction, "taylor_correction",
                                         name(map.network, i), terms(i),
                                         "first-order correction small"));
    }
    return checks;
}

std::vector<ValidityCheck> taylor_validity(const Network& network, const Vector& mean_input,
                                           const Vector& std_input) {
    const RateMap map = rate_map(network, lif::exp::Method::taylor);
    require_one_per_population("mean_input", mean_input, network);
    require_one_per_population("std_input", std_input, network);
    return expansion_validity(map, input_of(network, {.mu = mean_input, .sigma = std_input}));
}

}  // namespace siegert::theory
