#include <siegert/theory/validity.hpp>

#include "model/adaptation_currents.hpp"
#include "model/neuron_kinds.hpp"
#include "model/neuron_spread.hpp"
#include "model/time_constants.hpp"
#include "synapses/models.hpp"
#include "theory/must_not_exceed.hpp"
#include "theory/neuron_differences.hpp"
#include "theory/rate_map.hpp"
#include "theory/require_rates.hpp"
#include "theory/solve_rates.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::theory {
namespace {

constexpr double largest_tau_ratio = 0.1;
// One process for several: within 1 % of the rate, 1.5 % where white noise is among them.
constexpr double largest_mixed_ratio = 0.4;
constexpr double largest_ratio_beside_white = 0.1;
constexpr double fewest_synapses = 100.0;
constexpr double largest_weight = 0.05;
constexpr double largest_correction = 0.5;
constexpr double largest_rate_error = 0.02;
constexpr double largest_adaptation_error = 0.02;
constexpr double largest_conductance_error = 0.05;

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

/// Row i of the weights of conductances as what a spike does to the potential at the threshold [V]:
/// J tau_s (E_rev - V_th) / C. Other rows are zero.
Matrix potentials(const Network& network, Index i, const Matrix& J, const Matrix& E_rev,
                  double (*tau_s)(const Network&, Index, Index)) {
    Matrix result = Matrix::Zero(J.rows(), J.cols());
    for (Index j = 0; j < J.cols(); ++j) {
        result(i, j) = J(i, j) * tau_s(network, i, j) *
                       (E_rev(i, j) - firing_threshold(network, i)) / network.C(i);
    }
    return result;
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
        const auto currents = synapses::currents(network, i);
        const double ratio = *std::ranges::max_element(currents) / network.tau_m(i);
        const bool conducts = synapses::has_conductance(network);  // of any time constant
        if (!conducts && synapses::has_current(network) && first_order) {
            checks.push_back(must_not_exceed(largest_tau_ratio, "tau_s/tau_m", population, ratio,
                                             "synapses much faster than the membrane"));
        } else if (!conducts && currents.size() > 1) {
            const bool has_white = currents.back() == 0.0;
            checks.push_back(must_not_exceed(
                has_white ? largest_ratio_beside_white : largest_mixed_ratio, "tau_s/tau_m",
                population, ratio, "noise of several time constants as one process"));
        }
        const Matrix J = conducts
                             ? potentials(network, i, network.J, network.E_rev, connection_tau_s)
                             : network.J;
        const Matrix J_ext =
            conducts ? potentials(network, i, network.J_ext, network.E_rev_ext, external_tau_s)
                     : network.J_ext;
        const auto sum = afferents(J_ext, network.K_ext, i, afferents(J, network.K, i, {}));
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

std::vector<ValidityCheck> conductance_validity(const RateMap& map, const neurons::Input& input) {
    const Vector errors = neurons::conductance_errors(map.network, map.parts, input);
    std::vector<ValidityCheck> checks;
    for (Index i = 0; i < errors.size(); ++i) {
        checks.push_back(must_not_exceed(largest_conductance_error, "conductance_error",
                                         name(map.network, i), errors(i),
                                         "rate does not change with the theory of conductances"));
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

std::vector<ValidityCheck> difference_validity(const RateMap& map, const neurons::Input& input,
                                               const Vector& nu) {
    const Network& network = map.network;
    const Vector variance = variance_between_neurons(network, nu);
    if (variance.isZero(0.0) && !neurons_differ(network)) return {};
    const auto cheap = approximation(map);
    const RateMap& used = cheap ? *cheap : map;
    const Vector alike = neurons::rates(network, used.parts, input);
    const Vector different = rates_of_different_neurons(used, input, variance);
    std::vector<ValidityCheck> checks;
    for (Index i = 0; i < nu.size(); ++i) {
        const double change = alike(i) > 0.0 ? different(i) / alike(i) - 1.0 : 0.0;
        checks.push_back(must_not_exceed(largest_rate_error, "neuron_differences", name(network, i),
                                         std::abs(change), "neurons of a population alike"));
    }
    return checks;
}

std::vector<ValidityCheck> taylor_validity(const Network& network, const Vector& mean_input,
                                           const Vector& std_input) {
    const RateMap map = rate_map(network, lif::exp::Method::taylor);
    require_one_per_population("mean_input", mean_input, network);
    require_one_per_population("std_input", std_input, network);
    return expansion_validity(
        map, input_of(network, {.mu = mean_input, .sigma = std_input}, lif::exp::Method::taylor));
}

}  // namespace siegert::theory
