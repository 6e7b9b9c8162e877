#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <numbers>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

SimulationOptions options_for(double duration) {
    SimulationOptions options;
    options.duration = duration;
    return options;
}

void start_at(SimulationOptions& options, double V) {
    options.initial.low = options.initial.high = column({V});
}

// 1/nu = tau_r + tau_m int_0^inf exp(-t^2) (exp(2 y_th t) - exp(2 y_r t)) / t dt: the rate in white
// noise, computed here from its integral.
double rate_in_white_noise(const Network& network, double mu, double sigma) {
    const double y_th = (network.V_th(0) - mu) / sigma;
    const double y_r = (network.V_0(0) - mu) / sigma;
    const auto integrand = [=](double t) {
        return t == 0.0 ? 2.0 * (y_th - y_r)
                        : std::exp(-t * t + 2.0 * y_r * t) * std::expm1(2.0 * (y_th - y_r) * t) / t;
    };
    const double integral = boost::math::quadrature::gauss_kronrod<double, 61>::integrate(
        integrand, 0.0, std::max(y_th, 0.0) + 8.0, 12, 1e-12);
    return 1.0 / (network.tau_r(0) + network.tau_m(0) * integral);
}

double standard_error(const SimulationResult& result, double rate, double cv) {
    const double count = rate * static_cast<double>(result.spikes.sizes[0]) *
                         (result.spikes.end - result.spikes.start);
    return rate * cv / std::sqrt(count);
}

}  // namespace

TEST_CASE("A neuron under constant current fires at the noise-free rate",
          "[simulation][single_neurons]") {
    const auto synapse = GENERATE(SynapseType::delta, SynapseType::exponential);
    const Network network = unconnected(synapse, 3);
    SimulationOptions options = options_for(2.0_s);
    options.gaussian.mu = column({27.0_mV});
    start_at(options, 10.0_mV);
    const SimulationResult result = simulate(network, options);

    const double charging = 20.0_ms * std::log((27.0 - 10.0) / (27.0 - 20.0));
    // Spikes lie at grid points: the first one at or after the threshold is reached.
    const double steps = std::ceil(charging / options.dt);
    const double interval = steps * options.dt + 2.0_ms;
    const auto& times = result.spikes.spikes[0].times;
    REQUIRE(times.size() ==
            3 * static_cast<std::size_t>((2.0 - steps * options.dt) / interval + 1));
    for (std::size_t k = 0; k < times.size(); ++k) {
        const double expected = steps * options.dt + static_cast<double>(k / 3) * interval;
        CHECK(times[k] == Approx(expected).epsilon(1e-12));
        CHECK(result.spikes.spikes[0].neurons[k] == k % 3);
    }
}

TEST_CASE("Subthreshold potentials follow the exact solution", "[simulation][single_neurons]") {
    // 2000 steps of rounding errors of 1e-16 each, damped by the leak over 200 steps.
    constexpr double tolerance = 1e-13;
    const double tau_m = 20.0_ms;
    const double mu = 13.0_mV;
    const double V_start = 3.0_mV;
    SimulationOptions options = options_for(200.0_ms);
    options.gaussian.mu = column({mu});
    options.modulation = {.f = 17.0, .phase = 0.4, .mu = column({2.0_mV}), .rate = {}};
    options.record.probes = {{.population = 0, .neuron = 1}};
    start_at(options, V_start);

    SECTION("under constant and sinusoidal input") {
        const auto synapse = GENERATE(SynapseType::delta, SynapseType::exponential);
        const SimulationResult result = simulate(unconnected(synapse, 2), options);
        const double omega = 2.0 * std::numbers::pi * 17.0;
        const Complex H = 2.0_mV / Complex(1.0, omega * tau_m);
        const auto solution = [&](double t) {
            const auto periodic = [&](double s) {
                return std::imag(H * std::polar(1.0, omega * s + 0.4));
            };
            return mu + periodic(t) + (V_start - mu - periodic(0.0)) * std::exp(-t / tau_m);
        };
        REQUIRE(result.probes.times.size() == 2000);
        double worst = 0.0;
        for (Index k = 0; k < 2000; ++k) {
            const double t = static_cast<double>(k + 1) * options.dt;
            CHECK(result.probes.times[static_cast<std::size_t>(k)] == Approx(t).epsilon(1e-14));
            worst = std::fmax(worst, relative_error(result.probes.V(k, 0), solution(t)));
        }
        CHECK(worst < tolerance);
        CHECK(result.spikes.spikes[0].times.empty());
    }

    SECTION("with an adaptation current") {
        // tau_m V' = -V + mu + A sin - w, tau w' = a V - w: here by its matrix's eigenvalues.
        Network network = unconnected(SynapseType::delta, 2);
        network.adaptation = {{{.tau = 130.0_ms, .a = 0.6, .b = 1.0_mV}}};
        options.modulation = {};
        options.record.probes = {{.population = 0, .neuron = 1}};
        const SimulationResult result = simulate(network, options);
        REQUIRE(result.probes.w.size() == 1);
        Eigen::Matrix2d A;
        A << -1.0 / tau_m, -1.0 / tau_m, 0.6 / 0.130, -1.0 / 0.130;
        const Eigen::Vector2d fixed_point = A.inverse() * Eigen::Vector2d(-mu / tau_m, 0.0);
        const Eigen::EigenSolver<Eigen::Matrix2d> modes(A);
        const Eigen::Vector2cd start =
            modes.eigenvectors().inverse() *
            (Eigen::Vector2d(V_start, 0.0) - fixed_point).cast<Complex>();
        double worst = 0.0;
        for (Index k = 0; k < 2000; ++k) {
            const double t = static_cast<double>(k + 1) * options.dt;
            const Eigen::Vector2cd decayed =
                (modes.eigenvalues() * t).array().exp() * start.array();
            const Eigen::Vector2d y = fixed_point + (modes.eigenvectors() * decayed).real();
            worst = std::fmax(worst, relative_error(result.probes.V(k, 0), y(0)));
            worst = std::fmax(worst, relative_error(result.probes.w[0](k, 0), y(1)));
        }
        CHECK(worst < 10 * tolerance);  // the eigenvectors' condition is about 10
    }
}

