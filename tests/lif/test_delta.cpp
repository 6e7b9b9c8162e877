#include "catch.hpp"
#include "lif/reference_rows.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/units.hpp>

#include <algorithm>
#include <functional>

using namespace siegert;
using namespace siegert::lif;
using namespace siegert::literals;

namespace {

constexpr LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 15.0_mV, .V_0 = 3.0_mV};

// Where the rate underflows, only its logarithm has digits to compare.
constexpr double smallest_normal = 1e-300;

double second_derivative_scale(const ReferenceRow& row, const char* value, const char* x,
                               const char* y) {
    return std::max(std::abs(row[value]), std::abs(row[x] * row[y] / row["delta_nu"]));
}

double rate(double mu, double sigma) {
    return delta::firing_rate(neuron, {.mu = mu, .sigma = sigma});
}

/// Central difference, improved by one step of Richardson's extrapolation: error O(h^4).
double difference_quotient(const std::function<double(double)>& f, double x, double h) {
    const auto central = [&](double step) { return (f(x + step) - f(x - step)) / (2.0 * step); };
    return (4.0 * central(h) - central(2.0 * h)) / 3.0;
}

}  // namespace

TEST_CASE("The white-noise rate and its derivatives agree with direct integration",
          "[lif][delta][reference]") {
    for (const auto& row : reference_rows()) {
        CAPTURE(row.regime, row["mu"], row["sigma"], row["V_0"], row["V_th"]);
        // Documented bounds. Measured worst cases with GCC 12 on x86-64: rate 1.5e-15, log 9e-16,
        // first derivatives 2.9e-15, second 5.0e-15, CV 9e-16; over more points, see
        // docs/theory/stationary_rate.md, rate 5e-15 and first derivatives 1e-14.
        const double log_nu = delta::log_firing_rate(row.neuron(), row.input());
        CHECK(std::abs(log_nu - row["log_nu"]) <= 1e-15 * std::abs(row["log_nu"]) + 1e-14);
        CHECK(relative_error(delta::cv(row.neuron(), row.input()), row["cv"]) < 1e-13);
        if (row["delta_nu"] < smallest_normal) {
            CHECK(delta::firing_rate(row.neuron(), row.input()) == 0.0);
            continue;
        }
        const double nu = delta::firing_rate(row.neuron(), row.input());
        CHECK(relative_error(nu, row["delta_nu"]) < 1e-14);

        const auto first = delta::rate_derivatives(row.neuron(), row.input());
        CHECK(relative_error(first.d_mu, row["delta_d_mu"]) < 1e-13);
        CHECK(relative_error(first.d_sigma, row["delta_d_sigma"]) < 1e-13);

        const auto second = delta::rate_second_derivatives(row.neuron(), row.input());
        const auto error = [&](double value, const char* name, const char* x, const char* y) {
            return std::abs(value - row[name]) / second_derivative_scale(row, name, x, y);
        };
        CHECK(error(second.d_mu_mu, "delta_d_mu_mu", "delta_d_mu", "delta_d_mu") < 1e-13);
        CHECK(error(second.d_mu_sigma, "delta_d_mu_sigma", "delta_d_mu", "delta_d_sigma") < 1e-13);
        CHECK(error(second.d_sigma_sigma, "delta_d_sigma_sigma", "delta_d_sigma", "delta_d_sigma") <
              1e-13);
    }
}

TEST_CASE("Derivatives are the limits of difference quotients of the rate", "[lif][delta]") {
    const double mu = GENERATE(8.0_mV, 14.0_mV, 19.0_mV);
    const double sigma = GENERATE(2.5_mV, 6.0_mV);
    CAPTURE(mu, sigma);
    // The fifth derivative is about (2 y^2)^4 = 6e4 first ones: with h = 3e-4 sigma the quotient is
    // off by 1e-10; rounding adds 1e-16 sigma / h = 3e-13.
    const double h = 3e-4 * sigma;
    const auto first = [&](double m, double s) {
        return delta::rate_derivatives(neuron, {.mu = m, .sigma = s});
    };
    const auto by_mu = [&](double m) { return rate(m, sigma); };
    const auto by_sigma = [&](double s) { return rate(mu, s); };
    CHECK(relative_error(first(mu, sigma).d_mu, difference_quotient(by_mu, mu, h)) < 1e-10);
    CHECK(relative_error(first(mu, sigma).d_sigma, difference_quotient(by_sigma, sigma, h)) <
          1e-10);

    const auto second = delta::rate_second_derivatives(neuron, {.mu = mu, .sigma = sigma});
    const auto mu_mu = [&](double m) { return first(m, sigma).d_mu; };
    const auto mu_sigma = [&](double s) { return first(mu, s).d_mu; };
    const auto sigma_sigma = [&](double s) { return first(mu, s).d_sigma; };
    const double scale = std::abs(first(mu, sigma).d_mu) / sigma;
    CHECK(std::abs(second.d_mu_mu - difference_quotient(mu_mu, mu, h)) < 1e-9 * scale);
    CHECK(std::abs(second.d_mu_sigma - difference_quotient(mu_sigma, sigma, h)) < 1e-9 * scale);
    CHECK(std::abs(second.d_sigma_sigma - difference_quotient(sigma_sigma, sigma, h)) <
          1e-9 * scale);
}

