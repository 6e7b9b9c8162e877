#include <siegert/theory/expansion_error.hpp>

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>

#include "model/adaptation_currents.hpp"
#include "model/time_constants.hpp"
#include "neurons/models.hpp"
#include "numerics/parallel.hpp"
#include "synapses/models.hpp"
#include "theory/must_not_exceed.hpp"
#include "theory/rate_map.hpp"
#include "theory/require_rates.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace siegert::theory {
namespace {

constexpr Index affordable = 140;  // populations: 50 ms
constexpr double largest_error = 0.02;

using lif::exp::Method;

/// Whether the rate is known without expansion.
bool is_known(const Network& network, Index i) {
    return neuron_type(network, i) == NeuronType::lif && adaptation_currents(network, i).empty();
}

/// |nu / nu_exact - 1|, if there is an exact rate that is not zero. Each method has its own idea of
/// noise with several time constants.
std::optional<double> rate_error(const Network& network, Index i, const neurons::Input& input,
                                 const neurons::Input& exact_input, Method method) {
    if (input.tau_s(i) == 0.0 || input.sigma(i) == 0.0 || !is_known(network, i)) {
        return std::nullopt;
    }
    const auto log_rate = [&](Method way, const neurons::Input& noise) {
        return lif::exp::log_firing_rate(neuron(network, i),
                                         {.tau_s = noise.tau_s(i), .method = way},
                                         {.mu = noise.mu(i), .sigma = noise.sigma(i)});
    };
    try {
        const double exact = log_rate(Method::exact, exact_input);
        const double error = std::abs(std::expm1(log_rate(method, input) - exact));
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
    if (synapses::has_conductance(network)) return {};
    if (!synapses::has_current(network) || method == Method::exact || n > affordable) return {};
    Index known = 0;
    for (Index i = 0; i < n; ++i) known += is_known(network, i) ? 1 : 0;
    if (known == 0 || (known < n && has_several_tau_s(network))) return {};
    const neurons::Input input = input_of(network, inputs, method);
    const neurons::Input exact_input = input_of(network, inputs, Method::exact);
    std::vector<std::optional<double>> errors(static_cast<std::size_t>(n));
    numerics::parallel_blocks(n, 0, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) {
            errors[static_cast<std::size_t>(i)] =
                rate_error(network, i, input, exact_input, method);
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
