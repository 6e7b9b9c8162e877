#include "catch.hpp"
#include "theory/example_networks.hpp"
#include "theory/working_point_table.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/input_statistics.hpp>

using namespace siegert;
using namespace siegert::literals;
using theory::mean_input;
using theory::std_input;

namespace {

// Sums of a few products of doubles: each adds half a unit in the last place.
constexpr double rounding = 1e-14;

std::string complaint(const Network& network, const Vector& nu) {
    try {
        (void)mean_input(network, nu);
        (void)std_input(network, nu);
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("Input statistics agree with 40-digit sums where no two parameters are equal",
          "[theory][input_statistics]") {
    const auto network = examples::heterogeneous();
    const auto reference = tests::reference_states("heterogeneous", "shift").front();
    const Vector nu = Eigen::Map<const Vector>(reference.nu.data(), 3);
    const Vector mu = mean_input(network, nu);
    const Vector sigma = std_input(network, nu);
    for (Index i = 0; i < 3; ++i) {
        const auto k = static_cast<std::size_t>(i);
        CAPTURE(i);
        CHECK(relative_error(mu(i), reference.mu[k]) < rounding);
        CHECK(relative_error(sigma(i), reference.sigma[k]) < rounding);
    }
}

TEST_CASE("One synapse shows each factor of the input", "[theory][input_statistics]") {
    auto network = examples::heterogeneous();
    network.K.setZero();
    network.K(1, 2) = 7.0;
    network.K_ext.setZero();
    network.I_ext.setZero();
    const Vector nu{{3.0, 5.0, 11.0}};
    const double tau_m = 0.015;  // of the target
    const double J = 0.00025;
    const double J_sd = 0.00001;

    CHECK(relative_error(mean_input(network, nu)(1), tau_m * J * 7.0 * 11.0) < rounding);
    CHECK(mean_input(network, nu)(0) == 0.0);
    const double variance = tau_m * (J * J + J_sd * J_sd) * 7.0 * 11.0;
    CHECK(relative_error(std_input(network, nu)(1), std::sqrt(variance)) < rounding);

    SECTION("weights without distribution have no variance of their own") {
        network.weight_dist = WeightDistribution::none;
        network.J_sd = Matrix();
        CHECK(relative_error(std_input(network, nu)(1), std::sqrt(tau_m * J * J * 77.0)) <
              rounding);
    }
    SECTION("a constant current moves the mean alone") {
        network.I_ext(1) = 3e-11;
        const double mean = tau_m * J * 77.0 + tau_m * 3e-11 / 2.0e-10;
        CHECK(relative_error(mean_input(network, nu)(1), mean) < rounding);
        CHECK(relative_error(std_input(network, nu)(1), std::sqrt(variance)) < rounding);
    }
    SECTION("external populations add to mean and variance") {
        network.K_ext(1, 1) = 4.0;
        const double ext = tau_m * 4.0 * 6.0;
        CHECK(relative_error(mean_input(network, nu)(1), tau_m * J * 77.0 - 0.0006 * ext) <
              rounding);
        CHECK(relative_error(std_input(network, nu)(1),
                             std::sqrt(variance + 0.0006 * 0.0006 * ext)) < rounding);
    }
}

TEST_CASE("A network without external populations and currents is driven by itself alone",
          "[theory][input_statistics]") {
    auto network = examples::brunel(5.0, 2.0);
    network.K_ext = Matrix(2, 0);
    network.J_ext = Matrix(2, 0);
    network.nu_ext = Vector(0);
    CHECK(mean_input(network, Vector::Zero(2)).norm() == 0.0);
    CHECK(std_input(network, Vector::Zero(2)).norm() == 0.0);
    CHECK(mean_input(network, Vector::Constant(2, 8.0))(0) < 0.0);
}

TEST_CASE("Input statistics name what they reject", "[theory][input_statistics][error]") {
    const auto network = examples::brunel(5.0, 2.0);
    CHECK(complaint(network, Vector{{1.0, 2.0}}) == "accepted");
    CHECK(complaint(network, Vector{{1.0, 2.0, 3.0}}) ==
          "size of nu must equal the number of populations, 2, got 3");
    CHECK(complaint(network, Vector{{1.0, -2.0}}) ==
          "nu[1] must be finite and not negative, got -2");
    CHECK(complaint(network, Vector{{unset, 2.0}}) ==
          "nu[0] must be finite and not negative, got nan");
    auto broken = network;
    broken.tau_m(0) = 0.0;
    CHECK_THAT(complaint(broken, Vector{{1.0, 2.0}}), ContainsSubstring("tau_m"));
}
