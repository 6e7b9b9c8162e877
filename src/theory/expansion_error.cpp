#include <siegert/theory/expansion_error.hpp>

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>

#include "model/adaptation_currents.hpp"
#include "neurons/models.hpp"
#include "numerics/parallel.hpp"
#include "synapses/models.hpp"
#include "theory/must_not_exceed.hpp"
#include "theory/require_rates.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace siegert::theory {
namespace {

constexpr Index affordable = 140;  // populations: 50 ms
constexpr double largest_error = 0.02;

using lif::exp::Method;

/// |nu / nu_exact - 1|, if there is an exact rate that is not zero.
std::optional<double> rate_error(const Network& network, Index i, const lif::Input& input,
                                 Method method) {
    const double tau_s = synapses::time_constant(network, i);
    const bool is_known =
        neuron_type(network, i) == NeuronType::lif && adaptation_currents(network, i).empty();
    if (tau_s == 0.0 || input.sigma == 0.0 || !is_known) return std::nullopt;
    const auto log_rate = [&](Method way) {
        return lif::exp::log_firing_rate(neuron(network, i), {.tau_s = tau_s, .method = way},
                                         input);
    };
    try {
        const double exact = log_rate(Method::exact);
        const double error = std::abs(std::expm1(log_rate(method) - exact));
        return std::isfinite(error) ? std::optional(error) : std::nullopt;
    } catch (const AccuracyNotReached&) {
        return std::nullopt;
    }
}

}  // namespace

std::vector<ValidityCheck> expansion_errors(const Network& network, const PopulationInputs& inputs,
                                            Method method) {
    validate(network);
    require_one_per_population("mean_input", inputs.mu, network);
    require_one_per_population("std_input", inputs.sigma, network);
    const Index n = network.tau_m.size();
    if (!synapses::has_current(network) || method == Method::exact || n > affordable) return {};
    std::vector<std::optional<double>> errors(static_cast<std::size_t>(n));
    numerics::parallel_blocks(n, 0, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) {
            const lif::Input input{.mu = inputs.mu(i), .sigma = inputs.sigma(i)};
            errors[static_cast<std::size_t>(i)] = rate_error(network, i, input, method);
        }
    });
    std::vector<ValidityCheck> checks;
    for (std::size_t i = 0; i < errors.size(); ++i) {
        if (!errors[i]) continue;
        checks.push_back(must_not_exceed(largest_error, "rate_error", network.populations[i],
                                         *errors[i],
                                         "rate right to first order in sqrt(tau_s/tau_m)"));
    }
    return checks;
}

std::vector<ValidityCheck> with_expansion_errors(std::vector<ValidityCheck> checks,
                                                 const std::vector<ValidityCheck>& errors) {
    const auto is_known = [&](const ValidityCheck& check) {
        return check.name == "tau_s/tau_m" &&
               std::ranges::find(errors, check.population, &ValidityCheck::population) !=
                   errors.end();
    };
    std::erase_if(checks, is_known);
    checks.insert(checks.begin(), errors.begin(), errors.end());
    return checks;
}

}  // namespace siegert::theory
