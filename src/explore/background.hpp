#pragma once

#include "explore/jobs.hpp"
#include "explore/picture.hpp"
#include "explore/range.hpp"

#include <siegert/simulation/spike_record.hpp>

/// What takes too long to follow a slider.
namespace siegert::explore {

/// Every self-consistent state: {populations, states: [{firing_rates, verdict, summary}]}, from the
/// lowest to the highest mean rate.
[[nodiscard]] nlohmann::json all_states(const OpenedFile& file, const View& view, const Show& show);

/// Growing modes and mean rate on a grid of two parameters, as two figures: {figures}. Rows of the
/// grid are values of `y`, the largest above. Points that are not computed yet are null.
///
/// Throws: InvalidParameter if a parameter cannot be changed or the ends of a range are equal.
[[nodiscard]] nlohmann::json phase_diagram(const OpenedFile& file, const View& view, const Range& x,
                                           const Range& y, const Show& show);

/// All branches of states along a parameter, with folds, branch points and Hopf points, and the
/// state where the parameter is `here` (in the unit of the range), as one figure: {figures}. Shown
/// when they are complete; null when nobody waits for them.
///
/// Throws: InvalidParameter if the parameter cannot be changed or the ends of the range are equal.
[[nodiscard]] nlohmann::json branches(const OpenedFile& file, const View& view, const Range& along,
                                      double here, const Show& show);

/// The last spikes of a few neurons of each population as a figure: at most 200 ms and some 100
/// neurons, the first population above.
[[nodiscard]] nlohmann::json raster(const SpikeRecord& record);

/// A simulation of `duration` [s], shown as it goes on: {populations, duration, firing_rates,
/// firing_rates_error, cvs, cvs_error, frequencies, power_spectra, power_spectra_error, raster,
/// step}.
/// What is not known yet is null; of spectra the first index is the population.
[[nodiscard]] nlohmann::json simulation(const OpenedFile& file, const View& view, double duration,
                                        const Show& show);

}  // namespace siegert::explore
