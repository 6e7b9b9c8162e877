#include "simulation/differing_neurons.hpp"

#include "model/neuron_spread.hpp"
#include "require.hpp"
#include "simulation/linear_update.hpp"
#include "simulation/philox.hpp"
#include "simulation/population_dynamics.hpp"
#include "synapses/models.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::simulation {
namespace {

enum Draw : std::uint32_t { of_threshold, of_time_constant };

// The numbers of 32 bits are enough: 2e-10 of the distribution lies between two of them.
double drawn(const Spread& spread, PhiloxKey key, const Slice& slice, std::uint32_t neuron,
             Draw draw) {
    const NoiseAddress address{
        .population = slice.population, .step = 0, .stream = Stream::neuron, .draw = draw};
    return quantile(spread,
                    uniform(random_word(key, slice.first_block * block_size + neuron, address)));
}

void draw_slice(DifferingNeurons& neurons, const Network& network, double dt, const Slice& slice,
                PhiloxKey key) {
    const Index p = slice.population;
    const Spread V_th = threshold_spread(network, p);
    const Spread tau_m = tau_m_spread(network, p);
    const std::vector<double> currents = synapses::currents(network, p);
    for (std::uint32_t i = 0; i < slice.neurons; ++i) {
        const std::size_t at = slice.offset + i;
        neurons.V_th[at] = drawn(V_th, key, slice, i, of_threshold);
        neurons.tau_m[at] = drawn(tau_m, key, slice, i, of_time_constant);
        const double slower = neurons.tau_m[at] / network.tau_m(p);
        neurons.decay_V[at] = std::exp(-dt / neurons.tau_m[at]);
        neurons.charge[at] = -std::expm1(-dt / neurons.tau_m[at]) * slower;
        for (std::size_t k = 0; k < currents.size(); ++k) {
            if (currents[k] == 0.0) continue;
            neurons.V_from_x[k][at] =
                potential_from_current(neurons.tau_m[at], currents[k], dt) * slower;
        }
    }
}

}  // namespace

void require_equations_of_neurons(const Network& network, const SimulationOptions& options) {
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        if (!neurons_differ(network, i)) continue;
        const bool known =
            !needs_linear_membrane(network, options, i) && !synapses::has_conductance(network);
        if (known) continue;
        throw InvalidParameter(fmt::format(
            "V_th_sd and tau_m_sd of population {} must be 0 where neurons have adaptation, "
            "conductances or Gaussian noise: a simulation takes such neurons to be alike",
            network.populations[static_cast<std::size_t>(i)]));
    }
}

DifferingNeurons differing_neurons(const Network& network, double dt, const Shard& shard,
                                   PhiloxKey key) {
    DifferingNeurons neurons;
    if (!neurons_differ(network)) return neurons;
    std::size_t currents = 1;
    for (Index p = 0; p < network.tau_m.size(); ++p) {
        currents = std::max(currents, synapses::currents(network, p).size());
    }
    const auto array = [&] { return LargeArray<double>(shard.padded_neurons); };
    neurons.V_th = array();
    neurons.tau_m = array();
    neurons.decay_V = array();
    neurons.charge = array();
    for (std::size_t k = 0; k < currents; ++k) neurons.V_from_x.push_back(array());
    for (const Slice& slice : shard.slices) {
        if (neurons_differ(network, slice.population)) draw_slice(neurons, network, dt, slice, key);
    }
    return neurons;
}

}  // namespace siegert::simulation
