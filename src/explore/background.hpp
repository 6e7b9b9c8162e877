#pragma once

#include "explore/jobs.hpp"
#include "explore/picture.hpp"

/// What takes too long to follow a slider.
namespace siegert::explore {

/// Every self-consistent state: {populations, states: [{firing_rates, verdict, summary}]}, from the
/// lowest to the highest mean rate.
[[nodiscard]] nlohmann::json all_states(const OpenedFile& file, const View& view, const Show& show);

/// A parameter and the values between which it varies.
struct Range {
    std::string key;   ///< "nu_ext", "J[E,I]"
    std::string unit;  ///< of the values; empty: none
    double from = 0.0;
    double to = 0.0;
};

/// Growing modes and mean rate on a grid of two parameters, as two figures: {figures}. Rows of the
/// grid are values of `y`, the largest above. Points that are not computed yet are null.
///
/// Throws: InvalidParameter if a parameter cannot be changed or the ends of a range are equal.
[[nodiscard]] nlohmann::json phase_diagram(const OpenedFile& file, const View& view, const Range& x,
                                           const Range& y, const Show& show);

/// A simulation of `duration` [s], shown as it goes on: {populations, duration, firing_rates,
/// firing_rates_error, cvs, cvs_error, frequencies, power_spectra, power_spectra_error, step}.
/// What is not known yet is null; of spectra the first index is the population.
[[nodiscard]] nlohmann::json simulation(const OpenedFile& file, const View& view, double duration,
                                        const Show& show);

}  // namespace siegert::explore
