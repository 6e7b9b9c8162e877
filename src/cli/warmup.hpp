#pragma once

#include "cli/statistics_options.hpp"
#include "model/adaptation_currents.hpp"

#include <algorithm>
#include <string>

namespace siegert::cli {

inline constexpr const char* usual_warmup_text =
    "default 0.5 s, or ten of the longest time constant of adaptation where that is longer";

/// The time [s] after which a network has forgotten how it began.
[[nodiscard]] inline double usual_warmup(const Network& network) {
    constexpr double least = 0.5;
    constexpr double times = 10.0;
    double longest = 0.0;
    for (const auto& currents : network.adaptation) {
        for (const AdaptationCurrent& current : currents) longest = std::max(longest, current.tau);
    }
    return std::max(least, times * longest);
}

/// --warmup [s]; where it is not given, that.
[[nodiscard]] inline double warmup_of(const std::string& text, const Network& network) {
    return text.empty() ? usual_warmup(network) : quantity_of("--warmup", text, Dimension::time);
}

}  // namespace siegert::cli
