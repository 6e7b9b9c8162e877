#pragma once

#include "function.hpp"

namespace siegert::python {

void bind_conductance(py::module_& scope);

}  // namespace siegert::python
