#pragma once

#include <siegert/simulation/lif_population.hpp>

namespace siegert {

/// One adaptation current w [A] of a population,
///
///     tau dw/dt = a (v - u_rest) - w + b tau sum_f delta(t - t_f):
///
/// each spike raises it by b.
struct AdaptationParameters {
    PerNeuron tau = unset;  ///< time constant [s], > 0; at least dt for forward Euler
    PerNeuron a = unset;    ///< subthreshold coupling [S]
    PerNeuron b = unset;    ///< increment per spike [A]
};

/// n adaptive LIF neurons times a batch of independent copies, advanced step by step: a
/// `LifPopulation` with any number of adaptation currents, all subtracted from the input,
///
///     tau_m dv/dt = -(v - u_rest) + R (I - sum_k w_k).
///
/// With R = 1 the currents, and a and b, are in units of potentials, as in a network's
/// `AdaptationCurrent`. During the refractory period v is held and the adaptation currents go on,
/// driven by the held v. A spike raises w at the end of its step. All else is as in
/// `LifPopulation`.
///
/// Integration::exact applies the matrix exponential of the linear system of v and all w.
/// The system must be stable: a_k > 0 resists the potential; with a_k < 0, sum_k a_k R must stay
/// above -1. Forward Euler needs in addition a dt that keeps it stable.
///
/// Accuracy: with Integration::exact and below threshold, 1e-13 of the largest potential (or
/// current) on the way.
/// Source: W. Gerstner, W. Kistler, R. Naud, L. Paninski, Neuronal Dynamics (2014), chapter 6, with
/// linear membrane.
class AlifPopulation {
public:
    /// Every neuron starts at u_rest with all adaptation currents 0.
    /// Throws: InvalidParameter, naming the parameter and the neuron, as `LifPopulation`, or if a
    /// condition on the adaptation does not hold.
    AlifPopulation(Index n, Index batch, const LifPopulationParameters& parameters,
                   const std::vector<AdaptationParameters>& adaptation,
                   const PopulationOptions& options);

    [[nodiscard]] Index n() const { return lif_.n(); }
    [[nodiscard]] Index batch() const { return lif_.batch(); }
    [[nodiscard]] double dt() const { return lif_.dt(); }
    [[nodiscard]] Index adaptation_currents() const { return static_cast<Index>(w_.size()); }

    /// Advances by one step and returns the spikes; current [A] as for `LifPopulation::forward`.
    const SpikeArray& forward(std::span<const double> current);
    const SpikeArray& forward(double current);
    const SpikeArray& forward(const StateArray& current);

    [[nodiscard]] const StateArray& v() const { return lif_.v(); }
    [[nodiscard]] const SpikeArray& s() const { return lif_.s(); }
    [[nodiscard]] const StateArray& trace() const { return lif_.trace(); }
    [[nodiscard]] std::span<const std::int32_t> refractory_steps() const {
        return lif_.refractory_steps();
    }

    /// Adaptation current k [A], batch x n. Throws: InvalidParameter if there is no such k.
    [[nodiscard]] const StateArray& w(Index k) const;

    void set_v(std::span<const double> v) { lif_.set_v(v); }
    void set_v(double v) { lif_.set_v(v); }
    void set_v(const StateArray& v) { lif_.set_v(v); }

    /// Sets adaptation current k [A]: 1, n or batch * n values.
    void set_w(Index k, std::span<const double> w);
    void set_w(Index k, double w);
    void set_w(Index k, const StateArray& w);

    /// Back to the state after construction.
    void reset_state();

private:
    void require_adaptation_current(Index k) const;

    /// Adds the coefficients of neuron i; one_step is the linear system's propagator over dt, with
    /// the input as last component.
    void append_coefficients(const Matrix& one_step,
                             const std::vector<AdaptationParameters>& adaptation, Index i,
                             const PopulationOptions& options);

    /// One step of x = (v - u_rest, w_1, ..., w_m): x = propagator x + charge I, one (m + 1) x (m +
    /// 1) matrix and vector for each neuron, or one for all. While v is held: w_k = held_decay w_k
    /// + held_gain (v - u_rest). Stored as [matrix entry][neuron].
    struct Coefficients {
        std::vector<std::vector<double>> propagator, charge, held_decay, held_gain, b;
    };

    LifPopulation lif_;
    Coefficients coefficients_;
    std::vector<StateArray> w_;
};

}  // namespace siegert
