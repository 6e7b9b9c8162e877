#include "cli/files.hpp"

#include <siegert/error.hpp>

#include "io/text_file.hpp"
#include "io/yaml_node.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unistd.h>

namespace siegert::cli {
namespace {

namespace fs = std::filesystem;

void add_referred(const io::YamlNode& node, const fs::path& folder, std::vector<NamedFile>& files) {
    for (std::size_t k = 0; k < node.items.size(); ++k) {
        const io::YamlNode& item = node.items[k];
        const bool names_a_file = k < node.keys.size() && node.keys[k] == "file" &&
                                  item.kind == io::YamlNode::Kind::scalar;
        if (names_a_file) files.push_back({item.text, (folder / item.text).string()});
        add_referred(item, folder, files);
    }
}

// Of files that exist their identity decides, which links share; of others the place they will
// have.
bool is_same(const fs::path& a, const fs::path& b) {
    std::error_code error;
    if (fs::equivalent(a, b, error)) return true;
    const auto place = [&](const fs::path& path) {
        return fs::weakly_canonical(fs::absolute(path, error), error);
    };
    return place(a) == place(b);
}

void require_other(const NamedFile& output, const NamedFile& other) {
    if (other.path.empty() || !is_same(output.path, other.path)) return;
    throw InvalidParameter(fmt::format("{} must not be the file of {}, got {}", output.argument,
                                       other.argument, output.path));
}

void require_writable(const fs::path& path) {
    const auto fail = [&](const std::string& reason) {
        throw FileError(fmt::format("cannot write {}: {}", path.string(), reason));
    };
    std::error_code error;
    const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (!fs::is_directory(folder, error)) fail("no folder " + folder.string());
    const auto status = fs::status(path, error);
    if (fs::is_directory(status)) fail("it is a directory");
    if (fs::exists(status) && !fs::is_regular_file(status)) fail("it is not a regular file");
    if (::access(folder.c_str(), W_OK) != 0) fail("no permission to write in " + folder.string());
}

// The parameter file and the matrix files that it refers to; what comes through a pipe is safe, and
// could not be read twice.
std::vector<NamedFile> read_files(const CommandFiles& files) {
    constexpr std::size_t max_bytes = 64'000'000;
    std::vector<NamedFile> all = files.inputs;
    const std::string& path = files.parameter_file;
    if (!fs::is_regular_file(path)) return all;
    all.push_back({path, path});
    add_referred(io::parse_yaml(io::read_text_file(path, max_bytes), path),
                 fs::path(path).parent_path(), all);
    return all;
}

}  // namespace

void require_separate(const CommandFiles& files) {
    const auto& outputs = files.outputs;
    if (std::ranges::all_of(outputs, [](const auto& file) { return file.path.empty(); })) return;
    const auto inputs = read_files(files);
    for (auto output = outputs.begin(); output != outputs.end(); ++output) {
        if (output->path.empty()) continue;
        for (const auto& input : inputs) require_other(*output, input);
        std::for_each(outputs.begin(), output,
                      [&](const auto& other) { require_other(*output, other); });
        require_writable(output->path);
    }
}

}  // namespace siegert::cli
