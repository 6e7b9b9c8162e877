#include "catch.hpp"
#include "lif/reference_rows.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/units.hpp>

#include <algorithm>
#include <array>

using namespace siegert;
using namespace siegert::lif;
using namespace siegert::literals;
using exp::Method;

namespace {

constexpr LifNeuron neuron{.tau_m = 10.0_ms, .tau_r = 2.0_ms, .V_th = 15.0_mV, .V_0 = 3.0_mV};
constexpr exp::Synapse shift{.tau_s = 0.5_ms, .method = Method::shift};
constexpr exp::Synapse taylor{.tau_s = 0.5_ms, .method = Method::taylor};

struct Names {
    std::string nu, d_mu, d_sigma, d_mu_mu, d_mu_sigma, d_sigma_sigma;
    explicit Names(const std::string& method)
        : nu(method + "_nu"),
          d_mu(method + "_d_mu"),
          d_sigma(method + "_d_sigma"),
          d_mu_mu(method + "_d_mu_mu"),
          d_mu_sigma(method + "_d_mu_sigma"),
          d_sigma_sigma(method + "_d_sigma_sigma") {}
};

}  // namespace

TEST_CASE("Rates with exponential synapses agree with direct integration",
          "[lif][exp][reference]") {
    const auto method = GENERATE(Method::shift, Method::taylor);
    const Names name(method == Method::shift ? "shift" : "taylor");
    for (const auto& row : reference_rows()) {
        if (row["delta_nu"] < 1e-290 || std::abs(row[name.nu]) < 1e-290) continue;
        CAPTURE(row.regime, name.nu, row["mu"], row["sigma"], row["V_0"], row["V_th"]);
        const exp::Synapse synapse{.tau_s = row["tau_s"], .method = method};
        const double k = exp::noise_correlation_shift(row.neuron(), synapse);
        const double correction = exp::relative_correction(row.neuron(), synapse, row.input());
        // Documented bounds relative to the largest term of each sum, which the size of the
        // white-noise quantities and of the correction give. Measured: 3.8e-15.
        const double inflation = method == Method::shift ? 1.0 : 1.0 + correction;
        const std::string base = method == Method::shift ? "shift" : "delta";
        const double nu = row[base + "_nu"] * inflation;
        const double d_mu = std::abs(row[base + "_d_mu"]) * inflation;
        const double d_sigma = std::abs(row[base + "_d_sigma"]) * inflation + k * d_mu;

        CHECK(std::abs(exp::firing_rate(row.neuron(), synapse, row.input()) - row[name.nu]) <
              (method == Method::shift ? 1e-14 : 1e-13) * nu);
        const auto first = exp::rate_derivatives(row.neuron(), synapse, row.input());
        CHECK(std::abs(first.d_mu - row[name.d_mu]) < 1e-13 * d_mu);
        CHECK(std::abs(first.d_sigma - row[name.d_sigma]) < 1e-13 * d_sigma);

        const auto second = exp::rate_second_derivatives(row.neuron(), synapse, row.input());
        const double base_nu = row[base + "_nu"];
        const auto scale = [&](const std::string& value, double product) {
            return std::abs(row[value]) + product / base_nu;
        };
        CHECK(std::abs(second.d_mu_mu - row[name.d_mu_mu]) <
              1e-12 * scale(name.d_mu_mu, d_mu * d_mu));
        CHECK(std::abs(second.d_mu_sigma - row[name.d_mu_sigma]) <
              1e-12 * scale(name.d_mu_sigma, d_mu * d_sigma));
        CHECK(std::abs(second.d_sigma_sigma - row[name.d_sigma_sigma]) <
              1e-12 * scale(name.d_sigma_sigma, d_sigma * d_sigma));
    }
}

