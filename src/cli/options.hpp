#pragma once

#include "cli/output.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/lif/convention.hpp>
#include <siegert/lif/exp.hpp>

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

/// Options that several commands share.
namespace siegert::cli {

struct CommonOptions {
    Format format = Format::table;
    lif::Convention convention = lif::Convention::exact;
};

/// What `--synapse`, `--method` and `--model` say about a parameter file.
struct NetworkOptions {
    std::string file;
    NetworkModel model = NetworkModel::automatic;
    std::optional<SynapseType> synapse;  ///< empty: as the file says
    lif::exp::Method method = lif::exp::Method::shift;
};

/// Declares --format and --convention, which every command takes.
void add_common_options(CLI::App& command, CommonOptions& options);

/// Declares --method, for whatever evaluates the rate of a neuron with exponential synapses.
void add_method_option(CLI::App& command, lif::exp::Method& method);

/// Declares --synaptic-filter, for whatever evaluates a transfer function.
void add_synaptic_filter_option(CLI::App& command, lif::SynapticFilter& filter);

/// Declares the parameter file and the options on how to read it.
void add_network_options(CLI::App& command, NetworkOptions& options);

/// The network of the file, with the synapses that were asked for.
[[nodiscard]] LoadedNetwork load(const NetworkOptions& options);

/// Throws FileError where the folder of a file that is to be written does not exist: at once rather
/// than after long work. An empty path is none.
void require_folder_of(const std::string& path);

/// "shift" or "taylor".
[[nodiscard]] std::string to_string(lif::exp::Method method);

/// "exact" or "nnmt".
[[nodiscard]] std::string to_string(lif::Convention convention);

/// "delta" or "exponential".
[[nodiscard]] std::string to_string(SynapseType synapse);

}  // namespace siegert::cli
