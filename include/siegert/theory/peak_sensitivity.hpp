#pragma once

#include <siegert/arrays.hpp>
#include <siegert/theory/delays.hpp>
#include <siegert/theory/effective_connectivity.hpp>

#include <vector>

namespace siegert::theory {

/// A maximum of the power spectrum of one population.
struct SpectralPeak {
    Index population;
    Index frequency_index;  ///< of the highest value on the grid
    double omega;           ///< [rad/s], between the frequencies of the grid
    double height;          ///< power there [Hz]
};

/// The maxima of the power spectra inside the grid, of each population the highest first.
///
/// `power_spectra` is frequencies x n [Hz], > 0, at increasing `omegas` [rad/s], at least 5.
/// Frequency and height are those of the polynomial of degree four through the logarithms of five
/// neighbouring values. Throws: InvalidParameter if shapes do not fit or a value is not positive.
[[nodiscard]] std::vector<SpectralPeak> spectral_peaks(const Matrix& power_spectra,
                                                       const Vector& omegas);

/// What a peak depends on: the response to a parameter of each connection; rows = targets.
struct ConnectionDerivatives {
    Matrix dlog_K;  ///< per relative change of the in-degree
    Matrix dlog_J;  ///< per relative change of the weight
    Matrix dK;      ///< per synapse, also where there is none yet
    Matrix dJ;      ///< per volt
    Matrix dDelay;  ///< per second of mean delay
};

using BoolMatrix = Eigen::Matrix<bool, Eigen::Dynamic, Eigen::Dynamic>;

/// Change of a peak for 1 % more synapses of each connection, from the spectrum computed anew with
/// that change at fixed working point; n x n, rows = targets.
struct RecomputedChange {
    Matrix log_height;             ///< of the logarithm of the height
    Matrix frequency;              ///< [Hz]
    BoolMatrix first_order_holds;  ///< whether the derivatives predict both to a tenth of the
                                   ///< change, or to 1e-4 of height and frequency
};

/// How a spectral peak changes with each connection, at fixed working point.
struct PeakSensitivity {
    SpectralPeak peak;
    ConnectionDerivatives log_height;  ///< of the logarithm of the height (0.01: 1 % higher)
    ConnectionDerivatives frequency;   ///< of the peak's frequency [Hz]
    RecomputedChange one_percent;      ///< for 1 % more synapses, without linearisation
};

/// Predicted change of height and frequency of a peak of the power spectrum per change of in-degree
/// K, weight J and mean delay of each connection.
///
/// The working point is held fixed: rates, transfer functions and spiking noise stay as they are,
/// as if the change of the mean input were compensated for. What a change does to the working point
/// is not part of the prediction. With C the cross spectra and Q = (1 - W)^-1,
///
///     d S_p / d theta = 2 Re sum_ij Q_pi (dW_ij / d theta) C_jp,
///     d omega_peak / d theta = - (d/domega)(d log S / d theta) / (d^2 log S / d omega^2).
///
/// J enters through n_mu and, where it is present, through n_sigma2.
///
/// `noise` is 1 x n or frequencies x n [Hz] (power_spectra.hpp), `peak` one of spectral_peaks.
/// Near an instability a change of 1 % may be too large for derivatives: one_percent has the
/// recomputed change of each connection, and whether they hold. Where the peak moves off the grid,
/// the recomputed one is that at its end.
///
/// Accuracy: that of the interpolation between the five frequencies next to the peak.
/// Throws: InvalidParameter if shapes do not fit; AccuracyNotReached at an instability.
/// Source: docs/theory/sensitivity.md; the idea is that of H. Bos et al. (2016), whose measure is
/// the limit of one dominant mode.
[[nodiscard]] PeakSensitivity peak_sensitivity(const TransferFunctions& transfer,
                                               const Delays& delays, const Coupling& coupling,
                                               const Matrix& noise, const SpectralPeak& peak);

}  // namespace siegert::theory
