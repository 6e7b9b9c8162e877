#include "coverage.hpp"
#include "processes.hpp"

#include <siegert/error.hpp>
#include <siegert/statistics/population_spectra.hpp>

#include <complex>
#include <numbers>

using namespace siegert;
using namespace siegert::statistics;
using namespace processes;

namespace {

// Spectrum of one stationary renewal process with gamma intervals.
double renewal_spectrum(const Gamma& process, double f) {
    const double omega = 2.0 * std::numbers::pi * f;
    const Complex rho =
        std::pow(Complex(1.0, omega / (process.shape * process.nu)), -process.shape);
    return process.nu * (1.0 - std::norm(rho)) / std::norm(1.0 - rho);
}

SpectrumOptions options_for(SpectralMethod method) {
    return {.f_max = 60.0, .segment = 0.5, .method = method, .time_bandwidth = 2.5, .tapers = 4};
}

// Frequencies so far apart that their estimates are independent: every sixth, from the sixth.
constexpr Index apart = 6;

}  // namespace

TEST_CASE("Log power spectra of renewal processes have the errors they claim",
          "[statistics][spectra]") {
    const auto method = GENERATE(SpectralMethod::multitaper, SpectralMethod::welch);
    const Gamma process{20.0, 4.0};
    Random random(123);
    Coverage result;
    for (int k = 0; k < 60; ++k) {
        auto record = silent({5}, 10.0);
        fire(record, 0, process, random);
        const auto spectra = population_spectra(record, options_for(method));
        for (Index f = apart - 1; f < spectra.frequencies.size(); f += apart) {
            const double truth = renewal_spectrum(process, spectra.frequencies(f)) / 5.0;
            const auto estimate = log_power(spectra, f, 0);
            // The error is known, not estimated: normal.
            result.add((estimate.value - std::log(truth)) / estimate.standard_error, 1e6);
        }
    }
    CAPTURE(method == SpectralMethod::welch, result.mean(), result.standard_deviation());
    CHECK(std::abs(result.mean()) < 0.2);  // smearing of the peak and normal approximation
    CHECK(result.probability_of_spread() > 1e-4);
}

TEST_CASE("The logarithm of a power is corrected for its mean", "[statistics][spectra]") {
    PopulationSpectra spectra{
        .frequencies = Vector::Ones(1), .S = MatrixStack(1, 1, 1), .averages = 2.0};
    spectra.S[0](0, 0) = 3.0;
    const auto estimate = log_power(spectra, 0, 0);
    // Half a chi square variable with four degrees of freedom: psi(2) = 1 - gamma, psi'(2) = pi^2/6
    // - 1.
    const double digamma = 1.0 - 0.57721566490153286;
    CHECK(relative_error(estimate.value, std::log(3.0) - (digamma - std::log(2.0))) < 1e-14);
    CHECK(relative_error(estimate.standard_error,
                         std::sqrt(std::numbers::pi * std::numbers::pi / 6.0 - 1.0)) < 1e-14);
    CHECK(relative_error(power(spectra, 0, 0).standard_error, 3.0 / std::sqrt(2.0)) < 1e-14);
}

TEST_CASE("Spectra of correlated Poisson neurons are flat", "[statistics][spectra]") {
    const auto method = GENERATE(SpectralMethod::multitaper, SpectralMethod::welch);
    const double nu = 10.0, c = 0.15;
    Random random(9);
    auto record = silent({30, 12}, 100.0);
    fire_correlated(record, nu, c, random);
    const auto spectra = population_spectra(record, options_for(method));
    REQUIRE(spectra.frequencies.size() == 30);
    CHECK(spectra.frequencies(0) == 2.0);
    CHECK(relative_error(spectra.frequencies(29), 60.0) < 1e-14);
    const double first = nu / 30.0 * (1.0 + 29.0 * c), second = nu / 12.0 * (1.0 + 11.0 * c);
    const double gamma2 = nu * c * nu * c / (first * second);
    for (Index f = 1; f < 30; ++f) {
        CAPTURE(f, spectra.averages);
        const auto a = power(spectra, f, 0), b = power(spectra, f, 1);
        const auto ab = cross_spectrum(spectra, f, 0, 1);
        const auto shared = coherence(spectra, f, 0, 1);
        CHECK(std::abs(a.value - first) < 4.4 * a.standard_error);
        CHECK(std::abs(b.value - second) < 4.4 * b.standard_error);
        CHECK(std::abs(ab.value.real() - nu * c) < std::sqrt(2.0) * 4.4 * ab.standard_error);
        CHECK(std::abs(ab.value.imag()) < 4.4 * ab.standard_error);
        CHECK(std::abs(shared.value - gamma2) < 4.4 * shared.standard_error);
        CHECK(spectra.S[f](1, 0) == std::conj(spectra.S[f](0, 1)));
    }
}

