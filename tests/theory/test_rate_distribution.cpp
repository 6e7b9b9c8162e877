#include "catch.hpp"
#include "simulation/example_networks.hpp"
#include "theory/example_networks.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/statistics/spike_statistics.hpp>
#include <siegert/theory/rate_distribution.hpp>
#include <siegert/theory/validity.hpp>

#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;
using theory::rate_distribution;
using theory::RateDistribution;

namespace {

/// Neurons apart from each other: all that differs is in their own parameters.
Network apart(double count) {
    Network network = unconnected(SynapseType::delta, count);
    network.J_ext = Matrix{{0.1_mV, -0.1_mV}};
    network.K_ext = Matrix{{1000.0, 250.0}};
    network.nu_ext = column({12.0, 9.0});
    return network;
}

double integral(const std::function<double(double)>& f, double from, double to) {
    return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(f, from, to, 12, 1e-12);
}

double density(double z) {
    return std::exp(-0.5 * z * z);
}

/// Mean of f(z) over a standard normal number between -cut and cut.
double average(const std::function<double(double)>& f, double cut) {
    return integral([&](double z) { return f(z) * density(z); }, -cut, cut) /
           integral(density, -cut, cut);
}

double rate(const Network& network, Index i, double V_th, double tau_m, double mu, double sigma2) {
    const double slower = tau_m / network.tau_m(i);
    return lif::exp::firing_rate(
        {.tau_m = tau_m, .tau_r = network.tau_r(i), .V_th = V_th, .V_0 = network.V_0(i)},
        {.tau_s = network.synapse == SynapseType::delta ? 0.0 : network.tau_s(i),
         .method = lif::exp::Method::shift},
        {.mu = slower * mu, .sigma = std::sqrt(slower * sigma2)});
}

/// |a - b| in standard errors.
double z_value(const statistics::Estimate& found, double expected, double error_of_sample) {
    return std::abs(found.value - expected) / std::hypot(found.standard_error, error_of_sample);
}

}  // namespace

TEST_CASE("Without differences the distribution is the working point",
          "[theory][rate_distribution]") {
    Network network = microcircuit();
    const auto found = rate_distribution(network, {.neurons = 3});
    const auto point = theory::working_point(network);
    CHECK(found.termination == theory::Termination::newton);
    for (Index i = 0; i < 8; ++i) {
        CHECK(relative_error(found.mean(i), point.firing_rates(i)) < 1e-8);
        CHECK(found.sd(i) < 1e-4 * found.mean(i));  // the root of rounding
        CHECK(relative_error(found.rates(i, 2), point.firing_rates(i)) < 1e-6);
    }
}

TEST_CASE("Thresholds and time constants are integrated over", "[theory][rate_distribution]") {
    Network network = apart(1000);
    const double mu = 20.0_ms * (0.1_mV * 12000.0 - 0.1_mV * 2250.0);
    const double sigma2 = 20.0_ms * std::pow(0.1_mV, 2) * 14250.0;
    network.V_th_sd = column({1.1_mV});
    RateDistribution found = rate_distribution(network);
    const auto of_threshold = [&](double z) {
        return rate(network, 0, 20.0_mV + 1.1_mV * z, 20.0_ms, mu, sigma2);
    };
    const double mean = average(of_threshold, 4.0);
    const double square = average([&](double z) { return std::pow(of_threshold(z), 2); }, 4.0);
    CHECK(relative_error(found.mean(0), mean) < 1e-6);
    CHECK(relative_error(found.sd(0), std::sqrt(square - mean * mean)) < 1e-6);
    CHECK(found.input_sd(0) == 0.0);
    // The median neuron has the median threshold, half the neurons on either side.
    CHECK(relative_error(theory::quantiles(found, column({0.5}))(0, 0), of_threshold(0.0)) < 1e-4);
    CHECK(relative_error(found.rates.mean(), mean) < 1e-5);

    network.tau_m_sd = column({2.5_ms});
    found = rate_distribution(network);
    const auto of_both = [&](int power) {
        return average(
            [&](double x) {
                return average(
                    [&](double z) {
                        return std::pow(rate(network, 0, 20.0_mV + 1.1_mV * z, 20.0_ms + 2.5_ms * x,
                                             mu, sigma2),
                                        power);
                    },
                    4.0);
            },
            4.0);
    };
    CHECK(relative_error(found.mean(0), of_both(1)) < 1e-6);
    CHECK(relative_error(found.sd(0), std::sqrt(of_both(2) - std::pow(of_both(1), 2))) < 1e-6);
    CHECK(relative_error(found.rates.mean(), of_both(1)) < 1e-3);
}

