// Synapses of several time constants: AMPA 2 ms, GABA 8 ms, external input of 0.5 ms. A network of
// such synapses beside its theory, which takes one process for the noise of each neuron and filters
// every connection by itself.
#include "claims.hpp"
#include "command.hpp"
#include "replicates.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/spike_statistics.hpp>
#include <siegert/theory/analysis.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numbers>

using namespace siegert;
using validation::Claim;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr double f_max = 200.0;  // [Hz]
constexpr double segment = 2.0;  // [s]: the estimate sees 2 Hz to each side

struct Band {
    double low, high;  ///< [Hz]
};
constexpr Band bands[]{{10.0, 20.0}, {20.0, 40.0}, {40.0, 70.0}, {70.0, 120.0}, {120.0, 190.0}};

double mean_in(const Vector& f, const Vector& power, const Band& band) {
    double sum = 0.0;
    int count = 0;
    for (Index k = 0; k < f.size(); ++k) {
        if (f(k) < band.low || f(k) > band.high) continue;
        sum += power(k);
        ++count;
    }
    return sum / count;
}

/// Rates, CVs, then the power in each band, of all populations.
Vector values_of(const Network& network, double duration, std::uint64_t seed) {
    SimulationOptions options;
    options.duration = duration;
    options.warmup = 0.3;
    options.seed = seed;
    const auto result = simulate(network, options);
    const Index n = network.N.size();
    Vector values(n * (2 + static_cast<Index>(std::size(bands))));
    const auto cvs =
        statistics::cvs(result.spikes, {.average = statistics::IntervalAverage::pooled});
    const auto spectra =
        statistics::population_spectra(result.spikes, {.f_max = f_max, .segment = segment});
    for (Index i = 0; i < n; ++i) {
        values(i) = result.rates(i);
        values(n + i) = cvs[static_cast<std::size_t>(i)].value;
        Vector power(spectra.frequencies.size());
        for (Index k = 0; k < power.size(); ++k) power(k) = spectra.S[k](i, i).real();
        Index r = 2 * n + i;
        for (const Band& band : bands) {
            values(r) = mean_in(spectra.frequencies, power, band);
            r += n;
        }
    }
    return values;
}

Vector theory_of(const Network& network, lif::exp::Method method) {
    const Vector f = Vector::LinSpaced(199, 2.0, 200.0);
    theory::AnalysisOptions options;
    options.working_point.method = method;
    options.extent = theory::AnalysisExtent::spectra;
    const auto analysis = theory::analyze(network, two_pi * f, options);
    const Index n = network.N.size();
    Vector values(n * (2 + static_cast<Index>(std::size(bands))));
    values.head(n) = analysis.working_point.firing_rates;
    values.segment(n, n) = analysis.working_point.cvs;
    Index r = 2 * n;
    for (const Band& band : bands) {
        for (Index i = 0; i < n; ++i) {
            values(r++) = mean_in(f, analysis.power_spectra.col(i), band);
        }
    }
    return values;
}

std::string name_of(const Network& network, Index r) {
    const Index n = network.N.size();
    const std::string& population = network.populations[static_cast<std::size_t>(r % n)];
    if (r < n) return "rate of " + population;
    if (r < 2 * n) return "CV of " + population;
    const Band& band = bands[r / n - 2];
    return fmt::format("power of {}, {:g} to {:g} Hz", population, band.low, band.high);
}

/// How far the theory may be off [relative]: 1 % of a rate by taking one process for several, and
/// by finite weights, 0.04 of the way from reset to threshold, as much again; what that makes of
/// CVs, and of spectra near the resonance at 20 Hz.
double known(Index r, Index n) {
    if (r < n) return 0.02;
    return r < 2 * n ? 0.03 : 0.15;
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    const Network network =
        load_network(std::filesystem::path(SIEGERT_EXAMPLES) / "networks/ampa_gaba_network.yaml")
            .network;
    const Index count = command.brief ? 6 : 20;
    const double duration = command.brief ? 4.0 : 10.0;
    const Matrix all = validation::replicates(
        count, [&](std::uint64_t seed) { return values_of(network, duration, seed); });
    const Vector exact = theory_of(network, lif::exp::Method::exact);
    const Vector shift = theory_of(network, lif::exp::Method::shift);
    const double allowed = validation::standard_errors_allowed(count, exact.size());
    std::vector<Claim> claims;
    for (Index r = 0; r < exact.size(); ++r) {
        const auto measured = validation::mean_of(all.col(r));
        fmt::print("{:32} {:10.5g} +- {:8.2g}   exact {:10.5g} ({:+5.1f} %)   shift {:10.5g}\n",
                   name_of(network, r), measured.value, measured.standard_error, exact(r),
                   100.0 * (exact(r) / measured.value - 1.0), shift(r));
        claims.push_back(
            {name_of(network, r), "", measured.value, exact(r),
             known(r, network.N.size()) * exact(r) + allowed * measured.standard_error,
             fmt::format("{:g} % known, SE {:.2g} %", 100.0 * known(r, network.N.size()),
                         100.0 * measured.standard_error / measured.value)});
    }
    return validation::judge("Several time constants: AMPA 2 ms, GABA 8 ms, external 0.5 ms",
                             claims);
}
