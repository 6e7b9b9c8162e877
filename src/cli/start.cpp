#include "cli/start.hpp"

#include <siegert/error.hpp>
#include <siegert/io/quantity.hpp>
#include <siegert/theory/working_point.hpp>

#include <fmt/format.h>

#include <sstream>
#include <vector>

namespace siegert::cli {
namespace {

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
    return parts;
}

// The unit stands once, behind the last number: it is that which is neither digit, sign nor blank.
std::string unit_of(const std::string& text) {
    const auto last_digit = text.find_last_of("0123456789.");
    return last_digit == std::string::npos ? "" : text.substr(last_digit + 1);
}

std::vector<double> rates(const std::string& text) {
    const std::string unit = unit_of(text);
    const auto numbers = split(text.substr(0, text.size() - unit.size()));
    std::vector<double> values;
    for (const auto& number : numbers) {
        values.push_back(parse_quantity(number + unit, Dimension::frequency));
    }
    return values;
}

}  // namespace

Vector starting_rates(const Network& network, const std::string& text, std::uint64_t seed) {
    const auto n = static_cast<Index>(network.populations.size());
    if (text == "zero") return Vector::Zero(n);
    if (text == "random") return theory::random_rates(network, seed);
    try {
        const auto values = rates(text);
        if (values.size() == 1) return Vector::Constant(n, values.front());
        if (static_cast<Index>(values.size()) == n) {
            return Eigen::Map<const Vector>(values.data(), n);
        }
        throw InvalidParameter(fmt::format("expected one rate or {}, found {}", n, values.size()));
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(
            fmt::format("--start: {} (or 'zero' or 'random'; rates as in \"5 Hz\", or one for each "
                        "population as "
                        "in \"5,3 Hz\")",
                        error.what()));
    }
}

}  // namespace siegert::cli
