#include "theory/fluctuations.hpp"

#include <siegert/theory/delays.hpp>
#include <siegert/theory/effective_connectivity.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/power_spectra.hpp>

#include "numerics/linear_algebra.hpp"
#include "theory/mean_square_weight.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::theory {
namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

// Value at frequency f of a column whose rows are frequencies m df, linear between, constant
// beyond.
template <typename Column>
auto value_at(const Column& column, double df, double f) {
    const double position = f / df;
    const Index below = std::min(static_cast<Index>(position), column.size() - 1);
    const Index above = std::min(below + 1, column.size() - 1);
    const double part = std::min(1.0, position - static_cast<double>(below));
    return column(below) * (1.0 - part) + column(above) * part;
}

}  // namespace

MatrixStack white_connectivity(const Network& network, const WorkingPoint& point,
                               lif::exp::Method method, double df, Index count) {
    const Vector omegas =
        Vector::LinSpaced(count, 0.0, two_pi * df * static_cast<double>(count - 1));
    const PopulationInputs inputs{
        .mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates};
    const auto transfer = network_transfer_function(network, inputs, lif::on_imaginary_axis(omegas),
                                                    {.method = method, .threads = 1});
    return effective_connectivity(transfer, delays(network), coupling(network), 1);
}

Fluctuations fluctuations(const Network& network, const WorkingPoint& point,
                          lif::exp::Method method, double df, Index count) {
    const Vector omegas =
        Vector::LinSpaced(count, 0.0, two_pi * df * static_cast<double>(count - 1));
    const PopulationInputs inputs{
        .mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates};
    Fluctuations result{.df = df,
                        .C = {},
                        .renewal = network_renewal_spectra(network, inputs, omegas,
                                                           {.method = method, .threads = 1})};
    result.C = cross_spectra(white_connectivity(network, point, method, df, count),
                             renewal_noise(result.renewal, network.N), 1);
    return result;
}

MatrixStack cross_spectra(MatrixStack W, const NeuronStatistics& neurons, const Vector& N) {
    for (Index m = 0; m < W.frequencies(); ++m) {
        W[m] = neurons.responses.row(m).asDiagonal() * ComplexMatrix(W[m]);
    }
    return cross_spectra(W, renewal_noise(neurons.spectra, N), 1);
}

namespace {

// The statistics of neurons at frequencies m df.
NeuronStatistics interpolated(const NeuronStatistics& neurons, double df, Index count) {
    NeuronStatistics there = neurons;
    there.df = df;
    there.spectra.resize(count, neurons.spectra.cols());
    there.responses.resize(count, neurons.responses.cols());
    for (Index m = 0; m < count; ++m) {
        const double f = static_cast<double>(m) * df;
        there.responses.row(m) = responses_at(neurons, f);
        for (Index i = 0; i < there.spectra.cols(); ++i) {
            there.spectra(m, i) = value_at(neurons.spectra.col(i), neurons.df, f);
        }
    }
    return there;
}

}  // namespace

Fluctuations fluctuations(const MatrixStack& W, double df, const NeuronStatistics& neurons,
                          const Vector& N) {
    const NeuronStatistics there = interpolated(neurons, df, W.frequencies());
    return {.df = df, .C = cross_spectra(W, there, N), .renewal = there.spectra};
}

MatrixStack quadratic_noise(const MatrixStack& C, const NeuronStatistics& neurons,
                            const Vector& N) {
    const Index n = N.size();
    const Index F = C.frequencies();
    MatrixStack Q(F, n, n);
    ComplexVector both(2 * F - 1);  // frequencies -(F - 1) ... F - 1
    for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) {
            const double nu2 = neurons.firing_rates(i) * neurons.firing_rates(j);
            if (!(nu2 > 0.0)) continue;
            for (Index m = 0; m < F; ++m) {
                const Complex z = C[m](i, j) - (i == j ? neurons.spectra(m, i) / N(i) : 0.0);
                both(F - 1 + m) = z;
                both(F - 1 - m) = std::conj(z);
            }
            for (Index m = 0; m < F; ++m) {
                const Index count = 2 * F - 1 - m;
                const Complex sum =
                    (both.segment(m, count).array() * both.segment(m, count).reverse().array())
                        .sum();
                Q[m](i, j) = sum * neurons.df / (2.0 * nu2);
            }
        }
    }
    return Q;
}

Fluctuations response_to_noise(const MatrixStack& W, double df, const NeuronStatistics& neurons,
                               const MatrixStack& noise) {
    const Index n = W.rows();
    const Index count = W.frequencies();
    const NeuronStatistics there = interpolated(neurons, df, count);
    Fluctuations result{.df = df, .C = MatrixStack(count, n, n), .renewal = Matrix::Zero(count, n)};
    for (Index m = 0; m < count; ++m) {
        const ComplexMatrix inverse =
            numerics::LuDecomposition<Complex>(
                ComplexMatrix::Identity(n, n) -
                ComplexMatrix(there.responses.row(m).asDiagonal() * ComplexMatrix(W[m])))
                .inverse();
        const Index nearest =
            std::min(static_cast<Index>(std::lround(static_cast<double>(m) * df / neurons.df)),
                     noise.frequencies() - 1);
        result.C[m] = inverse * ComplexMatrix(noise[nearest]) * inverse.adjoint();
    }
    return result;
}

Eigen::RowVectorXcd responses_at(const NeuronStatistics& neurons, double f) {
    Eigen::RowVectorXcd responses(neurons.responses.cols());
    for (Index i = 0; i < responses.size(); ++i) {
        responses(i) = value_at(neurons.responses.col(i), neurons.df, f);
    }
    return responses;
}

Matrix power_of_sources(const Network& network) {
    const Matrix& K = network.K;
    const bool repeated =
        network.multapses && network.connection_rule != ConnectionRule::pairwise_bernoulli;
    Matrix power = K.cwiseProduct(mean_square_weight(network));
    if (!repeated) return power;
    const Matrix pairs = (K.array() * (K.array() - 1.0).max(0.0)).matrix();
    return power +
           network.J.cwiseAbs2().cwiseProduct(pairs) * network.N.cwiseInverse().asDiagonal();
}

}  // namespace siegert::theory
