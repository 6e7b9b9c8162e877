#include "io/csv_matrix.hpp"

#include <siegert/io/parameter_file.hpp>

#include "io/text_file.hpp"
#include "io/unit.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>
#include <vector>

namespace siegert::io {
namespace {

constexpr std::size_t max_bytes = 1'000'000'000;

constexpr std::string_view blanks = " \t\r";

char separator_of(std::string_view line) {
    for (const char candidate : {',', ';'}) {
        if (line.find(candidate) != std::string_view::npos) return candidate;
    }
    return ' ';
}

// Takes the first cell off `line`; runs of blanks count as one separator.
std::string_view next_cell(std::string_view& line, char separator) {
    const std::size_t start = std::min(line.find_first_not_of(blanks), line.size());
    line.remove_prefix(start);
    const std::size_t end = separator == ' ' ? line.find_first_of(blanks) : line.find(separator);
    const std::string_view cell = line.substr(0, end);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    return cell;
}

std::string_view without_trailing_blanks(std::string_view text) {
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

struct Rows {
    std::vector<double> values;
    std::size_t rows = 0;
    std::size_t cols = 0;
};

void append_row(Rows& rows, std::string_view line, int exponent, const std::string& file,
                int number) {
    const char separator = separator_of(line);
    const bool ends_with_separator = line.back() == separator;
    std::size_t cols = 0;
    while (!line.empty() || (cols > 0 && ends_with_separator && separator != ' ')) {
        const bool is_last_empty_cell = line.empty();
        const std::string_view cell = without_trailing_blanks(next_cell(line, separator));
        ++cols;
        const auto value = to_number(cell, exponent);
        if (!value || !std::isfinite(*value)) {
            throw ParameterFileError(
                file, number, "",
                fmt::format("column {}: expected a finite number, found '{}'", cols, cell));
        }
        rows.values.push_back(*value);
        if (is_last_empty_cell) break;
    }
    if (rows.rows > 0 && cols != rows.cols) {
        throw ParameterFileError(
            file, number, "",
            fmt::format("expected {} columns as in the first row, found {}", rows.cols, cols));
    }
    rows.cols = cols;
    ++rows.rows;
}

}  // namespace

Matrix read_csv_matrix(const std::filesystem::path& path, int exponent) {
    const std::string text = read_text_file(path, max_bytes);
    Rows rows;
    std::string_view rest = text;
    for (int number = 1; !rest.empty(); ++number) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = without_trailing_blanks(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (!line.empty() && line.front() != '#')
            append_row(rows, line, exponent, path.string(), number);
    }
    if (rows.rows == 0) {
        throw ParameterFileError(path.string(), 0, "", "expected a matrix, found an empty file");
    }
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    return Eigen::Map<const RowMajor>(rows.values.data(), static_cast<Index>(rows.rows),
                                      static_cast<Index>(rows.cols));
}

}  // namespace siegert::io
