// The cortical microcircuit at full scale beside shift, taylor and exact: rates, peaks of the
// spectra, the mode behind low gamma and the connection that it names; and what explains the part
// that exact misses: the step of the simulation, in-degrees that differ, the spectrum of the input,
// pairs that are connected more than once, and the depth to which the network modulates its rates.
#include "microcircuit.hpp"
#include "command.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/rhythm.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

using namespace siegert;
using lif::exp::Method;
using validation::Band;
using validation::Claim;
using validation::MicrocircuitRecord;
using validation::MicrocircuitRun;
using validation::PredictedSpectra;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr std::array methods{Method::shift, Method::taylor, Method::exact};
constexpr std::array method_names{"shift", "taylor", "exact"};
constexpr Index layer_4E = 2, layer_4I = 3;

/// A variant of the network, and where its rhythms are.
struct Circuit {
    const char* file;
    Band low, high;
};
constexpr std::array circuits{
    Circuit{"microcircuit.yaml", {"low gamma", 50.0, 80.0}, {"high gamma", 250.0, 330.0}},
    Circuit{
        "potjans_diesmann_2014.yaml", {"low gamma", 65.0, 100.0}, {"high gamma", 320.0, 395.0}}};

Network network_of(const Circuit& circuit) {
    return load_network(std::string(SIEGERT_EXAMPLES "/networks/") + circuit.file).network;
}

/// Every hertz [Hz].
Vector frequencies() {
    return Vector::LinSpaced(497, 4.0, 500.0);
}

theory::NetworkAnalysis analysis_by(const Network& network, Method method) {
    theory::AnalysisOptions options;
    options.working_point.method = method;
    return theory::analyze(network, two_pi * frequencies(), options);
}

/// The highest peak of a population in a band; none there: height 0.
theory::SpectralPeak peak_in(const theory::NetworkAnalysis& analysis, Index population,
                             const Band& band) {
    theory::SpectralPeak best{
        .population = population, .frequency_index = 0, .omega = 0.0, .height = 0.0};
    for (const auto& peak : analysis.peaks) {
        const double f = peak.omega / two_pi;
        const bool inside = f >= band.low && f <= band.high;
        if (peak.population == population && inside && peak.height > best.height) best = peak;
    }
    return best;
}

/// The mode of low gamma where it comes closest to 1.
const theory::SensitivityMeasure& low_gamma_mode(const theory::NetworkAnalysis& analysis,
                                                 const Band& band) {
    const auto distance = [&](const theory::SensitivityMeasure& mode) {
        const bool inside =
            mode.critical_frequency >= band.low && mode.critical_frequency <= band.high;
        return inside ? std::abs(mode.critical_eigenvalue - 1.0) : 10.0;
    };
    return *std::ranges::min_element(analysis.sensitivity, {}, distance);
}

/// The connection that amplifies low gamma most: 8 target + source.
Index named_connection(const theory::SensitivityMeasure& mode) {
    Index target = 0, source = 0;
    mode.sensitivity.cwiseAbs().maxCoeff(&target, &source);
    return 8 * target + source;
}

void print_theory(const Network& network, const Circuit& circuit, const char* name,
                  const theory::NetworkAnalysis& analysis) {
    const auto& mode = low_gamma_mode(analysis, circuit.low);
    const Index named = named_connection(mode);
    const auto population = [&](Index i) {
        return network.populations[static_cast<std::size_t>(i)];
    };
    fmt::print("{}: low gamma has {:.4f}{:+.4f}i at {:.1f} Hz, {} -> {}: {:.3f}{:+.3f}i\n", name,
               mode.critical_eigenvalue.real(), mode.critical_eigenvalue.imag(),
               mode.critical_frequency, population(named % 8), population(named / 8),
               mode.sensitivity(named / 8, named % 8).real(),
               mode.sensitivity(named / 8, named % 8).imag());
    for (Index i = 0; i < network.N.size(); ++i) {
        const auto low = peak_in(analysis, i, circuit.low),
                   high = peak_in(analysis, i, circuit.high);
        fmt::print("  {:4} {:8.4f} Hz   {:6.1f} Hz {:9.3g}   {:6.1f} Hz {:9.3g}\n", population(i),
                   analysis.working_point.firing_rates(i), low.omega / two_pi, low.height,
                   high.omega / two_pi, high.height);
    }
}

/// Exact beside another program that solves the same equations (digits as it printed them), and the
/// connection behind low gamma, which is the same by all methods.
void add_theory_claims(std::vector<Claim>& claims) {
    for (const Circuit& circuit : circuits) {
        const Network network = network_of(circuit);
        fmt::print("{}\n", circuit.file);
        for (std::size_t k = 0; k < methods.size(); ++k) {
            const auto analysis = analysis_by(network, methods[k]);
            print_theory(network, circuit, method_names[k], analysis);
            const auto& mode = low_gamma_mode(analysis, circuit.low);
            claims.push_back({fmt::format("{}, {}: 8 target + source of low gamma", circuit.file,
                                          method_names[k]),
                              "", static_cast<double>(named_connection(mode)),
                              static_cast<double>(8 * layer_4E + layer_4I), 0.0, "4I -> 4E"});
            if (&circuit != circuits.data() || methods[k] != Method::exact) continue;
            const auto at = [&](double f, Index population) {
                return analysis.power_spectra(std::lround(f - frequencies()(0)), population);
            };
            const Complex eigenvalue = mode.critical_eigenvalue;
            claims.push_back({"exact: low gamma, real part of its eigenvalue", "",
                              eigenvalue.real(), 0.9508, 5e-5, "last digit"});
            claims.push_back({"exact: low gamma, imaginary part", "", eigenvalue.imag(), 0.0610,
                              5e-5, "last digit"});
            claims.push_back({"exact: power of 4E at 67 Hz", "Hz", at(67.0, layer_4E), 0.0554, 5e-5,
                              "last digit"});
            claims.push_back({"exact: highest power of 4I in high gamma", "Hz",
                              peak_in(analysis, layer_4I, circuit.high).height, 0.0183, 5e-5,
                              "last digit"});
        }
    }
}

