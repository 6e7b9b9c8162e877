#pragma once

#include <siegert/io/parameter_file.hpp>

#include <filesystem>
#include <string>

namespace siegert::convert {

/// The network that a `net_dict` of PyNEST's microcircuit describes (pynest/examples/Potjans_2014),
/// written as JSON: times in ms, potentials in mV, currents in pA, capacitances in pF, rates in Hz.
///
/// Keys, former names in brackets: `populations`, `full_num_neurons` [`N_full`]; `conn_probs`, the
/// probability of at least one synapse, or `K`, in-degrees; `neuron_params` with `E_L`, `V_th`,
/// `V_reset`, `C_m`, `tau_m`, `t_ref`, `tau_syn` [`tau_syn_ex` and `tau_syn_in`, equal]; weights by
/// `PSP_exc_mean` [`PSP_e`], the peak of the potential after a spike, and `g`, twice that from 4E
/// to 23E as in the example, or `PSP_mean_matrix`, or `weights` in pA; `weight_rel_std` [`PSP_sd`];
/// `delay_exc_mean`, `delay_inh_mean`, `delay_rel_std` [`mean_delay_exc`, ...]; `K_ext`, `bg_rate`.
/// Names of inhibitory populations end in I. Others are ignored, and named in `warnings`.
///
/// Synapses are drawn and delays and weights distributed as the example does it: a fixed total
/// number, normal. Throws: InvalidParameter, naming the key, if the content is wrong in any way.
[[nodiscard]] LoadedNetwork network_from_net_dict(const std::string& json);

/// A network from any file that siegert knows: where the name ends in .json, the configuration of a
/// circuit or of a simulation in SONATA's format, or a `net_dict`; else a parameter file.
///
/// Of SONATA, networks of point neurons with NEST's `iaf_psc_exp` or `iaf_psc_delta` are read: each
/// type of node is a population, virtual ones are external; in-degrees, weights and delays are
/// means over the edges (with their standard deviations where they differ), and rates of virtual
/// nodes follow from the spikes that a simulation's `inputs` name. docs/how_to/other_simulators.md
/// says what becomes what; `warnings` what is not used.
///
/// Throws: as load_network and network_from_net_dict; FileError.
/// Source: K. Dai et al., PLoS Comput. Biol. 16, e1007696 (2020), and SONATA's developer guide.
[[nodiscard]] LoadedNetwork load_any_network(const std::filesystem::path& path,
                                             const LoadOptions& options = {});

}  // namespace siegert::convert
