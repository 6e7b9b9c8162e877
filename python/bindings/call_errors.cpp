#include "bindings.hpp"

#include <pybind11/numpy.h>

#include <string>
#include <string_view>

namespace siegert::python {
namespace {

using Call = PyObject* (*)(PyObject* record, PyObject* arguments, PyObject* keywords);

/// pybind11's function behind all of its functions.
Call& original() {
    static Call call = nullptr;
    return call;
}

std::string given(py::handle arguments, py::handle keywords) {
    std::string list;
    const auto add = [&](const std::string& text) { list += (list.empty() ? "" : ", ") + text; };
    for (const auto& value : arguments) add(in_words(value));
    if (keywords) {
        for (const auto& [name, value] : py::reinterpret_borrow<py::dict>(keywords)) {
            add(name.cast<std::string>() + "=" + in_words(value));
        }
    }
    return list;
}

/// The signature that the docstring of a function begins with; without one, its name.
std::string usage(const py::detail::function_record& record) {
    const std::string_view doc = record.doc == nullptr ? "" : record.doc;
    const auto end = doc.find("\n--");
    if (end != std::string_view::npos) return std::string(doc.substr(0, end));
    return record.is_constructor ? record.scope.attr("__name__").cast<std::string>() + "(**fields)"
                                 : std::string(record.name) + "(...)";
}

// Where a network is wanted, the name of its file is what is given most often instead.
std::string advice(const std::string& usage, const py::object& passed) {
    const py::tuple arguments = py::reinterpret_borrow<py::tuple>(passed);
    if (usage.find("(network") == std::string::npos || arguments.empty()) return {};
    const py::object first = arguments[0];
    const bool is_path = py::isinstance<py::str>(first) || py::hasattr(first, "__fspath__");
    return is_path ? ": siegert.load_network(PATH) loads the network of a file" : "";
}

PyObject* call(PyObject* capsule, PyObject* arguments, PyObject* keywords) {
    PyObject* result = original()(capsule, arguments, keywords);
    if (result != nullptr || PyErr_ExceptionMatches(PyExc_TypeError) == 0) return result;
    py::error_already_set error;
    const auto text = py::str(error.value()).cast<std::string>();
    if (text.find("(): incompatible ") == std::string::npos) {
        error.restore();
        return nullptr;
    }
    const auto& record =
        *py::reinterpret_borrow<py::capsule>(capsule).get_pointer<py::detail::function_record>();
    const Py_ssize_t first = record.is_constructor ? 1 : 0;  // without the object itself
    const auto passed = py::reinterpret_steal<py::object>(
        PyTuple_GetSlice(arguments, first, PyTuple_GET_SIZE(arguments)));
    const std::string message = usage(record) + " cannot be called with (" +
                                given(passed.ptr(), keywords) + ")" + advice(usage(record), passed);
    PyErr_SetString(PyExc_TypeError, message.c_str());
    return nullptr;
}

void shorten(PyObject* function) {
    if (PyInstanceMethod_Check(function)) function = PyInstanceMethod_GET_FUNCTION(function);
    if (!PyCFunction_Check(function)) return;
    PyObject* self = PyCFunction_GET_SELF(function);
    if (self == nullptr || !PyCapsule_CheckExact(self)) return;  // not pybind11's
    PyMethodDef& definition = *reinterpret_cast<PyCFunctionObject*>(function)->m_ml;
    const auto as_call = reinterpret_cast<Call>(reinterpret_cast<void (*)()>(definition.ml_meth));
    if (as_call == &call) return;
    original() = as_call;
    definition.ml_meth = reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&call));
}

void shorten_all(const py::object& scope, const std::string& module) {
    const py::list members(scope.attr("__dict__").attr("values")());
    for (const auto& member : members) {
        shorten(member.ptr());
        const bool is_own_module =
            py::isinstance<py::module_>(member) &&
            member.attr("__name__").cast<std::string>().starts_with(module + ".");
        if (is_own_module || PyType_Check(member.ptr()) != 0) {
            shorten_all(py::reinterpret_borrow<py::object>(member), module);
        }
    }
}

}  // namespace

std::string in_words(py::handle value) {
    if (py::isinstance<py::array>(value)) {
        const auto array = py::reinterpret_borrow<py::array>(value);
        return "an array of shape " + py::str(value.attr("shape")).cast<std::string>() + " of " +
               py::str(array.dtype()).cast<std::string>();
    }
    constexpr std::size_t longest = 60;
    const auto text = py::repr(value).cast<std::string>();
    const bool is_short = text.size() <= longest && text.find('\n') == std::string::npos;
    if (is_short) return text;
    const auto type = py::type::of(value).attr("__name__").cast<std::string>();
    const bool has_length = py::isinstance<py::sequence>(value) || py::isinstance<py::dict>(value);
    return has_length ? "a " + type + " of " + std::to_string(py::len(value)) : "a " + type;
}

void shorten_call_errors(const py::module_& scope) {
    shorten_all(scope, scope.attr("__name__").cast<std::string>());
}

}  // namespace siegert::python
