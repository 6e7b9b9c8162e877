#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/units.hpp>

#include <siegert/neurons/conductance.hpp>
#include "neurons/conductance/prepared.hpp"

#include <cmath>
#include <numbers>

using namespace siegert;
using namespace siegert::neurons;
using namespace siegert::neurons::conductance;
using namespace siegert::literals;

namespace {

constexpr double leak_conductance = 10e-9;

IntegrateAndFireNeuron leaky() {
    return {.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV, .current = leak()};
}

/// Of Poisson spikes of this weight [S] and rate.
Conductance of_spikes(double W, double rate, double tau, double E_rev) {
    const double jump = W / leak_conductance;
    return {.tau = tau,
            .E_rev = E_rev,
            .mean = jump * rate * tau,
            .variance = 0.5 * jump * jump * rate * tau};
}

/// Fast excitation and slower inhibition, tau_s of about the effective time constant.
ConductanceNeuron irregular() {
    return {.neuron = leaky(),
            .mu = 0.0,
            .conductances = {of_spikes(1e-9, 8000.0, 2.0_ms, 70.0_mV),
                             of_spikes(2e-9, 2500.0, 5.0_ms, -10.0_mV)}};
}

/// Slower excitation, much slower inhibition.
ConductanceNeuron fast() {
    return {.neuron = leaky(),
            .mu = 0.0,
            .conductances = {of_spikes(1e-9, 3000.0, 5.0_ms, 70.0_mV),
                             of_spikes(1.5e-9, 1000.0, 10.0_ms, -10.0_mV)}};
}

}  // namespace

TEST_CASE("Rates are those of simulated neurons with conductances", "[neurons][conductances]") {
    // Simulated with Gaussian conductances: 23.17(8) and 90.34(13) Hz; with Poisson
    // spikes 22.91(10) and 90.25(17) Hz. The bounds are what six nodes leave.
    const double one = conductance::firing_rate(irregular());
    const double other = conductance::firing_rate(fast());
    CAPTURE(one, other);
    CHECK(std::abs(one / 23.17 - 1.0) < 0.02);
    CHECK(std::abs(other / 90.34 - 1.0) < 0.01);
    // Four and eight nodes of each kind, as an elimination written by itself has them.
    CHECK(conductance::firing_rate(irregular(), {.nodes = 4}) == Approx(23.88).epsilon(2e-3));
    CHECK(conductance::firing_rate(irregular(), {.nodes = 8}) == Approx(22.72).epsilon(2e-3));
    CHECK(conductance::firing_rate(fast(), {.nodes = 4}) == Approx(91.24).epsilon(1e-3));
}

TEST_CASE("Effective time constants miss rates by what was measured", "[neurons][conductances]") {
    const Options effective{.theory = conductance::Theory::effective};
    // 14.5 and 44.1 Hz where the square root of tau_s is the mean of those of both kinds; that of
    // the process that stands for both is smaller.
    const double one = conductance::firing_rate(irregular(), effective);
    const double other = conductance::firing_rate(fast(), effective);
    CAPTURE(one, other);
    CHECK(one > 14.5);
    CHECK(one < 1.05 * 14.5);
    CHECK(other > 44.1);
    CHECK(other < 1.05 * 44.1);
    const ConductanceState state = conductance::stationary_state(irregular(), effective);
    const double galerkin = conductance::firing_rate(irregular(), {.nodes = 4});
    CHECK(state.error == Approx(1.0 - one / galerkin).epsilon(1e-12));
    CHECK(conductance::stationary_state(irregular()).error < 0.05);

    const EffectiveInput input = effective_input(irregular());
    const double total = 1.0 + 1.6 + 2.5;
    CHECK(input.tau == Approx(20.0_ms / total).epsilon(1e-14));
    CHECK(input.mu == Approx((1.6 * 70.0_mV - 2.5 * 10.0_mV) / total).epsilon(1e-14));
}

TEST_CASE("With one kind of conductance the effective neuron is a leaky one of method shift",
          "[neurons][conductances]") {
    ConductanceNeuron neuron = irregular();
    neuron.conductances.resize(1);
    const Conductance& c = neuron.conductances.front();
    const double tau = 20.0_ms / (1.0 + c.mean);
    const double mu = c.mean * 70.0_mV / (1.0 + c.mean);
    const double drive = (70.0_mV - mu) / (1.0 + c.mean);
    const double sigma = std::sqrt(2.0 * c.variance * c.tau / tau) * drive;
    const double expected = lif::exp::firing_rate(
        {.tau_m = tau, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV},
        {.tau_s = c.tau, .method = lif::exp::Method::shift}, {.mu = mu, .sigma = sigma});
    CHECK(conductance::firing_rate(neuron, {.theory = conductance::Theory::effective}) ==
          Approx(expected).epsilon(1e-10));
}

