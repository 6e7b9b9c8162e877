#include <siegert/io/parameter_file.hpp>
#include <siegert/io/quantity.hpp>

#include "io/atomic_file.hpp"
#include "io/text_file.hpp"
#include "io/unit.hpp"
#include "model/enumerators.hpp"
#include "model/network_fields.hpp"
#include "model/stimulus_use.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace siegert {
namespace {

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// A unit in which every value is written as a number that reads back to the same double.
struct WrittenUnit {
    std::string name;
    int exponent = 0;
};

// The shortest text that reads back to `value` when it is followed by a unit of this exponent:
// 15 digits if they suffice, as people write them. Empty if there is none.
std::string exact_text(double value, int exponent) {
    if (exponent == 0) return fmt::format("{}", value);
    const double number = io::scaled(value, -exponent);
    for (const int digits : {15, 16, 17}) {
        std::string text = fmt::format("{:.{}g}", number, digits);
        const auto read = io::to_number(text, exponent);
        if (read && same_bits(*read, value)) return text;
    }
    return {};
}

template <typename Values>
WrittenUnit exact_unit(const Values& values, Dimension dimension) {
    if (dimension == Dimension::dimensionless) return {};
    const std::string customary = customary_unit(dimension);
    const int exponent = io::find_unit(customary)->exponent;
    for (const double value : values.reshaped()) {
        if (exact_text(value, exponent).empty()) return {si_unit(dimension), 0};
    }
    return {customary, exponent};
}

std::string number_in(const WrittenUnit& unit, double value) {
    return exact_text(value, unit.exponent);
}

std::string quoted(const std::string& text) {
    try {
        return nlohmann::json(text).dump();
    } catch (const nlohmann::json::exception&) {
        throw InvalidParameter("a name in the network must be UTF-8, got other bytes");
    }
}

void append(std::string& yaml, std::string_view key, const std::string& value) {
    yaml += fmt::format("{}: {}\n", key, value);
}

std::string list(Index size, const std::function<std::string(Index)>& item) {
    std::string text = "[";
    for (Index i = 0; i < size; ++i) {
        if (i > 0) text += ", ";
        text += item(i);
    }
    return text + "]";
}

// "{val: [1, 2], unit: ms}"
std::string numbers(const Vector& values, Dimension dimension) {
    const WrittenUnit unit = exact_unit(values, dimension);
    const std::string text =
        list(values.size(), [&](Index i) { return number_in(unit, values(i)); });
    return unit.name.empty() ? text : fmt::format("{{val: {}, unit: {}}}", text, unit.name);
}

void append_list(std::string& yaml, std::string_view key, const Vector& values,
                 Dimension dimension) {
    if (values.size() > 0) append(yaml, key, numbers(values, dimension));
}

std::string scalar(double value, Dimension dimension) {
    const WrittenUnit unit = exact_unit(Vector::Constant(1, value), dimension);
    return unit.name.empty() ? number_in(unit, value)
                             : fmt::format("{} {}", number_in(unit, value), unit.name);
}

// One entry for each population, or a single one that stands for all.
void append_vector(std::string& yaml, std::string_view key, const Vector& values,
                   Dimension dimension) {
    if (values.size() == 0) return;
    const bool all_equal = std::all_of(values.begin(), values.end(),
                                       [&](double x) { return same_bits(x, values(0)); });
    if (all_equal) {
        append(yaml, key, scalar(values(0), dimension));
    } else {
        append_list(yaml, key, values, dimension);
    }
}

void append_matrix(std::string& yaml, std::string_view key, const Matrix& values,
                   Dimension dimension) {
    if (values.size() == 0) return;
    const WrittenUnit unit = exact_unit(values, dimension);
    const char* indent = unit.name.empty() ? "  " : "    ";
    yaml += fmt::format("{}:\n", key);
    if (!unit.name.empty()) yaml += fmt::format("  unit: {}\n  val:\n", unit.name);
    for (Index i = 0; i < values.rows(); ++i) {
        yaml += indent;
        yaml += "- ";
        yaml += list(values.cols(), [&](Index j) { return number_in(unit, values(i, j)); });
        yaml += '\n';
    }
}

void append_adaptation(std::string& yaml, const Network& network) {
    if (network.adaptation.empty()) return;
    yaml += "adaptation:\n";
    for (std::size_t i = 0; i < network.adaptation.size(); ++i) {
        const auto& currents = network.adaptation[i];
        yaml +=
            fmt::format("  {}:{}\n", quoted(network.populations[i]), currents.empty() ? " []" : "");
        for (const auto& current : currents) {
            yaml += fmt::format(
                "    - {{tau: {}, a: {}, b: {}}}\n", scalar(current.tau, Dimension::time),
                scalar(current.a, Dimension::dimensionless), scalar(current.b, Dimension::voltage));
        }
    }
}

std::string indices(const std::vector<Index>& values) {
    return list(std::ssize(values),
                [&](Index i) { return fmt::format("{}", values[static_cast<std::size_t>(i)]); });
}

// The keys of one stimulus and their values.
using Items = std::vector<std::pair<std::string_view, std::string>>;

void add_shape(Items& items, const Stimulus& stimulus) {
    items.emplace_back("shape", schema::name_of(stimulus.shape));
    if (stimulus.shape == StimulusShape::sine) {
        items.emplace_back("frequency", scalar(stimulus.frequency, Dimension::frequency));
        items.emplace_back("phase", scalar(stimulus.phase, Dimension::dimensionless));
    }
    if (stimulus.shape == StimulusShape::pulses) {
        items.emplace_back("period", scalar(stimulus.period, Dimension::time));
        items.emplace_back("width", scalar(stimulus.width, Dimension::time));
    }
    if (stimulus.shape == StimulusShape::file) {
        items.emplace_back("samples", numbers(stimulus.samples, Dimension::dimensionless));
        items.emplace_back("sample_interval", scalar(stimulus.sample_interval, Dimension::time));
    }
}

Items items_of(const Stimulus& stimulus) {
    Items items;
    if (!stimulus.populations.empty()) {
        items.emplace_back("populations", list(std::ssize(stimulus.populations), [&](Index i) {
                               return quoted(stimulus.populations[static_cast<std::size_t>(i)]);
                           }));
    }
    if (!stimulus.external_populations.empty()) {
        items.emplace_back("external_populations", indices(stimulus.external_populations));
    }
    if (stimulus.input == StimulusInput::spikes) {
        items.emplace_back("spikes", numbers(stimulus.spike_times, Dimension::time));
        if (!stimulus.spike_neurons.empty()) {
            items.emplace_back("neurons", indices(stimulus.spike_neurons));
        }
        items.emplace_back("weight", scalar(stimulus.amplitude, dimension_of(stimulus.input)));
    } else {
        items.emplace_back(schema::name_of(stimulus.input),
                           scalar(stimulus.amplitude, dimension_of(stimulus.input)));
        add_shape(items, stimulus);
    }
    items.emplace_back("start", scalar(stimulus.start, Dimension::time));
    if (std::isfinite(stimulus.stop)) {
        items.emplace_back("stop", scalar(stimulus.stop, Dimension::time));
    }
    return items;
}

void append_stimuli(std::string& yaml, const Network& network) {
    if (network.stimulus.empty()) return;
    yaml += "stimulus:\n";
    for (const Stimulus& stimulus : network.stimulus) {
        std::string_view before = "  - ";
        for (const auto& [key, value] : items_of(stimulus)) {
            yaml += fmt::format("{}{}: {}\n", before, key, value);
            before = "    ";
        }
    }
}

using schema::NetworkField;
using schema::Shape;

void append_field(std::string& yaml, const NetworkField<std::string>& field,
                  const Network& network) {
    const std::string& text = network.*field.member;
    if (!text.empty()) append(yaml, field.about.key, quoted(text));
}

void append_field(std::string& yaml, const NetworkField<std::vector<std::string>>& field,
                  const Network& network) {
    const auto& names = network.*field.member;
    append(yaml, field.about.key, list(static_cast<Index>(names.size()), [&](Index i) {
               return quoted(names[static_cast<std::size_t>(i)]);
           }));
}

void append_field(std::string& yaml, const NetworkField<bool>& field, const Network& network) {
    append(yaml, field.about.key, network.*field.member ? "true" : "false");
}

template <schema::Listed E>
void append_field(std::string& yaml, const NetworkField<E>& field, const Network& network) {
    append(yaml, field.about.key, std::string(schema::name_of(network.*field.member)));
}

// One for each population, or a single one that stands for all.
template <schema::Listed E>
void append_field(std::string& yaml, const NetworkField<std::vector<E>>& field,
                  const Network& network) {
    const auto& choices = network.*field.member;
    if (choices.empty()) return;
    const auto name = [&](Index i) {
        return std::string(schema::name_of(choices[static_cast<std::size_t>(i)]));
    };
    const bool all_equal = std::ranges::count(choices, choices.front()) == std::ssize(choices);
    append(yaml, field.about.key,
           all_equal ? name(0) : list(static_cast<Index>(choices.size()), name));
}

void append_field(std::string& yaml, const NetworkField<Vector>& field, const Network& network) {
    const Vector& values = network.*field.member;
    const bool one_for_all = field.about.shape == Shape::population &&
                             field.about.section != schema::Section::populations;
    if (one_for_all) {
        append_vector(yaml, field.about.key, values, field.about.dimension);
    } else {
        append_list(yaml, field.about.key, values, field.about.dimension);
    }
}

void append_field(std::string& yaml, const NetworkField<Matrix>& field, const Network& network) {
    const Matrix& values = network.*field.member;
    const std::string_view key = schema::key_in(network, field.about);
    const Dimension dimension = schema::dimension_in(network, field.about);
    if (schema::may_be_of_targets(field.about.shape) && values.cols() == 1) {
        append_vector(yaml, key, values, dimension);
    } else {
        append_matrix(yaml, key, values, dimension);
    }
}

void append_field(std::string& yaml, const NetworkField<decltype(Network::adaptation)>&,
                  const Network& network) {
    append_adaptation(yaml, network);
}

void append_field(std::string& yaml, const NetworkField<std::vector<Stimulus>>&,
                  const Network& network) {
    append_stimuli(yaml, network);
}

std::string_view heading(schema::Section section) {
    switch (section) {
        case schema::Section::populations:
            return "";
        case schema::Section::neurons:
            return "\n# neurons\n";
        case schema::Section::synapses:
            return "\n# synapses: rows are targets, columns are sources\n";
        case schema::Section::connections:
            return "\n# connections\n";
        case schema::Section::delays:
            return "\n# delays\n";
        case schema::Section::external_input:
            return "\n# external input\n";
    }
    return "";
}

}  // namespace

std::string to_yaml(const Network& network, const Analysis& analysis) {
    validate(network);
    std::string yaml = "# Network of integrate-and-fire neurons, written by siegert\n";
    auto section = schema::Section::populations;
    schema::for_each_field([&](const auto& field) {
        if (field.about.section != section) yaml += heading(field.about.section);
        section = field.about.section;
        append_field(yaml, field, network);
    });
    if (analysis.omegas.size() + analysis.k_wavenumbers.size() > 0) yaml += "\n# analysis\n";
    append_list(yaml, "omegas", analysis.omegas, Dimension::angular_frequency);
    append_list(yaml, "k_wavenumbers", analysis.k_wavenumbers, Dimension::wavenumber);
    return yaml;
}

void write_network(const Network& network, const std::filesystem::path& path,
                   const Analysis& analysis) {
    io::write_whole_file(path, to_yaml(network, analysis));
}

}  // namespace siegert
