#include <siegert/theory/stability.hpp>

#include "require.hpp"
#include "theory/characteristic_determinant.hpp"
#include "theory/require_shape.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace siegert::theory {
namespace {

using std::numbers::pi;

// Phase that 1 - lambda collects along one trajectory and on from its end to lambda = 0.
struct CollectedPhase {
    double total = 0.0;
    double largest_step = 0.0;
};

void collect(CollectedPhase& phase, Complex from, Complex to) {
    const double step = std::arg(to / from);
    phase.total += step;
    phase.largest_step = std::max(phase.largest_step, std::abs(step));
}

CollectedPhase collected_phase(const ComplexVector& trajectory) {
    CollectedPhase phase;
    const ComplexVector distance = 1.0 - trajectory.array();
    for (Index k = 0; k + 1 < distance.size(); ++k) collect(phase, distance(k), distance(k + 1));
    collect(phase, distance(distance.size() - 1), 1.0);
    return phase;
}

// Newton's step on the determinant with the zeros found before, and their conjugates, divided out.
Complex newton_step(Complex derivative, Complex s, const std::vector<GrowingMode>& found) {
    for (const GrowingMode& mode : found) {
        derivative -= 1.0 / (s - mode.s);
        if (mode.s.imag() != 0.0) derivative -= 1.0 / (s - std::conj(mode.s));
    }
    return -1.0 / derivative;
}

std::optional<GrowingMode> find_mode(const ConnectivityAt& W, Complex s,
                                     const std::vector<GrowingMode>& found,
                                     const GrowthRateOptions& options) {
    constexpr double at_rest = 1e-11;                  // relative step; convergence is quadratic
    const double longest = 0.3 * std::abs(s) + 100.0;  // [1/s]: keeps the search near its start
    for (int iteration = 1; iteration <= options.max_iterations; ++iteration) {
        Complex step = newton_step(logarithmic_derivative(W, s, W(s)), s, found);
        if (std::abs(step) > longest) step *= longest / std::abs(step);
        if (!std::isfinite(std::abs(step))) break;  // at a zero, or where W does not depend on s
        s += step;
        if (std::abs(step) <= at_rest * scale_of(s)) break;
    }
    const double residual = distance_from_one(W(s));
    if (!(residual <= options.tolerance)) return std::nullopt;
    return GrowingMode{.s = s, .residual = residual};
}

GrowingMode in_upper_half_plane(GrowingMode mode) {
    constexpr double real_within = 1e-7;  // [1/s] beside the modulus
    if (std::abs(mode.s.imag()) <= real_within * scale_of(mode.s))
        mode.s = mode.s.real();
    else if (mode.s.imag() < 0.0)
        mode.s = std::conj(mode.s);
    return mode;
}

bool is_known(const GrowingMode& mode, const std::vector<GrowingMode>& found) {
    constexpr double same = 1e-6;
    return std::any_of(found.begin(), found.end(), [&](const GrowingMode& other) {
        return std::abs(mode.s - other.s) <= same * scale_of(mode.s);
    });
}

struct Start {
    double distance;  // of the eigenvalue from 1
    Complex s;
};

// Zero of 1 - lambda(s) by linear extrapolation from the imaginary axis, not too far from it.
Complex extrapolated_zero(const ComplexVector& trajectory, const Vector& omegas, Index k) {
    const Complex i(0.0, 1.0);
    const Index before = std::max<Index>(k - 1, 0);
    const Index after = std::min<Index>(k + 1, omegas.size() - 1);
    const Complex slope =
        (trajectory(after) - trajectory(before)) / (i * (omegas(after) - omegas(before)));
    const Complex on_axis = i * omegas(k);
    if (slope == 0.0) return on_axis;
    const Complex shift = (1.0 - trajectory(k)) / slope;
    const double farthest = 0.5 * omegas(k) + 100.0;  // [1/s]
    return on_axis + shift * std::min(1.0, farthest / std::abs(shift));
}

bool is_closest_approach(const Vector& distance, Index k) {
    const bool after_falling = k == 0 || distance(k) < distance(k - 1);
    const bool before_rising = k + 1 == distance.size() || distance(k) <= distance(k + 1);
    return after_falling && before_rising;
}

}  // namespace

NyquistStability nyquist_stability(const ComplexMatrix& eigenvalues) {
    if (eigenvalues.size() == 0) throw InvalidParameter("eigenvalues must not be empty");
    if (!eigenvalues.allFinite())
        throw InvalidParameter("eigenvalues must be finite in every entry");
    double total = 0.0;
    double largest_step = 0.0;
    for (Index m = 0; m < eigenvalues.cols(); ++m) {
        const CollectedPhase phase = collected_phase(eigenvalues.col(m));
        total += phase.total;
        largest_step = std::max(largest_step, phase.largest_step);
    }
    const double count = std::round(-total / pi);
    const double open_phase = std::abs(total + count * pi);
    return {.unstable_modes = static_cast<int>(count),
            .largest_phase_step = largest_step,
            .open_phase = open_phase,
            .resolved = largest_step < pi / 2.0 && open_phase < pi / 4.0};
}

std::vector<Complex> growth_rate_starts(const ComplexMatrix& eigenvalues, const Vector& omegas) {
    require_length("omegas", omegas.size(), eigenvalues.rows());
    std::vector<Start> starts;
    for (Index m = 0; m < eigenvalues.cols() && omegas.size() > 1; ++m) {
        const Vector distance = (eigenvalues.col(m).array() - 1.0).abs();
        for (Index k = 0; k < omegas.size(); ++k)
            if (is_closest_approach(distance, k))
                starts.push_back({distance(k), extrapolated_zero(eigenvalues.col(m), omegas, k)});
    }
    std::stable_sort(starts.begin(), starts.end(),
                     [](const Start& a, const Start& b) { return a.distance < b.distance; });
    std::vector<Complex> result;
    for (const Start& start : starts) result.push_back(start.s);
    return result;
}

std::vector<GrowingMode> growth_rates(const ConnectivityAt& W, const std::vector<Complex>& starts,
                                      const GrowthRateOptions& options) {
    require_positive("tolerance", options.tolerance);
    require(options.max_iterations >= 1, "max_iterations", options.max_iterations, "be at least 1");
    std::vector<GrowingMode> found;
    for (const Complex start : starts) {
        try {
            const auto mode = find_mode(W, start, found, options);
            if (!mode) continue;
            const GrowingMode upper = in_upper_half_plane(*mode);
            if (!is_known(upper, found)) found.push_back(upper);
        } catch (const Error&) {
            continue;  // the search left the domain of W
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const GrowingMode& a, const GrowingMode& b) {
        return a.s.real() > b.s.real();
    });
    return found;
}

}  // namespace siegert::theory
