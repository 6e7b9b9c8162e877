#pragma once

#include <siegert/arrays.hpp>

namespace siegert::statistics {

/// The first `tapers` discrete prolate spheroidal sequences of length n with half bandwidth
/// time_bandwidth / n (cycles per sample) in the columns of an n x tapers matrix: orthonormal,
/// most concentrated first. Symmetric ones have a positive sum, antisymmetric ones begin positive.
///
/// Needs n >= 2 tapers and time_bandwidth < n / 2. Accuracy: 1e-9 in each component.
/// Source: D. Slepian, Bell Syst. Tech. J. 57, 1371 (1978): eigenvectors of a tridiagonal matrix.
[[nodiscard]] Matrix slepian_tapers(Index n, double time_bandwidth, Index tapers);

}  // namespace siegert::statistics
