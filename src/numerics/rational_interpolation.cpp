#include "numerics/rational_interpolation.hpp"

#include <Eigen/SVD>

#include <algorithm>
#include <vector>

namespace siegert::numerics {
namespace {

constexpr Index first_intervals = 32;
constexpr Index most_intervals = 256;
constexpr Index checks = 8;

using Flags = std::vector<bool>;

RationalInterpolant with_supports(const ComplexVector& points, const ComplexMatrix& values,
                                  const Flags& is_support) {
    std::vector<Index> chosen;
    for (Index k = 0; k < points.size(); ++k) {
        if (is_support[static_cast<std::size_t>(k)]) chosen.push_back(k);
    }
    return {.supports = points(chosen), .weights = {}, .values = values(chosen, Eigen::all)};
}

/// Weights of least deviation at the other points, linearised: the right singular vector of the
/// Loewner matrix ((f(z) - f_k) / (z - z_k)) that belongs to the smallest singular value.
void set_weights(const ComplexVector& points, const ComplexMatrix& values, const Flags& is_support,
                 RationalInterpolant& r) {
    const Index others = points.size() - r.supports.size();
    ComplexMatrix loewner(others * values.cols(), r.supports.size());
    Index row = 0;
    for (Index i = 0; i < points.size(); ++i) {
        if (is_support[static_cast<std::size_t>(i)]) continue;
        for (Index c = 0; c < values.cols(); ++c, ++row) {
            for (Index k = 0; k < r.supports.size(); ++k) {
                loewner(row, k) = (values(i, c) - r.values(k, c)) / (points(i) - r.supports(k));
            }
        }
    }
    const Eigen::JacobiSVD<ComplexMatrix> svd(loewner, Eigen::ComputeThinV);
    r.weights = svd.matrixV().rightCols(1);
}

double deviation(const RationalInterpolant& r, Complex z, const ComplexVector& truth) {
    const ComplexVector found = value(r, z);
    return found.allFinite() ? (found - truth).cwiseAbs().maxCoeff()
                             : std::numeric_limits<double>::infinity();
}

/// Makes supports of the points where the deviation has its largest local maxima.
void add_supports(const Vector& deviations, std::size_t count, Flags& is_support) {
    std::vector<Index> peaks;
    for (Index k = 0; k < deviations.size(); ++k) {
        const bool above_left = k == 0 || deviations(k) >= deviations(k - 1);
        const bool above_right = k + 1 == deviations.size() || deviations(k) > deviations(k + 1);
        if (above_left && above_right) peaks.push_back(k);
    }
    std::ranges::stable_sort(peaks, std::ranges::greater{}, [&](Index k) { return deviations(k); });
    peaks.resize(std::min(peaks.size(), count));
    for (const Index k : peaks) is_support[static_cast<std::size_t>(k)] = true;
}

Complex at(const Path& path, Index k, Index intervals) {
    return path(static_cast<double>(k) / static_cast<double>(intervals));
}

/// Values at equal distances in u.
struct Samples {
    ComplexVector points;
    ComplexMatrix values;
};

/// Samples at half the distance.
Samples refined(const VectorFunction& f, const Path& path, const Samples& coarse) {
    const Index intervals = 2 * (coarse.points.size() - 1);
    Samples fine{ComplexVector(intervals + 1), ComplexMatrix(intervals + 1, coarse.values.cols())};
    for (Index k = 0; k <= intervals; ++k) {
        if (k % 2 == 0) {
            fine.points(k) = coarse.points(k / 2);
            fine.values.row(k) = coarse.values.row(k / 2);
        } else {
            fine.points(k) = at(path, k, intervals);
            fine.values.row(k) = f(fine.points(k)).transpose();
        }
    }
    return fine;
}

Samples first_samples(const VectorFunction& f, const Path& path) {
    const Complex begin = path(0.0);
    const ComplexVector value = f(begin);
    Samples samples{ComplexVector(first_intervals + 1),
                    ComplexMatrix(first_intervals + 1, value.size())};
    samples.points(0) = begin;
    samples.values.row(0) = value.transpose();
    for (Index k = 1; k <= first_intervals; ++k) {
        samples.points(k) = at(path, k, first_intervals);
        samples.values.row(k) = f(samples.points(k)).transpose();
    }
    return samples;
}

bool holds_between(const RationalInterpolant& r, const VectorFunction& f, const Path& path,
                   const Samples& samples, double tolerance) {
    const Index intervals = samples.points.size() - 1;
    const Eigen::RowVectorXd scale = samples.values.cwiseAbs().colwise().maxCoeff();
    for (Index check = 0; check < checks; ++check) {
        const Index k = 2 * (check * intervals / checks + (3 * check) % (intervals / checks)) + 1;
        const Complex z = at(path, k, 2 * intervals);
        const ComplexVector difference = value(r, z) - f(z);
        if (!(difference.cwiseAbs().array() <= 3.0 * tolerance * scale.transpose().array()).all()) {
            return false;
        }
    }
    return true;
}

}  // namespace

ComplexVector value(const RationalInterpolant& interpolant, Complex z) {
    ComplexVector numerator = ComplexVector::Zero(interpolant.values.cols());
    Complex denominator = 0.0;
    for (Index k = 0; k < interpolant.supports.size(); ++k) {
        const Complex distance = z - interpolant.supports(k);
        if (distance == 0.0) return interpolant.values.row(k).transpose();
        const Complex term = interpolant.weights(k) / distance;
        numerator += term * interpolant.values.row(k).transpose();
        denominator += term;
    }
    return numerator / denominator;
}

std::optional<RationalInterpolant> rational_interpolant(const ComplexVector& points,
                                                        const ComplexMatrix& values,
                                                        double tolerance) {
    const Eigen::RowVectorXd largest = values.cwiseAbs().colwise().maxCoeff();
    const Eigen::RowVectorXd scale = (largest.array() > 0.0).select(largest, 1.0);
    const ComplexMatrix scaled = values * scale.cwiseInverse().asDiagonal();
    Flags is_support(static_cast<std::size_t>(points.size()), false);
    is_support.front() = is_support[is_support.size() / 2] = is_support.back() = true;
    while (true) {
        RationalInterpolant r = with_supports(points, scaled, is_support);
        if (2 * r.supports.size() > points.size()) return std::nullopt;
        set_weights(points, scaled, is_support, r);
        Vector deviations(points.size());
        for (Index k = 0; k < points.size(); ++k) {
            deviations(k) = deviation(r, points(k), scaled.row(k).transpose());
        }
        if (deviations.maxCoeff() <= tolerance) {
            r.values = with_supports(points, values, is_support).values;
            return r;
        }
        add_supports(deviations, static_cast<std::size_t>(1 + r.supports.size() / 4), is_support);
    }
}

std::optional<RationalInterpolant> interpolant_on_path(const VectorFunction& f, const Path& path,
                                                       double tolerance) {
    Samples samples = first_samples(f, path);
    while (true) {
        auto r = rational_interpolant(samples.points, samples.values, tolerance);
        if (r && holds_between(*r, f, path, samples, tolerance)) return r;
        if (samples.points.size() > most_intervals) return std::nullopt;
        samples = refined(f, path, samples);
    }
}

}  // namespace siegert::numerics
