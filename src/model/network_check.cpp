#include "model/network_check.hpp"

#include "model/enumerators.hpp"
#include "model/network_fields.hpp"
#include "model/neuron_kinds.hpp"
#include "model/stimulus_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace siegert {
namespace {

using schema::NetworkField;
using schema::Range;
using schema::Shape;
using Fault = std::optional<NetworkFault>;

const std::string& name_of(const Network& network, Index i) {
    return network.populations[static_cast<std::size_t>(i)];
}

NetworkFault fault_of_value(std::string_view field, std::string subject, std::string_view demand,
                            double value) {
    return {.field = std::string(field),
            .subject = std::move(subject),
            .demand = std::string(demand),
            .value = value,
            .found = {}};
}

NetworkFault fault_of_field(std::string_view field, std::string demand, std::string found) {
    return {.field = std::string(field),
            .subject = std::string(field),
            .demand = std::move(demand),
            .value = std::nullopt,
            .found = std::move(found)};
}

std::string subject_of(const Network& network, std::string_view field, Shape shape, Index i,
                       Index j) {
    if (shape == Shape::population) {
        return fmt::format("{} of population {}", field, name_of(network, i));
    }
    if (shape == Shape::external_population) {
        return fmt::format("{} of external population {}", field, i + 1);
    }
    return fmt::format("{} of row {} (target {}), column {}", field, i + 1, name_of(network, i),
                       j + 1);
}

// The first entry that lies outside of the range.
template <class Array>
Fault check_entries(const Network& network, std::string_view field, Shape shape,
                    const Array& values, const Range& range) {
    if (schema::may_be_of_targets(shape) && values.cols() == 1) shape = Shape::population;
    for (Index i = 0; i < values.rows(); ++i) {
        for (Index j = 0; j < values.cols(); ++j) {
            if (range.contains(values(i, j))) continue;
            return fault_of_value(field, subject_of(network, field, shape, i, j), range.demand,
                                  values(i, j));
        }
    }
    return {};
}

Index columns_of(const Network& network, Shape shape) {
    switch (shape) {
        case Shape::connection:
        case Shape::target_or_connection:
            return static_cast<Index>(network.populations.size());
        case Shape::external_connection:
        case Shape::target_or_external_connection:
            return network.nu_ext.size();
        default:
            return 1;
    }
}

Fault check_shape(const Network& network, const NetworkField<Vector>& field) {
    const Index size = (network.*field.member).size();
    const auto n = static_cast<Index>(network.populations.size());
    if (field.about.shape == Shape::external_population || size == n) return {};  // sets m
    return fault_of_field(field.name, fmt::format("have {} entries", n), fmt::format("{}", size));
}

Fault check_shape(const Network& network, const NetworkField<Matrix>& field) {
    const Matrix& values = network.*field.member;
    const auto rows = static_cast<Index>(network.populations.size());
    const Index cols = columns_of(network, field.about.shape);
    if (values.rows() == rows && values.cols() == cols) return {};
    const bool of_targets = schema::may_be_of_targets(field.about.shape);
    if (of_targets && values.rows() == rows && values.cols() == 1) return {};
    return fault_of_field(
        field.name,
        fmt::format("{}be a {} x {} matrix",
                    of_targets ? fmt::format("have {} entries or ", rows) : "", rows, cols),
        fmt::format("{} x {}", values.rows(), values.cols()));
}

// Shape and range of what is a number for each population or pair of them.
template <class Value>
Fault check_numbers(const Network& network, const NetworkField<Value>& field) {
    if constexpr (std::is_same_v<Value, Vector> || std::is_same_v<Value, Matrix>) {
        const Value& values = network.*field.member;
        if (values.size() == 0 && !field.about.needed(network)) return {};
        if (const auto fault = check_shape(network, field)) return fault;
        return check_entries(network, field.name, field.about.shape, values, field.about.range);
    }
    return {};
}

Fault check_fields(const Network& network) {
    Fault first;
    schema::for_each_field([&](const auto& field) {
        if (!first) first = check_numbers(network, field);
    });
    return first;
}

Fault check_populations(const Network& network) {
    const auto& names = network.populations;
    if (names.empty()) return fault_of_field("populations", "name at least one", "none");
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (name->empty()) return fault_of_field("populations", "have names", "an empty text");
        if (std::find(names.begin(), name, *name) != name) {
            return fault_of_field("populations", "be distinct", "'" + *name + "' twice");
        }
    }
    return {};
}

Fault check_threshold(const Network& network) {
    for (Index i = 0; i < network.V_th.size(); ++i) {
        if (network.V_0(i) < network.V_th(i)) continue;
        return fault_of_value("V_0", subject_of(network, "V_0", Shape::population, i, 0),
                              fmt::format("lie below V_th = {} V", network.V_th(i)),
                              network.V_0(i));
    }
    return {};
}

Fault check_neurons(const Network& network) {
    const auto n = network.populations.size();
    if (network.neuron.empty() || network.neuron.size() == n) return {};
    return fault_of_field("neuron", fmt::format("have {} entries", n),
                          fmt::format("{}", network.neuron.size()));
}

// "eif", or "a or b" where there are more.
std::string names_of(OfNeuron property) {
    std::string names;
    for (const auto& kind : schema::Enumerators<NeuronType>::names) {
        if (property(kind.value)) names.append(names.empty() ? "" : " or ").append(kind.name);
    }
    return names;
}

