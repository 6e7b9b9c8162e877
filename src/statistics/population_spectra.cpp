#include <siegert/statistics/population_spectra.hpp>

#include "require.hpp"
#include "statistics/slepian_tapers.hpp"
#include "statistics/spike_trains.hpp"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_fft_real.h>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace siegert::statistics {
namespace {

/// How the recording is cut and weighted.
struct Plan {
    Index segments;
    Index stride;  ///< from one segment to the next, in bins
    Index bins;    ///< per segment, a power of two
    double bin;    ///< [s]
    Index frequencies;
    Matrix tapers;  ///< bins x tapers, columns of norm 1
    double averages;
};

void validate(const SpikeRecord& record, const SpectrumOptions& options) {
    validate_record(record);
    require_positive("f_max", options.f_max);
    require_positive("segment", options.segment);
    require(bins_of_length(record, options.segment).count >= 1, "segment", options.segment,
            fmt::format("not exceed the recording of {} s", record.end - record.start));
    require(options.f_max * options.segment >= 1.0, "f_max", options.f_max,
            fmt::format("be at least 1 / segment = {}", 1.0 / options.segment));
    constexpr double most_frequencies = 1e6;
    require(options.f_max * options.segment <= most_frequencies, "f_max", options.f_max,
            fmt::format("be at most {} / segment", most_frequencies));
    if (options.method == SpectralMethod::welch) return;
    require(options.time_bandwidth >= 1.0 && options.time_bandwidth <= 100.0, "time_bandwidth",
            options.time_bandwidth, "be at least 1 and at most 100");
    require(options.tapers >= 1 && options.tapers <= 2.0 * options.time_bandwidth - 1.0, "tapers",
            options.tapers, "be at least 1 and at most 2 time_bandwidth - 1");
}

Vector hann_window(Index bins) {
    const auto shape = [bins](Index j) {
        const double phase = (static_cast<double>(j) + 0.5) / static_cast<double>(bins);
        const double sine = std::sin(std::numbers::pi * phase);
        return sine * sine;
    };
    return Vector(Vector::NullaryExpr(bins, shape)).normalized();
}

// Neighbouring Hann windows that overlap by half have periodograms with correlation 1/36.
double welch_averages(double segments) {
    return segments / (1.0 + 2.0 / 36.0 * (1.0 - 1.0 / segments));
}

Plan plan(const SpikeRecord& record, const SpectrumOptions& options) {
    constexpr double bins_per_period = 32.0;  // of f_max
    const double least = bins_per_period * options.f_max * options.segment;
    Plan result{};
    result.bins = static_cast<Index>(std::bit_ceil(static_cast<std::size_t>(std::ceil(least))));
    result.bins = std::max(result.bins, 4 * static_cast<Index>(options.time_bandwidth + 1.0));
    result.bins = static_cast<Index>(std::bit_ceil(static_cast<std::size_t>(result.bins)));
    result.bin = options.segment / static_cast<double>(result.bins);
    constexpr double rounding = 1e-9;
    result.frequencies =
        static_cast<Index>(std::floor(options.f_max * options.segment * (1.0 + rounding)));
    const Index whole = bins_of_length(record, options.segment).count;
    if (options.method == SpectralMethod::multitaper) {
        result.segments = whole;
        result.stride = result.bins;
        result.tapers = slepian_tapers(result.bins, options.time_bandwidth, options.tapers);
        result.averages = static_cast<double>(whole * options.tapers);
    } else {
        const Index halves = bins_of_length(record, options.segment / 2.0).count;
        result.segments = halves - 1;
        result.stride = result.bins / 2;
        result.tapers = hann_window(result.bins);
        result.averages = welch_averages(static_cast<double>(result.segments));
    }
    return result;
}

/// Fourier transforms at frequencies 1 ... F of a real series whose length is a power of two.
void transform(std::vector<double>& series, Index frequencies, Eigen::Ref<ComplexVector> result) {
    const std::size_t n = series.size();
    if (gsl_fft_real_radix2_transform(series.data(), 1, n) != GSL_SUCCESS) {
        throw Error("the fast Fourier transform failed");
    }
    for (Index k = 1; k <= frequencies; ++k) {
        const auto position = static_cast<std::size_t>(k);
        result(k - 1) = Complex(series[position], series[n - position]);
    }
}

/// Activities in bins, one column for each population, minus their mean.
Matrix activities(const SpikeRecord& record, const Plan& plan) {
    const Index bins = plan.stride * (plan.segments - 1) + plan.bins;
    const auto n = static_cast<Index>(record.spikes.size());
    Matrix result(bins, n);
    for (Index i = 0; i < n; ++i) {
        const auto population = static_cast<std::size_t>(i);
        const auto neurons = static_cast<double>(std::max(record.recorded[population], Index{1}));
        const Vector spikes = counts(record.spikes[population], {record.start, plan.bin, bins});
        result.col(i) = (spikes.array() - spikes.mean()) / (neurons * std::sqrt(plan.bin));
    }
    return result;
}

bool is_defined(const PopulationSpectra& spectra, Index k, Index i) {
    return spectra.S[k](i, i).real() > 0.0;
}

}  // namespace

