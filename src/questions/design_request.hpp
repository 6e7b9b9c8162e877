#pragma once

#include <siegert/dimension.hpp>
#include <siegert/landscape/design.hpp>
#include <siegert/questions/question.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace siegert::questions {

/// What `siegert design` was asked for.
struct DesignRequest {
    landscape::DesignProblem problem;
    std::vector<Dimension> dimensions;  ///< of the parameters
    std::vector<std::string> notes;
};

/// From the texts of the options. Throws: InvalidParameter, saying what was expected.
[[nodiscard]] DesignRequest design_request(const Inquiry& inquiry);

/// "firing_rates", "cvs", ...
[[nodiscard]] std::string_view name_of(landscape::Observable observable);

}  // namespace siegert::questions
