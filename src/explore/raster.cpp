#include "explore/background.hpp"
#include "explore/titled_figure.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace siegert::explore {
namespace {

constexpr double neurons_shown = 100.0;
constexpr Index fewest = 4;          // of each population
constexpr double time_shown = 0.2;   // [s]
constexpr std::size_t most = 20000;  // spikes

// Shares of all neurons, but no population vanishes.
std::vector<Index> shown_of(const SpikeRecord& record) {
    double all = 0.0;
    for (const Index size : record.sizes) all += static_cast<double>(size);
    std::vector<Index> shown;
    for (std::size_t p = 0; p < record.sizes.size(); ++p) {
        const double share = neurons_shown * static_cast<double>(record.sizes[p]) / all;
        const auto whole = static_cast<Index>(std::round(share));
        shown.push_back(std::min(std::max(whole, fewest), record.recorded[p]));
    }
    return shown;
}

}  // namespace

nlohmann::json raster(const SpikeRecord& record) {
    const std::vector<Index> shown = shown_of(record);
    const double start = std::max(record.start, record.end - time_shown);
    io::LinesFigure figure{.x = {"time", "ms"}, .y = {"neuron", ""}, .series = {}};
    bool silent = true;
    Index above = 0;  // neurons of the populations that follow are below
    for (const Index count : shown) above += count;
    for (std::size_t p = 0; p < shown.size(); ++p) {
        const PopulationSpikes& spikes = record.spikes[p];
        std::vector<double> times, rows;
        for (std::size_t k = 0; k < spikes.times.size() && times.size() < most; ++k) {
            const auto neuron = static_cast<Index>(spikes.neurons[k]);
            if (spikes.times[k] < start || neuron >= shown[p]) continue;
            times.push_back(1e3 * (spikes.times[k] - record.start));
            rows.push_back(static_cast<double>(above - neuron));
        }
        const auto size = static_cast<Index>(times.size());
        figure.series.push_back({.name = record.populations[p],
                                 .x = Eigen::Map<const Vector>(times.data(), size),
                                 .y = Eigen::Map<const Vector>(rows.data(), size),
                                 .style = io::SeriesStyle::dots,
                                 .color = static_cast<int>(p)});
        above -= shown[p];
        silent = silent && times.empty();
    }
    return titled_figure({.title = "Spikes",
                          .caption = silent ? "None of some neurons in the last 200 ms."
                                            : "Of some neurons in the last 200 ms.",
                          .content = figure});
}

}  // namespace siegert::explore
