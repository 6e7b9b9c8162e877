#include "catch.hpp"

#include <siegert/binary/network.hpp>
#include <siegert/error.hpp>

using namespace siegert;
using namespace siegert::binary;

namespace {

binary::Network generic_network() {
    return {.J = Matrix{{0.11, -0.47}, {0.23, -0.59}},
            .K = Matrix{{310.0, 70.0}, {270.0, 90.0}},
            .theta = Vector{{1.3, 1.7}},
            .J_ext = Matrix{{0.31, 0.17, -0.2}, {0.13, 0.29, -0.4}},
            .K_ext = Matrix{{41.0, 23.0, 7.0}, {37.0, 19.0, 11.0}},
            .m_ext = Vector{{0.12, 0.33, 0.71}}};
}

Vector generic_activity() {
    return Vector{{0.09, 0.21}};
}

std::string complaint(auto change, const Vector& m = generic_activity()) {
    auto network = generic_network();
    change(network);
    try {
        validate(network);
        static_cast<void>(mean_input(network, m));
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("Mean and variance of the input add up over sources", "[binary][network]") {
    const auto network = generic_network();
    const Vector m = generic_activity();
    const Vector mu = mean_input(network, m);
    const Vector sigma = std_input(network, m);
    for (Index i = 0; i < 2; ++i) {
        double mean = 0.0;
        double variance = 0.0;
        for (Index j = 0; j < 2; ++j) {
            mean += network.K(i, j) * network.J(i, j) * m(j);
            variance += network.K(i, j) * std::pow(network.J(i, j), 2) * m(j) * (1.0 - m(j));
        }
        for (Index j = 0; j < 3; ++j) {
            const double m_ext = network.m_ext(j);
            mean += network.K_ext(i, j) * network.J_ext(i, j) * m_ext;
            variance +=
                network.K_ext(i, j) * std::pow(network.J_ext(i, j), 2) * m_ext * (1.0 - m_ext);
        }
        CHECK(relative_error(mu(i), mean) < 1e-14);
        CHECK(relative_error(sigma(i), std::sqrt(variance)) < 1e-14);
    }
}

TEST_CASE("The external part may be absent", "[binary][network]") {
    auto network = generic_network();
    network.J_ext = Matrix();
    network.K_ext = Matrix();
    network.m_ext = Vector();
    const Vector mu = mean_input(network, generic_activity());
    CHECK(relative_error(mu(0), 310.0 * 0.11 * 0.09 - 70.0 * 0.47 * 0.21) < 1e-14);
    CHECK(std_input(network, Vector::Zero(2)).isZero(0.0));
    CHECK(std_input(network, Vector::Ones(2)).isZero(0.0));
}

TEST_CASE("The balanced threshold is the mean input", "[binary][network]") {
    auto network = generic_network();
    const Vector expected = mean_input(network, generic_activity());
    network.theta = Vector();  // not needed
    CHECK(balanced_threshold(network, generic_activity()) == expected);
}

TEST_CASE("A network of binary neurons names what is wrong with it", "[binary][network][error]") {
    CHECK(complaint([](auto&) {}) == "accepted");
    CHECK(complaint([](auto& n) { n.J = Matrix(); }) == "J must have at least one row, got 0");
    CHECK(complaint([](auto& n) { n.K = Matrix::Ones(2, 3); }) ==
          "K must have shape 2 x 2, got 2 x 3");
    CHECK(complaint([](auto& n) { n.K(1, 0) = -3.0; }) ==
          "K must be finite and not negative, got -3 in row 1, column 0");
    CHECK(complaint([](auto& n) { n.J(0, 1) = unset; }) ==
          "J must be finite, got nan in row 0, column 1");
    CHECK(complaint([](auto& n) { n.theta(1) = unset; }) ==
          "theta must be finite, got nan in row 1, column 0");
    CHECK(complaint([](auto& n) { n.theta = Vector::Ones(3); }) ==
          "theta must have shape 2 x 1, got 3 x 1");
    CHECK(complaint([](auto& n) { n.m_ext = Vector::Ones(2); }) ==
          "J_ext must have shape 2 x 2, got 2 x 3");
    CHECK(complaint([](auto& n) { n.K_ext(0, 2) = -1.0; }) ==
          "K_ext must be finite and not negative, got -1 in row 0, column 2");
    CHECK(complaint([](auto& n) { n.m_ext(2) = 1.1; }) ==
          "m_ext[2] must lie between 0 and 1, got 1.1");
    CHECK(complaint([](auto&) {}, Vector{{0.2, -0.1}}) ==
          "m[1] must lie between 0 and 1, got -0.1");
    CHECK(complaint([](auto&) {}, Vector::Constant(3, 0.2)) ==
          "m must have shape 2 x 1, got 3 x 1");
}
