#pragma once

#include "landscape/trace.hpp"

namespace siegert::landscape {

/// How many modes grow at each point of a branch; not_counted where that is undecided.
[[nodiscard]] std::vector<int> counted_modes(const StateCurve& curve, const Trace& trace,
                                             const theory::ResponseOptions& response);

/// How Hopf points are searched.
struct HopfSearch {
    theory::ResponseOptions response;
    double highest_frequency;  ///< [Hz]
    numerics::ContinuationOptions continuation;
};

/// The Hopf points of a branch, from the counts of growing modes at its points.
[[nodiscard]] std::vector<SpecialPoint> hopf_points(const StateCurve& curve, const Trace& trace,
                                                    const std::vector<int>& modes,
                                                    const HopfSearch& search);

}  // namespace siegert::landscape
