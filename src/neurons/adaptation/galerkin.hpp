#pragma once

#include <siegert/neurons/adaptation.hpp>

#include "neurons/adaptation/elimination.hpp"
#include "neurons/adaptation/mean_field.hpp"

#include <array>

namespace siegert::neurons::adaptation {

/// The stationary state on three meshes, each twice as fine as the one before, in one frame.
struct GalerkinState {
    AdaptationFrame frame;  ///< close to the moments of the currents
    AdaptingOperator op;
    struct Level {
        Cells cells;
        StationaryDensity density;
    };
    std::array<Level, 3> levels;
};

/// From the mean field, for responses up to the frequency `largest` [1/s].
///
/// Throws: as adaptation.hpp says.
[[nodiscard]] GalerkinState galerkin_state(const AdaptingNeuron& neuron, const lif::Input& input,
                                           const MeanField& start, int order, double largest);

[[nodiscard]] double firing_rate(const GalerkinState& state);
[[nodiscard]] double mean_potential(const GalerkinState& state);

/// Response of the rate at s, |s| up to `largest`: to mu [1/(V s)] and to sigma^2 [1/(V^2 s)].
[[nodiscard]] std::array<Complex, 2> response_at(const GalerkinState& state, Complex s);

/// Spectrum of the spikes [Hz] at omega [rad/s], not zero.
[[nodiscard]] double spectrum_at(const GalerkinState& state, double omega);

/// E[T^2] / E[T]^2 of the intervals T.
[[nodiscard]] double mean_square_interval(const GalerkinState& state);

}  // namespace siegert::neurons::adaptation
