#pragma once

#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace siegert::cli {

/// One line of a table.
struct CsvRecord {
    std::vector<std::string> fields;  ///< as written, with their quotes
    int line = 0;                     ///< in the file, from 1, where the record begins
};

/// Reads comma-separated values (RFC 4180) record by record: fields may be quoted and then hold
/// separators and line breaks; lines end with LF or CRLF. Lines that begin with '#' and empty
/// lines are skipped, a byte order mark is ignored.
class CsvReader {
public:
    /// `name` is what messages call the input.
    CsvReader(std::istream& in, std::string name);

    /// The next record; empty at the end. Throws: InvalidParameter if a quote is not closed,
    /// FileError if the input cannot be read.
    [[nodiscard]] std::optional<CsvRecord> next();

    /// Whether more input is at hand, so that `next` need not wait.
    [[nodiscard]] bool ready() const;

    /// Whether the last line read ended with CRLF.
    [[nodiscard]] bool ends_with_crlf() const { return crlf_; }

    [[nodiscard]] const std::string& name() const { return name_; }

private:
    bool read_line();
    bool read_logical_line();

    std::istream& in_;
    std::string name_;
    std::string line_;
    int line_number_ = 0;
    bool crlf_ = false;
};

/// The text that a field stands for: without quotes and the blanks around it.
[[nodiscard]] std::string unquoted(const std::string& field);

}  // namespace siegert::cli
