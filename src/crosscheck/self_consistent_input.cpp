#include "crosscheck/self_consistent_input.hpp"

#include "crosscheck/effective_threshold.hpp"
#include "crosscheck/linear_response.hpp"
#include "crosscheck/surrogate.hpp"
#include "numerics/parallel.hpp"

#include <Eigen/LU>
#include <siegert/theory/input_statistics.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::crosscheck {
namespace {

constexpr Index blocks = 20;
// Input is taken as white beyond this frequency.
constexpr double largest_frequency = 1000.0;  // [Hz]
constexpr double finest_frequency = 0.5;      // [Hz]
constexpr double least_duration = 1.5;        // [s]
constexpr double least_spikes = 12.0;         // of a neuron
constexpr double longest_steps = 131072.0;
// First rounds with a part of the neurons, last ones with all.
constexpr int rounds = 12;
constexpr int full_rounds = 3;
constexpr Index small_part = 5;
constexpr double damping = 0.6;
// No noise of the input falls below this part of its power.
constexpr double least_power = 0.01;

double square(double x) {
    return x * x;
}

/// One record for each population and block of neurons.
using Records = std::vector<std::vector<SurrogateRecord>>;

struct Problem {
    const Network& network;
    const EffectiveTheory& theory;
    const SurrogateOptions& options;
    SurrogateGrid grid;
    std::vector<Surrogate> surrogates;
    Vector shot_power;  ///< of the shots [V^2 Hz], n
    MatrixStack W;      ///< effective connectivity with white input
};

/// Where the iteration stands.
struct State {
    Vector rates;
    Matrix power_gain;  ///< power of the input relative to that of the shots, F x n
};

SurrogateGrid grid_for(const Vector& rates, double dt) {
    double longest = least_duration;
    for (const double nu : rates) {
        if (nu > 0.0) longest = std::max(longest, least_spikes / nu);
    }
    const double steps = std::min(longest_steps, std::exp2(std::ceil(std::log2(longest / dt))));
    SurrogateGrid grid{.dt = dt, .steps = static_cast<Index>(steps), .coarse = 1, .size = 0};
    const double df = 1.0 / (steps * dt);
    grid.coarse = std::max<Index>(1, std::lround(finest_frequency / df));
    const double end = std::min(largest_frequency, 0.45 / dt);
    grid.size = static_cast<Index>(end / frequency_step(grid)) + 1;
    return grid;
}

Problem problem_of(const Network& network, const EffectiveTheory& theory,
                   const SurrogateOptions& options) {
    const Vector& nu = theory.point.firing_rates;
    Problem problem{.network = network,
                    .theory = theory,
                    .options = options,
                    .grid = grid_for(nu, options.dt),
                    .surrogates = {},
                    .shot_power = Vector::Zero(nu.size()),
                    .W = {}};
    for (Index i = 0; i < nu.size(); ++i) {
        const bool delta = network.synapse == SynapseType::delta;
        problem.surrogates.push_back({.neuron = neuron(network, i),
                                      .tau_s = delta ? 0.0 : network.tau_s(i),
                                      .drift = constant_potential(network, i),
                                      .shots = poisson_inputs(network, i, nu)});
        for (const auto& shot : problem.surrogates.back().shots) {
            problem.shot_power(i) += shot.rate * square(shot.weight);
        }
    }
    problem.W = white_connectivity(theory.network, theory.point, theory.method,
                                   frequency_step(problem.grid), problem.grid.size);
    return problem;
}

/// Jumps per time [V/s], n.
Vector mean_of_jumps(const Network& network, const Vector& rates) {
    Vector mean = theory::mean_input(network, rates);
    for (Index i = 0; i < mean.size(); ++i) mean(i) -= constant_potential(network, i);
    return mean.cwiseQuotient(network.tau_m);
}

/// Power of independent Poisson spikes at these rates, relative to that of the shots, n.
Vector poisson_gain(const Problem& problem, const Vector& rates) {
    return theory::std_input(problem.network, rates)
        .cwiseAbs2()
        .cwiseQuotient(problem.network.tau_m)
        .cwiseQuotient(problem.shot_power);
}

/// Runs a part of the neurons with white input at the rates of `white` and with that of `coloured`.
std::array<Records, 2> run(const Problem& problem, const Vector& white, const State& coloured,
                           Index neurons_per_block) {
    const auto n = static_cast<std::size_t>(white.size());
    const Vector white_mean = mean_of_jumps(problem.network, white);
    const Vector mean = mean_of_jumps(problem.network, coloured.rates);
    const Vector white_gain = poisson_gain(problem, white);
    std::array<Records, 2> records{Records(n, std::vector<SurrogateRecord>(blocks)),
                                   Records(n, std::vector<SurrogateRecord>(blocks))};
    const auto tasks = static_cast<Index>(n) * blocks;
    numerics::parallel_blocks(tasks, problem.options.threads, [&](Index begin, Index end) {
        for (Index task = begin; task < end; ++task) {
            const Index i = task / blocks;
            const Index block = task % blocks;
            const std::vector<Drive> drives{
                {.mean = white_mean(i),
                 .gain = Vector::Constant(problem.grid.size, std::sqrt(white_gain(i)))},
                {.mean = mean(i), .gain = coloured.power_gain.col(i).cwiseSqrt()}};
            auto both = simulate_surrogates(problem.surrogates[static_cast<std::size_t>(i)],
                                            problem.grid, drives, problem.options.seed,
                                            block * neurons_per_block, neurons_per_block);
            for (std::size_t side = 0; side < 2; ++side) {
                records[side][static_cast<std::size_t>(i)][static_cast<std::size_t>(block)] =
                    std::move(both[side]);
            }
        }
    });
    return records;
}

SurrogateRecord sum_without(const std::vector<SurrogateRecord>& records, Index left_out) {
    SurrogateRecord sum = records[left_out == 0 ? 1 : 0];
    for (Index b = left_out == 0 ? 2 : 1; b < blocks; ++b) {
        if (b != left_out) add(sum, records[static_cast<std::size_t>(b)]);
    }
    return sum;
}

/// Response of the spikes to the jumps [1/V], averaged over neighbouring frequencies, and its
/// squared standard error.
struct Response {
    ComplexVector value;
    Vector variance;
};

Response response_of(const SurrogateRecord& record, const SurrogateGrid& grid) {
    constexpr double relative_width = 0.12;
    constexpr double least_width = 2.0;  // [Hz]
    const double df = frequency_step(grid);
    const double neurons = record.time / (static_cast<double>(grid.steps) * grid.dt);
    Response response{.value = ComplexVector::Zero(grid.size), .variance = Vector::Zero(grid.size)};
    for (Index m = 0; m < grid.size; ++m) {
        const double f = static_cast<double>(m) * df;
        const auto half = static_cast<Index>(std::max(least_width, relative_width * f) / df);
        const Index begin = std::max<Index>(0, m - half);
        const Index count = std::min(grid.size, m + half + 1) - begin;
        const double input = record.input_power.segment(begin, count).sum();
        const double spikes = record.power.segment(begin, count).sum();
        const double samples = neurons * static_cast<double>(count * grid.coarse);
        response.value(m) = record.cross.segment(begin, count).sum() / input;
        response.variance(m) = spikes / input / samples;
    }
    return response;
}

/// Ratio of two responses, where it is not lost in the noise: the part of (ratio - 1) that exceeds
/// its random error (James and Stein).
ComplexVector ratio_of(const Response& coloured, const Response& white) {
    ComplexVector ratio(white.value.size());
    for (Index m = 0; m < ratio.size(); ++m) {
        const double scale = std::norm(white.value(m));
        const Complex change = scale > 0.0 ? coloured.value(m) / white.value(m) - 1.0 : 0.0;
        const double noise = scale > 0.0 ? (coloured.variance(m) + white.variance(m)) / scale : 1.0;
        const double size = std::norm(change);
        ratio(m) = 1.0 + (size > noise ? (1.0 - noise / size) * change : 0.0);
    }
    return ratio;
}

/// Rates at which neurons fire as they receive: one step of Newton's method from `assumed`.
Vector consistent_rates(const Problem& problem, const Vector& assumed, const Vector& measured,
                        const ComplexMatrix& responses) {
    const Index n = assumed.size();
    const Matrix gain = responses.row(0).real().asDiagonal() * Matrix(problem.W[0].real());
    const Vector step = (Matrix::Identity(n, n) - gain).partialPivLu().solve(measured - assumed);
    constexpr double largest_step = 0.2;
    const Vector limit = largest_step * (assumed.array() + 0.1).matrix();
    return assumed + step.cwiseMin(limit).cwiseMax(-limit);
}

NeuronStatistics statistics_of(const Problem& problem, const std::vector<SurrogateRecord>& records,
                               const Vector& assumed, const ComplexMatrix& responses) {
    const Index n = assumed.size();
    NeuronStatistics result{.df = frequency_step(problem.grid),
                            .rates = Vector::Zero(n),
                            .cvs = Vector::Zero(n),
                            .std_input = Vector::Zero(n),
                            .spectra = Matrix::Zero(problem.grid.size, n),
                            .responses = responses};
    Vector measured(n);
    for (Index i = 0; i < n; ++i) {
        const SurrogateRecord& record = records[static_cast<std::size_t>(i)];
        measured(i) = record.spikes / record.time;
        if (record.spikes < 2.0) continue;
        const double mean = record.intervals / record.spikes;
        const double variance = record.squares / record.spikes - square(mean);
        result.cvs(i) = std::sqrt(std::max(0.0, variance)) / mean;
    }
    result.rates = consistent_rates(problem, assumed, measured, responses).cwiseMax(0.0);
    for (Index i = 0; i < n; ++i) {
        if (!(measured(i) > 0.0)) continue;
        const SurrogateRecord& record = records[static_cast<std::size_t>(i)];
        result.spectra.col(i) = record.power / record.time * (result.rates(i) / measured(i));
    }
    return result;
}

/// Power of the input [V^2 Hz], F x n.
Matrix input_power(const Problem& problem, const NeuronStatistics& neurons) {
    const Network& network = problem.network;
    const Vector poisson = poisson_gain(problem, neurons.rates).cwiseProduct(problem.shot_power);
    const Matrix K_JJ = network.K.cwiseProduct(mean_square_weights(network));
    const Matrix JK = network.J.cwiseProduct(network.K);
    const MatrixStack C = cross_spectra(problem.W, neurons, network.N);
    Matrix power(problem.grid.size, network.N.size());
    for (Index m = 0; m < power.rows(); ++m) {
        const Vector S = neurons.spectra.row(m).transpose();
        Matrix pairs = C[m].real();
        pairs.diagonal() -= S.cwiseQuotient(network.N);
        power.row(m) =
            (poisson + K_JJ * (S - neurons.rates) + (JK * pairs).cwiseProduct(JK).rowwise().sum())
                .cwiseMax(least_power * poisson)
                .transpose();
    }
    return power;
}

/// Noise amplitude [V] that gives the free potential the variance that this input causes, n.
Vector noise_amplitude(const Problem& problem, const NeuronStatistics& neurons,
                       const Matrix& power) {
    const Network& network = problem.network;
    const Vector poisson = poisson_gain(problem, neurons.rates).cwiseProduct(problem.shot_power);
    Vector variance = network.tau_m.cwiseProduct(poisson);
    for (Index i = 0; i < variance.size(); ++i) {
        const double tau_m = network.tau_m(i);
        const double tau_s = problem.surrogates[static_cast<std::size_t>(i)].tau_s;
        for (Index m = 0; m < power.rows(); ++m) {
            const double omega = 2.0 * std::numbers::pi * neurons.df * static_cast<double>(m);
            const double both_signs = m == 0 ? 1.0 : 2.0;
            variance(i) += 2.0 * both_signs * neurons.df * free_membrane(omega, tau_m, tau_s) *
                           (power(m, i) - poisson(i));
        }
    }
    return variance.cwiseMax(0.0).cwiseSqrt();
}

/// Both sides, from all neurons (left_out = -1) or without a block.
InputStatistics evaluate(const Problem& problem, const std::array<Records, 2>& records,
                         const Vector& white_rates, const State& state, Index left_out) {
    const Index n = white_rates.size();
    std::array<std::vector<SurrogateRecord>, 2> sums;
    ComplexMatrix ratios(problem.grid.size, n);
    for (Index i = 0; i < n; ++i) {
        std::array<Response, 2> responses;
        for (std::size_t side = 0; side < 2; ++side) {
            sums[side].push_back(sum_without(records[side][static_cast<std::size_t>(i)], left_out));
            responses[side] = response_of(sums[side].back(), problem.grid);
        }
        ratios.col(i) = ratio_of(responses[1], responses[0]);
    }
    const ComplexMatrix ones = ComplexMatrix::Ones(problem.grid.size, n);
    InputStatistics result{.white = statistics_of(problem, sums[0], white_rates, ones),
                           .coloured = statistics_of(problem, sums[1], state.rates, ratios)};
    result.white.std_input = theory::std_input(problem.network, result.white.rates);
    result.coloured.std_input =
        noise_amplitude(problem, result.coloured, input_power(problem, result.coloured));
    return result;
}

}  // namespace

