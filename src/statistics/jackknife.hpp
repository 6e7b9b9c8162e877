#pragma once

#include <siegert/statistics/estimate.hpp>

#include <span>

namespace siegert::statistics {

/// Mean of independent values with its standard error.
[[nodiscard]] Estimate mean_of(std::span<const double> values);

/// A value with the standard error that its variants tell, each computed without one of as many
/// groups of the data.
[[nodiscard]] Estimate jackknife(double value, std::span<const double> left_out);

}  // namespace siegert::statistics
