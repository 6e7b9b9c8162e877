#include <siegert/io/parameter_scan.hpp>

#include "io/network_builder.hpp"
#include "io/parameter_change.hpp"
#include "io/unit.hpp"

#include <siegert/error.hpp>

#include "require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <random>
#include <sstream>
#include <utility>

namespace siegert {
namespace {

using io::Entry;
using io::ParameterSet;
using io::ValueKind;

constexpr double most_points = 1e6;

[[noreturn]] void fail_text(std::string_view text, std::string_view reason) {
    throw InvalidParameter(fmt::format(
        "expected key=start:stop:step or key=a,b,c, with the unit at the end, as in \"nu_ext="
        "5:15:0.5 Hz\", found '{}': {}",
        text, reason));
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, separator);) {
        const auto first = part.find_first_not_of(" \t");
        const auto last = part.find_last_not_of(" \t");
        parts.push_back(first == std::string::npos ? "" : part.substr(first, last - first + 1));
    }
    return parts;
}

double number_in(std::string_view text, const std::string& part) {
    const auto number = io::to_number(part);
    if (!number || !std::isfinite(*number)) {
        fail_text(text, fmt::format("'{}' is not a number", part));
    }
    return *number;
}

// A number as it would be typed, without the last bits of a sum.
std::string typed(double value, double largest) {
    const bool vanishes = std::abs(value) < 1e-13 * largest;
    return fmt::format("{:.14g}", vanishes ? 0.0 : value);
}

std::vector<std::string> range_of(std::string_view text, const std::string& range) {
    auto parts = split(range, ':');
    if (parts.size() != 3) fail_text(text, "a range has start, stop and step");
    const std::string unit(io::unit_part(parts[2]));
    parts[2].resize(parts[2].size() - unit.size());
    const double start = number_in(text, parts[0]);
    const double stop = number_in(text, parts[1]);
    const double step = number_in(text, split(parts[2], '\n').front());
    const double steps = (stop - start) / step;
    if (!(steps >= 0.0)) fail_text(text, "the step must lead from start to stop");
    if (!(steps < most_points)) fail_text(text, "more than 1e6 values");
    constexpr double rounding = 1e-9;  // of a step
    const double largest = std::max(std::abs(start), std::abs(stop));
    std::vector<std::string> values;
    for (int k = 0; k <= static_cast<int>(steps + rounding); ++k) {
        const std::string number = typed(start + k * step, largest);
        values.push_back(unit.empty() ? number : number + " " + unit);
    }
    return values;
}

std::vector<std::string> list_of(std::string_view text, const std::string& list) {
    auto values = split(list, ',');
    const std::string unit(io::unit_part(values.back()));
    for (auto& value : values) {
        if (value.empty()) fail_text(text, "a value is missing");
        const bool is_bare = io::to_number(value).has_value();
        if (is_bare && !unit.empty()) value += " " + unit;
    }
    return values;
}

// At least one value for every key, and no key twice.
void require_parameters(const std::vector<VariedParameter>& parameters) {
    if (parameters.empty()) throw InvalidParameter("a scan must vary at least one parameter");
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        const auto& [key, values] = parameters[p];
        if (values.empty()) {
            throw InvalidParameter(fmt::format("{} must have at least one value", key));
        }
        for (std::size_t q = 0; q < p; ++q) {
            if (parameters[q].key == key) {
                throw InvalidParameter(fmt::format("{} must be varied once, got it twice", key));
            }
        }
    }
}

void require_few_points(double points) {
    if (points > most_points) {
        throw InvalidParameter(
            fmt::format("the grid must have at most 1e6 points, got {:g}", points));
    }
}

void require_grid(const std::vector<VariedParameter>& parameters) {
    require_parameters(parameters);
    double points = 1.0;
    for (const auto& parameter : parameters) points *= static_cast<double>(parameter.values.size());
    require_few_points(points);
}

/// A file that was read once.
struct File {
    ParameterSet parameters;
    std::filesystem::path directory;
    std::vector<VariedParameter> varied;
    NetworkModel model;
};

ParameterSet changed(const File& file, const std::vector<Index>& position) {
    ParameterSet parameters = file.parameters;
    for (std::size_t p = 0; p < file.varied.size(); ++p) {
        const auto& [key, values] = file.varied[p];
        io::change_parameter(parameters, key,
                             values[static_cast<std::size_t>(value_index(position, p))],
                             file.directory);
    }
    return parameters;
}

