#include "catch.hpp"
#include "theory/two_populations.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/peak_sensitivity.hpp>
#include <siegert/theory/power_spectra.hpp>
#include <siegert/theory/sensitivity.hpp>

#include <cmath>
#include <numbers>

using namespace siegert;

namespace {

struct TestNetwork {
    theory::Coupling coupling = two_populations::coupling();
    theory::Delays delays = two_populations::delays();
    Matrix noise = theory::poisson_noise(Vector{{3.0, 7.0}}, Vector{{4000.0, 900.0}});
};

const Vector omegas = two_populations::omegas(3000.0, 600);
const auto transfer = two_populations::transfer(two_populations::on_axis(omegas));

theory::SpectralPeak highest_peak(const TestNetwork& network, Index population) {
    const MatrixStack W =
        theory::effective_connectivity(transfer, network.delays, network.coupling, 1);
    for (const auto& peak :
         theory::spectral_peaks(theory::power_spectra(W, network.noise, 1), omegas))
        if (peak.population == population) return peak;
    FAIL("the spectrum has no peak");
    return {};
}

struct Change {
    double log_height;
    double frequency;
};

// Central difference of the recomputed peak.
template <typename Modify>
Change recomputed(Index population, double h, const Modify& modify) {
    TestNetwork more;
    TestNetwork less;
    modify(more, h);
    modify(less, -h);
    const auto above = highest_peak(more, population);
    const auto below = highest_peak(less, population);
    return {.log_height = std::log(above.height / below.height) / (2.0 * h),
            .frequency = (above.omega - below.omega) / (2.0 * std::numbers::pi) / (2.0 * h)};
}

}  // namespace

TEST_CASE("Peaks of a known spectrum are found between the frequencies",
          "[theory][peak_sensitivity]") {
    const auto resonance = [](double omega, double centre) {
        return std::exp(-std::pow((omega - centre) / 90.0, 2));
    };
    const Vector grid = Vector::LinSpaced(101, 0.0, 1000.0);
    Matrix spectra(101, 2);
    for (Index k = 0; k < 101; ++k) {
        spectra(k, 0) = 3.0 * resonance(grid(k), 303.7);
        spectra(k, 1) = resonance(grid(k), 212.1) + 2.0 * resonance(grid(k), 741.6);
    }
    const auto peaks = theory::spectral_peaks(spectra, grid);
    REQUIRE(peaks.size() == 3);
    CHECK(peaks[0].population == 0);
    CHECK(std::abs(peaks[0].omega - 303.7) < 1e-9);  // the logarithm is a parabola
    CHECK(relative_error(peaks[0].height, 3.0) < 1e-12);
    CHECK(peaks[0].frequency_index == 30);
    CHECK(peaks[1].population == 1);
    CHECK(std::abs(peaks[1].omega - 741.6) < 1e-3);
    CHECK(peaks[2].height < peaks[1].height);
    CHECK(theory::spectral_peaks(Matrix::Ones(101, 1), grid).empty());
}

TEST_CASE("Predicted changes of a peak agree with recomputing the spectrum",
          "[theory][peak_sensitivity]") {
    const Index population = GENERATE(0, 1);
    const TestNetwork network;
    const auto peak = highest_peak(network, population);
    const auto prediction =
        theory::peak_sensitivity(transfer, network.delays, network.coupling, network.noise, peak);
    CHECK(prediction.peak.omega == peak.omega);

    // Changes of 0.1 % (1 us): differences of second order, 1e-6 of the derivatives' scale.
    const double h = 1e-3;
    const double delay_h = 1e-6;
    const auto scale = [](const Matrix& m) { return m.cwiseAbs().maxCoeff(); };
    const auto agrees = [&](const Matrix& predicted, Index i, Index j, double difference) {
        return std::abs(predicted(i, j) - difference) < 1e-4 * scale(predicted);
    };
    for (Index i = 0; i < 2; ++i)
        for (Index j = 0; j < 2; ++j) {
            CAPTURE(population, i, j);
            const auto K = recomputed(population, h, [&](TestNetwork& n, double change) {
                n.coupling.K(i, j) *= 1.0 + change;
            });
            CHECK(agrees(prediction.log_height.dlog_K, i, j, K.log_height));
            CHECK(agrees(prediction.frequency.dlog_K, i, j, K.frequency));
            const auto J = recomputed(population, h, [&](TestNetwork& n, double change) {
                n.coupling.J(i, j) *= 1.0 + change;
            });
            CHECK(agrees(prediction.log_height.dlog_J, i, j, J.log_height));
            CHECK(agrees(prediction.frequency.dlog_J, i, j, J.frequency));
            const auto D = recomputed(population, delay_h, [&](TestNetwork& n, double change) {
                n.delays.mean(i, j) += change;
            });
            CHECK(agrees(prediction.log_height.dDelay, i, j, D.log_height));
            CHECK(agrees(prediction.frequency.dDelay, i, j, D.frequency));
        }
}

