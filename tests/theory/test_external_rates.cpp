#include "catch.hpp"
#include "theory/example_networks.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/external_rates.hpp>
#include <siegert/theory/input_statistics.hpp>
#include <siegert/theory/working_point.hpp>

using namespace siegert;
using lif::exp::Method;
using theory::external_rates_for_fixed_input;

namespace {

// The least-squares problem mixes mean (V/s) and variance (V^2/s), which makes its condition number
// some 1e4: of the solver's 1e-12 about 1e-8 is left.
constexpr double tolerance = 1e-8;

std::string complaint(const Network& network, const theory::PopulationInputs& target) {
    try {
        (void)external_rates_for_fixed_input(network, target);
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("External rates bring a network back to its own working point",
          "[theory][external_rates]") {
    const auto method = GENERATE(Method::shift, Method::taylor);
    const auto network = examples::heterogeneous();  // two external populations and currents
    const auto point = theory::working_point(network, {.method = method});
    const auto found = external_rates_for_fixed_input(
        network, {.mu = point.mean_input, .sigma = point.std_input}, method);
    REQUIRE(found.nu_ext.size() == 2);
    CHECK(relative_error(found.nu_ext(0), network.nu_ext(0)) < tolerance);
    CHECK(relative_error(found.nu_ext(1), network.nu_ext(1)) < tolerance);
    CHECK(found.mean_input_error < 1e-12);
    CHECK(found.std_input_error < 1e-12);
}

TEST_CASE("The rates already in the network do not matter", "[theory][external_rates]") {
    auto network = examples::heterogeneous();
    const auto point = theory::working_point(network);
    const theory::PopulationInputs target{.mu = point.mean_input, .sigma = point.std_input};
    const Vector expected = external_rates_for_fixed_input(network, target).nu_ext;
    network.nu_ext = Vector{{1.0, 77.0}};
    CHECK(external_rates_for_fixed_input(network, target).nu_ext == expected);
}

TEST_CASE("An excitatory and an inhibitory source reach any mean and noise amplitude",
          "[theory][external_rates]") {
    // The population that J. Senk et al. (2020) treat in closed form: equal neurons, equal input.
    auto network = examples::brunel(5.0, 2.0);
    network.K_ext = Matrix{{800.0, 200.0}, {800.0, 200.0}};
    network.J_ext = Matrix{{0.0001, -0.0005}, {0.0001, -0.0005}};
    network.nu_ext = Vector{{0.0, 0.0}};
    const theory::PopulationInputs target{.mu = Vector::Constant(2, 0.017),
                                          .sigma = Vector::Constant(2, 0.009)};
    const auto found = external_rates_for_fixed_input(network, target);
    CHECK(found.mean_input_error < 1e-12);
    CHECK(found.std_input_error < 1e-12);

    network.nu_ext = found.nu_ext;
    const auto point = theory::working_point(network, {.start = Vector::Constant(2, 15.0)});
    CHECK(relative_error(point.mean_input(1), 0.017) < tolerance);
    CHECK(relative_error(point.std_input(1), 0.009) < tolerance);
}

TEST_CASE("What one external population cannot reach is told by the errors",
          "[theory][external_rates]") {
    const auto network = examples::brunel(6.0, 4.0);
    const auto found = external_rates_for_fixed_input(
        network, {.mu = Vector{{0.021, 0.019}}, .sigma = Vector::Constant(2, 0.010)});
    // The mean dominates in SI units; the least-squares solution lies between both targets.
    CHECK(std::abs(found.mean_input_error - 0.001) < 1e-5);
    CHECK(found.std_input_error > 1e-4);
}

TEST_CASE("External rates name what they reject", "[theory][external_rates][error]") {
    const auto network = examples::brunel(6.0, 4.0);
    const Vector mean = Vector::Constant(2, 0.020);
    const Vector std = Vector::Constant(2, 0.010);
    CHECK(complaint(network, {mean, std}) == "accepted");
    CHECK_THAT(complaint(network, {Vector::Constant(2, -0.9), std}),
               ContainsSubstring("external rate 0 that the target input would need must be"));
    CHECK(complaint(network, {mean, Vector{{0.010, -0.010}}}) ==
          "std_input[1] must be finite and not negative, got -0.01");
    CHECK(complaint(network, {Vector{{unset, 0.0}}, std}) ==
          "mean_input[0] must be finite, got nan");
    CHECK_THAT(complaint(network, {Vector::Zero(3), std}), ContainsSubstring("size of mean_input"));
    auto closed = network;
    closed.K_ext = Matrix(2, 0);
    closed.J_ext = Matrix(2, 0);
    closed.nu_ext = Vector(0);
    CHECK(complaint(closed, {mean, std}) ==
          "number of external populations must be at least 1, got 0");
}
