#pragma once

#include <siegert/model/network.hpp>
#include <siegert/neurons/threshold_integration.hpp>

#include "neurons/threshold_integration/potential_response.hpp"

#include <functional>
#include <span>

namespace siegert::neurons::adaptation {

/// Rate and mean potential at a mean input.
struct RateAndPotential {
    double rate;       ///< [Hz]
    double potential;  ///< [V]
};

/// A neuron without adaptation, at one sigma, as a function of the mean input mu.
struct Unadapted {
    std::function<RateAndPotential(double mu)> state;
    std::function<double(double mu)> cv;
    std::function<lif::TransferFunction(double mu, const ComplexVector& s)> response;
    std::function<JointResponse(double mu, const ComplexVector& s)> joint_response;
    std::function<Vector(double mu, const Vector& omegas)> spectrum;
};

/// By threshold integration.
[[nodiscard]] Unadapted unadapted(const IntegrateAndFireNeuron& neuron, double sigma);

/// In closed form.
[[nodiscard]] Unadapted unadapted(const LifNeuron& neuron, double sigma);

/// The state in which the mean currents are those that it causes.
struct MeanField {
    double rate;       ///< [Hz]
    double potential;  ///< [V]
    Vector currents;   ///< [V]
};

/// Throws: AccuracyNotReached where negative a or b leave no such state.
[[nodiscard]] MeanField mean_field(const Unadapted& neuron,
                                   std::span<const AdaptationCurrent> currents, double mu);

/// Response with adaptation inside. mu is the mean without the currents.
[[nodiscard]] lif::TransferFunction mean_field_response(const Unadapted& neuron,
                                                        std::span<const AdaptationCurrent> currents,
                                                        const MeanField& field, double mu,
                                                        const ComplexVector& s);

/// Spectrum [Hz] of the spikes, which act back by the currents that they cause.
[[nodiscard]] Vector mean_field_spectrum(const Unadapted& neuron,
                                         std::span<const AdaptationCurrent> currents,
                                         const MeanField& field, double mu, const Vector& omegas);

}  // namespace siegert::neurons::adaptation
