#include "io/report/analysis_sections.hpp"

#include <siegert/theory/rhythm.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace siegert::io {
namespace {

constexpr Index most_curves = 12;
constexpr double per_volt_to_per_millivolt = 1e-3;

/// The populations or modes to draw: all, or those with the largest values where there are many.
std::vector<Index> chosen(const Vector& importance) {
    std::vector<Index> indices(static_cast<std::size_t>(importance.size()));
    std::iota(indices.begin(), indices.end(), Index{0});
    if (importance.size() <= most_curves) return indices;
    std::stable_sort(indices.begin(), indices.end(),
                     [&](Index a, Index b) { return importance(a) > importance(b); });
    indices.resize(most_curves);
    return indices;
}

std::string limited(std::string caption, Index all, const char* which) {
    if (all <= most_curves) return caption;
    return fmt::format("{} The {} {} of {}.", caption, most_curves, which, all);
}

const std::string& name(const Network& network, Index i) {
    return network.populations[static_cast<std::size_t>(i)];
}

ReportSeries series(std::string label, const Vector& x, const Vector& y) {
    ReportSeries one;
    one.name = std::move(label);
    one.x = x;
    one.y = y;
    return one;
}

ReportTable peak_table(const Network& network, const std::vector<theory::SpectralPeak>& peaks) {
    std::vector<std::string> populations;
    Vector f(static_cast<Index>(peaks.size())), heights(f.size());
    for (std::size_t p = 0; p < peaks.size(); ++p) {
        populations.push_back(name(network, peaks[p].population));
        f(static_cast<Index>(p)) = peaks[p].omega / (2.0 * std::numbers::pi);
        heights(static_cast<Index>(p)) = peaks[p].height;
    }
    return {.title = "Peaks of the power spectra",
            .columns = {
                {"population", "", populations}, {"frequency", "Hz", f}, {"power", "Hz", heights}}};
}

ReportTable axis_crossing_table(const std::vector<theory::AxisCrossing>& crossings) {
    constexpr std::size_t most_rows = 20;
    const auto rows = static_cast<Index>(std::min(crossings.size(), most_rows));
    Vector mode(rows), frequency(rows), eigenvalue(rows);
    for (Index k = 0; k < rows; ++k) {
        const auto& crossing = crossings[static_cast<std::size_t>(k)];
        mode(k) = static_cast<double>(crossing.mode);
        frequency(k) = crossing.omega / (2.0 * std::numbers::pi);
        eigenvalue(k) = crossing.eigenvalue;
    }
    return {.title = "Where eigenvalues cross the positive real axis",
            .columns = {
                {"mode", "", mode}, {"frequency", "Hz", frequency}, {"Re lambda", "", eigenvalue}}};
}

/// The highest peak of each population, named by its frequency where it is drawn.
std::vector<ReportMark> peak_marks(const theory::NetworkAnalysis& analysis,
                                   const std::vector<Index>& populations) {
    std::vector<ReportMark> marks;
    for (const Index i : populations) {
        const auto peak = std::find_if(analysis.peaks.begin(), analysis.peaks.end(),
                                       [i](const auto& p) { return p.population == i; });
        if (peak == analysis.peaks.end()) continue;
        const double f = peak->omega / (2.0 * std::numbers::pi);
        const bool new_rhythm = std::none_of(marks.begin(), marks.end(), [f](const auto& mark) {
            return theory::same_rhythm(mark.x, f);
        });
        marks.push_back({.x = f,
                         .y = peak->height,
                         .label = new_rhythm ? fmt::format("{:.3g} Hz", f) : std::string()});
    }
    return marks;
}

}  // namespace

Vector continuous_phase(const ComplexVector& values) {
    Vector phase(values.size());
    double turns = 0.0;
    for (Index k = 0; k < values.size(); ++k) {
        const double angle = std::arg(values(k));
        if (k > 0) {
            const double before = phase(k - 1) - turns;
            if (angle - before > std::numbers::pi) turns -= 2.0 * std::numbers::pi;
            if (angle - before < -std::numbers::pi) turns += 2.0 * std::numbers::pi;
        }
        phase(k) = angle + turns;
    }
    return phase * (180.0 / std::numbers::pi);
}

Vector frequencies(const theory::NetworkAnalysis& analysis) {
    return analysis.omegas / (2.0 * std::numbers::pi);
}

