#include "bindings.hpp"

#include <siegert/error.hpp>
#include <siegert/io/parameter_file.hpp>

namespace siegert::python {
namespace {

/// Classes of siegert/_errors.py. Never freed: errors may be raised while the interpreter ends.
struct ErrorClasses {
    py::handle error, invalid_parameter, parameter_file_error, accuracy_not_reached, file_error;
};

ErrorClasses& classes() {
    static ErrorClasses found;
    return found;
}

void raise(py::handle type, const char* message) {
    PyErr_SetString(type.ptr(), message);
}

void raise(const ParameterFileError& error) {
    const py::object exception = py::reinterpret_borrow<py::object>(classes().parameter_file_error)(
        error.what(), error.file, error.line, error.key);
    PyErr_SetObject(classes().parameter_file_error.ptr(), exception.ptr());
}

void translate(std::exception_ptr pending) {
    if (!pending) return;
    try {
        std::rethrow_exception(pending);
    } catch (const ParameterFileError& error) {
        raise(error);
    } catch (const InvalidParameter& error) {
        raise(classes().invalid_parameter, error.what());
    } catch (const AccuracyNotReached& error) {
        raise(classes().accuracy_not_reached, error.what());
    } catch (const FileError& error) {
        raise(classes().file_error, error.what());
    } catch (const Error& error) {
        raise(classes().error, error.what());
    }
}

}  // namespace

void translate_errors() {
    const auto module = py::module_::import("siegert._errors");
    const auto find = [&](const char* name) {
        return module.attr(name).cast<py::object>().release();
    };
    classes() = {.error = find("Error"),
                 .invalid_parameter = find("InvalidParameter"),
                 .parameter_file_error = find("ParameterFileError"),
                 .accuracy_not_reached = find("AccuracyNotReached"),
                 .file_error = find("FileError")};
    py::register_exception_translator(translate);
}

}  // namespace siegert::python
