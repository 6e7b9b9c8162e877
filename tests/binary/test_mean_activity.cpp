#include "catch.hpp"

#include <siegert/binary/mean_activity.hpp>
#include <siegert/error.hpp>

using namespace siegert;
using namespace siegert::binary;
using Catch::Matchers::Message;

namespace {

struct Reference {
    double mu, sigma, theta;
    double m, d_mu, d_sigma2;
};

constexpr Reference references[] = {
#include "references/binary.inc"
};

}  // namespace

TEST_CASE("The mean activity agrees with 40-digit references", "[binary][mean_activity]") {
    for (const auto& r : references) {
        CAPTURE(r.mu, r.sigma, r.theta);
        const double x = (r.theta - r.mu) / r.sigma;
        const double tolerance = 1e-15 * (1.0 + x * x);  // documented bound
        const Input input{.mu = r.mu, .sigma = r.sigma};
        CHECK(relative_error(mean_activity(input, r.theta), r.m) < tolerance);
        const auto derivatives = activity_derivatives(input, r.theta);
        CHECK(relative_error(derivatives.d_mu, r.d_mu) < tolerance);
        CHECK(relative_error(derivatives.d_sigma2, r.d_sigma2) < tolerance);
    }
}

TEST_CASE("Without noise a binary neuron compares its input with the threshold",
          "[binary][mean_activity]") {
    CHECK(mean_activity({.mu = 1.3, .sigma = 0.0}, 1.4) == 0.0);
    CHECK(mean_activity({.mu = 1.5, .sigma = 0.0}, 1.4) == 1.0);
    CHECK(mean_activity({.mu = 1.4, .sigma = 0.0}, 1.4) == 0.5);
    CHECK(activity_derivatives({.mu = 1.3, .sigma = 0.0}, 1.4).d_mu == 0.0);
    CHECK(activity_derivatives({.mu = 1.4, .sigma = 0.0}, 1.4).d_sigma2 == 0.0);
}

TEST_CASE("The mean activity is a probability that grows with the input",
          "[binary][mean_activity]") {
    for (const double sigma : {0.0, 1e-300, 1e-5, 0.7, 1e9}) {
        double previous = 0.0;
        for (double mu = -4.0; mu <= 4.0; mu += 0.01) {
            const Input input{.mu = mu, .sigma = sigma};
            const double m = mean_activity(input, 0.6);
            const auto derivatives = activity_derivatives(input, 0.6);
            CAPTURE(mu, sigma, m);
            REQUIRE(m >= previous);
            REQUIRE(m <= 1.0);
            REQUIRE(derivatives.d_mu >= 0.0);
            REQUIRE(std::isfinite(derivatives.d_sigma2));
            // What is above the threshold for mu is below it for the mirror image.
            const double mirrored = mean_activity({.mu = 1.2 - mu, .sigma = sigma}, 0.6);
            REQUIRE(std::abs(m + mirrored - 1.0) < 1e-14);  // rounding of 1.2 - mu, times slope
            previous = m;
        }
    }
}

TEST_CASE("The mean activity names what it rejects", "[binary][mean_activity][error]") {
    CHECK_THROWS_MATCHES(mean_activity({.mu = unset, .sigma = 1.0}, 0.5), InvalidParameter,
                         Message("mu must be finite, got nan"));
    CHECK_THROWS_MATCHES(mean_activity({.mu = 0.3, .sigma = -1.0}, 0.5), InvalidParameter,
                         Message("sigma must be finite and not negative, got -1"));
    CHECK_THROWS_MATCHES(activity_derivatives({.mu = 0.3, .sigma = 1.0}, unset), InvalidParameter,
                         Message("theta must be finite, got nan"));
}
