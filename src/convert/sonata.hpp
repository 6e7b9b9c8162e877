#pragma once

#include <siegert/io/parameter_file.hpp>

#include <filesystem>
#include <string>

namespace siegert::convert {

/// Whether JSON is the configuration of a circuit or a simulation in SONATA's format.
[[nodiscard]] bool is_sonata(const std::string& json);

/// What load_any_network reads of it.
[[nodiscard]] LoadedNetwork network_from_sonata(const std::filesystem::path& config);

}  // namespace siegert::convert
