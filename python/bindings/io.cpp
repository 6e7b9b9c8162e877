#include "bindings.hpp"
#include "load_warnings.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/io/quantity.hpp>

#include "io/network_from_values.hpp"

#include <pybind11/stl/filesystem.h>

namespace siegert::python {
namespace {

using std::filesystem::path;

void bind_quantities(py::module_& scope) {
    define(
        scope, "parse_quantity",
        [](const std::string& text, Dimension dimension) {
            return parse_quantity(text, dimension);
        },
        R"(Value in SI units of a text such as "20 ms".

`dimension` is 'time', 'voltage', 'current', 'capacitance', 'frequency', 'angular_frequency',
'conductance', 'resistance', 'length', 'wavenumber' or 'dimensionless'.)",
        "text"_a, "dimension"_a);
    define(
        scope, "to_si",
        [](double value, const std::string& unit, Dimension dimension) {
            return to_si(value, unit, dimension);
        },
        R"(A value given in `unit`, in SI units: to_si(20, "ms", "time") == 0.02.)", "value"_a,
        "unit"_a, "dimension"_a);
    define(scope, "format_quantity", &format_quantity,
           R"(A value in SI units as text for people: format_quantity(0.02, "time") == "20 ms".)",
           "value"_a, "dimension"_a);
    define(scope, "customary_unit", &customary_unit,
           R"(The unit in which `format_quantity` prints, empty for dimensionless numbers.)",
           "dimension"_a);
    define(scope, "si_unit", &si_unit,
           R"(The unit in which the library calculates, empty for dimensionless numbers.)",
           "dimension"_a);
}

}  // namespace

LoadedNetwork with_warnings(LoadedNetwork loaded) {
    for (const auto& text : loaded.warnings) {
        if (PyErr_WarnEx(PyExc_UserWarning, text.c_str(), 1) != 0) throw py::error_already_set();
    }
    return loaded;
}

void bind_io(py::module_& scope) {
    define(
        scope, "load_network",
        [](const path& file, NetworkModel model) {
            return with_warnings(load_network(file, {.model = model}));
        },
        R"(Reads a network from a YAML file; docs/parameter_files.md lists the keys.

`model` says which parameters are derived from which: 'automatic' (told from the file), 'plain',
'basic' or 'microcircuit'. What is probably not meant is shown as a UserWarning.

Raises ParameterFileError if the content is wrong in any way (attributes file, line, key), FileError
if the file cannot be read.)",
        "path"_a, "model"_a = "automatic");

    define(
        scope, "network_from_yaml",
        [](const std::string& text, const path& directory, NetworkModel model) {
            return with_warnings(network_from_yaml(text, directory, {.model = model}));
        },
        R"(The same as `load_network` from text; matrix files are looked up in `directory`.)",
        "text"_a, "directory"_a = "", "model"_a = "automatic");

    define(
        scope, "_network_from_values",
        [](const std::string& json, const path& directory, NetworkModel model) {
            return with_warnings(io::network_from_values(json, directory, model));
        },
        R"(The same from an object of JSON, whose lines are not told.)", "json"_a, "directory"_a,
        "model"_a);

    define(
        scope, "load_analysis", &load_analysis,
        R"(Reads frequencies and wavenumbers (f_min, f_max, df, k_min, k_max, dk) from a YAML file.)",
        "path"_a);

    define(scope, "analysis_from_yaml", &analysis_from_yaml,
           R"(The same as `load_analysis` from text.)", "text"_a);

    define(
        scope, "to_yaml",
        [](const Network& network, const std::optional<Analysis>& analysis) {
            return to_yaml(network, analysis.value_or(Analysis{}));
        },
        R"(The network as parameter file, which loads back to the identical network, bit for bit.)",
        "network"_a, "analysis"_a = py::none());

    define(
        scope, "write_network",
        [](const Network& network, const path& file, const std::optional<Analysis>& analysis) {
            write_network(network, file, analysis.value_or(Analysis{}));
        },
        R"(Writes `to_yaml` to a file: the whole file or, if anything fails, nothing.

Raises FileError if it cannot be written.)",
        "network"_a, "path"_a, "analysis"_a = py::none());

    bind_quantities(scope);
}

}  // namespace siegert::python