TEST_CASE("The derivative by an input rate follows mean and variance of that input",
          "[lif][delta]") {
    const double J = GENERATE(0.15_mV, -0.6_mV);
    // nu_j adds tau_m J nu_j to mu and tau_m J^2 nu_j to sigma^2.
    const auto rate_with_input = [&](double nu_j) {
        return rate(13.0_mV + neuron.tau_m * J * nu_j,
                    std::sqrt(4.0_mV * 4.0_mV + neuron.tau_m * J * J * nu_j));
    };
    const double derivative =
        delta::input_rate_derivative(neuron, {.mu = 13.0_mV, .sigma = 4.0_mV}, J);
    CHECK(relative_error(derivative, difference_quotient(rate_with_input, 0.0, 0.3)) < 1e-9);
}

TEST_CASE("Everything tends to the noise-free neuron as sigma vanishes", "[lif][delta][limit]") {
    const Input none{.mu = 20.0_mV, .sigma = 0.0};
    const double T = neuron.tau_r + neuron.tau_m * std::log(17.0 / 5.0);

    SECTION("above threshold") {
        // Closed forms for mu = 20 mV; a few roundings.
        constexpr double rounding = 1e-14;
        const double d_mu = neuron.tau_m / (T * T) * (1.0 / 5.0_mV - 1.0 / 17.0_mV);
        const double variance_term = 1.0 / (5.0_mV * 5.0_mV) - 1.0 / (17.0_mV * 17.0_mV);
        const double d_sigma_sigma = 0.5 * neuron.tau_m / (T * T) * variance_term;
        const double d_mu_mu = 2.0 * T * d_mu * d_mu - neuron.tau_m / (T * T) * variance_term;
        CHECK(relative_error(delta::firing_rate(neuron, none), 1.0 / T) < rounding);
        CHECK(relative_error(delta::log_firing_rate(neuron, none), -std::log(T)) < rounding);
        CHECK(relative_error(delta::rate_derivatives(neuron, none).d_mu, d_mu) < rounding);
        CHECK(delta::rate_derivatives(neuron, none).d_sigma == 0.0);
        const auto second = delta::rate_second_derivatives(neuron, none);
        CHECK(relative_error(second.d_sigma_sigma, d_sigma_sigma) < rounding);
        CHECK(relative_error(second.d_mu_mu, d_mu_mu) < 10.0 * rounding);
        CHECK(second.d_mu_sigma == 0.0);
        CHECK(delta::cv(neuron, none) == 0.0);
        const double J = 0.2_mV;
        CHECK(relative_error(delta::input_rate_derivative(neuron, none, J),
                             neuron.tau_m * (J * d_mu + 0.5 * J * J * d_sigma_sigma)) < rounding);
    }
    SECTION("quadratically in sigma") {
        const double limit = rate(20.0_mV, 0.0);
        const double far = rate(20.0_mV, 0.020_mV) - limit;
        const double near = rate(20.0_mV, 0.005_mV) - limit;
        CHECK(relative_error(far / near, 16.0) < 1e-3);  // next order: sigma^4
        const auto cv = [](double sigma) {
            return delta::cv(neuron, {.mu = 20.0_mV, .sigma = sigma});
        };
        CHECK(relative_error(cv(1e-12) / cv(1e-15), 1000.0) < 1e-13);
    }
    SECTION("which is silent up to and including threshold") {
        const double mu = GENERATE(14.0_mV, 15.0_mV);
        const Input input{.mu = mu, .sigma = 0.0};
        CHECK(delta::firing_rate(neuron, input) == 0.0);
        CHECK(delta::log_firing_rate(neuron, input) == std::numeric_limits<double>::lowest());
        CHECK(delta::rate_derivatives(neuron, input).d_mu == 0.0);
        CHECK(delta::rate_derivatives(neuron, input).d_sigma == 0.0);
        const auto second = delta::rate_second_derivatives(neuron, input);
        CHECK((second.d_mu_mu == 0.0 && second.d_mu_sigma == 0.0 && second.d_sigma_sigma == 0.0));
        CHECK(delta::input_rate_derivative(neuron, input, 0.2_mV) == 0.0);
        CHECK(delta::cv(neuron, input) == (mu < neuron.V_th ? 1.0 : 0.0));
    }
}

