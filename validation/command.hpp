#pragma once

#include <siegert/io/report.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// How a validation program is called.
namespace siegert::validation {

/// `validation_<name> [--short] [--figure DIRECTORY]`
struct Command {
    bool brief = false;                           ///< --short: seconds instead of minutes
    std::optional<std::filesystem::path> figure;  ///< where to write the figure; none without
};

/// Reads the arguments; on a wrong one it prints how to call the program and exits with 2.
Command parse_command(int argc, const char* const* argv);

/// One program's figures and what they show.
struct Figures {
    std::string name;  ///< of the file, without ending
    std::string title;
    std::string text;
    std::vector<io::ReportFigure> figures;
};

/// Writes one self-contained HTML file, if the command asks for it.
void write_figures(const Command& command, const Figures& figures);

/// A curve.
io::ReportSeries curve(std::string name, const Vector& x, const Vector& y, int color);

/// Points with bars of one standard error to either side.
io::ReportSeries points(std::string name, const Vector& x, const Vector& y, const Vector& error,
                        int color);

}  // namespace siegert::validation