TEST_CASE("A spike through an exponential synapse has the double-exponential response",
          "[simulation][single_neurons]") {
    // A fires once; B receives J after the delay: J tau_m / (tau_m - tau_s)
    // (exp(-t/tau_m) - exp(-t/tau_s)).
    Network network = unconnected(SynapseType::exponential, 1);
    network.populations = {"A", "B"};
    const Vector one = Vector::Ones(2);
    network.N = one;
    network.tau_m = column({10.0_ms, 20.0_ms});
    network.tau_r = column({50.0_ms, 2.0_ms});
    network.tau_s = column({0.5_ms, 0.7_ms});
    network.V_th = 20.0_mV * one;
    network.V_0 = 0.0 * one;
    network.J = Matrix::Zero(2, 2);
    network.J(1, 0) = 3.0_mV;
    network.K = Matrix::Zero(2, 2);
    network.K(1, 0) = 1;
    network.Delay = Matrix::Constant(2, 2, 1.3_ms);
    network.J_ext = Matrix::Zero(2, 0);
    network.K_ext = Matrix::Zero(2, 0);
    SimulationOptions options = options_for(40.0_ms);
    options.gaussian.mu = column({30.0_mV, 0.0});
    options.initial.low = options.initial.high = column({19.9_mV, 0.0});
    options.record.probes = {{.population = 1, .neuron = 0}};
    const SimulationResult result = simulate(network, options);

    REQUIRE(result.spikes.spikes[0].times.size() == 1);
    const double arrival = result.spikes.spikes[0].times[0] + 1.3_ms;
    double worst = 0.0;
    for (std::size_t k = 0; k < result.probes.times.size(); ++k) {
        const double t = result.probes.times[k] - arrival;
        const double V = result.probes.V(static_cast<Index>(k), 0);
        const double I = result.probes.I(static_cast<Index>(k), 0);
        if (t < -1e-9) {
            CHECK(V == 0.0);
            continue;
        }
        const double expected =
            3.0_mV * 20.0 / (20.0 - 0.7) * (std::exp(-t / 20.0_ms) - std::exp(-t / 0.7_ms));
        const double current = 3.0_mV * (20.0 / 0.7) * std::exp(-t / 0.7_ms);
        worst = std::fmax(worst, std::abs(V - expected) / 3.0_mV);
        worst = std::fmax(worst, std::abs(I - current) / current * 1e-2);
    }
    // The weight is a whole number of 2^-31 of the largest possible input.
    CHECK(worst < 1e-8);
}

