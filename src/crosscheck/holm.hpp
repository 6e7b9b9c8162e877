#pragma once

#include <vector>

namespace siegert::crosscheck {

/// Probability that Student's t with the given degrees of freedom deviates from zero by |t| or
/// more.
[[nodiscard]] double two_sided_p_value(double t, double degrees_of_freedom);

/// The |t| with this probability.
[[nodiscard]] double two_sided_quantile(double p_value, double degrees_of_freedom);

/// Which hypotheses are rejected when the probability of any false rejection is limited to
/// `family_error`, whatever the dependence between them. Source: S. Holm, Scand. J. Stat. 6, 65
/// (1979).
[[nodiscard]] std::vector<bool> holm_rejections(const std::vector<double>& p_values,
                                                double family_error);

}  // namespace siegert::crosscheck
