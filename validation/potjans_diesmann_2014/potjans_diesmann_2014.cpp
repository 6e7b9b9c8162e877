// Potjans & Diesmann, Cereb. Cortex 24, 785 (2014): the full-scale microcircuit, simulated, beside
// rates that NEST found and beside the theory: rates, peaks of the spectra, and what the connection
// that the sensitivity measure names does to them.
#include "command.hpp"
#include "microcircuit.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/theory/analysis.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numbers>

using namespace siegert;
using validation::Claim;

namespace {

// One run of NEST 3, `full_mean_rates` of its PyNEST example Potjans_2014 [Hz].
const Vector nest_rates{{0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829}};

// The same equations (method shift), solved by another program [Hz].
const Vector solved_rates{{0.7562, 2.7995, 4.4399, 5.8299, 7.1538, 8.4781, 1.1617, 7.7650}};

// Standard deviation of the rates over eight networks of this library, 10 s each [Hz]: what one
// network tells about another.
const Vector spread_10s{{0.0119, 0.0065, 0.0086, 0.0045, 0.0818, 0.0079, 0.0108, 0.0093}};

constexpr validation::Band low_gamma{"low gamma", 65.0, 100.0};
constexpr validation::Band high_gamma{"high gamma", 300.0, 395.0};

/// Allowed by chance, in standard deviations of networks of 10 s: two-sided 1e-5.
constexpr double chance = 4.4;

void add_rate_claims(const Network& network, const validation::MicrocircuitRecord& record,
                     const validation::RatePrediction& prediction, double seconds,
                     std::vector<Claim>& claims) {
    for (Index i = 0; i < network.N.size(); ++i) {
        const auto& name = network.populations[static_cast<std::size_t>(i)];
        const double error = spread_10s(i) * std::sqrt(10.0 / seconds);
        claims.push_back({"rate of " + name + ", simulation and theory", "Hz",
                          record.rates.col(i).mean(), prediction.point.firing_rates(i),
                          validation::known_error(prediction, i) + chance * error,
                          validation::describe_error(prediction, i)});
    }
}

void add_nest_claims(const Network& network, const validation::MicrocircuitRecord& record,
                     double seconds, std::vector<Claim>& claims) {
    for (Index i = 0; i < network.N.size(); ++i) {
        const double error = spread_10s(i) * std::sqrt(10.0 / seconds);
        claims.push_back({"rate of " + network.populations[static_cast<std::size_t>(i)] +
                              ", simulation and NEST",
                          "Hz", record.rates.col(i).mean(), nest_rates(i),
                          0.0005 + chance * std::hypot(error, spread_10s(i)),
                          "digits, spread of networks"});
    }
}

void add_theory_claims(const Network& network, std::vector<Claim>& claims) {
    const auto point = theory::working_point(network, {.method = lif::exp::Method::shift});
    for (Index i = 0; i < network.N.size(); ++i) {
        claims.push_back({"rate of " + network.populations[static_cast<std::size_t>(i)] +
                              ", theory and another program",
                          "Hz", point.firing_rates(i), solved_rates(i), 5e-5, "last digit"});
    }
}

/// The connection that the sensitivity measure names for low gamma, and what becomes of both peaks
/// if it is changed.
void add_sensitivity_claims(const Network& network, const theory::WorkingPoint& point,
                            std::vector<Claim>& claims) {
    const Vector omegas =
        2.0 * std::numbers::pi * Vector::LinSpaced(361, low_gamma.low - 5.0, low_gamma.high);
    theory::AnalysisOptions options;
    options.working_point.method = lif::exp::Method::exact;
    const auto analysis = theory::analyze(network, point, omegas, options);
    validation::ConnectionChange change{.target = 0, .source = 0, .part = 0.1};
    analysis.sensitivity.front().sensitivity.cwiseAbs().maxCoeff(&change.target, &change.source);
    validation::add_shift_claims(network, change, {low_gamma, high_gamma},
                                 {.networks = 2, .duration = 4.0}, claims);
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    const auto network =
        load_network(SIEGERT_EXAMPLES "/networks/potjans_diesmann_2014.yaml").network;
    const validation::MicrocircuitRun run =
        command.brief ? validation::MicrocircuitRun{.networks = 2, .duration = 1.0, .scale = 0.2}
                      : validation::MicrocircuitRun{.networks = 3, .duration = 4.0};
    const auto record = validation::simulate_microcircuit(network, run);
    const auto prediction = validation::predict_rates(network, record, run.scale);
    std::vector<validation::PredictedSpectra> spectra;  // a network of another scale has other ones
    if (!command.brief) spectra = validation::predict_spectra(network, record);

    std::vector<Claim> claims;
    const double seconds = static_cast<double>(run.networks) * run.duration;
    add_theory_claims(network, claims);
    add_rate_claims(network, record, prediction, seconds, claims);
    if (!command.brief) {
        add_nest_claims(network, record, seconds, claims);
        validation::add_peak_claims(network, record, spectra, low_gamma, claims);
        validation::add_peak_claims(network, record, spectra, high_gamma, claims);
        add_sensitivity_claims(network, prediction.point, claims);
    }
    fmt::print("{:>6} {:>9} {:>9}\n", "", "CV", "theory");
    for (Index i = 0; i < network.N.size(); ++i) {
        const double cv = record.cvs.col(i).mean();  // 0: fewer than ten intervals of each neuron
        fmt::print("{:>6} {:>9} {:>9.3f}\n", network.populations[static_cast<std::size_t>(i)],
                   cv > 0.0 ? fmt::format("{:.3f}", cv) : "-", prediction.point.cvs(i));
    }
    auto figures = validation::spectra_figures(network, record, spectra);
    figures.insert(figures.begin(),
                   validation::rates_figure(network, record, prediction, nest_rates));
    validation::write_figures(command, {.name = "potjans_diesmann_2014",
                                        .title = "Potjans & Diesmann (2014): the microcircuit",
                                        .text = fmt::format("{} networks of {:g} s, scale {:g}.",
                                                            run.networks, run.duration, run.scale),
                                        .figures = figures});
    return validation::judge("Potjans & Diesmann (2014)", claims);
}
