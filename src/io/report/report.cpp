#include <siegert/io/report.hpp>

#include "io/atomic_file.hpp"
#include "io/report/figure_data.hpp"
#include "io/report/report_assets.hpp"

#include <siegert/error.hpp>
#include <siegert/version.hpp>

#include <fmt/format.h>

#include <cmath>

namespace siegert::io {
namespace {

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

std::string paragraphs(const std::string& text) {
    std::string html;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find("\n\n", begin), text.size());
        html += fmt::format("<p>{}</p>\n", escaped(text.substr(begin, end - begin)));
        begin = end + 2;
    }
    return html;
}

Index row_count(const ReportColumn& column) {
    return std::visit([](const auto& cells) { return static_cast<Index>(cells.size()); },
                      column.cells);
}

std::string cell(const ReportColumn& column, Index row) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.cells)) {
        return fmt::format("<td class=\"text\">{}</td>",
                           escaped((*texts)[static_cast<std::size_t>(row)]));
    }
    const double value = std::get<Vector>(column.cells)(row) + 0.0;  // without the sign of -0
    return std::isfinite(value) ? fmt::format("<td>{:.{}g}</td>", value, column.digits)
                                : "<td>–</td>";
}

std::string table_html(const ReportTable& table) {
    std::string html = fmt::format(
        "<div class=\"table\"><div class=\"tools\"><button data-copy>Copy table</button></div>"
        "<div class=\"scroll\" tabindex=\"0\"><table><caption>{}</caption><thead><tr>",
        escaped(table.title));
    const Index rows = table.columns.empty() ? 0 : row_count(table.columns.front());
    for (const auto& column : table.columns) {
        if (row_count(column) != rows) {
            throw InvalidParameter(
                fmt::format("table \"{}\": column {} must have {} values, got {}", table.title,
                            column.name, rows, row_count(column)));
        }
        const bool is_text = std::holds_alternative<std::vector<std::string>>(column.cells);
        html += fmt::format("<th scope=\"col\"{}>{}{}</th>", is_text ? " class=\"text\"" : "",
                            escaped(column.name),
                            column.unit.empty() ? "" : " [" + escaped(column.unit) + "]");
    }
    html += "</tr></thead><tbody>\n";
    if (!table.flagged.empty() && static_cast<Index>(table.flagged.size()) != rows) {
        throw InvalidParameter(fmt::format("table \"{}\": flagged must have {} values, got {}",
                                           table.title, rows, table.flagged.size()));
    }
    for (Index row = 0; row < rows; ++row) {
        const bool flagged = !table.flagged.empty() && table.flagged[static_cast<std::size_t>(row)];
        html += flagged ? "<tr class=\"flag\">" : "<tr>";
        for (const auto& column : table.columns) html += cell(column, row);
        html += "</tr>\n";
    }
    return html + "</tbody></table></div></div>\n";
}

std::string figure_html(const ReportFigure& figure, const std::string& id) {
    return fmt::format(
        R"(<figure id="{0}"><figcaption><strong>{1}</strong>{2}</figcaption>
<div class="tools"><button data-action="in" aria-label="Zoom in: {1}">Zoom in</button><button data-action="out" aria-label="Zoom out: {1}">Zoom out</button><button data-action="reset" aria-label="Reset view: {1}">Reset</button><button data-action="svg" aria-label="Save as SVG: {1}">Save SVG</button></div>
<div class="plot" tabindex="0" role="group" aria-label="{1}. Keys: plus and minus zoom, arrows move, 0 resets."><div class="canvas"></div><div class="tip" role="status" hidden></div></div></figure>
)",
        id, escaped(figure.title), escaped(figure.caption));
}

// JSON inside a script element must not contain "</": the parser of HTML would end the element.
std::string script_safe(const std::string& json) {
    std::string safe;
    for (std::size_t k = 0; k < json.size(); ++k) {
        safe += json[k];
        if (json[k] == '<' && k + 1 < json.size() && json[k + 1] == '/') safe += '\\';
    }
    return safe;
}

std::string facts_html(const Report& report) {
    std::string html = "<dl class=\"facts\">";
    for (const auto& [name, value] : report.facts) {
        html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), escaped(value));
    }
    return html + "</dl>\n";
}

struct Body {
    std::string navigation;
    std::string sections;
    nlohmann::json figures = nlohmann::json::array();
};

Body body_of(const Report& report) {
    Body body;
    for (std::size_t s = 0; s < report.sections.size(); ++s) {
        const auto& section = report.sections[s];
        body.navigation +=
            fmt::format("<a href=\"#section-{}\">{}</a>", s + 1, escaped(section.title));
        body.sections += fmt::format("<section id=\"section-{}\"><h2>{}</h2>\n{}", s + 1,
                                     escaped(section.title), paragraphs(section.text));
        body.sections += "<div class=\"figures\">\n";
        for (const auto& figure : section.figures) {
            const auto id = fmt::format("figure-{}", body.figures.size() + 1);
            body.sections += figure_html(figure, id);
            body.figures.push_back(figure_data(figure));
            body.figures.back()["id"] = id;
        }
        body.sections += "</div>\n";
        for (const auto& table : section.tables) body.sections += table_html(table);
        body.sections += "</section>\n";
    }
    return body;
}

}  // namespace

std::string report_html(const Report& report) {
    const Body body = body_of(report);
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<link rel=\"icon\" href=\"data:,\"><title>{}</title>\n<style>\n",
        escaped(report.title));
    html += report_assets::css;
    html += fmt::format(
        "</style></head>\n<body>\n<header><h1>{}</h1><p>{}</p></header>\n{}<nav>{}"
        "<a href=\"#parameters\">Parameters</a></nav>\n<main>\n{}</main>\n",
        escaped(report.title), escaped(report.summary), facts_html(report), body.navigation,
        body.sections);
    html += fmt::format(
        "<footer id=\"parameters\"><h2>Parameters and how to repeat this</h2>\n"
        "<p>siegert {}</p><pre>{}</pre>\n<details><summary>Network</summary><pre>{}</pre></details>"
        "</footer>\n",
        version, escaped(report.command), escaped(report.parameters));
    html += "<script id=\"figures\" type=\"application/json\">";
    html += script_safe(body.figures.dump());
    html += "</script>\n<script>\n";
    html += report_assets::vega;
    html += "</script>\n<script>\n";
    html += report_assets::figures;
    html += "</script>\n<script>\n";
    html += report_assets::js;
    html += "</script>\n</body></html>\n";
    return html;
}

void write_report(const Report& report, const std::filesystem::path& path) {
    write_whole_file(path, report_html(report));
}

}  // namespace siegert::io
