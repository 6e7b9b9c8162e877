#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/convention.hpp>
#include <siegert/lif/input.hpp>

#include <span>

/// One leaky integrate-and-fire neuron with delta synapses: Gaussian white input.
namespace siegert::lif::delta {

[[nodiscard]] double firing_rate(const LifNeuron& neuron, const Input& input);
[[nodiscard]] double log_firing_rate(const LifNeuron& neuron, const Input& input);
[[nodiscard]] RateDerivatives rate_derivatives(const LifNeuron& neuron, const Input& input);
[[nodiscard]] RateSecondDerivatives rate_second_derivatives(const LifNeuron& neuron,
                                                            const Input& input);
[[nodiscard]] double cv(const LifNeuron& neuron, const Input& input);

/// Points at which a function is evaluated at once. Each span has n entries, or one that holds for
/// all points.
struct Batch {
    std::span<const double> mu;
    std::span<const double> sigma;
    std::span<const double> V_0;
    std::span<const double> V_th;
    std::span<const double> tau_m;
    std::span<const double> tau_r;
};

void firing_rates(const Batch& batch, std::span<double> nu);
void rate_derivatives(const Batch& batch, std::span<double> nu, std::span<double> d_mu,
                      std::span<double> d_sigma);
void cvs(const Batch& batch, std::span<double> cv);

/// Linear response of the rate at each frequency.
struct TransferFunction {
    ComplexVector n_mu;      ///< to mu [1/(V s)]
    ComplexVector n_sigma2;  ///< to sigma^2 [1/(V^2 s)]; empty where the convention ignores it
};

[[nodiscard]] TransferFunction transfer_function(const LifNeuron& neuron, const Input& input,
                                                 std::span<const Complex> s, Convention convention);

}  // namespace siegert::lif::delta
