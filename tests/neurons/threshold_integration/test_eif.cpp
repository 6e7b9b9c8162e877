#include "catch.hpp"
#include "reference_table.hpp"

#include <siegert/error.hpp>
#include <siegert/neurons/eif.hpp>
#include <siegert/units.hpp>

#include <algorithm>
#include <limits>

using namespace siegert;
using namespace siegert::literals;
using siegert::lif::Input;
using siegert::neurons::IntegrateAndFireNeuron;
using siegert::neurons::eif::EifNeuron;
namespace eif = siegert::neurons::eif;
namespace neurons = siegert::neurons;

namespace {

constexpr EifNeuron neuron{.tau_m = 19.0_ms,
                           .tau_r = 1.7_ms,
                           .V_th = 31.0_mV,
                           .V_0 = -4.0_mV,
                           .Delta_T = 1.3_mV,
                           .V_T = 14.0_mV};

ComplexVector one(Complex s) {
    return ComplexVector::Constant(1, s);
}

/// F = -V + V^2 / curvature
neurons::Current quadratic_current(double curvature) {
    return {.taylor =
                [curvature](double V, double h, std::span<double> c) {
                    std::fill(c.begin(), c.end(), 0.0);
                    c[0] = -V + V * V / curvature;
                    if (c.size() > 1) c[1] = (-1.0 + 2.0 * V / curvature) * h;
                    if (c.size() > 2) c[2] = h * h / curvature;
                },
            .scale = std::numeric_limits<double>::infinity()};
}

IntegrateAndFireNeuron neuron_of(const TableRow& row) {
    const bool quadratic = row.regime.starts_with("quadratic");
    return {.tau_m = row["tau_m"],
            .tau_r = row["tau_r"],
            .V_th = row["V_th"],
            .V_0 = row["V_0"],
            .current = quadratic ? quadratic_current(row["Delta_T"])
                                 : neurons::exponential_current(row["Delta_T"], row["V_T"])};
}

}  // namespace

TEST_CASE("Exponential and quadratic neurons agree with the forward equations",
          "[neurons][threshold_integration]") {
    for (const auto& row : reference_table("threshold_integration.csv", 14)) {
        const IntegrateAndFireNeuron n = neuron_of(row);
        const Input input{row["mu"], row["sigma"]};
        const ComplexVector s = one(row.complex("s"));
        CAPTURE(row.regime, s(0));
        // What the library states for currents other than the leak; measured 9e-10 (low cut).
        const double bound = 1e-8 + 3.0 * row["error"];  // and the table's own error
        const auto state = neurons::stationary_state(n, input);
        CHECK(relative_error(state.firing_rate, row["nu"]) < bound);
        CHECK(relative_error(neurons::firing_rate(n, input), row["nu"]) < bound);
        CHECK(relative_error(state.mean_potential, row["mean"]) < bound);
        CHECK(relative_error(state.potential_variance, row["variance"]) < bound);
        CHECK(relative_error(neurons::cv(n, input), row["cv"]) < bound);
        const auto response = neurons::transfer_function(n, input, s);
        CHECK(relative_error(response.n_mu(0), row.complex("n_mu")) < bound);
        CHECK(relative_error(response.n_sigma2(0), row.complex("n_sigma2")) < bound);
        if (s(0).real() < 0.0) continue;
        CHECK(std::abs(neurons::mean_potential_response(n, input, s)(0) -
                       row.complex("potential")) < bound);
        CHECK(std::abs(neurons::interval_characteristic_function(n, input, s)(0) -
                       row.complex("rho")) < bound);
    }
}

TEST_CASE("EIF rates are those of an independent integration of the published neuron",
          "[neurons][eif]") {
    // tau_m 20, Delta_T 1.5, V_T 15, V_0 -5 mV, cut at 25 mV above rest; mean and noise given per
    // ms. Midpoint rule with Richardson extrapolation: 5.83366 and 25.3933 Hz.
    const EifNeuron published{20.0_ms, 0.0_ms, 25.0_mV, -5.0_mV, 1.5_mV, 15.0_mV};
    const double sigma = 1.5_mV * std::sqrt(20.0);
    CHECK(std::abs(eif::firing_rate(published, {10.0_mV, sigma}) - 5.83366) < 0.5e-5);
    CHECK(std::abs(eif::firing_rate(published, {20.0_mV, sigma}) - 25.3933) < 0.5e-4);
}

TEST_CASE("Where an EIF spike is cut does not matter far above V_T", "[neurons][eif]") {
    EifNeuron higher = neuron;
    higher.V_th += 9.0 * neuron.Delta_T;
    const Input input{18.0_mV, 5.0_mV};
    // The flight from V_th on takes tau_m exp(-(V_th - V_T) / Delta_T).
    const double flight = neuron.tau_m * std::exp(-(neuron.V_th - neuron.V_T) / neuron.Delta_T);
    const double difference =
        1.0 / eif::firing_rate(higher, input) - 1.0 / eif::firing_rate(neuron, input);
    CHECK(relative_error(difference, flight) < 0.01);  // next order: leak over current at the cut
}

