#pragma once

#include <siegert/answer/answer.hpp>
#include <siegert/questions/inquiry.hpp>
#include <siegert/questions/scan.hpp>
#include <siegert/theory/working_point.hpp>

#include <string>
#include <vector>

/// The working point as part of an answer.
namespace siegert::questions {

/// Rates, input and how they were found, with the checks of the theory.
[[nodiscard]] Answer state(const Network& network, const theory::WorkingPoint& point);

/// How a state was found, or that it was not, for people; and why the answer is then no.
[[nodiscard]] std::string solution_note(const theory::WorkingPoint& point);
[[nodiscard]] std::string objection_to(const theory::WorkingPoint& point);

/// The table of it.
[[nodiscard]] Table state_table(const Network& network, const Answer& state);

/// Lines for people on how well the assumptions of the theory are met.
[[nodiscard]] std::vector<std::string> validity_notes(
    const std::vector<theory::ValidityCheck>& checks);

/// The checks, one by one.
[[nodiscard]] Group validity_group(const std::vector<theory::ValidityCheck>& checks);

/// Rates with the input that the network's own spikes make.
[[nodiscard]] Answer self_consistent_rates(Inquiry& inquiry);

/// How rates differ between the neurons of a population.
[[nodiscard]] Answer rate_distribution(Inquiry& inquiry);

/// Every self-consistent state.
[[nodiscard]] Answer fixed_points(Inquiry& inquiry);

}  // namespace siegert::questions
