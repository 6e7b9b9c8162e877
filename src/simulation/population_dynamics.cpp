#include "simulation/population_dynamics.hpp"

#include "synapses/models.hpp"

#include <cmath>
#include <complex>
#include <numbers>

namespace siegert::simulation {
namespace {

// Integral over the step of the current's effect on V: exp(-t/tau_s) filtered by the membrane,
// (exp(-dt/tau_s) - exp(-dt/tau_m)) tau_s / (tau_s - tau_m), without its cancellation.
double potential_from_current(double tau_m, double tau_s, double dt) {
    const double difference = 1.0 / tau_m - 1.0 / tau_s;
    const double ratio = difference == 0.0 ? dt : std::expm1(difference * dt) / difference;
    return std::exp(-dt / tau_m) * ratio / tau_m;
}

void add_source(PopulationDynamics& dynamics, double jump, std::size_t current,
                const PoissonSource& source) {
    for (std::size_t k = 0; k < dynamics.sources.size(); ++k) {
        const PoissonDrive& drive = dynamics.membrane.external[k];
        const bool same = drive.jump == jump && drive.current == current &&
                          dynamics.sources[k].amplitude == source.amplitude;
        if (same) {  // independent Poisson trains add up to one
            dynamics.sources[k].lambda += source.lambda;
            return;
        }
    }
    dynamics.sources.push_back(source);
    dynamics.membrane.external.push_back(
        {.table = {}, .jump = jump, .current = static_cast<std::uint32_t>(current)});
}

CurrentStep current_step(double tau_m, double tau_s, double step, double input_unit) {
    const bool exponential = tau_s > 0.0;
    return {.exponential = exponential,
            .V_from_x = exponential ? potential_from_current(tau_m, tau_s, step) : 0.0,
            .decay_x = exponential ? std::exp(-step / tau_s) : 0.0,
            .input_unit = input_unit};
}

ConductanceStep conductance_step(const Network& network, Index i, double step) {
    ConductanceStep result;
    if (!synapses::has_conductance(network)) return result;
    const std::vector<double> currents = synapses::currents(network, i);
    const std::vector<double> E_rev = synapses::reversal_potentials(network, i);
    result.duration = step / network.tau_m(i);
    for (std::size_t k = 0; k < currents.size(); ++k) {
        const double decays = step / currents[k];
        result.kinds.push_back(
            {.E_rev = E_rev[k], .mean = -std::expm1(-decays) / decays, .decay = std::exp(-decays)});
    }
    return result;
}

// Of the sine, over the step that begins at `time`.
double mean_sine(const Modulation& modulation, double time, double dt) {
    const double omega = 2.0 * std::numbers::pi * modulation.f;
    const double half = 0.5 * omega * dt;
    return std::sin(omega * (time + 0.5 * dt) + modulation.phase) *
           (half == 0.0 ? 1.0 : std::sin(half) / half);
}

std::optional<SpikeOnset> spike_onset(const Network& network, Index i, double dt) {
    if (neuron_type(network, i) != NeuronType::eif) return {};
    return SpikeOnset{
        .Delta_T = network.Delta_T(i), .V_T = network.V_T(i), .duration = dt / network.tau_m(i)};
}

}  // namespace

PopulationDynamics population_dynamics(const Network& network, const SimulationOptions& options,
                                       Index i, double mu, double weight_unit) {
    const double dt = options.dt;
    const auto onset = spike_onset(network, i, dt);
    const double step = onset ? 0.5 * dt : dt;  // see SpikeOnset
    const double tau_m = network.tau_m(i);
    const std::vector<double> currents = synapses::currents(network, i);
    const auto current = [&](std::size_t k) {
        return current_step(tau_m, currents[k], step,
                            weight_unit * synapses::jump(network, i, currents[k]));
    };
    const CurrentStep first = current(0);
    PopulationDynamics dynamics{
        .membrane = {.population = static_cast<std::uint32_t>(i),
                     .exponential = first.exponential,
                     .decay_V = std::exp(-step / tau_m),
                     .V_from_x = first.V_from_x,
                     .decay_x = first.decay_x,
                     .V_th = network.V_th(i),
                     .V_0 = network.V_0(i),
                     .refractory_steps =
                         static_cast<std::int32_t>(std::lround(network.tau_r(i) / dt)),
                     .input_unit = first.input_unit,
                     .external = {},
                     .further = {},
                     .onset = onset},
        .conductances = conductance_step(network, i, step),
        .sources = {},
        .constant_drive = -std::expm1(-dt / tau_m) * mu,
        .sine_mu = options.modulation.mu.size() == 0 ? 0.0 : options.modulation.mu(i),
        .mu = mu,
        .tau_m = tau_m,
        .tau_r = network.tau_r(i)};
    for (std::size_t k = 1; k < currents.size(); ++k) {
        dynamics.membrane.further.push_back(current(k));
    }
    if (network.external_drive == ExternalDrive::poisson) {
        for (Index m = 0; m < network.K_ext.cols(); ++m) {
            const double lambda = network.K_ext(i, m) * network.nu_ext(m) * dt;
            if (lambda == 0.0 || network.J_ext(i, m) == 0.0) continue;
            const double amplitude =
                options.modulation.rate.size() == 0 ? 0.0 : options.modulation.rate(m);
            const std::size_t to = synapses::external_current_of(network, i, m);
            add_source(dynamics, network.J_ext(i, m) * synapses::jump(network, i, currents[to]), to,
                       {.lambda = lambda, .amplitude = amplitude});
        }
    }
    for (std::size_t k = 0; k < dynamics.sources.size(); ++k) {
        dynamics.membrane.external[k].table = poisson_table(dynamics.sources[k].lambda);
    }
    return dynamics;
}

double mean_input_at(const PopulationDynamics& dynamics, const Modulation& modulation, double time,
                     double dt) {
    if (dynamics.sine_mu == 0.0) return dynamics.mu;
    return dynamics.mu + dynamics.sine_mu * mean_sine(modulation, time, dt);
}

double drive_at(const PopulationDynamics& dynamics, const Modulation& modulation, double time,
                double dt) {
    if (dynamics.sine_mu == 0.0) return dynamics.constant_drive;
    const double omega = 2.0 * std::numbers::pi * modulation.f;
    const std::complex<double> response =
        dynamics.sine_mu / std::complex<double>(1.0, omega * dynamics.tau_m);
    const auto periodic = [&](double t) {
        return std::imag(response * std::polar(1.0, omega * t + modulation.phase));
    };
    return dynamics.constant_drive + periodic(time + dt) -
           std::exp(-dt / dynamics.tau_m) * periodic(time);
}

void set_external_rates(PopulationDynamics& dynamics, const Modulation& modulation, double time,
                        double dt) {
    const double sine = mean_sine(modulation, time, dt);
    for (std::size_t k = 0; k < dynamics.sources.size(); ++k) {
        const PoissonSource& source = dynamics.sources[k];
        if (source.amplitude == 0.0) continue;
        dynamics.membrane.external[k].table =
            poisson_table(source.lambda * (1.0 + source.amplitude * sine));
    }
}

}  // namespace siegert::simulation
