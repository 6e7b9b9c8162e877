#include "questions/design_request.hpp"

#include <siegert/error.hpp>
#include <siegert/io/parameter_family.hpp>
#include <siegert/io/parameter_line.hpp>

#include "trimmed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace siegert::questions {
namespace {

using landscape::ChangeOf;
using landscape::Demand;
using landscape::FreeParameter;
using landscape::Observable;
using landscape::Target;

struct NamedObservable {
    std::string_view name;
    Observable observable;
    bool of_population;
};

constexpr std::array observables{
    NamedObservable{"firing_rates", Observable::firing_rate, true},
    NamedObservable{"cvs", Observable::cv, true},
    NamedObservable{"growth_rate", Observable::growth_rate, false},
    NamedObservable{"mode_frequency", Observable::mode_frequency, false},
    NamedObservable{"peak_frequency", Observable::peak_frequency, true},
    NamedObservable{"peak_height", Observable::peak_height, true}};

// At commas and semicolons that are not in brackets.
std::vector<std::string> parts_of(const std::string& text) {
    std::vector<std::string> parts{""};
    int depth = 0;
    for (const char c : text) {
        if (c == '[') ++depth;
        if (c == ']') --depth;
        if (depth == 0 && (c == ',' || c == ';')) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    for (auto& part : parts) part = std::string(trimmed(part));
    std::erase(parts, "");
    return parts;
}

std::vector<std::string> parts_in(const Inquiry& inquiry, std::string_view option,
                                  std::string_view example) {
    auto parts = parts_of(text_setting(inquiry, option));
    if (!parts.empty()) return parts;
    throw InvalidParameter(fmt::format("design needs --{}, as in {}", option, example));
}

Dimension dimension_of(Observable observable) {
    return observable == Observable::cv ? Dimension::dimensionless : Dimension::frequency;
}

[[noreturn]] void fail_target(const std::string& text, std::string_view reason) {
    throw InvalidParameter(fmt::format(
        "expected a target such as \"firing_rates[E]=5 Hz\", found '{}': {}", text, reason));
}

/// "peak_frequency[4E@64 Hz]>=60 Hz" taken apart.
struct TargetText {
    std::string name, population, near, value;
    Demand demand = Demand::equal;
};

TargetText taken_apart(const std::string& text) {
    TargetText result;
    const auto equals = text.find('=');
    std::string left = text.substr(0, equals);
    if (equals != std::string::npos) {
        result.value = trimmed(std::string_view(text).substr(equals + 1));
        if (result.value.empty()) fail_target(text, "there is no value");
    }
    if (left.ends_with('>')) result.demand = Demand::at_least;
    if (left.ends_with('<')) result.demand = Demand::at_most;
    if (result.demand != Demand::equal) left.pop_back();
    if (left.find_first_of("<>") != std::string::npos) fail_target(text, "write >= or <=");
    left = std::string(trimmed(left));
    const auto bracket = left.find('[');
    result.name = trimmed(std::string_view(left).substr(0, bracket));
    if (bracket == std::string::npos) return result;
    if (left.back() != ']') fail_target(text, "']' is missing");
    const std::string inside = left.substr(bracket + 1, left.size() - bracket - 2);
    const auto at = inside.find('@');
    result.population = trimmed(std::string_view(inside).substr(0, at));
    if (at != std::string::npos) result.near = trimmed(std::string_view(inside).substr(at + 1));
    return result;
}

Index population_of(const std::string& text, const Network& network, const std::string& name) {
    const auto found = std::ranges::find(network.populations, name);
    if (found == network.populations.end()) {
        fail_target(text,
                    fmt::format("the populations are {}", fmt::join(network.populations, ", ")));
    }
    return found - network.populations.begin();
}

// A rate or CV without population is that of all.
std::vector<Target> targets_of(const std::string& text, const Network& network) {
    const TargetText parts = taken_apart(text);
    const auto found = std::ranges::find(observables, parts.name, &NamedObservable::name);
    if (found == observables.end()) {
        std::vector<std::string_view> names;
        for (const auto& one : observables) names.push_back(one.name);
        fail_target(text, fmt::format("one of {} is needed", fmt::join(names, ", ")));
    }
    Target target{.observable = found->observable, .demand = parts.demand};
    try {
        if (!parts.near.empty()) target.near = parse_quantity(parts.near, Dimension::frequency);
        if (!parts.value.empty()) {
            target.value = parse_quantity(parts.value, dimension_of(found->observable));
        }
    } catch (const InvalidParameter& error) {
        fail_target(text, error.what());
    }
    if (!found->of_population) {
        if (!parts.population.empty()) fail_target(text, "a mode is not of one population");
        return {target};
    }
    if (!parts.population.empty()) {
        target.population = population_of(text, network, parts.population);
        return {target};
    }
    const bool of_peak = found->observable == Observable::peak_frequency ||
                         found->observable == Observable::peak_height;
    if (of_peak) fail_target(text, "a peak is of a population, as in peak_frequency[E]");
    std::vector<Target> all(network.populations.size(), target);
    for (std::size_t k = 0; k < all.size(); ++k) all[k].population = static_cast<Index>(k);
    return all;
}

// "K[E,I]" belongs to what is said of "K".
bool is_of(const std::string& name, const std::string& key) {
    return name == key || name.starts_with(key + "[");
}

/// What is said of parameters, by their key.
struct Said {
    std::vector<std::string> keys;
    std::map<std::string, ParameterRange> bounds;
    std::map<std::string, double> weights;
};

Said said_in(const Inquiry& inquiry) {
    Said said;
    for (const auto& part : parts_in(inquiry, "free", "\"nu_ext,J[E,I]\"")) {
        const std::string key(trimmed(std::string_view(part).substr(0, part.find('='))));
        said.keys.push_back(key);
        if (key != part) said.bounds.emplace(key, parameter_range(part));
    }
    for (const auto& part : parts_of(text_setting(inquiry, "weight"))) {
        const auto equals = part.find('=');
        const std::string key(trimmed(std::string_view(part).substr(0, equals)));
        if (equals == std::string::npos) {
            throw InvalidParameter("weight: expected key=number, as in nu_ext=3, found " + part);
        }
        said.weights[key] = parse_quantity(trimmed(std::string_view(part).substr(equals + 1)),
                                           Dimension::dimensionless);
        const bool is_free = std::ranges::any_of(
            said.keys, [&](const auto& one) { return is_of(one, key) || is_of(key, one); });
        if (!is_free) throw InvalidParameter(fmt::format("weight: {} is not free", key));
    }
    return said;
}

// By how much a potential or a current changes what neurons do.
double scale_of(const Network& network, Dimension dimension) {
    const Vector distance = network.V_th - network.V_0;
    if (dimension == Dimension::voltage) return distance.mean();
    return (distance.array() * network.C.array() / network.tau_m.array()).mean();
}

FreeParameter free_parameter(const FamilyParameter& from, const Said& said,
                             const Network& network) {
    constexpr double most_factor = 10.0;
    const bool is_potential = from.key.starts_with("V_") || from.key.starts_with("E_");
    const bool is_current = from.key.starts_with("I_ext");
    FreeParameter result{.name = from.key, .value = from.value, .lower = 0.0, .upper = 0.0};
    if (is_potential || is_current) {
        result.change = ChangeOf::value;
        result.scale = scale_of(network, from.dimension);
        result.lower = from.value - result.scale;
        result.upper = from.value + result.scale;
    } else {
        result.lower = std::min(from.value / most_factor, from.value * most_factor);
        result.upper = std::max(from.value / most_factor, from.value * most_factor);
    }
    for (const auto& [key, range] : said.bounds) {
        if (!is_of(from.key, key)) continue;
        result.lower = std::min(range.from, range.to);
        result.upper = std::max(range.from, range.to);
    }
    for (const auto& [key, weight] : said.weights) {
        if (is_of(from.key, key)) result.weight = weight;
    }
    return result;
}

// Whether the file holds all of them; else what they stand for in the network is taken.
bool are_in_file(const Inquiry& inquiry, const std::vector<std::string>& keys) {
    return std::ranges::all_of(keys, [&](const std::string& key) {
        const std::string name(trimmed(std::string_view(key).substr(0, key.find('['))));
        return std::ranges::find(inquiry.loaded.parameters, name, &Parameter::name) !=
               inquiry.loaded.parameters.end();
    });
}

}  // namespace

std::string_view name_of(landscape::Observable observable) {
    return std::ranges::find(observables, observable, &NamedObservable::observable)->name;
}

DesignRequest design_request(const Inquiry& inquiry) {
    const Said said = said_in(inquiry);
    const Network& network = inquiry.loaded.network;
    const LoadOptions options{.model = inquiry.loaded.model};
    const bool from_file = !inquiry.file.empty() && are_in_file(inquiry, said.keys);
    const ParameterFamily family = from_file ? parameter_family(inquiry.file, said.keys, options)
                                             : parameter_family(network, said.keys);
    DesignRequest request;
    if (!from_file && !inquiry.file.empty()) {
        request.notes.push_back(
            "the file does not hold all keys that are free: those of the network that it stands "
            "for are changed");
    }
    request.problem.network_at = [synapse = network.synapse,
                                  as_in_file = family.network_at](const Vector& values) {
        Network changed = as_in_file(values);
        changed.synapse = synapse;
        return changed;
    };
    for (const auto& parameter : family.parameters) {
        request.problem.parameters.push_back(free_parameter(parameter, said, network));
        request.dimensions.push_back(parameter.dimension);
    }
    for (const auto& part : parts_in(inquiry, "target", "\"firing_rates[E]=5 Hz\"")) {
        std::ranges::move(targets_of(part, network), std::back_inserter(request.problem.targets));
    }
    return request;
}

}  // namespace siegert::questions
