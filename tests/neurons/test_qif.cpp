#include <siegert/lif/transfer_function.hpp>
#include <siegert/neurons/threshold_integration.hpp>
#include <siegert/units.hpp>

#include "catch.hpp"
#include "neurons/models.hpp"
#include "neurons/own_current.hpp"

#include <array>
#include <cmath>

using namespace siegert;
using namespace siegert::literals;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

Network population(NeuronType type) {
    Network network;
    network.populations = {"E"};
    network.neuron = {type};
    network.N = Vector{{1000.0}};
    network.tau_m = Vector{{20.0_ms}};
    network.tau_r = Vector{{2.0_ms}};
    network.V_th = Vector{{60.0_mV}};
    network.V_0 = Vector{{2.0_mV}};
    network.V_T = Vector{{12.0_mV}};
    network.Delta_T = Vector{{1.5_mV}};
    return network;
}

neurons::Input input_of(double mu, double sigma) {
    return {.mu = Vector{{mu}}, .sigma = Vector{{sigma}}, .tau_s = Vector{{0.0}}};
}

/// Integrated, as if nothing were known in closed form.
neurons::OwnCurrent without_solution(neurons::OwnCurrent own) {
    own.onset = {};
    return own;
}

}  // namespace

TEST_CASE("A QIF neuron without noise takes the time of its passage", "[neurons][qif]") {
    const Network network = population(NeuronType::qif);
    const double Delta_T = network.Delta_T(0);
    const double mu = GENERATE(11.0_mV, 14.0_mV, 30.0_mV);
    // In x = (V - V_T) / Delta_T: tau_m dx/dt = rest + x^2 / 2.
    const double rest = 1.0 + (mu - network.V_T(0)) / Delta_T;
    const auto angle = [&](double V) {
        return std::atan((V - network.V_T(0)) / Delta_T / std::sqrt(2.0 * rest));
    };
    const double time = network.tau_r(0) + network.tau_m(0) * std::sqrt(2.0 / rest) *
                                               (angle(network.V_th(0)) - angle(network.V_0(0)));
    const auto parts = neurons::parts(network, lif::exp::Method::shift);
    const auto state = neurons::stationary(network, parts, input_of(mu, 0.0));
    CHECK_THAT(state.nu(0), WithinRel(1.0 / time, 1e-11));
}

TEST_CASE("QIF neurons answer by threshold integration of their current", "[neurons][qif]") {
    const Network network = population(NeuronType::qif);
    const auto theories = neurons::theories(network, lif::exp::Method::shift);
    const auto parts = neurons::parts(network, lif::exp::Method::shift);
    const auto input = input_of(9.0_mV, 5.0_mV);
    const neurons::IntegrateAndFireNeuron neuron{
        .tau_m = 20.0_ms,
        .tau_r = 2.0_ms,
        .V_th = 60.0_mV,
        .V_0 = 2.0_mV,
        .current = neurons::quadratic_current(1.5_mV, 12.0_mV)};
    const lif::Input moments{.mu = 9.0_mV, .sigma = 5.0_mV};
    CHECK(neurons::stationary(network, parts, input).nu(0) ==
          neurons::firing_rate(neuron, moments));
    CHECK(neurons::cvs(network, parts, input)(0) == neurons::cv(neuron, moments));
    const ComplexVector s = lif::on_imaginary_axis(Vector{{10.0, 300.0}});
    CHECK(neurons::response(*theories[0], network, 0, input, s, lif::Convention::exact).n_mu ==
          neurons::transfer_function(neuron, moments, s).n_mu);
}

TEST_CASE("About V_T the quadratic current is the exponential one in second order",
          "[neurons][qif]") {
    std::array<double, 3> quadratic{};
    std::array<double, 3> exponential{};
    neurons::quadratic_current(1.5_mV, 12.0_mV).taylor(12.0_mV, 1.0_mV, quadratic);
    neurons::exponential_current(1.5_mV, 12.0_mV).taylor(12.0_mV, 1.0_mV, exponential);
    for (const std::size_t k : {0, 1, 2}) {
        CHECK_THAT(quadratic.at(k), WithinAbs(exponential.at(k), 1e-17));
    }
}

TEST_CASE("What a current does to the potential alone is solved or integrated", "[neurons][qif]") {
    const auto type = GENERATE(NeuronType::eif, NeuronType::qif);
    const Network network = population(type);
    const neurons::OwnCurrent own = neurons::own_current(network, 0);
    const neurons::OwnCurrent unknown = without_solution(own);
    const double V_th = network.V_th(0);
    for (const double V : {-40.0_mV, 0.0_mV, 12.0_mV, 16.0_mV}) {
        for (const double duration : {0.001, 0.005, 0.02}) {
            const double solved = neurons::after_onset(own, V, duration, V_th);
            const double integrated = neurons::after_onset(unknown, V, duration, V_th);
            CHECK_THAT(integrated - V, WithinAbs(solved - V, 1e-5 * std::abs(solved - V) + 1e-17));
        }
    }
    CHECK(std::isinf(neurons::after_onset(own, 55.0_mV, 0.5, V_th)));
    CHECK(std::isinf(neurons::after_onset(unknown, 55.0_mV, 0.5, V_th)));
}

TEST_CASE("A leaky neuron has nothing beyond its leak", "[neurons][models]") {
    const Network network = population(NeuronType::lif);
    const neurons::OwnCurrent own = neurons::own_current(network, 0);
    CHECK(neurons::after_onset(own, 3.0_mV, 0.1, 60.0_mV) == 3.0_mV);
    CHECK(neurons::after_onset(without_solution(own), 3.0_mV, 0.1, 60.0_mV) == 3.0_mV);
}