TEST_CASE("Cross spectra of independent populations have the errors they claim",
          "[statistics][spectra]") {
    Random random(31);
    Coverage real, imaginary;
    double coherences = 0.0;
    int points = 0;
    for (int k = 0; k < 40; ++k) {
        auto record = silent({4, 9}, 20.0);
        fire(record, 0, Gamma{12.0, 1.0}, random);
        fire(record, 1, Gamma{7.0, 1.0}, random);
        const auto spectra = population_spectra(record, options_for(SpectralMethod::multitaper));
        for (Index f = apart - 1; f < spectra.frequencies.size(); f += apart) {
            const auto [value, error, samples] = cross_spectrum(spectra, f, 0, 1);
            real.add(value.real() / error, 1e6);
            imaginary.add(value.imag() / error, 1e6);
            coherences += coherence(spectra, f, 0, 1).value;
            ++points;
        }
    }
    check(real);
    check(imaginary);
    CHECK(coherences / points < 1.0 / 160.0);  // without correction: 1 / averages
}

TEST_CASE("A delayed copy turns the phase of the cross spectrum", "[statistics][spectra]") {
    Random random(17);
    auto record = silent({6, 6}, 50.0);
    fire(record, 0, Gamma{10.0, 1.0}, random);
    const double delay = 0.004;
    auto delayed = record.spikes[0];
    std::vector<Spike> spikes;
    for (std::size_t k = 0; k < delayed.times.size(); ++k) {
        spikes.emplace_back(delayed.times[k] + delay, delayed.neurons[k]);
    }
    set_spikes(record, 1, spikes);
    const auto spectra = population_spectra(record, options_for(SpectralMethod::multitaper));
    for (Index f = 4; f < 30; f += 5) {
        // S(0, 1) = <A_0 conj(A_1)> and A_1 = A_0 exp(-i omega delay).
        const double phase = 2.0 * std::numbers::pi * spectra.frequencies(f) * delay;
        CAPTURE(spectra.frequencies(f));
        // Spikes that leave the segment during the delay, delay / segment of all, lose coherence.
        CHECK(std::abs(std::arg(spectra.S[f](0, 1)) - phase) < 0.05);
        CHECK(coherence(spectra, f, 0, 1).value > 0.95);
    }
}

TEST_CASE("The spectrum of one spike is known in full", "[statistics][spectra]") {
    // One spike in the middle of one segment, Hann window h: |A|^2 = h(middle)^2 = (8/3) / segment,
    // and the mean that is subtracted does not reach beyond two frequencies.
    auto record = silent({2}, 2.0);
    set_spikes(record, 0, {{1.3 - 1e-4, 0}});
    const auto spectra = population_spectra(
        record, {.f_max = 40.0, .segment = 2.0, .method = SpectralMethod::welch});
    CHECK(spectra.averages == 1.0);
    const double expected = 8.0 / 3.0 / 2.0 / (2.0 * 2.0);
    for (Index f = 2; f < spectra.frequencies.size(); f += 11) {
        CHECK(relative_error(spectra.S[f](0, 0).real(), expected) < 1e-3);  // a spike between bins
    }
    CHECK(coherence(spectra, 5, 0, 0).samples == 0.0);
}

TEST_CASE("Spectra of silent populations are marked", "[statistics][spectra][edge]") {
    auto record = silent({3, 2, 0}, 1.0);
    set_spikes(record, 0, {{0.5, 1}, {0.9, 2}});
    const auto spectra = population_spectra(record, options_for(SpectralMethod::multitaper));
    CHECK(power(spectra, 3, 0).value > 0.0);
    for (const Index silent_one : {1, 2}) {
        CHECK(power(spectra, 3, silent_one).samples == 0.0);
        CHECK(log_power(spectra, 3, silent_one).samples == 0.0);
        CHECK(cross_spectrum(spectra, 3, 0, silent_one).samples == 0.0);
        CHECK(coherence(spectra, 3, silent_one, 0).samples == 0.0);
        CHECK(log_power(spectra, 3, silent_one).value == 0.0);
    }
}

TEST_CASE("Spectra name the option that they reject", "[statistics][spectra][error]") {
    const auto record = silent({3}, 1.0);
    const auto run = [&](const SpectrumOptions& options) {
        return population_spectra(record, options);
    };
    CHECK_THROWS_WITH(run({.segment = 0.5}), "f_max must be positive and finite, got nan");
    CHECK_THROWS_WITH(run({.f_max = 50.0}), "segment must be positive and finite, got nan");
    CHECK_THROWS_WITH(run({.f_max = 50.0, .segment = 2.0}),
                      "segment must not exceed the recording of 1 s, got 2");
    CHECK_THROWS_WITH(run({.f_max = 1.0, .segment = 0.5}),
                      "f_max must be at least 1 / segment = 2, got 1");
    CHECK_THROWS_WITH(run({.f_max = 5e6, .segment = 0.5}),
                      "f_max must be at most 1000000 / segment, got 5000000");
    CHECK_THROWS_WITH(run({.f_max = 50.0, .segment = 1e-12}),
                      ContainsSubstring("must be at least 1e-09 of the recording of 1 s"));
    CHECK_THROWS_WITH(run({.f_max = 50.0, .segment = 0.5, .time_bandwidth = 0.5}),
                      "time_bandwidth must be at least 1 and at most 100, got 0.5");
    CHECK_THROWS_WITH(run({.f_max = 50.0, .segment = 0.5, .time_bandwidth = 3.0, .tapers = 6}),
                      "tapers must be at least 1 and at most 2 time_bandwidth - 1, got 6");
}
