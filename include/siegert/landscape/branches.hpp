#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/network_transfer_function.hpp>

#include <cstdint>
#include <functional>
#include <vector>

/// How the states of a network change with its parameters.
namespace siegert::landscape {

/// Networks that depend smoothly on one parameter p, which may change several fields at once. All
/// have the same populations.
struct Line {
    std::function<Network(double p)> network_at;  ///< called from several threads
    double from = 0.0;
    double to = 0.0;  ///< not equal to `from`, may be smaller
};

enum class EventKind {
    fold,          ///< two states meet and are gone beyond
    branch_point,  ///< another branch crosses, as in a pitchfork
    hopf,          ///< an oscillation begins to grow or ceases to
};

/// Where states of a branch change their character.
struct Event {
    EventKind kind;
    Index point;             ///< of the branch: it is one of its points
    double frequency = 0.0;  ///< of the oscillation of `hopf` [Hz]
};

/// Why a branch ends.
enum class BranchEnd {
    edge,         ///< the parameter reached `from` or `to`
    closed,       ///< it came back to where it began: an island
    lost,         ///< states could not be followed further
    most_points,  ///< as many points as allowed
};

/// Growing modes that were not counted.
constexpr int not_counted = -1;

/// Self-consistent states that go over into each other as the parameter changes, through folds.
struct Branch {
    Vector parameter;     ///< m points, in the order in which the branch passes them
    Matrix firing_rates;  ///< nu [Hz], m x n

    /// Largest real part of the eigenvalues of dPhi/dnu - 1, m: below 0 the state is stable against
    /// slow changes of the rates, delays and dynamics of neurons left out.
    Vector growth_rate;

    /// How many modes grow, delays and dynamics of neurons included, m; not_counted where W has no
    /// delays, the count is undecided, or nobody asked. At events: those that grow on both sides.
    std::vector<int> growing_modes;

    std::vector<Event> events;  ///< in the order of their points
    BranchEnd begin = BranchEnd::lost;
    BranchEnd end = BranchEnd::lost;
};

/// What was looked for and found at one value of the parameter.
struct Section {
    double parameter = 0.0;
    int states = 0;     ///< where branches pass, all of them
    int index_sum = 0;  ///< of their indices, as in theory::FixedPoints: 1, or a branch is missing
};

struct Branches {
    std::vector<Branch> branches;
    std::vector<Section> sections;
};

enum class GrowingModes { counted, left_out };

struct BranchesOptions {
    theory::ResponseOptions response{};  ///< also the method of the rates
    GrowingModes modes = GrowingModes::counted;
    double highest_frequency = 2000.0;  ///< of Hopf points that are located [Hz], > 0. Delta
                                        ///< synapses have one near every multiple of 1 / delay
    int starts = 30;                    ///< of the search for states in a section, >= 1
    std::uint64_t seed = 1;             ///< of these starts
    Index sections =
        3;  ///< values of the parameter at which states are searched, evenly spread from
            ///< one end to the other, >= 2. When to use: more where islands are suspected
    Index most_points = 2000;  ///< of one branch, >= 2
};

/// All branches of working points nu = Phi(nu; p) for p between line.from and line.to.
///
/// At each section all states are searched (theory::fixed_points); each that is on no branch yet is
/// followed in both directions until p leaves the range, by pseudo-arclength continuation in
/// z = log(1 + nu / 0.05 Hz). From branch points the crossing branch is followed, too. An island,
/// a closed branch that ends at neither side, is found where a section cuts it.
///
/// Folds are where p turns back, branch points where another branch crosses, Hopf points where
/// det(1 - W(i omega)) = 0 with delays, in the given convention and method: the count of growing
/// modes (theory::stability_verdict) says between which points, the solution s of det(1 - W(s)) = 0
/// is followed and Re s = 0 found. Missed are two Hopf points that cancel in the count within one
/// step, and those at frequencies above options.highest_frequency, which the count contains.
///
/// Accuracy: 1e-9 of the range in p at events, 1e-9 relative in the rates.
/// Throws: InvalidParameter if an option is out of range, or as theory::fixed_points; whatever
/// line.network_at throws at the sections.
/// Source: docs/theory/branches.md.
[[nodiscard]] Branches branches(const Line& line, const BranchesOptions& options = {});

/// The rates [Hz] of all states at one value of the parameter, k x n: where the branches pass it.
///
/// Throws: InvalidParameter if p is outside the line.
[[nodiscard]] Matrix states_at(const Line& line, const Branches& found, double p,
                               const BranchesOptions& options = {});

}  // namespace siegert::landscape
