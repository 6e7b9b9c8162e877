#include <siegert/theory/stability.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace siegert::theory {
namespace {

using std::numbers::pi;

constexpr Complex i_unit(0.0, 1.0);
constexpr double infinity = std::numeric_limits<double>::infinity();

// An interval between two frequencies is trusted if log det changes by at most this much, and as
// its derivatives predict.
constexpr double largest_change = 1.0;
constexpr double largest_surprise = 0.15;
constexpr double smallest_step = 1e-9;  // relative: shorter ones mean a zero on the axis
constexpr double relative_step =
    0.05;  // of omega: no feature of a network is narrower in log omega

/// W at one place of the path, with what the phase of det(1 - W) needs.
struct Sample {
    double x;
    ComplexMatrix W;
    ComplexMatrix Q;  // (1 - W)^-1
    Complex log_determinant;
};

Sample sample_of(double x, ComplexMatrix W) {
    ComplexMatrix one_minus_W = -W;
    one_minus_W.diagonal().array() += 1.0;
    auto [Q, log_determinant] = numerics::inverse_with_determinant(one_minus_W);
    return {.x = x, .W = std::move(W), .Q = std::move(Q), .log_determinant = log_determinant};
}

// tr(A B)
Complex trace_of_product(const ComplexMatrix& A, const ComplexMatrix& B) {
    return A.transpose().cwiseProduct(B).sum();
}

/// Change of log det(1 - W) from one sample to the next.
struct Change {
    Complex value;
    Complex slope_before;  // times the step
    double largest;        // of the changes that the two ends predict
    bool trusted;
};

Change change_between(const Sample& a, const Sample& b) {
    const ComplexMatrix dW = b.W - a.W;
    const Complex forward = -trace_of_product(a.Q, dW);
    const Complex backward = -trace_of_product(b.Q, dW);
    const Complex predicted = 0.5 * (forward + backward);
    const Complex raw = b.log_determinant - a.log_determinant;
    const double turns = std::round((predicted.imag() - raw.imag()) / (2.0 * pi));
    const Complex value(raw.real(), raw.imag() + 2.0 * pi * turns);
    const double largest = std::max(std::abs(forward), std::abs(backward));
    return {
        .value = value,
        .slope_before = forward,
        .largest = largest,
        .trusted = largest <= largest_change && std::abs(value - predicted) <= largest_surprise};
}

/// What the way so far has shown.
struct Path {
    double phase = 0.0;
    double largest_step = 0.0;
    Index samples = 0;
    double reached = 0.0;
    bool complete = false;
    std::vector<Complex> zeros;
};

/// Remembers a zero where the slope of log det is steeper than before and after.
class ZeroFinder {
public:
    void pass(double x, Complex slope, std::vector<Complex>& zeros) {
        const bool steepest =
            std::abs(slope_) > std::abs(before_) && std::abs(slope_) >= std::abs(slope);
        if (steepest && slope_ != 0.0) {
            const Complex step = i_unit / slope_;  // Newton's, d log det / d omega = slope
            const double farthest = 0.5 * x_ + 100.0;
            if (std::abs(step) < farthest) zeros.push_back(i_unit * x_ - step);
        }
        before_ = slope_;
        slope_ = slope;
        x_ = x;
    }

private:
    Complex before_ = 0.0;
    Complex slope_ = 0.0;
    double x_ = 0.0;
};

struct Range {
    double from;
    double to;
    double first_step;
    double longest_step;
};

// Follows the phase along a path of matrices.
template <typename MatrixAt>
void follow(Path& path, const MatrixAt& W, const Range& range, Index most_samples) {
    ZeroFinder zeros;
    path.complete = false;
    path.reached = range.from;
    Sample here = sample_of(range.from, W(range.from));
    ++path.samples;
    double step = range.first_step;
    while (path.reached < range.to) {
        if (path.samples >= most_samples) return;
        const double cap = std::min(range.longest_step, range.first_step + relative_step * here.x);
        step = std::min({step, cap, range.to - here.x});
        const bool last = here.x + step >= range.to * (1.0 - 1e-12);
        const double x = last ? range.to : here.x + step;
        Sample next = sample_of(x, W(x));
        ++path.samples;
        const Change change = change_between(here, next);
        if (!change.trusted) {
            step *= 0.5;
            if (!(step > smallest_step * (here.x + range.first_step))) return;
            continue;
        }
        path.phase += change.value.imag();
        path.largest_step = std::max(path.largest_step, std::abs(change.value.imag()));
        zeros.pass(here.x, change.slope_before / step, path.zeros);
        if (change.largest < 0.5 * largest_change) step *= 1.6;
        here = std::move(next);
        path.reached = here.x;
    }
    zeros.pass(here.x, 0.0, path.zeros);
    path.complete = true;
}

// An upper bound of the eigenvalues' moduli, |W| x <= bound x for a positive x (Collatz, Wielandt).
double bound_of_eigenvalues(const ComplexMatrix& W) {
    constexpr int iterations = 60;
    const Matrix size = W.cwiseAbs();
    Vector x = Vector::Ones(size.rows());
    double bound = infinity;
    for (int iteration = 0; iteration < iterations; ++iteration) {
        const Vector image = size * x;
        bound = std::min(bound, image.cwiseQuotient(x).maxCoeff());
        if (bound < 0.5) break;
        x = image + x;
        x /= x.maxCoeff();
        x = x.cwiseMax(1e-200);
    }
    return bound;
}

// Where the eigenvalues are below one, and stay there over two octaves. Delta synapses pass fast
// changes of the variance undiminished: eigenvalues then tend to a constant that may be close to
// one.
double end_of_path(const ConnectivityAt& W) {
    constexpr double lowest = 2.0 * pi * 100.0;
    constexpr double highest = 2.0 * pi * 1e6;
    constexpr double small_enough = 0.999;
    constexpr int needed = 5;
    double end = infinity;
    int small = 0;
    for (double omega = lowest; omega <= highest; omega *= std::sqrt(2.0)) {
        if (bound_of_eigenvalues(W(Complex(0.0, omega))) > small_enough) {
            small = 0;
            continue;
        }
        if (small == 0) end = omega;
        if (++small == needed) return end;
    }
    return infinity;
}

}  // namespace

