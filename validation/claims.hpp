#pragma once

#include <siegert/arrays.hpp>

#include <string>
#include <vector>

/// A table of claims, printed as it is judged: what every validation program consists of.
namespace siegert::validation {

/// One number beside the one that it should be.
struct Claim {
    std::string name;
    std::string unit;
    double value;
    double reference;
    double tolerance;   ///< absolute
    std::string owner;  ///< where the tolerance comes from
};

/// Prints the claims and returns EXIT_SUCCESS if all hold.
int judge(const std::string& title, const std::vector<Claim>& claims);

/// A number from independent samples.
struct Measured {
    double value;
    double standard_error;
};

/// Mean of independent samples (at least two) and its standard error.
Measured mean_of(const Vector& samples);

/// Number of standard errors by which one of several means may be off before chance is no longer
/// believed: Student's t with `samples` - 1 degrees of freedom, two-sided, 1e-5 for all
/// `comparisons` together.
double standard_errors_allowed(Index samples, Index comparisons);

}  // namespace siegert::validation
