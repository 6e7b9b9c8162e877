#include <siegert/theory/power_spectra.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "numerics/parallel.hpp"
#include "require.hpp"
#include "theory/require_shape.hpp"
#include "theory/streamed.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::theory {
namespace {

// (1 - W)^-1 at frequency k.
ComplexMatrix network_response(const MatrixAt& W, Index k) {
    ComplexMatrix one_minus_W = -W.at(k);
    one_minus_W.diagonal().array() += 1.0;
    ComplexMatrix Q = numerics::inverse(one_minus_W);
    if (!Q.allFinite())
        throw AccuracyNotReached(fmt::format(
            "1 - W is singular at {}: the network is at an instability", frequency_name(W, k)));
    return Q;
}

// (1 - W)^-1 W as a product: the difference (1 - W)^-1 - 1 would cost the digits of small entries.
ComplexMatrix propagator_of(const ComplexMatrix& Q, const ComplexMatrix& W) {
    return numerics::product(Q, W);
}

void require_noise(Index frequencies, Index n, const Matrix& noise) {
    const Index rows = noise.rows() == 1 ? 1 : frequencies;
    require_shape("noise", noise.rows(), noise.cols(), rows, n);
    if (!(noise.array() >= 0.0).all() || !noise.allFinite())
        throw InvalidParameter("noise must be finite and not negative in every entry");
}

Vector noise_at(const Matrix& noise, Index k) {
    return noise.row(std::min(k, noise.rows() - 1)).transpose();
}

Vector power(const ComplexMatrix& Q, const Vector& noise) {
    return Q.cwiseAbs2() * noise;
}

void require_population_sizes(const Vector& N) {
    for (Index i = 0; i < N.size(); ++i) require_positive(fmt::format("N[{}]", i), N(i));
}

}  // namespace

MatrixStack propagator(const MatrixStack& W, int threads) {
    require_square_stack("W", W);
    MatrixStack P(W.frequencies(), W.rows(), W.cols());
    numerics::parallel_blocks(W.frequencies(), threads, [&](Index begin, Index end) {
        for (Index k = begin; k < end; ++k)
            P[k] = propagator_of(network_response(matrix_at(W), k), W[k]);
    });
    return P;
}

Matrix poisson_noise(const Vector& firing_rates, const Vector& N) {
    return renewal_noise(firing_rates.transpose(), N);
}

Matrix renewal_noise(const Matrix& spectra, const Vector& N) {
    require_population_sizes(N);
    require_shape("spectra", spectra.rows(), spectra.cols(), spectra.rows(), N.size());
    if (!(spectra.array() >= 0.0).all() || !spectra.allFinite())
        throw InvalidParameter("the spiking noise must be finite and not negative");
    return spectra.array().rowwise() / N.transpose().array();
}

MatrixStack cross_spectra(const MatrixStack& W, const Matrix& noise, int threads) {
    require_square_stack("W", W);
    require_noise(W.frequencies(), W.rows(), noise);
    MatrixStack C(W.frequencies(), W.rows(), W.cols());
    numerics::parallel_blocks(W.frequencies(), threads, [&](Index begin, Index end) {
        for (Index k = begin; k < end; ++k) {
            const ComplexMatrix Q = network_response(matrix_at(W), k);
            const ComplexMatrix driven = Q * noise_at(noise, k).asDiagonal();
            C[k] = numerics::product(driven, Q.adjoint());
        }
    });
    return C;
}

Matrix power_spectra(const MatrixStack& W, const Matrix& noise, int threads) {
    require_square_stack("W", W);
    return power_spectra(matrix_at(W), noise, threads);
}

Matrix power_spectra(const MatrixAt& W, const Matrix& noise, int threads) {
    require_noise(W.frequencies, W.rows, noise);
    Matrix spectra(W.frequencies, W.rows);
    numerics::parallel_blocks(W.frequencies, threads, [&](Index begin, Index end) {
        for (Index k = begin; k < end; ++k)
            spectra.row(k) = power(network_response(W, k), noise_at(noise, k));
    });
    return spectra;
}

Response propagator_and_power_spectra(const MatrixStack& W, const Matrix& noise, int threads) {
    require_square_stack("W", W);
    return propagator_and_power_spectra(matrix_at(W), noise, threads);
}

Response propagator_and_power_spectra(const MatrixAt& W, const Matrix& noise, int threads) {
    require_noise(W.frequencies, W.rows, noise);
    Response result{MatrixStack(W.frequencies, W.rows, W.rows), Matrix(W.frequencies, W.rows)};
    numerics::parallel_blocks(W.frequencies, threads, [&](Index begin, Index end) {
        for (Index k = begin; k < end; ++k) {
            const ComplexMatrix Q = network_response(W, k);
            result.propagator[k] = propagator_of(Q, W.at(k));
            result.power_spectra.row(k) = power(Q, noise_at(noise, k));
        }
    });
    return result;
}

MatrixStack coherence(const MatrixStack& cross_spectra) {
    require_square_stack("cross_spectra", cross_spectra);
    const Index n = cross_spectra.rows();
    MatrixStack result(cross_spectra.frequencies(), n, n);
    for (Index k = 0; k < cross_spectra.frequencies(); ++k) {
        const auto C = cross_spectra[k];
        const Vector amplitude = C.diagonal().real().cwiseMax(0.0).cwiseSqrt();
        const Vector scale = amplitude.unaryExpr([](double a) { return a > 0.0 ? 1.0 / a : 0.0; });
        result[k] = scale.asDiagonal() * C * scale.asDiagonal();
    }
    return result;
}

}  // namespace siegert::theory
