#include <siegert/convert/simulator_script.hpp>

#include "convert/scripts.hpp"
#include "model/neuron_spread.hpp"
#include "require.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace siegert::convert {
namespace {

struct Listed {
    Simulator simulator;
    std::string_view name;
    std::string (*script)(const Network&, const ScriptOptions&);
};

constexpr std::array simulators{
    Listed{Simulator::nest, "nest", nest_script},
    Listed{Simulator::brian2, "brian2", brian2_script},
    Listed{Simulator::pynn, "pynn", pynn_script},
};

const Listed& listed(Simulator simulator) {
    return simulators[static_cast<std::size_t>(simulator)];
}

void require_options(const ScriptOptions& options) {
    require_positive("duration", options.duration);
    require_not_negative("warmup", options.warmup);
    require_positive("dt", options.dt);
    require(options.seed >= 1 && options.seed <= 4294967295, "seed",
            static_cast<double>(options.seed), "lie in 1 to 4294967295, as NEST takes it");
}

void require_simulable(const Network& network, const ScriptOptions& options) {
    if (network.synapse == SynapseType::conductance) {
        throw InvalidParameter(
            "synapse must be delta or exponential to be written for other simulators, got "
            "conductance: `siegert simulate` has conductances");
    }
    if (neurons_differ(network)) {
        throw InvalidParameter(
            "V_th_sd and tau_m_sd must be 0 to be written for other simulators: take them out of "
            "the file, and draw the neurons in the script");
    }
    if (!network.stimulus.empty()) {
        throw InvalidParameter(
            "stimulus must be absent to be written for other simulators: take it out of the file, "
            "and add it to the script");
    }
    if (network.external_drive == ExternalDrive::gaussian_white) {
        throw InvalidParameter(
            "external_drive must be poisson for other simulators: on their grids, white noise "
            "crosses the threshold unseen, which costs some per cent of the rates. `siegert "
            "simulate` does not lose it");
    }
    if (network.Delay.size() == 0 && !network.K.isZero(0.0)) {
        throw InvalidParameter(
            "Delay must be given: the populations are connected, and simulators need delays of at "
            "least one step");
    }
    for (Index i = 0; i < network.K.rows(); ++i) {
        for (Index j = 0; j < network.K.cols(); ++j) {
            if (network.K(i, j) == 0.0) continue;
            require(network.Delay(i, j) >= options.dt * (1.0 - 1e-9), "Delay", network.Delay(i, j),
                    fmt::format("be at least dt = {}: choose a smaller dt", options.dt));
        }
    }
    if (!network.multapses && network.connection_rule == ConnectionRule::fixed_indegree &&
        has_fractional_indegree(network)) {
        throw InvalidParameter(
            "K must be whole for other simulators where multapses are not allowed and in-degrees "
            "fixed: round it, or take connection_rule: fixed_total_number");
    }
}

}  // namespace

std::string to_string(Simulator simulator) {
    return std::string(listed(simulator).name);
}

Simulator simulator_named(std::string_view name) {
    for (const Listed& entry : simulators) {
        if (entry.name == name) return entry.simulator;
    }
    throw InvalidParameter(
        fmt::format("simulator must be 'nest', 'brian2' or 'pynn', got '{}'", name));
}

std::string simulator_script(const Network& network, Simulator simulator,
                             const ScriptOptions& options) {
    validate(network);
    require_options(options);
    require_simulable(network, options);
    return listed(simulator).script(network, options);
}

}  // namespace siegert::convert
