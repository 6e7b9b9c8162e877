#include "catch.hpp"
#include "lif/threshold_integration.hpp"
#include "reference_table.hpp"

#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/units.hpp>

#include <numbers>

using namespace siegert;
using namespace siegert::literals;
using siegert::lif::Convention;
using siegert::lif::Input;
using siegert::lif::SynapticFilter;
using siegert::lif::TransferFunction;
using siegert::lif::exp::Method;
using siegert::lif::exp::Synapse;
namespace delta = siegert::lif::delta;
namespace colored = siegert::lif::exp;  // exp is also a function

namespace {

constexpr LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 2.3_ms, .V_th = 19.0_mV, .V_0 = 3.0_mV};

ComplexVector one(Complex s) {
    return ComplexVector::Constant(1, s);
}

ComplexVector frequencies_in_hertz(std::initializer_list<double> f) {
    Vector omegas(static_cast<Index>(f.size()));
    Index i = 0;
    for (const double value : f) omegas(i++) = 2.0 * std::numbers::pi * value;
    return lif::on_imaginary_axis(omegas);
}

double largest_error(const ComplexVector& value, const ComplexVector& reference) {
    double largest = 0.0;
    for (Index i = 0; i < reference.size(); ++i) {
        largest = std::max(largest, relative_error(value(i), reference(i)));
    }
    return value.size() == reference.size() ? largest : HUGE_VAL;
}

LifNeuron neuron_of(const TableRow& row) {
    return {.tau_m = row["tau_m"], .tau_r = row["tau_r"], .V_th = row["V_th"], .V_0 = row["V_0"]};
}

}  // namespace

TEST_CASE("Transfer functions agree with 90-digit references", "[lif][transfer_function]") {
    // Documented bound; the worst case with GCC 12 is 1.2e-14.
    constexpr double tolerance = 1e-13;
    for (const auto& row : reference_table("transfer_function.csv", 28)) {
        const LifNeuron n = neuron_of(row);
        const Input input{.mu = row["mu"], .sigma = row["sigma"]};
        const ComplexVector s = one(row.complex("s"));
        const auto agrees = [&](const TransferFunction& exact, const TransferFunction& nnmt,
                                const std::string& kind) {
            CHECK(relative_error(exact.n_mu(0), row.complex(kind + "_mu")) < tolerance);
            CHECK(relative_error(exact.n_sigma2(0), row.complex(kind + "_sigma2")) < tolerance);
            CHECK(relative_error(nnmt.n_mu(0), row.complex(kind + "_nnmt")) < tolerance);
        };
        CAPTURE(row.regime, row["mu"], row["sigma"], s(0));
        agrees(delta::transfer_function(n, input, s, Convention::exact),
               delta::transfer_function(n, input, s, Convention::nnmt), "delta");
        for (const auto method : {Method::shift, Method::taylor}) {
            const Synapse synapse{.tau_s = row["tau_s"], .method = method};
            const auto response = [&](Convention convention) {
                return colored::transfer_function(n, synapse, input, s, convention,
                                                  SynapticFilter::without);
            };
            agrees(response(Convention::exact), response(Convention::nnmt),
                   method == Method::shift ? "shift" : "taylor");
        }
    }
}

TEST_CASE("Transfer functions agree with threshold integration", "[lif][transfer_function]") {
    const Input input = GENERATE(Input{14.0_mV, 5.0_mV}, Input{18.0_mV, 6.0_mV},
                                 Input{23.0_mV, 3.0_mV}, Input{8.0_mV, 7.0_mV});
    const double f = GENERATE(0.7, 23.0, 140.0);
    const ComplexVector s = frequencies_in_hertz({f});
    const auto reference = threshold_integration::extrapolated(neuron, input, s(0).imag(), 1500);
    const auto response = delta::transfer_function(neuron, input, s, Convention::exact);
    CAPTURE(input.mu, input.sigma, f);
    // Ten times the error of the extrapolated grid, which is largest for the weakest noise.
    constexpr double tolerance = 1e-8;
    CHECK(relative_error(delta::firing_rate(neuron, input), reference.nu) < tolerance);
    CHECK(relative_error(response.n_mu(0), reference.n_mu) < tolerance);
    CHECK(relative_error(response.n_sigma2(0), reference.n_sigma2) < tolerance);
}

TEST_CASE("At zero frequency the exact response is the derivative of the rate",
          "[lif][transfer_function]") {
    const Input input = GENERATE(Input{14.0_mV, 5.0_mV}, Input{24.0_mV, 0.9_mV},
                                 Input{2.0_mV, 3.1_mV}, Input{-7.0_mV, 11.0_mV});
    const ComplexVector zero = one(0.0);
    const auto joins = [&](const TransferFunction& response, const lif::RateDerivatives& d) {
        // The bounds of both sides, documented with them.
        CHECK(relative_error(response.n_mu(0), d.d_mu) < 1e-12);
        CHECK(relative_error(2.0 * input.sigma * response.n_sigma2(0), d.d_sigma) < 1e-12);
    };
    CAPTURE(input.mu, input.sigma);
    joins(delta::transfer_function(neuron, input, zero, Convention::exact),
          delta::rate_derivatives(neuron, input));
    for (const auto method : {Method::shift, Method::taylor}) {
        const Synapse synapse{.tau_s = 0.6_ms, .method = method};
        joins(colored::transfer_function(neuron, synapse, input, zero, Convention::exact,
                                         SynapticFilter::with),
              colored::rate_derivatives(neuron, synapse, input));
    }
}

