#include "simulation/scaled_network.hpp"

#include "model/enumerators.hpp"
#include "model/neuron_kinds.hpp"
#include "require.hpp"
#include "simulation/stimuli.hpp"
#include "synapses/models.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::simulation {
namespace {

constexpr double most_neurons = 4294967295.0;

void require_shape(std::string_view name, const Vector& values, Index size) {
    if (values.size() == 0) return;
    require(values.size() == size, name, static_cast<double>(values.size()),
            fmt::format("have {} entries", size));
    require(values.allFinite(), name, unset, "be finite");
}

bool is_multiple(double value, double dt) {
    const double steps = value / dt;
    return std::abs(steps - std::round(steps)) < 1e-6 * std::fmax(1.0, steps);
}

// Mean input that the network's synapses receive at the given rates [V].
Vector synaptic_mean(const Network& network, const Vector& nu) {
    Vector rate = network.J.cwiseProduct(network.K) * nu;
    if (network.K_ext.size() != 0) {
        rate += network.J_ext.cwiseProduct(network.K_ext) * network.nu_ext;
    }
    return network.tau_m.cwiseProduct(rate);
}

void scale_network(Network& network, double scale) {
    const double stronger = 1.0 / std::sqrt(scale);
    network.K *= scale;
    network.J *= stronger;
    if (network.J_sd.size() != 0) network.J_sd *= stronger;
    network.K_ext *= scale;
    network.J_ext *= stronger;
    network.N = (scale * network.N.array()).round().max(1.0).matrix();
}

}  // namespace

void validate(const SimulationOptions& options, const Network& network) {
    const Index n = network.N.size();
    require_positive("dt", options.dt);
    require_not_negative("warmup", options.warmup);
    require(options.threads >= 1, "threads", options.threads, "be at least 1");
    require(options.scale > 0.0 && options.scale <= 1.0, "scale", options.scale,
            "lie above 0 and not above 1");
    if (options.scale < 1.0) {
        require(options.scale_rates.size() == n, "scale_rates",
                static_cast<double>(options.scale_rates.size()),
                fmt::format("have {} entries where scale < 1", n));
    }
    require_shape("scale_rates", options.scale_rates, n);
    require_shape("gaussian.mu", options.gaussian.mu, n);
    require_shape("gaussian.sigma", options.gaussian.sigma, n);
    for (const double sigma : options.gaussian.sigma) require_not_negative("gaussian.sigma", sigma);
    require_not_negative("gaussian.tau_c", options.gaussian.tau_c);
    require_not_negative("modulation.f", options.modulation.f);
    require_finite("modulation.phase", options.modulation.phase);
    require_shape("modulation.mu", options.modulation.mu, n);
    require_shape("modulation.rate", options.modulation.rate, network.nu_ext.size());
    for (const double rate : options.modulation.rate) {
        require(std::abs(rate) <= 1.0, "modulation.rate", rate, "lie between -1 and 1");
        require(rate == 0.0 || network.external_drive == ExternalDrive::poisson, "modulation.rate",
                rate, "be 0 unless the external drive is Poisson input");
    }
    const auto modulates = [](const Vector& amplitude) {
        return amplitude.size() != 0 && !amplitude.isZero(0.0);
    };
    if (modulates(options.modulation.mu) || modulates(options.modulation.rate)) {
        require_positive("modulation.f", options.modulation.f);
    }
    require_shape("initial.low", options.initial.low, n);
    require_shape("initial.high", options.initial.high, n);
    const RecordingOptions& record = options.record;
    require(record.neurons >= 0, "record.neurons", static_cast<double>(record.neurons),
            "not be negative");
    for (const auto& [name, interval] : {std::pair{"record.probe_interval", record.probe_interval},
                                         std::pair{"record.rate_bin", record.rate_bin},
                                         std::pair{"stimulus_period", options.stimulus_period}}) {
        require_not_negative(name, interval);
        require(is_multiple(interval, options.dt), name, interval,
                fmt::format("be a multiple of dt = {}", options.dt));
    }
}