TEST_CASE("Absolute and relative changes are the same prediction", "[theory][peak_sensitivity]") {
    TestNetwork network;
    network.coupling.K(0, 1) = 0.0;
    const auto peak = highest_peak(network, 1);
    const auto prediction =
        theory::peak_sensitivity(transfer, network.delays, network.coupling, network.noise, peak);
    const auto& height = prediction.log_height;
    CHECK((height.dK.cwiseProduct(network.coupling.K) - height.dlog_K).norm() == 0.0);
    CHECK((height.dJ.cwiseProduct(network.coupling.J) - height.dlog_J).norm() == 0.0);
    CHECK(height.dlog_K(0, 1) == 0.0);  // there is nothing to scale,
    CHECK(height.dK(0, 1) != 0.0);      // but a synapse can be added
}

TEST_CASE("Near an instability the measure of the critical mode predicts the peak",
          "[theory][peak_sensitivity]") {
    // Strength at which the eigenvalue of the oscillation passes 1 within 2 %.
    TestNetwork network;
    const auto closest_approach = [&] {
        const MatrixStack W =
            theory::effective_connectivity(transfer, network.delays, network.coupling, 1);
        const auto modes = theory::eigenmodes(W, 1);
        return 1.0 - modes.eigenvalues(theory::critical_frequency_index(modes, 0), 0);
    };
    for (int i = 0; i < 100 && std::abs(closest_approach()) > 0.02; ++i)
        network.coupling.J.col(1) *= 1.0 + 0.3 * std::abs(closest_approach());
    REQUIRE(std::abs(closest_approach()) <= 0.02);

    const auto peak = highest_peak(network, 1);
    const auto prediction =
        theory::peak_sensitivity(transfer, network.delays, network.coupling, network.noise, peak);
    const MatrixStack W =
        theory::effective_connectivity(transfer, network.delays, network.coupling, 1);
    const auto measure = theory::sensitivity_measure(W, omegas, peak.omega, 1.0);
    // S ~ 1 / |1 - lambda|^2: d log S = 2 T_amp / |1 - lambda|; other modes and the distance of
    // the grid from the peak contribute relative corrections of order |1 - lambda|.
    const double distance = std::abs(1.0 - measure.critical_eigenvalue);
    const Matrix single_mode = 2.0 / distance * measure.sensitivity_amp;
    CHECK((single_mode - prediction.log_height.dlog_K).norm() <
          5.0 * distance * single_mode.norm());
}

TEST_CASE("Peak sensitivity names what it rejects", "[theory][peak_sensitivity][error]") {
    const TestNetwork network;
    const auto peak = highest_peak(network, 0);
    const auto with = [&](const theory::SpectralPeak& changed) {
        return theory::peak_sensitivity(transfer, network.delays, network.coupling, network.noise,
                                        changed);
    };
    auto wrong = peak;
    wrong.population = 2;
    CHECK_THROWS_WITH(with(wrong), ContainsSubstring("population must be one of 0 ... 1"));
    wrong = peak;
    wrong.frequency_index = 599;
    CHECK_THROWS_WITH(with(wrong), ContainsSubstring("frequency_index must lie inside the grid"));
    CHECK_THROWS_WITH(theory::peak_sensitivity(transfer, network.delays, network.coupling,
                                               Matrix::Ones(1, 3), peak),
                      ContainsSubstring("noise must be 1 x 2"));
    CHECK_THROWS_WITH(theory::spectral_peaks(Matrix::Ones(4, 1), Vector::LinSpaced(4, 0.0, 1.0)),
                      ContainsSubstring("omegas must have at least 5 entries, got 4"));
    CHECK_THROWS_WITH(theory::spectral_peaks(Matrix::Zero(6, 1), Vector::LinSpaced(6, 0.0, 1.0)),
                      ContainsSubstring("power_spectra must be positive"));
    CHECK_THROWS_WITH(theory::spectral_peaks(Matrix::Ones(6, 1), Vector::Ones(6)),
                      ContainsSubstring("exceed the frequency before it"));
}

