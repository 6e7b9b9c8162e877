#include <siegert/theory/delays.hpp>

#include "numerics/faddeeva.hpp"
#include "numerics/lognormal_laplace.hpp"
#include "require.hpp"
#include "theory/delay_table.hpp"

#include <cmath>
#include <map>
#include <numbers>
#include <utility>

namespace siegert::theory {
namespace {

void validate(DelayDistribution distribution, const Delay& delay) {
    require_not_negative("Delay", delay.mean);
    if (distribution == DelayDistribution::none) return;
    require_not_negative("Delay_sd", delay.sd);
    if (distribution == DelayDistribution::lognormal && delay.sd > 0.0)
        require_positive("Delay (of a lognormal distribution)", delay.mean);
}

Complex constant_delay(double mean, Complex s) {
    return std::exp(-s * mean);
}

Complex gaussian(const Delay& delay, Complex s) {
    const Complex spread = s * delay.sd;
    return std::exp(-s * delay.mean + 0.5 * spread * spread);
}

// The Gaussian factor times erfc(zeta), zeta = zeta_0 + s sd / sqrt(2), zeta_0 = -m / (sqrt(2) sd).
// Its exponential and that in erfc(zeta) = exp(-zeta^2) w(i zeta) combine to exp(-zeta_0^2), so
// that none of them overflows.
Complex cut_gaussian(const Delay& delay, Complex s) {
    constexpr double cut_is_invisible = -27.0;  // exp(-27^2) < 1e-316
    const double zeta_0 = -delay.mean / (std::numbers::sqrt2 * delay.sd);
    if (zeta_0 < cut_is_invisible) return 2.0 * gaussian(delay, s);
    const Complex zeta = zeta_0 + s * delay.sd / std::numbers::sqrt2;
    const Complex i_zeta(-zeta.imag(), zeta.real());
    const double scale = std::exp(-zeta_0 * zeta_0);
    if (zeta.real() >= 0.0) return scale * numerics::faddeeva(i_zeta);
    return 2.0 * gaussian(delay, s) - scale * numerics::faddeeva(-i_zeta);
}

double uncut_fraction_twice(const Delay& delay) {
    return std::erfc(-delay.mean / (std::numbers::sqrt2 * delay.sd));
}

Complex truncated_gaussian(const Delay& delay, Complex s) {
    return cut_gaussian(delay, s) / uncut_fraction_twice(delay);
}

// Density of the normal distribution at the cut, relative to the fraction that is kept.
double density_at_cut(const Delay& delay) {
    const double z = delay.mean / delay.sd;
    const double decay = std::exp(-0.5 * z * z);
    if (decay == 0.0) return 0.0;
    const double density = decay * std::numbers::inv_sqrtpi / (std::numbers::sqrt2 * delay.sd);
    return 2.0 * density / uncut_fraction_twice(delay);
}

Complex lognormal(const Delay& delay, Complex s) {
    const double q = delay.sd / delay.mean;
    const double log_sd = std::sqrt(std::log1p(q * q));
    if (log_sd == 0.0) return constant_delay(delay.mean, s);  // q^2 below the smallest double
    require(s.real() >= 0.0 || s.imag() != 0.0, "s", s.real(),
            "not be negative and real for lognormal delays");
    return numerics::lognormal_laplace(s * delay.mean / std::sqrt(1.0 + q * q), log_sd);
}

// With x = exp(M + S z): E[x f(x)] and E[x^2 f(x)] are expectations of f for medians multiplied by
// q and q^2, q = exp(S^2). The derivatives of M and S with respect to the mean give the factors.
Complex lognormal_derivative(const Delay& delay, Complex s) {
    const double relative_variance = delay.sd * delay.sd / (delay.mean * delay.mean);
    const double q = 1.0 + relative_variance;
    return -s * (lognormal(delay, s * q) +
                 s * relative_variance * delay.mean * lognormal(delay, s * q * q));
}

bool is_constant(DelayDistribution distribution, const Delay& delay) {
    return distribution == DelayDistribution::none || delay.sd == 0.0;
}

}  // namespace

Delays delays(const Network& network) {
    if (network.Delay.size() == 0) {
        if ((network.J.array() * network.K.array() != 0.0).any()) {
            throw InvalidParameter(
                "Delay is missing, which spectra, eigenmodes and stability need "
                "(in a parameter file: d: 1.5 ms)");
        }
        const Index n = network.K.rows();
        return {.mean = Matrix::Zero(n, n), .sd = {}, .distribution = DelayDistribution::none};
    }
    return {.mean = network.Delay, .sd = network.Delay_sd, .distribution = network.delay_dist};
}

Complex delay_factor(DelayDistribution distribution, const Delay& delay, Complex s) {
    validate(distribution, delay);
    require_finite("s (real part)", s.real());
    require_finite("s (imaginary part)", s.imag());
    if (is_constant(distribution, delay)) return constant_delay(delay.mean, s);
    if (distribution == DelayDistribution::gaussian) return gaussian(delay, s);
    if (distribution == DelayDistribution::lognormal) return lognormal(delay, s);
    return truncated_gaussian(delay, s);
}

Complex delay_factor_derivative(DelayDistribution distribution, const Delay& delay, Complex s) {
    const Complex factor = delay_factor(distribution, delay, s);
    if (is_constant(distribution, delay) || distribution == DelayDistribution::gaussian)
        return -s * factor;
    if (distribution == DelayDistribution::lognormal) return lognormal_derivative(delay, s);
    return -s * factor + density_at_cut(delay) * (1.0 - factor);
}

DelayTable delay_table(const Delays& delays) {
    const Index n = delays.mean.rows();
    require(delays.mean.cols() == n, "Delay", static_cast<double>(delays.mean.cols()),
            fmt::format("have as many columns as rows, {}", n));
    const bool has_sd = delays.sd.size() != 0;
    if (has_sd && (delays.sd.rows() != n || delays.sd.cols() != n))
        throw InvalidParameter(fmt::format("Delay_sd must be {} x {} as Delay, got {} x {}", n, n,
                                           delays.sd.rows(), delays.sd.cols()));

    DelayTable table{.distribution = delays.distribution, .distinct = {}, .entry = {}};
    table.entry.resize(n, n);
    std::map<std::pair<double, double>, Index> known;
    for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) {
            const Delay delay{.mean = delays.mean(i, j), .sd = has_sd ? delays.sd(i, j) : 0.0};
            validate(delays.distribution, delay);
            const auto next = static_cast<Index>(table.distinct.size());
            const auto [position, is_new] = known.try_emplace({delay.mean, delay.sd}, next);
            if (is_new) table.distinct.push_back(delay);
            table.entry(i, j) = position->second;
        }
    }
    return table;
}

ComplexMatrix delay_factors(const DelayTable& table, Complex s) {
    ComplexVector factor(static_cast<Index>(table.distinct.size()));
    Index k = 0;
    for (const Delay& delay : table.distinct)
        factor(k++) = delay_factor(table.distribution, delay, s);
    return table.entry.unaryExpr([&](Index entry) { return factor(entry); });
}

MatrixStack delay_dist_matrix(const Delays& delays, const ComplexVector& s) {
    const DelayTable table = delay_table(delays);
    const Index n = delays.mean.rows();
    MatrixStack D(s.size(), n, n);
    for (Index k = 0; k < s.size(); ++k) D[k] = delay_factors(table, s(k));
    return D;
}

ComplexMatrix delay_dist_derivative(const Delays& delays, Complex s) {
    const DelayTable table = delay_table(delays);
    return table.entry.unaryExpr([&](Index entry) {
        return delay_factor_derivative(table.distribution,
                                       table.distinct[static_cast<std::size_t>(entry)], s);
    });
}

}  // namespace siegert::theory