TEST_CASE("Mean and spread of rates in a network follow from themselves",
          "[theory][rate_distribution]") {
    Network network = heterogeneous();
    network.weight_dist = WeightDistribution::normal;
    network.J_sd = 0.3 * network.J.cwiseAbs();
    network.connection_rule =
        GENERATE(ConnectionRule::fixed_indegree, ConnectionRule::fixed_total_number,
                 ConnectionRule::pairwise_bernoulli);
    network.V_th_sd = Vector::Constant(network.N.size(), 0.6_mV);
    const RateDistribution found = rate_distribution(network);
    REQUIRE(found.termination == theory::Termination::newton);
    const Vector q = found.mean.cwiseAbs2() + found.sd.cwiseAbs2();
    for (Index i = 0; i < network.N.size(); ++i) {
        double mu = network.tau_m(i) *
                    network.J_ext.row(i).cwiseProduct(network.K_ext.row(i)).dot(network.nu_ext);
        double sigma2 =
            network.tau_m(i) *
            network.J_ext.row(i).cwiseAbs2().cwiseProduct(network.K_ext.row(i)).dot(network.nu_ext);
        if (network.I_ext.size() > 0) {
            mu += network.tau_m(i) * network.I_ext(i) / network.C(i);
        }
        double variance = 0.0;
        double covariance = 0.0;
        for (Index j = 0; j < network.N.size(); ++j) {
            const double K = network.K(i, j);
            const double J = network.J(i, j);
            const double sd2 = network.J_sd(i, j) * network.J_sd(i, j);
            const double J2 = J * J + sd2;
            const double J3 = J * J * J + 3.0 * J * sd2;
            const double nu = found.mean(j);
            double common = nu * nu;
            if (network.connection_rule == ConnectionRule::pairwise_bernoulli) {
                common = K / network.N(j) * q(j);
            } else if (network.connection_rule == ConnectionRule::fixed_total_number) {
                common = nu * nu / network.N(i);
            }
            const double tau2 = network.tau_m(i) * network.tau_m(i);
            mu += network.tau_m(i) * K * J * nu;
            sigma2 += network.tau_m(i) * K * J2 * nu;
            variance += tau2 * K * (J2 * q(j) - J * J * common);
            covariance += tau2 * K * (J3 * q(j) - J * J2 * common);
        }
        const double sd = std::sqrt(variance);
        CHECK(relative_error(found.input_sd(i), sd) < 1e-7);
        const auto moment = [&](int power) {
            return average(
                [&](double x) {
                    return average(
                        [&](double z) {
                            const double noise =
                                std::max(sigma2 + z * covariance / sd, 0.05 * sigma2);
                            return std::pow(rate(network, i, network.V_th(i) + 0.6_mV * x,
                                                 network.tau_m(i), mu + sd * z, noise),
                                            power);
                        },
                        8.0);
                },
                4.0);
        };
        CAPTURE(i, found.mean(i), found.sd(i));
        CHECK(std::abs(moment(1) - found.mean(i)) < 1e-6 * (1.0 + found.mean(i)));
        CHECK(std::abs(moment(2) - q(i)) < 1e-6 * (1.0 + q(i)));
    }
}

TEST_CASE("Simulated neurons differ as theory says", "[theory][rate_distribution]") {
    Network network = apart(1500);
    network.V_th_sd = column({1.0_mV});
    network.tau_m_sd = column({2.0_ms});
    const RateDistribution expected = rate_distribution(network);
    SimulationOptions options;
    options.duration = 4.0_s;
    options.warmup = 0.1_s;
    options.timing = SpikeTiming::exact;
    options.dt = 1.0_ms;
    options.seed = 12;
    const SpikeRecord record = simulate(network, options).spikes;
    const auto mean = statistics::firing_rates(record).front();
    const auto sd = statistics::firing_rate_sds(record).front();
    const double scatter = expected.sd(0) / std::sqrt(1500.0);  // of the neurons that were drawn
    // Steps of 0.1 mV overshoot the threshold by half of that on average, which moves it.
    network.V_th(0) += 0.05_mV;
    const RateDistribution moved = rate_distribution(network);
    CAPTURE(mean.value, expected.mean(0), moved.mean(0), mean.standard_error);
    CAPTURE(sd.value, expected.sd(0), moved.sd(0), sd.standard_error);
    const auto within = [](const auto& measured, double a, double b) {
        return std::clamp(measured.value, std::min(a, b), std::max(a, b));
    };
    CHECK(z_value(mean, within(mean, expected.mean(0), moved.mean(0)), scatter) < 4.4);
    CHECK(z_value(sd, within(sd, expected.sd(0), moved.sd(0)), 0.0) < 4.4);
}

TEST_CASE("A row of the validity says what differing neurons change",
          "[theory][rate_distribution]") {
    Network network = apart(1000);
    network.V_th_sd = column({1.1_mV});
    network.tau_m_sd = column({1.5_ms});
    const auto point = theory::working_point(network);
    const auto row = std::ranges::find(point.validity, std::string("neuron_differences"),
                                       &theory::ValidityCheck::name);
    REQUIRE(row != point.validity.end());
    const double change = rate_distribution(network).mean(0) / point.firing_rates(0) - 1.0;
    CHECK(relative_error(row->value, std::abs(change)) < 1e-6);
}

TEST_CASE("Distributions of rates need valid options", "[theory][rate_distribution]") {
    const Network network = apart(10);
    CHECK_THROWS_WITH(rate_distribution(network, {.neurons = 0}),
                      "neurons must be at least 1, got 0");
    const auto found = rate_distribution(network, {.neurons = 2});
    CHECK_THROWS_WITH(theory::quantiles(found, column({1.0})),
                      "probability must lie between 0 and 1, got 1");
}
