#pragma once

#include <siegert/io/parameter_file.hpp>

#include "io/parameter_set.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// The explorer: a page in the browser on which a network lives. `picture` is the heart of it, a
/// function from a parameter file and changes of it to what the page draws; `Server` hands both to
/// the browser.
namespace siegert::explore {

/// A parameter, or one entry of a list or matrix, with another value than in the file.
struct Change {
    std::string key;    ///< "nu_ext", "J[E,I]"
    std::string value;  ///< as in a parameter file: "8.5 Hz"
};

using Changes = std::vector<Change>;  ///< later ones win

/// A parameter file that was read once.
struct OpenedFile {
    std::string name;  ///< as it was given; for messages, and for commands that can be typed again
    std::string text;
    std::filesystem::path directory;               ///< of matrix files
    NetworkModel asked = NetworkModel::automatic;  ///< of whoever opened it
    NetworkModel model = NetworkModel::automatic;  ///< the one taken, whatever is changed
    io::ParameterSet parameters;
};

/// Throws: as load_network, also where the network is not valid.
[[nodiscard]] OpenedFile open_file(const std::filesystem::path& path, NetworkModel model);

/// The same from text. `name` stands for the file.
[[nodiscard]] OpenedFile open_text(const std::string& text, const std::string& name);

/// The network that the file describes with these changes, as if they stood in it. An entry of a
/// matrix that the file derives (J, K, Delay) replaces the one that follows from all other changes.
///
/// Throws: ParameterFileError if a key or entry is unknown or a value is none of it, or as
/// load_network.
[[nodiscard]] LoadedNetwork changed_network(const OpenedFile& file, const Changes& changes);

/// The keys of the file with these changes. Throws: as changed_network, unless only the network
/// would show the fault.
[[nodiscard]] io::ParameterSet changed_parameters(const OpenedFile& file, const Changes& changes);

/// What the key of a matrix (J, K, Delay) would hold if the file did not derive it; nothing where
/// the network has no such matrix.
[[nodiscard]] std::optional<io::Entry> derived_entry(const Network& network,
                                                     const std::string& key);

/// The text of the file with these changes, comments and all; where it is written in a way that
/// cannot be changed line by line, the network as `to_yaml` writes it. It loads to the network of
/// changed_network, bit for bit. Throws: as changed_network.
[[nodiscard]] std::string changed_text(const OpenedFile& file, const Changes& changes);

/// "J" of "J[E,I]".
[[nodiscard]] std::string key_of(const std::string& name);

}  // namespace siegert::explore
