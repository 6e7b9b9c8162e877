#include "simulation/grid_fit.hpp"

#include "require.hpp"
#include "simulation/linear_update.hpp"
#include "simulation/projection.hpp"
#include "simulation/quantiles.hpp"
#include "synapses/models.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

namespace siegert::simulation {
namespace {

// Decimal times such as 1.5 ms are whole numbers of steps up to this part of a step.
constexpr double step_tolerance = 1e-9;

bool is_whole(double steps) {
    return std::abs(steps - std::round(steps)) <= step_tolerance * std::fmax(1.0, steps);
}

double sd_of(const Network& network, Index i, Index j) {
    const bool distributed =
        network.delay_dist != DelayDistribution::none && network.Delay_sd.size() != 0;
    return distributed ? network.Delay_sd(i, j) : 0.0;
}

std::string connection(const Network& network, Index i, Index j) {
    return fmt::format("{} -> {}", network.populations[static_cast<std::size_t>(j)],
                       network.populations[static_cast<std::size_t>(i)]);
}

bool is_connected(const Network& network, Index i, Index j) {
    return network.K(i, j) > 0.0 && network.Delay.size() != 0;
}

// Calls visit(i, j) for each pair of connected populations.
template <class Visit>
void for_each_connection(const Network& network, Visit visit) {
    for (Index i = 0; i < network.K.rows(); ++i) {
        for (Index j = 0; j < network.K.cols(); ++j) {
            if (is_connected(network, i, j)) visit(i, j);
        }
    }
}

void require_visible_delay(const Network& network, const SimulationOptions& options, Index i,
                           Index j) {
    const double delay = network.Delay(i, j);
    const bool keeps = options.timing == SpikeTiming::exact && sd_of(network, i, j) == 0.0;
    const double least = keeps ? options.dt * (1.0 - step_tolerance) : 0.5 * options.dt;
    const std::string name = "Delay of " + connection(network, i, j);
    require(delay > 0.0, name, delay,
            fmt::format("be positive in a simulation (at least half a step of {} s)", options.dt));
    require(delay >= least, name, delay,
            fmt::format("not vanish on a grid of dt = {} s: take dt of at most {:g} s", options.dt,
                        delay));
}

// Refractory periods are whole steps unless spike times are off the grid.
bool spikes_off_grid(const Network& network, const SimulationOptions& options, Index i) {
    return options.timing == SpikeTiming::exact || spikes_between_grid_points(network, options, i);
}

// Moments of a distributed delay, from enough quantiles to tell a change of some percent: networks
// may have a distribution for each of 1e5 pairs of populations.
struct DelayMoments {
    double mean;
    double sd;
};

template <class F>
DelayMoments moments(const Quantiles& delay, F f) {
    constexpr std::uint32_t samples = 64;
    constexpr std::uint32_t stride = quantile_count / samples;
    double first = 0.0;
    double second = 0.0;
    for (std::uint32_t word = stride / 2; word < quantile_count; word += stride) {
        const double value = f(quantile(delay, static_cast<std::uint16_t>(word)));
        first += value / samples;
        second += value * value / samples;
    }
    return {.mean = first, .sd = std::sqrt(std::fmax(0.0, second - first * first))};
}

// Distributed delays lose nothing to rounding unless a step is coarser than the distribution.
bool is_coarse(double mean, double sd, double dt) {
    constexpr double negligible = 0.01;
    if (sd < 0.5 * dt) return true;
    const double below = 0.5 * std::erfc((mean - 0.5 * dt) / (sd * std::sqrt(2.0)));
    return below > negligible;
}

class Findings {
public:
    explicit Findings(double dt) : dt_(dt) {}

