#pragma once

#include "explore/opened_file.hpp"

#include <siegert/lif/convention.hpp>
#include <siegert/lif/method.hpp>

#include <nlohmann/json.hpp>

#include <functional>
#include <optional>

namespace siegert::explore {

/// How finely a picture is drawn.
enum class Detail {
    draft,  ///< at some hundred frequencies: while a slider moves
    full,   ///< at all of them: the numbers of the command line
};

/// What is to be seen.
struct View {
    Changes changes;
    std::optional<SynapseType> synapse{};  ///< none: as the file says
    lif::exp::Method method = lif::exp::Method::shift;
    lif::Convention convention = lif::Convention::exact;
    Detail detail = Detail::full;
    Vector omegas;  ///< frequencies [rad/s] of the full picture
};

/// The network of a view. Throws: as changed_network.
[[nodiscard]] LoadedNetwork network_of(const OpenedFile& file, const View& view);

/// Those of these frequencies that a draft looks at: enough for the eye, few enough for a slider
/// that moves.
[[nodiscard]] Vector draft_frequencies(const Vector& omegas);

/// What the page draws of the network: working point, verdict on its stability, peaks, and the
/// figures of a report. SI units, except in figures.
///
///     {populations, firing_rates, mean_input, std_input, cvs, converged, verdict, summary, reason,
///      peaks: [{population, frequency, height}], warnings, notes, figures: [{title, caption,
///      ...}]}
///
/// Where no state is found or the spectra do not exist, `notes` says why and the figures about them
/// are left out. `on_step` is told of each step; it may throw to stop.
/// Throws: as network_of.
[[nodiscard]] nlohmann::json picture(const OpenedFile& file, const View& view,
                                     const std::function<void()>& on_step = {});

}  // namespace siegert::explore
