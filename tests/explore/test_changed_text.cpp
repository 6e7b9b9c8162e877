#include "catch.hpp"

#include "explore/opened_file.hpp"

#include <siegert/error.hpp>

using namespace siegert;
using namespace siegert::explore;

namespace {

const std::string small_network =
    "# Two populations.\n"
    "label: small\n"
    "synapse: exponential\n"
    "populations: [E, I]\n"
    "N: [800, 200]\n"
    "tau_m: [20 ms, 10 ms]\n"
    "tau_r: 2 ms\n"
    "tau_s: 1 ms         # of all synapses\n"
    "V_0_rel: 10 mV\n"
    "V_th_rel: 20 mV\n"
    "j: 0.1 mV\n"
    "g: 5.5\n"
    "K:\n"
    "  - [400, 100]\n"
    "  - [390, 110]\n"
    "\n"
    "# External input.\n"
    "J_ext: 0.1 mV\n"
    "K_ext: [1000, 900]\n"
    "nu_ext: {val: [11.0], unit: Hz}\n"
    "d: 1.5 ms\n";

OpenedFile small() {
    return open_text(small_network, "small.yaml");
}

Network network_with(const Changes& changes) {
    return changed_network(small(), changes).network;
}

}  // namespace

TEST_CASE("without changes text and network are those of the file", "[explore][opened_file]") {
    CHECK(changed_text(small(), {}) == small_network);
    CHECK(to_yaml(network_with({})) == to_yaml(network_from_yaml(small_network).network));
}

TEST_CASE("a change takes the place of the value before anything is derived from it",
          "[explore][opened_file]") {
    const Network network = network_with({{"j", "0.2 mV"}, {"g", "4.5"}});
    CHECK(network.J(0, 0) == 0.2e-3);
    CHECK(network.J(1, 1) == Approx(-0.9e-3).epsilon(1e-15));
}

TEST_CASE("the last change of a key is the one that counts", "[explore][opened_file]") {
    CHECK(network_with({{"tau_r", "3 ms"}, {"tau_r", "1 ms"}}).tau_r(0) == 1e-3);
}

TEST_CASE("entries of derived matrices can be changed, while the others go on following",
          "[explore][opened_file]") {
    const Network network = network_with({{"J[E,I]", "-0.3 mV"}, {"j", "0.2 mV"}});
    CHECK(network.J(0, 1) == -0.3e-3);
    CHECK(network.J(1, 1) == Approx(-1.1e-3).epsilon(1e-15));
    CHECK(network_with({{"Delay[I,E]", "2.5 ms"}}).Delay(1, 0) == 2.5e-3);
}

TEST_CASE("a bad change says what is wrong with it", "[explore][opened_file]") {
    using Catch::Matchers::Contains;
    CHECK_THROWS_WITH(network_with({{"tau_r", "2"}}), Contains("tau_r") && Contains("ms"));
    CHECK_THROWS_WITH(network_with({{"tau_r", "-1 ms"}}), Contains("tau_r"));
    CHECK_THROWS_WITH(network_with({{"tau_q", "1 ms"}}), Contains("tau_q"));
    CHECK_THROWS_WITH(network_with({{"J[E,X]", "1 mV"}}), Contains("'X'"));
    CHECK_THROWS_WITH(network_with({{"Q[E,E]", "1 mV"}}), Contains("Q"));
    CHECK_THROWS_WITH(network_with({{"J_sd[E,E]", "1 mV"}}), Contains("J_sd"));
}

TEST_CASE("the changed text keeps comments and everything else", "[explore][opened_file]") {
    const std::string text =
        changed_text(small(), {{"tau_s", "1.25 ms"}, {"K[I,E]", "370"}, {"nu_ext[0]", "12.3 Hz"}});
    std::string expected = small_network;
    const auto put = [&](const std::string& old, const std::string& other) {
        expected.replace(expected.find(old), old.size(), other);
    };
    put("tau_s: 1 ms         # of", "tau_s: 1.25 ms      # of");
    put("K:\n  - [400, 100]\n  - [390, 110]\n", "K: [[400, 100],\n  [370, 110]]\n");
    put("{val: [11.0], unit: Hz}", "{val: [12.3], unit: Hz}");
    CHECK(text == expected);
}

TEST_CASE("the changed text loads to the changed network, bit for bit", "[explore][opened_file]") {
    const Changes changes{{"tau_m[E]", "13.37 ms"},
                          {"J[I,I]", "-0.123456789 mV"},
                          {"g", "3.1"},
                          {"V_th_rel", "0.0197 V"}};
    const auto loaded = network_from_yaml(changed_text(small(), changes));
    CHECK(to_yaml(loaded.network) == to_yaml(network_with(changes)));
}

TEST_CASE("a file written in a style of its own is written anew", "[explore][opened_file]") {
    const std::string braces =
        "{label: x, populations: [A], N: [10], tau_m: 10 ms, tau_r: 1 ms, tau_s: 1 ms, V_0_rel: 0 "
        "mV, "
        "V_th_rel: 15 mV, J: 0.1 mV, K: [[5]], J_ext: 1 mV, K_ext: [100], nu_ext: 100 Hz}\n";
    const OpenedFile file = open_text(braces, "braces.yaml");
    const auto loaded = network_from_yaml(changed_text(file, {{"tau_m", "12 ms"}}));
    CHECK(loaded.network.tau_m(0) == 12e-3);
    CHECK(loaded.network.K(0, 0) == 5.0);
}
