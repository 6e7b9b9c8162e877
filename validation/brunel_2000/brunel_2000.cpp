// Brunel, J. Comput. Neurosci. 8, 183 (2000), model A: the stationary rates of its states that are
// not dominated by refractoriness, the frequencies at which two of them oscillate, and the states
// themselves in a simulation.
//
// Three kinds of references: the printed values of the paper; the same equations solved by another
// program (reference.py), which decides where the printed digits are too few; simulations.
#include "claims.hpp"
#include "command.hpp"
#include "replicates.hpp"

#include <siegert/model/network.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/spike_statistics.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/units.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace siegert;
using namespace siegert::literals;
using validation::Claim;

namespace {

/// All neurons alike: inhibition -g J, external rate `ext` times the one that reaches threshold.
Network model_a(double g, double ext) {
    const double J = 0.1_mV;
    Network network;
    network.populations = {"E", "I"};
    network.synapse = SynapseType::delta;
    network.N = Vector{{10000.0, 2500.0}};
    network.tau_m = Vector::Constant(2, 20.0_ms);
    network.tau_r = Vector::Constant(2, 2.0_ms);
    network.tau_s = Vector::Zero(2);
    network.V_th = Vector::Constant(2, 20.0_mV);
    network.V_0 = Vector::Constant(2, 10.0_mV);
    network.J = Matrix{{J, -g * J}, {J, -g * J}};
    network.K = Matrix{{1000.0, 250.0}, {1000.0, 250.0}};
    network.Delay = Matrix::Constant(2, 2, 1.5_ms);
    network.J_ext = Matrix::Constant(2, 1, J);
    network.K_ext = Matrix::Constant(2, 1, 1000.0);
    network.nu_ext = Vector::Constant(1, 10.0 * ext);  // threshold at 10 Hz
    return network;
}

double rate(double g, double ext) {
    const auto point = theory::working_point(model_a(g, ext));
    theory::require_converged(point);
    return point.firing_rates(0);
}

/// Frequency [Hz] of the outermost crossing of the positive real axis by an eigenvalue of the
/// effective connectivity: that of the oscillation, if the crossing lies beyond 1.
double oscillation_frequency(double g, double ext) {
    constexpr Index count = 4000;
    const Vector omegas =
        Vector::LinSpaced(count, 2.0 * std::numbers::pi, 2.0 * std::numbers::pi * 400.0);
    theory::AnalysisOptions options;
    options.threads = 1;
    const auto analysis = theory::analyze(model_a(g, ext), omegas, options);
    const auto outermost =
        std::ranges::max_element(analysis.axis_crossings, {}, &theory::AxisCrossing::eigenvalue);
    return outermost == analysis.axis_crossings.end() ? 0.0
                                                      : outermost->omega / (2.0 * std::numbers::pi);
}

std::vector<Claim> theory_claims() {
    // A printed digit may be rounded, and its last place is not better known than the solver of the
    // paper: one unit for both.
    const std::string unit = "one unit of the last digit";
    // Linear interpolation between frequencies 0.1 Hz apart: an eighth of a step squared times the
    // curvature, which is about 1 / f.
    const std::string grid = "reference.py; grid";
    const std::string solved = "reference.py; its digits";
    return {{"rate, g = 6, ext = 4 (paper)", "Hz", rate(6.0, 4.0), 55.8, 0.1, unit},
            {"rate, g = 5, ext = 2 (paper)", "Hz", rate(5.0, 2.0), 38.0, 0.1, unit},
            {"rate, g = 4.5, ext = 0.9 (paper)", "Hz", rate(4.5, 0.9), 6.5, 0.1, unit},
            {"rate, g = 6, ext = 4", "Hz", rate(6.0, 4.0), 55.8412623762, 1e-9, solved},
            {"rate, g = 5, ext = 2", "Hz", rate(5.0, 2.0), 37.9496970858, 1e-9, solved},
            {"rate, g = 4.5, ext = 0.9", "Hz", rate(4.5, 0.9), 6.51670226842, 1e-9, solved},
            {"frequency, g = 6, ext = 4 (paper)", "Hz", oscillation_frequency(6.0, 4.0), 190.0, 5.0,
             "rounded to 10 Hz"},
            {"frequency, g = 4.5, ext = 0.9 (paper)", "Hz", oscillation_frequency(4.5, 0.9), 29.0,
             0.5, "rounded to 1 Hz"},
            {"frequency, g = 6, ext = 4", "Hz", oscillation_frequency(6.0, 4.0), 187.7195442, 1e-3,
             grid},
            {"frequency, g = 4.5, ext = 0.9", "Hz", oscillation_frequency(4.5, 0.9), 28.9796836,
             1e-3, grid}};
}

/// A state of the paper's figure 8 and what is printed about it; 0: nothing.
struct State {
    const char* name;
    double g;
    double ext;
    double duration;        ///< [s] to be simulated
    double unstable;        ///< 1: not the stationary state of the theory
    bool regular;           ///< neurons fire regularly
    double simulated_rate;  ///< [Hz]; how long for, and for how many networks, is not known
    double frequency;       ///< of the simulation [Hz]
    double frequency_unit;  ///< of the last printed digit [Hz]
};

constexpr double segment = 0.25;  // [s]
constexpr double f_max = 300.0;

/// Columns of the samples of a state, before the spectrum.
enum Column : Index { rate_column, cv_column, spectrum_column };

/// One row for each network: rate, CV, spectrum of the excitatory population.
Matrix simulated_state(const State& state, Index networks) {
    return validation::replicates(networks, [&](std::uint64_t seed) -> Vector {
        SimulationOptions options;
        options.duration = state.duration;
        options.warmup = 0.2;
        options.seed = seed;
        const auto result = simulate(model_a(state.g, state.ext), options);
        const auto spectra = statistics::population_spectra(
            result.spikes,
            {.f_max = f_max, .segment = segment, .time_bandwidth = 1.5, .tapers = 2});
        Vector row(spectrum_column + spectra.frequencies.size());
        row(rate_column) = (4.0 * result.rates(0) + result.rates(1)) / 5.0;
        row(cv_column) = statistics::cvs(result.spikes)[0].value;
        for (Index k = 0; k < spectra.frequencies.size(); ++k) {
            row(spectrum_column + k) = spectra.S[k](0, 0).real();
        }
        return row;
    });
}

/// Frequency [Hz] of the largest power of each network between 8 and 260 Hz.
Vector peak_frequencies(const Matrix& samples) {
    Vector peaks(samples.rows());
    const auto first = static_cast<Index>(8.0 * segment),
               count = static_cast<Index>(260.0 * segment) - first;
    for (Index n = 0; n < samples.rows(); ++n) {
        Index best = 0;
        samples.row(n).segment(spectrum_column + first - 1, count).maxCoeff(&best);
        peaks(n) = static_cast<double>(first + best) / segment;
    }
    return peaks;
}

/// Whether the stationary state of the theory is unstable: 1 or 0.
double unstable(const State& state) {
    const Vector omegas = 2.0 * std::numbers::pi * Vector::LinSpaced(4000, 0.5, 2000.0);
    const auto analysis = theory::analyze(model_a(state.g, state.ext), omegas);
    return analysis.stability.answer == theory::Stability::unstable ? 1.0 : 0.0;
}

void judge_state(const State& state, const Matrix& samples, std::vector<Claim>& claims) {
    const std::string name = state.name;
    claims.push_back({name + ": theory unstable", "", unstable(state), state.unstable, 0.0,
                      "its state in the paper"});
    if (state.frequency > 0.0) {
        claims.push_back({name + ": simulated frequency (paper)", "Hz",
                          peak_frequencies(samples).mean(), state.frequency,
                          state.frequency_unit / 2.0 + 1.5 / segment, "last digit; resolution"});
    }
    if (state.regular) {
        claims.push_back({name + ": CV in the simulation", "", samples.col(cv_column).mean(), 0.0,
                          0.05, "regular in the paper"});
    }
}

io::ReportFigure spectrum_figure(const State& state, const Matrix& samples) {
    const Index count = samples.cols() - spectrum_column;
    const Vector f = Vector::LinSpaced(count, 1.0, static_cast<double>(count)) / segment;
    const Matrix spectra = samples.rightCols(count);
    const Vector mean = spectra.colwise().mean();
    const double n = static_cast<double>(samples.rows());
    const Vector error =
        ((spectra.rowwise() - mean.transpose()).array().square().colwise().sum() / (n * (n - 1.0)))
            .sqrt()
            .transpose();
    auto simulated = validation::curve("simulation", f, mean, 1);
    simulated.low = (mean - error).cwiseMax(0.05 * mean);
    simulated.high = mean + error;
    io::LinesFigure lines{.x = {"f", "Hz"}, .y = {"power of E", "Hz", true}, .series = {simulated}};
    const auto analysis = theory::analyze(model_a(state.g, state.ext), 2.0 * std::numbers::pi * f);
    if (analysis.stability.answer == theory::Stability::stable) {
        lines.series.push_back(
            validation::curve("linear response", f, analysis.power_spectra.col(0), 0));
    }
    return {.title = fmt::format("{}: g = {:g}, ext = {:g}", state.name, state.g, state.ext),
            .caption =
                "Band: one standard error. Linear response is drawn where the stationary "
                "state is stable.",
            .content = lines};
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    auto claims = theory_claims();
    constexpr State regular{"SR", 3.0, 2.0, 0.5, 1.0, true, 0.0, 0.0, 0.0};
    constexpr State fast{"SI fast", 6.0, 4.0, 1.0, 1.0, false, 60.7, 180.0, 10.0};
    constexpr State asynchronous{"AI", 5.0, 2.0, 1.0, 0.0, false, 37.7, 0.0, 0.0};
    constexpr State slow{"SI slow", 4.5, 0.9, 3.0, 1.0, false, 5.5, 22.0, 1.0};
    const auto states =
        command.brief ? std::vector{slow} : std::vector{regular, fast, asynchronous, slow};
    const Index networks = command.brief ? 3 : 6;

    std::vector<io::ReportFigure> figures;
    for (auto state : states) {
        if (command.brief) state.duration = 1.0;
        const Matrix samples = simulated_state(state, networks);
        const auto rate = validation::mean_of(samples.col(rate_column));
        fmt::print(
            "{}: simulated {:.2f} +- {:.2f} Hz, CV {:.3f}{}\n", state.name, rate.value,
            rate.standard_error, samples.col(cv_column).mean(),
            state.simulated_rate > 0.0 ? fmt::format("; paper {:g} Hz", state.simulated_rate) : "");
        judge_state(state, samples, claims);
        figures.push_back(spectrum_figure(state, samples));
    }
    validation::write_figures(command, {.name = "brunel_2000",
                                        .title = "Brunel (2000), model A",
                                        .text = "Spectra of the four states of figure 8.",
                                        .figures = figures});
    return validation::judge("Brunel (2000), model A", claims);
}
