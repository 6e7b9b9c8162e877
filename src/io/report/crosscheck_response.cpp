#include "io/report/analysis_sections.hpp"
#include "io/report/crosscheck_rows.hpp"
#include "io/report/crosscheck_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace siegert::io {
namespace {

using crosscheck::Crosscheck;
using crosscheck::Quantity;
using crosscheck::Row;

constexpr double degrees = 180.0 / std::numbers::pi;

std::string limited(std::string text, std::size_t drawn, std::size_t all) {
    if (drawn == all) return text;
    return fmt::format("{} Drawn are the {} of {} populations that deviate most.", text, drawn,
                       all);
}

std::vector<ReportMark> alarm_marks(const Rows& rows, const Vector& values) {
    std::vector<ReportMark> marks;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        if (!rows[r]->alarm) continue;
        marks.push_back({.x = rows[r]->frequency,
                         .y = values(static_cast<Index>(r)),
                         .label = alarm_flag,
                         .style = MarkStyle::around});
    }
    return marks;
}

/// Values at the frequencies of rows: what is predicted, accepted and simulated.
struct Points {
    Vector predicted, low, high, simulated, error;
};

// The range of positive values by which a tolerance widens others: the same factor to both sides.
Vector low_end(const Vector& values, const Vector& tolerance) {
    return values.cwiseAbs2().cwiseQuotient(values + tolerance);
}

// The curve of the theory around the frequencies of the simulation.
void add_curve(LinesFigure& figure, const Vector& x, const Vector& y) {
    const Vector& simulated = figure.series.front().x;
    std::vector<double> near_x, near_y;
    for (Index k = 0; k < x.size(); ++k) {
        const bool is_near =
            x(k) >= 0.5 * simulated.minCoeff() && x(k) <= 2.0 * simulated.maxCoeff();
        if (!is_near) continue;
        near_x.push_back(x(k));
        near_y.push_back(y(k));
    }
    if (near_x.empty()) return;
    const auto n = static_cast<Index>(near_x.size());
    figure.series.insert(figure.series.begin(), {.name = "theory",
                                                 .x = Eigen::Map<const Vector>(near_x.data(), n),
                                                 .y = Eigen::Map<const Vector>(near_y.data(), n),
                                                 .color = 0});
}

// Curve of the theory, range that is accepted, and what was simulated, against frequency.
LinesFigure overlaid(const Rows& rows, const Points& points, ReportAxis y) {
    const Vector f = vector_of(rows, [](const Row& row) { return row.frequency; });
    LinesFigure figure{.x = {.label = "frequency", .unit = "Hz", .logarithmic = true},
                       .y = std::move(y),
                       .series = {}};
    figure.series.push_back({.name = "accepted range",
                             .x = f,
                             .y = points.predicted,
                             .low = points.low,
                             .high = points.high,
                             .style = SeriesStyle::boxes,
                             .color = 0});
    figure.series.push_back({.name = "simulation",
                             .x = f,
                             .y = points.simulated,
                             .low = points.simulated - points.error,
                             .high = points.simulated + points.error,
                             .style = SeriesStyle::points,
                             .color = 1});
    figure.marks = alarm_marks(rows, points.simulated);
    return figure;
}

/// A response that was measured in its real and imaginary part.
struct Response {
    Rows real, imaginary;
};

ComplexVector complex_of(const Response& response, double (*value)(const Row&)) {
    ComplexVector values(static_cast<Index>(response.real.size()));
    for (std::size_t r = 0; r < response.real.size(); ++r) {
        values(static_cast<Index>(r)) = {value(*response.real[r]), value(*response.imaginary[r])};
    }
    return values;
}

// Disagreement in either part is one in amplitude and phase.
std::vector<ReportMark> response_marks(const Response& response, const Vector& values) {
    auto marks = alarm_marks(response.real, values);
    for (auto& mark : alarm_marks(response.imaginary, values)) {
        const bool is_new =
            std::ranges::none_of(marks, [&](const auto& other) { return other.x == mark.x; });
        if (is_new) marks.push_back(std::move(mark));
    }
    return marks;
}

// Amplitude [Hz/mV] with errors to first order in those of both parts.
Points amplitudes(const Response& response) {
    const ComplexVector predicted = complex_of(response, middle);
    const ComplexVector simulated = complex_of(response, [](const Row& r) { return r.simulated; });
    const auto tolerance = complex_of(response, [](const Row& r) { return r.tolerance; });
    const auto error = complex_of(response, [](const Row& r) { return r.standard_error; });
    Vector widened(predicted.size());
    Points points{.predicted = predicted.cwiseAbs(),
                  .low = {},
                  .high = {},
                  .simulated = simulated.cwiseAbs(),
                  .error = Vector(predicted.size())};
    for (Index k = 0; k < predicted.size(); ++k) {
        const Complex p = predicted(k) / std::max(std::abs(predicted(k)), 1e-300);
        const Complex s = simulated(k) / std::max(std::abs(simulated(k)), 1e-300);
        widened(k) =
            std::abs(p.real()) * tolerance(k).real() + std::abs(p.imag()) * tolerance(k).imag();
        points.error(k) = std::hypot(s.real() * error(k).real(), s.imag() * error(k).imag());
    }
    points.low = low_end(points.predicted, widened);
    points.high = points.predicted + widened;
    const double factor = crosscheck::quantity_info(Quantity::transfer_function_real).factor;
    for (Vector* values :
         {&points.predicted, &points.low, &points.high, &points.simulated, &points.error}) {
        *values *= factor;
    }
    return points;
}

