#include "convert/sonata_files.hpp"

#include "io/hdf5_columns.hpp"
#include "io/text_file.hpp"

#include <siegert/error.hpp>
#include <siegert/io/parameter_file.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

namespace siegert::convert {
namespace {

using io::Hdf5Handle;
using Numbers = std::vector<std::int64_t>;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// Cells of a line, separated by blanks; in quotes they may hold blanks.
std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> result;
    for (std::size_t at = line.find_first_not_of(" \t\r"); at != std::string::npos;
         at = line.find_first_not_of(" \t\r", at)) {
        const bool quoted = line[at] == '"';
        const std::size_t begin = quoted ? at + 1 : at;
        const std::size_t end =
            std::min(line.find_first_of(quoted ? "\"" : " \t\r", begin), line.size());
        result.push_back(line.substr(begin, end - begin));
        at = std::min(quoted ? end + 1 : end, line.size());
    }
    return result;
}

template <class T>
std::optional<T> parsed(const std::string& text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Numbers integers(hid_t group, const char* name) {
    return io::read_column<std::int64_t>(group, name, H5T_NATIVE_INT64);
}

Hdf5Handle opened_group(hid_t parent, const std::string& name) {
    return {H5Gopen2(parent, name.c_str(), H5P_DEFAULT), H5Gclose, "open a group"};
}

// Calls `read` with each population of a file of nodes or edges.
template <class Read>
void each_population(const std::filesystem::path& path, const char* kind, Read read) {
    try {
        const io::Hdf5Session session;
        const Hdf5Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
                              "open the file");
        const Hdf5Handle all = opened_group(file.id(), kind);
        for (const std::string& name : io::links_of(all.id())) {
            read(name, opened_group(all.id(), name).id());
        }
    } catch (const FileError& error) {
        throw FileError(
            fmt::format("{}: is no file of SONATA {}: {}", path.string(), kind, error.what()));
    }
}

void require_length(const Numbers& column, std::size_t length, const char* name) {
    if (column.size() != length) throw FileError(fmt::format("{} has another length", name));
}

SonataNodes nodes_of(const std::string& name, hid_t group) {
    SonataNodes nodes{.population = name, .types = integers(group, "node_type_id")};
    for (const std::string& link : io::links_of(group)) {
        const bool is_group = link.find_first_not_of("0123456789") == std::string::npos;
        if (is_group && io::has_link(opened_group(group, link).id(), "dynamics_params")) {
            nodes.own_dynamics = true;
        }
    }
    if (!io::has_link(group, "node_id")) return nodes;
    const Numbers ids = integers(group, "node_id");
    require_length(ids, nodes.types.size(), "node_id");
    Numbers types(ids.size(), -1);
    for (std::size_t k = 0; k < ids.size(); ++k) {
        if (ids[k] < 0 || static_cast<std::size_t>(ids[k]) >= ids.size()) {
            throw FileError("node_id must count the nodes from 0");
        }
        types[static_cast<std::size_t>(ids[k])] = nodes.types[k];
    }
    nodes.types = std::move(types);
    return nodes;
}

// Which entry of which group holds what belongs to each edge.
struct GroupPlaces {
    Numbers groups;
    Numbers indices;
};

GroupPlaces places_of(hid_t group, std::size_t edges) {
    if (!io::has_link(group, "edge_group_id")) {  // one group, in the order of the edges
        GroupPlaces places{.groups = Numbers(edges, 0), .indices = Numbers(edges)};
        for (std::size_t k = 0; k < edges; ++k) places.indices[k] = static_cast<std::int64_t>(k);
        return places;
    }
    GroupPlaces places{.groups = integers(group, "edge_group_id"),
                       .indices = integers(group, "edge_group_index")};
    require_length(places.groups, edges, "edge_group_id");
    require_length(places.indices, edges, "edge_group_index");
    return places;
}

// A number for each edge, NaN of those whose group has none; empty if no group has.
std::vector<double> edge_values(hid_t population, const GroupPlaces& places, const char* name) {
    std::map<std::int64_t, std::vector<double>> columns;
    for (const std::int64_t group : places.groups) {
        if (columns.contains(group)) continue;
        std::vector<double>& column = columns[group];
        const std::string link = std::to_string(group);
        if (!io::has_link(population, link.c_str())) continue;
        const Hdf5Handle values = opened_group(population, link);
        if (io::has_link(values.id(), name)) {
            column = io::read_column<double>(values.id(), name, H5T_NATIVE_DOUBLE);
        }
    }
    std::vector<double> result;
    for (const auto& [group, column] : columns) {
        if (!column.empty()) result.assign(places.groups.size(), unknown);
    }
    for (std::size_t k = 0; k < result.size(); ++k) {
        const std::vector<double>& column = columns[places.groups[k]];
        if (column.empty()) continue;
        const std::int64_t index = places.indices[k];
        if (index < 0 || static_cast<std::size_t>(index) >= column.size()) {
            throw FileError(fmt::format("edge_group_index lies beyond {}", name));
        }
        result[k] = column[static_cast<std::size_t>(index)];
    }
    return result;
}

SonataEdges edges_of(const std::string& name, hid_t group) {
    SonataEdges edges{
        .name = name,
        .source_population = io::text_attribute(group, "source_node_id", "node_population"),
        .target_population = io::text_attribute(group, "target_node_id", "node_population"),
        .sources = integers(group, "source_node_id"),
        .targets = integers(group, "target_node_id"),
        .types = integers(group, "edge_type_id"),
        .weights = {},
        .delays = {},
        .numbers_of_synapses = {}};
    require_length(edges.targets, edges.sources.size(), "target_node_id");
    require_length(edges.types, edges.sources.size(), "edge_type_id");
    const GroupPlaces places = places_of(group, edges.sources.size());
    edges.weights = edge_values(group, places, "syn_weight");
    edges.delays = edge_values(group, places, "delay");
    edges.numbers_of_synapses = edge_values(group, places, "nsyns");
    return edges;
}

}  // namespace

