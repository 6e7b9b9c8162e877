#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

namespace siegert::io {

/// Lets `write` fill a temporary file beside `path`, then puts it in the place of `path` in one
/// step. If anything fails the temporary file is removed and `path` is as it was before.
///
/// Throws: FileError, or what `write` throws.
void replace_file(const std::filesystem::path& path,
                  const std::function<void(const std::filesystem::path&)>& write);

/// The same with bytes as content.
void write_whole_file(const std::filesystem::path& path, std::string_view content);

}  // namespace siegert::io
