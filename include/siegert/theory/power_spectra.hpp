#pragma once

#include <siegert/arrays.hpp>

namespace siegert::theory {

/// Propagator P(omega) = (1 - W)^-1 W: how the rates follow a perturbation of the neurons' spiking,
/// all detours through the network included, without the perturbation itself.
///
/// `W` is frequencies x n x n, as is the result; dimensionless.
/// Throws: InvalidParameter if W is not square or not finite; AccuracyNotReached if 1 - W is
/// singular at a frequency, that is if the network is exactly at an instability.
/// Source: H. Bos et al., PLoS Comput. Biol. 12, e1005132 (2016).
[[nodiscard]] MatrixStack propagator(const MatrixStack& W, int threads);

/// Spectrum of the spiking noise of the population-averaged activities when the spikes are
/// Poissonian, nu_i / N_i [Hz]; 1 x n, the same at all frequencies (Bos 2016, and NNMT).
///
/// Throws: InvalidParameter if a rate is negative or N is not positive.
[[nodiscard]] Matrix poisson_noise(const Vector& firing_rates, const Vector& N);

/// The same for renewal processes: S_i(omega) / N_i [Hz], frequencies x n, where `spectra` holds
/// the spectrum S_i [Hz] of a single neuron (lif/transfer_function.hpp, renewal_spectrum).
///
/// Throws: InvalidParameter as poisson_noise.
[[nodiscard]] Matrix renewal_noise(const Matrix& spectra, const Vector& N);

/// Cross spectra of the population-averaged activities [Hz], two-sided,
///
///     C(omega) = (1 - W)^-1 diag(noise) (1 - W)^-dagger,
///
/// frequencies x n x n, Hermitian at every frequency; C(i, j) is the Fourier transform of
/// int <y_i(t + tau) y_j(t)> over tau.
///
/// `noise` is 1 x n (white) or frequencies x n [Hz], >= 0.
/// Throws: as propagator, and InvalidParameter if the noise does not fit.
/// Source: H. Bos et al. (2016); C. Grytskyy et al., Front. Comput. Neurosci. 7, 131 (2013).
[[nodiscard]] MatrixStack cross_spectra(const MatrixStack& W, const Matrix& noise, int threads);

/// Power spectra of the population-averaged activities [Hz], two-sided: the diagonal of
/// cross_spectra; frequencies x n, rows = frequencies.
///
/// Throws: as cross_spectra.
[[nodiscard]] Matrix power_spectra(const MatrixStack& W, const Matrix& noise, int threads);

/// Propagator and power spectra from one inversion of 1 - W.
struct Response {
    MatrixStack propagator;  ///< frequencies x n x n
    Matrix power_spectra;    ///< frequencies x n [Hz]
};

[[nodiscard]] Response propagator_and_power_spectra(const MatrixStack& W, const Matrix& noise,
                                                    int threads);

/// Coherence C_ij / sqrt(C_ii C_jj), frequencies x n x n: complex, of modulus at most 1, with the
/// phase by which i leads j; 0 where a population is silent.
///
/// Throws: InvalidParameter if `cross_spectra` is not square.
[[nodiscard]] MatrixStack coherence(const MatrixStack& cross_spectra);

}  // namespace siegert::theory
