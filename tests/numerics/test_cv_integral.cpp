#include "catch.hpp"

#include "numerics/cv_integral.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <cmath>
#include <numbers>
#include <utility>

using namespace siegert::numerics;

namespace {

using boost::math::quadrature::gauss_kronrod;

double inner(double x) {
    const auto integrand = [x](double y) {
        const double e = std::exp(y * y) * std::erfc(-y);
        return std::exp((x - y) * (x + y)) * e * e;
    };
    double sum = 0.0;
    for (double right = x; right > x - 9.0; right -= 1.5) {
        sum += gauss_kronrod<double, 31>::integrate(integrand, right - 1.5, right, 0);
    }
    return sum;
}

}  // namespace

TEST_CASE("The variance of the intervals is what quadrature of its definition gives",
          "[numerics][cv]") {
    const double b = GENERATE(-3.3, -0.6, 0.0, 0.8, 2.4);
    const double h = GENERATE(1e-5, 0.03, 0.2, 0.6, 2.1);
    CAPTURE(b, h);
    const Barrier barrier{.distance = b, .distance_low = 0.0, .width = h, .sigma = 1.0};
    const auto integral = siegert_integral(barrier);
    const double variance = 2.0 * std::numbers::pi *
                            gauss_kronrod<double, 31>::integrate(
                                [b](double d) { return inner(b - d); }, 0.0, h, 6, 1e-13);
    const double expected = std::sqrt(variance) * std::exp(-integral.exponent);
    // erfc near exp(-30) in double precision: 2 y^2 = 60 roundings.
    CHECK(relative_error(cv_integral(barrier, integral.root), expected) < 1e-13);
}

TEST_CASE("Variances over adjacent intervals add up", "[numerics][cv]") {
    const double b = GENERATE(-300.0, -20.0, 0.3, 5.0, 17.0, 45.0);
    const double width = GENERATE(0.1, 0.5, 3.0, 50.0);
    CAPTURE(b, width);
    const auto root = [](double end, double length) {
        const Barrier part{.distance = end, .distance_low = 0.0, .width = length, .sigma = 1.0};
        const auto integral = siegert_integral(part);
        return std::pair(cv_integral(part, integral.root), integral.exponent);
    };
    const auto [whole, exponent] = root(b, width);
    const auto [upper, upper_exponent] = root(b, width / 4.0);
    const auto [lower, lower_exponent] = root(b - width / 4.0, 3.0 * width / 4.0);
    const double sum = std::hypot(upper, lower * std::exp(lower_exponent - upper_exponent));
    // The exponent, up to 2000, is rounded.
    CHECK(relative_error(sum, whole) < 1e-12);
}