TEST_CASE("Without the refractory term the response at zero frequency is larger by its share",
          "[lif][transfer_function]") {
    const Input input{22.0_mV, 4.0_mV};
    const auto nnmt = delta::transfer_function(neuron, input, one(0.0), Convention::nnmt);
    const double share = delta::firing_rate(neuron, input) * neuron.tau_r;
    const double expected = delta::rate_derivatives(neuron, input).d_mu / (1.0 - share);
    CHECK(relative_error(nnmt.n_mu(0), expected) < 1e-12);
}

TEST_CASE("Without the refractory term the response is that of a neuron that recovers at once",
          "[lif][transfer_function]") {
    // The refractory period is left in the rate alone, which is a factor of both responses.
    const Input input = GENERATE(Input{14.0_mV, 5.0_mV}, Input{24.0_mV, 0.9_mV});
    const ComplexVector s = frequencies_in_hertz({0.0, 31.0, 740.0});
    LifNeuron at_once = neuron;
    at_once.tau_r = 0.0;
    const auto agrees = [&](const auto& transfer, const auto& rate) {
        const auto nnmt = transfer(neuron, Convention::nnmt);
        const auto exact = transfer(at_once, Convention::exact);
        const double ratio = rate(neuron) / rate(at_once);
        CHECK(largest_error(nnmt.n_mu, ratio * exact.n_mu) < 1e-13);
        CHECK(largest_error(nnmt.n_sigma2, ratio * exact.n_sigma2) < 1e-13);
    };
    agrees(
        [&](const LifNeuron& n, Convention c) { return delta::transfer_function(n, input, s, c); },
        [&](const LifNeuron& n) { return delta::firing_rate(n, input); });
    const Synapse synapse{.tau_s = 0.6_ms};
    agrees(
        [&](const LifNeuron& n, Convention c) {
            return colored::transfer_function(n, synapse, input, s, c, SynapticFilter::with);
        },
        [&](const LifNeuron& n) { return colored::firing_rate(n, synapse, input); });
}

TEST_CASE("Transfer functions are smooth from zero frequency on", "[lif][transfer_function]") {
    const Input input = GENERATE(Input{14.0_mV, 5.0_mV}, Input{24.0_mV, 0.9_mV});
    const auto convention = GENERATE(Convention::exact, Convention::nnmt);
    const auto response = [&](double omega) {
        return delta::transfer_function(neuron, input, one({0.0, omega}), convention).n_mu(0);
    };
    const Complex start = response(0.0);
    const Complex slope = response(1e-3).imag() / 1e-3;
    for (const double omega : {1e-200, 1e-12, 1e-9, 1e-7, 1e-5}) {
        CAPTURE(omega);
        CHECK(relative_error(response(omega).real(), start.real()) < 1e-12);
        // The imaginary part is linear, with corrections of order (omega tau)^2 = 1e-9.
        CHECK(relative_error(response(omega).imag(), slope.real() * omega) < 1e-6);
    }
}

TEST_CASE("Synapses without duration respond as delta synapses", "[lif][transfer_function]") {
    const Input input{16.0_mV, 5.0_mV};
    const ComplexVector s = frequencies_in_hertz({0.0, 3.0, 41.0, 700.0});
    const auto expected = delta::transfer_function(neuron, input, s, Convention::exact);
    for (const auto method : {Method::shift, Method::taylor}) {
        const auto response =
            colored::transfer_function(neuron, {.tau_s = 0.0, .method = method}, input, s,
                                       Convention::exact, SynapticFilter::with);
        CHECK(largest_error(response.n_mu, expected.n_mu) < 1e-13);
        CHECK(largest_error(response.n_sigma2, expected.n_sigma2) < 1e-13);
    }
}

TEST_CASE("The synapse filters mean and variance as a low pass", "[lif][transfer_function]") {
    const Input input{16.0_mV, 5.0_mV};
    const Synapse synapse{.tau_s = 1.7_ms};
    const ComplexVector s = one({3.0, 250.0});
    const auto response = [&](SynapticFilter filter) {
        return colored::transfer_function(neuron, synapse, input, s, Convention::exact, filter);
    };
    const auto with = response(SynapticFilter::with);
    const auto without = response(SynapticFilter::without);
    const Complex low_pass = 1.0 / (1.0 + s(0) * synapse.tau_s);
    const Complex of_variance = low_pass / (1.0 + 0.5 * s(0) * synapse.tau_s);
    CHECK(relative_error(with.n_mu(0), low_pass * without.n_mu(0)) < 1e-14);
    CHECK(relative_error(with.n_sigma2(0), of_variance * without.n_sigma2(0)) < 1e-14);
}

TEST_CASE("Shift and taylor differ in second order of the shift", "[lif][transfer_function]") {
    const Input input{16.0_mV, 5.0_mV};
    const auto differences = [&](double tau_s) {
        const auto response = [&](Method method) {
            return colored::transfer_function(neuron, {.tau_s = tau_s, .method = method}, input,
                                              frequencies_in_hertz({37.0}), Convention::exact,
                                              SynapticFilter::without);
        };
        const auto shift = response(Method::shift);
        const auto taylor = response(Method::taylor);
        return std::pair{std::abs(shift.n_mu(0) - taylor.n_mu(0)),
                         std::abs(shift.n_sigma2(0) - taylor.n_sigma2(0))};
    };
    const auto [mean_far, variance_far] = differences(4e-6);
    const auto [mean_near, variance_near] = differences(1e-6);
    // Halving k = sqrt(tau_s / tau_m) quarters the difference; the next order is k = 1 %.
    CHECK(mean_far / mean_near == Approx(4.0).epsilon(0.03));
    CHECK(variance_far / variance_near == Approx(4.0).epsilon(0.03));
}
