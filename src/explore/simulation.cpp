#include "explore/background.hpp"

#include "require.hpp"

#include <siegert/simulation/network_simulation.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/spike_statistics.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <thread>

namespace siegert::explore {
namespace {

using nlohmann::json;
using statistics::Estimate;

constexpr double piece = 0.5;    // simulated between two looks [s]
constexpr double segment = 0.5;  // of spectra [s]: 2 Hz
constexpr double warmup = 0.3;   // [s]

// JSON has no infinity: what shows nothing is null.
json number(const Estimate& estimate, double value) {
    return estimate.samples > 0.0 && std::isfinite(value) ? json(value) : json();
}

void add(json& result, const std::string& name, const std::vector<Estimate>& estimates) {
    json values = json::array(), errors = json::array();
    for (const auto& estimate : estimates) {
        values.push_back(number(estimate, estimate.value));
        errors.push_back(number(estimate, estimate.standard_error));
    }
    result[name] = values;
    result[name + "_error"] = errors;
}

void add_spectra(json& result, const SpikeRecord& record, double f_max) {
    const auto spectra =
        statistics::population_spectra(record, {.f_max = f_max, .segment = segment});
    json power = json::array(), errors = json::array();
    for (Index i = 0; i < spectra.S.rows(); ++i) {
        json values = json::array(), widths = json::array();
        for (Index k = 0; k < spectra.frequencies.size(); ++k) {
            const Estimate estimate = statistics::power(spectra, k, i);
            values.push_back(number(estimate, estimate.value));
            widths.push_back(number(estimate, estimate.standard_error));
        }
        power.push_back(std::move(values));
        errors.push_back(std::move(widths));
    }
    result["frequencies"] =
        std::vector<double>(spectra.frequencies.begin(), spectra.frequencies.end());
    result["power_spectra"] = std::move(power);
    result["power_spectra_error"] = std::move(errors);
}

json result_of(const SpikeRecord& record, const Network& network, double f_max) {
    json result{{"populations", network.populations}, {"duration", record.end - record.start}};
    if (record.spikes.empty()) return result;
    add(result, "firing_rates", statistics::firing_rates(record));
    add(result, "cvs", statistics::cvs(record));
    result["raster"] = raster(record);
    if (record.end - record.start >= segment) add_spectra(result, record, f_max);
    return result;
}

void append(SpikeRecord& all, SpikeRecord more) {
    if (all.spikes.empty()) {
        all = std::move(more);
        return;
    }
    for (std::size_t p = 0; p < all.spikes.size(); ++p) {
        auto& [times, neurons] = all.spikes[p];
        times.insert(times.end(), more.spikes[p].times.begin(), more.spikes[p].times.end());
        neurons.insert(neurons.end(), more.spikes[p].neurons.begin(), more.spikes[p].neurons.end());
    }
    all.end = more.end;
}

}  // namespace

json simulation(const OpenedFile& file, const View& view, double duration, const Show& show) {
    require_positive("duration", duration);
    const Network network = network_of(file, view).network;
    constexpr double least_f_max = 1.0 / segment;
    const double f_max =
        std::clamp(view.omegas.maxCoeff() / (2.0 * std::numbers::pi), least_f_max, 500.0);
    json result = result_of({}, network, f_max);
    const auto progress = [&](const Progress& now) {
        result["step"] = now.wired < 1.0     ? "wiring"
                         : now.time < warmup ? "warming up"
                                             : "simulating";
        return show(result, now.wired < 1.0 ? 0.0 : now.time / (warmup + duration));
    };
    SimulationOptions options;
    options.duration = duration;
    options.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    options.progress = progress;
    NetworkSimulation simulation(network, options);
    if (!simulation.wired() || !simulation.warm_up(warmup)) return result;
    SpikeRecord all;
    for (double done = 0.0; done < duration - 0.5 * options.dt; done = all.end - all.start) {
        const bool goes_on = simulation.advance(std::min(piece, duration - done));
        append(all, simulation.take_record().spikes);
        result = result_of(all, network, f_max);
        if (!goes_on) break;
    }
    return result;
}

}  // namespace siegert::explore
