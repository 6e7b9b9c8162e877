#pragma once

#include <siegert/crosscheck/crosscheck.hpp>

#include <vector>

namespace siegert::crosscheck {

/// Names one compared number; predictions and measurements are vectors in the order of the keys.
struct Key {
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

[[nodiscard]] std::vector<Key> comparison_keys(Index n, const CrosscheckOptions& options);

[[nodiscard]] bool asks_for(const CrosscheckOptions& options, Quantity quantity);

/// Recorded time behind one sample [s].
[[nodiscard]] double sample_duration(const CrosscheckOptions& options);

}  // namespace siegert::crosscheck
