#include <siegert/theory/grid_rate.hpp>

#include <siegert/arrays.hpp>

#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace siegert::theory {
namespace {

// Potentials are cut off this many standard deviations below mean and reset, steps this many away
// from their mean: both happen with a probability below 1e-15.
constexpr double depth = 8.0;
constexpr double least_cells = 400.0;
constexpr double most_cells = 4000.0;
constexpr double cells_per_step = 6.0;  // per standard deviation of a step, on the coarser grid
// Above this mean exp(-mean) is close to underflow.
constexpr double largest_mean_count = 300.0;

/// Probabilities of the values first, first + 1, ... in units of the grid constant.
struct Distribution {
    Index first = 0;
    std::vector<double> p{1.0};
};

Distribution convolution(const Distribution& a, const Distribution& b) {
    Distribution sum{.first = a.first + b.first,
                     .p = std::vector<double>(a.p.size() + b.p.size() - 1, 0.0)};
    for (std::size_t i = 0; i < a.p.size(); ++i) {
        for (std::size_t j = 0; j < b.p.size(); ++j) sum.p[i + j] += a.p[i] * b.p[j];
    }
    return sum;
}

/// Without the ends that carry no weight.
Distribution trimmed(const Distribution& d) {
    constexpr double negligible = 1e-18;
    std::size_t begin = 0;
    std::size_t end = d.p.size();
    while (begin + 1 < end && d.p[begin] < negligible) ++begin;
    while (end > begin + 1 && d.p[end - 1] < negligible) --end;
    return {.first = d.first + static_cast<Index>(begin),
            .p = {d.p.begin() + static_cast<std::ptrdiff_t>(begin),
                  d.p.begin() + static_cast<std::ptrdiff_t>(end)}};
}

/// The sum of Poisson numbers of jumps of positive size: intensity[m] is the mean number of jumps
/// of size m. Panjer's recursion.
std::vector<double> compound_poisson(const std::vector<double>& intensity) {
    double mean_count = 0.0;
    double mean = 0.0;
    double variance = 0.0;
    for (std::size_t m = 0; m < intensity.size(); ++m) {
        const double size = static_cast<double>(m);
        mean_count += intensity[m];
        mean += size * intensity[m];
        variance += size * size * intensity[m];
    }
    // Jumps are discrete, so that their number has a heavier tail than a Gaussian.
    const double largest =
        mean + 1.5 * depth * std::sqrt(variance) + depth * static_cast<double>(intensity.size());
    std::vector<double> p(static_cast<std::size_t>(largest) + 1, 0.0);
    p[0] = std::exp(-mean_count);
    for (std::size_t s = 1; s < p.size(); ++s) {
        double sum = 0.0;
        for (std::size_t m = 1; m <= std::min(s, intensity.size() - 1); ++m) {
            sum += static_cast<double>(m) * intensity[m] * p[s - m];
        }
        p[s] = sum / static_cast<double>(s);
    }
    return p;
}

/// Sum of the jumps of one sign in a step; a jump between two grid points is shared by them.
Distribution jumps_of_sign(const std::vector<PoissonInput>& inputs, double dt, double h,
                           double sign) {
    std::vector<double> intensity(1, 0.0);
    double mean_count = 0.0;
    for (const auto& input : inputs) {
        const double position = sign * input.weight / h;
        if (!(position > 0.0) || input.rate == 0.0) continue;
        const auto below = static_cast<std::size_t>(position + 1e-9);
        const double fraction = std::max(0.0, position - static_cast<double>(below));
        if (intensity.size() < below + 2) intensity.resize(below + 2, 0.0);
        intensity[below] += input.rate * dt * (1.0 - fraction);
        intensity[below + 1] += input.rate * dt * fraction;
        mean_count += input.rate * dt;
    }
    int halvings = 0;
    while (std::ldexp(mean_count, -halvings) > largest_mean_count) ++halvings;
    for (double& value : intensity) value = std::ldexp(value, -halvings);
    Distribution sum{.first = 0, .p = compound_poisson(intensity)};
    for (int k = 0; k < halvings; ++k) sum = trimmed(convolution(sum, sum));
    if (sign < 0.0) {
        std::reverse(sum.p.begin(), sum.p.end());
        sum.first = 1 - static_cast<Index>(sum.p.size());
    }
    return trimmed(sum);
}

/// Square matrix with entries near the diagonal only; solved by elimination without pivoting,
/// which is stable for 1 - (transition probabilities).
class BandMatrix {
public:
    BandMatrix(Index size, Index below, Index above)
        : below_(below), above_(above), rows_(size, below + above + 1) {
        rows_.setZero();
    }
    void add(Index i, Index j, double value) { rows_(i, j - i + below_) += value; }
    /// Adds to the columns first, first + 1, ... of row i.
    template <class Values>
    void add_from(Index i, Index first, const Values& values) {
        rows_.row(i).segment(first - i + below_, values.size()) += values.transpose();
    }
    /// Turns the matrix into its triangular factors.
    void factorize() {
        const Index n = rows_.rows();
        for (Index k = 0; k < n; ++k) {
            const Index width = std::min(above_, n - 1 - k);
            for (Index i = k + 1; i <= std::min(n - 1, k + below_); ++i) {
                double& factor = rows_(i, k - i + below_);
                factor /= rows_(k, below_);
                if (factor == 0.0) continue;
                rows_.row(i).segment(k + 1 - i + below_, width) -=
                    factor * rows_.row(k).segment(below_ + 1, width);
            }
        }
    }
    /// After factorize().
    [[nodiscard]] Vector solution(Vector right) const {
        const Index n = rows_.rows();
        for (Index k = 0; k < n; ++k) {
            for (Index i = k + 1; i <= std::min(n - 1, k + below_); ++i) {
                right(i) -= rows_(i, k - i + below_) * right(k);
            }
        }
        for (Index k = n - 1; k >= 0; --k) {
            const Index width = std::min(above_, n - 1 - k);
            right(k) -= rows_.row(k).segment(below_ + 1, width).dot(right.segment(k + 1, width));
            right(k) /= rows_(k, below_);
        }
        return right;
    }

private:
    Index below_;
    Index above_;
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows_;
};

struct Problem {
    LifNeuron neuron;
    std::vector<PoissonInput> inputs;
    double drift;
    double dt;
    double lowest;   // potential that matters
    double step_sd;  // standard deviation of the jumps of a step
};

/// Weights of the grid points position - 1, position, position + 1 for a value `offset` away from
/// the middle one: keeps mean and variance.
struct Stencil {
    double weights[3];
};

Stencil stencil(double offset) {
    return {{offset * (offset - 1.0) / 2.0, 1.0 - offset * offset, offset * (offset + 1.0) / 2.0}};
}

/// Mean of the time to the next spike from V_0, and of its square.
struct Moments {
    double mean;
    double square;
};

/// T(V_0) with potentials V_th - (i + 1/2) h, i = 0 ... cells - 1: the threshold lies between grid
/// points, so that the jump of T there does not matter.
Moments time_to_spike(const Problem& problem, double h) {
    const auto cells = static_cast<Index>(std::ceil((problem.neuron.V_th - problem.lowest) / h));
    const Distribution jumps = convolution(jumps_of_sign(problem.inputs, problem.dt, h, 1.0),
                                           jumps_of_sign(problem.inputs, problem.dt, h, -1.0));
    const double decay = std::exp(-problem.dt / problem.neuron.tau_m);
    const auto index_of = [&](double V) { return (problem.neuron.V_th - V) / h - 0.5; };
    const Index up = jumps.first + static_cast<Index>(jumps.p.size()) - 1;
    // From the largest jump on, as potentials are counted downwards.
    const Vector jumped =
        Eigen::Map<const Vector>(jumps.p.data(), static_cast<Index>(jumps.p.size())).reverse();
    const double farthest = (1.0 - decay) *
                                std::max(std::abs(problem.drift - problem.lowest),
                                         std::abs(problem.drift - problem.neuron.V_th)) /
                                h +
                            3.0;
    const Index drifted = static_cast<Index>(farthest);
    BandMatrix matrix(cells, std::max<Index>(up, 0) + drifted,
                      std::max<Index>(-jumps.first, 0) + drifted);
    for (Index i = 0; i < cells; ++i) {
        matrix.add(i, i, 1.0);
        const double V = problem.neuron.V_th - (static_cast<double>(i) + 0.5) * h;
        const double target = index_of(problem.drift + (V - problem.drift) * decay);
        const double nearest = std::round(target);
        const Stencil shares = stencil(target - nearest);
        for (Index s = 0; s < 3; ++s) {
            const Index start = static_cast<Index>(nearest) + s - 1;
            // Larger jumps lead beyond the threshold, smaller ones below what matters: to the last
            // potential.
            const Index first = start - up;
            const Index begin = std::max<Index>(first, 0);
            const Index end = std::min(first + jumped.size(), cells);
            if (begin < end)
                matrix.add_from(i, begin,
                                -shares.weights[s] * jumped.segment(begin - first, end - begin));
            const Index below = std::min(first + jumped.size() - cells, jumped.size());
            if (below > 0) matrix.add(i, cells - 1, -shares.weights[s] * jumped.tail(below).sum());
        }
    }
    matrix.factorize();
    const Vector T = matrix.solution(Vector::Constant(cells, problem.dt));
    // E[(dt + T')^2] = dt^2 + 2 dt E[T'] + E[T'^2], and E[T'] = T - dt.
    const Vector T2 =
        matrix.solution((2.0 * problem.dt * T.array() - problem.dt * problem.dt).matrix());
    const double position = index_of(problem.neuron.V_0);
    const Index middle = std::clamp<Index>(std::lround(position), 1, cells - 2);
    const Stencil shares = stencil(position - static_cast<double>(middle));
    const auto at_reset = [&](const Vector& values) {
        return shares.weights[0] * values(middle - 1) + shares.weights[1] * values(middle) +
               shares.weights[2] * values(middle + 1);
    };
    return {.mean = at_reset(T), .square = at_reset(T2)};
}

Problem checked(const LifNeuron& neuron, const std::vector<PoissonInput>& inputs, double drift,
                double dt) {
    validate(neuron);
    require_finite("drift", drift);
    require(dt > 0.0 && dt <= neuron.tau_m, "dt", dt, "be positive and not above tau_m");
    Problem problem{.neuron = neuron,
                    .inputs = inputs,
                    .drift = drift,
                    .dt = dt,
                    .lowest = 0.0,
                    .step_sd = 0.0};
    bool excited = drift > neuron.V_th;
    double mean = drift;
    double variance = 0.0;
    for (const auto& input : inputs) {
        require_not_negative("rate", input.rate);
        require_finite("weight", input.weight);
        excited = excited || (input.rate > 0.0 && input.weight > 0.0);
        mean += neuron.tau_m * input.rate * input.weight;
        variance += input.rate * input.weight * input.weight;
    }
    if (!excited) {
        throw InvalidParameter(
            "inputs must contain an excitatory one, or the drift must exceed V_th");
    }
    problem.step_sd = std::sqrt(variance * dt);
    const double room = depth * std::sqrt(variance * neuron.tau_m / 2.0);
    problem.lowest = std::min({mean, neuron.V_0, drift}) - room - 0.01 * (neuron.V_th - neuron.V_0);
    return problem;
}

// Without spikes that arrive the potential takes the same number of steps each time.
GridRate periodic(const Problem& problem) {
    const auto [tau_m, tau_r, V_th, V_0] = problem.neuron;
    const double time = tau_m * std::log((problem.drift - V_0) / (problem.drift - V_th));
    constexpr double rounding = 1e-9;
    const double steps = std::max(1.0, std::ceil(time / problem.dt - rounding));
    return {.rate = 1.0 / (tau_r + steps * problem.dt), .cv = 0.0, .error = 0.0};
}

}  // namespace

GridRate grid_rate(const LifNeuron& neuron, const std::vector<PoissonInput>& inputs, double drift,
                   double dt) {
    const Problem problem = checked(neuron, inputs, drift, dt);
    if (problem.step_sd == 0.0) return periodic(problem);
    const double width = neuron.V_th - problem.lowest;
    const double wanted = cells_per_step * width / problem.step_sd;
    double h = width / std::clamp(wanted, least_cells, most_cells);
    // Weights that are multiples of the grid constant need not be shared by grid points.
    double smallest = width;
    for (const auto& input : inputs) {
        if (input.weight != 0.0) smallest = std::min(smallest, std::abs(input.weight));
    }
    if (smallest < width && smallest > width / most_cells) h = smallest / std::ceil(smallest / h);
    const Moments coarse = time_to_spike(problem, h);
    const Moments fine = time_to_spike(problem, 0.5 * h);
    const double rate = 1.0 / (neuron.tau_r + fine.mean);
    const double variance = std::max(0.0, fine.square - fine.mean * fine.mean);
    return {.rate = rate,
            .cv = rate * std::sqrt(variance),
            .error = std::abs(rate - 1.0 / (neuron.tau_r + coarse.mean))};
}

}  // namespace siegert::theory
