#include "catch.hpp"
#include "simulation/crossing.hpp"
#include "simulation/example_networks.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/bessel.hpp>

#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

// The first `count` complete intervals of each neuron: a number that is fixed beforehand, so that
// long intervals are not cut by the end of the recording.
std::vector<double> first_intervals(const SimulationResult& result, std::size_t count) {
    const PopulationSpikes& spikes = result.spikes.spikes[0];
    const auto neurons = static_cast<std::size_t>(result.spikes.sizes[0]);
    std::vector<double> last(neurons, -1.0);
    std::vector<std::size_t> seen(neurons);
    std::vector<double> intervals;
    for (std::size_t k = 0; k < spikes.times.size(); ++k) {
        const std::uint32_t neuron = spikes.neurons[k];
        if (last[neuron] >= 0.0 && seen[neuron] < count) {
            intervals.push_back(spikes.times[k] - last[neuron]);
            ++seen[neuron];
        }
        last[neuron] = spikes.times[k];
    }
    REQUIRE(intervals.size() == count * neurons);
    return intervals;
}

// Distribution function of the intervals at ascending times; beyond the last it is taken as 1.
struct Distribution {
    std::vector<double> times;
    std::vector<double> F;

    [[nodiscard]] double at(double t) const {
        const auto next = std::ranges::upper_bound(times, t);
        if (next == times.begin()) return 0.0;
        if (next == times.end()) return 1.0;
        const auto k = static_cast<std::size_t>(next - times.begin());
        const double part = (t - times[k - 1]) / (times[k] - times[k - 1]);
        return F[k - 1] + part * (F[k] - F[k - 1]);
    }
};

// p-value of Pearson's chi square for the intervals in classes that the theory expects to be
// equally frequent: the values of F are then uniform.
double p_value(const std::vector<double>& intervals, const std::function<double(double)>& F) {
    constexpr int classes = 50;
    std::vector<double> counts(classes);
    for (const double interval : intervals) {
        const double u = std::clamp(F(interval), 0.0, 1.0 - 1e-12);
        counts[static_cast<std::size_t>(classes * u)] += 1.0;
    }
    const double expected = static_cast<double>(intervals.size()) / classes;
    double chi_square = 0.0;
    for (const double count : counts) chi_square += std::pow(count - expected, 2) / expected;
    return boost::math::cdf(
        boost::math::complement(boost::math::chi_squared(classes - 1), chi_square));
}

constexpr double smallest_p = 1e-5;

struct Diffusion {
    double tau_m, V_th, V_0, mu, sigma;
};

// Time from V_0 to the first passage through V_th, by the integral equation
//
//     P(V(t) >= V_th) = int_0^t f(s) P(V(t) >= V_th | V(s) = V_th) ds
//
// (R. Fortet 1943: who is above must have passed) for the density f, taken as constant over each
// of `steps` intervals of length h.
Distribution first_passage(const Diffusion& d, double tau_r, double h, std::size_t steps) {
    const auto above = [&](double V, double t) {
        const double mean = d.mu + (V - d.mu) * std::exp(-t / d.tau_m);
        const double sd = d.sigma * std::sqrt(-std::expm1(-2.0 * t / d.tau_m));
        return 0.5 * std::erfc((d.V_th - mean) / sd);  // the variance is sd^2 / 2
    };
    std::vector<double> kernel(steps);
    for (std::size_t k = 0; k < steps; ++k) {
        kernel[k] = above(d.V_th, (static_cast<double>(k) + 0.5) * h);
    }
    std::vector<double> mass(steps);
    Distribution passage{.times = {tau_r}, .F = {0.0}};
    for (std::size_t k = 0; k < steps; ++k) {
        const double t = static_cast<double>(k + 1) * h;
        double rest = above(d.V_0, t);
        for (std::size_t j = 0; j < k; ++j) rest -= mass[j] * kernel[k - j];
        mass[k] = rest / kernel[0];
        passage.times.push_back(tau_r + t);
        passage.F.push_back(passage.F.back() + mass[k]);
    }
    return passage;
}

