#pragma once

#include <siegert/answer/answer.hpp>
#include <siegert/io/parameter_scan.hpp>
#include <siegert/questions/scanned_answers.hpp>
#include <siegert/theory/scan.hpp>

#include <cstdint>
#include <string>

namespace siegert::questions {

/// What a scan was asked for: two with equal settings have equal results.
struct ScanSettings {
    std::string method, convention, synaptic_filter, synapse, start;
    std::int64_t max_iterations = 0;
    Vector omegas;             ///< [rad/s]; empty: no stability
    std::string asked;         ///< see asked_question; empty: nothing
    std::string last_network;  ///< at the last point of the grid, as YAML
};

/// A scan as an answer: arrays of the shape of the grid, populations last. Points that are not done
/// are NaN, and -1 in arrays of whole numbers. Its tables have a row for each point that is done.
/// Where something was asked, it has the answers as a group (stacked_answers), and its table those
/// results that are single numbers or texts, or one for each population.
[[nodiscard]] Answer scan_answer(const ParameterGrid& grid, const theory::Scan& scan,
                                 const ScanSettings& settings, const PointAnswers& answers = {});

/// "newton", "relaxation" or "not_converged".
[[nodiscard]] std::string name_of(theory::Termination termination);

}  // namespace siegert::questions
