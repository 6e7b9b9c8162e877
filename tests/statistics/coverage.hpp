#pragma once

#include "catch.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <cmath>
#include <vector>

/// Do error bars tell the truth? Deviations of independent estimates from the known value, in units
/// of their own standard errors.
class Coverage {
public:
    /// (value - truth) / standard_error, which should follow Student's t: turned into the normal
    /// variable of the same probability.
    void add(double t, double degrees_of_freedom) {
        const boost::math::students_t student(degrees_of_freedom);
        const double p = std::min(std::max(cdf(student, t), 1e-15), 1.0 - 1e-15);
        z_.push_back(quantile(boost::math::normal(), p));
    }

    [[nodiscard]] double mean() const {
        double sum = 0.0;
        for (const double z : z_) sum += z;
        return sum / static_cast<double>(z_.size());
    }

    /// Standard errors by which the mean deviates from 0. Tolerance: |z| < 4.4, two-sided 1e-5.
    [[nodiscard]] double z_of_mean() const { return mean() * std::sqrt(double(z_.size())); }

    /// Two-sided probability of the spread: the sum of squares about zero is chi square.
    [[nodiscard]] double probability_of_spread() const {
        double squares = 0.0;
        for (const double z : z_) squares += z * z;
        const boost::math::chi_squared expected(double(z_.size()));
        const double p = cdf(expected, squares);
        return 2.0 * std::min(p, 1.0 - p);
    }

    [[nodiscard]] double standard_deviation() const {
        double squares = 0.0;
        for (const double z : z_) squares += z * z;
        return std::sqrt(squares / static_cast<double>(z_.size()));
    }

private:
    std::vector<double> z_;
};

/// The seeds are fixed, so that the check either always holds or never.
inline void check(const Coverage& coverage) {
    CAPTURE(coverage.mean(), coverage.standard_deviation());
    CHECK(std::abs(coverage.z_of_mean()) < 4.4);
    CHECK(coverage.probability_of_spread() > 1e-4);
}