// What only some kinds of neurons have, others must not have.
Fault check_owner(const Network& network, const NetworkField<Vector>& field) {
    const Vector& values = network.*field.member;
    if (values.size() > 0 && !has(network, field.about.only_of)) {
        return fault_of_field(field.name,
                              fmt::format("be absent, as no population has neuron: {}",
                                          names_of(field.about.only_of)),
                              "some");
    }
    for (Index i = 0; i < values.size(); ++i) {
        const NeuronType type = neuron_type(network, i);
        if (field.about.only_of(type) || values(i) == 0.0) continue;
        return fault_of_value(field.name, subject_of(network, field.name, Shape::population, i, 0),
                              fmt::format("be 0, as its neuron is {}", schema::name_of(type)),
                              values(i));
    }
    return {};
}

Fault check_owners(const Network& network) {
    Fault first;
    schema::for_each_field([&]<class Value>(const NetworkField<Value>& field) {
        if constexpr (std::is_same_v<Value, Vector>) {
            if (!first && field.about.only_of) first = check_owner(network, field);
        }
    });
    return first;
}

Fault check_spike_onset(const Network& network) {
    for (Index i = 0; i < network.Delta_T.size(); ++i) {
        const NeuronType type = neuron_type(network, i);
        if (!runs_away(type)) continue;
        if (network.Delta_T(i) == 0.0) {
            return fault_of_value(
                "Delta_T", subject_of(network, "Delta_T", Shape::population, i, 0),
                fmt::format("be positive, as its neuron is {}", schema::name_of(type)), 0.0);
        }
        if (network.V_T(i) < network.V_th(i)) continue;
        return fault_of_value(
            "V_T", subject_of(network, "V_T", Shape::population, i, 0),
            fmt::format("lie below V_th = {} V, where a spike is cut", network.V_th(i)),
            network.V_T(i));
    }
    return {};
}

Fault check_delays(const Network& network) {
    if (network.Delay.size() == 0 && network.Delay_sd.size() > 0) {
        return fault_of_field("Delay_sd", "be given together with Delay", "no Delay");
    }
    if (network.delay_dist == DelayDistribution::lognormal) {
        constexpr Range positive_mean{schema::positive.contains,
                                      "be positive, as delay_dist is lognormal", ""};
        return check_entries(network, "Delay", Shape::connection, network.Delay, positive_mean);
    }
    return {};
}

Fault check_current(const Network& network) {
    if (network.I_ext.size() > 0 && network.C.size() == 0) {
        return fault_of_field("C", "be given together with I_ext", "no C");
    }
    return {};
}

// Reversal potentials make conductances of synapses, whose sign is theirs.
Fault check_conductances(const Network& network) {
    if (!schema::with_conductances(network)) {
        for (const auto& [name, values] :
             {std::pair{"E_rev", &network.E_rev}, {"E_rev_ext", &network.E_rev_ext}}) {
            if (values->size() == 0) continue;
            return fault_of_field(
                name, fmt::format("be absent, as synapse is {}", schema::name_of(network.synapse)),
                "some");
        }
        return {};
    }
    constexpr Range no_sign{schema::not_negative.contains,
                            "be finite and not negative, as synapse is conductance", ""};
    constexpr Range lasting{schema::positive.contains,
                            "be positive and finite, as synapse is conductance", ""};
    if (const auto fault = check_entries(network, "J", Shape::connection, network.J, no_sign)) {
        return fault;
    }
    if (const auto fault =
            check_entries(network, "J_ext", Shape::external_connection, network.J_ext, no_sign)) {
        return fault;
    }
    if (const auto fault =
            check_entries(network, "tau_s", Shape::target_or_connection, network.tau_s, lasting)) {
        return fault;
    }
    return check_entries(network, "tau_s_ext", Shape::target_or_external_connection,
                         network.tau_s_ext, lasting);
}

// Each pair is connected at most once, so that there is a neuron for every synapse.
Fault check_indegrees(const Network& network) {
    if (network.connection_rule != ConnectionRule::pairwise_bernoulli) return {};
    for (Index i = 0; i < network.K.rows(); ++i) {
        for (Index j = 0; j < network.K.cols(); ++j) {
            const double sources = network.N(j) - (i == j && !network.autapses ? 1.0 : 0.0);
            if (network.K(i, j) <= sources) continue;
            return fault_of_value(
                "K", subject_of(network, "K", Shape::connection, i, j),
                fmt::format("not exceed the {} neurons of the source, as connection_rule is "
                            "pairwise_bernoulli",
                            sources),
                network.K(i, j));
        }
    }
    return {};
}

Fault check_adaptation(const Network& network) {
    const auto n = network.populations.size();
    if (network.adaptation.empty()) return {};
    if (network.adaptation.size() != n) {
        return fault_of_field("adaptation", fmt::format("have {} entries", n),
                              fmt::format("{}", network.adaptation.size()));
    }
    const auto element_fault = [&](std::size_t i, const char* element, const Range& range,
                                   double value) {
        return fault_of_value(
            "adaptation",
            fmt::format("{} of the adaptation of population {}", element, network.populations[i]),
            range.demand, value);
    };
    for (std::size_t i = 0; i < n; ++i) {
        for (const auto& current : network.adaptation[i]) {
            if (!schema::positive.contains(current.tau)) {
                return element_fault(i, "tau", schema::positive, current.tau);
            }
            for (const auto& [name, value] : {std::pair{"a", current.a}, {"b", current.b}}) {
                if (!schema::finite.contains(value)) {
                    return element_fault(i, name, schema::finite, value);
                }
            }
        }
    }
    return {};
}

}  // namespace

std::optional<NetworkFault> find_fault(const Network& network) {
    for (const auto check :
         {check_populations, check_neurons, check_fields, check_owners, check_threshold,
          check_spike_onset, check_delays, check_current, check_conductances, check_indegrees,
          check_adaptation, find_fault_of_stimuli}) {
        if (auto fault = check(network)) return fault;
    }
    return {};
}

}  // namespace siegert
