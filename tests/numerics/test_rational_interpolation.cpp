#include "catch.hpp"

#include "numerics/rational_interpolation.hpp"

#include <cmath>

using namespace siegert;
using namespace siegert::numerics;

namespace {

constexpr Complex i_unit(0.0, 1.0);

// A rational function of degree two, and one that is none.
ComplexVector smooth(Complex z) {
    return ComplexVector{{3.0 / (z + 2.0) + (1.0 + i_unit) / (z + 0.3 - 5.0 * i_unit),
                          1e4 / (1.0 + std::sqrt(1.0 + z))}};
}

Complex path(double u) {
    return i_unit * std::expm1(7.0 * u);
}

}  // namespace

TEST_CASE("A rational function is recovered from few values, everywhere",
          "[numerics][rational_interpolation]") {
    const auto f = [](Complex z) -> ComplexVector { return smooth(z).head(1); };
    const auto r = interpolant_on_path(f, path, 1e-10);
    REQUIRE(r.has_value());
    CHECK(r->supports.size() <= 6);
    for (const Complex z : {Complex(0.0, 3.3), Complex(0.0, 700.0), Complex(-0.2, 4.0)}) {
        CHECK(std::abs(value(*r, z)(0) - f(z)(0)) < 1e-8 * std::abs(f(0.0)(0)));
    }
    CHECK(value(*r, r->supports(2))(0) == f(r->supports(2))(0));
}

TEST_CASE("Several functions share an interpolant that holds between its points",
          "[numerics][rational_interpolation]") {
    int calls = 0;
    const auto f = [&](Complex z) {
        ++calls;
        return smooth(z);
    };
    const double tolerance = 1e-8;
    const auto r = interpolant_on_path(f, path, tolerance);
    REQUIRE(r.has_value());
    CHECK(calls <= 41);
    for (double u = 0.0; u <= 1.0; u += 0.0037) {
        const ComplexVector error = (value(*r, path(u)) - smooth(path(u))).cwiseAbs();
        CHECK(error(0).real() < 10.0 * tolerance * std::abs(smooth(5.0 * i_unit)(0)));
        CHECK(error(1).real() < 10.0 * tolerance * 1e4);
    }
    CHECK(value(*r, {-0.1, 10.0}).isApprox(smooth({-0.1, 10.0}), 1e-6));  // continued
}

TEST_CASE("A function that is not smooth has no interpolant",
          "[numerics][rational_interpolation]") {
    const auto jump = [](Complex z) -> ComplexVector {
        return ComplexVector::Constant(1, std::fmod(17.3 * std::abs(z), 1.0));
    };
    CHECK(!interpolant_on_path(jump, path, 1e-7).has_value());
}
