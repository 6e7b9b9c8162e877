#include "explore/changed_lines.hpp"

#include "io/unit.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace siegert::explore {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

bool begins_key(const std::string& line) {
    return !line.empty() && (std::isalpha(static_cast<unsigned char>(line.front())) != 0 ||
                             line.front() == '_' || line.front() == '"' || line.front() == '\'');
}

bool begins(const std::string& line, const std::string& key) {
    if (!line.starts_with(key)) return false;
    const auto next = line.find_first_not_of(' ', key.size());
    return next != std::string::npos && line[next] == ':';
}

bool is_empty_or_comment(const std::string& line) {
    const auto first = line.find_first_not_of(" \t\r");
    return first == std::string::npos || line[first] == '#';
}

// "[a, b]" of a list, "[[a, b], [c, d]]" of a matrix.
std::string nested(const io::Numbers& numbers) {
    std::vector<std::string> texts;
    for (const double value : numbers.values) texts.push_back(number_text(value, numbers.unit));
    if (numbers.shape.size() < 2) return fmt::format("[{}]", fmt::join(texts, ", "));
    std::vector<std::string> rows;
    const auto columns = static_cast<std::ptrdiff_t>(numbers.shape[1]);
    for (auto row = texts.begin(); row != texts.end(); row += columns) {
        rows.push_back(fmt::format("[{}]", fmt::join(row, row + columns, ", ")));
    }
    return fmt::format("[{}]", fmt::join(rows, ",\n  "));
}

std::string value_text(const io::Entry& entry) {
    const auto& numbers = entry.numbers;
    if (!entry.texts.empty()) return entry.texts.front();
    if (numbers.shape.empty()) {
        const std::string number = number_text(numbers.values.front(), numbers.unit);
        return numbers.unit.empty() ? number : number + " " + numbers.unit;
    }
    const std::string values = nested(numbers);
    return numbers.unit.empty() ? values
                                : fmt::format("{{val: {}, unit: {}}}", values, numbers.unit);
}

// `written` in the place of a line, the comment of which stays in its column.
std::string with_comment_of(const std::string& line, const std::string& written) {
    const auto space = line.find(" #");
    if (space == std::string::npos) return written;
    return fmt::format("{:<{}}{}", written + "  ", space + 1, line.substr(space + 1));
}

}  // namespace

std::string number_text(double value, const std::string& unit) {
    const int exponent = unit.empty() ? 0 : io::find_unit(unit).value_or(io::Unit{}).exponent;
    const double number = io::scaled(value, -exponent);
    std::string text;
    for (const int digits : {12, 15, 16, 17}) {
        text = fmt::format("{:.{}g}", number, digits);
        if (io::to_number(text, exponent) == value) break;
    }
    return text;
}

std::string with_entry(const std::string& text, const io::Entry& entry) {
    std::vector<std::string> lines = lines_of(text);
    const std::string written = entry.key + ": " + value_text(entry);
    const auto first = std::ranges::find_if(
        lines, [&](const std::string& line) { return begins(line, entry.key); });
    if (first == lines.end()) {
        lines.push_back(written);
    } else {
        auto end = std::find_if(first + 1, lines.end(), begins_key);
        while (end != first + 1 && is_empty_or_comment(*(end - 1))) --end;
        *first = end == first + 1 ? with_comment_of(*first, written) : written;
        lines.erase(first + 1, end);
    }
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

}  // namespace siegert::explore
