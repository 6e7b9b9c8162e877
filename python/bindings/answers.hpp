#pragma once

#include <siegert/answer/answer.hpp>

#include <pybind11/pybind11.h>

#include <map>
#include <string>

/// Answers as NumPy arrays.
namespace siegert::python {

namespace py = pybind11;

/// The values as a NumPy array; those without a shape as a number, a bool or a text.
[[nodiscard]] py::object to_numpy(const Dataset& data);

/// A siegert.Answer.
[[nodiscard]] py::object to_python(const Answer& answer);

/// Options of a question as the texts that the command line would take.
[[nodiscard]] std::map<std::string, std::string> settings_of(const py::dict& options);

}  // namespace siegert::python
