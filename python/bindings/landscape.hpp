#pragma once

#include <pybind11/pybind11.h>

namespace siegert::python {

/// Gradients with respect to the parameters of a network.
void bind_landscape(pybind11::module_& scope);

}  // namespace siegert::python