SelfConsistentInput self_consistent_input(const Network& network, const EffectiveTheory& theory,
                                          const SurrogateOptions& options) {
    const Problem problem = problem_of(network, theory, options);
    const double duration = static_cast<double>(problem.grid.steps) * options.dt;
    const auto neurons =
        std::max<Index>(small_part, static_cast<Index>(std::ceil(options.neuron_time / duration /
                                                                 static_cast<double>(blocks))));
    State state{.rates = theory.point.firing_rates,
                .power_gain = Matrix::Ones(problem.grid.size, network.N.size())};
    Vector white_rates = state.rates;
    SelfConsistentInput result;
    for (int round = 0; round < rounds; ++round) {
        const bool last = round == rounds - 1;
        const bool full = round >= rounds - full_rounds;
        const auto records =
            run(problem, white_rates, state, full ? neurons : neurons / small_part);
        result.all = evaluate(problem, records, white_rates, state, -1);
        if (getenv("DBG")) {
            const auto& c = result.all.coloured;
            const Matrix P = input_power(problem, c);
            const MatrixStack C = cross_spectra(problem.W, c, network.N);
            double var = 0;
            for (Index m = 1; m < C.frequencies(); ++m) var += 2 * c.df * (C[m](0, 0).real() - c.spectra(m, 0) / network.N(0));
            fprintf(stderr, "round %d rates %g %g cv %g sig %g eps %g\n", round, c.rates(0), c.rates(1), c.cvs(0), c.std_input(0), std::sqrt(var) / c.rates(0));
            if (last) for (double f : {1., 5., 10., 20., 30., 40., 60., 80., 100., 120., 150., 200., 300., 400.}) {
                const auto m = static_cast<Index>(f / c.df);
                fprintf(stderr, "f %g R %g%+gi S %g P/Sw %g gain %g C %g |1-W| %g\n", f, c.responses(m, 0).real(), c.responses(m, 0).imag(), c.spectra(m, 0), P(m, 0) / problem.shot_power(0), state.power_gain(m, 0), C[m](0, 0).real(),
                  std::abs((ComplexMatrix::Identity(c.rates.size(), c.rates.size()) - ComplexMatrix(c.responses.row(m).asDiagonal() * ComplexMatrix(problem.W[m]))).determinant()));
            }
        }
        if (!last) {
            const Matrix gain = input_power(problem, result.all.coloured) *
                                problem.shot_power.cwiseInverse().asDiagonal();
            const double part = round == 0 ? 1.0 : damping;
            state.power_gain = (1.0 - part) * state.power_gain + part * gain;
            state.rates = result.all.coloured.rates;
            white_rates = result.all.white.rates;
            continue;
        }
        for (Index b = 0; b < blocks; ++b) {
            result.without.push_back(evaluate(problem, records, white_rates, state, b));
        }
    }
    return result;
}

}  // namespace siegert::crosscheck
