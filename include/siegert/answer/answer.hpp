#pragma once

#include <siegert/answer/dataset.hpp>

#include <string>
#include <vector>

/// What a question is answered with. One writer each prints any answer as a table, CSV, JSON, HDF5,
/// HTML and NumPy arrays (`siegert/io/answer.hpp`, python/bindings/answers.cpp); none of them knows
/// what the numbers are about.
namespace siegert {

/// A result, under the one name that it has in every output.
struct Quantity {
    std::string name;  ///< "firing_rates"
    Dataset data;
};

/// What stands along one index of arrays.
struct Axis {
    std::string name;  ///< of one entry: "population", "frequency"; empty: rows without a name
    Dataset labels;    ///< a list, texts or numbers
};

/// Whom a table is for. The terminal prints those for everyone and for people, CSV is the last one
/// that is not for people alone.
enum class Audience { everyone, people, programs };

/// Quantities side by side, a row for each combination of the labels of some axes.
struct Table {
    std::string title;
    std::vector<Axis> rows;         ///< the last one changes fastest; their labels are columns, too
    std::vector<Quantity> columns;  ///< with all of these axes, or some of them, in this order
    std::size_t most = 0;  ///< labels of the first axis on a terminal, evenly spread; 0: all
    Audience audience = Audience::everyone;
};

struct Group;

/// Named results with all that is needed to print them.
struct Answer {
    std::vector<std::string> notes{};  ///< lines for people, above everything
    std::vector<Axis> axes{};          ///< those that the quantities name
    std::vector<Quantity> quantities{};
    std::vector<Group> groups;
    std::vector<Table> tables{};  ///< empty: made from the quantities, see `tables_of`
    std::string objection{};      ///< why the answer is no (not converged, ...); empty: it is not
};

enum class Form {
    group,  ///< results that belong together
    list,   ///< the same, but JSON lists the entries along the first axis
};

/// An answer within an answer.
struct Group {
    std::string name;
    Answer answer;
    Form form = Form::group;
};

/// A result in one line: `quantity("cvs", dataset(cvs, ""), {"population"}, "of the intervals")`.
[[nodiscard]] Quantity quantity(std::string name, Dataset data, std::vector<std::string> axes = {},
                                std::string meaning = {});

/// The columns of a matrix of results, or of a list of them, apart: "E", "I", or "nu_E", "nu_I"
/// with a prefix. `labels` are those of the last axis.
[[nodiscard]] std::vector<Quantity> columns_of(const Quantity& matrix, const Dataset& labels,
                                               const std::string& prefix = {});

/// Adds notes, axes, quantities and groups, not the tables; a name that is there already stays.
void append(Answer& answer, Answer more);

/// The result of this name. Throws: InvalidParameter if there is none.
[[nodiscard]] const Dataset& find(const Answer& answer, const std::string& name);

/// The tables of an answer: its own, or else one for each set of axes that its quantities have, and
/// those of its groups.
[[nodiscard]] std::vector<Table> tables_of(const Answer& answer);

/// Indices 0 ... size - 1, or `most` of them (0: all), evenly spread, with the first and the last.
[[nodiscard]] std::vector<std::size_t> evenly_spread(std::size_t size, std::size_t most);

}  // namespace siegert
