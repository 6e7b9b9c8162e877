#include "catch.hpp"
#include "reference_table.hpp"

#include <siegert/lif/delta.hpp>
#include <siegert/neurons/threshold_integration.hpp>

#include <algorithm>
#include <random>

using namespace siegert;
using namespace siegert::neurons;
using siegert::lif::Convention;
using siegert::lif::Input;
namespace delta = siegert::lif::delta;

/// The leaky neuron has closed forms, which share nothing with threshold integration.
namespace {

struct Regime {
    const char* name;
    double lowest_y_th, highest_y_th;  ///< (V_th - mu) / sigma
    double narrowest, widest;          ///< (V_th - V_0) / sigma
};

constexpr Regime regimes[] = {{"typical", -1.0, 1.5, 1.0, 5.0},
                              {"weak noise above threshold", -20.0, -5.0, 5.0, 20.0},
                              {"hardly any noise", -2e3, -20.0, 5.0, 2e3},
                              {"weak noise below threshold", 3.0, 12.0, 1.0, 12.0},
                              {"deep below threshold", 12.0, 14.8, 1.0, 12.0},
                              {"reset close to threshold", -10.0, 3.0, 1e-4, 0.1},
                              {"strong noise", -0.1, 0.1, 0.01, 0.2}};

struct Case {
    LifNeuron closed;
    Input input;
    IntegrateAndFireNeuron neuron;
};

double uniform(std::mt19937& random, double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
}

Case random_case(std::mt19937& random, const Regime& regime) {
    const double sigma = uniform(random, 1e-3, 8e-3);
    const double V_th = uniform(random, 5e-3, 25e-3);
    const double y_th = uniform(random, regime.lowest_y_th, regime.highest_y_th);
    const double width = uniform(random, regime.narrowest, regime.widest);
    const LifNeuron closed{.tau_m = uniform(random, 5e-3, 3e-2),
                           .tau_r = uniform(random, 1e-3, 5e-3),
                           .V_th = V_th,
                           .V_0 = V_th - width * sigma};
    return {.closed = closed,
            .input = {.mu = V_th - y_th * sigma, .sigma = sigma},
            .neuron = {.tau_m = closed.tau_m,
                       .tau_r = closed.tau_r,
                       .V_th = closed.V_th,
                       .V_0 = closed.V_0,
                       .current = leak()}};
}

/// Calls check(case) for random cases of each regime.
template <typename Check>
void for_all_regimes(int cases, const Check& check) {
    std::mt19937 random(2007);
    for (const Regime& regime : regimes) {
        for (int k = 0; k < cases; ++k) {
            const Case c = random_case(random, regime);
            CAPTURE(regime.name, c.input.mu, c.input.sigma, c.closed.V_0, c.closed.V_th,
                    c.closed.tau_m, c.closed.tau_r);
            check(random, c);
        }
    }
}

/// Frequencies on and off the imaginary axis, |s| tau_m from 1e-3 to 1e3.
ComplexVector random_frequencies(std::mt19937& random, double tau_m, double lowest_growth) {
    ComplexVector s(24);
    for (Index i = 0; i < s.size(); ++i) {
        const double growth = i % 3 == 0 ? uniform(random, lowest_growth, 4.0) : 0.0;
        s(i) = Complex(growth, std::pow(10.0, uniform(random, -3.0, 3.0))) / tau_m;
    }
    return s;
}

/// Where firing is regular the response has resonances that amplify the rounding of the input.
double regular_firing(const Case& c) {
    const double cv = delta::cv(c.closed, c.input);
    return 1.0 + 0.01 / (cv * cv);
}

}  // namespace

TEST_CASE("Threshold integration gives the Siegert rate", "[neurons][threshold_integration]") {
    for_all_regimes(60, [](std::mt19937&, const Case& c) {
        CHECK(relative_error(firing_rate(c.neuron, c.input),
                             delta::firing_rate(c.closed, c.input)) < 1e-12);
        const StationaryState state = stationary_state(c.neuron, c.input);
        CHECK(relative_error(state.firing_rate, delta::firing_rate(c.closed, c.input)) < 1e-12);
        CHECK(std::abs(state.log_firing_rate - delta::log_firing_rate(c.closed, c.input)) <
              1e-12 * (1.0 + std::abs(state.log_firing_rate)));
    });
}

TEST_CASE("Threshold integration gives the derivatives of the Siegert rate and its CV",
          "[neurons][threshold_integration]") {
    for_all_regimes(30, [](std::mt19937&, const Case& c) {
        const auto d = rate_derivatives(c.neuron, c.input);
        const auto expected = delta::rate_derivatives(c.closed, c.input);
        CHECK(relative_error(d.d_mu, expected.d_mu) < 1e-11);
        CHECK(relative_error(d.d_sigma, expected.d_sigma) < 1e-10);
        CHECK(relative_error(cv(c.neuron, c.input), delta::cv(c.closed, c.input)) < 1e-11);
    });
}