// Phase [degrees], on the branch closest to the curve of the theory.
Points phases(const Response& response, const Vector& f, const Vector& curve) {
    const ComplexVector predicted = complex_of(response, middle);
    const ComplexVector simulated = complex_of(response, [](const Row& r) { return r.simulated; });
    const auto tolerance = complex_of(response, [](const Row& r) { return r.tolerance; });
    const auto error = complex_of(response, [](const Row& r) { return r.standard_error; });
    Points points{.predicted = Vector(predicted.size()),
                  .low = Vector(predicted.size()),
                  .high = Vector(predicted.size()),
                  .simulated = Vector(predicted.size()),
                  .error = Vector(predicted.size())};
    const auto near = [](double angle, double target) {
        return angle - 360.0 * std::round((angle - target) / 360.0);
    };
    for (Index k = 0; k < predicted.size(); ++k) {
        double target = 0.0;
        if (f.size() > 0) {
            Index nearest = 0;
            const double at = response.real[static_cast<std::size_t>(k)]->frequency;
            (f.array() - at).abs().minCoeff(&nearest);
            target = curve(nearest);
        }
        const double p = std::max(std::abs(predicted(k)), 1e-300);
        const double s = std::max(std::abs(simulated(k)), 1e-300);
        points.predicted(k) = near(degrees * std::arg(predicted(k)), target);
        points.simulated(k) = near(degrees * std::arg(simulated(k)), points.predicted(k));
        const double widened = degrees / (p * p) *
                               (std::abs(predicted(k).imag()) * tolerance(k).real() +
                                std::abs(predicted(k).real()) * tolerance(k).imag());
        points.low(k) = points.predicted(k) - widened;
        points.high(k) = points.predicted(k) + widened;
        points.error(k) = degrees / (s * s) *
                          std::hypot(simulated(k).imag() * error(k).real(),
                                     simulated(k).real() * error(k).imag());
    }
    return points;
}

void add_response(ReportSection& section, const std::string& population, const Response& response,
                  const Vector& f, const ComplexVector& n_mu) {
    const double factor = crosscheck::quantity_info(Quantity::transfer_function_real).factor;
    const Points amplitude_points = amplitudes(response);
    LinesFigure amplitude = overlaid(response.real, amplitude_points,
                                     {.label = "|n_mu|", .unit = "Hz/mV", .logarithmic = true});
    add_curve(amplitude, f, n_mu.cwiseAbs() * factor);
    amplitude.marks = response_marks(response, amplitude_points.simulated);
    const Vector curve = continuous_phase(n_mu);
    const Points phase_points = phases(response, f, curve);
    LinesFigure phase =
        overlaid(response.real, phase_points, {.label = "phase", .unit = "degrees"});
    add_curve(phase, f, curve);
    phase.marks = response_marks(response, phase_points.simulated);
    section.figures.push_back({.title = fmt::format("Response of {}: amplitude", population),
                               .caption = "Hz of rate for each mV of input.",
                               .content = std::move(amplitude)});
    section.figures.push_back({.title = fmt::format("Response of {}: phase", population),
                               .caption = "Negative: the rate lags behind the input.",
                               .content = std::move(phase)});
}

}  // namespace

ReportSection spectra_comparison(const Crosscheck& result, const Network& network,
                                 const TheoryCurves& curves) {
    const auto chosen = chosen_populations(result, network, {Quantity::spectra});
    ReportSection section{.title = "Spectra, simulated",
                          .text = limited("Power of the population activity. Points are the "
                                          "simulation, averaged over bands; boxes are the range "
                                          "that is accepted there, around the prediction averaged "
                                          "likewise; the curve is the linear response.",
                                          chosen.size(), network.populations.size()),
                          .figures = {},
                          .tables = {}};
    for (const std::size_t i : chosen) {
        const std::string& population = network.populations[i];
        const Rows rows = rows_of(result, Quantity::spectra, population);
        const Points points{
            .predicted = vector_of(rows, middle),
            .low = vector_of(rows, [](const Row& row) { return row.accepted_low; }),
            .high = vector_of(rows, [](const Row& row) { return row.accepted_high; }),
            .simulated = vector_of(rows, [](const Row& row) { return row.simulated; }),
            .error = vector_of(rows, [](const Row& row) { return row.standard_error; })};
        auto figure = overlaid(rows, points, {.label = "power", .unit = "Hz", .logarithmic = true});
        if (curves.frequencies.size() > 0) {
            add_curve(figure, curves.frequencies, curves.spectra.col(static_cast<Index>(i)));
        }
        section.figures.push_back({.title = fmt::format("Spectrum of {}", population),
                                   .caption = "Bars are standard errors of the simulation.",
                                   .content = std::move(figure)});
    }
    return section;
}

ReportSection transfer_comparison(const Crosscheck& result, const Network& network,
                                  const TheoryCurves& curves) {
    const auto chosen = chosen_populations(
        result, network, {Quantity::transfer_function_real, Quantity::transfer_function_imaginary});
    ReportSection section{.title = "Transfer functions, simulated",
                          .text = limited("Response of a neuron to a small modulation of its mean "
                                          "input, without the low-pass of the synapse. Boxes are "
                                          "the range that is accepted.",
                                          chosen.size(), network.populations.size()),
                          .figures = {},
                          .tables = {}};
    for (const std::size_t i : chosen) {
        const std::string& population = network.populations[i];
        const Response response{
            .real = rows_of(result, Quantity::transfer_function_real, population),
            .imaginary = rows_of(result, Quantity::transfer_function_imaginary, population)};
        if (response.real.size() != response.imaginary.size()) continue;  // one part: the table
        const bool has_curve = curves.frequencies.size() > 0;
        add_response(
            section, population, response, curves.frequencies,
            has_curve ? ComplexVector(curves.n_mu.col(static_cast<Index>(i))) : ComplexVector());
    }
    return section;
}

}  // namespace siegert::io
