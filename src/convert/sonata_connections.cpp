#include "convert/sonata_circuit.hpp"
#include "convert/sonata_files.hpp"

#include <cmath>

namespace siegert::convert {
namespace {

// What connects two nodes.
struct Edge {
    double weight;
    double delay;  // [ms]
};

void require_static(const TypesTable& types, std::int64_t id) {
    const std::string model = types.text(id, "model_template");
    if (!model.empty() && !model.starts_with("static_synapse") && model != "nest:static_synapse") {
        throw InvalidParameter(fmt::format(
            "{}: model_template of type {} must be static_synapse, got '{}': there is no theory of "
            "synapses that change",
            types.file(), id, model));
    }
    const std::string function = types.text(id, "weight_function");
    if (!function.empty() && !function.starts_with("default")) {
        throw InvalidParameter(
            fmt::format("{}: weight_function of type {} must be NULL, got '{}': write the weights "
                        "that it gives into the file of edges (syn_weight)",
                        types.file(), id, function));
    }
}

double value_of(const std::vector<double>& own, std::size_t edge, std::optional<double> of_type,
                const char* name, const SonataEdges& edges) {
    if (!own.empty() && !std::isnan(own[edge])) return own[edge];
    if (of_type) return *of_type;
    throw InvalidParameter(fmt::format(
        "edges {} must have {}, in their file or in that of their types", edges.name, name));
}

const std::vector<Place>& places_of(const Circuit& circuit, const std::string& population,
                                    const SonataEdges& edges) {
    const auto at = circuit.places.find(population);
    if (at == circuit.places.end()) {
        throw InvalidParameter(
            fmt::format("edges {} connect nodes '{}', of which the configuration has no file",
                        edges.name, population));
    }
    return at->second;
}

const Place& place_of(const std::vector<Place>& places, std::int64_t node,
                      const SonataEdges& edges) {
    if (node < 0 || static_cast<std::size_t>(node) >= places.size()) {
        throw InvalidParameter(
            fmt::format("edges {} have node {}, of {}", edges.name, node, places.size()));
    }
    return places[static_cast<std::size_t>(node)];
}

void add_edge(Moments& moments, std::size_t target, const Edge& edge) {
    moments.count += 1.0;
    moments.weight += edge.weight;
    moments.square_weight += edge.weight * edge.weight;
    moments.delay += edge.delay;
    moments.square_delay += edge.delay * edge.delay;
    moments.excites = moments.excites || edge.weight > 0.0;
    moments.inhibits = moments.inhibits || edge.weight < 0.0;
    moments.indegrees[target] += 1.0;
}

struct TypeValues {
    std::optional<double> weight;
    std::optional<double> delay;
};

void add_edges(const SonataEdges& edges, const TypesTable& types, Circuit& circuit,
               Connections& connections) {
    const auto& sources = places_of(circuit, edges.source_population, edges);
    const auto& targets = places_of(circuit, edges.target_population, edges);
    std::map<std::int64_t, TypeValues> of_type;
    bool several = false;
    for (std::size_t k = 0; k < edges.sources.size(); ++k) {
        const std::int64_t id = edges.types[k];
        if (!of_type.contains(id)) {
            require_static(types, id);
            of_type[id] = {.weight = types.number(id, "syn_weight"),
                           .delay = types.number(id, "delay")};
        }
        const Place& source = place_of(sources, edges.sources[k], edges);
        const Place& target = place_of(targets, edges.targets[k], edges);
        if (target.is_virtual) continue;
        const double synapses =
            edges.numbers_of_synapses.empty() || std::isnan(edges.numbers_of_synapses[k])
                ? 1.0
                : edges.numbers_of_synapses[k];
        several = several || synapses != 1.0;
        const TypeValues& values = of_type[id];
        const std::size_t j =
            source.population + (source.is_virtual ? circuit.populations.size() : 0);
        add_edge(
            connections[target.population][j], target.neuron,
            {.weight = synapses * value_of(edges.weights, k, values.weight, "syn_weight", edges),
             .delay = value_of(edges.delays, k, values.delay, "delay", edges)});
    }
    if (several) {
        circuit.warnings.push_back(
            fmt::format("edges {}: an edge of several synapses (nsyns) is one connection with the "
                        "sum of their weights",
                        edges.name));
    }
}

void require_one_sign(const Circuit& circuit, const Connections& connections) {
    for (std::size_t i = 0; i < connections.size(); ++i) {
        for (const Moments& moments : connections[i]) {
            if (!moments.excites || !moments.inhibits) continue;
            throw InvalidParameter(fmt::format(
                "edges to {} from one type of node must all excite or all inhibit: give "
                "what excites and what inhibits types of their own",
                circuit.populations[i].name));
        }
    }
}

}  // namespace

Connections read_connections(const SonataConfig& config, Circuit& circuit) {
    const std::size_t sources = circuit.populations.size() + circuit.external.size();
    Connections connections(circuit.populations.size(), std::vector<Moments>(sources));
    for (std::size_t i = 0; i < connections.size(); ++i) {
        for (Moments& moments : connections[i])
            moments.indegrees.resize(circuit.populations[i].size);
    }
    for (const auto& [edges_file, types_file] : config.edges) {
        const TypesTable types(types_file, "edge_type_id");
        for (const SonataEdges& edges : read_sonata_edges(edges_file)) {
            add_edges(edges, types, circuit, connections);
        }
    }
    require_one_sign(circuit, connections);
    return connections;
}

}  // namespace siegert::convert
