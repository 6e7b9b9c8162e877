#include <siegert/theory/stability_verdict.hpp>

#include <siegert/error.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::theory {
namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

// A whole turn of exp(-i omega d) must not hide in one step.
constexpr double largest_turn = 0.7;  // [rad]

double longest_delay(const Network& network) {
    const Delays all = delays(network);
    const bool distributed = all.distribution != DelayDistribution::none && all.sd.size() > 0;
    return (distributed ? Matrix(all.mean + 2.0 * all.sd) : all.mean).maxCoeff();
}

// As many operations that take `cubes` n^3 multiplications as cost a few tenths of a second.
Index affordable(Index n, double cubes) {
    constexpr double multiplications = 3e8;
    constexpr double most = 20000.0;
    const double one = cubes * std::pow(static_cast<double>(n), 3);
    return static_cast<Index>(std::min(most, multiplications / one));
}

WindingOptions winding_options(const Network& network, const StabilityOptions& options) {
    WindingOptions result;
    const double longest = longest_delay(network);
    if (longest > 0.0) result.longest_step = std::min(result.longest_step, largest_turn / longest);
    result.first_step = std::min(result.first_step, result.longest_step);
    result.most_frequencies =
        std::max(options.least_frequencies, affordable(network.tau_m.size(), 1.0));
    return result;
}

int growing(const std::vector<GrowingMode>& modes) {
    int count = 0;
    for (const auto& mode : modes)
        if (mode.s.real() > 0.0) count += mode.s.imag() == 0.0 ? 1 : 2;
    return count;
}

// A search takes ten inverses or so and an eigendecomposition.
std::size_t searches(Index n, const StabilityOptions& options) {
    const Index cheap = std::max(options.least_frequencies / 4, affordable(n, 40.0));
    return static_cast<std::size_t>(std::min<Index>(options.growth_rate_starts, cheap));
}

// From the given starts; where modes that grow are missing, from those that the winding shows, too.
std::vector<GrowingMode> leading_modes(const ConnectivityAt& W, std::vector<Complex> starts,
                                       const Winding& winding, std::size_t most) {
    if (most == 0) return {};
    starts.resize(std::min(starts.size(), most));
    auto modes = growth_rates(W, starts);
    const bool all_known =
        winding.nyquist.resolved && growing(modes) == winding.nyquist.unstable_modes;
    if (all_known && !modes.empty()) return modes;
    starts.insert(starts.end(), winding.zeros.begin(), winding.zeros.end());
    starts.resize(std::min(starts.size(), 4 * most));
    return growth_rates(W, starts);
}

std::optional<double> static_growth_rate(const ConnectivityAt& W, Index n) {
    constexpr Index most_populations = 600;
    if (n > most_populations) return std::nullopt;
    return numerics::spectral_abscissa(W(0.0).real()) - 1.0;
}

std::string modes_grow(int count) {
    return count == 1 ? "1 mode grows" : fmt::format("{} modes grow", count);
}

std::string fastest_of(const StabilityVerdict& verdict) {
    if (growing(verdict.growth_rates) == 0) return "";
    const Complex s = verdict.growth_rates.front().s;
    return fmt::format(", the fastest with {:.4g}/s at {:.4g} Hz", s.real(), s.imag() / two_pi);
}

std::string why_unstable(const StabilityVerdict& verdict) {
    const int found = growing(verdict.growth_rates);
    const bool counted = verdict.nyquist.resolved && verdict.nyquist.unstable_modes >= found;
    return (counted ? modes_grow(verdict.nyquist.unstable_modes)
                    : "at least " + modes_grow(found)) +
           fastest_of(verdict) +
           (statically_stable(verdict) ? "; the state is stable against slow changes of the rates"
                                       : "");
}

std::string why_undecided(const StabilityVerdict& verdict, const Winding& winding) {
    const double high = verdict.would_decide.high;
    if (!std::isfinite(winding.end))
        return fmt::format("eigenvalues of W may reach 1 at any frequency up to {:.4g} Hz", high);
    return fmt::format(
        "the phase of det(1 - W) is known up to {:.4g} Hz from {} frequencies; 0 to {:.4g} Hz "
        "would decide, in steps of about {:.2g} Hz",
        winding.reached / two_pi, winding.frequencies, high, verdict.would_decide.step);
}

void decide(StabilityVerdict& verdict, const Winding& winding) {
    const bool grows = growing(verdict.growth_rates) > 0;
    if (grows || (winding.nyquist.resolved && winding.nyquist.unstable_modes > 0)) {
        verdict.answer = Stability::unstable;
        verdict.reason = why_unstable(verdict);
        return;
    }
    if (winding.nyquist.resolved) {
        verdict.answer = Stability::stable;
        verdict.reason = fmt::format(
            "no mode grows, by the phase of det(1 - W) up to {:.4g} Hz, above which no "
            "eigenvalue of W reaches 1",
            winding.end / two_pi);
        return;
    }
    verdict.would_decide = {.low = 0.0,
                            .high = std::isfinite(winding.end) ? winding.end / two_pi : 1e6,
                            .step = winding.step / two_pi};
    verdict.reason = why_undecided(verdict, winding);
}

}  // namespace

StabilityVerdict stability_verdict(const Network& network, const PopulationInputs& inputs,
                                   const StabilityOptions& options,
                                   const std::vector<Complex>& starts) {
    require_not_negative("growth_rate_starts", options.growth_rate_starts);
    ResponseOptions response = options.response;
    response.threads = 1;  // one frequency at a time
    const ConnectivityAt W = connectivity_at(network, inputs, response);
    const Index n = network.tau_m.size();
    StabilityVerdict verdict{.reason = {},
                             .nyquist = {},
                             .growth_rates = {},
                             .static_growth_rate = static_growth_rate(W, n),
                             .would_decide = {}};
    const Winding phase = winding(W, winding_options(network, options));
    verdict.nyquist = phase.nyquist;
    verdict.growth_rates = leading_modes(W, starts, phase, searches(n, options));
    decide(verdict, phase);
    return verdict;
}

bool statically_stable(const StabilityVerdict& verdict) {
    return verdict.static_growth_rate && *verdict.static_growth_rate < 0.0;
}

std::string to_string(Stability answer) {
    switch (answer) {
        case Stability::stable:
            return "stable";
        case Stability::unstable:
            return "unstable";
        case Stability::undecided:
            return "undecided";
    }
    throw InvalidParameter("answer must be one of the enumerators of Stability");
}

std::string summary(const StabilityVerdict& verdict) {
    return to_string(verdict.answer) + ": " + verdict.reason;
}

}  // namespace siegert::theory
