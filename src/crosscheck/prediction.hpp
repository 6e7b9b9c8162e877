#pragma once

#include "crosscheck/causes.hpp"

namespace siegert::crosscheck {

/// What the theory says of each observable, and why the simulation may differ.
struct Expectation {
    Prediction prediction;
    std::vector<Cause> causes;
    Vector modulation_depth;  ///< see SelfConsistentInput; empty where nothing depends on it
};

/// Throws: AccuracyNotReached if there is no working point; Stopped.
[[nodiscard]] Expectation expectation_of(const Setting& setting);

}  // namespace siegert::crosscheck