Winding winding(const ConnectivityAt& W, const WindingOptions& options) {
    require_positive("first_step", options.first_step);
    require_positive("longest_step", options.longest_step);
    require(options.most_frequencies >= 1, "most_frequencies",
            static_cast<double>(options.most_frequencies), "be at least 1");
    Winding result{.nyquist = {.unstable_modes = 0,
                               .largest_phase_step = 0.0,
                               .open_phase = 0.0,
                               .resolved = false},
                   .frequencies = 0,
                   .reached = 0.0,
                   .end = end_of_path(W),
                   .step = options.first_step,
                   .zeros = {}};
    if (!std::isfinite(result.end)) return result;

    Path path;
    const auto on_axis = [&](double omega) { return W(Complex(0.0, omega)); };
    follow(path, on_axis,
           {.from = 0.0,
            .to = result.end,
            .first_step = options.first_step,
            .longest_step = options.longest_step},
           options.most_frequencies);
    result.frequencies = path.samples;
    result.reached = path.reached;
    result.zeros = path.zeros;
    if (path.samples > 1) result.step = path.reached / static_cast<double>(path.samples - 1);
    if (path.complete) {
        const ComplexMatrix last = on_axis(result.end);
        const auto fading = [&](double t) -> ComplexMatrix { return (1.0 - t) * last; };
        follow(path, fading, {.from = 0.0, .to = 1.0, .first_step = 0.1, .longest_step = 0.1},
               options.most_frequencies + 1000);
    }
    const double count = std::round(-path.phase / pi);
    result.nyquist.unstable_modes = static_cast<int>(std::max(count, 0.0));
    result.nyquist.largest_phase_step = path.largest_step;
    result.nyquist.open_phase = std::abs(path.phase + count * pi);
    result.nyquist.resolved = path.complete && count >= 0.0 && result.nyquist.open_phase < pi / 4.0;
    return result;
}

}  // namespace siegert::theory
