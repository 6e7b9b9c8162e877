#pragma once

#include "crosscheck/keys.hpp"

#include <siegert/model/network.hpp>
#include <siegert/theory/working_point.hpp>

namespace siegert::crosscheck {

/// Fluctuations of the network around a working point, on frequencies m df, m = 0 ... F - 1.
struct Fluctuations {
    double df;       ///< [Hz]
    MatrixStack C;   ///< cross spectra of the population activities [Hz], F x n x n
    Matrix renewal;  ///< spectra of single neurons [Hz], F x n
};

[[nodiscard]] Fluctuations fluctuations(const Network& network, const theory::WorkingPoint& point,
                                        lif::exp::Method method, double df, Index count);

/// Covariance of the spike counts of two neurons in bins of length T, per time [1/s]; n x n. The
/// spectra enter with the weight T sinc^2(pi f T).
[[nodiscard]] Matrix count_covariances_of(const Fluctuations& spectra, const Vector& N, double T);

/// Power of the populations in bands [Hz], bands x n, with the spectral resolution of the estimate.
[[nodiscard]] Matrix band_power(const Fluctuations& spectra, const std::vector<Band>& bands);

/// Change of sigma^2 [V^2], n, because input spikes are neither Poissonian nor independent: twice
/// the change of the variance of the free membrane potential.
[[nodiscard]] Vector variance_of_correlations(const Network& network, const Fluctuations& spectra);

/// Change of tau_m times the power of the input at zero frequency [V^2], n, which is sigma^2 for
/// white noise: what sigma^2 becomes for fluctuations slower than the intervals between spikes.
[[nodiscard]] Vector slow_variance_of_correlations(const Network& network,
                                                   const Fluctuations& spectra);

}  // namespace siegert::crosscheck
