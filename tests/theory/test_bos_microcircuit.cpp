#include "catch.hpp"
#include "theory/bos_microcircuit.hpp"

#include <siegert/theory/analysis.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

using namespace siegert;
using std::numbers::pi;

namespace {

// As published: taylor, without refractory period and variance in the response, Poisson noise.
const theory::NetworkAnalysis& published() {
    static const theory::NetworkAnalysis analysis = [] {
        theory::AnalysisOptions options;
        options.working_point.method = lif::exp::Method::taylor;
        options.convention = lif::Convention::nnmt;
        options.growth_rate_starts = 0;
        return theory::analyze(bos_microcircuit::network(), bos_microcircuit::omegas(), options);
    }();
    return analysis;
}

const theory::SensitivityMeasure& mode_near(double frequency) {
    const auto& modes = published().sensitivity;
    return *std::min_element(modes.begin(), modes.end(), [&](const auto& a, const auto& b) {
        return std::abs(a.critical_frequency - frequency) <
               std::abs(b.critical_frequency - frequency);
    });
}

}  // namespace

TEST_CASE("The critical eigenvalues of the microcircuit are those of Bos 2016",
          "[theory][bos_microcircuit]") {
    struct Published {
        double frequency;  // [Hz]
        Complex eigenvalue;
    };
    const auto reference = GENERATE(Published{62.966, Complex(0.95946, 0.04319)},
                                    Published{267.958, Complex(0.95482, 0.04480)},
                                    Published{284.510, Complex(1.04303, -0.05139)});
    // Half a unit of the last printed digit for the frequency. The published rates differ from the
    // fixed point by up to 4e-5, which moves the eigenvalues by 5e-6 on top of half a digit.
    constexpr double tolerance = 1e-5;
    const auto& mode = mode_near(reference.frequency);
    CHECK(std::abs(mode.critical_frequency - reference.frequency) < 5e-4);
    CHECK(std::abs(mode.critical_eigenvalue.real() - reference.eigenvalue.real()) < tolerance);
    CHECK(std::abs(mode.critical_eigenvalue.imag() - reference.eigenvalue.imag()) < tolerance);
}

TEST_CASE("The spectra of the microcircuit peak in the low and in the high gamma band",
          "[theory][bos_microcircuit]") {
    for (Index population = 0; population < 8; ++population) {
        int low_gamma = 0;
        int high_gamma = 0;
        for (const auto& peak : published().peaks) {
            if (peak.population != population) continue;
            const double frequency = peak.omega / (2.0 * pi);
            if (frequency > 62.5 && frequency < 63.5) ++low_gamma;
            if (frequency > 262.0 && frequency < 285.0) ++high_gamma;
        }
        CAPTURE(population);
        CHECK(low_gamma == 1);
        CHECK(high_gamma == 1);
    }
}

TEST_CASE("The low gamma rhythm of the microcircuit is made by layers 2/3 and 4",
          "[theory][bos_microcircuit]") {
    // The five connections that amplify or damp it most, as in Bos 2016: none from or to layers
    // 5 and 6.
    Matrix amplitude = mode_near(63.0).sensitivity_amp.cwiseAbs();
    for (int i = 0; i < 5; ++i) {
        Index target = 0;
        Index source = 0;
        amplitude.maxCoeff(&target, &source);
        CAPTURE(target, source);
        CHECK(target < 4);
        CHECK(source < 4);
        amplitude(target, source) = 0.0;
    }
}

TEST_CASE("The microcircuit is stable in the exact convention", "[theory][bos_microcircuit]") {
    const auto analysis = theory::analyze(bos_microcircuit::network(),
                                          Vector::LinSpaced(4000, 1.0, 4000.0 * 2.0 * pi), {});
    CHECK(analysis.stability.nyquist.resolved);
    CHECK(analysis.stability.nyquist.unstable_modes == 0);
    REQUIRE_FALSE(analysis.stability.growth_rates.empty());
    for (const auto& mode : analysis.stability.growth_rates) CHECK(mode.s.real() < 0.0);
}

TEST_CASE("Predicted changes of the microcircuit's low gamma peak agree with recomputing it",
          "[theory][bos_microcircuit][slow]") {
    const auto& analysis = published();
    Network network = bos_microcircuit::network();
    const auto peak = *std::find_if(
        analysis.peaks.begin(), analysis.peaks.end(), [](const theory::SpectralPeak& p) {
            return p.population == 0 && std::abs(p.omega / (2.0 * pi) - 63.0) < 1.0;
        });
    const auto prediction =
        theory::peak_sensitivity(analysis.transfer, theory::delays(network),
                                 theory::coupling(network), analysis.input_noise, peak);

    const auto recomputed = [&](const Network& changed) {
        const MatrixStack W = theory::effective_connectivity(
            analysis.transfer, theory::delays(changed), theory::coupling(changed), 0);
        const auto peaks = theory::spectral_peaks(theory::power_spectra(W, analysis.input_noise, 0),
                                                  analysis.omegas);
        return *std::min_element(peaks.begin(), peaks.end(), [&](const auto& a, const auto& b) {
            const auto distance = [&](const theory::SpectralPeak& p) {
                return p.population == 0 ? std::abs(p.omega - peak.omega) : 1e9;
            };
            return distance(a) < distance(b);
        });
    };
    // Half a percent more and less of one connection. Curvature: (h T / |1 - lambda|)^2 = 1e-3.
    const double h = 0.005;
    const std::vector<std::pair<Index, Index>> connections{{0, 0}, {0, 1}, {2, 3}, {3, 2}};
    for (const auto& [i, j] : connections) {
        network = bos_microcircuit::network();
        network.K(i, j) *= 1.0 + h;
        const auto above = recomputed(network);
        network.K(i, j) *= (1.0 - h) / (1.0 + h);
        const auto below = recomputed(network);
        const double log_height = std::log(above.height / below.height) / (2.0 * h);
        const double frequency = (above.omega - below.omega) / (2.0 * pi) / (2.0 * h);
        CAPTURE(i, j, log_height, frequency);
        CHECK(relative_error(prediction.log_height.dlog_K(i, j), log_height) < 1e-2);
        CHECK(relative_error(prediction.frequency.dlog_K(i, j), frequency) < 1e-2);
    }
}
