#include <siegert/simulation/trials.hpp>

#include "require.hpp"

#include <cmath>

namespace siegert {
namespace {

void require_bins(const SimulationOptions& options) {
    require_positive("duration", options.duration);
    require_positive("record.rate_bin", options.record.rate_bin);
    const double bins = options.duration / options.record.rate_bin;
    constexpr double rounding = 1e-9;
    require(std::round(bins) >= 1.0 && std::abs(bins - std::round(bins)) <= rounding * bins,
            "record.rate_bin", options.record.rate_bin,
            fmt::format("divide the duration of {} s", options.duration));
    require(options.stimulus_period == 0.0, "stimulus_period", options.stimulus_period,
            "be unset: it is the length of a trial");
}

// B. P. Welford, Technometrics 4, 419 (1962): mean and sum of squared deviations.
struct Moments {
    Matrix mean{};
    Matrix squares{};
    Index count = 0;

    void add(const Matrix& values) {
        if (count++ == 0) {
            mean = values;
            squares = Matrix::Zero(values.rows(), values.cols());
            return;
        }
        const Matrix before = values - mean;
        mean += before / static_cast<double>(count);
        squares += before.cwiseProduct(values - mean);
    }

    [[nodiscard]] Matrix standard_error() const {
        const auto n = static_cast<double>(count);
        return (squares / (n * (n - 1.0))).cwiseSqrt();
    }
};

void add_cost(SimulationCost& sum, const SimulationCost& cost) {
    const SimulationCost earlier = sum;
    sum = cost;
    sum.run_seconds += earlier.run_seconds;
    sum.simulated_seconds += earlier.simulated_seconds;
    sum.synaptic_events += earlier.synaptic_events;
    sum.neuron_updates += earlier.neuron_updates;
}

}  // namespace

TrialRates simulate_trials(const Network& network, const SimulationOptions& options, Index trials) {
    require_bins(options);
    require(trials >= 2, "trials", static_cast<double>(trials), "be at least 2");
    SimulationOptions settings = options;
    settings.stimulus_period = options.warmup + options.duration;
    settings.record.neurons = 0;  // rates are those of all neurons
    NetworkSimulation simulation(network, settings);
    TrialRates result;
    Moments moments;
    while (moments.count < trials && result.complete) {
        const double start = simulation.time();
        result.complete =
            simulation.warm_up(options.warmup) && simulation.advance(options.duration);
        if (!result.complete) break;
        const SimulationResult trial = simulation.take_record();
        if (moments.count == 0) {
            for (const double time : trial.population_rates.times) {
                result.times.push_back(time - start);
            }
            result.grid_fit = trial.grid_fit;
        }
        add_cost(result.cost, trial.cost);
        moments.add(trial.population_rates.rates);
    }
    result.trials = moments.count;
    result.rates = moments.mean;
    if (moments.count >= 2) result.rates_error = moments.standard_error();
    return result;
}

}  // namespace siegert
