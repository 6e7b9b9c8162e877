#include <siegert/error.hpp>
#include <siegert/io/parameter_file.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/neurons/eif.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/fixed_points.hpp>

#include "catch.hpp"
#include "neurons/models.hpp"

#include <filesystem>
#include <numbers>

using namespace siegert;
using Catch::Matchers::WithinRel;
namespace eif = siegert::neurons::eif;

namespace {

LoadedNetwork example() {
    return load_network(std::filesystem::path(SIEGERT_EXAMPLES) / "networks" / "eif_network.yaml");
}

eif::EifNeuron eif_neuron(const Network& network, Index i) {
    return {.tau_m = network.tau_m(i),
            .tau_r = network.tau_r(i),
            .V_th = network.V_th(i),
            .V_0 = network.V_0(i),
            .Delta_T = network.Delta_T(i),
            .V_T = network.V_T(i)};
}

lif::Input input_of(const theory::WorkingPoint& point, Index i) {
    return {.mu = point.mean_input(i), .sigma = point.std_input(i)};
}

// The inhibitory population as LIF neurons.
Network mixed_network() {
    Network network = example().network;
    network.neuron[1] = NeuronType::lif;
    network.Delta_T(1) = 0.0;
    network.V_T(1) = 0.0;
    network.V_th(1) = 0.013;
    return network;
}

}  // namespace

TEST_CASE("At the working point of an EIF network every neuron has its rate", "[neurons][eif]") {
    const LoadedNetwork loaded = example();
    CHECK(loaded.warnings.empty());
    const Network& network = loaded.network;
    const auto point = theory::working_point(network);
    REQUIRE(theory::converged(point));
    for (Index i = 0; i < 2; ++i) {
        const double nu = eif::firing_rate(eif_neuron(network, i), input_of(point, i));
        CHECK(std::abs(point.firing_rates(i) - nu) <= point.residual + 1e-12 * nu);
        CHECK(point.cvs(i) == eif::cv(eif_neuron(network, i), input_of(point, i)));
    }
}

TEST_CASE("An EIF network answers every question of linear response", "[neurons][eif]") {
    const LoadedNetwork loaded = example();
    const Network& network = loaded.network;
    const Vector omegas = Vector::LinSpaced(30, 10.0, 1200.0);
    const auto analysis = theory::analyze(network, omegas);
    const auto& point = analysis.working_point;
    for (Index i = 0; i < 2; ++i) {
        const auto n = eif::transfer_function(eif_neuron(network, i), input_of(point, i),
                                              lif::on_imaginary_axis(omegas));
        CHECK(analysis.transfer.n_mu.col(i) == n.n_mu);
        CHECK(analysis.transfer.n_sigma2.col(i) == n.n_sigma2);
    }
    CHECK(analysis.stability.answer == theory::Stability::stable);
    CHECK(analysis.power_spectra.allFinite());
    CHECK(analysis.power_spectra.minCoeff() > 0.0);
    CHECK_FALSE(analysis.sensitivity.empty());

    const auto parts = neurons::theories(network, lif::exp::Method::shift);
    const neurons::Input input{
        .mu = point.mean_input, .sigma = point.std_input, .tau_s = Vector::Zero(2)};
    CHECK(neurons::spectrum(*parts[1], network, 1, input, omegas) ==
          eif::renewal_spectrum(eif_neuron(network, 1), input_of(point, 1), omegas));
}

TEST_CASE("The fixed points of an EIF network are found with their stability", "[neurons][eif]") {
    const Network network = example().network;
    const auto states = theory::fixed_points(network, {.starts = 5});
    REQUIRE_FALSE(states.points.empty());
    const auto point = theory::working_point(network);
    CHECK_THAT(states.points.front().working_point.firing_rates(0),
               WithinRel(point.firing_rates(0), 1e-8));  // the solver's tolerance
}

TEST_CASE("EIF and LIF neurons live in one network", "[neurons][eif]") {
    const Network network = mixed_network();
    const auto point = theory::working_point(network);
    REQUIRE(theory::converged(point));
    const double nu_E = eif::firing_rate(eif_neuron(network, 0), input_of(point, 0));
    const double nu_I = lif::delta::firing_rate(neuron(network, 1), input_of(point, 1));
    CHECK(std::abs(point.firing_rates(0) - nu_E) <= point.residual + 1e-12 * nu_E);
    CHECK(std::abs(point.firing_rates(1) - nu_I) <= point.residual + 1e-12 * nu_I);
}

TEST_CASE("What there is no theory of for EIF neurons is an error", "[neurons][eif]") {
    LoadedNetwork loaded = example();
    Network& network = loaded.network;
    const Vector omegas{{10.0, 20.0}};
    theory::AnalysisOptions options;
    options.convention = lif::Convention::nnmt;
    CHECK_THROWS_WITH(
        theory::analyze(network, omegas, options),
        Catch::Matchers::Contains("convention must be exact for neurons with a current"));
    network.synapse = SynapseType::exponential;
    network.tau_s = Vector::Constant(2, 0.0005);
    CHECK(theory::converged(theory::working_point(network)));
    CHECK_THROWS_WITH(theory::working_point(network, {.method = lif::exp::Method::taylor}),
                      "there is no theory of eif neurons with method taylor");
}

TEST_CASE("The effect of a spike is measured by the way to the soft threshold", "[neurons][eif]") {
    const Network network = example().network;
    for (const auto& check : theory::validity(network)) {
        if (check.name != std::string("J/(V_th-V_0)")) continue;
        const double largest = std::abs(network.J(0, 1));
        CHECK_THAT(check.value, WithinRel(largest / (network.V_T(0) - network.V_0(0)), 1e-15));
    }
}