TypesTable::TypesTable(const std::filesystem::path& path, std::string_view id_column)
    : file_(path.string()) {
    constexpr std::size_t most = std::size_t{64} << 20;
    std::istringstream lines(io::read_text_file(path, most));
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        std::vector<std::string> row = cells(line);
        if (row.empty()) continue;
        if (columns_.empty()) {
            for (std::size_t k = 0; k < row.size(); ++k) columns_.emplace(row[k], k);
            if (columns_.contains(id_column)) continue;
            throw ParameterFileError(file_, number, "",
                                     fmt::format("expected a header with {} and columns separated "
                                                 "by blanks, found '{}'",
                                                 id_column, line));
        }
        if (row.size() != columns_.size()) {
            throw ParameterFileError(file_, number, "",
                                     fmt::format("expected {} columns as in the header, found {}",
                                                 columns_.size(), row.size()));
        }
        const std::string& id = row[columns_.find(id_column)->second];
        const auto value = parsed<std::int64_t>(id);
        if (!value) {
            throw ParameterFileError(file_, number, std::string(id_column),
                                     fmt::format("expected a whole number, found '{}'", id));
        }
        rows_[*value] = std::move(row);
    }
}

std::string TypesTable::text(std::int64_t id, std::string_view column) const {
    const auto row = rows_.find(id);
    if (row == rows_.end()) {
        throw ParameterFileError(file_, 0, "",
                                 fmt::format("expected a row of type {}, found none", id));
    }
    const auto at = columns_.find(column);
    if (at == columns_.end()) return {};
    const std::string& text = row->second[at->second];
    return text == "NULL" || text == "None" ? std::string{} : text;
}

std::optional<double> TypesTable::number(std::int64_t id, std::string_view column) const {
    const std::string written = text(id, column);
    if (written.empty()) return std::nullopt;
    const auto value = parsed<double>(written);
    if (!value || !std::isfinite(*value)) {
        throw ParameterFileError(
            file_, 0, std::string(column),
            fmt::format("expected a number for type {}, found '{}'", id, written));
    }
    return value;
}

std::vector<SonataNodes> read_sonata_nodes(const std::filesystem::path& path) {
    std::vector<SonataNodes> populations;
    each_population(path, "nodes", [&](const std::string& name, hid_t group) {
        populations.push_back(nodes_of(name, group));
    });
    return populations;
}

std::vector<SonataEdges> read_sonata_edges(const std::filesystem::path& path) {
    std::vector<SonataEdges> populations;
    each_population(path, "edges", [&](const std::string& name, hid_t group) {
        populations.push_back(edges_of(name, group));
    });
    return populations;
}

}  // namespace siegert::convert
