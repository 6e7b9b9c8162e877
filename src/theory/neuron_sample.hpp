#pragma once

#include <siegert/model/network.hpp>

#include "neurons/models.hpp"

#include <vector>

/// Single neurons of populations whose neurons differ.
namespace siegert::theory {

/// One neuron: how it differs from its population, in quantities of mean zero.
struct NeuronSample {
    Index population;
    double weight;  ///< its part of the population
    double z;       ///< its mean input lies z standard deviations above the population's
    double V_th;    ///< [V]
    double tau_m;   ///< [s]
};

/// The neurons at which averages over a population are sums: Gauss-Legendre rules for each property
/// in which its neurons differ. `input_differs`: whether mean inputs do.
[[nodiscard]] std::vector<NeuronSample> quadrature(const Network& network, Index population,
                                                   bool input_differs);

/// `count` neurons of equal weight that fill the distribution evenly: a Kronecker sequence.
[[nodiscard]] std::vector<NeuronSample> even_sample(const Network& network, Index population,
                                                    bool input_differs, Index count);

/// A network that has these neurons in place of its populations, and no connections.
[[nodiscard]] Network neurons_apart(const Network& network,
                                    const std::vector<NeuronSample>& neurons, const Vector& tau_s);

/// The theories of the populations as those of their neurons.
[[nodiscard]] std::vector<neurons::Part> parts_apart(const std::vector<neurons::Part>& parts,
                                                     const std::vector<NeuronSample>& neurons);

}  // namespace siegert::theory