// Values of one parameter in SI units, and their dimension.
void add_values(ParameterGrid& grid, const File& file, std::size_t p) {
    std::vector<double> numbers;
    std::vector<std::string> texts;
    Dimension dimension = Dimension::dimensionless;
    ParameterSet parameters = file.parameters;
    const auto& [key, values] = file.varied[p];
    for (const std::string& value : values) {
        io::change_parameter(parameters, key, value, file.directory);
        const Entry entry = io::changed_entry(parameters, key);
        dimension = entry.dimension;
        if (entry.specification->kind == ValueKind::number) {
            numbers.push_back(entry.numbers.values.front());
        } else {
            texts.push_back(entry.texts.front());
        }
    }
    grid.dimensions.push_back(dimension);
    grid.values.push_back(texts.empty() ? dataset(std::move(numbers), si_unit(dimension))
                                        : dataset(std::move(texts)));
}

std::vector<Index> next(const std::vector<Index>& shape, std::vector<Index> position) {
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        if (++position[axis] < shape[axis]) return position;
        position[axis] = 0;
    }
    return position;
}

void require_points(const ParameterGrid& grid, Index count) {
    std::vector<Index> position(grid.shape.size(), 0);
    for (Index k = 0; k < count; ++k) {
        static_cast<void>(grid.at(position));
        position = next(grid.shape, position);
    }
}

// Every value of each parameter, with the first values and with the last values of the others.
void require_all_values(const ParameterGrid& grid) {
    const std::vector<Index> first(grid.shape.size(), 0);
    std::vector<Index> last = grid.shape;
    for (Index& k : last) --k;
    for (std::size_t axis = 0; axis < grid.shape.size(); ++axis) {
        for (auto position : {first, last}) {
            for (Index k = 0; k < grid.shape[axis]; ++k) {
                position[axis] = k;
                static_cast<void>(grid.at(position));
            }
        }
    }
}

// Building a network takes as long as its working point.
void require_valid_points(const ParameterGrid& grid) {
    constexpr Index affordable = 10000;
    const Index points =
        std::accumulate(grid.shape.begin(), grid.shape.end(), Index{1}, std::multiplies{});
    if (points <= affordable || are_samples(grid)) {
        require_points(grid, std::min(points, affordable));
    } else {
        require_all_values(grid);
    }
}

// A key that the file overrules by another one, such as g where J is given, does nothing.
void require_effect(const ParameterGrid& grid) {
    const std::string first = to_yaml(grid.first.network);
    for (std::size_t p = 0; p < grid.parameters.size(); ++p) {
        const auto& [key, values] = grid.parameters[p];
        const bool is_constant = std::ranges::all_of(
            values, [&values = values](const auto& value) { return value == values.front(); });
        if (is_constant) continue;
        bool has_effect = false;
        std::vector<Index> position(grid.parameters.size(), 0);
        for (std::size_t k = 1; k < values.size() && !has_effect; ++k) {
            position[p] = static_cast<Index>(k);
            has_effect = to_yaml(grid.at(position).network) != first;
        }
        if (!has_effect) {
            throw InvalidParameter(
                fmt::format("{} must have an effect to be varied, but the network is the same for "
                            "all values: it does not depend on it, or the file gives what would "
                            "be derived from it",
                            key));
        }
    }
}

std::string point_text(const std::vector<VariedParameter>& parameters,
                       const std::vector<Index>& position) {
    std::string text;
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        text +=
            fmt::format("{}{} = {}", p == 0 ? "" : ", ", parameters[p].key,
                        parameters[p].values[static_cast<std::size_t>(value_index(position, p))]);
    }
    return text;
}

