#pragma once

#include "convert/sonata_config.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// A network in SONATA's format as populations and what connects them.
namespace siegert::convert {

/// The nodes of one type: a population of the network, or an external one.
struct Population {
    std::string name;
    std::string model;  ///< such as "iaf_psc_exp"; of virtual nodes empty
    std::filesystem::path parameters;
    std::size_t size = 0;
    std::string nodes;  ///< SONATA's population, and the type in it
    std::int64_t type = 0;
};

/// To which population, and as which of its neurons, a node of a SONATA population belongs.
struct Place {
    std::size_t population = 0;
    std::size_t neuron = 0;
    bool is_virtual = false;
};

struct Circuit {
    std::vector<Population> populations;
    std::vector<Population> external;
    std::map<std::string, std::vector<Place>> places;
    std::vector<std::string> warnings;
};

/// Weights and delays of the connections from one population to another.
struct Moments {
    double count = 0.0;
    bool excites = false;
    bool inhibits = false;
    double weight = 0.0;
    double square_weight = 0.0;
    double delay = 0.0;
    double square_delay = 0.0;
    std::vector<double> indegrees{};  ///< of each target neuron
};

/// By target population, then source: those of the network, then the external ones.
using Connections = std::vector<std::vector<Moments>>;

/// Throws: FileError, InvalidParameter, ParameterFileError; so does read_connections.
[[nodiscard]] Circuit read_circuit(const SonataConfig& config);

/// Appends to the warnings of `circuit`.
[[nodiscard]] Connections read_connections(const SonataConfig& config, Circuit& circuit);

}  // namespace siegert::convert
