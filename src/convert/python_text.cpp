#include "convert/python_text.hpp"

#include <siegert/error.hpp>

#include "io/unit.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace siegert::convert {

std::string python_number(double value) {
    return fmt::format("{:.15g}", value);
}

std::string python_float(double value, int exponent) {
    const std::string text = python_number(io::scaled(value, -exponent));
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

// JSON and Python agree about strings unless characters are written as pairs of numbers.
std::string python_string(const std::string& text) {
    try {
        return nlohmann::json(text).dump();
    } catch (const nlohmann::json::exception&) {
        throw InvalidParameter("a name in the network must be UTF-8, got other bytes");
    }
}

std::string python_list(Index n, const std::function<std::string(Index)>& item) {
    std::string text = "[";
    for (Index i = 0; i < n; ++i) text += (i > 0 ? ", " : "") + item(i);
    return text + "]";
}

std::string python_list(const Vector& values, int exponent) {
    return python_list(values.size(), [&](Index i) { return python_float(values(i), exponent); });
}

std::string python_matrix(const Matrix& values, const std::function<std::string(double)>& number) {
    std::string text = "[\n";
    for (Index i = 0; i < values.rows(); ++i) {
        text += "    " + python_list(values.cols(), [&](Index j) { return number(values(i, j)); }) +
                ",\n";
    }
    return text + "]";
}

std::string python_matrix(const Matrix& values, int exponent) {
    return python_matrix(values, [&](double value) { return python_float(value, exponent); });
}

std::string filled(std::string_view text, const std::map<std::string, std::string>& values) {
    std::string result;
    while (!text.empty()) {
        const std::size_t begin = text.find('@');
        const std::size_t end = text.find('@', begin + 1);
        if (end == std::string_view::npos) break;
        result += text.substr(0, begin);
        const std::string& value = values.at(std::string(text.substr(begin + 1, end - begin - 1)));
        result += value;
        text.remove_prefix(end + 1);
        const std::size_t line = result.find_last_not_of(' ');
        const bool is_line =
            text.starts_with('\n') && (line == std::string::npos || result[line] == '\n');
        if (!value.empty() || !is_line) continue;
        result.erase(line == std::string::npos ? 0 : line + 1);
        text.remove_prefix(1);
    }
    return result.append(text);
}

}  // namespace siegert::convert
