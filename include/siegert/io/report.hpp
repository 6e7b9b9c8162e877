#pragma once

#include <siegert/arrays.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// A report is one HTML file that can be opened anywhere: figures that can be zoomed, read under
/// the pointer and saved, tables that can be copied, nothing loaded from a network.
namespace siegert::io {

/// One column of a table: texts or numbers.
struct ReportColumn {
    std::string name;
    std::string unit;  ///< empty: none
    std::variant<std::vector<std::string>, Vector> cells;
    int digits = 6;  ///< of numbers
};

struct ReportTable {
    std::string title;
    std::vector<ReportColumn> columns;  ///< of equal length
    std::vector<bool> flagged{};        ///< rows to point out: as long as a column, or empty
};

struct ReportAxis {
    std::string label;
    std::string unit;          ///< empty: none
    bool logarithmic = false;  ///< values that are not positive are left out
};

enum class SeriesStyle {
    line,
    dashed_line,
    points,
    dots,   ///< small points: thousands fit
    boxes,  ///< a box from low to high around a short line at each point
};

/// One curve y(x), with an error band, or bars at points, between low and high where these are
/// given.
struct ReportSeries {
    std::string name;  ///< series of one name share their place in the legend
    Vector x;
    Vector y;            ///< as long as x
    Vector low{};        ///< as long as x, or empty
    Vector high{};       ///< as long as x, or empty
    Vector parameter{};  ///< shown beside x and y under the pointer: as long as x, or empty
    SeriesStyle style = SeriesStyle::line;
    int color = -1;  ///< index into the palette, equal for what belongs together; -1: the next one
};

enum class MarkStyle {
    cross,   ///< at the point
    around,  ///< a diamond around a point of a series
};

/// A point of a figure that is worth a name.
struct ReportMark {
    double x;
    double y;
    std::string label;
    MarkStyle style = MarkStyle::cross;
};

struct LinesFigure {
    ReportAxis x;
    ReportAxis y;
    std::vector<ReportSeries> series;
    std::vector<ReportMark> marks{};
    bool equal_axes = false;  ///< one unit has the same length on both axes (complex plane)
    std::string parameter{};  ///< what ReportSeries::parameter is, with its unit
};

/// A matrix as colours; row 0 is at the top, as in print.
struct HeatmapFigure {
    std::string row_label;     ///< "target"
    std::string column_label;  ///< "source"
    std::vector<std::string> rows;
    std::vector<std::string> columns;
    Matrix values;  ///< rows x columns
    std::string value_label;
    std::string unit;        ///< empty: none
    bool diverging = false;  ///< zero is the neutral middle of the colours
    double extreme = 0.0;    ///< modulus at the ends of diverging colours; 0: that of the values
};

/// Values of one kind, one for each category.
struct BarsGroup {
    std::string name;
    Vector values;            ///< one for each category
    Vector standard_error{};  ///< as long, or empty
};

/// Groups of values side by side for each category.
struct BarsFigure {
    std::vector<std::string> categories;
    ReportAxis y;
    std::vector<BarsGroup> groups;
};

/// For each category what is expected, the range that is accepted, and what was measured.
struct ComparisonFigure {
    std::vector<std::string> categories;
    ReportAxis y;
    Vector expected;  ///< one for each category, as all that follow
    Vector low;       ///< of the range that is accepted
    Vector high;
    Vector measured;
    Vector standard_error;
    std::vector<bool> flagged;  ///< shown by another symbol, and by the word
    std::string flag{};         ///< the word
};

struct ReportFigure {
    std::string title;
    std::string caption;
    std::variant<LinesFigure, HeatmapFigure, BarsFigure, ComparisonFigure> content;
};

struct ReportSection {
    std::string title;
    std::string text;  ///< paragraphs, separated by empty lines
    std::vector<ReportFigure> figures;
    std::vector<ReportTable> tables;
};

/// What belongs to a report beside its numbers.
struct ReportText {
    std::string title;
    std::string command;     ///< what to type to make this report again
    std::string parameters;  ///< the network as YAML
};

struct Report {
    std::string title;
    std::string summary;                                     ///< the answer, in a sentence or two
    std::vector<std::pair<std::string, std::string>> facts;  ///< name and value, shown at the top
    std::vector<ReportSection> sections;
    std::string parameters;  ///< the network as YAML
    std::string command;     ///< what to type to make this report again
};

/// The report as one HTML document. Numbers of figures carry six digits; a number that
/// is not finite is shown as a dash.
///
/// Throws: InvalidParameter if the arrays of a figure or table do not fit together.
[[nodiscard]] std::string report_html(const Report& report);

/// Writes report_html to a file, whole or not at all.
///
/// Throws: as report_html; FileError if the file cannot be written.
void write_report(const Report& report, const std::filesystem::path& path);

}  // namespace siegert::io
