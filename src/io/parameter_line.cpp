#include <siegert/io/parameter_line.hpp>

#include "io/network_builder.hpp"
#include "io/parameter_change.hpp"
#include "io/parameter_keys.hpp"
#include "io/parameter_source.hpp"
#include "io/unit.hpp"
#include "require.hpp"
#include "trimmed.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <memory>

namespace siegert {
namespace {

using io::ParameterSet;

[[noreturn]] void fail_text(std::string_view text, std::string_view reason) {
    throw InvalidParameter(
        fmt::format("expected key=from:to with the unit at the end, as in \"nu_ext=1:20 Hz\", "
                    "found '{}': {}",
                    text, reason));
}

// The dimension of a key that is a number, or of whose entries each is one.
Dimension dimension_of(const std::string& key) {
    const std::string name(trimmed(std::string_view(key).substr(0, key.find('['))));
    io::require_known("varied parameter", name, 0);
    const auto& specification = *io::find_key(name);
    if (specification.kind != io::ValueKind::number) {
        throw InvalidParameter(
            fmt::format("{} must be a number to be varied continuously, but is none", name));
    }
    return specification.dimension;
}

std::string value_text(double value, Dimension dimension) {
    const std::string unit = si_unit(dimension);
    return fmt::format("{:.17g}{}{}", value, unit.empty() ? "" : " ", unit);
}

void require_ranges(const std::vector<ParameterRange>& ranges) {
    if (ranges.empty()) throw InvalidParameter("at least one parameter must be varied");
    for (std::size_t p = 0; p < ranges.size(); ++p) {
        require_finite(ranges[p].key, ranges[p].from);
        require_finite(ranges[p].key, ranges[p].to);
        require(ranges[p].from != ranges[p].to, ranges[p].key, ranges[p].to,
                "differ at both ends of its range");
        for (std::size_t q = 0; q < p; ++q) {
            if (ranges[q].key == ranges[p].key) {
                throw InvalidParameter(
                    fmt::format("{} must be varied once, got it twice", ranges[p].key));
            }
        }
    }
}

/// A file that was read once.
struct File {
    ParameterSet parameters;
    std::filesystem::path directory;
    NetworkModel model;
};

Network network_with(const File& file, const std::vector<ParameterRange>& ranges,
                     const std::vector<double>& values) {
    ParameterSet parameters = file.parameters;
    std::string point;
    for (std::size_t k = 0; k < ranges.size(); ++k) {
        const std::string text = value_text(values[k], ranges[k].dimension);
        point += fmt::format("{}{} = {}", k == 0 ? "" : ", ", ranges[k].key, text);
        try {
            io::change_parameter(parameters, ranges[k].key, text, file.directory);
        } catch (const InvalidParameter& error) {
            throw InvalidParameter(fmt::format("at {}: {}", point, error.what()));
        }
    }
    try {
        return io::build_network(parameters, file.model).network;
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(fmt::format("at {}: {}", point, error.what()));
    }
}

// A key that the file overrules by another one, such as g where J is given, does nothing.
void require_effect(const File& file, const std::vector<ParameterRange>& ranges) {
    std::vector<double> values;
    for (const auto& range : ranges) values.push_back(range.from);
    const std::string first = to_yaml(network_with(file, ranges, values));
    for (std::size_t k = 0; k < ranges.size(); ++k) {
        auto changed = values;
        changed[k] = ranges[k].to;
        if (to_yaml(network_with(file, ranges, changed)) == first) {
            throw InvalidParameter(
                fmt::format("{} must have an effect to be varied, but the network is the same at "
                            "both ends: it does not depend on it, or the file gives what would be "
                            "derived from it",
                            ranges[k].key));
        }
    }
}

// Values of all keys at p: of one key p itself.
std::vector<double> values_at(const std::vector<ParameterRange>& ranges, double p) {
    if (ranges.size() == 1) return {p};
    std::vector<double> values;
    for (const auto& range : ranges) values.push_back((1.0 - p) * range.from + p * range.to);
    return values;
}

// All but the networks.
ParameterLine line_without_networks(std::vector<ParameterRange> ranges) {
    ParameterLine line{.ranges = std::move(ranges), .name = "position", .network_at = {}};
    if (line.ranges.size() > 1) return line;
    const ParameterRange& only = line.ranges.front();
    line.name = only.key;
    line.dimension = only.dimension;
    line.from = only.from;
    line.to = only.to;
    return line;
}

ParameterLine line_of(File file, std::vector<ParameterRange> ranges) {
    require_ranges(ranges);
    require_effect(file, ranges);
    ParameterLine line = line_without_networks(std::move(ranges));
    line.network_at = [shared = std::make_shared<const File>(std::move(file)), keys = line.ranges](
                          double p) { return network_with(*shared, keys, values_at(keys, p)); };
    static_cast<void>(line.network_at(line.to));
    return line;
}

ParameterPlane plane_of(File file, std::vector<ParameterRange> p, std::vector<ParameterRange> q) {
    require_ranges(p);
    require_ranges(q);
    std::vector<ParameterRange> all = p;
    all.insert(all.end(), q.begin(), q.end());
    require_ranges(all);
    require_effect(file, all);
    ParameterPlane plane{.p = line_without_networks(std::move(p)),
                         .q = line_without_networks(std::move(q)),
                         .network_at = {}};
    plane.network_at = [shared = std::make_shared<const File>(std::move(file)), all,
                        on_p = plane.p.ranges, on_q = plane.q.ranges](double at_p, double at_q) {
        auto values = values_at(on_p, at_p);
        const auto more = values_at(on_q, at_q);
        values.insert(values.end(), more.begin(), more.end());
        return network_with(*shared, all, values);
    };
    plane.p.network_at = [at = plane.network_at, from = plane.q.from](double value) {
        return at(value, from);
    };
    plane.q.network_at = [at = plane.network_at, from = plane.p.from](double value) {
        return at(from, value);
    };
    for (const double end_p : {plane.p.from, plane.p.to}) {
        for (const double end_q : {plane.q.from, plane.q.to}) {
            static_cast<void>(plane.network_at(end_p, end_q));
        }
    }
    return plane;
}

File file_at(const std::filesystem::path& path, const LoadOptions& options) {
    return {.parameters = io::read_parameter_file(path),
            .directory = path.parent_path(),
            .model = options.model};
}

File file_of(const std::string& text, const LoadOptions& options) {
    return {.parameters = io::read_parameters(text, io::network_text, {}),
            .directory = {},
            .model = options.model};
}

File file_of(const Network& network) {
    return {.parameters = io::read_parameters(to_yaml(network), io::given_values, {}),
            .directory = {},
            .model = NetworkModel::automatic};
}

}  // namespace

ParameterRange parameter_range(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) fail_text(text, "there is no '='");
    const std::string key(trimmed(text.substr(0, equals)));
    if (key.empty()) fail_text(text, "there is no key");
    const std::string_view range = text.substr(equals + 1);
    const auto colon = range.find(':');
    if (colon == std::string_view::npos) fail_text(text, "there is no ':'");
    std::string first(trimmed(range.substr(0, colon)));
    const std::string last(trimmed(range.substr(colon + 1)));
    if (last.find(':') != std::string::npos) fail_text(text, "a range has two ends and no step");
    if (io::unit_part(first).empty()) first = fmt::format("{} {}", first, io::unit_part(last));
    const Dimension dimension = dimension_of(key);
    try {
        return {.key = key,
                .from = parse_quantity(trimmed(first), dimension),
                .to = parse_quantity(last, dimension),
                .dimension = dimension};
    } catch (const InvalidParameter& error) {
        fail_text(text, error.what());
    }
}