PopulationSpectra population_spectra(const SpikeRecord& record, const SpectrumOptions& options) {
    validate(record, options);
    const auto layout = plan(record, options);
    const auto n = static_cast<Index>(record.spikes.size());
    const Matrix activity = activities(record, layout);
    PopulationSpectra result{.frequencies = Vector(layout.frequencies),
                             .S = MatrixStack(layout.frequencies, n, n),
                             .averages = layout.averages};
    for (Index k = 0; k < layout.frequencies; ++k) {
        result.frequencies(k) = static_cast<double>(k + 1) / options.segment;
    }

    const double periodograms = static_cast<double>(layout.segments * layout.tapers.cols());
    std::vector<double> series(static_cast<std::size_t>(layout.bins));
    Eigen::Map<Vector> tapered(series.data(), layout.bins);
    ComplexMatrix transforms(layout.frequencies, n);
    for (Index segment = 0; segment < layout.segments; ++segment) {
        for (Index taper = 0; taper < layout.tapers.cols(); ++taper) {
            for (Index i = 0; i < n; ++i) {
                const auto part = activity.col(i).segment(segment * layout.stride, layout.bins);
                tapered = part.cwiseProduct(layout.tapers.col(taper));
                transform(series, layout.frequencies, transforms.col(i));
            }
            for (Index k = 0; k < layout.frequencies; ++k) {
                result.S[k] +=
                    transforms.row(k).transpose() * transforms.row(k).conjugate() / periodograms;
            }
        }
    }
    return result;
}

Estimate power(const PopulationSpectra& spectra, Index k, Index i) {
    if (!is_defined(spectra, k, i)) return {};
    const double S = spectra.S[k](i, i).real();
    return {S, S / std::sqrt(spectra.averages), spectra.averages};
}

Estimate log_power(const PopulationSpectra& spectra, Index k, Index i) {
    if (!is_defined(spectra, k, i)) return {};
    const double K = spectra.averages;
    const double bias = boost::math::digamma(K) - std::log(K);
    return {std::log(spectra.S[k](i, i).real()) - bias, std::sqrt(boost::math::trigamma(K)), K};
}

ComplexEstimate cross_spectrum(const PopulationSpectra& spectra, Index k, Index i, Index j) {
    if (!is_defined(spectra, k, i) || !is_defined(spectra, k, j)) return {};
    const auto S = spectra.S[k];
    const double variance = S(i, i).real() * S(j, j).real() / (2.0 * spectra.averages);
    return {S(i, j), std::sqrt(variance), spectra.averages};
}

Estimate coherence(const PopulationSpectra& spectra, Index k, Index i, Index j) {
    const double K = spectra.averages;
    if (!is_defined(spectra, k, i) || !is_defined(spectra, k, j) || K <= 1.0) return {};
    const auto S = spectra.S[k];
    const double raw = std::min(std::norm(S(i, j)) / (S(i, i).real() * S(j, j).real()), 1.0);
    const double value = std::max((K * raw - 1.0) / (K - 1.0), 0.0);
    // Variance for coherent signals, and the exact one of independent signals at zero coherence.
    const double variance = 2.0 * value * (1.0 - value) * (1.0 - value) / K + 1.0 / (K * K);
    return {value, std::sqrt(variance), K};
}

}  // namespace siegert::statistics
