#include "neurons/adaptation/potential_mesh.hpp"

#include "require.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::neurons {
namespace {

// Part of the cells that are equally wide; the others get wider from a boundary layer on.
constexpr double even_part = 0.6;

constexpr std::size_t most_cells = 4096;

double sigma_of(const Problem& problem) {
    return std::sqrt(2.0 * problem.D * problem.tau_m);
}

double drift(const Problem& problem, double V, double w) {
    return local_drift(problem, V).f - w / problem.tau_m;
}

/// Where drift and diffusion are as strong as each other.
double layer(const Problem& problem, double V, double w) {
    const double sigma = sigma_of(problem);
    return problem.D / (std::abs(drift(problem, V, w)) + problem.D / sigma);
}

/// Over which a density that climbs against the drift between reset and threshold changes.
double climb(const Problem& problem, double w) {
    constexpr int samples = 16;
    double steepest = 0.0;
    for (int k = 0; k <= samples; ++k) {
        const double V = problem.V_0 + (problem.V_th - problem.V_0) * k / samples;
        steepest = std::max(steepest, -drift(problem, V, w));
    }
    return 2.0 * problem.D / (steepest + problem.D / sigma_of(problem));
}

/// Below this the density of a neuron with adaptation w is negligible.
double lowest_potential(const Problem& problem, double w) {
    constexpr double negligible = 32.0;  // e-foldings
    constexpr int most_steps = 100'000;
    const double sigma = sigma_of(problem);
    const double step = sigma / 8.0;
    double V = problem.V_0;
    double f = drift(problem, V, w);
    double fall = 0.0;
    for (int k = 0; k < most_steps; ++k) {
        const double below = drift(problem, V - step, w);
        const double more = 0.5 * (f + below) * step / problem.D;
        if (fall + more >= negligible) return V - step * (negligible - fall) / more;
        fall = std::max(0.0, fall + more);
        V -= step;
        f = below;
    }
    throw InvalidParameter(
        "there is no stationary state: F(V) + mu must be positive far below the reset");
}

/// n + 1 distances from 0 to `length`, the first ones a fraction of `fine`.
std::vector<double> graded(std::size_t n, double length, double fine) {
    const double logarithm = std::log1p(length / fine);
    const auto place = [&](double x) {
        return even_part * x / length + (1.0 - even_part) * std::log1p(x / fine) / logarithm;
    };
    const auto slope = [&](double x) {
        return even_part / length + (1.0 - even_part) / ((x + fine) * logarithm);
    };
    std::vector<double> x(n + 1, 0.0);
    for (std::size_t k = 1; k < n; ++k) {
        const double target = static_cast<double>(k) / static_cast<double>(n);
        x[k] = x[k - 1];
        // Newton comes from below: `place` is concave.
        for (int iteration = 0; iteration < 50; ++iteration) {
            const double change = (target - place(x[k])) / slope(x[k]);
            x[k] += change;
            if (change <= 1e-12 * x[k]) break;
        }
    }
    x[n] = length;
    return x;
}

/// A multiple of the coarsest mesh's. Waves shorter than what the most cells resolve do not matter.
std::size_t cells(double length, double finest, double wave, std::size_t least) {
    constexpr double cells_per_length = 5.0;
    constexpr auto most = static_cast<double>(most_cells);
    const double for_density = cells_per_length * length / finest;
    if (!(for_density <= most))
        throw AccuracyNotReached("the noise is too weak for the mesh of adapting neurons");
    const double needed = std::max(for_density, std::min(most, cells_per_length * length / wave));
    return 4 * std::max(least, static_cast<std::size_t>(std::ceil(needed / 4.0)));
}

}  // namespace

PotentialMesh potential_mesh(const Problem& problem, const AdaptationRange& w, double largest,
                             std::size_t coarsening) {
    const double sigma = sigma_of(problem);
    const double wave = largest > 0.0 ? 2.0 * std::sqrt(problem.D / largest) : sigma;
    const double below = problem.V_0 - lowest_potential(problem, w.highest);
    const double above = problem.V_th - problem.V_0;
    const double finest_above =
        std::min({sigma, problem.current->scale, climb(problem, w.typical)});
    const auto from_reset = graded(cells(below, sigma, wave, 8) / coarsening, below,
                                   layer(problem, problem.V_0, w.typical));
    const auto from_threshold = graded(cells(above, finest_above, wave, 16) / coarsening, above,
                                       layer(problem, problem.V_th, w.typical));

    PotentialMesh mesh{.edges = {}, .reset = from_reset.size() - 1};
    for (auto x = from_reset.rbegin(); x != from_reset.rend(); ++x)
        mesh.edges.push_back(problem.V_0 - *x);
    for (auto x = from_threshold.rbegin() + 1; x != from_threshold.rend(); ++x)
        mesh.edges.push_back(problem.V_th - *x);
    return mesh;
}

}  // namespace siegert::neurons
