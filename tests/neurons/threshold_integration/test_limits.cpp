#include "catch.hpp"
#include "reference_table.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/neurons/eif.hpp>
#include <siegert/units.hpp>

#include <limits>

using namespace siegert;
using namespace siegert::literals;
using siegert::lif::Input;
using siegert::neurons::IntegrateAndFireNeuron;
namespace delta = siegert::lif::delta;
namespace neurons = siegert::neurons;

namespace {

constexpr LifNeuron closed{.tau_m = 20.0_ms, .tau_r = 2.3_ms, .V_th = 19.0_mV, .V_0 = 3.0_mV};

IntegrateAndFireNeuron with(const neurons::Current& current) {
    return {closed.tau_m, closed.tau_r, closed.V_th, closed.V_0, current};
}

const IntegrateAndFireNeuron leaky = with(neurons::leak());
const IntegrateAndFireNeuron perfect = with(neurons::no_current());

ComplexVector one(Complex s) {
    return ComplexVector::Constant(1, s);
}

}  // namespace

TEST_CASE("The perfect integrator has the intervals of a random walk with drift",
          "[neurons][threshold_integration]") {
    // First passage of a Brownian motion: 1/nu = tau_r + tau_m (V_th - V_0) / mu, whatever sigma,
    // CV^2 = nu^2 2 D L / v^3, E exp(-s T) = exp(L (v - sqrt(v^2 + 4 D s)) / (2 D) - s tau_r).
    const Input input =
        GENERATE(Input{7.0_mV, 5.0_mV}, Input{7.0_mV, 0.2_mV}, Input{0.3_mV, 5.0_mV});
    CAPTURE(input.mu, input.sigma);
    const double L = closed.V_th - closed.V_0;
    const double v = input.mu / closed.tau_m;
    const double D = input.sigma * input.sigma / (2.0 * closed.tau_m);
    const double nu = 1.0 / (closed.tau_r + L / v);
    CHECK(relative_error(neurons::firing_rate(perfect, input), nu) < 1e-12);
    CHECK(relative_error(neurons::cv(perfect, input), nu * std::sqrt(2.0 * D * L / (v * v * v))) <
          1e-11);
    const auto d = neurons::rate_derivatives(perfect, input);
    CHECK(relative_error(d.d_mu, nu * nu * L / v / input.mu) < 1e-11);
    CHECK(std::abs(d.d_sigma) < 1e-11 * nu / input.sigma);
    for (const Complex s : {Complex(0.0, 31.0), Complex(17.0, 410.0)}) {
        const Complex expected =
            std::exp(L * (v - std::sqrt(v * v + 4.0 * D * s)) / (2.0 * D) - s * closed.tau_r);
        CHECK(std::abs(neurons::interval_characteristic_function(perfect, input, one(s))(0) -
                       expected) < 1e-11);
    }
}

TEST_CASE("A neuron whose potential escapes has no stationary state",
          "[neurons][threshold_integration]") {
    CHECK_THROWS_AS(neurons::firing_rate(perfect, {-2.0_mV, 5.0_mV}), InvalidParameter);
    CHECK_THROWS_AS(neurons::firing_rate(perfect, {0.0_mV, 5.0_mV}), InvalidParameter);
}

TEST_CASE("Threshold integration tends to the noise-free neuron",
          "[neurons][threshold_integration]") {
    const double mu = GENERATE(19.3_mV, 24.0_mV, 90.0_mV);
    const Input silent{mu, 0.0};
    const double rate = delta::firing_rate(closed, silent);
    const auto state = neurons::stationary_state(leaky, silent);
    CHECK(relative_error(state.firing_rate, rate) < 1e-12);
    CHECK(relative_error(neurons::firing_rate(leaky, silent), rate) < 1e-12);
    CHECK(neurons::cv(leaky, silent) == 0.0);
    CHECK(relative_error(neurons::rate_derivatives(leaky, silent).d_mu,
                         delta::rate_derivatives(closed, silent).d_mu) < 1e-11);
    CHECK(neurons::rate_derivatives(leaky, silent).d_sigma == 0.0);
    for (const double sigma : {1e-300, 1e-12, 1e-6}) {
        CAPTURE(sigma);
        CHECK(relative_error(neurons::firing_rate(leaky, {mu, sigma}),
                             delta::firing_rate(closed, {mu, sigma})) < 1e-12);
    }
    const Complex s(90.0, 700.0);  // off the axis, where the noise-free neuron has its resonances
    const auto n = neurons::transfer_function(leaky, silent, one(s));
    const auto expected = delta::transfer_function(closed, silent, one(s), lif::Convention::exact);
    CHECK(relative_error(n.n_mu(0), expected.n_mu(0)) < 1e-11);
    CHECK(relative_error(n.n_sigma2(0), expected.n_sigma2(0)) < 1e-11);
}

