#pragma once

#include <siegert/lif/method.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/input_statistics.hpp>

#include "neurons/models.hpp"
#include "numerics/fixed_point.hpp"
#include "theory/conductance_map.hpp"
#include "theory/noise_mixture.hpp"

#include <optional>
#include <vector>

namespace siegert::theory {

/// What the rates of a network depend on beside themselves.
struct RateMap {
    const Network& network;
    InputMap moments;                  ///< what arrives at the neurons
    Vector tau_s;                      ///< correlation time of its noise [s], n; 0: white
    std::vector<neurons::Part> parts;  ///< what the neurons make of it
    std::vector<const neurons::Theory*> theories;  ///< of each population
    std::vector<PopulationNoise> noise;  ///< empty unless synapses have several time constants
    std::optional<ConductanceMap> conductances{};  ///< where synapses are; `moments` then has the
                                                   ///< constant input alone
};

/// Throws: InvalidParameter if the network is invalid or there is no theory of its neurons. The
/// network is referred to.
[[nodiscard]] RateMap rate_map(const Network& network, lif::exp::Method method);

/// The same network with theories that are close and cost less, if there are some.
[[nodiscard]] std::optional<RateMap> approximation(const RateMap& map);

/// The input of every population at the rates nu [Hz].
[[nodiscard]] neurons::Input input_at(const RateMap& map, const Vector& nu);

/// The input of given moments.
///
/// Throws: InvalidParameter if synapses of a population have several time constants and inputs.nu
/// has not one rate for each population.
[[nodiscard]] neurons::Input input_of(const Network& network, const PopulationInputs& inputs,
                                      lif::exp::Method method);

/// Phi(nu), the rates [Hz] of neurons that receive what neurons with the rates nu send, and its
/// Jacobian
///
///     dPhi_i/dnu_j = dPhi_i/dmu_i dmu_i/dnu_j + dPhi_i/dsigma_i / (2 sigma_i) dsigma_i^2/dnu_j,
///
/// or that by mean and variance of conductances.
[[nodiscard]] numerics::Linearization rates_at(const RateMap& map, const Vector& nu);

/// Mean [V] and noise amplitude [V] of the input of every population at nu; of conductances what
/// they are in effect to the membrane (conductance::effective_input).
[[nodiscard]] PopulationInputs summary_at(const RateMap& map, const Vector& nu);

/// Phi(nu) alone, where its derivatives cost more.
[[nodiscard]] Vector rates_alone(const RateMap& map, const Vector& nu);

}  // namespace siegert::theory
