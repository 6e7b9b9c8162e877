#include "explore/reproduction.hpp"

#include "lif/names.hpp"
#include "model/enumerators.hpp"

#include <siegert/io/analysis_report.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/rhythm.hpp>

#include <fmt/format.h>

namespace siegert::explore {
namespace {

std::string options_of(const View& view) {
    return fmt::format(" --method {} --convention {}", lif::method_name(view.method),
                       lif::convention_name(view.convention));
}

// For a shell: between quotes, which themselves are left outside of them.
std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
        text.replace(at, what.size(), by);
    }
    return text;
}

// As Python writes it between these quotes: raw, unless the text holds them.
std::string python_literal(const std::string& text, const std::string& quotes) {
    if (text.find(quotes) == std::string::npos) return "r" + quotes + text + quotes;
    return quotes + replaced(replaced(text, "\\", "\\\\"), "\"", "\\\"") + quotes;
}

// "net-explored.yaml" of "folder/net.yaml": beside it, as it may name matrix files there.
std::string name_of_copy(const OpenedFile& file) {
    const std::filesystem::path path(file.name);
    return (path.parent_path() / (path.stem().string() + "-explored.yaml")).string();
}

}  // namespace

Changes all_changes(const View& view) {
    Changes changes = view.changes;
    if (view.synapse) {
        changes.push_back({.key = "synapse", .value = std::string(schema::name_of(*view.synapse))});
    }
    return changes;
}

std::string report_html(const OpenedFile& file, const View& view) {
    constexpr std::size_t most_peaks = 3;  // that a report shows
    const LoadedNetwork loaded = network_of(file, view);
    const Network& network = loaded.network;
    theory::AnalysisOptions options;
    options.working_point.method = view.method;
    options.convention = view.convention;
    const auto analysis = theory::analyze(network, view.omegas, options);
    const auto peaks = theory::peak_sensitivities(
        network, analysis, theory::leading_peaks(analysis.peaks, most_peaks));
    return io::report_html(io::analysis_report(
        network, analysis, peaks,
        {.title = network.label.empty() ? file.name : network.label,
         .command = command_of(file, view),
         .parameters = to_yaml(network, {.omegas = view.omegas, .k_wavenumbers = {}})}));
}

std::string command_of(const OpenedFile& file, const View& view) {
    const Changes changes = all_changes(view);
    if (changes.empty()) {
        return fmt::format("siegert analyze {}{}\n", quoted(file.name), options_of(view));
    }
    const std::string name = quoted(name_of_copy(file));
    return fmt::format("cat > {0} <<'END_OF_NETWORK'\n{1}END_OF_NETWORK\nsiegert analyze {0}{2}\n",
                       name, changed_text(file, changes), options_of(view));
}

std::string python_of(const OpenedFile& file, const View& view) {
    const Changes changes = all_changes(view);
    const std::string network =
        changes.empty() ? fmt::format("siegert.load_network({})", python_literal(file.name, "\""))
                        : fmt::format("siegert.network_from_yaml({})",
                                      python_literal("\n" + changed_text(file, changes), "\"\"\""));
    return fmt::format(
        "import siegert\n\nnetwork = {}\nanalysis = siegert.analyze(network, method=\"{}\", "
        "convention=\"{}\")\nprint(analysis.working_point.firing_rates)\n"
        "print(analysis.stability.answer)\n",
        network, lif::method_name(view.method), lif::convention_name(view.convention));
}

}  // namespace siegert::explore
