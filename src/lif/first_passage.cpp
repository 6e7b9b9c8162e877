#include "lif/first_passage.hpp"

#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::lif {
namespace {

// Noise below this part of mu - V_th changes nothing within double precision: its effects are of
// second order.
constexpr double least_relative_noise = 1e-8;

// Keeps the fourth powers of the kernel in range.
constexpr double largest_distance = 1e60;
constexpr double largest_frequency = 1e60;

double effective_sigma(const numerics::Barrier& barrier) {
    return std::max(barrier.sigma, -least_relative_noise * barrier.distance);
}

double scaled_threshold(const RateProblem& problem) {
    return std::numbers::sqrt2 * (problem.barrier.distance / effective_sigma(problem.barrier));
}

/// The larger of |Re z| and |Im z|.
double size(Complex z) {
    return std::max(std::abs(z.real()), std::abs(z.imag()));
}

bool in_range(Complex z) {
    return z.real() >= numerics::smallest_growth && z.real() <= largest_frequency &&
           std::abs(z.imag()) <= largest_frequency;  // each on its own: NaN fails
}

/// Says which condition z = s tau_m violates.
void refuse(Complex s, Complex z) {
    require_finite("Re s", s.real());
    require_finite("Im s", s.imag());
    require(z.real() >= numerics::smallest_growth, "Re s tau_m", z.real(),
            fmt::format("be at least {}", numerics::smallest_growth));
    require(size(z) <= largest_frequency, "s tau_m", size(z),
            fmt::format("be at most {}", largest_frequency));
}

}  // namespace

bool fires(const RateProblem& problem) {
    return !problem.silent && scaled_threshold(problem) <= numerics::largest_threshold;
}

FirstPassage first_passage(const RateProblem& problem) {
    const double sigma = effective_sigma(problem.barrier);
    const double x_th = scaled_threshold(problem);
    const double gap =
        std::min(std::numbers::sqrt2 * (problem.barrier.width / sigma), largest_distance);
    return {.interval = {.x_r = x_th - gap, .x_th = x_th, .gap = gap}, .sigma = sigma};
}

std::vector<Complex> scaled_frequencies(const LifNeuron& neuron, const ComplexVector& s) {
    std::vector<Complex> z(static_cast<std::size_t>(s.size()));
    for (Index i = 0; i < s.size(); ++i) {
        const Complex value = s(i) * neuron.tau_m;
        if (!in_range(value)) refuse(s(i), value);
        z[static_cast<std::size_t>(i)] = value;
    }
    return z;
}

std::vector<FirstPassageIntegrals> passage_integrals(const FirstPassage& passage,
                                                     const std::vector<Complex>& z) {
    std::vector<FirstPassageIntegrals> integrals(z.size());
    numerics::first_passage_integrals(passage.interval, z, integrals);
    return integrals;
}

Complex mean_decay(Complex w) {
    constexpr double short_time = 1e-3;  // w^6 / 7! is below rounding
    constexpr double endless = 1e100;    // 1 / |w|^2 is still a number
    if (size(w) < short_time) {
        return 1.0 -
               w / 2.0 * (1.0 - w / 3.0 * (1.0 - w / 4.0 * (1.0 - w / 5.0 * (1.0 - w / 6.0))));
    }
    if (size(w) > endless) return 0.0;
    const double sine = std::sin(0.5 * w.imag());
    const double cosine = std::cos(0.5 * w.imag());
    const double change = w.real() == 0.0 ? 0.0 : std::expm1(-w.real());
    const double versine = 2.0 * sine * sine;  // 1 - cos(Im w)
    const Complex decayed(versine * (1.0 + change) - change, (1.0 + change) * 2.0 * sine * cosine);
    return decayed * std::conj(w) / std::norm(w);
}

}  // namespace siegert::lif
