// Bos, Diesmann & Helias, PLoS Comput. Biol. 12, e1005132 (2016): rates of the microcircuit, peaks
// of its spectra and the eigenvalues behind them, beside those that NNMT's test data hold for it.
#include "claims.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/theory/analysis.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <numbers>

using namespace siegert;
using validation::Claim;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

// Rates by the taylor method in the test data of NNMT [Hz].
constexpr std::array<double, 8> nnmt_rates{0.68013078, 2.63644751, 4.29513396, 5.62673594,
                                           6.61057621, 8.26882607, 1.02592735, 7.56832737};

/// Frequency [Hz] of the peak of a population's spectrum that is next to `near` [Hz].
double peak_frequency(const theory::NetworkAnalysis& analysis, Index population, double near) {
    double best = std::numeric_limits<double>::infinity();
    for (const auto& peak : analysis.peaks) {
        const double f = peak.omega / two_pi;
        if (peak.population == population && std::abs(f - near) < std::abs(best - near)) best = f;
    }
    return best;
}

/// Distance of the eigenvalue of a mode from 1, at least over the frequencies.
double distance_from_one(const theory::NetworkAnalysis& analysis, Index mode) {
    return (analysis.eigenmodes.eigenvalues.col(mode).array() - 1.0).abs().minCoeff();
}

}  // namespace

int main() {
    const auto loaded = load_network(SIEGERT_EXAMPLES "/networks/microcircuit.yaml");
    theory::AnalysisOptions options;
    options.working_point.method = lif::exp::Method::taylor;
    options.convention = lif::Convention::nnmt;
    options.threads = 1;
    const auto analysis = theory::analyze(loaded.network, loaded.analysis.omegas, options);
    const double df = loaded.analysis.omegas(1) / two_pi - loaded.analysis.omegas(0) / two_pi;

    std::vector<Claim> claims;
    for (Index i = 0; i < 8; ++i) {
        const double reference = nnmt_rates[static_cast<std::size_t>(i)];
        // That solution stopped where its rates changed by less: its successor differs by up to
        // 4e-5.
        claims.push_back({"rate " + loaded.network.populations[static_cast<std::size_t>(i)], "Hz",
                          analysis.working_point.firing_rates(i), reference, 1e-4 * reference,
                          "NNMT's solver"});
    }
    for (Index i = 0; i < 8; ++i) {
        const auto& name = loaded.network.populations[static_cast<std::size_t>(i)];
        // The references are 62.97 to 63.13 Hz, on the grid.
        claims.push_back({"low gamma peak " + name, "Hz", peak_frequency(analysis, i, 63.05), 63.05,
                          0.08 + df, "spread + grid"});
    }
    const std::array<double, 8> high{284.03, 284.03, 284.03, 284.03,
                                     262.55, 263.66, 267.64, 267.96};
    for (Index i = 0; i < 8; ++i) {
        const auto& name = loaded.network.populations[static_cast<std::size_t>(i)];
        const double reference = high[static_cast<std::size_t>(i)];
        const double spread = i < 4 ? 0.32 : 0.0;
        claims.push_back({"high gamma peak " + name, "Hz", peak_frequency(analysis, i, reference),
                          reference, spread + df, "spread + grid"});
    }
    const std::array<double, 5> distances{0.05924, 0.06363, 0.06703, 0.15252, 0.26884};
    for (Index m = 0; m < 5; ++m) {
        const double reference = distances[static_cast<std::size_t>(m)];
        claims.push_back({"distance of an eigenvalue from 1", "", distance_from_one(analysis, m),
                          reference, 1e-3 * reference, "rates"});
    }
    return validation::judge("Bos et al. (2016)", claims);
}
