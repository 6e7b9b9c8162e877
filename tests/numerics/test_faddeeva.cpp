#include "catch.hpp"
#include "numerics/faddeeva.hpp"
#include "theory/read_table.hpp"

#include <complex>

using siegert::numerics::faddeeva;
using Complex = std::complex<double>;

TEST_CASE("Faddeeva function agrees with 60-digit references", "[numerics][faddeeva]") {
    // Documented bound 1e-14; measured worst case 9e-16 (GCC 12, x86-64).
    constexpr double tolerance = 1e-14;
    for (const auto& row : read_table("faddeeva.csv")) {
        const Complex z(number(row[0]), number(row[1]));
        const Complex reference(number(row[2]), number(row[3]));
        CAPTURE(z);
        CHECK(std::abs(faddeeva(z) - reference) <= tolerance * std::abs(reference));
    }
}

TEST_CASE("Faddeeva function is bounded in the whole upper half plane", "[numerics][faddeeva]") {
    for (double x = 1e-300; x < 1e305; x *= 31.7)
        for (double y = 1e-300; y < 1e305; y *= 27.1)
            for (const double sign : {1.0, -1.0}) {
                CAPTURE(x, y);
                REQUIRE(std::abs(faddeeva({sign * x, y})) <= 1.0 + 1e-14);  // fails for NaN
            }
}

TEST_CASE("Faddeeva function is continuous where its formulas meet", "[numerics][faddeeva]") {
    constexpr double step = 0.51166335397324424;  // sqrt(pi / 12), the node distance
    const auto jump = [](Complex z, Complex direction) {
        const Complex h = 1e-13 * direction;
        return std::abs(faddeeva(z + h) - faddeeva(z - h));
    };
    // |w'| < 2.3: 2e-13 times that, and the rounding of both values.
    constexpr double tolerance = 1e-12;
    for (const double y : {1e-6, 0.3, 1.0}) {
        CHECK(jump({2.25 * step, y}, 1.0) < tolerance);
        CHECK(jump({2.75 * step, y}, 1.0) < tolerance);
    }
    CHECK(jump({2.0, 2.0}, {0.0, 1.0}) < tolerance);
    CHECK(jump({7.0, 7.0}, {0.0, 1.0}) < tolerance);
    CHECK(jump({0.1, 6.1399602476789305}, {0.0, 1.0}) < tolerance);  // pi / step
    CHECK(jump({1e8, 3.0}, 1e8) < tolerance);
}