TEST_CASE("A noise-free neuron below threshold rests", "[neurons][threshold_integration]") {
    const Input input{11.0_mV, 0.0};
    const auto state = neurons::stationary_state(leaky, input);
    CHECK(state.firing_rate == 0.0);
    CHECK(state.log_firing_rate == std::numeric_limits<double>::lowest());
    CHECK(relative_error(state.mean_potential, 11.0_mV) < 1e-12);
    CHECK(state.potential_variance == 0.0);
    CHECK(neurons::cv(leaky, input) == 1.0);
    CHECK(neurons::rate_derivatives(leaky, input).d_mu == 0.0);
    const neurons::eif::EifNeuron eif{20.0_ms, 1.0_ms, 30.0_mV, 3.0_mV, 1.5_mV, 15.0_mV};
    const double V = neurons::eif::stationary_state(eif, {11.0_mV, 0.0}).mean_potential;
    CHECK(std::abs(-V + 1.5_mV * std::exp((V - 15.0_mV) / 1.5_mV) + 11.0_mV) < 1e-15);
}

TEST_CASE("The logarithm of the rate holds where the rate underflows",
          "[neurons][threshold_integration]") {
    for (const double sigma : {0.31_mV, 0.05_mV, 0.02_mV}) {
        const Input input{7.0_mV, sigma};
        const double log_nu = delta::log_firing_rate(closed, input);
        CAPTURE(sigma, log_nu);
        CHECK(relative_error(neurons::log_firing_rate(leaky, input), log_nu) < 1e-12);
        CHECK(neurons::firing_rate(leaky, input) == 0.0);
        CHECK(neurons::cv(leaky, input) == 1.0);
        CHECK(neurons::rate_derivatives(leaky, input).d_mu == 0.0);
        CHECK(neurons::transfer_function(leaky, input, one({0.0, 40.0})).n_mu(0) == 0.0);
        CHECK(neurons::renewal_spectrum(leaky, input, Vector::Constant(1, 40.0))(0) == 0.0);
    }
    CHECK_THROWS_AS(neurons::log_firing_rate(leaky, {7.0_mV, 1e-3_mV}), AccuracyNotReached);
}

TEST_CASE("Threshold integration gives numbers for every input",
          "[neurons][threshold_integration]") {
    const neurons::eif::EifNeuron eif{20.0_ms, 1.0_ms, 30.0_mV, 3.0_mV, 1.5_mV, 15.0_mV};
    const double sigma = GENERATE(0.0, 1e-9, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1);
    double previous = 0.0;
    for (double mu = -0.1; mu <= 0.3; mu += 0.0031) {
        CAPTURE(mu, sigma);
        const double nu = neurons::eif::firing_rate(eif, {mu, sigma});
        REQUIRE(nu <= 1.0 / eif.tau_r);
        REQUIRE(nu >= previous * (1.0 - 1e-11));  // never falls with mu; fails for NaN
        previous = nu;
        const auto n = neurons::eif::transfer_function(eif, {mu, sigma}, one({0.0, 300.0}));
        REQUIRE(std::isfinite(std::abs(n.n_mu(0)) + std::abs(n.n_sigma2(0))));
        const double cv = neurons::eif::cv(eif, {mu, sigma});
        REQUIRE((cv >= 0.0 && cv < 10.0));
    }
}
