#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/rhythm.hpp>

#include <limits>

using namespace siegert;
using theory::same_rhythm;
using theory::SpectralPeak;

namespace {

SpectralPeak peak(Index population, double omega, double height) {
    return {.population = population, .frequency_index = 3, .omega = omega, .height = height};
}

}  // namespace

TEST_CASE("Frequencies within five percent are one rhythm, whichever comes first",
          "[theory][rhythm]") {
    CHECK(same_rhythm(100.0, 104.9));
    CHECK(same_rhythm(104.9, 100.0));
    CHECK_FALSE(same_rhythm(100.0, 105.1));
    CHECK_FALSE(same_rhythm(105.1, 100.0));
    CHECK(same_rhythm(0.0, 0.0));
    CHECK_FALSE(same_rhythm(0.0, 1e-300));
    CHECK_THROWS_AS(same_rhythm(-1.0, 2.0), InvalidParameter);
    CHECK_THROWS_AS(same_rhythm(1.0, std::numeric_limits<double>::quiet_NaN()), InvalidParameter);
}

TEST_CASE("Peaks are grouped into rhythms by frequency", "[theory][rhythm]") {
    const std::vector<SpectralPeak> peaks{peak(0, 300.0, 2.0), peak(1, 103.0, 0.4),
                                          peak(2, 100.0, 0.7), peak(1, 290.0, 5.0),
                                          peak(0, 107.0, 0.1)};
    const auto found = theory::rhythms(peaks);
    REQUIRE(found.size() == 3);
    CHECK(found[0].size() == 2);
    CHECK(theory::highest_peak(found[0]).population == 2);
    CHECK(found[1].front().omega == 107.0);
    CHECK(theory::highest_peak(found[2]).height == 5.0);
    const auto leading = theory::leading_peaks(peaks, 2);
    REQUIRE(leading.size() == 2);
    CHECK(leading[0].height == 5.0);
    CHECK(leading[1].height == 0.7);
    CHECK(theory::rhythms({}).empty());
    CHECK_THROWS_AS(theory::highest_peak({}), InvalidParameter);
}