TEST_CASE("The rate does not depend on the units of potential and time, nor on the leak potential",
          "[lif][delta][symmetry]") {
    const double mu = GENERATE(11.0_mV, 15.0_mV, 24.0_mV);
    const Input input{.mu = mu, .sigma = 3.3_mV};
    const auto first = delta::rate_derivatives(neuron, input);
    // Powers of two change no rounding: the results are the same to the last bit, also where the
    // unit is extreme and everything is rescaled inside.
    const int volt = GENERATE(-700, -3, 600);
    const int second = GENERATE(-300, 5, 280);
    const auto scaled = [](double x, int exponent) { return std::scalbn(x, exponent); };
    const LifNeuron other{.tau_m = scaled(neuron.tau_m, second),
                          .tau_r = scaled(neuron.tau_r, second),
                          .V_th = scaled(neuron.V_th, volt),
                          .V_0 = scaled(neuron.V_0, volt)};
    const Input other_input{.mu = scaled(mu, volt), .sigma = scaled(input.sigma, volt)};
    CAPTURE(mu, volt, second);
    CHECK(delta::firing_rate(other, other_input) ==
          scaled(delta::firing_rate(neuron, input), -second));
    CHECK(delta::cv(other, other_input) == delta::cv(neuron, input));
    const auto other_first = delta::rate_derivatives(other, other_input);
    CHECK(other_first.d_mu == std::clamp(scaled(first.d_mu, -second - volt),
                                         -1.7976931348623157e308, 1.7976931348623157e308));

    const double offset = 0.0625;  // adding it costs bits of the inputs
    LifNeuron moved = neuron;
    moved.V_th += offset;
    moved.V_0 += offset;
    CHECK(relative_error(delta::firing_rate(moved, {.mu = mu + offset, .sigma = input.sigma}),
                         delta::firing_rate(neuron, input)) < 1e-13);
}

TEST_CASE("Interval statistics approach their universal limits", "[lif][delta][limit]") {
    SECTION("a rare process is a Poisson process") {
        CHECK(relative_error(delta::cv(neuron, {.mu = -5.0_mV, .sigma = 2.0_mV}), 1.0) < 1e-14);
    }
    SECTION("weak noise above threshold blurs a noise-free trajectory") {
        // Free variance at the crossing, sigma^2/2 (1 - exp(-2 t / tau_m)), over speed squared.
        // The next order is sigma^2 / 5 mV^2 = 4e-14 smaller.
        const double sigma = 1e-6_mV;
        const double T = neuron.tau_r + neuron.tau_m * std::log(17.0 / 5.0);
        const double variance =
            0.5 * sigma * sigma * (1.0 / (5.0_mV * 5.0_mV) - 1.0 / (17.0_mV * 17.0_mV));
        CHECK(relative_error(delta::cv(neuron, {.mu = 20.0_mV, .sigma = sigma}),
                             neuron.tau_m * std::sqrt(variance) / T) < 1e-12);
    }
}

TEST_CASE("Functions of one neuron name the parameter they reject", "[lif][delta][error]") {
    const Input input{.mu = 10.0_mV, .sigma = 5.0_mV};
    const auto all = [](const LifNeuron& n, const Input& i) {
        std::vector<std::string> messages;
        const auto collect = [&](auto&& call) {
            try {
                (void)call();
                messages.emplace_back("accepted");
            } catch (const InvalidParameter& error) {
                messages.emplace_back(error.what());
            }
        };
        collect([&] { return delta::firing_rate(n, i); });
        collect([&] { return delta::log_firing_rate(n, i); });
        collect([&] { return delta::rate_derivatives(n, i); });
        collect([&] { return delta::rate_second_derivatives(n, i); });
        collect([&] { return delta::input_rate_derivative(n, i, 0.1_mV); });
        collect([&] { return delta::cv(n, i); });
        std::sort(messages.begin(), messages.end());
        messages.erase(std::unique(messages.begin(), messages.end()), messages.end());
        REQUIRE(messages.size() == 1);
        return messages[0];
    };
    const auto changed = [](auto member, double value) {
        LifNeuron n = neuron;
        n.*member = value;
        return n;
    };
    CHECK(all(neuron, input) == "accepted");
    CHECK(all(changed(&LifNeuron::V_th, unset), input) == "V_th must be finite, got nan");
    CHECK(all(changed(&LifNeuron::V_0, 15.0_mV), input) ==
          "V_0 must lie below V_th = 0.015, got 0.015");
    CHECK(all(changed(&LifNeuron::tau_m, 0.0), input) ==
          "tau_m must be positive and finite, got 0");
    CHECK(all(changed(&LifNeuron::tau_r, -1.0), input) ==
          "tau_r must be finite and not negative, got -1");
    CHECK(all(neuron, {.mu = unset, .sigma = 5.0_mV}) == "mu must be finite, got nan");
    CHECK(all(neuron, {.mu = 0.01, .sigma = -0.5}) ==
          "sigma must be finite and not negative, got -0.5");
    CHECK_THROWS_WITH(delta::input_rate_derivative(neuron, input, unset),
                      "J must be finite, got nan");
}
