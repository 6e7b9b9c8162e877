#pragma once

#include <siegert/arrays.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace siegert {

/// Yes or no, as an array stores it; NumPy and h5py call it bool.
enum class Flag : std::int8_t { no, yes };

/// An array of numbers, flags or texts with its shape (row-major; no shape: a single value), its
/// unit, the names of its axes and what it means.
struct Dataset {
    using Values =
        std::variant<std::vector<double>, std::vector<Complex>, std::vector<std::int64_t>,
                     std::vector<std::string>, std::vector<Flag>>;

    Values values;
    std::vector<std::size_t> shape{};  ///< the product is the number of values
    std::string unit{};                ///< SI unit, empty for none
    std::vector<std::string> axes{};   ///< of each index, "population"; empty: not told
    std::string meaning{};             ///< in a few words; empty: not told
};

[[nodiscard]] Dataset dataset(double value, std::string_view unit = {});
[[nodiscard]] Dataset dataset(Complex value, std::string_view unit = {});
[[nodiscard]] Dataset dataset(std::int64_t value, std::string_view unit = {});
[[nodiscard]] Dataset dataset(Flag value);
[[nodiscard]] Dataset dataset(std::string text);
[[nodiscard]] Dataset dataset(std::vector<std::string> texts);
[[nodiscard]] Dataset dataset(std::vector<double> values, std::string_view unit);
[[nodiscard]] Dataset dataset(std::vector<Complex> values, std::string_view unit);
[[nodiscard]] Dataset dataset(std::vector<std::int64_t> values, std::string_view unit = {});
[[nodiscard]] Dataset dataset(std::vector<Flag> values);
[[nodiscard]] Dataset dataset(const Vector& values, std::string_view unit);
[[nodiscard]] Dataset dataset(const Matrix& values, std::string_view unit);
[[nodiscard]] Dataset dataset(const ComplexVector& values, std::string_view unit);
[[nodiscard]] Dataset dataset(const ComplexMatrix& values, std::string_view unit);

/// Takes the values of the stack, without a copy if it is given away (`std::move`).
[[nodiscard]] Dataset dataset(MatrixStack values, std::string_view unit);

/// Number of values.
[[nodiscard]] std::size_t size(const Dataset& data);

}  // namespace siegert
