#include "network_text.hpp"

#include <siegert/io/parameter_scan.hpp>

using namespace siegert;

namespace {

Network with_time_constants(const std::string& lines) {
    return network_from_yaml(small_network_with("tau_s", lines)).network;
}

std::string complaint_with(const std::string& lines) {
    return complaint(small_network_with("tau_s", lines));
}

const std::string external = "K_ext: [7, 9]\nJ_ext: 0.2 mV\nnu_ext: 8 Hz\n";
const std::string of_connections = "tau_s: {val: [[2, 8], [0, 5]], unit: ms}\n";

}  // namespace

TEST_CASE("tau_s may be a number, a list of targets or a matrix", "[io][time_constants]") {
    CHECK(with_time_constants("tau_s: 0.5 ms").tau_s == Vector::Constant(2, 0.5e-3));
    CHECK(with_time_constants("tau_s: [0.5 ms, 0.5 ms]").tau_s == Vector::Constant(2, 0.5e-3));
    const Network network = with_time_constants(of_connections);
    CHECK(network.synapse == SynapseType::exponential);
    CHECK(network.tau_s == Matrix{{2e-3, 8e-3}, {0.0, 5e-3}});
    CHECK(network.tau_s_ext.size() == 0);
    CHECK(complaint_with("tau_s: [1 ms, 2 ms, 3 ms]") ==
          "network text, line 5: tau_s: expected a single number, a list of 2 (targets) or a 2 x 2 "
          "matrix, found "
          "a list of 3");
    CHECK(complaint_with("tau_s: [1 ms, 0 ms]") ==
          "network text, line 5: tau_s: expected positive time constants for exponential synapses, "
          "found 0 ms");
    CHECK(with_time_constants("tau_s: {val: [[0, 0], [0, 0]], unit: ms}").synapse ==
          SynapseType::delta);
}

TEST_CASE("A matrix of time constants needs those of external synapses", "[io][time_constants]") {
    CHECK(complaint_with(of_connections + external) ==
          "network text: tau_s_ext: expected this key for external synapses, as tau_s is a matrix, "
          "found "
          "none"
          ": add 'tau_s_ext: NUMBER ms' (time constant of external synapses; one number, or n or n "
          "x m)");
    CHECK(with_time_constants(of_connections + external + "tau_s_ext: 0.5 ms\n").tau_s_ext ==
          Vector::Constant(2, 0.5e-3));
    CHECK(
        with_time_constants("tau_s: 2 ms\n" + external + "tau_s_ext: [0.5 ms, 3 ms]\n").tau_s_ext ==
        Vector{{0.5e-3, 3e-3}});
    CHECK(with_time_constants(of_connections +
                              "K_ext: [[7, 2, 1], [3, 9, 4]]\nJ_ext: 0.2 mV\nnu_ext: 8 Hz\n"
                              "tau_s_ext: {val: [[1, 2, 3], [4, 0, 6]], unit: ms}\n")
              .tau_s_ext == Matrix{{1e-3, 2e-3, 3e-3}, {4e-3, 0.0, 6e-3}});
    CHECK(complaint_with("tau_s: 2 ms\ntau_s_ext: 2 ms") ==
          "network text: K_ext: expected this key as there is external input, found none"
          ": add 'K_ext: NUMBER' (external in-degree; one number, or n x m)");
    CHECK_THAT(complaint(with_line(small_network_with("tau_s", of_connections), "J",
                                   "w: 10 pA\ng: 4\nC: 250 pF\nnu_e_ext: 100 Hz")),
               Catch::Contains("weights in mV"));
}

TEST_CASE("Weights in pA last as long as their synapse", "[io][time_constants]") {
    constexpr double rounding = 5 * std::numeric_limits<double>::epsilon();
    const Network network =
        network_from_yaml(with_line(small_network_with("tau_s",
                                                       "tau_s: {val: [[2, 8], [1, 5]], unit: "
                                                       "ms}\nC: 250 pF\nW_ext: {val: [[10, "
                                                       "20], [30, 40]], unit: pA}\nK_ext: 5\n"
                                                       "tau_s_ext: {val: [[1, 2], [3, 4]], "
                                                       "unit: ms}\nnu_ext: 8 Hz"),
                                    "J", "w: 10 pA\ng: 4"))
            .network;
    CHECK(network.J.isApprox(Matrix{{0.08e-3, -1.28e-3}, {0.04e-3, -0.8e-3}}, rounding));
    CHECK(network.J_ext.isApprox(Matrix{{0.04e-3, 0.16e-3}, {0.36e-3, 0.64e-3}}, rounding));
}

TEST_CASE("Time constants are written as they were given", "[io][time_constants]") {
    for (const std::string& lines :
         {"tau_s: {val: [0.5, 0.7], unit: ms}\n" + external + "tau_s_ext: 0.3 ms\n",
          of_connections + external + "tau_s_ext: {val: [0.3, 0.4], unit: ms}\n",
          of_connections + "K_ext: [[7, 2], [3, 9]]\nJ_ext: 0.2 mV\nnu_ext: 8 Hz\n"
                           "tau_s_ext: {val: [[1, 2], [4, 0]], unit: ms}\n"}) {
        const Network network = with_time_constants(lines);
        const Network again = network_from_yaml(to_yaml(network)).network;
        CHECK(again.tau_s == network.tau_s);
        CHECK(again.tau_s_ext == network.tau_s_ext);
    }
}

TEST_CASE("One time constant of many can be varied", "[io][time_constants]") {
    const TemporaryFolder folder;
    const auto path = folder.file(
        "network.yaml",
        small_network_with("tau_s", of_connections + external + "tau_s_ext: [1 ms, 2 ms]"));
    const auto changed = [&](const std::string& text) {
        const ParameterGrid grid = parameter_grid(path, {varied_parameter(text)});
        return grid.at({0}).network;
    };
    CHECK(changed("tau_s[I,E]=7 ms").tau_s(1, 0) == 7e-3);
    CHECK(changed("tau_s_ext[I]=7 ms").tau_s_ext(1) == 7e-3);
}
