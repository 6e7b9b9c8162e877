#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace siegert::cli {

/// A file of a command and the argument that names it.
struct NamedFile {
    std::string argument;  ///< "--save", "NET.yaml"
    std::string path;      ///< empty: the argument is not given
};

/// What a command reads and writes.
struct CommandFiles {
    std::string parameter_file;      ///< read, with the matrix files that it refers to
    std::vector<NamedFile> inputs;   ///< read beside it
    std::vector<NamedFile> outputs;  ///< written
};

/// Makes sure, before any work, that a command can write its files and destroys none that it reads:
/// an output is neither an input nor another output, under whatever name, link or hard link; its
/// folder exists; and what is there already is a regular file.
///
/// Throws: InvalidParameter where two are the same file, FileError where one cannot be written.
void require_separate(const CommandFiles& files);

}  // namespace siegert::cli
