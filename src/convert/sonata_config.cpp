#include "convert/sonata_config.hpp"

#include "io/text_file.hpp"

namespace siegert::convert {
namespace {

using Path = std::filesystem::path;

// Texts of a configuration as paths: the variables of its manifest are filled in.
class Manifest {
public:
    Manifest(const Json& config, const Path& file) : folder_(file.parent_path()) {
        const auto manifest = config.find("manifest");
        if (manifest == config.end() || !manifest->is_object()) return;
        for (const auto& [name, value] : manifest->items()) {
            if (value.is_string()) variables_[name] = value.get<std::string>();
        }
    }

    [[nodiscard]] Path path(const std::string& text) const {
        const Path filled = filled_in(text);
        return filled.is_absolute() ? filled : (folder_ / filled).lexically_normal();
    }

private:
    [[nodiscard]] std::string filled_in(std::string text) const {
        constexpr int deepest = 32;  // of variables that hold variables
        for (int depth = 0; text.find('$') != std::string::npos; ++depth) {
            const std::string before = text;
            for (const auto& [name, value] : variables_) replace(text, name, value);
            replace(text, "${configdir}", ".");
            replace(text, "$configdir", ".");
            if (text == before || depth == deepest) {
                throw InvalidParameter("the manifest has no value for '" + text + "'");
            }
        }
        return text;
    }
    static void replace(std::string& text, const std::string& what, const std::string& by) {
        const std::size_t at = text.find(what);
        if (at != std::string::npos) text.replace(at, what.size(), by);
    }

    Path folder_;
    std::map<std::string, std::string, std::greater<>> variables_;  // longer names first
};

const Json* entry(const Json& values, const char* key) {
    if (!values.is_object()) return nullptr;
    const auto at = values.find(key);
    return at == values.end() ? nullptr : &*at;
}

std::string text_of(const Json& values, const char* key) {
    const Json* value = entry(values, key);
    return value && value->is_string() ? value->get<std::string>() : std::string{};
}

std::vector<SonataConfig::Pair> file_pairs(const Json& networks, const char* list, const char* file,
                                           const char* types, const Manifest& manifest) {
    std::vector<SonataConfig::Pair> pairs;
    const Json* entries = entry(networks, list);
    if (!entries || !entries->is_array()) return pairs;
    for (const Json& one : *entries) {
        const std::string data = text_of(one, file);
        const std::string table = text_of(one, types);
        if (data.empty() || table.empty()) {
            throw InvalidParameter(
                fmt::format("each entry of networks.{} must have {} and {}", list, file, types));
        }
        pairs.emplace_back(manifest.path(data), manifest.path(table));
    }
    return pairs;
}

void read_circuit(const Json& json, const Manifest& manifest, SonataConfig& config) {
    const Json* networks = entry(json, "networks");
    if (!networks) return;
    config.nodes = file_pairs(*networks, "nodes", "nodes_file", "node_types_file", manifest);
    config.edges = file_pairs(*networks, "edges", "edges_file", "edge_types_file", manifest);
    if (const Json* components = entry(json, "components")) {
        const std::string folder = text_of(*components, "point_neuron_models_dir");
        if (!folder.empty()) config.models = manifest.path(folder);
    }
}

void read_inputs(const Json& json, const Manifest& manifest, SonataConfig& config) {
    const Json* inputs = entry(json, "inputs");
    if (!inputs || !inputs->is_object()) return;
    for (const auto& [name, input] : inputs->items()) {
        const std::string file = text_of(input, "input_file");
        if (text_of(input, "input_type") == "spikes" && file.ends_with(".h5")) {
            config.spikes.push_back(manifest.path(file));
        } else {
            config.unused.push_back("inputs." + name);
        }
    }
}

void read_run(const Json& json, SonataConfig& config) {
    const Json* run = entry(json, "run");
    if (!run) return;
    const Json* stop = entry(*run, "tstop");
    const Json* start = entry(*run, "tstart");
    if (!stop || !stop->is_number()) return;
    const double begin = start && start->is_number() ? start->get<double>() : 0.0;
    config.duration = 1e-3 * (stop->get<double>() - begin);
}

void read_into(SonataConfig& config, const Path& path, int depth) {
    const Json json = read_json(path);
    if (!json.is_object()) throw InvalidParameter(path.string() + " must be a JSON object");
    const Manifest manifest(json, path);
    constexpr int deepest = 4;
    for (const char* other : {"network", "circuit", "simulation"}) {
        const std::string file = text_of(json, other);
        if (!file.empty() && depth < deepest) read_into(config, manifest.path(file), depth + 1);
    }
    read_circuit(json, manifest, config);
    read_inputs(json, manifest, config);
    read_run(json, config);
}

}  // namespace

Json read_json(const Path& path) {
    constexpr std::size_t most = std::size_t{64} << 20;
    try {
        return Json::parse(io::read_text_file(path, most));
    } catch (const Json::exception& error) {
        throw InvalidParameter(fmt::format("{} must be JSON: {}", path.string(), error.what()));
    }
}

SonataConfig read_sonata_config(const Path& path) {
    SonataConfig config;
    try {
        read_into(config, path, 0);
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(fmt::format("{}: {}", path.string(), error.what()));
    }
    if (config.nodes.empty()) {
        throw InvalidParameter(path.string() + ": networks must have nodes, found none");
    }
    return config;
}

}  // namespace siegert::convert
