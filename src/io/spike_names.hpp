#pragma once

#include <algorithm>
#include <string>

/// Where things are in a spike file.
namespace siegert::io {

inline constexpr const char* start_name = "spikes/start";
inline constexpr const char* end_name = "spikes/end";
inline constexpr const char* dt_name = "spikes/dt";
inline constexpr const char* sizes_name = "spikes/sizes";
inline constexpr const char* recorded_name = "spikes/recorded";
inline constexpr const char* rates_name = "rates";
inline constexpr const char* statistics_name = "statistics";

inline constexpr const char* spikes_group = "spikes";

/// Name of the group of a population's spikes, within `spikes_group`.
[[nodiscard]] inline std::string population_group(const std::string& population) {
    return "population " + population;
}

/// The same in older files, where a slash became a bar.
[[nodiscard]] inline std::string old_population_group(std::string population) {
    std::ranges::replace(population, '/', '|');
    return population_group(population);
}

/// Adaptation current k = 0, 1, ... of the probed neurons: w_1, w_2, ...
[[nodiscard]] inline std::string probed_current_name(std::size_t k) {
    return "probes/w_" + std::to_string(k + 1);
}

}  // namespace siegert::io
