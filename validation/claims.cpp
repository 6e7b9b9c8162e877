#include "claims.hpp"

#include <fmt/format.h>
#include <boost/math/distributions/students_t.hpp>

#include <cmath>
#include <cstdlib>

namespace siegert::validation {

int judge(const std::string& title, const std::vector<Claim>& claims) {
    fmt::print("{}\n{:<52} {:>12} {:>12} {:>10}  {}\n", title, "claim", "value", "reference",
               "tolerance", "tolerance from");
    bool all_hold = true;
    for (const Claim& claim : claims) {
        const bool holds = std::abs(claim.value - claim.reference) <= claim.tolerance;
        all_hold = all_hold && holds;
        fmt::print("{:<52} {:>12.6g} {:>12.6g} {:>10.2g}  {}{}\n",
                   claim.name + (claim.unit.empty() ? "" : " [" + claim.unit + "]"), claim.value,
                   claim.reference, claim.tolerance, claim.owner, holds ? "" : " FAILS");
    }
    fmt::print("{}\n", all_hold ? "pass" : "FAIL");
    return all_hold ? EXIT_SUCCESS : EXIT_FAILURE;
}

Measured mean_of(const Vector& samples) {
    const auto n = static_cast<double>(samples.size());
    const double mean = samples.mean();
    const double variance = (samples.array() - mean).square().sum() / (n - 1.0);
    return {.value = mean, .standard_error = std::sqrt(variance / n)};
}

double standard_errors_allowed(Index samples, Index comparisons) {
    const boost::math::students_t distribution(static_cast<double>(samples - 1));
    return boost::math::quantile(
        boost::math::complement(distribution, 0.5e-5 / static_cast<double>(comparisons)));
}

}  // namespace siegert::validation
