#include "model/stimulus_use.hpp"

#include <algorithm>

namespace siegert {

bool changes_rates(const Stimulus& stimulus) {
    return stimulus.input == StimulusInput::rate || stimulus.input == StimulusInput::rate_factor;
}

Dimension dimension_of(StimulusInput input) {
    switch (input) {
        case StimulusInput::mean:
        case StimulusInput::spikes:
            return Dimension::voltage;
        case StimulusInput::current:
            return Dimension::current;
        case StimulusInput::rate:
            return Dimension::frequency;
        case StimulusInput::rate_factor:
            break;
    }
    return Dimension::dimensionless;
}

std::vector<Index> reached_populations(const Network& network, const Stimulus& stimulus) {
    std::vector<Index> reached;
    for (Index i = 0; i < std::ssize(network.populations); ++i) {
        const std::string& name = network.populations[static_cast<std::size_t>(i)];
        const bool named = std::ranges::count(stimulus.populations, name) > 0;
        if (stimulus.populations.empty() || named) reached.push_back(i);
    }
    return reached;
}

std::vector<Index> changed_external_populations(const Network& network, const Stimulus& stimulus) {
    std::vector<Index> changed;
    for (Index m = 0; m < network.nu_ext.size() && changes_rates(stimulus); ++m) {
        const bool named = std::ranges::count(stimulus.external_populations, m) > 0;
        if (stimulus.external_populations.empty() || named) changed.push_back(m);
    }
    return changed;
}

Bounds range_of_shape(const Stimulus& stimulus) {
    switch (stimulus.shape) {
        case StimulusShape::sine:
            return {-1.0, 1.0};
        case StimulusShape::file:
            if (stimulus.samples.size() == 0) return {0.0, 0.0};
            return {stimulus.samples.minCoeff(), stimulus.samples.maxCoeff()};
        default:
            return {0.0, 1.0};
    }
}

}  // namespace siegert
