#include <siegert/theory/peak_sensitivity.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "require.hpp"
#include "theory/five_point_maximum.hpp"
#include "theory/recomputed_peak.hpp"
#include "theory/require_shape.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::theory {
namespace {

SpectralPeak refined_peak(const Vector& log_power, const Vector& omegas, Index population,
                          Index k) {
    const auto [omega, log_height] = maximum_near(log_power, omegas, k);
    return {.population = population,
            .frequency_index = k,
            .omega = omega,
            .height = std::exp(log_height)};
}

void require_increasing(const Vector& omegas) {
    if (omegas.size() < points)
        throw InvalidParameter(
            fmt::format("omegas must have at least {} entries, got {}", points, omegas.size()));
    for (Index k = 0; k + 1 < omegas.size(); ++k)
        require(omegas(k + 1) > omegas(k), fmt::format("omegas[{}]", k + 1), omegas(k + 1),
                "exceed the frequency before it");
}

// Derivatives of log S_p at one frequency with respect to the three parameters of each connection.
struct LogPower {
    double value;
    Matrix dK;
    Matrix dJ;
    Matrix dDelay;
};

MatrixStack as_stack(const ComplexMatrix& matrix) {
    MatrixStack stack(1, matrix.rows(), matrix.cols());
    stack[0] = matrix;
    return stack;
}

// The network at frequency k alone.
TransferFunctions only(const TransferFunctions& transfer, Index k) {
    TransferFunctions result{
        .s = transfer.s.segment(k, 1), .n_mu = transfer.n_mu.row(k), .n_sigma2 = {}};
    if (transfer.n_sigma2.size() != 0) result.n_sigma2 = transfer.n_sigma2.row(k);
    result.connections = transfer.connections;
    result.conductances.kind = transfer.conductances.kind;
    for (const auto& mean : transfer.conductances.mean)
        result.conductances.mean.emplace_back(mean.row(k));
    for (const auto& variance : transfer.conductances.variance)
        result.conductances.variance.emplace_back(variance.row(k));
    return result;
}

LogPower log_power(const TransferFunctions& transfer, const Delays& delays,
                   const Coupling& coupling, const Vector& noise, Index population, Index k) {
    const TransferFunctions here = only(transfer, k);
    const MatrixStack D = delay_dist_matrix(delays, here.s);
    const MatrixStack dD = as_stack(delay_dist_derivative(delays, here.s(0)));
    Coupling one_synapse = coupling;
    one_synapse.K.setOnes();
    const ComplexMatrix W = effective_connectivity(here, D, coupling)[0];
    const ComplexMatrix W_dK = effective_connectivity(here, D, one_synapse)[0];
    const ComplexMatrix W_dJ = effective_connectivity_dJ(here, D, coupling)[0];
    const ComplexMatrix W_dDelay = effective_connectivity(here, dD, coupling)[0];

    ComplexMatrix one_minus_W = -W;
    one_minus_W.diagonal().array() += 1.0;
    const ComplexMatrix Q = numerics::inverse(one_minus_W);
    if (!Q.allFinite())
        throw AccuracyNotReached(
            fmt::format("1 - W is singular at frequency {}: the network is at an instability", k));
    const ComplexVector driven = noise.cwiseProduct(Q.row(population).adjoint());
    const ComplexVector C_p = Q * driven;  // C_jp
    const double S = C_p(population).real();

    // d log S_p = Re sum_ij response_ij dW_ij.
    const ComplexMatrix response = (2.0 / S) * Q.row(population).transpose() * C_p.transpose();
    return {.value = std::log(S),
            .dK = response.cwiseProduct(W_dK).real(),
            .dJ = response.cwiseProduct(W_dJ).real(),
            .dDelay = response.cwiseProduct(W_dDelay).real()};
}

struct Change {
    Matrix log_height;
    Matrix frequency;
};

// Interpolates the derivatives of log S to the peak, where their slope moves it.
Change change_of_peak(const std::vector<LogPower>& stencil, Matrix LogPower::*derivative,
                      const Stencil& x, double omega) {
    Stencil log_S{};
    for (std::size_t i = 0; i < points; ++i) log_S[i] = stencil[i].value;
    const double curvature = interpolate(x, log_S, omega).curvature;

    const Matrix& first = stencil.front().*derivative;
    Change change{Matrix(first.rows(), first.cols()), Matrix(first.rows(), first.cols())};
    for (Index i = 0; i < first.rows(); ++i) {
        for (Index j = 0; j < first.cols(); ++j) {
            Stencil y{};
            for (std::size_t p = 0; p < points; ++p) y[p] = (stencil[p].*derivative)(i, j);
            const LocalValue local = interpolate(x, y, omega);
            change.log_height(i, j) = local.value;
            change.frequency(i, j) = -local.slope / curvature / (2.0 * std::numbers::pi);
        }
    }
    return change;
}

}  // namespace

