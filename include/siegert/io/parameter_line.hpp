#pragma once

#include <siegert/io/parameter_file.hpp>
#include <siegert/io/quantity.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace siegert {

/// A key of a parameter file and the two values between which it varies continuously.
struct ParameterRange {
    std::string key;  ///< "nu_ext", or one entry of a list or matrix: "N[E]", "J[E,I]", "nu_ext[0]"
    double from;      ///< in SI units
    double to;
    Dimension dimension;
};

/// The range that a text stands for: "nu_ext=1:20 Hz", the unit at the end.
///
/// Throws: InvalidParameter, saying what was expected.
[[nodiscard]] ParameterRange parameter_range(std::string_view text);

/// The networks of one parameter file along a line in the space of its parameters.
struct ParameterLine {
    std::vector<ParameterRange> ranges;

    /// What the parameter p is: the key where there is one, else "position", from 0 to 1, along
    /// which all keys vary at once.
    std::string name;
    Dimension dimension = Dimension::dimensionless;
    double from = 0.0;
    double to = 1.0;
    std::function<Network(double p)> network_at;  ///< thread-safe
};

/// Reads a parameter file, some of whose keys vary: for each p their values are replaced before
/// anything is derived from them, as if they stood in the file. A single value of a key that the
/// file has as a list or matrix takes the place of all entries.
///
/// Throws: InvalidParameter, naming parameter and value, if a key is unknown, given twice, is no
/// number, has no such entry, makes the network invalid at an end of the line, or has no effect on
/// it; otherwise as load_network.
[[nodiscard]] ParameterLine parameter_line(const std::filesystem::path& path,
                                           std::vector<ParameterRange> ranges,
                                           const LoadOptions& options = {});

/// The same from the text of a parameter file.
[[nodiscard]] ParameterLine parameter_line_from_yaml(const std::string& text,
                                                     std::vector<ParameterRange> ranges,
                                                     const LoadOptions& options = {});

/// The same of a network, whose keys are those of `to_yaml`.
[[nodiscard]] ParameterLine parameter_line(const Network& network,
                                           std::vector<ParameterRange> ranges);

/// The networks of one parameter file on a plane in the space of its parameters.
struct ParameterPlane {
    ParameterLine p;  ///< its networks are those at the beginning of q
    ParameterLine q;  ///< its networks are those at the beginning of p
    std::function<Network(double p, double q)> network_at;  ///< thread-safe
};

/// As parameter_line, for two lines. Throws: also if a key is on both.
[[nodiscard]] ParameterPlane parameter_plane(const std::filesystem::path& path,
                                             std::vector<ParameterRange> p,
                                             std::vector<ParameterRange> q,
                                             const LoadOptions& options = {});

/// The same from the text of a parameter file.
[[nodiscard]] ParameterPlane parameter_plane_from_yaml(const std::string& text,
                                                       std::vector<ParameterRange> p,
                                                       std::vector<ParameterRange> q,
                                                       const LoadOptions& options = {});

/// The same of a network, whose keys are those of `to_yaml`.
[[nodiscard]] ParameterPlane parameter_plane(const Network& network, std::vector<ParameterRange> p,
                                             std::vector<ParameterRange> q);

}  // namespace siegert
