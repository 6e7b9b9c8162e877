#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The files of a network in SONATA's format, as they are.
namespace siegert::convert {

/// A file of types (CSV, columns separated by blanks): what nodes or edges of a type share.
class TypesTable {
public:
    /// Throws: FileError, ParameterFileError where a row has another number of columns than the
    /// header.
    TypesTable(const std::filesystem::path& path, std::string_view id_column);

    [[nodiscard]] bool has(std::int64_t id) const { return rows_.contains(id); }

    /// Empty where the table has no such column, or NULL. Throws: ParameterFileError where no such
    /// type.
    [[nodiscard]] std::string text(std::int64_t id, std::string_view column) const;

    /// The number in a column, if there is one. Throws: ParameterFileError if it is none.
    [[nodiscard]] std::optional<double> number(std::int64_t id, std::string_view column) const;

    [[nodiscard]] const std::string& file() const { return file_; }

private:
    std::string file_;
    std::map<std::string, std::size_t, std::less<>> columns_;
    std::map<std::int64_t, std::vector<std::string>> rows_;
};

/// A population of nodes: the type of each by its number.
struct SonataNodes {
    std::string population;
    std::vector<std::int64_t> types;
    bool own_dynamics = false;  ///< some nodes have parameters of their own
};

/// The edges from one population of nodes to another.
struct SonataEdges {
    std::string name;
    std::string source_population;
    std::string target_population;
    std::vector<std::int64_t> sources;
    std::vector<std::int64_t> targets;
    std::vector<std::int64_t> types;
    // Of each edge; empty, or NaN of an edge, where its type says it.
    std::vector<double> weights;
    std::vector<double> delays;
    std::vector<double> numbers_of_synapses;
};

/// Throws: FileError.
[[nodiscard]] std::vector<SonataNodes> read_sonata_nodes(const std::filesystem::path& path);
[[nodiscard]] std::vector<SonataEdges> read_sonata_edges(const std::filesystem::path& path);

}  // namespace siegert::convert
