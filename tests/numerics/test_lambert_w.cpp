#include "catch.hpp"

#include "numerics/lambert_w.hpp"

#include <complex>
#include <limits>
#include <numbers>

using siegert::numerics::lambert_w;
using siegert::numerics::lambert_w_of_exp;
using Complex = std::complex<double>;

namespace {

// Documented bound. Measured worst case 1.1e-15 over 50760 points on nine branches (GCC 12,
// x86-64).
constexpr double tolerance = 4e-15;

struct Reference {
    const char* regime;
    int branch;
    double z_real, z_imag;
    double w_real, w_imag;
};

constexpr Reference references[] = {
#include "references/lambert_w.inc"
};

double relative_distance(Complex value, Complex reference) {
    const double distance = std::abs(value - reference) / std::abs(reference);
    return std::isnan(distance) ? std::numeric_limits<double>::infinity() : distance;
}

}  // namespace

TEST_CASE("Lambert W agrees with 40-digit references on all branches", "[numerics][lambert_w]") {
    for (const auto& reference : references) {
        const Complex w = lambert_w(reference.branch, {reference.z_real, reference.z_imag});
        CAPTURE(reference.regime, reference.branch, reference.z_real, reference.z_imag, w);
        REQUIRE(relative_distance(w, {reference.w_real, reference.w_imag}) < tolerance);
    }
}

TEST_CASE("Lambert W is real where its real branches are", "[numerics][lambert_w]") {
    for (const double z : {-0.36, -0.2, -1e-3, -1e-200}) {
        CAPTURE(z);
        CHECK(lambert_w(0, z).imag() == 0.0);
        CHECK(lambert_w(-1, z).imag() == 0.0);
        CHECK(lambert_w(0, z).real() > -1.0);
        CHECK(lambert_w(-1, z).real() < -1.0);
    }
    CHECK(lambert_w(0, 17.0).imag() == 0.0);
}

TEST_CASE("Lambert W of conjugate arguments is conjugate on opposite branches",
          "[numerics][lambert_w]") {
    for (int branch = -5; branch <= 5; ++branch)
        for (double size = 1e-3; size < 1e4; size *= 1.7)
            for (double angle = 0.05; angle < std::numbers::pi; angle += 0.11) {
                const Complex z = std::polar(size, angle);
                CAPTURE(branch, z);
                REQUIRE(relative_distance(std::conj(lambert_w(branch, std::conj(z))),
                                          lambert_w(-branch, z)) < tolerance);
            }
}

TEST_CASE("Lambert W solves its equation on every branch, each with another value",
          "[numerics][lambert_w]") {
    for (double size = 1e-6; size < 1e6; size *= 2.3)
        for (double angle = -3.1; angle < std::numbers::pi; angle += 0.23) {
            const Complex z = std::polar(size, angle);
            double previous = -std::numeric_limits<double>::infinity();
            for (int branch = -6; branch <= 6; ++branch) {
                const Complex w = lambert_w(branch, z);
                CAPTURE(branch, z, w);
                // The condition number of w exp(w) is |1 + w|.
                REQUIRE(std::abs(w * std::exp(w) / z - 1.0) < tolerance * (2.0 + std::abs(w)));
                REQUIRE(w.imag() > previous);  // branches are stacked along the imaginary axis
                previous = w.imag();
            }
        }
}

TEST_CASE("Lambert W on a cut is the limit from above", "[numerics][lambert_w]") {
    for (const int branch : {-2, -1, 0, 1, 2}) {
        CAPTURE(branch);
        CHECK(lambert_w(branch, {-2.5, -0.0}) == lambert_w(branch, {-2.5, 0.0}));
        CHECK(relative_distance(lambert_w(branch, {-2.5, 1e-15}), lambert_w(branch, {-2.5, 0.0})) <
              tolerance);
    }
}

TEST_CASE("Lambert W at zero is zero or minus infinity", "[numerics][lambert_w]") {
    CHECK(lambert_w(0, 0.0) == 0.0);
    CHECK(lambert_w(-1, 0.0) == Complex(-std::numeric_limits<double>::infinity(), 0.0));
    CHECK(lambert_w(4, 0.0) == Complex(-std::numeric_limits<double>::infinity(), 0.0));
}

TEST_CASE("Lambert W of exp continues where exp overflows", "[numerics][lambert_w]") {
    for (int branch = -3; branch <= 3; ++branch) {
        CAPTURE(branch);
        const Complex log_z(3.7, -2.1);
        CHECK(relative_distance(lambert_w_of_exp(branch, log_z),
                                lambert_w(branch, std::exp(log_z))) < tolerance);
        // w + log w = log z + 2 pi i branch, whose terms are known to 1e-16 of the largest.
        for (const Complex large : {Complex(701.0, 1.3), Complex(5e6, -3.0), Complex(-9e3, 0.4)}) {
            const Complex w = lambert_w_of_exp(branch, large);
            if (branch == 0 && large.real() < 0.0) {
                CHECK(w == std::exp(large));
                continue;
            }
            const Complex target = large + Complex(0.0, 2.0 * std::numbers::pi * branch);
            CHECK(relative_distance(w + std::log(w), target) < tolerance);
        }
    }
}
