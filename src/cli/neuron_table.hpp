#pragma once

#include "cli/csv_reader.hpp"

#include <siegert/lif/input.hpp>
#include <siegert/model/neuron.hpp>

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace siegert::cli {

/// One neuron and its input, from one row of a table.
struct NeuronRow {
    LifNeuron neuron;
    lif::Input input;
    std::optional<double> tau_s;      ///< empty: delta synapses
    std::optional<double> f;          ///< [Hz]; empty unless the column is wanted
    std::vector<std::string> fields;  ///< the row as it was written
};

/// Whether rows have a frequency. Where it is not wanted, a column `f` is passed through unread.
enum class FrequencyColumn { unread, wanted };

/// A table of neurons in CSV, with a header that names the columns mu, sigma, V_0 (or V_0_rel),
/// V_th (or V_th_rel), tau_m, tau_r, perhaps tau_s, and f where it is wanted, all in SI units, in
/// any order among others.
class NeuronTable {
public:
    /// Reads the header. Columns named `results` are to be appended.
    ///
    /// Throws: InvalidParameter if there is no header, or a column is missing or given twice.
    NeuronTable(std::istream& in, const std::string& name, const std::vector<std::string>& results,
                FrequencyColumn frequency);

    /// Names of the columns, those of the results last: prefixed by "siegert_" where a name is
    /// taken.
    [[nodiscard]] const std::vector<std::string>& header() const { return header_; }

    /// The next row, valid; empty at the end. Throws: InvalidParameter, naming row and column.
    [[nodiscard]] std::optional<NeuronRow> next();

    [[nodiscard]] bool ready() const { return reader_.ready(); }
    [[nodiscard]] bool ends_with_crlf() const { return crlf_; }

private:
    [[nodiscard]] NeuronRow parse(CsvRecord record) const;

    CsvReader reader_;
    std::vector<std::string> header_;
    std::size_t width_ = 0;             ///< columns of the input
    std::vector<std::size_t> columns_;  ///< where mu, sigma, V_0, V_th, tau_m, tau_r, tau_s, f are
    int row_ = 0;
    bool crlf_ = false;
};

/// The number that a text is, whole; empty where it is none or is not finite.
[[nodiscard]] std::optional<double> finite_number(const std::string& text);

}  // namespace siegert::cli
