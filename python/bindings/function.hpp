#pragma once

#include "type_names.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>

/// Functions that show their signature to `help`, to `inspect.signature` and to notebooks.
namespace siegert::python {

namespace py = pybind11;
using namespace pybind11::literals;

/// Lets other threads of Python run during the call.
using Unlocked = py::call_guard<py::gil_scoped_release>;

/// What a value is, in a few words for messages: never the numbers of an array.
[[nodiscard]] std::string in_words(py::handle value);

namespace detail {

inline std::string parameter(const py::arg& argument) {
    return argument.name;
}
inline std::string parameter(const py::arg_v& argument) {
    return std::string(argument.name) + "=" + py::repr(argument.value).cast<std::string>();
}
inline std::string parameter(const py::kw_only&) {
    return "*";
}
template <class Other>
std::string parameter(const Other&) {  // call guards and such
    return {};
}

inline std::string text_signature(const std::string& name, const std::string& self,
                                  const std::initializer_list<std::string>& parameters) {
    std::string list = self;
    for (const auto& text : parameters) {
        if (!text.empty()) list += (list.empty() ? "" : ", ") + text;
    }
    return name + "(" + list + ")\n--\n\n";
}

/// Keeps the annotations of a function where python/bindings/stubs.py finds them.
inline void annotate(const py::object& scope, const char* name,
                     const std::vector<std::string>& types) {
    if (!py::hasattr(scope, "_annotations")) scope.attr("_annotations") = py::dict();
    scope.attr("_annotations")[name] = py::tuple(py::cast(types));
}

}  // namespace detail

/// `scope.def` with a docstring that begins with the signature as CPython parses it. Wants
/// pybind11's own signatures switched off (py::options).
template <class F, class... Extra>
void define(py::module_& scope, const char* name, F&& function, const char* doc,
            const Extra&... extra) {
    const std::string text = detail::text_signature(name, "", {detail::parameter(extra)...}) + doc;
    detail::annotate(scope, name, annotations(function));
    scope.def(name, std::forward<F>(function), text.c_str(), extra...);
}

/// The same for a method.
template <class T, class... Options, class F, class... Extra>
void define(py::class_<T, Options...>& scope, const char* name, F&& function, const char* doc,
            const Extra&... extra) {
    const std::string text =
        detail::text_signature(name, "$self", {detail::parameter(extra)...}) + doc;
    detail::annotate(scope, name, annotations(function));
    scope.def(name, std::forward<F>(function), text.c_str(), extra...);
}

}  // namespace siegert::python
