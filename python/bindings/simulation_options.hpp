#pragma once

#include "bindings.hpp"

#include <siegert/simulation/simulation_options.hpp>

#include <exception>

namespace siegert::python {

/// Watches a running simulation: looks for Ctrl-C, and tells a function of Python how far it is.
/// Either stops it; what was raised is kept, since it must not pass through the library.
class Watch {
public:
    explicit Watch(const py::object& progress) : progress_(progress) {}

    bool operator()(const Progress& progress);

    /// Raises what was kept.
    void rethrow();

private:
    py::object progress_;
    std::exception_ptr raised_;
};

void bind_simulation_options(py::module_& scope);

}  // namespace siegert::python
