#include "crosscheck/linear_response.hpp"

#include <siegert/theory/delays.hpp>
#include <siegert/theory/effective_connectivity.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/power_spectra.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::crosscheck {
namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

double square(double x) {
    return x * x;
}

double sinc_squared(double x) {
    return x == 0.0 ? 1.0 : square(std::sin(x) / x);
}

// Power of the weighted input spikes beyond that of independent Poisson spikes [V^2 Hz], n.
Vector excess_power(const Network& network, const Fluctuations& spectra, Index m) {
    const Matrix JK = network.J.cwiseProduct(network.K);
    const Matrix JJK = JK.cwiseProduct(network.J);
    Matrix pairs = spectra.C[m].real();
    pairs.diagonal() -= spectra.renewal.row(m).transpose().cwiseQuotient(network.N);
    // A renewal spectrum tends to the rate at high frequencies, where the last one is.
    const Vector renewal =
        (spectra.renewal.row(m) - spectra.renewal.row(spectra.renewal.rows() - 1)).transpose();
    return JJK * renewal + (JK * pairs).cwiseProduct(JK).rowwise().sum();
}

}  // namespace

Fluctuations fluctuations(const Network& network, const theory::WorkingPoint& point,
                          lif::exp::Method method, double df, Index count) {
    const Vector omegas =
        Vector::LinSpaced(count, 0.0, two_pi * df * static_cast<double>(count - 1));
    const theory::PopulationInputs inputs{.mu = point.mean_input, .sigma = point.std_input};
    const theory::ResponseOptions options{.method = method, .threads = 1};
    const auto transfer =
        theory::network_transfer_function(network, inputs, lif::on_imaginary_axis(omegas), options);
    const MatrixStack W = theory::effective_connectivity(transfer, theory::delays(network),
                                                         theory::coupling(network), 1);
    Fluctuations result{
        .df = df,
        .C = {},
        .renewal = theory::network_renewal_spectra(network, inputs, omegas, options)};
    result.C = theory::cross_spectra(W, theory::renewal_noise(result.renewal, network.N), 1);
    return result;
}

Matrix count_covariances_of(const Fluctuations& spectra, const Vector& N, double T) {
    const Index n = N.size();
    Matrix covariances = Matrix::Zero(n, n);
    for (Index m = 0; m < spectra.C.frequencies(); ++m) {
        const double f = static_cast<double>(m) * spectra.df;
        const double both_signs = m == 0 ? 1.0 : 2.0;
        const double weight = both_signs * spectra.df * T * sinc_squared(std::numbers::pi * f * T);
        Matrix pairs = spectra.C[m].real();
        pairs.diagonal() -= spectra.renewal.row(m).transpose().cwiseQuotient(N);
        covariances += weight * pairs;
    }
    // The mean over pairs of different neurons.
    for (Index i = 0; i < n; ++i) covariances(i, i) /= 1.0 - 1.0 / N(i);
    return covariances;
}

Matrix band_power(const Fluctuations& spectra, const std::vector<Band>& bands) {
    const Index n = spectra.renewal.cols();
    const auto half = static_cast<Index>(time_bandwidth);
    Matrix power = Matrix::Zero(static_cast<Index>(bands.size()), n);
    for (std::size_t b = 0; b < bands.size(); ++b) {
        const double count = static_cast<double>((bands[b].end - bands[b].first) * (2 * half + 1));
        for (Index m = bands[b].first; m < bands[b].end; ++m) {
            for (Index s = -half; s <= half; ++s) {
                power.row(static_cast<Index>(b)) +=
                    spectra.C[std::abs(m + s)].diagonal().real().transpose() / count;
            }
        }
    }
    return power;
}

Vector variance_of_correlations(const Network& network, const Fluctuations& spectra) {
    const bool colored = network.synapse == SynapseType::exponential;
    Vector change = Vector::Zero(network.N.size());
    for (Index m = 0; m < spectra.C.frequencies(); ++m) {
        const double omega = two_pi * static_cast<double>(m) * spectra.df;
        const double both_signs = m == 0 ? 1.0 : 2.0;
        const Vector power = excess_power(network, spectra, m);
        for (Index i = 0; i < change.size(); ++i) {
            const double tau_m = network.tau_m(i);
            const double tau_s = colored ? network.tau_s(i) : 0.0;
            const double filter = tau_m * (tau_m + tau_s) /
                                  ((1.0 + square(omega * tau_m)) * (1.0 + square(omega * tau_s)));
            change(i) += 2.0 * both_signs * spectra.df * filter * power(i);
        }
    }
    return change;
}

Vector slow_variance_of_correlations(const Network& network, const Fluctuations& spectra) {
    return network.tau_m.cwiseProduct(excess_power(network, spectra, 0));
}

}  // namespace siegert::crosscheck
