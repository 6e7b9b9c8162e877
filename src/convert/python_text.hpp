#pragma once

#include <siegert/arrays.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Python source as text.
namespace siegert::convert {

/// A float in units of 10^exponent: 15 digits, which is what people wrote.
[[nodiscard]] std::string python_float(double value, int exponent = 0);

/// The same, without a point where it is whole.
[[nodiscard]] std::string python_number(double value);

[[nodiscard]] std::string python_string(const std::string& text);

/// "[a, b]" of n items.
[[nodiscard]] std::string python_list(Index n, const std::function<std::string(Index)>& item);

[[nodiscard]] std::string python_list(const Vector& values, int exponent);

/// A list of rows, each on a line of its own.
[[nodiscard]] std::string python_matrix(const Matrix& values,
                                        const std::function<std::string(double)>& number);
[[nodiscard]] std::string python_matrix(const Matrix& values, int exponent);

/// `text` with the value of each name in place of @name@. A line that holds nothing but the name of
/// an empty value goes.
[[nodiscard]] std::string filled(std::string_view text,
                                 const std::map<std::string, std::string>& values);

}  // namespace siegert::convert
