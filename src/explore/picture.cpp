#include "explore/picture.hpp"

#include "explore/titled_figure.hpp"
#include "io/report/analysis_sections.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/analysis.hpp>

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace siegert::explore {
namespace {

using nlohmann::json;
using theory::NetworkAnalysis;
using theory::WorkingPoint;

constexpr double two_pi = 2.0 * std::numbers::pi;

// Rows of `size` to keep where about `most` are enough: denser at low frequencies, as axes are
// logarithmic.
std::vector<Index> spread(Index size, Index most) {
    std::vector<Index> rows;
    for (Index k = 0; k < most; ++k) {
        const double place = static_cast<double>(k) / static_cast<double>(most - 1);
        const auto row =
            static_cast<Index>(std::round(place * place * static_cast<double>(size - 1)));
        if (rows.empty() || row > rows.back()) rows.push_back(row);
    }
    return rows;
}

// The same analysis at fewer frequencies, for figures: more than a screen can show.
NetworkAnalysis thinned(NetworkAnalysis analysis) {
    constexpr Index most = 700;
    if (analysis.omegas.size() <= most) return analysis;
    const auto rows = spread(analysis.omegas.size(), most);
    analysis.omegas = Vector(analysis.omegas(rows));
    analysis.power_spectra = Matrix(analysis.power_spectra(rows, Eigen::all));
    analysis.eigenmodes.eigenvalues =
        ComplexMatrix(analysis.eigenmodes.eigenvalues(rows, Eigen::all));
    return analysis;
}

json list_of(const Vector& values) {
    return std::vector<double>(values.begin(), values.end());
}

void add_state(json& picture, const Network& network, const WorkingPoint& point) {
    picture["populations"] = network.populations;
    picture["firing_rates"] = list_of(point.firing_rates);
    picture["mean_input"] = list_of(point.mean_input);
    picture["std_input"] = list_of(point.std_input);
    picture["cvs"] = list_of(point.cvs);
    picture["converged"] = theory::converged(point);
    for (const auto& check : point.validity) {
        if (!check.holds)
            picture["doubts"].push_back({{"population", check.population},
                                         {"check", check.name},
                                         {"assumption", check.assumption}});
    }
}

void add_peaks(json& picture, const Network& network, const NetworkAnalysis& analysis) {
    for (const auto& peak : analysis.peaks) {
        picture["peaks"].push_back(
            {{"population", network.populations[static_cast<std::size_t>(peak.population)]},
             {"frequency", peak.omega / two_pi},
             {"height", peak.height}});
    }
}

void add_verdict(json& picture, const theory::StabilityVerdict& verdict) {
    picture["verdict"] = theory::to_string(verdict.answer);
    picture["summary"] = theory::summary(verdict);
    picture["reason"] = verdict.reason;
}

void add_figures(json& picture, const io::ReportSection& section) {
    for (const auto& figure : section.figures) {
        picture["figures"].push_back(titled_figure(figure));
    }
}

theory::AnalysisOptions options_of(const Network& network, const View& view,
                                   const std::function<void()>& on_step) {
    constexpr Index most_modes = 2;  // whose connections are shown
    constexpr std::size_t few = 16;  // populations, for which sharing costs what it saves, and more
                                     // where other programs keep the processors busy
    constexpr int quick_starts = 2;  // the count of growing modes does not need them
    theory::AnalysisOptions options;
    options.working_point.method = view.method;
    options.convention = view.convention;
    options.sensitivity_modes = most_modes;
    options.keep_delays = false;
    options.keep_propagator = false;
    options.threads = network.populations.size() <= few ? 1 : 0;
    if (view.detail == Detail::draft) options.growth_rate_starts = quick_starts;
    if (on_step) options.on_step = [on_step](const theory::AnalysisStep&) { on_step(); };
    return options;
}

Vector frequencies_of(const View& view) {
    return view.detail == Detail::full ? view.omegas : draft_frequencies(view.omegas);
}

void add_response(json& picture, const Network& network, const WorkingPoint& point,
                  const View& view, const theory::AnalysisOptions& options) {
    NetworkAnalysis analysis = theory::analyze(network, point, frequencies_of(view), options);
    add_verdict(picture, analysis.stability);
    add_peaks(picture, network, analysis);
    analysis = thinned(std::move(analysis));
    add_figures(picture, io::spectra_section(network, analysis));
    add_figures(picture, io::eigenvalue_section(analysis));
    add_figures(picture, io::sensitivity_section(network, analysis, {}));
}

}  // namespace

Vector draft_frequencies(const Vector& omegas) {
    constexpr Index most = 120;
    return omegas.size() <= most ? omegas : Vector(omegas(spread(omegas.size(), most)));
}

LoadedNetwork network_of(const OpenedFile& file, const View& view) {
    LoadedNetwork loaded = changed_network(file, view.changes);
    if (view.synapse && loaded.network.synapse != *view.synapse) {
        loaded.network.synapse = *view.synapse;
        validate(loaded.network);
    }
    return loaded;
}

json picture(const OpenedFile& file, const View& view, const std::function<void()>& on_step) {
    const LoadedNetwork loaded = network_of(file, view);
    const Network& network = loaded.network;
    const theory::AnalysisOptions options = options_of(network, view, on_step);
    const WorkingPoint point = theory::working_point(network, options.working_point);
    json picture{{"warnings", loaded.warnings},
                 {"notes", json::array()},
                 {"peaks", json::array()},
                 {"doubts", json::array()},
                 {"figures", json::array()},
                 {"verdict", "undecided"},
                 {"summary", ""},
                 {"reason", ""}};
    add_state(picture, network, point);
    add_figures(picture, io::working_point_section(network, point));
    try {
        theory::require_converged(point);
        add_response(picture, network, point, view, options);
    } catch (const InvalidParameter& error) {
        picture["notes"].push_back(error.what());
    } catch (const AccuracyNotReached& error) {
        picture["notes"].push_back(error.what());
    }
    return picture;
}

}  // namespace siegert::explore
