#include "explore/opened_file.hpp"

#include "explore/changed_lines.hpp"
#include "io/network_builder.hpp"
#include "io/parameter_change.hpp"
#include "io/text_file.hpp"
#include "model/network_fields.hpp"
#include "trimmed.hpp"

#include <algorithm>

namespace siegert::explore {
namespace {

bool names_an_entry(const Change& change) {
    return change.key.find('[') != std::string::npos;
}

// The matrix of the network that a key stands for; empty: none.
Matrix matrix_of(const Network& network, const std::string& key) {
    Matrix found;
    schema::for_each_field([&](const auto& field) {
        if constexpr (std::is_same_v<typename std::decay_t<decltype(field)>::value_type, Matrix>) {
            if (schema::key_in(network, field.about) == key) found = network.*field.member;
        }
    });
    return found;
}

io::Entry derived(const io::ParameterSet& parameters, const Network& network,
                  const std::string& key) {
    io::require_known(parameters.file, key, 0);
    auto entry = derived_entry(network, key);
    if (!entry) io::fail_missing(parameters, key, "to change an entry of");
    return *std::move(entry);
}

Changes distinct(const Changes& changes) {
    Changes last;
    for (const auto& change : changes) {
        std::erase_if(last, [&](const auto& other) { return other.key == change.key; });
        last.push_back(change);
    }
    return last;
}

OpenedFile opened(OpenedFile file) {
    file.parameters = io::read_parameters(file.text, file.name, file.directory);
    file.model = io::build_network(file.parameters, file.asked).model;
    return file;
}

}  // namespace

OpenedFile open_file(const std::filesystem::path& path, NetworkModel model) {
    constexpr std::size_t max_bytes = 64'000'000;
    return opened({.name = path.string(),
                   .text = io::read_text_file(path, max_bytes),
                   .directory = path.parent_path(),
                   .asked = model,
                   .parameters = {}});
}

OpenedFile open_text(const std::string& text, const std::string& name) {
    return opened({.name = name, .text = text, .directory = {}, .parameters = {}});
}

std::optional<io::Entry> derived_entry(const Network& network, const std::string& key) {
    const Matrix matrix = matrix_of(network, key);
    if (matrix.size() == 0) return std::nullopt;
    io::Entry entry;
    entry.specification = io::find_key(key);
    entry.key = key;
    entry.dimension = entry.specification->dimension;
    entry.numbers.shape = {matrix.rows(), matrix.cols()};
    entry.numbers.unit = customary_unit(entry.dimension);
    for (Index i = 0; i < matrix.rows(); ++i) {
        for (Index j = 0; j < matrix.cols(); ++j) entry.numbers.values.push_back(matrix(i, j));
    }
    return entry;
}

std::string key_of(const std::string& name) {
    return std::string(trimmed(std::string_view(name).substr(0, name.find('['))));
}

io::ParameterSet changed_parameters(const OpenedFile& file, const Changes& changes) {
    io::ParameterSet parameters = file.parameters;
    Changes of_derived;
    for (const auto& change : distinct(changes)) {
        if (names_an_entry(change) && !io::holds(parameters, key_of(change.key))) {
            of_derived.push_back(change);
        } else {
            io::change_parameter(parameters, change.key, change.value, file.directory);
        }
    }
    if (of_derived.empty()) return parameters;
    const Network network = io::build_network(parameters, file.model).network;
    for (const auto& change : of_derived) {
        const std::string key = key_of(change.key);
        if (!io::holds(parameters, key))
            parameters.entries.push_back(derived(parameters, network, key));
        io::change_parameter(parameters, change.key, change.value, file.directory);
    }
    return parameters;
}

LoadedNetwork changed_network(const OpenedFile& file, const Changes& changes) {
    return io::build_network(changed_parameters(file, changes), file.model);
}

std::string changed_text(const OpenedFile& file, const Changes& changes) {
    const io::ParameterSet parameters = changed_parameters(file, changes);
    const LoadedNetwork loaded = io::build_network(parameters, file.model);
    std::string text = file.text;
    for (const auto& change : changes) {
        const auto entry =
            std::ranges::find(parameters.entries, key_of(change.key), &io::Entry::key);
        text = with_entry(text, *entry);
    }
    const std::string meant = to_yaml(loaded.network, loaded.analysis);
    try {
        const auto written =
            io::build_network(io::read_parameters(text, file.name, file.directory), file.asked);
        if (to_yaml(written.network, written.analysis) == meant) return text;
    } catch (const InvalidParameter&) {
        // A file in a style of its own: keys in braces, anchors.
    }
    return meant;
}

}  // namespace siegert::explore
