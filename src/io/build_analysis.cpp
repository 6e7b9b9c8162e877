#include "io/network_builder.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace siegert::io {
namespace {

constexpr double max_points = 1e7;

/// A range as it is written in a file: first value, end (left out), step.
struct RangeKeys {
    const char* min;
    const char* max;
    const char* step;
    double factor;  ///< of the values, exact only in the product
};

// start, start + step, ... below stop, with the rounding of numpy.arange.
Vector arange(double start, double stop, double step) {
    const auto count = static_cast<Index>(std::ceil((stop - start) / step));
    const double delta = (start + step) - start;
    Vector values(count);
    for (Index k = 0; k < count; ++k) values(k) = start + static_cast<double>(k) * delta;
    return values;
}

Vector read_range(const ParameterSet& parameters, const RangeKeys& keys) {
    const Entry* first_given = find_first(parameters, {keys.min, keys.max, keys.step});
    if (!first_given) return {};
    const auto value = [&](const char* key) {
        const Entry* entry = find(parameters, key);
        if (!entry) fail_missing(parameters, key, fmt::format("beside {}", first_given->key));
        return keys.factor * scalar(parameters, *entry);
    };
    const double min = value(keys.min);
    const double max = value(keys.max);
    const double step = value(keys.step);
    const auto complain = [&](const char* key, const std::string& demand) {
        const Entry& entry = *find(parameters, key);
        fail(parameters, entry, demand,
             format_quantity(entry.numbers.values.front(), entry.specification->dimension));
    };
    if (min < 0.0) complain(keys.min, "a value that is not negative");
    if (step <= 0.0) complain(keys.step, "a positive step");
    if (max <= min) complain(keys.max, fmt::format("a value above {}", keys.min));
    if ((max - min) / step > max_points) {
        complain(keys.step, fmt::format("a step that gives at most {:g} points", max_points));
    }
    return arange(min, max, step);
}

Vector read_list(const ParameterSet& parameters, const char* key) {
    const Entry* entry = find(parameters, key);
    if (!entry) return {};
    return vector_of(parameters, *entry, static_cast<Index>(entry->numbers.values.size()));
}

}  // namespace

Analysis build_analysis(const ParameterSet& parameters) {
    constexpr double two_pi = 2.0 * std::numbers::pi;
    Analysis analysis{.omegas = read_list(parameters, "omegas"),
                      .k_wavenumbers = read_list(parameters, "k_wavenumbers")};
    if (analysis.omegas.size() == 0) {
        analysis.omegas = read_range(
            parameters, {.min = "f_min", .max = "f_max", .step = "df", .factor = two_pi});
    }
    if (analysis.k_wavenumbers.size() == 0) {
        analysis.k_wavenumbers =
            read_range(parameters, {.min = "k_min", .max = "k_max", .step = "dk", .factor = 1.0});
    }
    return analysis;
}

}  // namespace siegert::io
