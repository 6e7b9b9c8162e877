#include "network_text.hpp"

using namespace siegert;

namespace {

LoadedNetwork example(const std::string& name) {
    return load_network(std::filesystem::path(SIEGERT_EXAMPLES) / "networks" / name);
}

// Mean input tau_m (sum_j J K nu + sum_k J_ext K_ext nu_ext + I_ext / C) of population 0 [V].
double mean_input(const Network& network, const Vector& nu) {
    const double recurrent = network.J.cwiseProduct(network.K).row(0).dot(nu);
    const double external = network.J_ext.cwiseProduct(network.K_ext).row(0).dot(network.nu_ext);
    const double constant = network.I_ext.size() > 0 ? network.I_ext(0) / network.C(0) : 0.0;
    return network.tau_m(0) * (recurrent + external + constant);
}

}  // namespace

TEST_CASE("The example of the microcircuit is the variant of Bos 2016", "[io][examples]") {
    const auto loaded = example("microcircuit.yaml");
    const Network& network = loaded.network;
    CHECK(loaded.model == NetworkModel::microcircuit);
    CHECK(loaded.warnings.empty());
    CHECK(network.N.sum() == 77169.0);
    CHECK(network.K(2, 3) == 675.0);
    CHECK(network.K_ext(2, 0) == 1780.0);
    CHECK(network.J(0, 2) == 2.0 * network.J(1, 2));
    CHECK(network.J(0, 1) == -4.0 * network.J(0, 0));
    CHECK(network.V_th(0) == 0.015);
    CHECK(network.Delay == network.Delay_sd);
    CHECK(network.delay_dist == DelayDistribution::truncated_gaussian);
    REQUIRE(loaded.analysis.omegas.size() == 3141);
    CHECK(loaded.analysis.omegas(1) - loaded.analysis.omegas(0) == Approx(1.0).epsilon(1e-14));
}

TEST_CASE("The example of Potjans and Diesmann has the published numbers", "[io][examples]") {
    const auto loaded = example("potjans_diesmann_2014.yaml");
    const Network& network = loaded.network;
    CHECK(loaded.warnings.empty());
    CHECK(network.K_ext(2, 0) == 2100.0);
    CHECK(network.weight_dist == WeightDistribution::normal);
    CHECK(network.J_sd(0, 1) == Approx(0.1 * std::abs(network.J(0, 1))).epsilon(1e-15));
    CHECK(network.Delay_sd == 0.5 * network.Delay);
    // Connection probability 0.1350 from 4I to 4E, 0.0076 from 6E to 23E.
    const auto probability = [&](Index i, Index j) {
        const double pairs = network.N(i) * network.N(j);
        return -std::expm1(network.K(i, j) * network.N(i) * std::log1p(-1.0 / pairs));
    };
    CHECK(probability(2, 3) == Approx(0.1350).epsilon(1e-8));
    CHECK(probability(0, 6) == Approx(0.0076).epsilon(1e-8));
    const double synapses = network.K.rowwise().sum().dot(network.N);
    CHECK(synapses == Approx(2.99e8).epsilon(0.005));
}

TEST_CASE("The example of Brunel 2000 is driven at twice the threshold rate", "[io][examples]") {
    const auto loaded = example("brunel_2000.yaml");
    const Network& network = loaded.network;
    CHECK(loaded.warnings.empty());
    CHECK(network.synapse == SynapseType::delta);
    CHECK(network.K == (Matrix(2, 2) << 1000, 250, 1000, 250).finished());
    CHECK(network.J(0, 1) == Approx(-0.0005).epsilon(1e-15));
    CHECK(mean_input(network, Vector::Zero(2)) == Approx(2 * network.V_th(0)).epsilon(1e-14));
    CHECK(mean_input(network, Vector::Constant(2, 40.0)) == Approx(0.020).epsilon(1e-14));
}

TEST_CASE("The example of an E-I network is driven by a current", "[io][examples]") {
    const auto loaded = example("ei_network.yaml");
    const Network& network = loaded.network;
    CHECK(loaded.warnings.empty());
    CHECK(network.K(0, 0) == 160.0);
    CHECK_FALSE(network.multapses);
    // 20 mV by the current and tau_m (0.8 mV 1017.73 Hz - 4 mV 220.58 Hz) by the spikes
    CHECK(mean_input(network, Vector::Zero(2)) ==
          Approx(0.02 + 0.02 * (0.0008 * 1017.73 - 0.004 * 220.58)).epsilon(1e-13));
}

TEST_CASE("The example with conductances has reversal potentials", "[io][examples]") {
    const auto loaded = example("conductance_network.yaml");
    CHECK(loaded.warnings.empty());
    CHECK(loaded.network.E_rev == Matrix{{70e-3, -10e-3}, {70e-3, -10e-3}});
    CHECK(loaded.network.J == Matrix{{0.2e-9, 0.8e-9}, {0.25e-9, 0.8e-9}});
}

TEST_CASE("The example of AMPA and GABA has a time constant for each source", "[io][examples]") {
    const auto loaded = example("ampa_gaba_network.yaml");
    CHECK(loaded.warnings.empty());
    CHECK(loaded.network.tau_s == Matrix{{2e-3, 8e-3}, {2e-3, 8e-3}});
    CHECK(loaded.network.tau_s_ext == Vector::Constant(2, 0.5e-3));
}