std::vector<SpectralPeak> spectral_peaks(const Matrix& power_spectra, const Vector& omegas) {
    require_increasing(omegas);
    require_length("power_spectra", power_spectra.rows(), omegas.size());
    if (!(power_spectra.array() > 0.0).all() || !power_spectra.allFinite())
        throw InvalidParameter("power_spectra must be positive and finite in every entry");

    std::vector<SpectralPeak> peaks;
    for (Index p = 0; p < power_spectra.cols(); ++p) {
        const Vector log_power = power_spectra.col(p).array().log();
        const auto first_of_population = static_cast<std::ptrdiff_t>(peaks.size());
        for (Index k = 1; k + 1 < omegas.size(); ++k)
            if (log_power(k) > log_power(k - 1) && log_power(k) >= log_power(k + 1))
                peaks.push_back(refined_peak(log_power, omegas, p, k));
        std::stable_sort(peaks.begin() + first_of_population, peaks.end(),
                         [](const auto& a, const auto& b) { return a.height > b.height; });
    }
    return peaks;
}

PeakSensitivity peak_sensitivity(const TransferFunctions& transfer, const Delays& delays,
                                 const Coupling& coupling, const Matrix& noise,
                                 const SpectralPeak& peak) {
    const Vector omegas = transfer.s.imag();
    const Index n = coupling.tau_m.size();
    require_increasing(omegas);
    require_shape("noise", noise.rows(), noise.cols(), noise.rows() == 1 ? 1 : omegas.size(), n);
    require(peak.population >= 0 && peak.population < n, "population",
            static_cast<double>(peak.population), fmt::format("be one of 0 ... {}", n - 1));
    require(peak.frequency_index > 0 && peak.frequency_index + 1 < omegas.size(), "frequency_index",
            static_cast<double>(peak.frequency_index), "lie inside the grid");

    const Index begin = stencil_begin(peak.frequency_index, omegas.size());
    std::vector<LogPower> stencil;
    for (Index k = begin; k < begin + points; ++k)
        stencil.push_back(log_power(transfer, delays, coupling,
                                    noise.row(std::min(k, noise.rows() - 1)).transpose(),
                                    peak.population, k));

    const Stencil x = pick(omegas, begin);
    const auto [height_K, frequency_K] = change_of_peak(stencil, &LogPower::dK, x, peak.omega);
    const auto [height_J, frequency_J] = change_of_peak(stencil, &LogPower::dJ, x, peak.omega);
    const auto [height_D, frequency_D] = change_of_peak(stencil, &LogPower::dDelay, x, peak.omega);
    const auto collect = [&](const Matrix& K, const Matrix& J, const Matrix& D) {
        return ConnectionDerivatives{.dlog_K = K.cwiseProduct(coupling.K),
                                     .dlog_J = J.cwiseProduct(coupling.J),
                                     .dK = K,
                                     .dJ = J,
                                     .dDelay = D};
    };
    PeakSensitivity result{.peak = peak,
                           .log_height = collect(height_K, height_J, height_D),
                           .frequency = collect(frequency_K, frequency_J, frequency_D),
                           .one_percent = {}};
    result.one_percent =
        recomputed_change({.transfer = transfer,
                           .factors = connectivity_factors(delays, coupling, variance_of(transfer)),
                           .noise = noise,
                           .omegas = omegas},
                          result);
    return result;
}

}  // namespace siegert::theory
