#pragma once

#include <siegert/answer/answer.hpp>
#include <siegert/io/report.hpp>
#include <siegert/io/results_file.hpp>

#include <iosfwd>

/// The writers of answers. They know arrays, axes and units, and nothing of what they are about.
namespace siegert::io {

/// Notes, then tables with six digits and customary units (mV for V), named in the heading; "-" for
/// numbers that are missing (NaN).
void print_table(const Answer& answer, std::ostream& out);

/// Notes behind '#', then one table with 17 digits in SI units; what is missing is an empty field.
void print_csv(const Answer& answer, std::ostream& out);

/// One object: {"val": ..., "unit": ...} for what has a unit or is an array of reals, {"re": ...,
/// "im": ...} as value of what is complex; everything else as it is. Arrays are nested lists, each
/// on one line; NaN is null.
///
/// Throws: InvalidParameter beyond 2e7 numbers, which only a file can hold.
void print_json(const Answer& answer, std::ostream& out);

/// The answer as `write_results` stores it.
[[nodiscard]] ResultsTree results_of(Answer answer);

/// A page: the tables, and a figure of each result that can be drawn: curves over numbers, colours
/// for matrices, bars for lists.
[[nodiscard]] Report report_of(const Answer& answer, const ReportText& text);

/// A field of CSV: quoted where it holds a separator, a quote or a line break (RFC 4180).
[[nodiscard]] std::string csv_field(const std::string& text);

/// A number with 17 digits, from which the double can be read back.
[[nodiscard]] std::string exact_text(double value);

}  // namespace siegert::io
