#pragma once

#include <siegert/neurons/adaptation.hpp>

#include "neurons/adaptation/galerkin.hpp"

#include <optional>

namespace siegert::neurons::adaptation {

/// An adapting neuron at one input, waiting for questions.
struct Adapted {
    AdaptingNeuron parameters;  ///< without the currents that do nothing
    lif::Input input;
    Options options;
    Unadapted unadapted;  ///< the same without currents
    MeanField field;
    std::optional<GalerkinState> galerkin;  ///< empty: mean field
};

/// For frequencies up to `largest` [1/s].
///
/// Throws: InvalidParameter unless largest tau_m <= 1e6.
[[nodiscard]] Adapted adapted(const AdaptingNeuron& neuron, const Unadapted& unadapted,
                              const lif::Input& input, const Options& options, double largest);

[[nodiscard]] double firing_rate(const Adapted& neuron);
[[nodiscard]] double cv(const Adapted& neuron);

/// At each s by itself.
[[nodiscard]] lif::TransferFunction response(const Adapted& neuron, const ComplexVector& s);
[[nodiscard]] Vector power_spectrum(const Adapted& neuron, const Vector& omegas);

/// AdaptedState::error.
[[nodiscard]] double error_of(const Adapted& neuron);

/// The longest time constant [s].
[[nodiscard]] double slow_time(const Adapted& neuron);

}  // namespace siegert::neurons::adaptation