TEST_CASE("Threshold integration gives the transfer functions of the leaky neuron",
          "[neurons][threshold_integration]") {
    for_all_regimes(15, [](std::mt19937& random, const Case& c) {
        const ComplexVector s = random_frequencies(random, c.closed.tau_m, 0.0);
        const auto n = transfer_function(c.neuron, c.input, s);
        const auto expected = delta::transfer_function(c.closed, c.input, s, Convention::exact);
        const double bound = 1e-11 * regular_firing(c);
        for (Index i = 0; i < s.size(); ++i) {
            CAPTURE(s(i) * c.closed.tau_m);
            CHECK(relative_error(n.n_mu(i), expected.n_mu(i)) < bound);
            CHECK(relative_error(n.n_sigma2(i), expected.n_sigma2(i)) < bound);
        }
    });
}

TEST_CASE("Threshold integration gives intervals and spectra of the leaky neuron",
          "[neurons][threshold_integration]") {
    for_all_regimes(15, [](std::mt19937& random, const Case& c) {
        const ComplexVector s = random_frequencies(random, c.closed.tau_m, 0.0);
        const ComplexVector rho = interval_characteristic_function(c.neuron, c.input, s);
        const ComplexVector expected =
            delta::interval_characteristic_function(c.closed, c.input, s);
        const Vector S = renewal_spectrum(c.neuron, c.input, s.imag());
        const Vector S_expected = delta::renewal_spectrum(c.closed, c.input, s.imag());
        const double cv = delta::cv(c.closed, c.input);
        for (Index i = 0; i < s.size(); ++i) {
            CAPTURE(s(i) * c.closed.tau_m);
            CHECK(std::abs(rho(i) - expected(i)) < 1e-11 + 1e-13 * std::abs(s(i)) * c.closed.tau_m);
            CHECK(relative_error(S(i), S_expected(i)) < 1e-11 + 1e-13 / (cv * cv));
        }
    });
}

TEST_CASE("The mean potential of the leaky neuron follows from its rate",
          "[neurons][threshold_integration]") {
    // tau_m d<V>/dt = ... : averaged over the density, what the leak takes is what mean input and
    // resets bring. Refractory neurons rest at V_0.
    for_all_regimes(15, [](std::mt19937& random, const Case& c) {
        const LifNeuron& n = c.closed;
        const double nu = delta::firing_rate(n, c.input);
        const double free = 1.0 - nu * n.tau_r;
        const double expected =
            free * c.input.mu - nu * n.tau_m * (n.V_th - n.V_0) + nu * n.tau_r * n.V_0;
        const double scale = n.V_th - n.V_0 + c.input.sigma + std::abs(c.input.mu - n.V_0);
        CHECK(std::abs(stationary_state(c.neuron, c.input).mean_potential - expected) <
              1e-12 * scale);

        const ComplexVector s = random_frequencies(random, n.tau_m, 0.0);
        const ComplexVector M = mean_potential_response(c.neuron, c.input, s);
        const auto response = delta::transfer_function(n, c.input, s, Convention::exact);
        for (Index i = 0; i < s.size(); ++i) {
            const Complex n_mu = response.n_mu(i);
            const Complex turn = s(i) * n.tau_r;
            const Complex refractory =
                (1.0 - std::exp(-turn)) / s(i);  // neurons per modulated rate
            const Complex balance = (free - c.input.mu * refractory * n_mu -
                                     n.tau_m * (n.V_th - n.V_0 * std::exp(-turn)) * n_mu) /
                                        (1.0 + s(i) * n.tau_m) +
                                    n.V_0 * refractory * n_mu;
            CAPTURE(turn, s(i) * n.tau_m);
            const double size = std::abs(n_mu) * n.tau_m * scale;  // what cancels in the balance
            CHECK(std::abs(M(i) - balance) < 1e-11 * (1.0 + size));
        }
    });
}

TEST_CASE("Decaying signals reach the poles of the leaky neuron",
          "[neurons][threshold_integration]") {
    std::mt19937 random(1951);
    for (int k = 0; k < 40; ++k) {
        const Case c = random_case(random, regimes[0]);
        const ComplexVector s = random_frequencies(random, c.closed.tau_m, -4.0);
        const auto n = transfer_function(c.neuron, c.input, s);
        const auto expected = delta::transfer_function(c.closed, c.input, s, Convention::exact);
        for (Index i = 0; i < s.size(); ++i) {
            CAPTURE(s(i) * c.closed.tau_m);
            CHECK(relative_error(n.n_mu(i), expected.n_mu(i)) < 1e-11);
            CHECK(relative_error(n.n_sigma2(i), expected.n_sigma2(i)) < 1e-11);
        }
    }
}
