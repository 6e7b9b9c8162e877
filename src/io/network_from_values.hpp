#pragma once

#include <siegert/io/parameter_file.hpp>

#include <string>

namespace siegert::io {

/// The network of the keys and values of a parameter file, an object of JSON; matrix files are
/// looked up in `directory`. Errors name the key alone.
///
/// Throws: as network_from_yaml.
[[nodiscard]] LoadedNetwork network_from_values(const std::string& json,
                                                const std::filesystem::path& directory,
                                                NetworkModel model);

}  // namespace siegert::io
