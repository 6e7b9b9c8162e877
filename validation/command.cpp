#include "command.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace siegert::validation {

Command parse_command(int argc, const char* const* argv) {
    Command command;
    for (int k = 1; k < argc; ++k) {
        const std::string_view argument = argv[k];
        if (argument == "--short") {
            command.brief = true;
        } else if (argument == "--figure" && k + 1 < argc) {
            command.figure = argv[++k];
        } else {
            fmt::print(stderr, "usage: {} [--short] [--figure DIRECTORY]\n", argv[0]);
            std::exit(2);
        }
    }
    return command;
}

void write_figures(const Command& command, const Figures& figures) {
    if (!command.figure) return;
    io::Report report;
    report.title = figures.title;
    report.summary = figures.text;
    report.sections = {{.title = "Figures", .text = "", .figures = figures.figures, .tables = {}}};
    report.command = fmt::format("validation_{} --figure .", figures.name);
    std::filesystem::create_directories(*command.figure);
    io::write_report(report, *command.figure / (figures.name + ".html"));
}

io::ReportSeries curve(std::string name, const Vector& x, const Vector& y, int color) {
    io::ReportSeries series;
    series.name = std::move(name);
    series.x = x;
    series.y = y;
    series.color = color;
    return series;
}

io::ReportSeries points(std::string name, const Vector& x, const Vector& y, const Vector& error,
                        int color) {
    auto series = curve(std::move(name), x, y, color);
    series.low = y - error;
    series.high = y + error;
    series.style = io::SeriesStyle::points;
    return series;
}

}  // namespace siegert::validation
