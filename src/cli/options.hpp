#pragma once

#include "cli/output.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/lif/convention.hpp>
#include <siegert/lif/exp.hpp>

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

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

/// Accepts one of these texts: "expected 'json' or 'csv', found 'xml'", and the nearest.
[[nodiscard]] CLI::Validator one_of(const std::vector<std::string>& choices);

/// Declares --format and --convention, which every command takes.
void add_common_options(CLI::App& command, CommonOptions& options);

/// Declares --method, for whatever evaluates the rate of a neuron with exponential synapses.
void add_method_option(CLI::App& command, lif::exp::Method& method);

/// Declares --synaptic-filter, for whatever evaluates a transfer function.
void add_synaptic_filter_option(CLI::App& command, lif::SynapticFilter& filter);

/// Declares the parameter file and the options on how to read it.
void add_network_options(CLI::App& command, NetworkOptions& options);

/// The network of the file, with the synapses that were asked for. What is probably not meant is
/// printed to the standard error.
[[nodiscard]] LoadedNetwork load(const NetworkOptions& options);

/// "siegert: FILE: warning: ..." for each warning, to the standard error.
void print_warnings(const LoadedNetwork& loaded, const std::string& file);

/// Throws ParameterFileError where populations are connected and the file has no delays; `use` says
/// what needs them, such as "a simulation needs".
void require_delays(const LoadedNetwork& loaded, const std::string& file, std::string_view use);

}  // namespace siegert::cli
