#pragma once

#include <siegert/landscape/design.hpp>

#include "landscape/adjoint.hpp"
#include "numerics/least_change.hpp"

#include <optional>

namespace siegert::landscape {

/// A target with what is followed for it.
struct Followed {
    std::size_t target;  ///< of the problem
    Observable observable;
    Index population;
    Demand demand;
    double before = 0.0;  ///< in the network as it is
    double wanted = 0.0;
};

/// A network of the family, its state, and where the modes and peaks are that are followed.
struct DesignState {
    Vector y;  ///< coordinates of the parameters: weighted changes
    Network network;
    theory::WorkingPoint point;
    std::vector<Complex> at;  ///< of each that is followed: s of a mode, i omega of a peak
    Vector values;            ///< of each that is followed
    int index = 0;            ///< sign of det(1 - dPhi/dnu): opposite of states that meet in a fold
};

/// What designing needs to know throughout.
struct Designing {
    const DesignProblem& problem;
    const DesignOptions& options;
    std::vector<Followed> followed;
};

/// x of y.
[[nodiscard]] Vector values_of(const DesignProblem& problem, const Vector& y);

/// Bounds as y.
[[nodiscard]] Vector coordinate_of(const DesignProblem& problem, double FreeParameter::*bound);

/// The network as it is, without anything to follow. Throws: AccuracyNotReached.
[[nodiscard]] DesignState first_state(const DesignProblem& problem, const DesignOptions& options);

/// What there is to follow for the targets. Sets `at` and `values` of the state.
[[nodiscard]] std::vector<Followed> followed_in(const DesignProblem& problem,
                                                const DesignOptions& options, DesignState& state);

/// Modes that miss a target at_most and are not followed yet.
void add_modes_that_miss(Designing& designing, DesignState& state);

/// The state at y, followed from one that is known. None: it, a mode or a peak was lost.
[[nodiscard]] std::optional<DesignState> state_at(const Designing& designing,
                                                  const DesignState& known, const Vector& y);

/// Derivatives of the values with respect to y; rows = what is followed.
[[nodiscard]] Matrix derivatives_of_values(const Designing& designing, const DesignState& state);

}  // namespace siegert::landscape
