#include "neurons/models.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>

#include "catch.hpp"
#include "neurons/lif.hpp"
#include "neurons/perfect_integrator.hpp"

#include <cmath>

using namespace siegert;
using Catch::Matchers::WithinRel;
using lif::exp::Method;

namespace {

Network three_populations() {
    Network network;
    network.tau_m = Vector{{0.010, 0.015, 0.020}};
    network.tau_r = Vector{{0.002, 0.001, 0.003}};
    network.V_th = Vector{{0.015, 0.016, 0.020}};
    network.V_0 = Vector{{0.001, 0.002, 0.010}};
    network.tau_s = Vector{{0.0005, 0.0004, 0.0007}};
    return network;
}

const neurons::Input input{.mu = Vector{{0.012, 0.019, 0.021}},
                           .sigma = Vector{{0.005, 0.004, 0.006}},
                           .tau_s = Vector{{0.0005, 0.0004, 0.0007}}};

constexpr double of_batch = 1e-13;  // documented in siegert/lif/batch.hpp

}  // namespace

TEST_CASE("Populations of one network may have different neurons", "[neurons][models]") {
    const Network network = three_populations();
    const std::vector<neurons::Part> parts{{&neurons::lif_shift, {2, 0}},
                                           {&neurons::perfect_integrator, {1}}};
    const auto state = neurons::stationary(network, parts, input);
    const Vector cvs = neurons::cvs(network, parts, input);
    REQUIRE(state.nu.size() == 3);
    for (const Index i : {0, 2}) {
        const lif::exp::Synapse synapse{.tau_s = input.tau_s(i), .method = Method::shift};
        const lif::Input moments{.mu = input.mu(i), .sigma = input.sigma(i)};
        const auto slope = lif::exp::rate_derivatives(neuron(network, i), synapse, moments);
        CHECK_THAT(
            state.nu(i),
            WithinRel(lif::exp::firing_rate(neuron(network, i), synapse, moments), of_batch));
        CHECK_THAT(state.d_mu(i), WithinRel(slope.d_mu, of_batch));
        CHECK_THAT(state.d_sigma(i), WithinRel(slope.d_sigma, of_batch));
        CHECK_THAT(cvs(i), WithinRel(lif::exp::cv(neuron(network, i), synapse, moments), of_batch));
    }
    CHECK_THAT(state.nu(1), WithinRel(0.019 / (0.015 * 0.014), 1e-15));
    CHECK_THAT(state.d_mu(1), WithinRel(1.0 / (0.015 * 0.014), 1e-15));
    CHECK(state.d_sigma(1) == 0.0);
    CHECK_THAT(cvs(1), WithinRel(0.004 / std::sqrt(0.019 * 0.014), 1e-15));
}

TEST_CASE("What a neuron model cannot answer is an error that says so", "[neurons][models]") {
    const Network network = three_populations();
    const ComplexVector s = ComplexVector::Constant(1, Complex(0.0, 30.0));
    CHECK_THROWS_WITH(neurons::response(neurons::perfect_integrator, network, 1, input, s,
                                        lif::Convention::exact),
                      "the neuron model has no theory of linear response");
    CHECK_THROWS_WITH(neurons::spectrum(neurons::perfect_integrator, network, 1, input, s.imag()),
                      "the neuron model has no theory of the spectrum of its spikes");
    const neurons::Theory knows_nothing;
    const std::vector<neurons::Part> parts{{&knows_nothing, {0, 1, 2}}};
    CHECK_THROWS_AS(neurons::stationary(network, parts, input), InvalidParameter);
    CHECK_THROWS_AS(neurons::cvs(network, parts, input), InvalidParameter);
}

TEST_CASE("Equal neurons are one part, and delta synapses know one method", "[neurons][models]") {
    Network network = three_populations();
    const auto of_taylor = neurons::parts(network, Method::taylor);
    REQUIRE(of_taylor.size() == 1);
    CHECK(of_taylor.front().theory == &neurons::lif_taylor);
    CHECK(of_taylor.front().populations == std::vector<Index>{0, 1, 2});
    CHECK(neurons::is_expansion(of_taylor));
    network.synapse = SynapseType::delta;
    const auto of_delta = neurons::parts(network, Method::taylor);
    REQUIRE(of_delta.size() == 1);
    CHECK(of_delta.front().theory == &neurons::lif_shift);
    CHECK_FALSE(neurons::is_expansion(of_delta));
}

TEST_CASE("A model without the method is an error that names both", "[neurons][models]") {
    Network network = three_populations();
    network.neuron = {NeuronType::lif, NeuronType::eif, NeuronType::lif};
    CHECK_THROWS_WITH(neurons::parts(network, Method::taylor),
                      "there is no theory of eif neurons with method taylor");
}

TEST_CASE("Only a part that is an expansion has a first-order term", "[neurons][models]") {
    const Network network = three_populations();
    const Vector terms = neurons::first_order_terms(
        network, {{&neurons::lif_shift, {0, 1}}, {&neurons::lif_taylor, {2}}}, input);
    CHECK(terms(0) == 0.0);
    CHECK(terms(1) == 0.0);
    CHECK(terms(2) == lif::exp::relative_correction(neuron(network, 2), {.tau_s = 0.0007},
                                                    {.mu = 0.021, .sigma = 0.006}));
}
