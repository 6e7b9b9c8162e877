#include <siegert/io/parameter_file.hpp>

#include "io/network_builder.hpp"
#include "io/parameter_source.hpp"

#include <fmt/format.h>

#include <array>

namespace siegert {
namespace {

std::string message(const std::string& file, int line, const std::string& key,
                    const std::string& complaint) {
    const std::string place = io::place_in(file, line);
    return key.empty() ? place + complaint : fmt::format("{}{}: {}", place, key, complaint);
}

struct ModelName {
    NetworkModel model;
    std::string_view name;
};

constexpr std::array model_names{
    ModelName{NetworkModel::automatic, "automatic"}, ModelName{NetworkModel::plain, "plain"},
    ModelName{NetworkModel::basic, "basic"}, ModelName{NetworkModel::microcircuit, "microcircuit"},
    ModelName{NetworkModel::automatic, "auto"}};

}  // namespace

ParameterFileError::ParameterFileError(std::string file_name, int line_number, std::string key_name,
                                       const std::string& complaint)
    : InvalidParameter(message(file_name, line_number, key_name, complaint)),
      file(std::move(file_name)),
      line(file == io::given_values ? 0 : line_number),
      key(std::move(key_name)) {}

std::string to_string(NetworkModel model) {
    for (const auto& entry : model_names) {
        if (entry.model == model) return std::string(entry.name);
    }
    return {};
}

NetworkModel network_model(std::string_view name) {
    for (const auto& entry : model_names) {
        if (entry.name == name) return entry.model;
    }
    throw InvalidParameter(
        fmt::format("model must be one of auto, plain, basic, microcircuit, got '{}'", name));
}

LoadedNetwork load_network(const std::filesystem::path& path, const LoadOptions& options) {
    return io::build_network(io::read_parameter_file(path), options.model);
}

LoadedNetwork network_from_yaml(const std::string& text, const std::filesystem::path& directory,
                                const LoadOptions& options) {
    return io::build_network(io::read_parameters(text, io::network_text, directory), options.model);
}

Analysis load_analysis(const std::filesystem::path& path) {
    return io::build_analysis(io::read_parameter_file(path));
}

Analysis analysis_from_yaml(const std::string& text) {
    return io::build_analysis(io::read_parameters(text, io::network_text, {}));
}

}  // namespace siegert