    // `name` says where the value occurs first; others that are the same are not repeated.
    void add(const char* field, const std::string& where, double value, double simulated) {
        if (!seen_.insert({field, value, simulated}).second) return;
        fit_.rounded.push_back({.parameter = std::string(field) + " of " + where,
                                .value = value,
                                .simulated = simulated});
    }
    void keep(double time) { times_.push_back(time); }
    [[nodiscard]] GridFit result() &&;

private:
    double dt_;
    GridFit fit_;
    std::vector<double> times_;
    std::set<std::tuple<std::string, double, double>> seen_;
};

// Of all times a whole number of nanoseconds, the largest common step not above dt.
double fitting_step(const std::vector<double>& times, double dt) {
    constexpr double unit = 1e-9;
    constexpr std::int64_t most_parts = 100000;
    std::int64_t common = 0;
    for (const double time : times) {
        const double units = time / unit;
        if (std::abs(units - std::round(units)) > 1e-3) return 0.0;
        common = std::gcd(common, std::llround(units));
    }
    if (common == 0) return dt;
    const auto least = static_cast<std::int64_t>(
        std::ceil(static_cast<double>(common) * unit / dt * (1.0 - step_tolerance)));
    for (std::int64_t parts = std::max<std::int64_t>(least, 1); parts < most_parts; ++parts) {
        if (common % parts == 0) return unit * static_cast<double>(common / parts);
    }
    return 0.0;
}

GridFit Findings::result() && {
    if (!fit_.rounded.empty()) fit_.dt = fitting_step(times_, dt_);
    return std::move(fit_);
}

void check_delay(Findings& findings, const Network& network, const SimulationOptions& options,
                 Index i, Index j) {
    const double mean = network.Delay(i, j);
    const double sd = sd_of(network, i, j);
    const std::string where = connection(network, i, j);
    if (sd == 0.0) {
        if (options.timing == SpikeTiming::exact) return;
        findings.keep(mean);
        if (is_whole(mean / options.dt)) return;
        findings.add("Delay", where, mean, std::round(mean / options.dt) * options.dt);
        return;
    }
    if (!is_coarse(mean, sd, options.dt)) return;
    const Quantiles delay = delay_quantiles(network.delay_dist, mean, sd);
    const DelayMoments wanted = moments(delay, [](double value) { return value; });
    const DelayMoments found =
        moments(delay, [&](double value) { return options.dt * rounded_steps(value, options.dt); });
    if (std::abs(found.mean - wanted.mean) > 0.01 * wanted.mean) {
        findings.add("mean Delay", where, wanted.mean, found.mean);
    }
    if (std::abs(found.sd - wanted.sd) > 0.1 * wanted.sd) {
        findings.add("Delay_sd", where, wanted.sd, found.sd);
    }
}

void check_population(Findings& findings, const Network& network, const SimulationOptions& options,
                      Index i) {
    const std::string& name = network.populations[static_cast<std::size_t>(i)];
    const double tau_r = network.tau_r(i);
    if (!spikes_off_grid(network, options, i)) {
        findings.keep(tau_r);
        if (!is_whole(tau_r / options.dt)) {
            findings.add("tau_r", name, tau_r, std::round(tau_r / options.dt) * options.dt);
        }
    }
    if (options.timing == SpikeTiming::exact) return;
    for (const double tau_s : synapses::currents(network, i)) {
        if (tau_s == 0.0 || tau_s >= options.dt) continue;
        // What happens between grid points is not seen: as if the current were the delta function.
        findings.add("tau_s", name, tau_s, 0.0);
        findings.keep(tau_s);
    }
}

// The times of a stimulus that lie on the grid.
template <class Visit>
void for_each_time(const Stimulus& stimulus, Visit visit) {
    visit("start", stimulus.start);
    if (std::isfinite(stimulus.stop)) visit("stop", stimulus.stop);
    if (stimulus.input == StimulusInput::spikes) return;
    if (stimulus.shape == StimulusShape::pulses) {
        visit("period", stimulus.period);
        visit("width", stimulus.width);
    }
    if (stimulus.shape == StimulusShape::file) visit("sample_interval", stimulus.sample_interval);
}

void require_visible_stimulus(const Stimulus& stimulus, std::size_t number, double dt) {
    const auto demand = [&](const char* name, double time, double length) {
        require(length >= 0.5 * dt, fmt::format("{} of stimulus {}", name, number), time,
                fmt::format("not vanish on a grid of dt = {} s", dt));
    };
    for_each_time(stimulus, [&](std::string_view name, double time) {
        if (name == "start") return;
        if (name == "stop") {
            const double steps = std::round(time / dt) - std::round(stimulus.start / dt);
            demand("stop", time, steps * dt);
        } else {
            demand(name.data(), time, time);
        }
    });
}

void check_stimulus(Findings& findings, const Stimulus& stimulus, std::size_t number, double dt) {
    for_each_time(stimulus, [&](const char* name, double time) {
        findings.keep(time);
        if (is_whole(time / dt)) return;
        findings.add(name, fmt::format("stimulus {}", number), time, std::round(time / dt) * dt);
    });
}

}  // namespace

void require_visible(const Network& network, const SimulationOptions& options) {
    for_each_connection(network,
                        [&](Index i, Index j) { require_visible_delay(network, options, i, j); });
    for (Index i = 0; i < network.tau_r.size(); ++i) {
        if (spikes_off_grid(network, options, i)) continue;
        const double tau_r = network.tau_r(i);
        require(tau_r == 0.0 || tau_r >= 0.5 * options.dt,
                "tau_r of population " + network.populations[static_cast<std::size_t>(i)], tau_r,
                fmt::format("not vanish on a grid of dt = {} s: take dt of at most {:g} s",
                            options.dt, tau_r));
    }
    for (std::size_t k = 0; k < network.stimulus.size(); ++k) {
        require_visible_stimulus(network.stimulus[k], k + 1, options.dt);
    }
}

GridFit grid_fit(const Network& network, const SimulationOptions& options) {
    Findings findings(options.dt);
    for_each_connection(network,
                        [&](Index i, Index j) { check_delay(findings, network, options, i, j); });
    for (Index i = 0; i < network.tau_r.size(); ++i) {
        check_population(findings, network, options, i);
    }
    for (std::size_t k = 0; k < network.stimulus.size(); ++k) {
        check_stimulus(findings, network.stimulus[k], k + 1, options.dt);
    }
    return std::move(findings).result();
}

}  // namespace siegert::simulation
