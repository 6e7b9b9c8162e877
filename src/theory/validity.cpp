#include <siegert/theory/validity.hpp>

#include <siegert/lif/exp.hpp>

#include "theory/require_rates.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::theory {
namespace {

constexpr double largest_tau_ratio = 0.1;
constexpr double fewest_synapses = 100.0;
constexpr double largest_weight = 0.05;
constexpr double largest_correction = 0.5;

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

ValidityCheck must_not_exceed(double limit, const char* name, const std::string& population,
                              double value, const char* assumption) {
    return {.name = name,
            .population = population,
            .value = value,
            .limit = limit,
            .must_be_large = false,
            .holds = value <= limit,
            .assumption = assumption};
}

const std::string& name(const Network& network, Index i) {
    return network.populations[static_cast<std::size_t>(i)];
}

}  // namespace

std::vector<ValidityCheck> validity(const Network& network) {
    validate(network);
    std::vector<ValidityCheck> checks;
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        const auto& population = name(network, i);
        if (network.synapse == SynapseType::exponential) {
            checks.push_back(must_not_exceed(largest_tau_ratio, "tau_s/tau_m", population,
                                             network.tau_s(i) / network.tau_m(i),
                                             "synapses much faster than the membrane"));
        }
        const auto sum =
            afferents(network.J_ext, network.K_ext, i, afferents(network.J, network.K, i, {}));
        if (sum.synapses == 0.0) continue;
        checks.push_back({.name = "number_of_synapses",
                          .population = population,
                          .value = sum.synapses,
                          .limit = fewest_synapses,
                          .must_be_large = true,
                          .holds = sum.synapses >= fewest_synapses,
                          .assumption = "Gaussian input, summed over many synapses"});
        checks.push_back(must_not_exceed(largest_weight, "J/(V_th-V_0)", population,
                                         sum.strongest / (network.V_th(i) - network.V_0(i)),
                                         "small effect of each spike"));
    }
    return checks;
}

std::vector<ValidityCheck> taylor_validity(const Network& network, const Vector& mean_input,
                                           const Vector& std_input) {
    validate(network);
    require_one_per_population("mean_input", mean_input, network);
    require_one_per_population("std_input", std_input, network);
    std::vector<ValidityCheck> checks;
    for (Index i = 0; i < mean_input.size(); ++i) {
        const double correction = lif::exp::relative_correction(
            neuron(network, i), {.tau_s = network.tau_s(i), .method = lif::exp::Method::taylor},
            {.mu = mean_input(i), .sigma = std_input(i)});
        checks.push_back(must_not_exceed(largest_correction, "taylor_correction", name(network, i),
                                         correction, "first-order correction small"));
    }
    return checks;
}

}  // namespace siegert::theory
