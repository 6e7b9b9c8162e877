#pragma once

#include <siegert/answer/answer.hpp>

#include <pybind11/pybind11.h>

/// Answers as NumPy arrays.
namespace siegert::python {

namespace py = pybind11;

/// The values as a NumPy array; those without a shape as a number, a bool or a text.
[[nodiscard]] py::object to_numpy(const Dataset& data);

/// A siegert.Answer.
[[nodiscard]] py::object to_python(const Answer& answer);

}  // namespace siegert::python
