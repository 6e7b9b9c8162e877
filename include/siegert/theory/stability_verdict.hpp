#pragma once

#include <siegert/model/network.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/stability.hpp>

#include <optional>
#include <string>
#include <vector>

namespace siegert::theory {

/// Whether small perturbations of a working point die out.
enum class Stability {
    stable,     ///< all do
    unstable,   ///< at least one grows
    undecided,  ///< the frequencies that were allowed do not tell
};

/// Frequencies that would decide [Hz].
struct DecidingFrequencies {
    double low = 0.0;
    double high = 0.0;
    double step = 0.0;
};

/// The one answer to the question whether a working point is stable; every output prints this one.
struct StabilityVerdict {
    Stability answer = Stability::undecided;
    std::string reason;                     ///< in words
    NyquistStability nyquist{};             ///< the number of growing modes, if resolved
    std::vector<GrowingMode> growth_rates;  ///< of leading modes, fastest first; may be incomplete
    /// Largest real part of the eigenvalues of W(0), minus 1: below 0 the rates are stable when
    /// delays and dynamics of neurons are left out. None of networks of more than 600 populations.
    std::optional<double> static_growth_rate{};
    DecidingFrequencies would_decide;  ///< all 0 unless the answer is undecided
};

/// What the verdict may cost.
struct StabilityOptions {
    ResponseOptions response;
    int growth_rate_starts = 8;  ///< Newton searches for growing modes, >= 0; 0: none

    /// W may be evaluated at this many frequencies, >= 1, and a quarter as many growth rates be
    /// searched; where few populations make that cheap, at more.
    Index least_frequencies = 1000;
};

/// Whether the network is stable at the given inputs.
///
/// Unstable if a solution of det(1 - W(s)) = 0 with positive real part was found, or if the Nyquist
/// count (winding) is resolved and positive; stable if it is resolved and zero; else undecided.
/// `starts` are points near which solutions are expected (growth_rate_starts), in addition to those
/// that the winding shows.
///
/// A state can be stable when rates change slowly, static_growth_rate < 0, and yet have growing
/// oscillations; the reason says so. Throws: InvalidParameter if the network has no delays, or as
/// network_transfer_function. When to use: in place of nyquist_stability, which knows eigenvalues
/// at given frequencies only, wherever the network itself is at hand.
[[nodiscard]] StabilityVerdict stability_verdict(const Network& network,
                                                 const PopulationInputs& inputs,
                                                 const StabilityOptions& options = {},
                                                 const std::vector<Complex>& starts = {});

[[nodiscard]] bool statically_stable(const StabilityVerdict& verdict);

/// "stable", "unstable" or "undecided".
[[nodiscard]] std::string to_string(Stability answer);

/// In one line: "stable", "unstable: 2 modes grow, the fastest with 51.5/s at 190.2 Hz", ...
[[nodiscard]] std::string summary(const StabilityVerdict& verdict);

}  // namespace siegert::theory
