#pragma once

#include <siegert/answer/answer.hpp>
#include <siegert/io/parameter_scan.hpp>
#include <siegert/questions/question.hpp>
#include <siegert/theory/scan.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace siegert::questions {

/// A question and the options that are given with it.
struct AskedQuestion {
    const Question* question;
    std::map<std::string, std::string> settings;
};

/// What a text such as "sensitivity --frequency 64 Hz --modes 2" asks: the name of a question, then
/// its options as on the command line, without quotes.
///
/// Throws: InvalidParameter if there is no such question or option.
[[nodiscard]] AskedQuestion asked_question(const std::string& text);

/// What a question answers at the points of a grid, in their order; empty where it was not asked.
using PointAnswers = std::vector<std::optional<Answer>>;

/// Asks about the network at a point of a scan, whose state is known. `inquiry` is one about the
/// network at the first point, and the network is `network`. Where there is no answer, because the
/// state or what is asked has not converged, it has no quantities, and the objection says why.
///
/// Throws: InvalidParameter as `ask`.
[[nodiscard]] Answer answer_at(const AskedQuestion& asked, const Inquiry& inquiry,
                               const Network& network, const theory::ScanPoint& point, int threads);

/// The answers as one group, "answer": every result as an array with the grid's indices first, then
/// its own. Where it has another size at other points, a list of peaks for one, it is filled up
/// with NaN, -1 (whole numbers), "" or no to the largest size; so it is where there is no answer.
/// `objection` says where and why the answer was no.
///
/// Throws: InvalidParameter if a result is of another kind at other points.
[[nodiscard]] Group stacked_answers(const ParameterGrid& grid, const PointAnswers& answers);

/// The reverse, for the points that are done.
[[nodiscard]] PointAnswers answers_in(const ParameterGrid& grid, Answer stacked,
                                      const std::vector<bool>& done);

}  // namespace siegert::questions