TEST_CASE("A synaptic current outlasts the spike that it causes", "[simulation][single_neurons]") {
    // A fires once. Its spike takes B to the threshold; after the refractory period of B what is
    // left of the current takes it there again.
    Network network = unconnected(SynapseType::exponential, 1);
    network.populations = {"A", "B"};
    const Vector one = Vector::Ones(2);
    network.N = one;
    network.tau_m = column({10.0_ms, 20.0_ms});
    network.tau_r = column({500.0_ms, 1.7_ms});
    network.tau_s = column({0.5_ms, 6.0_ms});
    network.V_th = 20.0_mV * one;
    network.V_0 = column({0.0, 11.0_mV});
    network.J = Matrix::Zero(2, 2);
    network.J(1, 0) = 30.0_mV;
    network.K = Matrix::Zero(2, 2);
    network.K(1, 0) = 1;
    network.Delay = Matrix::Constant(2, 2, 1.3_ms);
    network.J_ext = Matrix::Zero(2, 0);
    network.K_ext = Matrix::Zero(2, 0);
    SimulationOptions options = options_for(60.0_ms);
    const double mu = 13.0_mV;
    options.gaussian.mu = column({30.0_mV, mu});
    options.initial.low = options.initial.high = column({19.9_mV, mu});
    const SimulationResult result = simulate(network, options);
    REQUIRE(result.spikes.spikes[0].times.size() == 1);

    const double tau_m = 20.0_ms;
    const double tau_s = 6.0_ms;
    // V a time t after it was V_start, x then.
    const auto V = [&](double V_start, double x, double t) {
        const double from_x =
            x * tau_s / (tau_m - tau_s) * (std::exp(-t / tau_m) - std::exp(-t / tau_s));
        return mu + (V_start - mu) * std::exp(-t / tau_m) + from_x;
    };
    double x = 30.0_mV * tau_m / tau_s;
    double V_start = mu;
    double t = result.spikes.spikes[0].times[0] + 1.3_ms;
    std::vector<double> expected;
    while (expected.size() < 10) {
        int steps = 1;
        while (steps < 1000 && V(V_start, x, steps * options.dt) < 20.0_mV) ++steps;
        if (steps == 1000) break;
        t += steps * options.dt;
        expected.push_back(t);
        x *= std::exp(-(steps * options.dt + 1.7_ms) / tau_s);
        V_start = 11.0_mV;
        t += 1.7_ms;
    }
    REQUIRE(expected.size() >= 2);
    const auto& times = result.spikes.spikes[1].times;
    REQUIRE(times.size() == expected.size());
    for (std::size_t k = 0; k < times.size(); ++k) CHECK(times[k] == Approx(expected[k]));
}

TEST_CASE("A neuron that adapts fires at the rate of its periodic solution",
          "[simulation][single_neurons]") {
    // In the steady state with interval T each current is b_k / (1 - exp(-T / tau_k)) after a spike
    // and decays (a = 0); V climbs from V_0 after tau_r and is V_th at T.
    const double mu = GENERATE(22.0_mV, 28.0_mV, 45.0_mV);
    Network network = unconnected(SynapseType::delta, 1);
    network.adaptation = {
        {{.tau = 110.0_ms, .a = 0.0, .b = 0.8_mV}, {.tau = 37.0_ms, .a = 0.0, .b = 1.5_mV}}};
    SimulationOptions options = options_for(2.0_s);
    options.dt = 0.02_ms;
    options.warmup = 2.0_s;
    options.gaussian.mu = column({mu});
    options.record.probes = {{.population = 0, .neuron = 0}};
    const SimulationResult result = simulate(network, options);

    const double tau_m = 20.0_ms;
    const double tau_r = 2.0_ms;
    const auto above_threshold = [&](double T) {
        const double free = T - tau_r;
        double V = mu + (10.0_mV - mu) * std::exp(-free / tau_m);
        for (const AdaptationCurrent& current : network.adaptation[0]) {
            const double w = current.b / -std::expm1(-T / current.tau) *
                             std::exp(-tau_r / current.tau);  // when V is released
            V -= w * current.tau / (current.tau - tau_m) *
                 (std::exp(-free / current.tau) - std::exp(-free / tau_m));
        }
        return V - 20.0_mV;
    };
    double low = tau_r;
    double high = 1.0_s;
    REQUIRE(above_threshold(high) > 0.0);
    for (int k = 0; k < 60; ++k) {
        const double middle = 0.5 * (low + high);
        (above_threshold(middle) < 0.0 ? low : high) = middle;
    }
    const auto& times = result.spikes.spikes[0].times;
    REQUIRE(times.size() > 10);
    const double interval = (times.back() - times.front()) / static_cast<double>(times.size() - 1);
    CAPTURE(mu, interval, high);
    // Spikes wait for the next grid point.
    CHECK(interval > high - 1e-9);
    CHECK(interval < high + options.dt);
    // Halfway between two spikes the currents are where the solution has them.
    const auto middle = static_cast<Index>(
        std::llround((0.5 * (times[0] + times[1]) - result.spikes.start) / options.dt));
    REQUIRE(result.probes.w.size() == 2);
    for (std::size_t k = 0; k < 2; ++k) {
        const AdaptationCurrent& current = network.adaptation[0][k];
        const double since = result.probes.times[static_cast<std::size_t>(middle - 1)] - times[0];
        const double w =
            current.b / -std::expm1(-interval / current.tau) * std::exp(-since / current.tau);
        CHECK(relative_error(result.probes.w[k](middle - 1, 0), w) < 2.0 * options.dt / 37.0_ms);
    }
}