TEST_CASE("Published rates of exponential synapses are reproduced", "[lif][exp][reference]") {
    // Schuecker, Diesmann and Helias, Phys. Rev. E 92, 052119 (2015): neuron and inputs of the
    // figures. The rates are those of the toolbox NNMT for them, at its tolerance 1e-7.
    constexpr LifNeuron published{.tau_m = 20.0_ms, .tau_r = 0.0, .V_th = 20.0_mV, .V_0 = 15.0_mV};
    struct Case {
        double mu, sigma;
        double shift, taylor;
    };
    const auto point = GENERATE(Case{16.42_mV, 4.0_mV, 10.209422714963653, 9.974479140708716},
                                Case{19.66_mV, 4.0_mV, 30.10714648, 29.98824960},
                                Case{18.94_mV, 1.5_mV, 10.09768640, 10.03654307},
                                Case{20.96_mV, 1.5_mV, 29.97960233, 29.97868831});
    const Input input{.mu = point.mu, .sigma = point.sigma};
    CHECK(relative_error(exp::firing_rate(published, shift, input), point.shift) < 1e-7);
    CHECK(relative_error(exp::firing_rate(published, taylor, input), point.taylor) < 1e-7);
}

TEST_CASE("Instantaneous synapses are delta synapses", "[lif][exp][limit]") {
    const auto method = GENERATE(Method::shift, Method::taylor);
    const exp::Synapse instantaneous{.tau_s = 0.0, .method = method};
    const Input input{.mu = 13.0_mV, .sigma = 4.0_mV};
    CHECK(exp::firing_rate(neuron, instantaneous, input) == delta::firing_rate(neuron, input));
    CHECK(exp::log_firing_rate(neuron, instantaneous, input) ==
          delta::log_firing_rate(neuron, input));
    CHECK(exp::rate_derivatives(neuron, instantaneous, input).d_sigma ==
          delta::rate_derivatives(neuron, input).d_sigma);
    CHECK(exp::rate_second_derivatives(neuron, instantaneous, input).d_sigma_sigma ==
          delta::rate_second_derivatives(neuron, input).d_sigma_sigma);
    CHECK(exp::cv(neuron, instantaneous, input) == delta::cv(neuron, input));
    CHECK(exp::relative_correction(neuron, instantaneous, input) == 0.0);
    CHECK(exp::noise_correlation_shift(neuron, instantaneous) == 0.0);
}

TEST_CASE("Both methods agree to first order in the square root of tau_s", "[lif][exp][limit]") {
    const Input input{.mu = 13.0_mV, .sigma = 4.0_mV};
    const auto difference = [&](double tau_s) {
        return exp::firing_rate(neuron, {tau_s, Method::shift}, input) -
               exp::firing_rate(neuron, {tau_s, Method::taylor}, input);
    };
    // Second order in k: quartering k divides the difference by 16; the next order is k = 1e-3 of
    // it.
    CHECK(relative_error(difference(1.6e-8) / difference(1e-9), 16.0) < 5e-3);
}

TEST_CASE("The shift method is the white-noise neuron with raised threshold and reset",
          "[lif][exp]") {
    const Input input{.mu = 16.0_mV, .sigma = 3.0_mV};
    LifNeuron raised = neuron;
    const double k = exp::noise_correlation_shift(neuron, shift);
    CHECK(relative_error(k, 2.0652531522312172 / 2.0 * std::sqrt(0.05)) < 1e-15);
    raised.V_th += k * input.sigma;
    raised.V_0 += k * input.sigma;
    // Raising rounds the potentials.
    CHECK(relative_error(exp::firing_rate(neuron, shift, input),
                         delta::firing_rate(raised, input)) < 1e-14);
    CHECK(relative_error(exp::cv(neuron, shift, input), delta::cv(raised, input)) < 1e-14);
    CHECK(exp::cv(neuron, taylor, input) == exp::cv(neuron, shift, input));
}

TEST_CASE("The correction says where the expansion is no rate any more", "[lif][exp]") {
    const Input weak{.mu = 3.0_mV, .sigma = 2.0_mV};
    CHECK(exp::relative_correction(neuron, taylor, weak) > 1.0);
    CHECK(exp::firing_rate(neuron, taylor, weak) < 0.0);
    CHECK(exp::log_firing_rate(neuron, taylor, weak) == std::numeric_limits<double>::lowest());
    CHECK(exp::firing_rate(neuron, shift, weak) > 0.0);

    const Input strong{.mu = 16.0_mV, .sigma = 3.0_mV};
    const double correction = exp::relative_correction(neuron, taylor, strong);
    CHECK(correction == exp::relative_correction(neuron, shift, strong));
    const double nu = delta::firing_rate(neuron, strong) * (1.0 - correction);
    CHECK(relative_error(exp::firing_rate(neuron, taylor, strong), nu) < 1e-14);
    CHECK(relative_error(exp::log_firing_rate(neuron, taylor, strong), std::log(nu)) < 1e-14);
}

