#pragma once

#include <siegert/arrays.hpp>

#include "lif/rate_problem.hpp"
#include "numerics/parabolic_cylinder.hpp"

#include <vector>

/// The first passage of the membrane potential from reset to threshold, in the frequency domain.
namespace siegert::lif {

using numerics::FirstPassageIntegrals;

/// The barrier in units of the noise, for a neuron that fires.
struct FirstPassage {
    numerics::PassageInterval interval;
    double sigma;  ///< in the units of the RateProblem, at least 1e-8 of mu - V_th
};

/// False where no interval between spikes ends within double precision.
[[nodiscard]] bool fires(const RateProblem& problem);

/// `problem` must fire.
[[nodiscard]] FirstPassage first_passage(const RateProblem& problem);

/// s tau_m for each s.
///
/// Throws: InvalidParameter unless s is finite, Re s tau_m >= -20 and |s| tau_m <= 1e60.
[[nodiscard]] std::vector<Complex> scaled_frequencies(const LifNeuron& neuron,
                                                      const ComplexVector& s);

/// At scaled frequencies z = s tau_m.
[[nodiscard]] std::vector<FirstPassageIntegrals> passage_integrals(const FirstPassage& passage,
                                                                   const std::vector<Complex>& z);

/// (1 - exp(-w)) / w, the mean of exp(-t) over 0 < t < w, without cancellation.
[[nodiscard]] Complex mean_decay(Complex w);

}  // namespace siegert::lif
