#pragma once

#include <siegert/io/parameter_file.hpp>

namespace siegert::python {

/// Shows what the file's author probably did not mean, as Python's warnings.
[[nodiscard]] LoadedNetwork with_warnings(LoadedNetwork loaded);

}  // namespace siegert::python
