#pragma once

#include <siegert/theory/peak_sensitivity.hpp>

#include <cstddef>
#include <vector>

namespace siegert::theory {

/// Whether two frequencies, in the same unit, are those of one rhythm: they differ by at most 5 %,
/// |log(a / b)| <= log 1.05. Never if one is 0 and the other is not.
///
/// Throws: InvalidParameter if one is negative or not finite.
[[nodiscard]] bool same_rhythm(double a, double b);

/// Peaks of one rhythm, by rising frequency.
using Rhythm = std::vector<SpectralPeak>;

/// The peaks of all populations as rhythms, by rising frequency: each peak that is not of the same
/// rhythm as the lowest of the one before begins another.
[[nodiscard]] std::vector<Rhythm> rhythms(std::vector<SpectralPeak> peaks);

/// The highest peak of each of the `count` highest rhythms, the highest first.
[[nodiscard]] std::vector<SpectralPeak> leading_peaks(const std::vector<SpectralPeak>& peaks,
                                                      std::size_t count);

/// The highest peak of a rhythm, which must not be empty.
[[nodiscard]] const SpectralPeak& highest_peak(const Rhythm& rhythm);

}  // namespace siegert::theory
