#pragma once

#include <siegert/theory/eigenmodes.hpp>
#include <siegert/theory/power_spectra.hpp>
#include <siegert/theory/sensitivity.hpp>

#include "theory/matrix_at.hpp"

/// The functions of these names for connectivities that are calculated frequency by frequency and
/// not kept: memory n^2 for each thread. W must be finite.
namespace siegert::theory {

[[nodiscard]] Matrix power_spectra(const MatrixAt& W, const Matrix& noise, int threads);

[[nodiscard]] Response propagator_and_power_spectra(const MatrixAt& W, const Matrix& noise,
                                                    int threads);

[[nodiscard]] Eigenmodes eigenmodes(const MatrixAt& W, int threads);

/// Of the first `count` modes.
[[nodiscard]] std::vector<SensitivityMeasure> sensitivity_measures(const MatrixAt& W,
                                                                   const Vector& omegas,
                                                                   const Eigenmodes& modes,
                                                                   Index count, int threads);

}  // namespace siegert::theory
