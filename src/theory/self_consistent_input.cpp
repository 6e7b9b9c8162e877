#include <siegert/theory/self_consistent_input.hpp>

#include "model/time_constants.hpp"
#include "numerics/linear_algebra.hpp"
#include "numerics/parallel.hpp"
#include "require.hpp"
#include "synapses/models.hpp"
#include "theory/current_network.hpp"
#include "theory/fluctuations.hpp"
#include "theory/mean_square_weight.hpp"
#include "theory/response_change.hpp"
#include "theory/surrogate_network.hpp"

#include <siegert/theory/input_statistics.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::theory {
namespace {

// The first and the last two rounds with all neurons, those between with a part of them until CVs
// change less than this.
constexpr int most_rounds = 8;
constexpr double settled = 0.004;
constexpr Index small_part = 5;
constexpr double damping = 0.7;
// No noise of the input falls below this part of its power.
constexpr double least_power = 0.01;

double square(double x) {
    return x * x;
}

/// One record for each population and block of neurons.
using Records = std::vector<std::vector<SurrogateRecord>>;

struct Problem {
    Network network;  ///< with currents where there are conductances
    const SelfConsistentOptions& options;
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

Problem problem_of(const Network& network, const FiniteWeightState& state,
                   const SelfConsistentOptions& options) {
    const Vector& nu = state.point.firing_rates;
    Problem problem{.network = with_currents(network, nu),
                    .options = options,
                    .grid = surrogate_grid(nu, options.dt),
                    .surrogates = {},
                    .shot_power = Vector::Zero(nu.size()),
                    .W = {}};
    for (Index i = 0; i < nu.size(); ++i) {
        problem.surrogates.push_back(surrogate_of(network, i, nu));
        problem.shot_power(i) = shot_power(problem.surrogates.back());
    }
    problem.W = white_connectivity(state.network, state.point, options.method,
                                   frequency_step(problem.grid), problem.grid.size);
    return problem;
}

void validate(const Network& network, const SelfConsistentOptions& options) {
    siegert::validate(network);
    require_positive("dt", options.dt);
    require_positive("neuron_time", options.neuron_time);
    require(options.threads >= 0, "threads", options.threads, "not be negative");
    require(network.Delay.size() != 0, "Delay", 0.0, "be given");
}

/// Power [V^2 Hz], n in each row, relative to that of the shots; 1 where there are none, as nothing
/// can be filtered there.
Matrix relative_to_shots(const Problem& problem, Matrix power) {
    for (Index i = 0; i < power.cols(); ++i) {
        if (problem.shot_power(i) > 0.0) {
            power.col(i) /= problem.shot_power(i);
        } else {
            power.col(i).setOnes();
        }
    }
    return power;
}

/// Power of the input if its spikes are independent and Poissonian [V^2 Hz], n.
Vector poisson_power(const Problem& problem, const Vector& rates) {
    return std_input(problem.network, rates).cwiseAbs2().cwiseQuotient(problem.network.tau_m);
}

/// Input of independent Poisson spikes at these rates.
State white_state(const Problem& problem, const Vector& rates) {
    const Matrix gain = relative_to_shots(problem, poisson_power(problem, rates).transpose());
    return {.rates = rates, .power_gain = gain.replicate(problem.grid.size, 1)};
}

/// Runs neurons_per_block neurons of each block with the input of each state.
std::vector<Records> run(const Problem& problem, const std::vector<State>& states,
                         Index neurons_per_block) {
    const Index n = problem.shot_power.size();
    const Records empty(static_cast<std::size_t>(n), std::vector<SurrogateRecord>(blocks));
    std::vector<Records> records(states.size(), empty);
    numerics::parallel_blocks(n * blocks, problem.options.threads, [&](Index begin, Index end) {
        for (Index task = begin; task < end; ++task) {
            if (problem.options.before_block) problem.options.before_block();
            const Index i = task / blocks;
            const Index block = task % blocks;
            std::vector<Drive> drives;
            for (const State& state : states) {
                drives.push_back({.mean = mean_of_jumps(problem.network, state.rates)(i),
                                  .gain = state.power_gain.col(i).cwiseSqrt()});
            }
            // The same random numbers for all populations: neurons that are alike behave alike.
            auto all = simulate_surrogates(problem.surrogates[static_cast<std::size_t>(i)],
                                           problem.grid, drives, problem.options.seed,
                                           block * neurons_per_block, neurons_per_block);
            for (std::size_t k = 0; k < states.size(); ++k) {
                records[k][static_cast<std::size_t>(i)][static_cast<std::size_t>(block)] =
                    std::move(all[k]);
            }
        }
    });
    return records;
}

/// Rates at which neurons fire as they receive: one step of Newton's method from `assumed`, with
/// the gain that theory gives neurons with white input. The measured one is a ratio of few spikes
/// where rates are low; a step by it may end where a population is silent, which has no gain at
/// all.
Vector consistent_rates(const Problem& problem, const Vector& assumed, const Vector& measured) {
    const Index n = assumed.size();
    const Matrix gain = problem.W[0].real();
    const Vector step = numerics::solve(Matrix::Identity(n, n) - gain, measured - assumed);
    constexpr double largest_step = 0.2;
    const Vector limit = largest_step * (assumed.array() + 0.1).matrix();
    return assumed + step.cwiseMin(limit).cwiseMax(-limit);
}

NeuronStatistics statistics_of(const Problem& problem, const std::vector<SurrogateRecord>& records,
                               const Vector& assumed, const ComplexMatrix& responses) {
    const Index n = assumed.size();
    NeuronStatistics result{.df = frequency_step(problem.grid),
                            .firing_rates = Vector::Zero(n),
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
    result.firing_rates = consistent_rates(problem, assumed, measured).cwiseMax(0.0);
    for (Index i = 0; i < n; ++i) {
        if (!(measured(i) > 0.0)) continue;
        const SurrogateRecord& record = records[static_cast<std::size_t>(i)];
        result.spectra.col(i) = record.power / record.time * (result.firing_rates(i) / measured(i));
    }
    return result;
}

/// Whether the spikes of different neurons count as independent.
enum class Correlations { none, linear_response };

/// Power of the input where spikes are Poissonian, at high frequencies [V^2 Hz], n.
Vector power_at_high_frequencies(const Problem& problem, const Vector& rates) {
    const Network& network = problem.network;
    const Matrix once = network.K.cwiseProduct(mean_square_weight(network));
    return poisson_power(problem, rates) + (power_of_sources(network) - once) * rates;
}

/// What the synapses of population i leave of jumps at omega [rad/s], relative to what they leave
/// of the shots as a whole: amplitudes from each population, and of external input the power [V^2
/// Hz].
struct Passed {
    Eigen::RowVectorXcd amplitudes;
    double external;
};

Passed passed(const Problem& problem, Index i, double omega) {
    const Network& network = problem.network;
    const auto& synapse = synapses::model(network);
    const double whole =
        std::sqrt(passed_part(problem.surrogates[static_cast<std::size_t>(i)], omega));
    const auto amplitude = [&](double tau_s) {
        return synapse.filter(Complex(0.0, omega * synapse.time_constant(tau_s))) / whole;
    };
    Passed result{.amplitudes = Eigen::RowVectorXcd(network.N.size()), .external = 0.0};
    for (Index j = 0; j < network.N.size(); ++j) {
        result.amplitudes(j) = amplitude(connection_tau_s(network, i, j));
    }
    for (Index m = 0; m < network.nu_ext.size(); ++m) {
        result.external += square(network.J_ext(i, m)) * network.K_ext(i, m) * network.nu_ext(m) *
                           std::norm(amplitude(external_tau_s(network, i, m)));
    }
    return result;
}

/// Power of the input [V^2 Hz], F x n: of the jumps if all synapses had one time constant, else of
/// what shots like those of the surrogates would need to cause the same behind the synapses.
Matrix input_power(const Problem& problem, const NeuronStatistics& neurons,
                   Correlations correlations) {
    const Network& network = problem.network;
    const Vector white = power_at_high_frequencies(problem, neurons.firing_rates);
    const Matrix of_sources = power_of_sources(network);
    const Matrix JK = network.J.cwiseProduct(network.K);
    const MatrixStack C = cross_spectra(problem.W, neurons, network.N);
    Matrix power(problem.grid.size, network.N.size());
    for (Index m = 0; m < power.rows(); ++m) {
        const double omega = 2.0 * std::numbers::pi * neurons.df * static_cast<double>(m);
        const Vector S = neurons.spectra.row(m).transpose();
        ComplexMatrix pairs = C[m];
        pairs.diagonal() -= S.cwiseQuotient(network.N);
        for (Index i = 0; i < power.cols(); ++i) {
            const auto [amplitudes, external] = passed(problem, i, omega);
            double sum = external + amplitudes.cwiseAbs2().cwiseProduct(of_sources.row(i)).dot(S);
            if (correlations == Correlations::linear_response) {
                const Eigen::RowVectorXcd input = amplitudes.cwiseProduct(JK.row(i));
                sum += (input * pairs * input.adjoint()).value().real();
            }
            power(m, i) = std::max(sum, least_power * white(i));
        }
    }
    return power;
}

/// Noise amplitude [V] that gives the free potential the variance that this input causes, n.
Vector noise_amplitude(const Problem& problem, const NeuronStatistics& neurons,
                       const Matrix& power) {
    const Network& network = problem.network;
    const Vector white = power_at_high_frequencies(problem, neurons.firing_rates);
    Vector variance = network.tau_m.cwiseProduct(white);
    for (Index i = 0; i < variance.size(); ++i) {
        const Surrogate& surrogate = problem.surrogates[static_cast<std::size_t>(i)];
        for (Index m = 0; m < power.rows(); ++m) {
            const double omega = 2.0 * std::numbers::pi * neurons.df * static_cast<double>(m);
            const double both_signs = m == 0 ? 1.0 : 2.0;
            variance(i) += 2.0 * both_signs * neurons.df *
                           free_membrane(surrogate, network.tau_m(i), omega) *
                           (power(m, i) - white(i));
        }
    }
    return variance.cwiseMax(0.0).cwiseSqrt();
}

/// reliability() of the response of each population in each state but the first, F x n each.
std::vector<Matrix> reliabilities(const Problem& problem, const std::vector<Records>& records) {
    const Index n = problem.shot_power.size();
    std::vector<Matrix> result(records.size(), Matrix::Zero(problem.grid.size, n));
    const auto states = static_cast<Index>(records.size());
    numerics::parallel_blocks(states * n, problem.options.threads, [&](Index begin, Index end) {
        for (Index task = std::max(begin, n); task < end; ++task) {
            const auto i = static_cast<std::size_t>(task % n);
            const auto k = static_cast<std::size_t>(task / n);
            result[k].col(task % n) = reliability(records[0][i], records[k][i], problem.grid);
        }
    });
    return result;
}

/// Statistics with the input of each state, from all neurons (left_out = -1) or without a block.
/// The first state is that of white input.
std::vector<NeuronStatistics> evaluate(const Problem& problem, const std::vector<Records>& records,
                                       const std::vector<Matrix>& reliable,
                                       const std::vector<State>& states, Index left_out) {
    const auto n = static_cast<std::size_t>(problem.shot_power.size());
    std::vector<NeuronStatistics> result;
    for (std::size_t k = 0; k < states.size(); ++k) {
        std::vector<SurrogateRecord> sums;
        ComplexMatrix ratios = ComplexMatrix::Ones(problem.grid.size, static_cast<Index>(n));
        for (std::size_t i = 0; i < n; ++i) {
            sums.push_back(sum_without(records[k][i], left_out));
            if (k == 0) continue;
            const auto column = static_cast<Index>(i);
            ratios.col(column) += reliable[k].col(column).cast<Complex>().cwiseProduct(
                change_of_response(records[0][i], records[k][i], problem.grid, left_out));
        }
        result.push_back(statistics_of(problem, sums, states[k].rates, ratios));
    }
    return result;
}

InputStatistics final_statistics(const Problem& problem, const std::vector<Records>& records,
                                 const std::vector<Matrix>& reliable,
                                 const std::vector<State>& states, Index left_out) {
    auto sides = evaluate(problem, records, reliable, states, left_out);
    sides[0].std_input = std_input(problem.network, sides[0].firing_rates);
    sides[1].std_input = noise_amplitude(
        problem, sides[1], input_power(problem, sides[1], Correlations::linear_response));
    sides[2].std_input =
        noise_amplitude(problem, sides[2], input_power(problem, sides[2], Correlations::none));
    return {.white = sides[0], .coloured = sides[1], .independent = sides[2]};
}

/// Moves the state towards the input that such neurons cause.
void advance(const Problem& problem, const std::vector<NeuronStatistics>& sides, double part,
             std::vector<State>& states) {
    const Matrix gain =
        relative_to_shots(problem, input_power(problem, sides[1], Correlations::linear_response));
    states[1].power_gain = (1.0 - part) * states[1].power_gain + part * gain;
    states[1].rates = sides[1].firing_rates;
    states[0] = white_state(problem, sides[0].firing_rates);
}

/// The input without correlations, for neurons that fire as those with them do.
State independent_state(const Problem& problem, const std::vector<NeuronStatistics>& sides) {
    return {.rates = sides[1].firing_rates,
            .power_gain =
                relative_to_shots(problem, input_power(problem, sides[1], Correlations::none))};
}

/// Standard deviation of the rates that the populations have in common, relative to the rates, n.
Vector modulation_depth(const Problem& problem, const NeuronStatistics& neurons) {
    const Vector& N = problem.network.N;
    const MatrixStack C = cross_spectra(problem.W, neurons, N);
    Vector variance = Vector::Zero(N.size());
    for (Index m = 0; m < C.frequencies(); ++m) {
        const double both_signs = m == 0 ? 1.0 : 2.0;
        variance += both_signs * neurons.df *
                    (C[m].diagonal().real() - neurons.spectra.row(m).transpose().cwiseQuotient(N));
    }
    Vector depth = Vector::Zero(N.size());
    for (Index i = 0; i < N.size(); ++i) {
        if (neurons.firing_rates(i) > 0.0) {
            depth(i) = std::sqrt(std::max(0.0, variance(i))) / neurons.firing_rates(i);
        }
    }
    return depth;
}

}  // namespace

SelfConsistentInput self_consistent_input(const Network& network, const FiniteWeightState& state,
                                          const SelfConsistentOptions& options) {
    validate(network, options);
    const Problem problem = problem_of(network, state, options);
    const Index neurons = neurons_per_block(problem.grid, options.neuron_time);
    const State start = white_state(problem, state.point.firing_rates.cwiseMax(0.0));
    std::vector<State> states{start, start};
    std::vector<NeuronStatistics> sides;
    const auto go_on = [&](Index count, double part) {
        const auto records = run(problem, states, count);
        sides = evaluate(problem, records, reliabilities(problem, records), states, -1);
        advance(problem, sides, part, states);
    };
    go_on(neurons, 1.0);
    Vector cvs = Vector::Zero(network.N.size());
    for (int round = 0; round < most_rounds; ++round) {
        go_on(std::max<Index>(1, neurons / small_part), damping);
        const Vector change = (sides[1].cvs - cvs).cwiseAbs();
        cvs = sides[1].cvs;
        if (change.maxCoeff() < settled) break;
    }
    // The rates of all neurons are not those of a part of them: two rounds for two steps.
    go_on(neurons, 1.0);
    go_on(neurons, 1.0);
    states.push_back(independent_state(problem, sides));
    const auto records = run(problem, states, neurons);
    const auto reliable = reliabilities(problem, records);
    SelfConsistentInput result{.all = final_statistics(problem, records, reliable, states, -1),
                               .without = {},
                               .modulation_depth = {}};
    for (Index b = 0; b < blocks; ++b) {
        result.without.push_back(final_statistics(problem, records, reliable, states, b));
    }
    result.modulation_depth = modulation_depth(problem, result.all.coloured);
    return result;
}

}  // namespace siegert::theory
