#include "cli/csv_reader.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace siegert::cli {
namespace {

constexpr const char* byte_order_mark = "\xEF\xBB\xBF";

bool inside_quotes(const std::string& line) {
    return std::count(line.begin(), line.end(), '"') % 2 != 0;
}

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') quoted = !quoted;
        if (c == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    return fields;
}

}  // namespace

CsvReader::CsvReader(std::istream& in, std::string name) : in_(in), name_(std::move(name)) {}

bool CsvReader::read_line() {
    if (!std::getline(in_, line_)) {
        if (in_.bad()) throw FileError(fmt::format("cannot read {}", name_));
        return false;
    }
    ++line_number_;
    if (line_number_ == 1 && line_.starts_with(byte_order_mark)) line_.erase(0, 3);
    crlf_ = line_.ends_with('\r');
    if (crlf_) line_.pop_back();
    return true;
}

// A quoted field may contain line breaks.
bool CsvReader::read_logical_line() {
    if (!read_line()) return false;
    const bool comment = line_.starts_with('#');
    if (comment) return true;
    const int first_line = line_number_;
    std::string text = line_;
    while (inside_quotes(text)) {
        const char* line_break = crlf_ ? "\r\n" : "\n";
        if (!read_line()) {
            throw InvalidParameter(
                fmt::format("{}:{}: a quoted field is not closed", name_, first_line));
        }
        text += line_break + line_;
    }
    line_ = std::move(text);
    return true;
}

std::optional<CsvRecord> CsvReader::next() {
    int first_line = line_number_ + 1;
    while (read_logical_line()) {
        const bool skipped =
            line_.starts_with('#') || line_.find_first_not_of(" \t") == std::string::npos;
        if (!skipped) return CsvRecord{.fields = split(line_), .line = first_line};
        first_line = line_number_ + 1;
    }
    return std::nullopt;
}

bool CsvReader::ready() const {
    return in_.rdbuf()->in_avail() > 0;
}

std::string unquoted(const std::string& field) {
    const auto first = field.find_first_not_of(" \t");
    if (first == std::string::npos) return "";
    const auto last = field.find_last_not_of(" \t");
    const std::string text = field.substr(first, last - first + 1);
    const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    if (!quoted) return text;
    std::string content;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        content += text[i];
        const bool doubled = text[i] == '"' && text[i + 1] == '"';
        if (doubled) ++i;
    }
    return content;
}

}  // namespace siegert::cli
