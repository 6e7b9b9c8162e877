#include <siegert/error.hpp>
#include <siegert/io/parameter_file.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/neurons/adaptation.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/expansion_error.hpp>

#include "catch.hpp"

#include <algorithm>
#include <filesystem>
#include <numbers>

using namespace siegert;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr const char* file = R"(
populations: [E, I]
N: [1000, 250]
tau_m: 20 ms
tau_r: 2 ms
V_0_rel: 10 mV
V_th_rel: 20 mV
synapse: delta
J: {val: [[0.1, -0.5], [0.1, -0.5]], unit: mV}
K: [[100, 25], [100, 25]]
d: 1.5 ms
K_ext: [1000, 1000]
J_ext: 0.1 mV
nu_ext: 12 Hz
adaptation: {E: [{tau: 200 ms, a: 0, b: 5 mV}], I: []}
)";

// Excitatory neurons adapt.
Network e_adapts() {
    return network_from_yaml(file).network;
}

Network both_adapt() {
    Network network = e_adapts();
    network.adaptation.assign(2, {{.tau = 0.1, .a = 0.0, .b = 1e-3}});
    return network;
}

neurons::adaptation::AdaptingNeuron neuron_of(const Network& network, std::size_t i) {
    const auto k = static_cast<Index>(i);
    return {.neuron = {.tau_m = network.tau_m(k),
                       .tau_r = network.tau_r(k),
                       .V_th = network.V_th(k),
                       .V_0 = network.V_0(k),
                       .current = neurons::leak()},
            .adaptation = network.adaptation[i]};
}

lif::Input input_of(const theory::WorkingPoint& point, Index i) {
    return {.mu = point.mean_input(i), .sigma = point.std_input(i)};
}

