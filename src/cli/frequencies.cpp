#include "cli/frequencies.hpp"

#include <siegert/error.hpp>
#include <siegert/io/quantity.hpp>

#include "require.hpp"

#include <cmath>
#include <numbers>
#include <sstream>
#include <vector>

namespace siegert::cli {
namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr double most_points = 1e7;

// start, start + step, ... below stop, as NumPy's arange.
Vector range(double start, double stop, double step) {
    require_not_negative("start", start);
    require(stop > start, "stop", stop, "exceed start");
    require_positive("step", step);
    const double points = std::ceil((stop - start) / step);
    require(points <= most_points, "number of frequencies", points, "be at most 1e7");
    const auto count = static_cast<Index>(points);
    return Vector::NullaryExpr(count,
                               [&](Index k) { return start + static_cast<double>(k) * step; });
}

[[noreturn]] void reject(const std::string& text) {
    throw InvalidParameter(
        "expected start:stop:step, as in 1:500:1, or a list, as in 10,20,64.5, in Hz or with one "
        "unit at the end, as in \"0.1:1:0.01 kHz\"; found '" +
        text + "'");
}

// The unit stands once, behind the last number.
std::vector<double> numbers(const std::string& text, char separator) {
    const auto last_digit = text.find_last_of("0123456789.");
    std::string unit = last_digit == std::string::npos ? "" : text.substr(last_digit + 1);
    std::istringstream in(text.substr(0, text.size() - unit.size()));
    if (unit.find_first_not_of(' ') == std::string::npos) unit = " Hz";
    std::vector<double> values;
    try {
        for (std::string part; std::getline(in, part, separator);) {
            values.push_back(parse_quantity(part + unit, Dimension::frequency));
        }
    } catch (const InvalidParameter&) {
        reject(text);
    }
    return values;
}

Vector parse(const std::string& text) {
    if (text.find(':') != std::string::npos) {
        const auto limits = numbers(text, ':');
        if (limits.size() != 3) reject(text);
        return range(limits[0], limits[1], limits[2]);
    }
    const auto values = numbers(text, ',');
    for (std::size_t k = 0; k < values.size(); ++k) {
        require_not_negative("a frequency", values[k]);
        if (k > 0) require(values[k] > values[k - 1], "a frequency", values[k], "exceed the last");
    }
    if (values.empty()) reject(text);
    return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

}  // namespace

Vector frequencies_from_text(const std::string& text) {
    try {
        return two_pi * parse(text);
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(std::string("--frequencies: ") + error.what());
    }
}

Vector default_frequencies() {
    return two_pi * range(0.1, 500.0, 0.5);
}

Vector in_hertz(const Vector& omegas) {
    return omegas / two_pi;
}

}  // namespace siegert::cli
