#pragma once

#include "crosscheck/prediction.hpp"

#include <optional>
#include <string>

namespace siegert::crosscheck {

/// Row of observable r: prediction, causes, and the mean and standard error of its samples, without
/// a verdict.
[[nodiscard]] Row compared(const Setting& setting, const Expectation& expectation, Index r,
                           const Vector& samples);

/// Why the theory has no value for an observable; empty if it has one.
[[nodiscard]] std::optional<std::string> reason_without_value(const Setting& setting,
                                                              const Expectation& expectation,
                                                              Index r);

/// Gives each row its p-value and its verdict, from `samples` samples each: Student's t, and Holm's
/// procedure over all rows.
void judge(std::vector<Row>& rows, int samples, double family_error);

}  // namespace siegert::crosscheck
