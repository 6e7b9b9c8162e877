#pragma once

#include "neurons/conductance/upwind.hpp"

#include <array>

namespace siegert::neurons::conductance {

/// The stationary state on two meshes, the second with twice the cells of the first.
struct GalerkinState {
    ConductanceOperator op;
    struct Level {
        UpwindCells cells;
        UpwindDensity density;
    };
    std::array<Level, 2> levels;
};

/// Nodes for each kind of conductance.
[[nodiscard]] int nodes_of(const ConductanceNeuron& neuron, const Options& options);

[[nodiscard]] GalerkinState galerkin_state(const ConductanceNeuron& neuron, int nodes);

[[nodiscard]] double firing_rate(const GalerkinState& state);

/// Responses of the rate at s: to mu, then to mean and variance of what drives each kind.
[[nodiscard]] ComplexVector response_at(const GalerkinState& state, Complex s);

/// Spectrum of the spikes [Hz] at omega [rad/s], not zero.
[[nodiscard]] double spectrum_at(const GalerkinState& state, double omega);

/// E[T^2] / E[T]^2 of the intervals T.
[[nodiscard]] double mean_square_interval(const GalerkinState& state);

}  // namespace siegert::neurons::conductance