double mean_of(const Distribution& passage) {
    double sum = 0.0;
    for (std::size_t k = 1; k < passage.F.size(); ++k) {
        sum += 0.5 * (passage.times[k] + passage.times[k - 1]) * (passage.F[k] - passage.F[k - 1]);
    }
    return sum;
}

// 1/nu = tau_r + tau_m int_0^inf exp(-t^2) (exp(2 y_th t) - exp(2 y_r t)) / t dt
double mean_interval(const Diffusion& d, double tau_r) {
    const double y_th = (d.V_th - d.mu) / d.sigma;
    const double y_r = (d.V_0 - d.mu) / d.sigma;
    const auto integrand = [=](double t) {
        return t == 0.0 ? 2.0 * (y_th - y_r)
                        : std::exp(-t * t + 2.0 * y_r * t) * std::expm1(2.0 * (y_th - y_r) * t) / t;
    };
    return tau_r + d.tau_m * boost::math::quadrature::gauss_kronrod<double, 61>::integrate(
                                 integrand, 0.0, std::max(y_th, 0.0) + 8.0, 12, 1e-12);
}

Network neurons_of(const Diffusion& d, double tau_r, double count) {
    Network network = unconnected(SynapseType::delta, count);
    network.tau_m = column({d.tau_m});
    network.tau_r = column({tau_r});
    network.V_th = column({d.V_th});
    network.V_0 = column({d.V_0});
    return network;
}

SimulationOptions options_of(const Diffusion& d, double dt, double duration) {
    SimulationOptions options;
    options.duration = duration;
    options.warmup = 0.2_s;
    options.dt = dt;
    options.gaussian.mu = column({d.mu});
    options.gaussian.sigma = column({d.sigma});
    return options;
}

struct Rate {
    double value;
    double error;  // from the spread over the neurons: whatever the intervals are
};

Rate rate_of(const SimulationResult& result) {
    const auto neurons = static_cast<double>(result.spikes.sizes[0]);
    std::vector<double> counts(result.spikes.sizes[0]);
    for (const auto neuron : result.spikes.spikes[0].neurons) counts[neuron] += 1.0;
    const double mean = std::accumulate(counts.begin(), counts.end(), 0.0) / neurons;
    double variance = 0.0;
    for (const double count : counts) variance += (count - mean) * (count - mean) / (neurons - 1.0);
    const double duration = result.spikes.end - result.spikes.start;
    return {.value = mean / duration, .error = std::sqrt(variance / neurons) / duration};
}

}  // namespace

TEST_CASE("Intervals in white noise have the distribution of first passage times",
          "[simulation][intervals]") {
    struct Case {
        Diffusion diffusion;
        double tau_r;
    };
    const auto [d, tau_r] = GENERATE(Case{{20.0_ms, 20.0_mV, 10.0_mV, 18.0_mV, 5.0_mV}, 2.0_ms},
                                     Case{{20.0_ms, 20.0_mV, 12.0_mV, 23.0_mV, 3.0_mV}, 0.37_ms});
    constexpr double dt = 0.2_ms;
    const Distribution theory = first_passage(d, tau_r, 0.1_ms, 5000);
    // The integral equation is solved well enough for classes of 2 %.
    REQUIRE(theory.F.back() == Approx(1.0).epsilon(1e-4));
    REQUIRE(mean_of(theory) == Approx(mean_interval(d, tau_r)).epsilon(1e-3));

    const SimulationResult result = simulate(neurons_of(d, tau_r, 1000), options_of(d, dt, 4.0_s));
    const auto intervals = first_intervals(result, 30);
    const double p = p_value(intervals, [&](double t) { return theory.at(t); });
    CAPTURE(d.mu, d.sigma, tau_r, p);
    CHECK(p > smallest_p);

    // Without the Brownian bridge the threshold would seem to be higher by 0.58 standard deviations
    // of a step (M. Broadie, P. Glasserman and S. Kou, Math. Finance 7, 325 (1997)). The same
    // intervals refute that.
    Diffusion unseen = d;
    unseen.V_th += 0.5826 * d.sigma * std::sqrt(dt / d.tau_m);
    const Distribution grid = first_passage(unseen, tau_r, 0.1_ms, 5000);
    CHECK(p_value(intervals, [&](double t) { return grid.at(t); }) < 1e-10);
}

