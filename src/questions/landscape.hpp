#pragma once

#include <siegert/io/parameter_line.hpp>
#include <siegert/landscape/curves.hpp>
#include <siegert/questions/question.hpp>

#include <string>
#include <vector>

/// What questions about branches and curves share.
namespace siegert::questions {

/// "fold", "branch_point" or "hopf".
[[nodiscard]] std::string name_of(landscape::EventKind kind);

/// "cusp" or "bogdanov_takens".
[[nodiscard]] std::string name_of(landscape::CurveEventKind kind);

/// "edge", "closed", "lost" or "most_points".
[[nodiscard]] std::string name_of(landscape::BranchEnd end);

/// "nu_ext=1:20 Hz;g=3:8" of an option. Throws: InvalidParameter if there is none.
[[nodiscard]] std::vector<ParameterRange> ranges_in(const Inquiry& inquiry,
                                                    std::string_view option);

[[nodiscard]] landscape::BranchesOptions branches_options(const Inquiry& inquiry);

/// Folds and Hopf points as curves in the plane of two parameters.
[[nodiscard]] Answer bifurcation_curves(Inquiry& inquiry);

}  // namespace siegert::questions