// With what stimuli add at most, as if all overlapped [Hz], n x m.
Matrix highest_external_rates(const Network& network) {
    Matrix rates = network.K_ext * network.nu_ext.asDiagonal();
    for (Index i = 0; i < rates.rows(); ++i) {
        const PopulationStimuli stimuli = population_stimuli(network, i, 1.0);
        for (const RateStimulus& rate : stimuli.rates) {
            const Signal& signal = stimuli.rate_signals[rate.signal];
            const double highest =
                signal.samples.size() == 0 ? 1.0 : signal.samples.cwiseAbs().maxCoeff();
            rates(i, rate.m) += network.K_ext(i, rate.m) * std::abs(rate.amplitude) * highest;
        }
    }
    return rates;
}

// What the event-driven mode can do.
void require_event_driven(const SimulatedNetwork& simulated, const SimulationOptions& options) {
    const Network& network = simulated.network;
    const auto demand = [](bool condition, std::string_view name, double value,
                           std::string_view what) {
        require(condition, name, value, fmt::format("{} for exact spike times", what));
    };
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        const NeuronType type = neuron_type(network, i);
        if (!runs_away(type)) continue;
        throw InvalidParameter(
            fmt::format("neuron must be lif for exact spike times, got {}", schema::name_of(type)));
    }
    demand(!synapses::has_current(network), "tau_s", network.tau_s.maxCoeff(),
           "belong to delta synapses");
    demand(network.external_drive == ExternalDrive::poisson, "external_drive", unset, "be Poisson");
    demand(options.gaussian.sigma.size() == 0 || options.gaussian.sigma.isZero(0.0),
           "gaussian.sigma",
           options.gaussian.sigma.size() == 0 ? 0.0 : options.gaussian.sigma.maxCoeff(), "be zero");
    for (const auto& currents : network.adaptation) {
        demand(currents.empty(), "adaptation", static_cast<double>(currents.size()), "be empty");
    }
    if (network.K_ext.size() != 0) {
        const double most = highest_external_rates(network).maxCoeff() * options.dt;
        demand(most < 500.0, "dt", options.dt, "leave fewer than 500 external spikes in a step");
    }
}

// What neurons with conductances cannot be simulated with.
void require_plain_conductances(const Network& network, const SimulationOptions& options) {
    constexpr std::string_view where = "where synapses are conductances";
    require(options.scale == 1.0, "scale", options.scale, fmt::format("be 1 {}", where));
    require(network.external_drive == ExternalDrive::poisson, "external_drive", unset,
            fmt::format("be Poisson {}", where));
    for (const double sigma : options.gaussian.sigma) {
        require(sigma == 0.0, "gaussian.sigma", sigma, fmt::format("be 0 {}", where));
    }
    for (const auto& currents : network.adaptation) {
        require(currents.empty(), "adaptation", static_cast<double>(currents.size()),
                fmt::format("be empty {}", where));
    }
}

SimulatedNetwork simulated_network(const Network& network, const SimulationOptions& options) {
    siegert::validate(network);
    validate(options, network);
    const Index n = network.N.size();
    if (synapses::has_conductance(network)) require_plain_conductances(network, options);
    SimulatedNetwork result{.network = network, .mu = Vector::Zero(n)};
    result.network.stimulus = all_stimuli(network, options.modulation);
    siegert::validate(result.network);
    require_possible_stimuli(result.network, options);
    if (network.I_ext.size() != 0) {
        result.mu += network.tau_m.cwiseProduct(network.I_ext).cwiseQuotient(network.C);
    }
    if (options.gaussian.mu.size() != 0) result.mu += options.gaussian.mu;
    if (options.scale < 1.0) {
        // Weights grow by 1 / sqrt(scale) and in-degrees shrink by scale: this much is lost.
        result.mu += (1.0 - std::sqrt(options.scale)) * synaptic_mean(network, options.scale_rates);
        scale_network(result.network, options.scale);
    }
    result.network.N = result.network.N.array().round().matrix();
    if (options.timing == SpikeTiming::exact) require_event_driven(result, options);
    const double neurons = result.network.N.sum();
    require(neurons <= most_neurons, "N", neurons, "not exceed 4294967295 in all");
    for (const Probe& probe : options.record.probes) {
        require(probe.population >= 0 && probe.population < n, "probe.population",
                static_cast<double>(probe.population), fmt::format("lie in 0 to {}", n - 1));
        require(probe.neuron >= 0 &&
                    static_cast<double>(probe.neuron) < result.network.N(probe.population),
                "probe.neuron", static_cast<double>(probe.neuron),
                fmt::format("lie below {}", result.network.N(probe.population)));
    }
    return result;
}

}  // namespace siegert::simulation