TEST_CASE("Neurons that are released within a step may spike in it", "[simulation][intervals]") {
    // The reset potential is 0.5 to 2 standard deviations of a step below the threshold: without a
    // bridge in what remains of the step after the refractory period the rate is up to 18 % lower.
    constexpr double dt = 0.2_ms;
    const double distance = GENERATE(0.25_mV, 1.0_mV);
    const double tau_r = GENERATE(0.0, 0.13_ms, 0.55_ms);
    const Diffusion d{20.0_ms, 20.0_mV, 20.0_mV - distance, 17.0_mV, 5.0_mV};
    const SimulationResult result = simulate(neurons_of(d, tau_r, 1000), options_of(d, dt, 2.0_s));
    const double expected = 1.0 / mean_interval(d, tau_r);
    const Rate rate = rate_of(result);
    CAPTURE(distance, tau_r, rate.value, rate.error, expected);
    CHECK(std::ranges::is_sorted(result.spikes.spikes[0].times));
    CHECK(std::abs(rate.value - expected) < 4.4 * rate.error);
    CHECK(rate.error < 0.008 * expected);
}

TEST_CASE("The first crossing of a cubic is found", "[simulation][intervals]") {
    constexpr double dt = 0.1_ms;
    const auto crossing = [](double slope_start, double V_end, double slope_end, double level) {
        return simulation::first_crossing({.V_start = 0.0,
                                           .slope_start = slope_start / dt,
                                           .V_end = V_end,
                                           .slope_end = slope_end / dt,
                                           .dt = dt},
                                          level) /
               dt;
    };
    // with s = t / dt: 4 s (1 - s) is 0 at both ends and 1 between
    CHECK(crossing(4.0, 0.0, -4.0, 0.75) == Approx(0.25));
    CHECK(crossing(4.0, 0.0, -4.0, 1.0 - 1e-9) == Approx(0.5).epsilon(1e-4));
    CHECK(crossing(4.0, 0.0, -4.0, 1.001) < 0.0);
    // s^2; 3 s^2 - 2 s falls before it rises; s^3
    CHECK(crossing(0.0, 1.0, 2.0, 0.25) == Approx(0.5));
    CHECK(crossing(-2.0, 1.0, 4.0, 0.5) == Approx((2.0 + std::sqrt(10.0)) / 6.0));
    CHECK(crossing(0.0, 1.0, 3.0, 0.125) == Approx(0.5));
    // crosses, falls below, and is above again at the end: 12 s^3 - 18 s^2 + 7 s
    CHECK(crossing(7.0, 1.0, 7.0, 0.7) < 0.2);
    CHECK(crossing(1.0, 1.0, 1.0, 0.0) == 0.0);
    CHECK(crossing(-1.0, -1.0, -1.0, 0.1) < 0.0);
}

TEST_CASE("A perfect integrator of coloured noise has the rate of its mean input",
          "[simulation][intervals]") {
    // Without a leak V climbs by mu / tau_m on average, and each spike takes V_th - V_0 back,
    // whatever the noise is: rate = mu / (tau_m (V_th - V_0)), 200 Hz. Spikes at grid points lose
    // what V has climbed since it crossed the threshold: 1 % at 0.1 ms and 5 % at 0.5 ms.
    const Diffusion d{20000.0_s, 20.0_mV, 10.0_mV, 4e4, 5.0};
    SimulationOptions options = options_of(d, GENERATE(0.1_ms, 0.5_ms), 2.0_s);
    options.gaussian.tau_c = 2.0_ms;
    const Rate rate = rate_of(simulate(neurons_of(d, 0.0, 1000), options));
    CAPTURE(options.dt, rate.value, rate.error);
    CHECK(std::abs(rate.value - 200.0) < 4.4 * rate.error);
    CHECK(rate.error < 0.001 * 200.0);
}