/// Mean power of a population in a band, of each second.
Vector band_power(const MicrocircuitRecord& record, Index population, const Band& band) {
    Vector result = Vector::Zero(static_cast<Index>(record.spectra.size()));
    for (Index s = 0; s < result.size(); ++s) {
        Index count = 0;
        for (Index k = 0; k < record.f.size(); ++k) {
            if (record.f(k) < band.low || record.f(k) > band.high) continue;
            result(s) += record.spectra[static_cast<std::size_t>(s)](k, population);
            ++count;
        }
        result(s) /= static_cast<double>(count);
    }
    return result;
}

double band_power(const Vector& f, const PredictedSpectra& prediction, Index population,
                  const Band& band) {
    const auto inside = (f.array() >= band.low && f.array() <= band.high).cast<double>().eval();
    return (prediction.power.col(population).array() * inside).sum() / inside.sum();
}

/// A network or a simulation in which one cause is absent or other than in the given one.
struct Change {
    const char* name;
    Network network;
    MicrocircuitRun run;
};

std::vector<Change> changes_of(const Network& network) {
    const MicrocircuitRun run{.networks = 2, .duration = 4.0};
    Network equal = network, once = network, large = network;
    equal.connection_rule = ConnectionRule::fixed_indegree;
    once.multapses = false;
    large.N *= 2.0;  // as many synapses for each neuron: half the depth of modulation, squared
    MicrocircuitRun fine = run;
    fine.dt = 5e-5;
    return {{"in-degrees fixed", equal, run},
            {"no pair connected twice", once, run},
            {"half the time step", network, fine},
            {"twice the neurons", large, run}};
}

/// Prints the power in both bands, relative to that of the given network, simulated and by theory.
void print_changes(const Circuit& circuit, const Network& network,
                   const MicrocircuitRecord& record) {
    for (const Change& change : changes_of(network)) {
        const auto other = validation::simulate_microcircuit(change.network, change.run);
        for (const Band& band : {circuit.low, circuit.high}) {
            for (const Index i : {layer_4E, layer_4I}) {
                const auto with = validation::mean_of(band_power(other, i, band));
                const auto without = validation::mean_of(band_power(record, i, band));
                const double ratio = with.value / without.value;
                const double error = ratio * std::hypot(with.standard_error / with.value,
                                                        without.standard_error / without.value);
                fmt::print("{:24} {:10} of {}: {:.2f} +- {:.2f} times as much, at {:.1f} Hz\n",
                           change.name, band.name, network.populations[static_cast<std::size_t>(i)],
                           ratio, error,
                           validation::mean_of(validation::centroids(other, i, band)).value);
            }
        }
    }
}

/// Rates and peaks at full scale beside the theory, and the trace of what is left.
void add_simulation_claims(const Circuit& circuit, std::vector<Claim>& claims,
                           std::vector<io::ReportFigure>& figures) {
    const Network network = network_of(circuit);
    const MicrocircuitRun run{.networks = 3, .duration = 4.0};
    const auto record = validation::simulate_microcircuit(network, run);
    const auto rates = validation::predict_rates(network, record, run.scale);
    const auto predictions = validation::predict_spectra(network, record);
    const double chance = validation::standard_errors_allowed(
        static_cast<Index>(record.spectra.size()), 3 * network.N.size());
    for (Index i = 0; i < network.N.size(); ++i) {
        const auto measured = validation::mean_of(record.rates.col(i));
        claims.push_back({"rate of " + network.populations[static_cast<std::size_t>(i)], "Hz",
                          measured.value, rates.point.firing_rates(i),
                          validation::known_error(rates, i) + chance * measured.standard_error,
                          validation::describe_error(rates, i)});
    }
    for (const Band& band : {circuit.low, circuit.high}) {
        validation::add_peak_claims(network, record, predictions, band, claims);
        for (const Index i : {layer_4E, layer_4I}) {
            const auto measured = validation::mean_of(band_power(record, i, band));
            fmt::print("{} of {}: power {:.3g} +- {:.2g}", band.name,
                       network.populations[static_cast<std::size_t>(i)], measured.value,
                       measured.standard_error);
            for (const auto& prediction : predictions) {
                fmt::print(", {} {:.3g}", prediction.name,
                           band_power(record.f, prediction, i, band));
            }
            fmt::print("\n");
        }
    }
    if (&circuit == circuits.data()) print_changes(circuit, network, record);
    for (auto& figure : validation::spectra_figures(network, record, predictions)) {
        figure.title = std::string(circuit.file) + ": " + figure.title;
        figures.push_back(std::move(figure));
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    std::vector<Claim> claims;
    validation::Figures figures{.name = "microcircuit",
                                .title = "The microcircuit beside method exact",
                                .text = "Power spectra of the populations.",
                                .figures = {}};
    add_theory_claims(claims);
    if (!command.brief) {
        for (const Circuit& circuit : circuits) {
            add_simulation_claims(circuit, claims, figures.figures);
        }
        validation::write_figures(command, figures);
    }
    return validation::judge("The microcircuit beside method exact", claims);
}