ParameterLine parameter_line(const std::filesystem::path& path, std::vector<ParameterRange> ranges,
                             const LoadOptions& options) {
    return line_of(file_at(path, options), std::move(ranges));
}

ParameterLine parameter_line_from_yaml(const std::string& text, std::vector<ParameterRange> ranges,
                                       const LoadOptions& options) {
    return line_of(file_of(text, options), std::move(ranges));
}

ParameterLine parameter_line(const Network& network, std::vector<ParameterRange> ranges) {
    return line_of(file_of(network), std::move(ranges));
}

ParameterPlane parameter_plane(const std::filesystem::path& path, std::vector<ParameterRange> p,
                               std::vector<ParameterRange> q, const LoadOptions& options) {
    return plane_of(file_at(path, options), std::move(p), std::move(q));
}

ParameterPlane parameter_plane_from_yaml(const std::string& text, std::vector<ParameterRange> p,
                                         std::vector<ParameterRange> q,
                                         const LoadOptions& options) {
    return plane_of(file_of(text, options), std::move(p), std::move(q));
}

ParameterPlane parameter_plane(const Network& network, std::vector<ParameterRange> p,
                               std::vector<ParameterRange> q) {
    return plane_of(file_of(network), std::move(p), std::move(q));
}

}  // namespace siegert