ParameterGrid grid_of(const std::filesystem::path& path, std::vector<VariedParameter> parameters,
                      std::vector<Index> shape, const LoadOptions& options) {
    const auto file = std::make_shared<const File>(File{.parameters = io::read_parameter_file(path),
                                                        .directory = path.parent_path(),
                                                        .varied = parameters,
                                                        .model = options.model});
    ParameterGrid grid{.parameters = std::move(parameters),
                       .shape = std::move(shape),
                       .values = {},
                       .dimensions = {},
                       .first = {},
                       .at = {}};
    grid.at = [file](const std::vector<Index>& position) {
        try {
            return io::build_network(changed(*file, position), file->model);
        } catch (const InvalidParameter& error) {
            throw InvalidParameter(
                fmt::format("at {}: {}", point_text(file->varied, position), error.what()));
        }
    };
    require_valid_points(grid);
    for (std::size_t p = 0; p < grid.parameters.size(); ++p) add_values(grid, *file, p);
    grid.first = grid.at(std::vector<Index>(grid.shape.size(), 0));
    require_effect(grid);
    return grid;
}

// In [0, 1), the same everywhere: distributions of the standard library are not.
double uniform(std::mt19937_64& random) {
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

std::vector<Index> shuffled(Index size, std::mt19937_64& random) {
    std::vector<Index> order(static_cast<std::size_t>(size));
    std::iota(order.begin(), order.end(), Index{0});
    for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random() % k]);
    return order;
}

}  // namespace

VariedParameter varied_parameter(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) fail_text(text, "there is no '='");
    const auto key = split(std::string(text.substr(0, equals)), '\n');
    const auto values = split(std::string(text.substr(equals + 1)), '\n');
    if (key.size() != 1 || key.front().empty()) fail_text(text, "there is no key");
    if (values.size() != 1 || values.front().empty()) fail_text(text, "there is no value");
    const bool is_range = values.front().find(':') != std::string::npos;
    return {.key = key.front(),
            .values = is_range ? range_of(text, values.front()) : list_of(text, values.front())};
}

VariedParameter varied_parameter(const std::string& key, const Vector& values) {
    const std::string name = split(key.substr(0, key.find('[')) + '\n', '\n').front();
    io::require_known("varied parameter", name, 0);
    const std::string unit = si_unit(io::find_key(name)->dimension);
    VariedParameter parameter{.key = key, .values = {}};
    for (const double value : values) {
        require_finite(key, value);
        parameter.values.push_back(
            fmt::format("{:.17g}{}{}", value, unit.empty() ? "" : " ", unit));
    }
    return parameter;
}

ParameterGrid parameter_grid(const std::filesystem::path& path,
                             std::vector<VariedParameter> parameters, const LoadOptions& options) {
    require_grid(parameters);
    std::vector<Index> shape;
    for (const auto& parameter : parameters) {
        shape.push_back(static_cast<Index>(parameter.values.size()));
    }
    return grid_of(path, std::move(parameters), std::move(shape), options);
}

ParameterGrid parameter_samples(const std::filesystem::path& path,
                                std::vector<VariedParameter> parameters,
                                const LoadOptions& options) {
    require_parameters(parameters);
    const std::size_t samples = parameters.front().values.size();
    for (const auto& parameter : parameters) {
        require(parameter.values.size() == samples,
                fmt::format("number of values of {}", parameter.key),
                static_cast<double>(parameter.values.size()), "be that of the other samples");
    }
    require_few_points(static_cast<double>(samples));
    return grid_of(path, std::move(parameters), {static_cast<Index>(samples)}, options);
}

bool are_samples(const ParameterGrid& grid) {
    return grid.parameters.size() > grid.shape.size();
}

Index value_index(const std::vector<Index>& position, std::size_t p) {
    return position.size() == 1 ? position.front() : position[p];
}

std::vector<VariedParameter> latin_hypercube(const std::vector<ParameterRange>& ranges,
                                             Index samples, std::uint64_t seed) {
    if (ranges.empty()) throw InvalidParameter("samples need at least one range");
    require(samples >= 1, "samples", static_cast<double>(samples), "be positive");
    std::mt19937_64 random(seed);
    std::vector<VariedParameter> parameters;
    for (const auto& range : ranges) {
        const auto order = shuffled(samples, random);
        Vector values(samples);
        for (Index k = 0; k < samples; ++k) {
            const double place =
                (static_cast<double>(order[static_cast<std::size_t>(k)]) + uniform(random)) /
                static_cast<double>(samples);
            values(k) = (1.0 - place) * range.from + place * range.to;
        }
        parameters.push_back(varied_parameter(range.key, values));
    }
    return parameters;
}

std::string describe_point(const ParameterGrid& grid, const std::vector<Index>& position) {
    return point_text(grid.parameters, position);
}

}  // namespace siegert
