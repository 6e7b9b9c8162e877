#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/characteristic_equation.hpp>
#include <siegert/theory/linear_stability.hpp>

using namespace siegert;
using namespace siegert::theory;
using Catch::Matchers::Message;

namespace {

// Connectivity of a linear rate model: C_ij exp(-s d_ij) / (1 + s tau_i).
struct RateNetwork {
    Vector tau;
    Matrix d;
    Matrix C;
};

ComplexMatrix connectivity(const RateNetwork& network, Complex s) {
    const ComplexVector filter = 1.0 / (1.0 + s * network.tau.cast<Complex>().array());
    const ComplexMatrix delayed = (-s * network.d.cast<Complex>()).array().exp();
    return filter.asDiagonal() * network.C.cast<Complex>().cwiseProduct(delayed);
}

RateNetwork homogeneous() {
    return {.tau = Vector::Constant(2, 0.007),
            .d = Matrix::Constant(2, 2, 0.002),
            .C = Matrix{{1.7, -3.1}, {2.6, -1.9}}};
}

RateNetwork heterogeneous() {
    return {.tau = Vector{{0.007, 0.011}},
            .d = Matrix{{0.0021, 0.0009}, {0.0013, 0.0008}},
            .C = Matrix{{1.7, -3.1}, {2.6, -1.9}}};
}

ConnectivityAt at(const RateNetwork& network) {
    return [network](Complex s) { return connectivity(network, s); };
}

}  // namespace

TEST_CASE("Newton's method finds the roots that the Lambert W function gives",
          "[theory][characteristic_equation]") {
    const auto network = homogeneous();
    const auto expected = constant_delay_eigenvalues({.tau = 0.007, .delay = 0.002}, network.C, 2);
    for (const Complex lambda : expected) {
        const auto root = characteristic_root(at(network), lambda * Complex(1.03, 0.02));
        CAPTURE(lambda, root.s);
        REQUIRE(root.converged);
        // Tolerance of the solver; the condition of these roots is below 10.
        CHECK(std::abs(root.s - lambda) < 1e-10 * (std::abs(lambda) + 1.0));
        CHECK(root.residual < 1e-10);
        CHECK(root.iterations <= 7);  // quadratic: the digits double with each
    }
}

TEST_CASE("Newton's method converges from far away", "[theory][characteristic_equation]") {
    for (const Complex start : {Complex(0.0, 30.0), Complex(400.0, 50.0), Complex(-900.0, 2000.0),
                                Complex(3000.0, -4000.0)}) {
        const auto root = characteristic_root(at(heterogeneous()), start);
        CAPTURE(start, root.s);
        CHECK(root.converged);
        CHECK(root.residual < 1e-10);
    }
}

TEST_CASE("A root of a heterogeneous network solves the equation in its own terms",
          "[theory][characteristic_equation]") {
    const auto network = heterogeneous();
    const Complex s = characteristic_root(at(network), Complex(50.0, 300.0)).s;
    // (1 - w11)(1 - w22) = w12 w21, written out.
    const auto w = [&](Index i, Index j) {
        return network.C(i, j) * std::exp(-s * network.d(i, j)) / (1.0 + s * network.tau(i));
    };
    const Complex left = (1.0 - w(0, 0)) * (1.0 - w(1, 1));
    CHECK(std::abs(left - w(0, 1) * w(1, 0)) < 1e-10 * std::abs(left));  // solver's tolerance
}

TEST_CASE("A step out of the domain of the connectivity is shortened",
          "[theory][characteristic_equation]") {
    const auto network = heterogeneous();
    const ConnectivityAt right_half_plane = [&](Complex s) -> ComplexMatrix {
        if (s.real() < -60.0) throw InvalidParameter("s outside the domain");
        return connectivity(network, s);
    };
    const auto root = characteristic_root(right_half_plane, Complex(-40.0, 2600.0));
    CHECK(root.s.real() >= -60.0);
    CHECK(std::isfinite(root.residual));
    CHECK_THROWS_AS(characteristic_root(right_half_plane, Complex(-70.0, 0.0)), InvalidParameter);
}

TEST_CASE("A search that finds no root says so", "[theory][characteristic_equation]") {
    const ConnectivityAt constant = [](Complex) { return ComplexMatrix::Constant(1, 1, 0.5); };
    const auto none = characteristic_root(constant, 7.0);
    CHECK_FALSE(none.converged);
    CHECK(none.residual == 0.5);

    // This network has no real root, and symmetry keeps a real start real.
    CHECK_FALSE(characteristic_root(at(heterogeneous()), 0.0).converged);

    const auto short_of_time =
        characteristic_root(at(heterogeneous()), Complex(3000.0, 100.0), {.max_iterations = 1});
    CHECK_FALSE(short_of_time.converged);
    CHECK(short_of_time.iterations == 1);
}