TEST_CASE("White noise crosses the threshold at the rate of continuous time",
          "[simulation][single_neurons]") {
    struct Case {
        double mu, sigma, cv;
    };
    const auto input = GENERATE(Case{15.0_mV, 5.0_mV, 0.9}, Case{22.0_mV, 3.0_mV, 0.35},
                                Case{12.0_mV, 4.0_mV, 1.0});
    const double tau_r = GENERATE(2.0_ms, 0.33_ms, 0.0);
    Network network = unconnected(SynapseType::delta, 2000);
    network.tau_r = column({tau_r});
    SimulationOptions options = options_for(4.0_s);
    options.warmup = 0.2_s;
    options.dt = 0.2_ms;
    options.gaussian.mu = column({input.mu});
    options.gaussian.sigma = column({input.sigma});
    const SimulationResult result = simulate(network, options);
    const double expected = rate_in_white_noise(network, input.mu, input.sigma);
    CAPTURE(input.mu, input.sigma, tau_r, result.rates(0), expected);
    // Without the correction the rate is 3 to 17 % too low here, at a standard error of 0.3 to 1.3
    // %. 4.4 standard errors (two-sided 1e-5); 0.1 % is the error of the step after a spike.
    CHECK(std::abs(result.rates(0) - expected) <
          0.001 * expected + 4.4 * standard_error(result, expected, input.cv));
    CHECK(result.spikes.dt == 0.0);
}

TEST_CASE("Exact spike times of a constantly driven neuron lie where they should",
          "[simulation][single_neurons]") {
    Network network = unconnected(SynapseType::delta, 2);
    network.tau_r = column({1.234_ms});
    SimulationOptions options = options_for(1.0_s);
    options.timing = SpikeTiming::exact;
    options.gaussian.mu = column({27.0_mV});
    start_at(options, 10.0_mV);
    const SimulationResult result = simulate(network, options);
    const double charging = 20.0_ms * std::log((27.0 - 10.0) / (27.0 - 20.0));
    const auto& times = result.spikes.spikes[0].times;
    REQUIRE(times.size() > 80);
    CHECK(result.spikes.dt == 0.0);
    for (std::size_t k = 0; k < times.size(); ++k) {
        const double expected = charging + static_cast<double>(k / 2) * (charging + 1.234_ms);
        CHECK(std::abs(times[k] - expected) < 1e-12);  // 10^4 steps of rounding
    }
}

TEST_CASE("With exact timing a Poisson driven neuron has its rate at any step",
          "[simulation][single_neurons]") {
    // A jump of 1.5 thresholds: every input after the refractory period is a spike.
    Network network = unconnected(SynapseType::delta, 500);
    network.V_0 = column({-1.0_mV});
    network.J_ext = Matrix::Constant(1, 1, 31.0_mV);
    network.K_ext = Matrix::Constant(1, 1, 20.0);
    network.nu_ext = column({15.0});
    SimulationOptions options = options_for(4.0_s);
    options.warmup = 0.1_s;
    options.timing = SpikeTiming::exact;
    options.dt = GENERATE(0.1_ms, 1.0_ms, 3.0_ms);
    const SimulationResult result = simulate(network, options);
    const double expected = 1.0 / (2.0_ms + 1.0 / 300.0);
    const double cv = expected / 300.0;
    CHECK(std::abs(result.rates(0) - expected) < 4.4 * standard_error(result, expected, cv));
    const auto& times = result.spikes.spikes[0].times;
    CHECK(std::is_sorted(times.begin(), times.end()));
}