TEST_CASE("An EIF of ever sharper spikes is a leaky neuron", "[neurons][eif]") {
    const Input input{13.0_mV, 4.0_mV};
    const auto rate = [&](double Delta_T) {
        EifNeuron sharp = neuron;
        sharp.Delta_T = Delta_T;
        sharp.V_th = neuron.V_T + 12.0 * Delta_T;
        return eif::firing_rate(sharp, input);
    };
    const IntegrateAndFireNeuron leaky{neuron.tau_m, neuron.tau_r, neuron.V_T, neuron.V_0,
                                       neurons::leak()};
    const double limit = neurons::firing_rate(leaky, input);
    const double far = std::abs(rate(0.02_mV) - limit);
    const double near = std::abs(rate(0.002_mV) - limit);
    CHECK(near < 0.2 * far);
}

TEST_CASE("EIF responses at zero frequency are derivatives of rate and mean potential",
          "[neurons][eif]") {
    const Input input =
        GENERATE(Input{12.0_mV, 5.0_mV}, Input{25.0_mV, 2.0_mV}, Input{40.0_mV, 0.3_mV});
    const double step = 1e-3 * input.sigma;
    const auto moved = [&](double by) {
        return eif::stationary_state(neuron, {input.mu + by, input.sigma});
    };
    const auto noisier = [&](double by) {
        return eif::firing_rate(neuron, {input.mu, input.sigma + by});
    };
    const auto d = eif::rate_derivatives(neuron, input);
    // Differences of fourth order: error step^4 and rounding over step.
    const auto difference = [&](const auto& f) {
        return (8.0 * (f(step) - f(-step)) - (f(2.0 * step) - f(-2.0 * step))) / (12.0 * step);
    };
    CHECK(relative_error(d.d_mu, difference([&](double by) { return moved(by).firing_rate; })) <
          1e-8);
    CHECK(relative_error(d.d_sigma, difference(noisier)) < 1e-7);
    CHECK(std::abs(eif::mean_potential_response(neuron, input, one(0.0))(0).real() -
                   difference([&](double by) { return moved(by).mean_potential; })) < 1e-8);
    CHECK(eif::renewal_spectrum(neuron, input, Vector::Zero(1))(0) ==
          Approx(eif::firing_rate(neuron, input) * std::pow(eif::cv(neuron, input), 2))
              .epsilon(1e-11));
}

TEST_CASE("A frequency does not influence the result of another", "[neurons][eif]") {
    const Input input{18.0_mV, 5.0_mV};
    const Vector omegas = Vector::LinSpaced(37, 3.0, 9e3);
    const auto all = eif::transfer_function(neuron, input, lif::on_imaginary_axis(omegas));
    for (Index i = 0; i < omegas.size(); ++i) {
        const auto n = eif::transfer_function(neuron, input, one({0.0, omegas(i)}));
        CHECK(n.n_mu(0) == all.n_mu(i));
        CHECK(n.n_sigma2(0) == all.n_sigma2(i));
    }
}

TEST_CASE("The EIF names the parameter it rejects", "[neurons][eif]") {
    const Input input{18.0_mV, 5.0_mV};
    const auto rejects = [&](auto change, const char* name) {
        EifNeuron bad = neuron;
        change(bad);
        CHECK_THROWS_WITH(eif::firing_rate(bad, input), ContainsSubstring(name));
    };
    rejects([](EifNeuron& n) { n.Delta_T = 0.0; }, "Delta_T");
    rejects([](EifNeuron& n) { n.V_T = unset; }, "V_T");
    rejects([](EifNeuron& n) { n.V_0 = n.V_th; }, "V_0");
    rejects([](EifNeuron& n) { n.tau_m = -1.0; }, "tau_m");
    CHECK_THROWS_AS(eif::firing_rate(neuron, {0.01, -1.0}), InvalidParameter);
    const auto respond = [&](Complex s) { return eif::transfer_function(neuron, input, one(s)); };
    CHECK_THROWS_AS(respond({-4.1 / neuron.tau_m, 0.0}), InvalidParameter);
    CHECK_THROWS_AS(respond({0.0, 2e6 / neuron.tau_m}), InvalidParameter);
    CHECK_THROWS_AS(respond({0.0, unset}), InvalidParameter);
    CHECK_THROWS_AS(eif::interval_characteristic_function(neuron, input, one(-1.0)),
                    InvalidParameter);
    CHECK_THROWS_AS(eif::mean_potential_response(neuron, input, one(-1.0)), InvalidParameter);
}
