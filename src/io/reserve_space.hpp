#pragma once

#include <cstddef>
#include <filesystem>

namespace siegert::io {

/// Makes sure that a file can grow by this many bytes: it is lengthened by them. If the disk is
/// full the file is as it was. Throws: FileError.
void reserve_space(const std::filesystem::path& path, std::size_t bytes);

}  // namespace siegert::io
