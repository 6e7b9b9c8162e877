#include "bindings.hpp"

#include <siegert/io/analysis_report.hpp>
#include <siegert/io/parameter_file.hpp>

#include <pybind11/stl/filesystem.h>

namespace siegert::python {

void bind_report(py::module_& scope) {
    define(
        scope, "write_report",
        [](const std::filesystem::path& file, const Network& network,
           const theory::NetworkAnalysis& analysis, const std::string& title,
           const std::string& command) {
            const io::ReportText text{
                .title = title.empty() ? network.label : title,
                .command = command,
                .parameters = to_yaml(network, {.omegas = analysis.omegas, .k_wavenumbers = {}})};
            io::write_report(
                io::analysis_report(network, analysis, peak_sensitivities(network, analysis), text),
                file);
        },
        R"(Writes an analysis as one HTML file: tables, and figures that can be zoomed.

`command` is shown as what to type to make the report again.
Raises FileError if the file cannot be written.)",
        "path"_a, "network"_a, "analysis"_a, "title"_a = "", "command"_a = "",
        py::call_guard<py::gil_scoped_release>());
}

}  // namespace siegert::python