const theory::ValidityCheck* check_of(const theory::WorkingPoint& point, std::string_view name,
                                      std::string_view population) {
    const auto found = std::ranges::find_if(point.validity, [&](const auto& check) {
        return check.name == name && check.population == population;
    });
    return found == point.validity.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("At the working point of an adapting network every neuron has its rate",
          "[neurons][adaptation]") {
    const Network network = both_adapt();
    const auto point = theory::working_point(network);
    REQUIRE(theory::converged(point));
    for (const Index i : {0, 1}) {
        const auto neuron = neuron_of(network, static_cast<std::size_t>(i));
        CHECK_THAT(point.firing_rates(i),
                   WithinRel(neurons::adaptation::firing_rate(neuron, input_of(point, i)), 1e-8));
        CHECK_THAT(point.cvs(i),
                   WithinRel(neurons::adaptation::cv(neuron, input_of(point, i)), 1e-8));
        const auto* check =
            check_of(point, "adaptation_error", network.populations[static_cast<std::size_t>(i)]);
        REQUIRE(check != nullptr);
        CHECK(check->holds);
    }
    Network without = network;
    without.adaptation.clear();
    const auto bare = theory::working_point(without);
    CHECK(bare.firing_rates(0) > 1.3 * point.firing_rates(0));
    CHECK(check_of(bare, "adaptation_error", "E") == nullptr);
}

TEST_CASE("Populations with and without adaptation mix", "[neurons][adaptation]") {
    const Network network = e_adapts();
    const Vector omegas = Vector::LinSpaced(60, 5.0, 900.0);
    const auto analysis = theory::analyze(network, omegas);
    const auto& point = analysis.working_point;
    REQUIRE(theory::converged(point));
    const auto direct = neurons::adaptation::transfer_function(
        neuron_of(network, 0), input_of(point, 0), lif::on_imaginary_axis(omegas.head(3)));
    for (const Index k : {0, 1, 2}) {
        // The interpolant, relative to the largest value.
        CHECK(std::abs(analysis.transfer.n_mu(k, 0) - direct.n_mu(k)) <
              1e-6 * analysis.transfer.n_mu.col(0).cwiseAbs().maxCoeff());
    }
    const auto lif_response =
        lif::delta::transfer_function(neuron(network, 1), input_of(point, 1),
                                      lif::on_imaginary_axis(omegas), lif::Convention::exact);
    CHECK(analysis.transfer.n_mu.col(1) == lif_response.n_mu);
    CHECK(analysis.stability.answer == theory::Stability::stable);
    CHECK(analysis.power_spectra.allFinite());
    CHECK(analysis.power_spectra.minCoeff() > 0.0);
    CHECK_FALSE(analysis.sensitivity.empty());
}

TEST_CASE("Adapting neurons with fast synapses are those with raised threshold",
          "[neurons][adaptation]") {
    Network network = both_adapt();
    network.synapse = SynapseType::exponential;
    network.tau_s = Vector::Constant(2, 1e-4);
    const auto coloured = theory::working_point(network);
    network.synapse = SynapseType::delta;
    const auto white = theory::working_point(network);
    // k = 0.073: thresholds rise by 7 % of sigma.
    CHECK(coloured.firing_rates(0) < white.firing_rates(0));
    CHECK(coloured.firing_rates(0) > 0.9 * white.firing_rates(0));
    CHECK(check_of(coloured, "tau_s/tau_m", "E") != nullptr);
}

TEST_CASE("Adaptation makes the slow rhythm of the AdEx example", "[neurons][adaptation]") {
    const LoadedNetwork loaded =
        load_network(std::filesystem::path(SIEGERT_EXAMPLES) / "networks" / "adex_network.yaml");
    CHECK(loaded.warnings.empty());
    const Vector omegas = 2.0 * std::numbers::pi * Vector::LinSpaced(60, 0.5, 30.0);
    const auto analysis = theory::analyze(loaded.network, omegas);
    // Simulated: 7.05, 5.74 Hz (docs/theory/adaptation.md); finite weights are not in the theory.
    CHECK_THAT(analysis.working_point.firing_rates(0), WithinRel(7.05, 0.02));
    CHECK_THAT(analysis.working_point.firing_rates(1), WithinRel(5.74, 0.02));
    CHECK(analysis.stability.answer == theory::Stability::stable);
    Index highest = 0;
    analysis.power_spectra.col(0).maxCoeff(&highest);
    CHECK_THAT(omegas(highest) / (2.0 * std::numbers::pi), WithinAbs(5.75, 0.3));
    CHECK(analysis.power_spectra(highest, 0) > 10.0 * analysis.power_spectra(0, 0));
}

TEST_CASE("What is not known of adaptation is an error", "[neurons][adaptation][error]") {
    Network network = both_adapt();
    network.synapse = SynapseType::exponential;
    network.tau_s = Vector::Constant(2, 1e-3);
    using lif::exp::Method;
    CHECK_THROWS_AS(theory::working_point(network, {.method = Method::exact}), InvalidParameter);
    CHECK_THROWS_AS(theory::working_point(network, {.method = Method::taylor}), InvalidParameter);
    CHECK_THROWS_AS(neuron(network, 0), InvalidParameter);
    CHECK_NOTHROW(neuron(e_adapts(), 1));
    const auto point = theory::working_point(network);
    CHECK_THROWS_AS(theory::network_transfer_function(
                        network, {.mu = point.mean_input, .sigma = point.std_input},
                        ComplexVector::Zero(1), {.convention = lif::Convention::nnmt}),
                    InvalidParameter);
    CHECK(theory::expansion_errors(network, {.mu = point.mean_input, .sigma = point.std_input},
                                   Method::shift)
              .empty());
}

TEST_CASE("Mean field is a method of adapting networks, and says how far it is off",
          "[neurons][adapting_network]") {
    const Network network = e_adapts();
    const auto galerkin = theory::working_point(network, {});
    const auto named = theory::working_point(network, {.method = lif::exp::Method::galerkin});
    const auto by_mean = theory::working_point(network, {.method = lif::exp::Method::effective});
    REQUIRE(theory::converged(by_mean));
    CHECK(named.firing_rates == galerkin.firing_rates);
    const double isolated =
        neurons::adaptation::firing_rate(neuron_of(network, 0), input_of(by_mean, 0),
                                         {.theory = neurons::adaptation::Theory::mean_field});
    CHECK_THAT(by_mean.firing_rates(0), WithinRel(isolated, 1e-9));
    const LifNeuron other{.tau_m = network.tau_m(1),
                          .tau_r = network.tau_r(1),
                          .V_th = network.V_th(1),
                          .V_0 = network.V_0(1)};
    CHECK_THAT(by_mean.firing_rates(1),
               WithinRel(lif::delta::firing_rate(other, input_of(by_mean, 1)), 1e-9));
    CHECK(by_mean.firing_rates(0) < galerkin.firing_rates(0));
    const auto* off = check_of(by_mean, "adaptation_error", "E");
    REQUIRE(off != nullptr);
    CHECK(off->value > 0.02);
    CHECK_FALSE(off->holds);
    const auto* fine = check_of(galerkin, "adaptation_error", "E");
    REQUIRE(fine != nullptr);
    CHECK(fine->holds);
}

TEST_CASE("Networks without adaptation have no mean field of it", "[neurons][adapting_network]") {
    Network network = e_adapts();
    network.adaptation.clear();
    network.synapse = SynapseType::exponential;
    network.tau_s = Matrix::Constant(2, 1, 5e-4);
    CHECK_THROWS_AS(theory::working_point(network, {.method = lif::exp::Method::effective}),
                    InvalidParameter);
}
