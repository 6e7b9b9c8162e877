#pragma once

#include <siegert/crosscheck/crosscheck.hpp>

#include <vector>

namespace siegert::crosscheck {

/// Names one number that is predicted and simulated. Predictions, causes and measurements are
/// vectors in the order of the observables.
struct Observable {
    Quantity quantity;
    Index i = 0;             ///< population
    Index j = 0;             ///< source, of covariances
    Index k = 0;             ///< band or frequency
    double frequency = 0.0;  ///< [Hz]
};

/// Neighbouring frequencies m / segment, first <= m < end, that are averaged.
struct Band {
    Index first;
    Index end;
};

/// Half the bandwidth of the spectral estimate in units of 1 / segment, and its number of tapers.
inline constexpr double time_bandwidth = 3.0;
inline constexpr int tapers = 5;

/// Bands of logarithmic width from time_bandwidth / segment to f_max.
[[nodiscard]] std::vector<Band> frequency_bands(const CrosscheckOptions& options);

[[nodiscard]] std::vector<Observable> observables_of(Index n, const CrosscheckOptions& options);

/// Both parts of the response of a neuron.
[[nodiscard]] bool is_response(Quantity quantity);

/// Whether it is a rate of neurons: of the network, or of those that watch it.
[[nodiscard]] bool is_rate(Quantity quantity);

[[nodiscard]] bool asks_for(const CrosscheckOptions& options, Quantity quantity);
[[nodiscard]] bool asks_for_response(const CrosscheckOptions& options);
[[nodiscard]] bool asks_for_network(const CrosscheckOptions& options);

/// Recorded time behind one sample [s].
[[nodiscard]] double sample_duration(const CrosscheckOptions& options);

}  // namespace siegert::crosscheck
