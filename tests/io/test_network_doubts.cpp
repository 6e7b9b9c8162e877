#include "network_text.hpp"

#include <vector>

using namespace siegert;

namespace {

std::vector<std::string> warnings(const std::string& text) {
    return network_from_yaml(text).warnings;
}

// The warnings in one text, each followed by a line feed.
std::string joined_warnings(const std::string& text) {
    std::string joined;
    for (const auto& warning : warnings(text)) joined += warning + '\n';
    return joined;
}

std::string warning_with(const std::string& key, const std::string& line) {
    return joined_warnings(small_network_with(key, line));
}

// Eight populations, weights in pA, probabilities of connections.
std::string microcircuit(const std::string& lines) {
    return "populations: [23E, 23I, 4E, 4I, 5E, 5I, 6E, 6I]\n"
           "N: [200, 50, 210, 55, 48, 11, 144, 29]\n"
           "C: 250 pF\ntau_m: 10 ms\ntau_r: 2 ms\ntau_s: 0.5 ms\nV_0_rel: 0 mV\nV_th_rel: 15 mV\n"
           "w: 87.8 pA\ng: 4\n" +
           lines;
}

}  // namespace

TEST_CASE("A plausible network gives no warning", "[io][doubts]") {
    CHECK(joined_warnings(small_network()).empty());
}

TEST_CASE("Absolute potentials in the place of relative ones give a warning", "[io][doubts]") {
    const std::string text = with_line(small_network(), "V_0_rel", "V_0_rel: -65 mV");
    const auto found = warnings(with_line(text, "V_th_rel", "V_th_rel: -50 mV"));
    REQUIRE(found.size() == 2);
    CHECK(found[0] ==
          "V_0 of population E is -65 mV, usually it lies between -50 mV and 100 mV: absolute "
          "potentials belong to V_0_abs and V_th_abs, with E_L");
    CHECK(found[1] ==
          "V_th of population E is -50 mV, usually it lies between 0 mV and 100 mV: below the leak "
          "potential, neurons fire without input; absolute potentials belong to V_th_abs and "
          "V_0_abs, with E_L");
    CHECK_THAT(warning_with("V_th_rel", "V_th_abs: 15 mV\nE_L: -90 mV"),
               ContainsSubstring("V_th of population E is 105 mV, usually"));
}

TEST_CASE("Values where none are found in practice give a warning", "[io][doubts]") {
    CHECK(warning_with("tau_m", "tau_m: [20 ms, 20 s]") ==
          "tau_m of population I is 20000 ms, usually it lies between 0.1 ms and 1000 ms\n");
    CHECK(warning_with("tau_r", "tau_r: 2 s") ==
          "tau_r of population E is 2000 ms, usually it lies between 0 ms and 100 ms\n");
    CHECK(warning_with("J", "J: [0.1 mV, -0.5 V]") ==
          "J from I to E is -500 mV, usually it lies between -100 mV and 100 mV\n");
    CHECK(warning_with("d", "d: 1.5 s") ==
          "Delay from E to E is 1500 ms, usually it lies between 0 ms and 500 ms\n");
}

TEST_CASE("Weights of the wrong sign give a warning", "[io][doubts]") {
    CHECK(warning_with("J", "J: 0.1 mV") ==
          "all synapses from population I excite: their weights are positive\n");
    CHECK(warning_with("J", "J: [-0.1 mV, -0.5 mV]") ==
          "all synapses from population E inhibit: their weights are negative\n");
    CHECK(warning_with("J", "J: [[0.1 mV, 0.5 mV], [0.1 mV, -0.5 mV]]").empty());
}

TEST_CASE("Synaptic time constants that seem to be meant for sources give a warning",
          "[io][doubts]") {
    CHECK(warning_with("tau_s", "tau_s: [5 ms, 10 ms]") ==
          "tau_s has one entry for each target: all synapses onto E have 5 ms, all synapses onto I "
          "have 10 ms (of each source: give a matrix, tau_s: {val: [[5, 10], ...], unit: ms}, and "
          "tau_s_ext)\n");
    CHECK(warning_with("tau_s", "tau_s: [5 ms, 5 ms]").empty());
}

TEST_CASE("A spread without distribution gives a warning", "[io][doubts]") {
    CHECK(joined_warnings(small_network() + "J_sd: 0.05 mV\n") ==
          "J_sd has no effect, as weight_dist is none\n");
    for (const std::string key : {"Delay_sd: 0.5 ms", "D_std: 0.5 ms", "d_sd: 0.5 ms"}) {
        CHECK(joined_warnings(small_network() + "d: 1 ms\n" + key + "\n") ==
              key.substr(0, key.find(':')) + " has no effect, as delay_dist is none\n");
    }
    CHECK(joined_warnings(small_network() + "d: 1 ms\nd_e_sd: 1 ms\nd_i_sd: 1 ms\n") ==
          "d_e_sd has no effect, as delay_dist is none\n");
    CHECK(joined_warnings(small_network() + "d: 1 ms\nd_sd: 0 ms\n").empty());
}

TEST_CASE("Keys to no effect give a warning", "[io][doubts]") {
    CHECK(joined_warnings(small_network() + "p: 0.1\nj: 0.2 mV\nV_m: 0 mV\ndc_share: 0.5\n") ==
          "not used, as other keys say the same: p, j\n"
          "of NNMT, kept but not used: V_m, dc_share\n");
}