TEST_CASE("A step that would overshoot is shortened", "[theory][characteristic_equation]") {
    // 1 - W = s / sqrt(1 + s^2): Newton's full step leads from s to -s^3.
    const ConnectivityAt saturating = [](Complex s) {
        return ComplexMatrix::Constant(1, 1, 1.0 - s / std::sqrt(1.0 + s * s));
    };
    const auto root = characteristic_root(saturating, 3.0);
    CHECK(root.converged);
    CHECK(std::abs(root.s) < 1e-11);  // the solver's tolerance
}

TEST_CASE("A start on a root stays there", "[theory][characteristic_equation]") {
    // W = 2 / (1 + s): the root is s = 1, and 1 - W(1) is exactly zero.
    const ConnectivityAt simple = [](Complex s) {
        return ComplexMatrix::Constant(1, 1, 2.0 / (1.0 + s));
    };
    const auto root = characteristic_root(simple, 1.0);
    CHECK(root.converged);
    CHECK(root.s == 1.0);
    CHECK(root.residual == 0.0);
}

TEST_CASE("A root is followed along a parameter and back", "[theory][characteristic_equation]") {
    const auto from = homogeneous();
    const auto to = heterogeneous();
    const ConnectivityFamily mix = [&](Complex s, double alpha) {
        const RateNetwork between{.tau = (1.0 - alpha) * from.tau + alpha * to.tau,
                                  .d = (1.0 - alpha) * from.d + alpha * to.d,
                                  .C = from.C};
        return connectivity(between, s);
    };
    const auto starts = constant_delay_eigenvalues({.tau = 0.007, .delay = 0.002}, from.C, 1);
    for (const Complex start : starts) {
        const auto there = follow_root(mix, Vector{{0.0, 0.25, 0.5, 1.0}}, start);
        REQUIRE(there.size() == 4);
        for (const auto& root : there) CHECK(root.converged);
        const auto back = follow_root(mix, Vector{{1.0, 0.6, 0.0}}, there.back().s);
        CAPTURE(start, there.back().s);
        // Solver's tolerance times the condition of a few roots on the way.
        CHECK(std::abs(back.back().s - start) < 1e-9 * std::abs(start));
    }
}

TEST_CASE("A coarse path ends on the same root as a fine one",
          "[theory][characteristic_equation]") {
    // The coupling of the family grows five-fold, the root turns from decay to fast oscillation.
    const ConnectivityFamily growing = [](Complex s, double coupling) -> ComplexMatrix {
        auto network = heterogeneous();
        network.C *= coupling;
        return connectivity(network, s);
    };
    const Complex start =
        characteristic_root([&](Complex s) { return growing(s, 1.0); }, Complex(0.0, 400.0)).s;
    const auto coarse = follow_root(growing, Vector{{1.0, 5.0}}, start);
    const auto fine = follow_root(growing, Vector::LinSpaced(81, 1.0, 5.0), start);
    CHECK(std::abs(coarse.back().s - fine.back().s) < 1e-9 * std::abs(fine.back().s));
}

TEST_CASE("The search for roots names what it rejects",
          "[theory][characteristic_equation][error]") {
    const auto search = [](const RootOptions& options) {
        return characteristic_root(at(homogeneous()), 1.0, options);
    };
    CHECK_THROWS_MATCHES(search({.tolerance = 0.0}), InvalidParameter,
                         Message("tolerance must be positive and finite, got 0"));
    CHECK_THROWS_MATCHES(search({.max_step = -1.0}), InvalidParameter,
                         Message("max_step must be positive and finite, got -1"));
    CHECK_THROWS_MATCHES(search({.max_iterations = 0}), InvalidParameter,
                         Message("max_iterations must be at least 1, got 0"));
    const ConnectivityAt rectangular = [](Complex) { return ComplexMatrix::Ones(2, 3); };
    CHECK_THROWS_MATCHES(characteristic_root(rectangular, 1.0), InvalidParameter,
                         Message("W(start) must have shape 2 x 2, got 2 x 3"));
    CHECK_THROWS_AS(characteristic_root(at(homogeneous()), std::nan("")), InvalidParameter);
}
