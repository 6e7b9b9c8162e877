#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/covariances.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/working_point.hpp>
#include <siegert/units.hpp>

#include "neurons/conductance/conducting.hpp"
#include "theory/rate_map.hpp"

#include <algorithm>

using namespace siegert;
using namespace siegert::theory;
using namespace siegert::literals;
using lif::exp::Method;

namespace {

constexpr double nS = 1e-9;

/// Two populations that share the reversal potentials and time constants of their synapses with an
/// external one; inhibition of the second is shunting.
Network small_network() {
    Network network;
    network.populations = {"E", "I"};
    network.synapse = SynapseType::conductance;
    network.N = Vector{{400.0, 100.0}};
    network.C = Vector{{200e-12, 150e-12}};
    network.tau_m = Vector{{20.0_ms, 14.0_ms}};
    network.tau_r = Vector{{2.0_ms, 1.0_ms}};
    network.V_0 = Vector{{10.0_mV, 9.0_mV}};
    network.V_th = Vector{{20.0_mV, 19.0_mV}};
    network.tau_s = Matrix{{2.0_ms, 5.0_ms}, {2.0_ms, 6.0_ms}};
    network.J = Matrix{{0.4 * nS, 4.0 * nS}, {0.5 * nS, 3.0 * nS}};
    network.E_rev = Matrix{{70.0_mV, -10.0_mV}, {65.0_mV, 0.0}};
    network.K = Matrix{{200.0, 50.0}, {180.0, 40.0}};
    network.Delay = Matrix::Constant(2, 2, 1.5_ms);
    network.tau_s_ext = Matrix{{2.0_ms}, {2.0_ms}};
    network.J_ext = Matrix{{0.5 * nS}, {0.45 * nS}};
    network.E_rev_ext = Matrix{{70.0_mV}, {65.0_mV}};
    network.K_ext = Matrix{{1000.0}, {900.0}};
    network.nu_ext = Vector{{6.0}};
    return network;
}

}  // namespace

TEST_CASE("Conductances are those of the spikes that arrive", "[neurons][conducting]") {
    const Network network = small_network();
    const Vector nu{{7.0, 11.0}};
    const auto input = input_at(rate_map(network, Method::galerkin), nu);
    const auto& I = input.conductances[1];
    // Excitation of two sources, 2 ms; g = C / tau_m = 150 pF / 14 ms.
    const double g = 150e-12 / 14.0_ms;
    REQUIRE(I.tau == Vector{{2.0_ms, 6.0_ms}});
    CHECK(I.E_rev == Vector{{65.0_mV, 0.0}});
    const double excitation = 180.0 * 7.0 * 0.5 * nS + 900.0 * 6.0 * 0.45 * nS;
    CHECK(I.mean(0) == Approx(excitation * 2.0_ms / g).epsilon(1e-14));
    CHECK(I.mean(1) == Approx(40.0 * 11.0 * 3.0 * nS * 6.0_ms / g).epsilon(1e-14));
    const double squares = 180.0 * 7.0 * 0.25 * nS * nS + 900.0 * 6.0 * 0.2025 * nS * nS;
    CHECK(I.variance(0) == Approx(0.5 * squares * 2.0_ms / (g * g)).epsilon(1e-14));
}

TEST_CASE("At the working point neurons fire as they are driven", "[neurons][conducting]") {
    const Network network = small_network();
    const auto method = GENERATE(Method::shift, Method::effective);
    const WorkingPoint point = working_point(network, {.method = method});
    REQUIRE(converged(point));
    const auto way = method == Method::shift ? neurons::conductance::Theory::galerkin
                                             : neurons::conductance::Theory::effective;
    const auto input = input_at(rate_map(network, method), point.firing_rates);
    for (Index i = 0; i < 2; ++i) {
        const auto neuron = neurons::conducting_neuron(network, i, input);
        const double rate = neurons::conductance::firing_rate(neuron, {.theory = way});
        CHECK(point.firing_rates(i) == Approx(rate).epsilon(1e-8));
        CHECK(rate > 1.0);
        const auto effective = neurons::conductance::effective_input(neuron);
        CHECK(point.mean_input(i) == effective.mu);
        CHECK(point.std_input(i) == effective.sigma);
        const auto error = std::ranges::find_if(point.validity, [&](const ValidityCheck& check) {
            return check.name == "conductance_error" &&
                   check.population == network.populations[static_cast<std::size_t>(i)];
        });
        REQUIRE(error != point.validity.end());
        // Of galerkin the change to two nodes fewer, of effective that to galerkin.
        CHECK(error->value > (method == Method::shift ? 0.0 : 0.2));
        CHECK(error->value < (method == Method::shift ? 0.12 : 0.6));
    }
}

