#include <siegert/io/parameter_family.hpp>

#include <siegert/error.hpp>

#include "catch.hpp"

using namespace siegert;

namespace {

const std::string file = R"(
populations: [E, I]
N: [800, 200]
tau_m: 20 ms
tau_r: 2 ms
V_0_rel: 10 mV
V_th_rel: 20 mV
synapse: delta
j: 0.1 mV
g: 5
K: [[80, 20], [0, 20]]
d: 1.5 ms
K_ext: [[100], [90]]
J_ext: 0.1 mV
nu_ext: 20 Hz
)";

}  // namespace

TEST_CASE("A family is the file with other numbers, from which everything is derived",
          "[io][parameter_family]") {
    const auto family = parameter_family_from_yaml(file, {"g", "nu_ext", "tau_m[I]"});
    REQUIRE(family.parameters.size() == 3);
    CHECK(family.parameters[0].value == 5.0);
    CHECK(family.parameters[2].key == "tau_m[I]");
    CHECK(family.parameters[2].value == 0.02);
    CHECK(family.parameters[2].dimension == Dimension::time);
    const Network network = family.network_at((Vector(3) << 6.0, 21.0, 0.015).finished());
    CHECK(network.J(0, 1) == -6.0 * network.J(0, 0));
    CHECK(network.nu_ext(0) == 21.0);
    CHECK(network.tau_m == (Vector(2) << 0.02, 0.015).finished());
}

TEST_CASE("A matrix stands for its entries that are not 0", "[io][parameter_family]") {
    const auto family = parameter_family_from_yaml(file, {"K", "K_ext[I,0]", "N[1]"});
    std::vector<std::string> keys;
    for (const auto& parameter : family.parameters) keys.push_back(parameter.key);
    CHECK(keys == std::vector<std::string>{"K[E,E]", "K[E,I]", "K[I,I]", "K_ext[I,0]", "N[1]"});
    const Network network = family.network_at((Vector(5) << 1.0, 2.0, 3.0, 4.0, 300.0).finished());
    CHECK(network.K == (Matrix(2, 2) << 1.0, 2.0, 0.0, 3.0).finished());
    CHECK(network.K_ext(1, 0) == 4.0);
    CHECK(network.N(1) == 300.0);
}

TEST_CASE("Families refuse keys that are no numbers of the file", "[io][parameter_family]") {
    for (const char* key : {"label", "populations", "synapse", "J", "K[E,X]", "K[E]", "nu_exx",
                            "nu_ext[3]", "g[E]"}) {
        CAPTURE(key);
        CHECK_THROWS_AS(parameter_family_from_yaml(file, {key}), InvalidParameter);
    }
    CHECK_THROWS_AS(parameter_family_from_yaml(file, {"g", "g"}), InvalidParameter);
    const auto family = parameter_family_from_yaml(file, {"tau_m"});
    CHECK_THROWS_AS(family.network_at(Vector::Constant(1, -1.0)), InvalidParameter);
}
