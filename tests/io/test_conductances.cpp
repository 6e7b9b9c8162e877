#include "network_text.hpp"

#include <siegert/io/parameter_scan.hpp>

using namespace siegert;

namespace {

/// Two populations with conductances; the lines are in this order from line 1 on.
std::string conductances() {
    return "populations: [E, I]\n"
           "N: [80, 20]\n"
           "C: 200 pF\n"
           "tau_m: {val: [20, 10], unit: ms}\n"
           "tau_r: 2 ms\n"
           "E_L: {val: [-70, -65], unit: mV}\n"
           "V_0_abs: -60 mV\n"
           "V_th_abs: -50 mV\n"
           "synapse: conductance\n"
           "tau_s: {val: [[2, 8], [2, 5]], unit: ms}\n"
           "W: {val: [[0.4, 2.5], [0.5, 2]], unit: nS}\n"
           "E_rev: {val: [0, -80], unit: mV}\n"
           "K: [[10, 5], [12, 6]]\n"
           "K_ext: [[100, 20], [120, 30]]\n"
           "W_ext: {val: [1, 2], unit: nS}\n"
           "E_rev_ext: {val: [0, -75], unit: mV}\n"
           "tau_s_ext: {val: [[2, 8], [2, 5]], unit: ms}\n"
           "nu_ext: [8 Hz, 5 Hz]\n";
}

std::string with(const std::string& key, const std::string& line) {
    return with_line(conductances(), key, line);
}

}  // namespace

TEST_CASE("Conductances have weights in nS and reversal potentials", "[io][conductances]") {
    const Network network = network_from_yaml(conductances()).network;
    CHECK(network.synapse == SynapseType::conductance);
    CHECK(network.J == Matrix{{0.4e-9, 2.5e-9}, {0.5e-9, 2e-9}});
    CHECK(network.J_ext == Matrix{{1e-9, 2e-9}, {1e-9, 2e-9}});
    // Relative to the leak potential of the target.
    CHECK(network.E_rev == Matrix{{70e-3, -10e-3}, {65e-3, -15e-3}});
    CHECK(network.E_rev_ext == Matrix{{70e-3, -5e-3}, {65e-3, -10e-3}});
    CHECK(network_from_yaml(with("E_rev", "E_rev_rel: {val: [70, -10], unit: mV}")).network.E_rev ==
          Matrix{{70e-3, -10e-3}, {70e-3, -10e-3}});
    CHECK(network_from_yaml(with("W", "W: 1.5 nS")).network.J == Matrix::Constant(2, 2, 1.5e-9));
    CHECK(network_from_yaml(conductances() + "weight_dist: normal\nW_sd: 0.1 nS\n").network.J_sd ==
          Matrix::Constant(2, 2, 0.1e-9));
    CHECK(network_from_yaml(conductances() + "weight_dist: normal\nJ_rel_sd: 0.5\n").network.J_sd ==
          0.5 * network.J);
}

TEST_CASE("A network with conductances loads back to itself", "[io][conductances]") {
    const std::string text = conductances() + "weight_dist: normal\nW_sd: 0.1 nS\n";
    const std::string written = to_yaml(network_from_yaml(text).network);
    CHECK_THAT(written, Catch::Contains("\nW:\n  unit: nS\n"));
    CHECK(to_yaml(network_from_yaml(written).network) == written);
    const Network again = network_from_yaml(written).network;
    CHECK(again.J == network_from_yaml(text).network.J);
    CHECK(again.E_rev == network_from_yaml(text).network.E_rev);
    CHECK(again.E_rev_ext == network_from_yaml(text).network.E_rev_ext);
}

