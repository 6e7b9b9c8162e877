#include "io/network_builder.hpp"

#include "model/enumerators.hpp"
#include "model/network_fields.hpp"
#include "model/neuron_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace siegert::io {
namespace {

using schema::NetworkField;
using schema::Shape;

// What NNMT computes from single neurons stands in its files under the names of populations.
bool is_for_pairs_of_neurons(const NetworkBuild& build, const Entry& entry) {
    const auto neurons = static_cast<Index>(build.network.N.sum());
    return neurons > build.n() && entry.numbers.shape == std::vector<Index>{neurons, neurons};
}

void read(NetworkBuild& build, const Entry& entry, const schema::About&, std::string& text) {
    (void)build;
    text = entry.texts.front();
}

void read(NetworkBuild& build, const Entry& entry, const schema::About&,
          std::vector<std::string>& names) {
    (void)build;
    names = entry.texts;
}

void read(NetworkBuild& build, const Entry& entry, const schema::About&, bool& truth) {
    (void)build;
    truth = entry.texts.front() == "true";
}

template <schema::Listed E>
void read(NetworkBuild& build, const Entry& entry, const schema::About&, E& choice) {
    std::string text = entry.texts.front();
    std::ranges::replace(text, ' ', '_');  // NNMT's "truncated gaussian"
    for (const auto& [value, name, meaning] : schema::Enumerators<E>::names) {
        if (name != text) continue;
        choice = value;
        return;
    }
    fail(build.parameters, entry, schema::alternatives<E>(), "'" + entry.texts.front() + "'");
}

template <schema::Listed E>
E choice(const NetworkBuild& build, const Entry& entry, const YamlNode& node) {
    std::vector<std::string_view> known;
    for (const auto& [value, name, meaning] : schema::Enumerators<E>::names) {
        if (node.kind == YamlNode::Kind::scalar && name == node.text) return value;
        known.push_back(name);
    }
    const std::string meant = nearest(node.text, known);
    throw ParameterFileError(
        build.parameters.file, node.line, entry.key,
        fmt::format("expected {}, found {}{}", schema::alternatives<E>(), describe(node),
                    meant.empty() ? "" : fmt::format("; did you mean '{}'?", meant)));
}

// One for all populations, a list, or by the names of populations, the others having the first.
template <schema::Listed E>
void read(NetworkBuild& build, const Entry& entry, const schema::About&, std::vector<E>& choices) {
    const YamlNode& node = entry.node;
    if (node.kind == YamlNode::Kind::sequence) {
        for (const auto& item : node.items) choices.push_back(choice<E>(build, entry, item));
        return;
    }
    const bool by_name = node.kind == YamlNode::Kind::map;
    choices.assign(
        build.network.populations.size(),
        by_name ? schema::Enumerators<E>::names.front().value : choice<E>(build, entry, node));
    for (std::size_t k = 0; k < node.keys.size(); ++k) {
        choices[population_index(build, entry.key, node.keys[k], node.items[k].line)] =
            choice<E>(build, entry, node.items[k]);
    }
}

// A single number stands for every neuron that has such a parameter.
void leave_to_owner(const Network& network, const schema::About& about, Vector& values) {
    for (Index i = 0; i < values.size(); ++i) {
        if (!about.only_of(neuron_type(network, i))) values(i) = 0.0;
    }
}

void read(NetworkBuild& build, const Entry& entry, const schema::About& about, Vector& values) {
    if (about.shape != Shape::population) return;  // external ones: build_external_input
    values = vector_of(build.parameters, entry, build.n());
    const bool for_some = about.only_of && has(build.network, about.only_of);
    if (for_some && entry.numbers.shape.empty()) leave_to_owner(build.network, about, values);
}

void read(NetworkBuild& build, const Entry& entry, const schema::About& about, Matrix& values) {
    if (about.shape == Shape::target_or_connection) {
        values = matrix_or_targets(build.parameters, entry, build.n(), build.n());
    }
    if (about.shape != Shape::connection) return;  // external ones: build_external_input
    if (about.derived && is_for_pairs_of_neurons(build, entry)) {
        build.warnings.push_back(fmt::format(
            "{}: one entry for each pair of neurons; it is kept, but populations take other keys",
            entry.key));
        return;
    }
    values = matrix_of(build.parameters, entry, build.n(), build.n());
}

void read(NetworkBuild& build, const Entry& entry, const schema::About&,
          decltype(Network::adaptation)& currents) {
    currents = adaptation_of(build, entry);
}

void read(NetworkBuild& build, const Entry& entry, const schema::About&,
          std::vector<Stimulus>& stimuli) {
    stimuli = stimuli_of(build, entry);
}

}  // namespace

void build_fields(NetworkBuild& build) {
    schema::for_each_field([&]<class Value>(const NetworkField<Value>& field) {
        const schema::About& about = field.about;
        if (const Entry* entry = optional(build, {about.key}, field.name)) {
            read(build, *entry, about, build.network.*field.member);
        } else if (about.needed == schema::always && !about.derived) {
            fail_missing(build.parameters, about.key);
        }
    });
}

}  // namespace siegert::io
