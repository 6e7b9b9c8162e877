// What a cross-check is good for: a wrong theory or a wrong simulation must raise an alarm, in
// networks in which theory and simulation agree.
#include "planted_bugs.hpp"

using namespace siegert::tests;

TEST_CASE("Errors of theory and simulation are noticed in the E-I network",
          "[crosscheck][planted_bugs]") {
    check_power(example("ei_network.yaml"), options_for(3.0, 1.0));
}

TEST_CASE("Errors of theory and simulation are noticed in Brunel's network",
          "[crosscheck][planted_bugs]") {
    check_power(example("brunel_2000.yaml"), options_for(2.0, 0.2));
}
