#include "neurons/adaptation/adapting_operator.hpp"

#include "numerics/linear_algebra.hpp"

#include <cmath>

namespace siegert::neurons {

// tau dw/dt = a V - w gives d E[psi_k] / dt = E[(a V - m - s z) / (tau s) dpsi_k/dz], where
// E[z dpsi_k/dz] is the position in front of the lowering operator.
AdaptingOperator adapting_operator(const HermiteModes& modes, const AdaptationFrame& frame,
                                   std::span<const AdaptationCurrent> currents, double V_0,
                                   double tau_r) {
    const auto n = static_cast<Index>(modes.degrees.size());
    Matrix total = Matrix::Zero(n, n);
    Matrix relaxation = Matrix::Zero(n, n);
    Matrix coupling = Matrix::Zero(n, n);
    Vector scale(frame.mean.size());
    Vector shift(frame.mean.size());
    for (int j = 0; j < modes.currents; ++j) {
        const AdaptationCurrent& current = currents[static_cast<std::size_t>(j)];
        const double mean = frame.mean(j);
        const double sd = frame.sd(j);
        const Matrix Z = position(modes, j);
        const Matrix L = lowering(modes, j);
        total += sd * Z;
        relaxation -= (mean / sd * L + L * Z) / current.tau;
        coupling += current.a / (sd * current.tau) * L;
        const double decay = std::exp(-tau_r / current.tau);
        scale(j) = decay;
        shift(j) = (decay * (mean + current.b) + (1.0 - decay) * current.a * V_0 - mean) / sd;
    }
    const auto nodes = numerics::symmetric_eigen_decomposition(total);
    const Matrix& U = nodes.vectors;
    return {.w = nodes.values.array() + frame.mean.sum(),
            .relaxation = U.transpose() * relaxation * U,
            .coupling = U.transpose() * coupling * U,
            .reset = U.transpose() * affine(modes, scale, shift) * U,
            .probability = U.row(0),
            .coefficients = U};
}

}  // namespace siegert::neurons
