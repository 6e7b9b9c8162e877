#include "theory/recomputed_peak.hpp"

#include <siegert/error.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "theory/five_point_maximum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace siegert::theory {
namespace {

constexpr double one_percent = 0.01;

// First order holds within this part of the change, or where both are this small.
constexpr double agreement = 0.1;
constexpr double negligible = 1e-4;

/// What the spectrum of one population depends on at one frequency.
struct LocalSpectrum {
    ComplexMatrix W;
    ComplexMatrix Q;    // (1 - W)^-1
    ComplexVector C_p;  // cross spectra with the population, C_jp
    Vector S;           // power spectra
};

LocalSpectrum local_spectrum(const LinearNetwork& network, Index population, Index k) {
    LocalSpectrum here;
    here.W = connectivity(network.factors, network.transfer, k);
    ComplexMatrix one_minus_W = -here.W;
    one_minus_W.diagonal().array() += 1.0;
    here.Q = numerics::inverse(one_minus_W);
    if (!here.Q.allFinite())
        throw AccuracyNotReached(
            fmt::format("1 - W is singular at frequency {}: the network is at an instability", k));
    const Vector noise = network.noise.row(std::min(k, network.noise.rows() - 1)).transpose();
    here.C_p = here.Q * noise.cwiseProduct(here.Q.row(population).adjoint());
    here.S = here.Q.cwiseAbs2() * noise;
    return here;
}

struct Connection {
    Index target;
    Index source;
};

// log S_p with W_ij larger by 1 %: Q_pm becomes Q_pm + c Q_pi Q_jm.
double log_power_of_changed(const LocalSpectrum& here, Index p, const Connection& connection) {
    const auto [i, j] = connection;
    const Complex change = one_percent * here.W(i, j);
    const Complex detour = change / (1.0 - change * here.Q(j, i)) * here.Q(p, i);
    const double S =
        here.S(p) + 2.0 * (detour * here.C_p(j)).real() + std::norm(detour) * here.S(j);
    return std::log(std::max(S, here.S(p) * 1e-300));
}

/// The spectra with one connection changed, at the frequencies that were needed so far.
class ChangedSpectra {
public:
    ChangedSpectra(const LinearNetwork& network, Index population)
        : network_(network), population_(population) {}

    double log_power(Index k, const Connection& connection) {
        auto found = known_.find(k);
        if (found == known_.end())
            found = known_.emplace(k, local_spectrum(network_, population_, k)).first;
        return log_power_of_changed(found->second, population_, connection);
    }

    // Uphill from the grid point of the unchanged peak; at the end of the grid its last value.
    Maximum peak(Index k, const Connection& connection) {
        const Index last = network_.omegas.size() - 1;
        const auto value = [&](Index at) { return log_power(at, connection); };
        while (k < last && value(k + 1) > value(k)) ++k;
        while (k > 0 && value(k - 1) > value(k)) --k;
        if (k == 0 || k == last) return {.x = network_.omegas(k), .value = value(k)};
        Vector values = Vector::Zero(last + 1);
        const Index begin = stencil_begin(k, last + 1);
        for (Index at = begin; at < begin + points; ++at) values(at) = value(at);
        return maximum_near(values, network_.omegas, k);
    }

private:
    const LinearNetwork& network_;
    Index population_;
    std::map<Index, LocalSpectrum> known_;
};

bool agree(double predicted, double recomputed, double scale) {
    const double size = std::max(std::abs(predicted), std::abs(recomputed));
    return std::abs(predicted - recomputed) <= agreement * size + negligible * scale;
}

}  // namespace

RecomputedChange recomputed_change(const LinearNetwork& network,
                                   const PeakSensitivity& prediction) {
    constexpr double two_pi = 2.0 * std::numbers::pi;
    const SpectralPeak& peak = prediction.peak;
    const Matrix& height = prediction.log_height.dlog_K;
    const Matrix& frequency = prediction.frequency.dlog_K;
    const Index n = height.rows();
    ChangedSpectra spectra(network, peak.population);
    RecomputedChange change{Matrix::Zero(n, n), Matrix::Zero(n, n),
                            BoolMatrix::Constant(n, n, true)};
    for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) {
            const auto [omega, log_height] = spectra.peak(peak.frequency_index, {i, j});
            change.log_height(i, j) = log_height - std::log(peak.height);
            change.frequency(i, j) = (omega - peak.omega) / two_pi;
            change.first_order_holds(i, j) =
                agree(one_percent * height(i, j), std::expm1(change.log_height(i, j)), 1.0) &&
                agree(one_percent * frequency(i, j), change.frequency(i, j), peak.omega / two_pi);
        }
    }
    return change;
}

}  // namespace siegert::theory
