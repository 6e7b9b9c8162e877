#pragma once

#include <siegert/simulation/spike_record.hpp>
#include <siegert/statistics/estimate.hpp>

#include <limits>

namespace siegert::statistics {

/// How the periodograms that are averaged are made.
///
/// When to use: `multitaper`, whose leakage is known and whose errors are independent; `welch` to
/// compare with spectra made that way.
enum class SpectralMethod {
    multitaper,  ///< Slepian tapers on segments that follow each other
    welch,       ///< a Hann window on segments that overlap by half
};

struct SpectrumOptions {
    double f_max = std::numeric_limits<double>::quiet_NaN();  ///< largest frequency [Hz], 1 /
                                                              ///< segment to 1e6 / segment
    double segment =
        std::numeric_limits<double>::quiet_NaN();  ///< length of a segment [s], > 0: frequencies
                                                   ///< are multiples of 1 / segment
    SpectralMethod method = SpectralMethod::multitaper;
    /// Half the bandwidth of the multitaper estimate, in units of 1 / segment, 1 to 100: structure
    /// in the spectrum that is narrower is smeared out.
    double time_bandwidth = 4.0;
    int tapers = 7;  ///< >= 1, at most 2 time_bandwidth - 1 (others leak)
};

/// Power and cross spectra of the activity A_i(t) = (1/N_i) sum_k delta(t - t_k) of n populations.
struct PopulationSpectra {
    Vector frequencies;  ///< [Hz], F, from 1 / segment to f_max
    /// S(k)(i, j) = <A_i(f) conj(A_j(f))> / T [Hz], two-sided, F x n x n. Independent Poisson
    /// neurons of rate nu have S(i, i) = nu / N_i.
    MatrixStack S;
    double averages;  ///< independent periodograms in the average (half the degrees of freedom)
};

/// Spectra of the recorded populations. The mean rate is subtracted.
///
/// Spikes are counted in at least 32 bins per period of f_max, which lowers what structure there is
/// above the flat part by (pi f bin)^2 / 3 < 0.35 %; the flat part is exact. Below
/// time_bandwidth / segment the subtraction of the mean takes up to 1 / (number of segments)
/// of the power.
///
/// Throws: InvalidParameter as for `firing_rates`, or if an option is out of range or the
/// recording is shorter than one segment.
/// Source: D. J. Thomson, Proc. IEEE 70, 1055 (1982); P. D. Welch, IEEE Trans. Audio Electroacoust.
/// 15, 70 (1967); D. B. Percival and A. T. Walden, Spectral Analysis for Physical Applications
/// (1993).
[[nodiscard]] PopulationSpectra population_spectra(const SpikeRecord& record,
                                                   const SpectrumOptions& options);

/// Power of population i at frequency k [Hz]. Its relative error is 1 / sqrt(averages); with few
/// averages use `log_power`, whose errors are nearer to normal. Undefined (samples = 0) where the
/// population is silent; so are the following.
[[nodiscard]] Estimate power(const PopulationSpectra& spectra, Index k, Index i);

/// ln(power / Hz), corrected for the mean psi(averages) - ln(averages) of the logarithm of a chi
/// square variable; the error is sqrt(psi'(averages)).
[[nodiscard]] Estimate log_power(const PopulationSpectra& spectra, Index k, Index i);

/// Cross spectrum of populations i and j at frequency k [Hz]; the error of a quadrature is
/// sqrt(S(i, i) S(j, j) / (2 averages)), which holds without coherence and errs to the safe side
/// in one of the quadratures with it.
[[nodiscard]] ComplexEstimate cross_spectrum(const PopulationSpectra& spectra, Index k, Index i,
                                             Index j);

/// Squared coherence |S(i, j)|^2 / (S(i, i) S(j, j)) at frequency k, between 0 and 1, corrected for
/// the bias (1 - coherence) / averages of independent signals. Undefined with one average.
[[nodiscard]] Estimate coherence(const PopulationSpectra& spectra, Index k, Index i, Index j);

}  // namespace siegert::statistics