TEST_CASE("Conductances that hardly fluctuate leave a regular neuron", "[neurons][conductances]") {
    ConductanceNeuron neuron = irregular();
    neuron.mu = 50.0_mV;
    for (Conductance& c : neuron.conductances) c.variance *= 1e-6;
    const EffectiveInput input = effective_input(neuron);
    const double interval =
        2.0_ms + input.tau * std::log((input.mu - 10.0_mV) / (input.mu - 20.0_mV));
    // Spread by the mesh: of first order, extrapolated.
    CHECK(conductance::firing_rate(neuron, {.nodes = 3}) == Approx(1.0 / interval).epsilon(2e-3));
    CHECK(conductance::cv(neuron, {.nodes = 3}) < 0.1);
}

TEST_CASE("The response at zero frequency is the derivative of the rate",
          "[neurons][conductances]") {
    const ConductanceNeuron neuron = fast();
    const Options options{.nodes = 4};
    const auto n = conductance::response(neuron, ComplexVector::Zero(1), options);
    const auto slope = [&](double ConductanceNeuron::*member, double h) {
        ConductanceNeuron up = neuron;
        ConductanceNeuron down = neuron;
        up.*member += h;
        down.*member -= h;
        return (conductance::firing_rate(up, options) - conductance::firing_rate(down, options)) /
               (2.0 * h);
    };
    CHECK(n.n_mu(0).real() == Approx(slope(&ConductanceNeuron::mu, 0.01_mV)).epsilon(1e-4));
    CHECK(n.n_mu(0).imag() == Approx(0.0).margin(1e-9 * n.n_mu(0).real()));
    // The frame of the polynomials moves with the mean: responses keep it, and polynomials end.
    for (std::size_t kind = 0; kind < 2; ++kind) {
        const auto rate_at = [&](double factor) {
            ConductanceNeuron changed = neuron;
            changed.conductances[kind].mean *= factor;
            return conductance::firing_rate(changed, options);
        };
        const double by_mean =
            (rate_at(1.001) - rate_at(0.999)) / (0.002 * neuron.conductances[kind].mean);
        CHECK(n.n_mean(0, static_cast<Index>(kind)).real() == Approx(by_mean).epsilon(0.1));
    }
}

TEST_CASE("The spectrum is white at high frequencies and begins with the variance of counts",
          "[neurons][conductances]") {
    const ConductanceNeuron neuron = irregular();
    const Options options{.nodes = 4};
    const double nu = conductance::firing_rate(neuron, options);
    const double cv = conductance::cv(neuron, options);
    const Vector S = conductance::power_spectrum(
        neuron, 2.0 * std::numbers::pi * Vector{{0.0, 50.0, 3000.0}}, options);
    CHECK(S(2) == Approx(nu).epsilon(0.02));
    // Successive intervals are correlated: not nu CV^2.
    CHECK(std::abs(S(0) / (nu * cv * cv) - 1.0) > 1e-3);
    CHECK(S(0) > 0.5 * nu * cv * cv);
    CHECK((S.array() > 0.0).all());
}

TEST_CASE("Many frequencies cost no more than few", "[neurons][conductances]") {
    const ConductanceNeuron neuron = fast();
    const Options options{.nodes = 3};
    const auto few = prepared(neuron, options, 2.0 * std::numbers::pi * 400.0);
    for (const double f : {0.0, 3.0, 70.0, 399.0}) {
        const ComplexVector s =
            ComplexVector::Constant(1, Complex(0.0, 2.0 * std::numbers::pi * f));
        const auto exact = conductance::response(neuron, s, options);
        const auto fast_one = few(s);
        CHECK(std::abs(fast_one.n_mean(0, 0) - exact.n_mean(0, 0)) <
              1e-6 *
                  std::abs(
                      conductance::response(neuron, ComplexVector::Zero(1), options).n_mean(0, 0)));
    }
    // Continued to the left and to the right.
    for (const double growth : {-20.0, 20.0}) {
        const ComplexVector s = ComplexVector::Constant(1, Complex(growth, 300.0));
        const Complex exact = conductance::response(neuron, s, options).n_mean(0, 0);
        CHECK(std::abs(few(s).n_mean(0, 0) - exact) < 1e-4 * std::abs(exact));
    }
}

TEST_CASE("Conductances out of range are errors", "[neurons][conductances]") {
    ConductanceNeuron neuron = irregular();
    SECTION("none") {
        neuron.conductances.clear();
        CHECK_THROWS_AS(conductance::firing_rate(neuron), InvalidParameter);
    }
    SECTION("five") {
        neuron.conductances.resize(5, neuron.conductances.front());
        CHECK_THROWS_WITH(conductance::firing_rate(neuron),
                          "number of kinds of conductances must be 1 to 4, got 5");
    }
    SECTION("negative") {
        neuron.conductances[0].mean = -0.1;
        CHECK_THROWS_AS(conductance::firing_rate(neuron), InvalidParameter);
    }
    SECTION("NaN") {
        neuron.conductances[1].E_rev = unset;
        CHECK_THROWS_AS(conductance::firing_rate(neuron), InvalidParameter);
    }
    SECTION("nodes") {
        CHECK_THROWS_AS(conductance::firing_rate(neuron, {.nodes = 2}), InvalidParameter);
    }
    SECTION("responses by an effective time constant") {
        CHECK_THROWS_AS(conductance::response(neuron, ComplexVector::Zero(1),
                                              {.theory = conductance::Theory::effective}),
                        InvalidParameter);
    }
}
