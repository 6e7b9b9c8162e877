#include "catch.hpp"

#include "statistics/jackknife.hpp"

#include <vector>

using namespace siegert::statistics;

TEST_CASE("The jackknife of a mean is the standard error of the mean", "[statistics][jackknife]") {
    const std::vector<double> values{1.3, 2.9, -0.4, 7.1};
    std::vector<double> left_out;
    for (const double value : values) left_out.push_back((10.9 - value) / 3.0);
    const auto mean = mean_of(values);
    const auto estimate = jackknife(mean.value, left_out);
    CHECK(relative_error(mean.value, 2.725) < 1e-14);
    // Squared deviations 2.030625 + 0.030625 + 9.765625 + 19.140625 over 3 * 4.
    CHECK(relative_error(mean.standard_error, std::sqrt(30.9675 / 12.0)) < 1e-14);
    CHECK(relative_error(estimate.standard_error, mean.standard_error) < 1e-14);
    CHECK(estimate.samples == 4.0);
}

TEST_CASE("One value has no known error, none is no value", "[statistics][jackknife]") {
    const std::vector<double> one{3.0};
    CHECK(mean_of(one).value == 3.0);
    CHECK(std::isinf(mean_of(one).standard_error));
    CHECK(mean_of(one).samples == 1.0);
    CHECK(mean_of({}).samples == 0.0);
    CHECK(jackknife(2.0, {}).value == 2.0);
    CHECK(std::isinf(jackknife(2.0, one).standard_error));
}