TEST_CASE("Under coloured noise the rate does not depend on the step", "[simulation][intervals]") {
    // Without the search for crossings within a step the rate at 1 ms is 2.6 % lower than at 0.1.
    const Diffusion d{20.0_ms, 20.0_mV, 10.0_mV, 17.0_mV, 8.0_mV};
    const auto rate_at = [&](double dt, double neurons) {
        SimulationOptions options = options_of(d, dt, 4.0_s);
        options.gaussian.tau_c = 2.0_ms;
        return rate_of(simulate(neurons_of(d, 1.3_ms, neurons), options));
    };
    const Rate fine = rate_at(0.1_ms, 800);
    const Rate coarse = rate_at(1.0_ms, 2500);
    const double error = std::hypot(fine.error, coarse.error);
    CAPTURE(fine.value, coarse.value, error);
    CHECK(std::abs(coarse.value - fine.value) < 4.4 * error);
    CHECK(error < 0.005 * fine.value);
}

TEST_CASE("Exact intervals of a random walk are its first passage times",
          "[simulation][intervals]") {
    // Practically no leak: V counts excitatory minus inhibitory spikes, and the n-th step up from
    // the reset potential reaches the threshold. The density of the first passage (W. Feller, An
    // Introduction to Probability Theory and Its Applications II, chapter II.7) is
    //
    //     n/t (a/b)^(n/2) exp(-(a + b) t) I_n(2 sqrt(a b) t),   rates a up and b down.
    const auto [n, a, b] = GENERATE(std::tuple{1, 300.0, 100.0}, std::tuple{7, 500.0, 300.0});
    const double tau_r = 2.0_ms;
    Network network = neurons_of({1e9, 20.0_mV, 10.0_mV, 0.0, 0.0}, tau_r, 400);
    const double J = 10.0_mV / (n - 0.5);  // half a step of room for rounding
    network.J_ext = Matrix(1, 2);
    network.J_ext << J, -J;
    network.K_ext = Matrix(1, 2);
    network.K_ext << a / 4.0, b / 4.0;
    network.nu_ext = column({4.0, 4.0});
    SimulationOptions options;
    options.duration = 5.0_s;
    options.warmup = 0.1_s;
    options.dt = GENERATE(0.1_ms, 1.5_ms);
    options.timing = SpikeTiming::exact;
    const auto intervals = first_intervals(simulate(network, options), 80);

    const auto density = [&, n = n, a = a, b = b](double t) {
        if (t <= 0.0) return n == 1 ? a : 0.0;
        return n / t * std::pow(a / b, 0.5 * n) * std::exp(-(a + b) * t) *
               boost::math::cyl_bessel_i(n, 2.0 * std::sqrt(a * b) * t);
    };
    Distribution theory{.times = {tau_r}, .F = {0.0}};
    constexpr double h = 0.1_ms;
    for (int k = 1; k <= 5000; ++k) {
        theory.times.push_back(tau_r + k * h);
        // Simpson
        theory.F.push_back(
            theory.F.back() +
            h / 6.0 * (density((k - 1) * h) + 4.0 * density((k - 0.5) * h) + density(k * h)));
    }
    REQUIRE(theory.F.back() == Approx(1.0).epsilon(1e-5));
    const double p = p_value(intervals, [&](double t) { return theory.at(t); });
    CAPTURE(n, options.dt, p);
    CHECK(p > smallest_p);
    CHECK(*std::ranges::min_element(intervals) >= tau_r - 1e-12);
}