TEST_CASE("The derivative by an input rate has both paths of that input", "[lif][exp]") {
    const auto synapse = GENERATE(shift, taylor);
    const double J = 0.4_mV;
    const Input input{.mu = 13.0_mV, .sigma = 4.0_mV};
    const auto rate = [&](double nu_j) {
        return exp::firing_rate(
            neuron, synapse,
            {.mu = input.mu + neuron.tau_m * J * nu_j,
             .sigma = std::sqrt(input.sigma * input.sigma + neuron.tau_m * J * J * nu_j)});
    };
    const double h = 0.2;
    const double quotient =
        (4.0 * (rate(h) - rate(-h)) / (2.0 * h) - (rate(2.0 * h) - rate(-2.0 * h)) / (4.0 * h)) /
        3.0;
    CHECK(relative_error(exp::input_rate_derivative(neuron, synapse, input, J), quotient) < 1e-9);
}

TEST_CASE("Exponential synapses keep the noise-free limit", "[lif][exp][limit]") {
    const auto synapse = GENERATE(shift, taylor);
    const Input above{.mu = 20.0_mV, .sigma = 0.0};
    const Input below{.mu = 15.0_mV, .sigma = 0.0};
    CHECK(exp::firing_rate(neuron, synapse, above) == delta::firing_rate(neuron, above));
    // The shift k sigma is of first order in sigma, unlike the effect of white noise.
    const double k = exp::noise_correlation_shift(neuron, synapse);
    CHECK(relative_error(exp::rate_derivatives(neuron, synapse, above).d_sigma,
                         -k * delta::rate_derivatives(neuron, above).d_mu) < 1e-14);
    CHECK(exp::firing_rate(neuron, synapse, below) == 0.0);
    CHECK(exp::rate_derivatives(neuron, synapse, below).d_mu == 0.0);
    CHECK(exp::rate_second_derivatives(neuron, synapse, below).d_mu_mu == 0.0);
    CHECK(exp::relative_correction(neuron, synapse, above) == 0.0);
    CHECK_THROWS_WITH(exp::input_rate_derivative(neuron, synapse, above, 0.1_mV),
                      "sigma must be positive and finite, got 0");
}

TEST_CASE("Functions of exponential synapses name the parameter they reject", "[lif][exp][error]") {
    const Input input{.mu = 10.0_mV, .sigma = 5.0_mV};
    const auto tau_s = GENERATE(as<double>(), -0.001, unset);
    const exp::Synapse bad{.tau_s = tau_s, .method = GENERATE(Method::shift, Method::taylor)};
    const auto complains = [&](auto&& call) {
        CHECK_THROWS_WITH(call(), ContainsSubstring("tau_s must be finite and not negative"));
    };
    complains([&] { exp::validate(bad); });
    complains([&] { (void)exp::noise_correlation_shift(neuron, bad); });
    complains([&] { (void)exp::relative_correction(neuron, bad, input); });
    complains([&] { (void)exp::firing_rate(neuron, bad, input); });
    complains([&] { (void)exp::log_firing_rate(neuron, bad, input); });
    complains([&] { (void)exp::rate_derivatives(neuron, bad, input); });
    complains([&] { (void)exp::rate_second_derivatives(neuron, bad, input); });
    complains([&] { (void)exp::input_rate_derivative(neuron, bad, input, 0.1_mV); });
    complains([&] { (void)exp::cv(neuron, bad, input); });

    LifNeuron invalid = neuron;
    invalid.tau_m = -1.0;
    CHECK_THROWS_WITH(exp::firing_rate(invalid, shift, input),
                      "tau_m must be positive and finite, got -1");
    CHECK_THROWS_WITH(exp::input_rate_derivative(neuron, shift, input, unset),
                      "J must be finite, got nan");
}
