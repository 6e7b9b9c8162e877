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

/// A network from any file that siegert knows: a `net_dict` where the name ends in .json, else a
/// parameter file.
///
/// Throws: as load_network and network_from_net_dict; FileError.
[[nodiscard]] LoadedNetwork load_any_network(const std::filesystem::path& path,
                                             const LoadOptions& options = {});

}  // namespace siegert::convert
