#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace siegert::io {

/// The content of a text file.
///
/// Throws: FileError if it cannot be read, or is not a regular file or a pipe; ParameterFileError
/// if it is longer than `max_bytes`, is not UTF-8, or holds control characters.
[[nodiscard]] std::string read_text_file(const std::filesystem::path& path, std::size_t max_bytes);

/// Throws ParameterFileError unless `text` is UTF-8 without control characters.
void require_text(const std::string& text, const std::string& file);

}  // namespace siegert::io
