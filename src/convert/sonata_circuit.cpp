#include "convert/sonata_circuit.hpp"

#include "convert/sonata_files.hpp"

#include <algorithm>

namespace siegert::convert {
namespace {

std::string model_of(const TypesTable& types, std::int64_t id) {
    const std::string kind = types.text(id, "model_type");
    if (kind == "virtual") return {};
    std::string model = types.text(id, "model_template");
    if (model.starts_with("nest:")) model.erase(0, 5);
    if (model != "iaf_psc_exp" && model != "iaf_psc_delta") {
        throw InvalidParameter(fmt::format(
            "{}: model_template of type {} must be nest:iaf_psc_exp or nest:iaf_psc_delta, or its "
            "model_type virtual, got '{}' ({}): leave other neurons out, or write the network as a "
            "parameter file",
            types.file(), id, model, kind));
    }
    return model;
}

Population population_of(const SonataNodes& nodes, std::int64_t id, bool only_one,
                         const TypesTable& types, const SonataConfig& config) {
    Population population{.name = types.text(id, "pop_name"),
                          .model = model_of(types, id),
                          .parameters = {},
                          .nodes = nodes.population,
                          .type = id};
    if (population.name.empty()) {
        population.name = only_one ? nodes.population : fmt::format("{}_{}", nodes.population, id);
    }
    const std::string parameters = types.text(id, "dynamics_params");
    if (!parameters.empty()) population.parameters = config.models / parameters;
    return population;
}

void add_nodes(const SonataNodes& nodes, const TypesTable& types, const SonataConfig& config,
               Circuit& circuit) {
    if (nodes.own_dynamics) {
        circuit.warnings.push_back(fmt::format(
            "nodes {}: dynamics_params of single nodes are not used, those of their types are",
            nodes.population));
    }
    std::vector<std::int64_t> ids = nodes.types;
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::map<std::int64_t, Place> first;
    for (const std::int64_t id : ids) {
        Population population = population_of(nodes, id, ids.size() == 1, types, config);
        const bool is_virtual = population.model.empty();
        auto& list = is_virtual ? circuit.external : circuit.populations;
        first[id] = {.population = list.size(), .neuron = 0, .is_virtual = is_virtual};
        list.push_back(std::move(population));
    }
    std::vector<Place>& places = circuit.places[nodes.population];
    for (const std::int64_t id : nodes.types) {
        Place place = first[id];
        auto& list = place.is_virtual ? circuit.external : circuit.populations;
        place.neuron = list[place.population].size++;
        places.push_back(place);
    }
}

void make_names_differ(std::vector<Population>& populations) {
    const auto same = [&](const std::string& name) {
        return std::ranges::count(populations, name, &Population::name) > 1;
    };
    std::vector<bool> ambiguous;
    for (const Population& population : populations) ambiguous.push_back(same(population.name));
    for (std::size_t k = 0; k < populations.size(); ++k) {
        if (ambiguous[k]) populations[k].name += fmt::format("_{}", populations[k].type);
    }
}

}  // namespace

Circuit read_circuit(const SonataConfig& config) {
    Circuit circuit;
    for (const auto& [nodes_file, types_file] : config.nodes) {
        const TypesTable types(types_file, "node_type_id");
        for (const SonataNodes& nodes : read_sonata_nodes(nodes_file)) {
            add_nodes(nodes, types, config, circuit);
        }
    }
    if (circuit.populations.empty()) {
        throw InvalidParameter("networks must have point neurons, found virtual nodes only");
    }
    make_names_differ(circuit.populations);
    for (const Population& population : circuit.populations) {
        if (population.model != circuit.populations[0].model) {
            throw InvalidParameter(
                "neurons must all be iaf_psc_exp or all be iaf_psc_delta: write the network as a "
                "parameter file, where tau_s is a matrix with zeros for delta synapses");
        }
    }
    return circuit;
}

}  // namespace siegert::convert