ReportSection transfer_section(const Network& network, const theory::NetworkAnalysis& analysis) {
    const Vector f = frequencies(analysis);
    const ComplexMatrix& n_mu = analysis.transfer.n_mu;
    LinesFigure amplitude{.x = {.label = "frequency", .unit = "Hz", .logarithmic = true},
                          .y = {.label = "|n_mu|", .unit = "Hz/mV", .logarithmic = true},
                          .series = {}};
    LinesFigure phase{.x = {.label = "frequency", .unit = "Hz", .logarithmic = true},
                      .y = {.label = "phase", .unit = "degrees"},
                      .series = {}};
    for (const Index i : chosen(n_mu.cwiseAbs().colwise().maxCoeff().transpose())) {
        amplitude.series.push_back(
            series(name(network, i), f, n_mu.col(i).cwiseAbs() * per_volt_to_per_millivolt));
        phase.series.push_back(series(name(network, i), f, continuous_phase(n_mu.col(i))));
    }
    const Index n = n_mu.cols();
    return {.title = "Transfer functions",
            .text = "How the rate of a neuron follows a small modulation of its mean input.",
            .figures = {{.title = "Amplitude",
                         .caption = limited("Hz of rate for each mV of input.", n, "strongest"),
                         .content = amplitude},
                        {.title = "Phase",
                         .caption =
                             limited("Negative: the rate lags behind the input.", n, "strongest"),
                         .content = phase}},
            .tables = {}};
}

ReportSection spectra_section(const Network& network, const theory::NetworkAnalysis& analysis) {
    const Vector f = frequencies(analysis);
    LinesFigure figure{.x = {.label = "frequency", .unit = "Hz", .logarithmic = true},
                       .y = {.label = "power", .unit = "Hz", .logarithmic = true},
                       .series = {}};
    const auto populations = chosen(analysis.power_spectra.colwise().maxCoeff().transpose());
    for (const Index i : populations) {
        figure.series.push_back(series(name(network, i), f, analysis.power_spectra.col(i)));
    }
    figure.marks = peak_marks(analysis, populations);
    return {.title = "Power spectra",
            .text =
                "Spectra of the population-averaged activity, two-sided. Independent Poisson "
                "neurons would have the constant nu/N.",
            .figures = {{.title = "Power spectra",
                         .caption = limited("Crosses mark the highest peak of each population.",
                                            analysis.power_spectra.cols(), "highest"),
                         .content = figure}},
            .tables = {peak_table(network, analysis.peaks)}};
}

ReportSection eigenvalue_section(const theory::NetworkAnalysis& analysis) {
    const Vector f = frequencies(analysis);
    const ComplexMatrix& values = analysis.eigenmodes.eigenvalues;
    LinesFigure plane{.x = {.label = "Re lambda", .unit = ""},
                      .y = {.label = "Im lambda", .unit = ""},
                      .series = {},
                      .marks = {{.x = 1.0, .y = 0.0, .label = "1"}},
                      .equal_axes = true,
                      .parameter = "frequency [Hz]"};
    const Vector closeness =
        -(values.array() - Complex(1.0)).abs().colwise().minCoeff().transpose().matrix();
    for (const Index m : chosen(closeness)) {
        auto one = series(fmt::format("mode {}", m), values.col(m).real(), values.col(m).imag());
        one.parameter = f;
        plane.series.push_back(std::move(one));
    }

    const Index n = static_cast<Index>(analysis.sensitivity.size());
    Vector index(n), f_critical(n), re(n), im(n), distance(n);
    for (Index m = 0; m < n; ++m) {
        const auto& mode = analysis.sensitivity[static_cast<std::size_t>(m)];
        index(m) = static_cast<double>(mode.eigenvalue_index);
        f_critical(m) = mode.critical_frequency;
        re(m) = mode.critical_eigenvalue.real();
        im(m) = mode.critical_eigenvalue.imag();
        distance(m) = std::abs(1.0 - mode.critical_eigenvalue);
    }
    Vector growth(static_cast<Index>(analysis.stability.growth_rates.size())), omega(growth.size());
    for (Index k = 0; k < growth.size(); ++k) {
        const Complex s = analysis.stability.growth_rates[static_cast<std::size_t>(k)].s;
        growth(k) = s.real();
        omega(k) = s.imag() / (2.0 * std::numbers::pi);
    }
    return {.title = "Eigenmodes",
            .text =
                "Eigenvalues of the effective connectivity as the frequency grows. A "
                "trajectory that passes close to 1 makes a peak; one that encloses 1 makes an "
                "oscillation that grows.",
            .figures = {{.title = "Eigenvalue trajectories",
                         .caption = limited("The pointer reads the frequency.", values.cols(),
                                            "closest to 1"),
                         .content = plane}},
            .tables = {{.title = "Where each mode comes closest to 1",
                        .columns = {{"mode", "", index},
                                    {"frequency", "Hz", f_critical},
                                    {"Re lambda", "", re},
                                    {"Im lambda", "", im},
                                    {"|1 - lambda|", "", distance}}},
                       axis_crossing_table(analysis.axis_crossings),
                       {.title = "Leading modes of the dynamics",
                        .columns = {{"growth rate", "1/s", growth}, {"frequency", "Hz", omega}}}}};
}

}  // namespace siegert::io
