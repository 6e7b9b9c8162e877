#pragma once

#include <siegert/io/parameter_file.hpp>
#include <siegert/io/quantity.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace siegert {

/// A number of a parameter file that may take other values.
struct FamilyParameter {
    std::string key;  ///< "nu_ext", or one entry of a list or matrix: "N[E]", "J[E,I]"
    double value;     ///< in the file, in SI units
    Dimension dimension;
};

/// The networks of one parameter file with other numbers for some of its keys.
struct ParameterFamily {
    std::vector<FamilyParameter> parameters;
    std::function<Network(const Vector& values)> network_at;  ///< thread-safe; values in SI units
};

/// Reads a parameter file. A key that the file has as a list or matrix stands for all entries that
/// are not 0, each a parameter of its own. Values are replaced before anything is derived from
/// them, as if they stood in the file.
///
/// network_at throws: InvalidParameter, as load_network, where the network is not valid.
/// Throws: ParameterFileError if the file does not hold a key or entry, or it is not a number;
/// InvalidParameter if one is named twice; otherwise as load_network.
[[nodiscard]] ParameterFamily parameter_family(const std::filesystem::path& path,
                                               const std::vector<std::string>& keys,
                                               const LoadOptions& options = {});

/// The same from the text of a parameter file.
[[nodiscard]] ParameterFamily parameter_family_from_yaml(const std::string& text,
                                                         const std::vector<std::string>& keys,
                                                         const LoadOptions& options = {});

/// The same of a network, whose keys are those of `to_yaml`.
[[nodiscard]] ParameterFamily parameter_family(const Network& network,
                                               const std::vector<std::string>& keys);

}  // namespace siegert