TEST_CASE("At frequency zero W is the Jacobian of the rates", "[neurons][conducting]") {
    const Network network = small_network();
    const Vector nu{{7.0, 11.0}};
    const auto jacobian = rates_at(rate_map(network, Method::galerkin), nu).jacobian;
    const auto transfer = network_transfer_function(
        network, {.mu = Vector::Zero(2), .sigma = Vector::Zero(2), .nu = nu},
        ComplexVector::Zero(1), {});
    const MatrixStack W = effective_connectivity(transfer, delays(network), coupling(network), 1);
    for (Index i = 0; i < 2; ++i) {
        for (Index j = 0; j < 2; ++j) {
            CHECK(W[0](i, j).real() == Approx(jacobian(i, j)).epsilon(1e-10));
        }
    }
    CHECK(jacobian(0, 0) > 0.0);
    CHECK(jacobian(0, 1) < 0.0);
    CHECK(jacobian(1, 1) < 0.0);  // shunting inhibits
}

TEST_CASE("What the theory of conductances does not answer is an error", "[neurons][conducting]") {
    Network network = small_network();
    const Vector nu{{7.0, 11.0}};
    const PopulationInputs inputs{.mu = Vector::Zero(2), .sigma = Vector::Ones(2), .nu = nu};
    const ComplexVector s = ComplexVector::Zero(1);
    CHECK_THROWS_WITH(working_point(network, {.method = Method::taylor}),
                      "there is no theory of lif neurons with conductances with method taylor");
    CHECK_THROWS_AS(working_point(network, {.method = Method::exact}), InvalidParameter);
    CHECK_THROWS_AS(mean_input(network, nu), InvalidParameter);
    CHECK_THROWS_AS(rate_response(network, inputs, Method::shift), InvalidParameter);
    CHECK_THROWS_AS(
        network_transfer_function(network, inputs, s, {.convention = lif::Convention::nnmt}),
        InvalidParameter);
    CHECK_THROWS_AS(
        network_transfer_function(network, inputs, s, {.filter = lif::SynapticFilter::without}),
        InvalidParameter);
    CHECK_THROWS_WITH(network_transfer_function(network, inputs, s, {.method = Method::effective}),
                      "the neuron model has no theory of linear response");
    CHECK_THROWS_AS(network_transfer_function(
                        network, {.mu = inputs.mu, .sigma = inputs.sigma, .nu = {}}, s, {}),
                    InvalidParameter);
    SECTION("adaptation") {
        network.adaptation = {{{.tau = 0.1, .a = 0.0, .b = 1.0_mV}}, {}};
        CHECK_THROWS_WITH(working_point(network),
                          "there is no theory of lif neurons with conductances and adaptation with "
                          "method galerkin");
    }
    SECTION("different neurons") {
        network.connection_rule = ConnectionRule::fixed_total_number;
        CHECK_THROWS_AS(working_point(network), InvalidParameter);
    }
    SECTION("other synapses") {
        network.synapse = SynapseType::exponential;
        network.E_rev.resize(0, 0);
        network.E_rev_ext.resize(0, 0);
        CHECK_THROWS_WITH(working_point(network, {.method = Method::galerkin}),
                          "there is no theory of lif neurons with method galerkin");
    }
}
