#pragma once

#include <siegert/model/network.hpp>
#include <siegert/neurons/threshold_integration.hpp>

#include <functional>

/// What distinguishes kinds of neurons: their own currents F(V). Theory (`white_noise.hpp`),
/// adaptation, conductances, simulation and the single neurons of a cross-check all take them from
/// the list here.
namespace siegert::neurons {

/// The potential [V] after the time `duration`, in units of tau_m, in which a current acts and
/// nothing else.
using Onset = std::function<double(double V, double duration)>;

/// The current of a neuron, and what it does to the potential alone.
struct OwnCurrent {
    Current current;  ///< F(V), the leak -V included

    /// The potential after the time `duration`, in units of tau_m, in which F(V) + V acts and
    /// nothing else; infinite where it reaches that. Empty: integrated, see after_onset.
    Onset onset{};
};

[[nodiscard]] OwnCurrent own_current(const Network& network, Index i);

/// The neurons of population i.
[[nodiscard]] IntegrateAndFireNeuron neuron_of(const Network& network, Index i);

/// OwnCurrent::onset; where it is empty by Runge-Kutta steps of fourth order in which the slope of
/// F(V) + V changes the potential by a tenth at most. Infinite from V_end [V] on.
[[nodiscard]] double after_onset(const OwnCurrent& own, double V, double duration, double V_end);

/// after_onset of population i up to V_th; empty where there is nothing beyond the leak.
[[nodiscard]] Onset onset_of(const Network& network, Index i);

}  // namespace siegert::neurons
