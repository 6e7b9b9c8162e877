#include "catch.hpp"
#include "reference_table.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/units.hpp>

using namespace siegert;
using namespace siegert::literals;
using siegert::lif::Input;
namespace delta = siegert::lif::delta;
namespace colored = siegert::lif::exp;  // exp is also a function

namespace {

constexpr LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 2.3_ms, .V_th = 19.0_mV, .V_0 = 3.0_mV};

ComplexVector one(Complex s) {
    return ComplexVector::Constant(1, s);
}

Vector at(double omega) {
    return Vector::Constant(1, omega);
}

}  // namespace

TEST_CASE("The characteristic function of intervals agrees with 90-digit references",
          "[lif][renewal_spectrum]") {
    for (const auto& row : reference_table("transfer_function.csv", 28)) {
        const Complex s = row.complex("s");
        if (s.real() < 0.0) continue;
        const LifNeuron n{row["tau_m"], row["tau_r"], row["V_th"], row["V_0"]};
        const Input input{row["mu"], row["sigma"]};
        CAPTURE(row.regime, input.mu, input.sigma, s);
        const Complex rho = delta::interval_characteristic_function(n, input, one(s))(0);
        // Documented bound; the phase s T loses |s tau_m| roundings.
        CHECK(std::abs(rho - row.complex("rho")) < 1e-13 * (1.0 + std::abs(s) * n.tau_m));
    }
}

TEST_CASE("The renewal spectrum is that of the interval distribution", "[lif][renewal_spectrum]") {
    const Input input = GENERATE(Input{14.0_mV, 5.0_mV}, Input{24.0_mV, 1.1_mV});
    const double omega = GENERATE(11.0, 170.0, 900.0, -170.0);
    const Complex rho =
        delta::interval_characteristic_function(neuron, input, one({0.0, omega}))(0);
    const double nu = delta::firing_rate(neuron, input);
    const double expected = nu * (1.0 - std::norm(rho)) / std::norm(1.0 - rho);
    // Direct evaluation loses 1 / (1 - |rho|^2).
    CHECK(relative_error(delta::renewal_spectrum(neuron, input, at(omega))(0), expected) <
          1e-14 / (1.0 - std::norm(rho)) + 1e-13);
}

TEST_CASE("The renewal spectrum begins at nu CV^2 and ends at nu", "[lif][renewal_spectrum]") {
    const Input input = GENERATE(Input{14.0_mV, 5.0_mV}, Input{24.0_mV, 0.7_mV},
                                 Input{1.0_mV, 4.0_mV}, Input{30.0_mV, 0.1_mV});
    const double nu = delta::firing_rate(neuron, input);
    const double cv = delta::cv(neuron, input);
    CAPTURE(input.mu, input.sigma, cv);
    const double bound = 1e-13 / (cv * cv);
    for (const double omega : {0.0, 1e-200, 1e-12, 1e-7 * nu}) {
        CAPTURE(omega);
        CHECK(relative_error(delta::renewal_spectrum(neuron, input, at(omega))(0), nu * cv * cv) <
              bound + 1e-12);
    }
    CHECK(relative_error(delta::renewal_spectrum(neuron, input, at(1e9))(0), nu) < 1e-12);
}

TEST_CASE("Spectra of exponential synapses have the raised barrier", "[lif][renewal_spectrum]") {
    const Input input{16.0_mV, 4.0_mV};
    const colored::Synapse synapse{.tau_s = 0.8_ms};
    const double shift = colored::noise_correlation_shift(neuron, synapse) * input.sigma;
    const LifNeuron raised{neuron.tau_m, neuron.tau_r, neuron.V_th + shift, neuron.V_0 + shift};
    const double omega = 130.0;
    CHECK(relative_error(colored::renewal_spectrum(neuron, synapse, input, at(omega))(0),
                         delta::renewal_spectrum(raised, input, at(omega))(0)) < 1e-13);
    CHECK(
        relative_error(
            colored::interval_characteristic_function(neuron, synapse, input, one({2.0, omega}))(0),
            delta::interval_characteristic_function(raised, input, one({2.0, omega}))(0)) < 1e-13);
    const double cv = colored::cv(neuron, synapse, input);
    CHECK(relative_error(colored::renewal_spectrum(neuron, synapse, input, at(0.0))(0),
                         delta::firing_rate(raised, input) * cv * cv) < 1e-12);
}

TEST_CASE("A silent neuron has no spectrum and infinite intervals", "[lif][renewal_spectrum]") {
    const Input input = GENERATE(Input{10.0_mV, 0.0}, Input{10.0_mV, 0.2_mV});
    CHECK(delta::renewal_spectrum(neuron, input, at(30.0))(0) == 0.0);
    CHECK(delta::interval_characteristic_function(neuron, input, one({0.0, 30.0}))(0) == 0.0);
    CHECK(delta::interval_characteristic_function(neuron, input, one(0.0))(0) == 1.0);
}

TEST_CASE("Interval statistics stay finite and within bounds for every valid input",
          "[lif][renewal_spectrum]") {
    const double sigma = GENERATE(0.0, 1e-300, 1e-9, 1e-4, 3e-3, 0.4, 1e10);
    Vector omegas(7);
    omegas << 0.0, 1e-300, 1e-6, 20.0, 4e3, 1e9, 1e50;
    for (const double mu : {-4.0, 0.0, 12e-3, 19e-3, 19.0000001e-3, 21e-3, 0.6, 1e4}) {
        CAPTURE(mu, sigma);
        const Input input{mu, sigma};
        const Vector S = delta::renewal_spectrum(neuron, input, omegas);
        CHECK(S.allFinite());
        CHECK(S.minCoeff() >= 0.0);
        const ComplexVector rho =
            delta::interval_characteristic_function(neuron, input, lif::on_imaginary_axis(omegas));
        CHECK(rho.allFinite());
        CHECK(rho.cwiseAbs().maxCoeff() <= 1.0 + 1e-12);
    }
}

TEST_CASE("Interval statistics name the argument that they reject", "[lif][renewal_spectrum]") {
    const Input input{17.0_mV, 4.0_mV};
    CHECK_THROWS_AS(delta::interval_characteristic_function(neuron, input, one({-1.0, 2.0})),
                    InvalidParameter);
    CHECK_THROWS_AS(delta::renewal_spectrum(neuron, input, at(NAN)), InvalidParameter);
    CHECK_THROWS_AS(delta::renewal_spectrum(neuron, {17.0_mV, NAN}, at(1.0)), InvalidParameter);
}