TEST_CASE("What conductances lack or do not fit is an error", "[io][conductances]") {
    CHECK(complaint(with("E_rev", "")) ==
          "network text: E_rev: expected this key as synapse is conductance, found none"
          ": add 'E_rev: NUMBER mV' (absolute reversal potential of conductances; one number, or n "
          "x n)");
    CHECK(complaint(with("E_rev_ext", "")) ==
          "network text: E_rev_ext: expected this key as synapse is conductance, found none"
          ": add 'E_rev_ext: NUMBER mV' (absolute reversal potential of external conductances; one "
          "number, or n x m)");
    CHECK(complaint(with("W", "")) ==
          "network text: W: expected this key as synapse is conductance, found none"
          ": add 'W: NUMBER pA' (weights as currents; one number, or n x n)");
    CHECK(complaint(with("W_ext", "")) ==
          "network text: W_ext: expected this key as there is K_ext, found none"
          ": add 'W_ext: NUMBER pA'");
    CHECK_THAT(complaint(with("C", "")), Catch::Contains("C: expected C to have 2 entries"));
    CHECK_THAT(complaint(with_line(with("E_L", ""), "V_0_abs",
                                   "V_0_rel: 10 mV\nV_th_rel: 20 mV\nE_L: -70 mV")),
               Catch::Contains("accepted"));
    CHECK_THAT(complaint(with_line(with_line(with("E_L", ""), "V_0_abs", "V_0_rel: 10 mV"),
                                   "V_th_abs", "V_th_rel: 20 mV")),
               Catch::Contains("E_L: expected this key to use E_rev, found none"));
    CHECK(complaint(with("W", "W: 20 pA")) ==
          "network text, line 11: W: expected conductances (W and W_ext in nS), as synapse is "
          "conductance, "
          "found W in A");
    CHECK_THAT(complaint(with("W", "W: 1 nS\nJ: 0.1 mV")),
               Catch::Contains("J: expected conductances (W and W_ext in nS)"));
    CHECK_THAT(complaint(with("W_ext", "J_ext: 0.1 mV")),
               Catch::Contains("J_ext: expected conductances (W and W_ext in nS)"));
    CHECK_THAT(complaint(with("W", "W: -1 nS")),
               Catch::Contains("to be finite and not negative, as synapse is conductance"));
    CHECK_THAT(complaint(with("tau_s", "tau_s: {val: [[2, 0], [2, 5]], unit: ms}")),
               Catch::Contains("to be positive and finite, as synapse is conductance"));
    CHECK_THAT(complaint(conductances() + "nu_e_ext: [100 Hz, 0 Hz]\n"),
               Catch::Contains("external populations"));
    CHECK_THAT(complaint(with("synapse", "")),
               Catch::Contains("E_rev: expected this key with synapse: conductance"));
    CHECK_THAT(complaint(with("synapse", "synapse: exponential")),
               Catch::Contains("E_rev: expected this key with synapse: conductance only"));
    CHECK_THAT(complaint(small_network() + "E_rev: 0 mV\nsynapse: exponential\n"),
               Catch::Contains("E_rev: expected this key with synapse: conductance only"));
    CHECK_THAT(complaint(with_line(small_network(), "J", "W: 0.3 nS\nC: 200 pF")),
               Catch::Contains("expected no conductances, as synapse is exponential"));
}

TEST_CASE("Conductances can be varied", "[io][conductances]") {
    const TemporaryFolder folder;
    const auto file = folder.file("net.yaml", conductances());
    const auto grid = parameter_grid(file, {{.key = "W[E,I]", .values = {"2 nS", "3 nS"}},
                                            {.key = "E_rev[I]", .values = {"-80 mV", "-75 mV"}}});
    CHECK(grid.dimensions == std::vector{Dimension::conductance, Dimension::voltage});
    const Network network = grid.at({1, 1}).network;
    CHECK(network.J(0, 1) == 3e-9);
    CHECK(network.E_rev(0, 1) == -5e-3);
    CHECK_THROWS_WITH(parameter_grid(file, {{.key = "W[E,I]", .values = {"2 pA", "3 pA"}}}),
                      Catch::Contains("expected a value in S, as the others, found 2 pA"));
}
