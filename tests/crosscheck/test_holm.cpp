#include "catch.hpp"
#include "crosscheck/holm.hpp"

using namespace siegert::crosscheck;

TEST_CASE("Holm's procedure rejects in the order of the probabilities and stops at the first miss",
          "[crosscheck][holm]") {
    // At a family error of 0.05 the levels are 0.0125, 0.0167, 0.025, 0.05.
    CHECK(holm_rejections({0.01, 0.04, 0.03, 0.005}, 0.05) ==
          std::vector<bool>{true, false, false, true});
    // 0.03 misses its level, so that 0.04 is not rejected though it is below 0.05.
    CHECK(holm_rejections({0.04, 0.03}, 0.05) == std::vector<bool>{false, false});
    CHECK(holm_rejections({0.04, 0.02}, 0.05) == std::vector<bool>{true, true});
    CHECK(holm_rejections({}, 0.05).empty());
}

TEST_CASE("Probabilities are those of Student's t", "[crosscheck][holm]") {
    CHECK(two_sided_p_value(0.0, 19.0) == 1.0);
    // One degree of freedom is Cauchy's distribution: 1 - 2 atan(|t|) / pi.
    CHECK(two_sided_p_value(-1.0, 1.0) == Approx(0.5).epsilon(1e-14));
    // 2.0930240544 is the 97.5 % quantile for 19 degrees of freedom, 11 digits.
    CHECK(two_sided_p_value(2.0930240544, 19.0) == Approx(0.05).epsilon(1e-9));
}

TEST_CASE("Quantiles are the inverse of probabilities", "[crosscheck][holm]") {
    CHECK(two_sided_quantile(two_sided_p_value(3.7, 19.0), 19.0) == Approx(3.7).epsilon(1e-12));
    CHECK(two_sided_p_value(1e300, 19.0) < 1e-300);
}
