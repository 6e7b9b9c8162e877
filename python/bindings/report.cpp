#include "bindings.hpp"

#include <siegert/io/analysis_report.hpp>
#include <siegert/io/crosscheck_report.hpp>
#include <siegert/io/parameter_file.hpp>

#include <pybind11/stl/filesystem.h>

#include <numbers>

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
        "path"_a, "network"_a, "analysis"_a, "title"_a = "", "command"_a = "", Unlocked());
    define(
        scope, "write_crosscheck_report",
        [](const std::filesystem::path& file, const Network& network,
           const crosscheck::Crosscheck& result, const crosscheck::CrosscheckOptions& options,
           const Vector& frequencies, const std::string& title, const std::string& command) {
            const Vector omegas = 2.0 * std::numbers::pi * frequencies;
            const io::ReportText text{
                .title = title.empty() ? network.label : title,
                .command = command,
                .parameters = to_yaml(network, {.omegas = omegas, .k_wavenumbers = {}})};
            io::write_report(io::crosscheck_report(network, result, options, omegas, text), file);
        },
        R"(Writes a cross-check as one HTML file: theory and simulation side by side, with error bars.

`network` and `options` are those of the cross-check, `frequencies` [Hz] those of the curves of the
theory. `command` is shown as what to type to make the report again.
Raises InvalidParameter if the cross-check is not complete, FileError if the file cannot be written.)",
        "path"_a, "network"_a, "result"_a, "options"_a, "frequencies"_a, "title"_a = "",
        "command"_a = "", Unlocked());
}

}  // namespace siegert::python
