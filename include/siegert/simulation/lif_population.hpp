#pragma once

#include <siegert/simulation/population.hpp>

#include <limits>

namespace siegert {

namespace population {
struct LifState;
struct LifStep;
}  // namespace population

/// Parameters of a population of n LIF neurons,
///
///     tau_m dv/dt = -(v - u_rest) + R I;    v >= V_th: spike, reset, v is held for the time tau_r.
///
/// Potentials may be relative to the leak potential (u_rest = 0) or absolute. With R = 1 the
/// current is given in units of the potential it causes.
struct LifPopulationParameters {
    PerNeuron tau_m = unset;   ///< membrane time constant [s], > 0; at least dt for forward Euler
    PerNeuron R = unset;       ///< membrane resistance [Ohm], > 0. Give R or g_L
    PerNeuron g_L = unset;     ///< leak conductance [S], > 0: R = 1 / g_L
    PerNeuron u_rest = unset;  ///< potential without input [V]
    PerNeuron V_th = unset;    ///< threshold [V]
    PerNeuron V_0 = unset;     ///< reset [V], < V_th. Needed, and read, with Reset::to_value only
    PerNeuron tau_r = unset;   ///< refractory period [s], >= 0, a multiple of dt
    PerNeuron V_min = -std::numeric_limits<double>::infinity();  ///< lower bound of v [V]
    PerNeuron tau_trace = unset;  ///< decay of the spike trace [s], > 0; unset: no trace is kept
};

/// n LIF neurons times a batch of independent copies, advanced step by step.
///
/// One call of `forward(current)` leads from t to t + dt:
///  1. neurons that are not refractory integrate, with the current constant during the step;
///     refractory neurons keep their potential and count down an integer counter of tau_r / dt
///     steps;
///  2. neurons with v >= V_th spike (s = 1) and are reset; the counter starts;
///  3. v is cut at V_min;
///  4. the spike trace decays by exp(-dt / tau_trace) and then takes the new spikes.
/// So a spike has the time of the end of its step, and a neuron with constant suprathreshold input
/// repeats itself every tau_r + ceil(T / dt) dt, T being the time from reset to threshold.
///
/// State arrays are batch x n, row-major. Nothing is random: the same calls give the same bits,
/// whichever vector instructions the processor has.
///
/// Accuracy: with Integration::exact and below threshold, 1e-13 of the largest potential on the way
/// after any number of steps. A threshold crossing is only noticed at the end of a step.
/// Source: S. Rotter and M. Diesmann, Biol. Cybern. 81, 381 (1999) for exact integration.
class LifPopulation {
public:
    /// Every neuron starts at u_rest, not refractory, without a trace.
    /// Throws: InvalidParameter, naming the parameter and the neuron, unless n and batch are
    /// positive, every condition above holds, and each parameter has 1 or n entries.
    LifPopulation(Index n, Index batch, const LifPopulationParameters& parameters,
                  const PopulationOptions& options);

    [[nodiscard]] Index n() const { return v_.cols(); }
    [[nodiscard]] Index batch() const { return v_.rows(); }
    [[nodiscard]] double dt() const { return dt_; }

    /// Advances by one step and returns the spikes `s()`. The current [A] has 1 entry (the same for
    /// all), n entries (the same for every copy) or batch * n entries (row-major).
    /// Throws: InvalidParameter, before anything has changed, if the current has another size or an
    /// entry is not finite (or drives the potential beyond 1e100 V).
    const SpikeArray& forward(std::span<const double> current);
    const SpikeArray& forward(double current);
    const SpikeArray& forward(const StateArray& current);

    [[nodiscard]] const StateArray& v() const { return v_; }  ///< potentials [V], batch x n
    [[nodiscard]] const SpikeArray& s() const { return s_; }  ///< spikes of the last step, 0 or 1

    /// Spike trace, batch x n. Throws: InvalidParameter if tau_trace is unset.
    [[nodiscard]] const StateArray& trace() const;

    /// Steps that each neuron remains refractory, batch * n, row-major.
    [[nodiscard]] std::span<const std::int32_t> refractory_steps() const { return refractory_; }

    /// Sets the potentials [V]: 1, n or batch * n values, as in `forward`. Neither spikes nor
    /// refractory counters change; a value above V_th makes the neuron spike in the next step.
    void set_v(std::span<const double> v);
    void set_v(double v);
    void set_v(const StateArray& v);

    /// Back to the state after construction.
    void reset_state();

private:
    friend class AlifPopulation;

    /// What the update reads: each entry has 1 or n values, all of the same size.
    struct Coefficients {
        std::vector<double> decay, charge, u_rest, V_th, V_reset, V_min, trace_decay;
        std::vector<std::int32_t> refractory_steps;
    };

    [[nodiscard]] population::LifStep step() const;
    [[nodiscard]] population::LifState state(Index copy);

    /// Gives each neuron its own copy of shared coefficients.
    void distinguish_neurons();

    /// The current once it is valid, with n or batch * n entries.
    [[nodiscard]] std::span<const double> checked_current(std::span<const double> current);

    double dt_;
    Reset reset_;
    SpikeTrace spike_trace_;
    double current_limit_;
    Coefficients coefficients_;
    StateArray v_;
    SpikeArray s_;
    StateArray trace_;
    std::vector<std::int32_t> refractory_;
    std::vector<double> uniform_current_;  ///< one current for all, spread over the neurons
};

}  // namespace siegert