TEST_CASE("Of a key that is given twice the last one counts", "[io][doubts]") {
    const auto loaded = network_from_yaml(small_network() + "tau_r: 3 ms\n");
    CHECK(loaded.network.tau_r(0) == 0.003);
    REQUIRE(loaded.warnings.size() == 1);
    CHECK(loaded.warnings[0] ==
          "tau_r: given twice, in lines 4 and 10; the last one counts, as in NNMT");
}

TEST_CASE("Angular frequencies in Hz are taken as NNMT means them", "[io][doubts]") {
    const auto loaded = network_from_yaml(small_network() + "omegas: {val: [1, 10], unit: Hz}\n");
    CHECK(loaded.analysis.omegas == (Vector(2) << 1, 10).finished());
    REQUIRE(loaded.warnings.size() == 1);
    CHECK_THAT(loaded.warnings[0], ContainsSubstring("is taken for rad/s"));
    CHECK(network_from_yaml(small_network() + "omega: {val: 20, unit: hertz}\n").warnings.size() ==
          2);
    CHECK(complaint(small_network() + "omegas: {val: [1, 10], unit: mV}\n") != "accepted");
}

TEST_CASE("Whatever is below user is kept and ignored", "[io][doubts]") {
    const auto loaded = network_from_yaml(
        small_network() + "user:\n  author: Brunel\n  figure: {number: 8, panels: [A, D]}\n");
    CHECK(loaded.warnings.empty());
    std::string kept;
    for (const auto& parameter : loaded.parameters) {
        if (!parameter.name.starts_with("user")) continue;
        kept += parameter.name + '=' +
                std::get<std::vector<std::string>>(parameter.values).front() + ' ';
    }
    CHECK(kept ==
          "user.author=Brunel user.figure.number=8 user.figure.panels.0=A "
          "user.figure.panels.1=D ");
}

TEST_CASE("A label has no influence on the network", "[io][doubts]") {
    const auto with_label = [](const std::string& label) {
        return network_from_yaml(microcircuit("p: 0.1\n" + label)).network.J;
    };
    const Matrix J = with_label("");
    CHECK(J(0, 2) == 2.0 * J(0, 0));
    for (const std::string label : {"label: my_run\n", "label: microcircuit\n", "name: mine\n"}) {
        CHECK(with_label(label) == J);
    }
    CHECK(with_label("model: plain\n")(0, 2) == J(0, 0));
    CHECK_THAT(joined_warnings(microcircuit("p: 0.1\n")),
               ContainsSubstring("from 4E to 23E is 2 w"));
    CHECK(joined_warnings(microcircuit("K: 10\nmodel: microcircuit\n")).empty());
    CHECK_THAT(joined_warnings(with_line(small_network(), "J", "w: 1 pA\ng: 4\nC: 1 pF") +
                               "label: microcircuit\n"),
               ContainsSubstring("the label chooses no model"));
}

TEST_CASE("In-degrees follow from the probabilities of Potjans and Diesmann", "[io][doubts]") {
    const auto K = [](const std::string& lines) {
        return network_from_yaml(with_line(small_network(), "K", "p: [[0.1, 0.37], [0.2, 0]]") +
                                 lines)
            .network.K;
    };
    CHECK(K("").isApprox((Matrix(2, 2) << 8, 7.4, 16, 0).finished(), 1e-15));
    CHECK(K("p_rule: mean\n") == K(""));
    // log(0.63) / log(1 - 1 / 1600) / 80
    const Matrix at_least_one = K("p_rule: potjans_diesmann\n");
    CHECK(at_least_one(0, 1) == Approx(9.2378212).epsilon(1e-7));
    CHECK(at_least_one(1, 0) == Approx(17.845905).epsilon(1e-7));
    CHECK(at_least_one(1, 1) == 0.0);
    CHECK_THAT(joined_warnings(microcircuit("p: 0.1\n")),
               ContainsSubstring("p_rule: potjans_diesmann"));
    CHECK_THAT(joined_warnings(microcircuit("p: 0.1\np_rule: mean\n")),
               !ContainsSubstring("p_rule"));
    CHECK(complaint(with_line(small_network(), "K", "p: 1\np_rule: potjans_diesmann")) ==
          "network text, line 9: p: expected probabilities below 1 for p_rule potjans_diesmann, "
          "found 1");
}

TEST_CASE("Matrices for pairs of neurons are kept but do not describe populations",
          "[io][doubts]") {
    std::string row = "[0.1 mV";
    for (int neuron = 1; neuron < 5; ++neuron) row += ", 0 mV";
    std::string rows = row + "]";
    for (int neuron = 1; neuron < 5; ++neuron) rows += ", " + row + "]";
    std::string text = with_line(small_network(), "N", "N: [4, 1]");
    text = with_line(text, "J", "J: [" + rows + "]\nj: 0.2 mV\ng: 4");
    const auto loaded = network_from_yaml(with_line(text, "K", "K: 1"));
    CHECK(loaded.network.J(1, 1) == Approx(-0.0008).epsilon(1e-15));
    CHECK_THAT(loaded.warnings.at(0), ContainsSubstring("one entry for each pair of neurons"));
}
