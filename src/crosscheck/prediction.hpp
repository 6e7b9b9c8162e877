#pragma once

#include "crosscheck/keys.hpp"

#include <siegert/theory/working_point.hpp>

#include <string>
#include <vector>

namespace siegert::crosscheck {

/// What the theory says, for each key, and why the simulation may differ.
struct Prediction {
    theory::WorkingPoint point;
    Vector n_mu_modulus;  ///< largest |n_mu| of each population at the modulation frequencies [1/(V
                          ///< s)]; empty unless asked for
    Vector values;        ///< one per key

    /// Simulation minus theory by one cause, per key.
    struct Cause {
        std::string name;
        Vector values;
        std::vector<bool> exact;
        Vector uncertainty;     ///< of values that are exact; empty: 0
        Vector standard_error;  ///< of values found with random numbers; empty: 0
    };
    std::vector<Cause> causes;
    Vector modulation_depth;  ///< see SelfConsistentInput
};

/// Throws: AccuracyNotReached if there is no working point.
[[nodiscard]] Prediction predict(const Network& network, const std::vector<Key>& keys,
                                 const CrosscheckOptions& options);

}  // namespace siegert::crosscheck
