#pragma once

#include <siegert/questions/question.hpp>

namespace siegert::questions {

/// Derivatives of the leading mode and of all rates and CVs with respect to every parameter, and a
/// table of what 1 % more of each does.
[[nodiscard]] Answer gradients_part(Inquiry& inquiry);

}  // namespace siegert::questions