TEST_CASE(
    "Changes of one percent are those of the recomputed spectrum, however close the instability",
    "[theory][peak_sensitivity]") {
    const double strength = GENERATE(1.0, 1.3, 1.44);
    TestNetwork network;
    network.coupling.J.col(1) *= strength;
    const auto peak_of = [](const TestNetwork& changed) {
        const MatrixStack W =
            theory::effective_connectivity(transfer, changed.delays, changed.coupling, 1);
        for (const auto& peak :
             theory::spectral_peaks(theory::power_spectra(W, changed.noise, 1), omegas))
            if (peak.population == 1) return peak;
        return theory::SpectralPeak{};
    };
    const auto peak = peak_of(network);
    REQUIRE(peak.height > 0.0);
    const auto prediction =
        theory::peak_sensitivity(transfer, network.delays, network.coupling, network.noise, peak);
    for (Index i = 0; i < 2; ++i)
        for (Index j = 0; j < 2; ++j) {
            TestNetwork more = network;
            more.coupling.K(i, j) *= 1.01;
            const auto changed = peak_of(more);
            CAPTURE(strength, i, j);
            const auto& one_percent = prediction.one_percent;
            // The same interpolation of the same spectrum: rounding amplified by 1 / |1 - lambda|.
            CHECK(std::abs(one_percent.log_height(i, j) - std::log(changed.height / peak.height)) <
                  1e-8);
            CHECK(std::abs(one_percent.frequency(i, j) -
                           (changed.omega - peak.omega) / (2.0 * std::numbers::pi)) < 1e-6);
            const double first = 0.01 * prediction.log_height.dlog_K(i, j);
            const double anew = std::expm1(one_percent.log_height(i, j));
            if (one_percent.first_order_holds(i, j))
                CHECK(std::abs(first - anew) <=
                      0.1 * std::max(std::abs(first), std::abs(anew)) + 1e-4);
        }
}

TEST_CASE("First order is marked where it does not hold", "[theory][peak_sensitivity]") {
    // One population whose eigenvalue at the peak is real and 0.4 % below 1: 1 % more oversteps it.
    const double below = GENERATE(0.004, 0.4);
    const Vector grid = Vector::LinSpaced(41, 90.0, 110.0);
    theory::TransferFunctions resonance{.s = Complex(0.0, 1.0) * grid.cast<Complex>(),
                                        .n_mu = ComplexMatrix(41, 1),
                                        .n_sigma2 = {}};
    for (Index k = 0; k < 41; ++k)
        resonance.n_mu(k, 0) = (1.0 - below) / Complex(1.0, 0.1 * (grid(k) - 100.2));
    const theory::Coupling coupling{.J = Matrix::Constant(1, 1, 1e-3),
                                    .J_sd = {},
                                    .K = Matrix::Constant(1, 1, 50.0),
                                    .tau_m = Vector::Constant(1, 20.0)};
    const theory::Delays delays{.mean = Matrix::Zero(1, 1), .sd = {}};
    const Matrix noise = Matrix::Constant(1, 1, 0.01);
    const MatrixStack W = theory::effective_connectivity(resonance, delays, coupling, 1);
    const auto peaks = theory::spectral_peaks(theory::power_spectra(W, noise, 1), grid);
    REQUIRE(peaks.size() == 1);
    const auto prediction = theory::peak_sensitivity(resonance, delays, coupling, noise, peaks[0]);
    CHECK(prediction.one_percent.first_order_holds(0, 0) == (below > 0.1));
}
