#pragma once

#include <siegert/dimension.hpp>
#include <siegert/model/network.hpp>

#include <vector>

namespace siegert {

/// Whether a stimulus changes the rates of external populations.
[[nodiscard]] bool changes_rates(const Stimulus& stimulus);

/// Of the amplitude of a stimulus; of spikes the weight.
[[nodiscard]] Dimension dimension_of(StimulusInput input);

/// Indices of the populations that a stimulus reaches, ascending.
[[nodiscard]] std::vector<Index> reached_populations(const Network& network,
                                                     const Stimulus& stimulus);

/// Indices of the external populations whose rates it changes, ascending.
[[nodiscard]] std::vector<Index> changed_external_populations(const Network& network,
                                                              const Stimulus& stimulus);

struct Bounds {
    double low;
    double high;
};

/// Between which values s(t) moves while the stimulus lasts.
[[nodiscard]] Bounds range_of_shape(const Stimulus& stimulus);

}  // namespace siegert
