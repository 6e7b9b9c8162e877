#pragma once

#include <siegert/landscape/gradients.hpp>

#include "landscape/neuron_derivatives.hpp"
#include "numerics/linear_algebra.hpp"

namespace siegert::landscape {

/// Derivatives of the number of interest at fixed rates: through the input of neurons and their
/// parameters, through the factors of W = (n_mu mean + n_sigma2 variance) D, and through rates.
struct Direct {
    ComplexVector nu, mu, variance;
    ComplexMatrix mean_factor, variance_factor;  ///< of tau_m J K and tau_m <J^2> K in W
    ComplexMatrix Delay, Delay_sd;
    ComplexVector N;
    OfNeuronParameters<ComplexVector> parameters;
};

/// Of a number that depends on nothing.
[[nodiscard]] Direct no_direct_derivatives(const Network& network);

/// total += factor * more
void add(Direct& total, double factor, const Direct& more);

/// Of the real part of the number.
void take_real_part(Direct& direct);

/// Adds what comes through the answers of neurons: `weights` (n x columns) are the derivatives of
/// the number with respect to them.
void add_answers(Direct& direct, const ComplexMatrix& weights, const NeuronDerivatives& answers);

/// Adds what comes through W(s): `weights` (n x n) are the derivatives of the number with respect
/// to its entries.
void add_connectivity(Direct& direct, const ComplexMatrix& weights, const Network& network,
                      const theory::PopulationInputs& inputs, Complex s,
                      const theory::ResponseOptions& options);

/// Whether the moments of their input are all that neurons know of it, as where a population has
/// one time constant for all its synapses.
[[nodiscard]] bool has_adjoint(const Network& network);

/// How the rates of a working point follow: prepared once for all numbers whose gradients are
/// wanted there.
struct Adjoint {
    Network network;
    theory::WorkingPoint point;
    theory::InputMap moments;
    Vector by_mu, by_variance;  ///< dPhi/dmu, dPhi/dsigma^2
    OfNeuronParameters<ComplexVector> by_parameters;
    numerics::LuDecomposition<Complex> solver;  ///< of (1 - dPhi/dnu)^T
};

/// Of a network that has_adjoint.
[[nodiscard]] Adjoint adjoint(const Network& network, const theory::WorkingPoint& point,
                              lif::exp::Method method);

/// The gradient of a number with the rates following: one linear system.
[[nodiscard]] Gradient gradient(const Adjoint& adjoint, const Direct& direct);

[[nodiscard]] theory::PopulationInputs inputs_of(const theory::WorkingPoint& point);

}  // namespace siegert::landscape
