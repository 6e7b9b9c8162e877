#pragma once

#include <string>

namespace siegert::io {

/// The keys of parameter files as a table in Markdown: that of docs/parameter_files.md.
[[nodiscard]] std::string key_table();

}  // namespace siegert::io
