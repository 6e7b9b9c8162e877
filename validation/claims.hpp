#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
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
inline int judge(const std::string& title, const std::vector<Claim>& claims) {
    fmt::print("{}\n{:<46} {:>12} {:>12} {:>10}  {}\n", title, "claim", "value", "reference",
               "tolerance", "tolerance from");
    bool all_hold = true;
    for (const Claim& claim : claims) {
        const bool holds = std::abs(claim.value - claim.reference) <= claim.tolerance;
        all_hold = all_hold && holds;
        fmt::print("{:<46} {:>12.6g} {:>12.6g} {:>10.2g}  {} {}\n",
                   claim.name + (claim.unit.empty() ? "" : " [" + claim.unit + "]"), claim.value,
                   claim.reference, claim.tolerance, claim.owner, holds ? "" : "FAILS");
    }
    fmt::print("{}\n", all_hold ? "pass" : "FAIL");
    return all_hold ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace siegert::validation
