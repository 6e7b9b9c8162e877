#include "io/network_builder.hpp"
#include "io/parameter_values.hpp"
#include "model/enumerators.hpp"
#include "model/stimulus_use.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace siegert::io {
namespace {

/// One mapping of the list, and which of its keys were asked for: others are mistakes.
class StimulusReader {
public:
    StimulusReader(const ParameterSet& parameters, const YamlNode& node)
        : node_(node),
          place_{.file = parameters.file, .key = "stimulus", .directory = parameters.directory} {
        if (node.kind != YamlNode::Kind::map) {
            fail(place_, node.line, "a mapping such as {mean: 1 mV, start: 100 ms}",
                 describe(node));
        }
    }

    [[nodiscard]] const YamlNode* optional(std::string_view key) {
        asked_.push_back(key);
        return find(node_, std::string(key));
    }

    [[nodiscard]] const YamlNode& required(std::string_view key) {
        if (const YamlNode* node = optional(key)) return *node;
        fail(place_, node_.line, fmt::format("the key '{}'", key), "none");
    }

    [[nodiscard]] double quantity(const YamlNode& node, Dimension dimension) const {
        const Numbers read = read_numbers(place_, node, dimension);
        if (!read.shape.empty()) {
            fail(place_, node.line, "a single number", describe_shape(read));
        }
        return read.values.front();
    }

    void read(std::string_view key, Dimension dimension, double& value) {
        if (const YamlNode* node = optional(key)) value = quantity(*node, dimension);
    }

    [[nodiscard]] std::vector<std::string> names(const YamlNode& node) const {
        if (node.kind == YamlNode::Kind::scalar) return {read_text(place_, node)};
        return read_names(place_, node);
    }

    [[nodiscard]] Vector column(const YamlNode& node, Dimension dimension) const {
        const Numbers read = read_numbers(place_, node, dimension);
        if (read.shape.size() == 2 && std::ranges::count(read.shape, 1) == 0) {
            fail(place_, node.line, "one column", describe_shape(read));
        }
        return Eigen::Map<const Vector>(read.values.data(), std::ssize(read.values));
    }

    [[nodiscard]] std::vector<Index> indices(const YamlNode& node) const {
        std::vector<Index> whole;
        for (const double value : column(node, Dimension::dimensionless)) {
            if (value != std::floor(value)) {
                fail(place_, node.line, "whole numbers", fmt::format("{}", value));
            }
            whole.push_back(static_cast<Index>(value));
        }
        return whole;
    }

    [[noreturn]] void mistake(int line, std::string_view expected, std::string_view found) const {
        fail(place_, line, expected, found);
    }

    void require_nothing_else() const {
        for (std::size_t k = 0; k < node_.keys.size(); ++k) {
            if (std::ranges::count(asked_, node_.keys[k]) > 0) continue;
            const std::string meant = nearest(node_.keys[k], asked_);
            fail(place_, node_.items[k].line,
                 fmt::format("a key that belongs to this stimulus{}",
                             meant.empty() ? "" : fmt::format(" such as '{}'", meant)),
                 "'" + node_.keys[k] + "'");
        }
    }

    [[nodiscard]] const YamlNode& node() const { return node_; }

private:
    const YamlNode& node_;
    Place place_;
    std::vector<std::string_view> asked_;
};

// The one of mean, current, ... that is there.
const YamlNode& read_input(StimulusReader& reader, Stimulus& stimulus) {
    const YamlNode* given = nullptr;
    std::string found = "none";
    for (const auto& [input, name, meaning] : schema::Enumerators<StimulusInput>::names) {
        const YamlNode* node = reader.optional(name);
        if (!node) continue;
        if (given) {
            reader.mistake(node->line, "one input", fmt::format("'{}' beside {}", name, found));
        }
        given = node;
        found = fmt::format("'{}'", name);
        stimulus.input = input;
    }
    if (!given) {
        reader.mistake(reader.node().line,
                       "one of " + schema::alternatives<StimulusInput>() + " in each stimulus",
                       "none");
    }
    return *given;
}

void read_spikes(StimulusReader& reader, const YamlNode& times, Stimulus& stimulus) {
    stimulus.spike_times = reader.column(times, Dimension::time);
    stimulus.amplitude = reader.quantity(reader.required("weight"), Dimension::voltage);
    if (const YamlNode* neurons = reader.optional("neurons")) {
        stimulus.spike_neurons = reader.indices(*neurons);
    }
}

StimulusShape shape_of(StimulusReader& reader) {
    const YamlNode* node = reader.optional("shape");
    if (!node) return StimulusShape::step;
    for (const auto& [shape, name, meaning] : schema::Enumerators<StimulusShape>::names) {
        if (node->kind == YamlNode::Kind::scalar && node->text == name) return shape;
    }
    reader.mistake(node->line, schema::alternatives<StimulusShape>(), describe(*node));
}

void read_shape(StimulusReader& reader, Stimulus& stimulus) {
    stimulus.shape = shape_of(reader);
    switch (stimulus.shape) {
        case StimulusShape::step:
        case StimulusShape::ramp:
            break;
        case StimulusShape::sine:
            stimulus.frequency =
                reader.quantity(reader.required("frequency"), Dimension::frequency);
            reader.read("phase", Dimension::dimensionless, stimulus.phase);
            break;
        case StimulusShape::pulses:
            stimulus.period = reader.quantity(reader.required("period"), Dimension::time);
            stimulus.width = reader.quantity(reader.required("width"), Dimension::time);
            break;
        case StimulusShape::file:
            stimulus.samples = reader.column(reader.required("samples"), Dimension::dimensionless);
            stimulus.sample_interval =
                reader.quantity(reader.required("sample_interval"), Dimension::time);
            break;
    }
}

Stimulus stimulus_of(const ParameterSet& parameters, const YamlNode& node) {
    StimulusReader reader(parameters, node);
    Stimulus stimulus;
    if (const YamlNode* names = reader.optional("populations")) {
        stimulus.populations = reader.names(*names);
    }
    const YamlNode& input = read_input(reader, stimulus);
    reader.read("start", Dimension::time, stimulus.start);
    reader.read("stop", Dimension::time, stimulus.stop);
    const bool rates =
        stimulus.input == StimulusInput::rate || stimulus.input == StimulusInput::rate_factor;
    if (const YamlNode* sources = rates ? reader.optional("external_populations") : nullptr) {
        stimulus.external_populations = reader.indices(*sources);
    }
    if (stimulus.input == StimulusInput::spikes) {
        read_spikes(reader, input, stimulus);
    } else {
        stimulus.amplitude = reader.quantity(input, dimension_of(stimulus.input));
        read_shape(reader, stimulus);
    }
    reader.require_nothing_else();
    return stimulus;
}

}  // namespace

std::vector<Stimulus> stimuli_of(const NetworkBuild& build, const Entry& entry) {
    const ParameterSet& parameters = build.parameters;
    if (entry.node.kind != YamlNode::Kind::sequence) {
        throw ParameterFileError(
            parameters.file, entry.line, entry.key,
            "expected a list of mappings such as [{mean: 1 mV, start: 100 ms}], found " +
                describe(entry.node));
    }
    std::vector<Stimulus> stimuli;
    for (const YamlNode& node : entry.node.items) {
        stimuli.push_back(stimulus_of(parameters, node));
    }
    return stimuli;
}

}  // namespace siegert::io
