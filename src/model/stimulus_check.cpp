#include "model/stimulus_check.hpp"

#include "model/enumerators.hpp"
#include "model/network_fields.hpp"
#include "model/stimulus_use.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert {
namespace {

using schema::Range;
using Fault = std::optional<NetworkFault>;

constexpr double infinity = std::numeric_limits<double>::infinity();

// "stop of stimulus 2"
struct Subject {
    std::size_t number;  // from 1

    [[nodiscard]] std::string operator()(std::string_view element) const {
        return fmt::format("{} of stimulus {}", element, number);
    }
};

NetworkFault wrong_value(std::string subject, std::string_view demand, double value) {
    return {.field = "stimulus",
            .subject = std::move(subject),
            .demand = std::string(demand),
            .value = value,
            .found = {}};
}

NetworkFault wrong(std::string subject, std::string demand, std::string found) {
    return {.field = "stimulus",
            .subject = std::move(subject),
            .demand = std::move(demand),
            .value = {},
            .found = std::move(found)};
}

struct Element {
    std::string_view name;
    double value;
    const Range& range;
};

Fault check_ranges(const Subject& of, std::initializer_list<Element> elements) {
    for (const auto& [name, value, range] : elements) {
        if (!range.contains(value)) return wrong_value(of(name), range.demand, value);
    }
    return {};
}

Fault check_entries(const Subject& of, std::string_view name, const Vector& values,
                    const Range& range) {
    if (values.size() == 0) return wrong(of(name), "have entries", "none");
    const auto bad = std::ranges::find_if_not(values, range.contains);
    if (bad == values.end()) return {};
    return wrong_value(fmt::format("entry {} of the {}", bad - values.begin() + 1, of(name)),
                       range.demand, *bad);
}

Fault check_window(const Subject& of, const Stimulus& stimulus) {
    if (const auto fault = check_ranges(of, {{"start", stimulus.start, schema::not_negative}})) {
        return fault;
    }
    if (!(stimulus.stop > stimulus.start)) {
        return wrong_value(of("stop"), fmt::format("lie after start = {} s", stimulus.start),
                           stimulus.stop);
    }
    if (stimulus.shape == StimulusShape::ramp && stimulus.stop == infinity) {
        return wrong(of("stop"), "be given for a ramp, which ends there", "none");
    }
    return {};
}

Fault check_shape(const Subject& of, const Stimulus& stimulus) {
    switch (stimulus.shape) {
        case StimulusShape::step:
        case StimulusShape::ramp:
            return {};
        case StimulusShape::sine:
            return check_ranges(of, {{"frequency", stimulus.frequency, schema::positive},
                                     {"phase", stimulus.phase, schema::finite}});
        case StimulusShape::pulses:
            if (const auto fault =
                    check_ranges(of, {{"period", stimulus.period, schema::positive},
                                      {"width", stimulus.width, schema::positive}})) {
                return fault;
            }
            if (stimulus.width <= stimulus.period) return {};
            return wrong_value(of("width"),
                               fmt::format("not exceed the period of {} s", stimulus.period),
                               stimulus.width);
        case StimulusShape::file:
            if (const auto fault = check_ranges(
                    of, {{"sample_interval", stimulus.sample_interval, schema::positive}})) {
                return fault;
            }
            return check_entries(of, "samples", stimulus.samples, schema::finite);
    }
    return {};
}

Fault check_spikes(const Subject& of, const Network& network, const Stimulus& stimulus) {
    if (const auto fault =
            check_entries(of, "spikes", stimulus.spike_times, schema::not_negative)) {
        return fault;
    }
    if (stimulus.spike_neurons.empty()) return {};
    const auto times = stimulus.spike_times.size();
    if (std::ssize(stimulus.spike_neurons) != times) {
        return wrong(of("spikes"), fmt::format("have a neuron for each of {} times", times),
                     fmt::format("{}", stimulus.spike_neurons.size()));
    }
    for (const Index i : reached_populations(network, stimulus)) {
        for (const Index neuron : stimulus.spike_neurons) {
            if (neuron >= 0 && static_cast<double>(neuron) < network.N(i)) continue;
            return wrong_value(
                of("a neuron of the spikes"),
                fmt::format("lie in 0 to {}, as population {} has {} neurons", network.N(i) - 1.0,
                            network.populations[static_cast<std::size_t>(i)], network.N(i)),
                static_cast<double>(neuron));
        }
    }
    return {};
}

Fault check_targets(const Subject& of, const Network& network, const Stimulus& stimulus) {
    for (const std::string& name : stimulus.populations) {
        if (std::ranges::count(network.populations, name) == 1) continue;
        return wrong(of("populations"), "be names of populations", "'" + name + "'");
    }
    const Index m = network.nu_ext.size();
    if (changes_rates(stimulus) && m == 0) {
        return wrong(of(schema::name_of(stimulus.input)),
                     "be absent, as the network has no external populations", "some");
    }
    for (const Index source : stimulus.external_populations) {
        if (source >= 0 && source < m) continue;
        return wrong_value(of("an external population"), fmt::format("lie in 0 to {}", m - 1),
                           static_cast<double>(source));
    }
    if (stimulus.input == StimulusInput::current && network.C.size() == 0) {
        return wrong("C", "be given, as " + of("current") + " needs it", "none");
    }
    return {};
}

Fault check_stimulus(const Network& network, std::size_t index) {
    const Stimulus& stimulus = network.stimulus[index];
    const Subject of{index + 1};
    const bool spikes = stimulus.input == StimulusInput::spikes;
    const std::string_view amplitude = spikes ? "weight" : schema::name_of(stimulus.input);
    if (auto fault = check_ranges(of, {{amplitude, stimulus.amplitude, schema::finite}})) {
        return fault;
    }
    if (auto fault = check_window(of, stimulus)) return fault;
    if (auto fault = check_targets(of, network, stimulus)) return fault;
    return spikes ? check_spikes(of, network, stimulus) : check_shape(of, stimulus);
}

// The least that a stimulus adds to nu_ext(m) while it lasts [Hz], <= 0.
double least_rate(const Network& network, const Stimulus& stimulus, Index m) {
    const Bounds range = range_of_shape(stimulus);
    const double unit = stimulus.input == StimulusInput::rate ? 1.0 : network.nu_ext(m);
    return unit * std::min({0.0, stimulus.amplitude * range.low, stimulus.amplitude * range.high});
}

bool reaches(const Network& network, const Stimulus& stimulus, Index i, Index m) {
    const auto targets = reached_populations(network, stimulus);
    const auto sources = changed_external_populations(network, stimulus);
    return std::ranges::count(targets, i) > 0 && std::ranges::count(sources, m) > 0;
}

// Of all that overlap in time: the sum is least where one of them begins.
Fault check_rate(const Network& network, Index i, Index m) {
    std::vector<const Stimulus*> changing;
    for (const Stimulus& stimulus : network.stimulus) {
        if (changes_rates(stimulus) && reaches(network, stimulus, i, m)) {
            changing.push_back(&stimulus);
        }
    }
    for (const Stimulus* first : changing) {
        double rate = network.nu_ext(m);
        for (const Stimulus* other : changing) {
            const bool overlaps = other->start <= first->start && first->start < other->stop;
            if (overlaps) rate += least_rate(network, *other, m);
        }
        constexpr double rounding = 1e-12;
        if (rate >= -rounding * network.nu_ext(m)) continue;
        return wrong_value(
            fmt::format("the rate of external population {} onto population {} with the stimuli "
                        "from {} s on",
                        m, network.populations[static_cast<std::size_t>(i)], first->start),
            "not be negative", rate);
    }
    return {};
}

}  // namespace

Fault find_fault_of_stimuli(const Network& network) {
    for (std::size_t k = 0; k < network.stimulus.size(); ++k) {
        if (auto fault = check_stimulus(network, k)) return fault;
    }
    for (Index i = 0; i < network.N.size() && !network.stimulus.empty(); ++i) {
        for (Index m = 0; m < network.nu_ext.size(); ++m) {
            if (auto fault = check_rate(network, i, m)) return fault;
        }
    }
    return {};
}

}  // namespace siegert
