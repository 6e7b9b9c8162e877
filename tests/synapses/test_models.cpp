#include "synapses/models.hpp"

#include "catch.hpp"

#include <cmath>

using namespace siegert;

namespace {

Network two_populations(SynapseType synapse) {
    Network network;
    network.synapse = synapse;
    network.tau_m = Vector{{0.010, 0.015}};
    network.tau_s = Vector{{0.0005, 0.003}};
    return network;
}

// int_0^T h(t) exp(-s t) dt by the midpoint rule.
Complex laplace_transform(double (*h)(double t), Complex s) {
    constexpr double end = 45.0;  // the kernels below have the time constant 1
    constexpr int steps = 450000;
    constexpr double dt = end / steps;
    Complex sum = 0.0;
    for (int k = 0; k < steps; ++k) {
        const double t = (k + 0.5) * dt;
        sum += h(t) * std::exp(-s * t) * dt;
    }
    return sum;
}

// Of the midpoint rule: dt^2 / 24 times the change of the slope, about 1e-9.
constexpr double of_quadrature = 1e-8;

// The worked example of docs/architecture.md.
Complex alpha_filter(Complex z) {
    return 1.0 / ((1.0 + z) * (1.0 + z));
}

}  // namespace

TEST_CASE("Delta synapses cause no current: signals pass as they are", "[synapses][models]") {
    const Network network = two_populations(SynapseType::delta);
    CHECK_FALSE(synapses::has_current(network));
    CHECK(synapses::time_constants(network) == Vector::Zero(2));
    CHECK(synapses::model(network).filter(Complex(0.2, 3.0)) == 1.0);
    CHECK(synapses::model(network).variance_filter(Complex(0.2, 3.0)) == 1.0);
}

TEST_CASE("The filter of exponential synapses is the transform of their current",
          "[synapses][models]") {
    const Network network = two_populations(SynapseType::exponential);
    CHECK(synapses::has_current(network));
    CHECK(synapses::time_constants(network) == network.tau_s);
    CHECK(synapses::time_constant(network, 1) == 0.003);
    const auto& synapse = synapses::model(network);
    for (const Complex z : {Complex(0.0, 0.0), Complex(0.0, 0.7), Complex(0.3, -2.0)}) {
        const auto current = [](double t) { return std::exp(-t); };
        const auto square = [](double t) { return 2.0 * std::exp(-2.0 * t); };
        const Complex mean = laplace_transform(current, z);
        CHECK(std::abs(synapse.filter(z) - mean) < of_quadrature);
        CHECK(std::abs(synapse.variance_filter(z) - mean * laplace_transform(square, z)) <
              of_quadrature);
    }
}

TEST_CASE("Filters are finite at their poles", "[synapses][models]") {
    const auto& synapse = synapses::model(two_populations(SynapseType::exponential));
    for (const Complex z : {Complex(-1.0, 0.0), Complex(-2.0, 0.0)}) {
        CHECK(std::isfinite(std::abs(synapse.filter(z))));
        CHECK(std::isfinite(std::abs(synapse.variance_filter(z))));
    }
}

TEST_CASE("The alpha synapse of the worked example filters twice", "[synapses][models]") {
    for (const Complex z : {Complex(0.0, 0.0), Complex(0.0, 0.7), Complex(0.3, -2.0)}) {
        const auto current = [](double t) { return t * std::exp(-t); };
        CHECK(std::abs(alpha_filter(z) - laplace_transform(current, z)) < of_quadrature);
    }
}
