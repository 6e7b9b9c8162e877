#include "crosscheck/prediction.hpp"

#include "crosscheck/effective_threshold.hpp"
#include "crosscheck/linear_response.hpp"
#include "crosscheck/self_consistent_input.hpp"
#include "crosscheck/transmission.hpp"
#include "crosscheck/watched_network.hpp"

#include <siegert/crosscheck/finite_psp.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/theory/input_statistics.hpp>
#include <siegert/theory/network_transfer_function.hpp>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace siegert::crosscheck {
namespace {

using lif::exp::Method;
using theory::WorkingPoint;

constexpr double two_pi = 2.0 * std::numbers::pi;
// Frequencies at which correlations are integrated: the membrane has filtered what lies beyond.
constexpr double integration_end = 500.0;  // [Hz]

WorkingPoint state_of(const Network& network, const Vector& start, Method method) {
    const Vector below = start.cwiseMin((0.9 / network.tau_r.array().max(1e-6)).matrix());
    WorkingPoint point = theory::working_point(network, {.method = method, .start = below});
    theory::require_converged(point);
    return point;
}

// Rows that do not depend on the state of the network.
bool is_part(Quantity quantity) {
    return quantity == Quantity::unconnected_rates || quantity == Quantity::driven_rates ||
           quantity == Quantity::transmission_gain || quantity == Quantity::transmission_delay;
}

bool is_response(Quantity quantity) {
    return quantity == Quantity::transfer_function_real ||
           quantity == Quantity::transfer_function_imaginary;
}

bool asks_for_response(const CrosscheckOptions& options) {
    return asks_for(options, Quantity::transfer_function_real) ||
           asks_for(options, Quantity::transfer_function_imaginary);
}

ComplexMatrix transfer_functions(const Network& network, const WorkingPoint& point, Method method,
                                 const Vector& frequencies) {
    // The simulation modulates the mean potential itself, not the current of the synapses.
    return theory::network_transfer_function(
               network, {.mu = point.mean_input, .sigma = point.std_input},
               lif::on_imaginary_axis(two_pi * frequencies),
               {.method = method, .filter = lif::SynapticFilter::without, .threads = 1})
        .n_mu;
}

/// What the rows are made of, whichever theory it comes from.
struct Source {
    Vector rates;
    Vector cvs;
    Vector mean_input;
    Vector std_input;
    std::function<Fluctuations(double, Index)> fluctuations;  ///< at m df, m = 0 ... count - 1
    std::function<ComplexMatrix()> n_mu;  ///< at the modulation frequencies, frequencies x n
};

Vector values_of(const Source& source, const Vector& N, const std::vector<Key>& keys,
                 const CrosscheckOptions& options) {
    Matrix covariances;
    Matrix power;
    ComplexMatrix n_mu;
    if (asks_for(options, Quantity::covariances)) {
        const double df = 1.0 / (10.0 * options.count_bin);
        covariances = count_covariances_of(
            source.fluctuations(df, static_cast<Index>(integration_end / df) + 1), N,
            options.count_bin);
    }
    if (asks_for(options, Quantity::spectra)) {
        const auto bands = frequency_bands(options);
        const Index count = bands.back().end + static_cast<Index>(time_bandwidth) + 1;
        power = band_power(source.fluctuations(1.0 / options.segment, count), bands);
    }
    if (asks_for_response(options)) n_mu = source.n_mu();
    Vector values(static_cast<Index>(keys.size()));
    for (std::size_t r = 0; r < keys.size(); ++r) {
        const auto [quantity, i, j, k, frequency] = keys[r];
        double& value = values(static_cast<Index>(r));
        switch (quantity) {
            case Quantity::rates:
                value = source.rates(i);
                break;
            case Quantity::cvs:
                value = source.cvs(i);
                break;
            case Quantity::mean_input:
                value = source.mean_input(i);
                break;
            case Quantity::std_input:
                value = source.std_input(i);
                break;
            case Quantity::covariances:
                value = covariances(i, j);
                break;
            case Quantity::spectra:
                value = power(k, i);
                break;
            case Quantity::transfer_function_real:
                value = n_mu(k, i).real();
                break;
            case Quantity::transfer_function_imaginary:
                value = n_mu(k, i).imag();
                break;
            case Quantity::unconnected_rates:
            case Quantity::driven_rates:
            case Quantity::transmission_gain:
            case Quantity::transmission_delay:
                value = 0.0;  // parts of the network do not depend on its state: see add_parts
                break;
        }
    }
    return values;
}

Vector values_at(const Network& network, const WorkingPoint& point, Method method,
                 const std::vector<Key>& keys, const CrosscheckOptions& options) {
    return values_of(
        {.rates = point.firing_rates,
         .cvs = point.cvs,
         .mean_input = point.mean_input,
         .std_input = point.std_input,
         .fluctuations =
             [&](double df, Index count) {
                 return fluctuations(network, point, method, df, count);
             },
         .n_mu = [&] { return transfer_functions(network, point, method, options.frequencies); }},
        network.N, keys, options);
}

/// The theory at one working point, against which others are compared.
struct Base {
    const Network& network;
    const std::vector<Key>& keys;
    const CrosscheckOptions& options;
    WorkingPoint point;
    Vector values;
};

Prediction::Cause cause_of(const Base& base, std::string name, const Network& other,
                           const WorkingPoint& point, Method method) {
    return {.name = std::move(name),
            .values = values_at(other, point, method, base.keys, base.options) - base.values,
            .exact = std::vector<bool>(base.keys.size(), false),
            .uncertainty = {},
            .standard_error = {}};
}

// Rates of the theory at the inputs of the working point and an additional potential [V], n.
Vector rates_with(const Base& base, const Vector& additional, Method method) {
    Vector rates(additional.size());
    for (Index i = 0; i < rates.size(); ++i) {
        rates(i) = rate_at(
            base.network, i,
            {.mu = base.point.mean_input(i) + additional(i), .sigma = base.point.std_input(i)},
            method);
    }
    return rates;
}

// The same for Poisson input of finite weights.
Vector rates_of_finite_weights(const Network& network, const WorkingPoint& point,
                               const CrosscheckOptions& options, const Vector& additional) {
    Vector target = finite_weight_rates(network, point.firing_rates, options.dt, additional).rates;
    if (network.synapse == SynapseType::delta) return target;
    // Exponential synapses: as delta synapses of equal weight, relative to the diffusion limit.
    for (Index i = 0; i < target.size(); ++i) {
        const lif::Input input{.mu = point.mean_input(i) + additional(i),
                               .sigma = point.std_input(i)};
        const double white = lif::delta::firing_rate(neuron(network, i), input);
        if (white > 0.0) target(i) *= rate_at(network, i, input, options.method) / white;
    }
    return target;
}

Prediction::Cause no_change(const Base& base, std::string name) {
    return {.name = std::move(name),
            .values = Vector::Zero(base.values.size()),
            .exact = std::vector<bool>(base.keys.size(), false),
            .uncertainty = {},
            .standard_error = Vector::Zero(base.values.size())};
}

// Thresholds with which the theory gives the rates of finite weights, self-consistently.
Network with_finite_weights(const Base& base, WorkingPoint& point) {
    const Network& network = base.network;
    constexpr int iterations = 6;  // the shift hardly depends on the rates
    Network shifted = network;
    for (int step = 0; step < iterations; ++step) {
        const Vector nu = point.firing_rates;
        const Vector target =
            rates_of_finite_weights(network, point, base.options, Vector::Zero(nu.size()));
        shifted =
            with_thresholds(network, threshold_shifts(network, point, base.options.method, target));
        point = state_of(shifted, nu, base.options.method);
        // With exponential synapses the shift is an estimate.
        const double negligible = network.synapse == SynapseType::delta ? 1e-5 : 1e-3;
        if ((point.firing_rates - nu).norm() < negligible * nu.norm()) break;
    }
    return shifted;
}

// Spikes of a step are added to V at its end, where V is recorded: just after its largest value.
void add_recording_bias(Prediction::Cause& cause, const Base& base, const WorkingPoint& point) {
    const Network& network = base.network;
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        const double steps = base.options.dt / network.tau_m(key.i);
        double& value = cause.values(static_cast<Index>(r));
        if (key.quantity == Quantity::mean_input) {
            value += (point.mean_input(key.i) - constant_potential(network, key.i)) *
                     (steps / -std::expm1(-steps) - 1.0);
        }
        if (key.quantity == Quantity::std_input) {
            value +=
                point.std_input(key.i) * (std::sqrt(2.0 * steps / -std::expm1(-2.0 * steps)) - 1.0);
        }
    }
}

// A change of the threshold does not reproduce the CV, which drives fluctuations of the network
// too.
void add_irregularity(Prediction::Cause& cause, const Base& base, const WorkingPoint& point) {
    const Vector cvs = finite_weight_rates(base.network, point.firing_rates, base.options.dt,
                                           Vector::Zero(base.network.N.size()))
                           .cvs;
    const Vector ratio = cvs.array() / point.cvs.array().max(1e-12);
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        const auto row = static_cast<Index>(r);
        const double total = base.values(row) + cause.values(row);
        double& value = cause.values(row);
        if (key.quantity == Quantity::cvs) value = cvs(key.i) - base.values(row);
        if (key.quantity == Quantity::spectra) value += total * (ratio(key.i) * ratio(key.i) - 1.0);
        if (key.quantity == Quantity::covariances) {
            value += total * (ratio(key.i) * ratio(key.j) - 1.0);
        }
    }
}

/// The theory with thresholds that give the rates of finite weights.
struct FiniteWeightTheory {
    Network network;
    WorkingPoint point;
};

// Change of the rates with the mean input [1/(V s)], n, on the grid and with finite weights.
Vector static_response(const Base& base, const Vector& nu) {
    const Network& network = base.network;
    Vector step = 0.02 * (network.V_th - network.V_0);
    const auto rates = [&](double sign) {
        return finite_weight_rates(network, nu, base.options.dt, sign * step).rates;
    };
    return (rates(1.0) - rates(-1.0)).cwiseQuotient(2.0 * step);
}

// A change of the threshold gives the right rate, but not the right response to the mean input; it
// is corrected by the factor that is exact at low frequencies.
void add_response(Prediction::Cause& cause, const Base& base, const FiniteWeightTheory& theory) {
    if (!asks_for_response(base.options)) return;
    const Vector exact = static_response(base, theory.point.firing_rates);
    const ComplexMatrix shifted =
        transfer_functions(theory.network, theory.point, base.options.method, Vector::Zero(1));
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        if (!is_response(key.quantity)) continue;
        const auto row = static_cast<Index>(r);
        const double factor = exact(key.i) / shifted(0, key.i).real();
        cause.values(row) += (base.values(row) + cause.values(row)) * (factor - 1.0);
    }
}

FiniteWeightTheory finite_weight_theory(const Base& base) {
    FiniteWeightTheory theory{.network = {}, .point = base.point};
    theory.network = with_finite_weights(base, theory.point);
    return theory;
}

const char* finite_weight_name(const Network& network) {
    return network.synapse == SynapseType::delta ? "finite weights and time step"
                                                 : "finite weights";
}

// With delta synapses and Poisson drive the intervals on the grid are those of the simulation.
bool knows_finite_weights(const Network& network) {
    return network.synapse == SynapseType::delta &&
           network.external_drive == ExternalDrive::poisson;
}

Prediction::Cause finite_weights(const Base& base, const FiniteWeightTheory& theory) {
    auto cause = cause_of(base, finite_weight_name(base.network), theory.network, theory.point,
                          base.options.method);
    if (base.network.synapse != SynapseType::delta) return cause;
    add_recording_bias(cause, base, theory.point);
    add_irregularity(cause, base, theory.point);
    add_response(cause, base, theory);
    cause.exact.assign(base.keys.size(), knows_finite_weights(base.network));
    return cause;
}

// Rows with the statistics of neurons whose input has another spectrum.
Vector values_with(const Base& base, const FiniteWeightTheory& theory,
                   const NeuronStatistics& neurons) {
    const Method method = base.options.method;
    const Source source{.rates = neurons.rates,
                        .cvs = neurons.cvs,
                        .mean_input = theory::mean_input(base.network, neurons.rates),
                        .std_input = neurons.std_input,
                        .fluctuations =
                            [&](double df, Index count) {
                                return fluctuations(theory.network, theory.point, method, df, count,
                                                    neurons);
                            },
                        .n_mu =
                            [&] {
                                ComplexMatrix n_mu = transfer_functions(
                                    theory.network, theory.point, method, base.options.frequencies);
                                for (Index k = 0; k < n_mu.rows(); ++k) {
                                    n_mu.row(k) = n_mu.row(k).cwiseProduct(
                                        responses_at(neurons, base.options.frequencies(k)));
                                }
                                return n_mu;
                            }};
    return values_of(source, base.network.N, base.keys, base.options);
}

Vector change_of(const Base& base, const FiniteWeightTheory& theory, const InputStatistics& input) {
    return values_with(base, theory, input.coloured) - values_with(base, theory, input.white);
}

bool is_second_moment(Quantity quantity) {
    return quantity == Quantity::covariances || quantity == Quantity::spectra;
}

// What squares of the fluctuations add to covariances and spectra.
Vector values_of_squares(const Base& base, const FiniteWeightTheory& theory,
                         const NeuronStatistics& neurons) {
    const Network& network = theory.network;
    const MatrixStack W = white_connectivity(network, theory.point, base.options.method, neurons.df,
                                             neurons.spectra.rows());
    const MatrixStack Q = quadratic_noise(cross_spectra(W, neurons, network.N), neurons, network.N);
    const Vector zero = Vector::Zero(network.N.size());
    return values_of(
        {.rates = zero,
         .cvs = zero,
         .mean_input = zero,
         .std_input = zero,
         .fluctuations =
             [&](double df, Index count) {
                 return response_to_noise(network, theory.point, base.options.method, df, count,
                                          neurons, Q);
             },
         .n_mu =
             [&] {
                 return ComplexMatrix::Zero(base.options.frequencies.size(), zero.size()).eval();
             }},
        network.N, base.keys, base.options);
}

// What linear response and Gaussian input leave out is smaller than what they give by two orders of
// the depth to which the network modulates its rates; it has harmonics.
Vector nonlinear_remainder(const Base& base, const FiniteWeightTheory& theory,
                           const SelfConsistentInput& input) {
    const double depth = std::min(1.0, input.modulation_depth.maxCoeff());
    const double part = depth * depth;
    const NeuronStatistics& neurons = input.all.coloured;
    const Vector white = values_with(base, theory, input.all.white);
    const Vector independent = values_with(base, theory, input.all.independent);
    const Vector values = values_with(base, theory, neurons);
    Vector remainder =
        part * ((independent - white).cwiseAbs() + (values - independent).cwiseAbs());
    const Vector squares = values_of_squares(base, theory, neurons).cwiseAbs();
    // Large modulations saturate the response.
    NeuronStatistics saturated = neurons;
    saturated.responses *= 1.0 - part;
    const Vector changed = (values_with(base, theory, saturated) - values).cwiseAbs();
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto row = static_cast<Index>(r);
        if (is_second_moment(base.keys[r].quantity)) remainder(row) += changed(row) + squares(row);
    }
    return remainder;
}

// Standard errors, per row, of what `value` makes of the statistics, from those without one block.
template <typename Value>
Vector jackknife_errors(const SelfConsistentInput& input, const Value& value) {
    const auto parts = static_cast<Index>(input.without.size());
    Matrix values;
    for (Index b = 0; b < parts; ++b) {
        const Vector one = value(input.without[static_cast<std::size_t>(b)]);
        values.conservativeResize(one.size(), parts);
        values.col(b) = one;
    }
    const Vector mean = values.rowwise().mean();
    const double factor = static_cast<double>(parts - 1) / static_cast<double>(parts);
    return (factor * (values.colwise() - mean).rowwise().squaredNorm()).cwiseSqrt();
}

// The difference between neurons with the input that the network causes and with white input, both
// simulated: an error of the theory does not enter it.
Prediction::Cause self_consistent_noise(const Base& base, const FiniteWeightTheory& theory,
                                        const SelfConsistentInput& input) {
    Prediction::Cause cause{.name = "spectrum of the input",
                            .values = change_of(base, theory, input.all),
                            .exact = std::vector<bool>(base.keys.size(), true),
                            .uncertainty = nonlinear_remainder(base, theory, input),
                            .standard_error = jackknife_errors(input, [&](const auto& one) {
                                return change_of(base, theory, one);
                            })};
    return cause;
}

// Unconnected neurons are to cost less than a third of the network: one of their steps takes as
// long as this many steps of the network's neurons, summed over all rounds.
constexpr double relative_cost = 180.0;
constexpr double least_surrogate_time = 200.0;  // [s]

double surrogate_time(const Base& base) {
    const CrosscheckOptions& options = base.options;
    const double simulated =
        base.network.N.sum() * (options.duration + options.replicates * options.warmup);
    return std::max(least_surrogate_time,
                    simulated / relative_cost / static_cast<double>(base.network.N.size()));
}

SurrogateOptions surrogate_options(const Base& base) {
    return {.dt = base.options.dt,
            .neuron_time = surrogate_time(base),
            .seed = base.options.seed,
            .threads = base.options.threads};
}

SelfConsistentInput input_of(const Base& base, const FiniteWeightTheory& theory) {
    return self_consistent_input(
        base.network,
        {.network = theory.network, .point = theory.point, .method = base.options.method},
        surrogate_options(base));
}

// Lets the rates be `target` at the inputs of the working point, and the network react to it.
Prediction::Cause changed_rates(const Base& base, std::string name, const Vector& target) {
    const Method method = base.options.method;
    const Network shifted =
        with_thresholds(base.network, threshold_shifts(base.network, base.point, method, target));
    return cause_of(base, std::move(name), shifted,
                    state_of(shifted, base.point.firing_rates, method), method);
}

// Modulated input carries V across the threshold between grid points, and the spike is noticed at
// the next one, half a step later on average.
Prediction::Cause late_spikes(const Base& base) {
    Prediction::Cause cause{.name = "spikes on the grid",
                            .values = Vector::Zero(base.values.size()),
                            .exact = std::vector<bool>(base.keys.size(), false),
                            .uncertainty = {},
                            .standard_error = {}};
    const ComplexMatrix n_mu =
        transfer_functions(base.network, base.point, base.options.method, base.options.frequencies);
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        const bool real = key.quantity == Quantity::transfer_function_real;
        if (!real && key.quantity != Quantity::transfer_function_imaginary) continue;
        const double phase = std::numbers::pi * key.frequency * base.options.dt;
        const Complex change = n_mu(key.k, key.i) * (std::polar(1.0, -phase) - 1.0);
        cause.values(static_cast<Index>(r)) = real ? change.real() : change.imag();
    }
    return cause;
}

// Variance of the mean input [V^2] between the neurons of a population: of in-degrees that are not
// fixed, and of weights that are drawn once.
Vector variance_between_neurons(const Network& network, const Vector& nu) {
    const bool random_indegrees = network.connection_rule != ConnectionRule::fixed_indegree;
    const bool distributed =
        network.weight_dist != WeightDistribution::none && network.J_sd.size() != 0;
    Matrix variance = Matrix::Zero(nu.size(), nu.size());
    if (random_indegrees) variance += network.J.cwiseAbs2();
    if (distributed) variance += network.J_sd.cwiseAbs2();
    return network.tau_m.cwiseAbs2().cwiseProduct(variance.cwiseProduct(network.K) *
                                                  nu.cwiseAbs2());
}

// A spike comes back to the neuron that fired it, over all detours through the network: of order
// 1 / N, and of different sign for excitatory and inhibitory neurons.
Prediction::Cause returning_spikes(const Base& base) {
    const Network& network = base.network;
    const Index n = network.N.size();
    const ComplexMatrix n_mu =
        transfer_functions(network, base.point, base.options.method, Vector::Zero(1));
    const Matrix W = white_connectivity(network, base.point, base.options.method, 1.0, 1)[0].real();
    const Matrix JK = network.J.cwiseProduct(network.K);
    const Matrix one = Matrix::Identity(n, n);
    const Matrix detours = JK * ((one - W).partialPivLu().inverse() - one);
    Vector target = base.point.firing_rates;
    for (Index i = 0; i < n; ++i) {
        // What arrives in the refractory period is lost.
        const bool direct = network.autapses && network.Delay(i, i) > network.tau_r(i);
        const double jump = (detours(i, i) + (direct ? JK(i, i) : 0.0)) / network.N(i);
        target(i) *= std::max(0.0, 1.0 + network.tau_m(i) * jump * n_mu(0, i).real());
    }
    return changed_rates(base, "spikes that return to their neuron", target);
}

Prediction::Cause different_neurons(const Base& base) {
    const Vector variance = variance_between_neurons(base.network, base.point.firing_rates);
    Vector target = base.point.firing_rates;
    for (Index i = 0; i < target.size(); ++i) {
        // The mean over a normal distribution of mu, to the order of Simpson's rule at the points
        // that fit its first five moments.
        const double step = std::sqrt(3.0 * variance(i));
        const auto rate = [&](double change) {
            return rate_at(
                base.network, i,
                {.mu = base.point.mean_input(i) + change, .sigma = base.point.std_input(i)},
                base.options.method);
        };
        target(i) = 2.0 / 3.0 * rate(0.0) + (rate(step) + rate(-step)) / 6.0;
    }
    return changed_rates(base, "differences between neurons", target);
}

Vector driving_potentials(const Network& network) {
    Vector potentials(network.N.size());
    for (Index i = 0; i < potentials.size(); ++i) potentials(i) = driving_potential(network, i);
    return potentials;
}

// What a cause changes in the rates of unconnected and of driven neurons, n.
struct PartRates {
    Vector unconnected;
    Vector driven;
};

void set_unconnected(Prediction::Cause& cause, const Base& base, const PartRates& change) {
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        double& value = cause.values(static_cast<Index>(r));
        if (key.quantity == Quantity::unconnected_rates) value = change.unconnected(key.i);
        if (key.quantity == Quantity::driven_rates) value = change.driven(key.i);
    }
}

PartRates unconnected_rates(const Base& base, Method method) {
    return {.unconnected = rates_with(base, Vector::Zero(base.network.N.size()), method),
            .driven = rates_with(base, driving_potentials(base.network), method)};
}

// Theory of single parts of the network: neurons with Poisson input, and synapses.
void add_parts(Prediction& prediction, const Base& base) {
    const ExpectedInput expected(base.network, base.options.dt);
    const auto rates = unconnected_rates(base, base.options.method);
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        double& value = prediction.values(static_cast<Index>(r));
        if (key.quantity == Quantity::unconnected_rates) value = rates.unconnected(key.i);
        if (key.quantity == Quantity::driven_rates) value = rates.driven(key.i);
        if (key.quantity == Quantity::transmission_gain) value = 1.0;
        if (key.quantity == Quantity::transmission_delay) value = expected.mean_delay(key.i);
    }
}

void add_finite_weights_to_parts(Prediction::Cause& cause, const Base& base) {
    cause.exact.assign(base.keys.size(), knows_finite_weights(base.network));
    const auto theory = unconnected_rates(base, base.options.method);
    const auto finite = [&](const Vector& additional) {
        return rates_of_finite_weights(base.network, base.point, base.options, additional);
    };
    set_unconnected(
        cause, base,
        {.unconnected = finite(Vector::Zero(base.network.N.size())) - theory.unconnected,
         .driven = finite(driving_potentials(base.network)) - theory.driven});
}

constexpr const char* coloured_noise_name = "coloured noise beyond first order";

Method other_expansion(const Base& base) {
    return base.options.method == Method::shift ? Method::taylor : Method::shift;
}

void add_other_expansion_to_parts(Prediction::Cause& cause, const Base& base) {
    const auto these = unconnected_rates(base, base.options.method);
    const auto others = unconnected_rates(base, other_expansion(base));
    set_unconnected(cause, base,
                    {.unconnected = others.unconnected - these.unconnected,
                     .driven = others.driven - these.driven});
}

// Rates by the other expansion in sqrt(tau_s / tau_m), at the inputs of the working point and
// self-consistent.
Prediction::Cause coloured_noise(const Base& base) {
    const auto other = other_expansion(base);
    auto cause = cause_of(base, coloured_noise_name, base.network,
                          state_of(base.network, base.point.firing_rates, other), other);
    add_other_expansion_to_parts(cause, base);
    return cause;
}

constexpr const char* resolved_name = "finite weights, coloured noise and time step";

// Whether simulated neurons with white input decide where in the range of the estimates a row lies.
bool is_resolved(Quantity quantity) {
    return quantity == Quantity::rates || quantity == Quantity::cvs ||
           quantity == Quantity::mean_input || quantity == Quantity::unconnected_rates ||
           quantity == Quantity::driven_rates;
}

void add_resolved_to_parts(Prediction::Cause& cause, const Base& base) {
    const auto options = surrogate_options(base);
    const Vector& nu = base.point.firing_rates;
    const Vector none = Vector::Zero(nu.size());
    const auto unconnected = simulated_unconnected_rates(base.network, nu, none, options);
    const auto driven =
        simulated_unconnected_rates(base.network, nu, driving_potentials(base.network), options);
    const auto predicted = unconnected_rates(base, base.options.method);
    set_unconnected(cause, base,
                    {.unconnected = unconnected.rates - predicted.unconnected,
                     .driven = driven.rates - predicted.driven});
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        double& error = cause.standard_error(static_cast<Index>(r));
        if (key.quantity == Quantity::unconnected_rates) {
            error = unconnected.standard_errors(key.i);
        }
        if (key.quantity == Quantity::driven_rates) error = driven.standard_errors(key.i);
    }
    cause.exact.assign(base.keys.size(), true);
}

// Where the theory of exponential synapses is approximate, neurons with white input are simulated:
// what they differ by from the theory.
Prediction::Cause resolved(const Base& base, const FiniteWeightTheory& theory,
                           const SelfConsistentInput& input) {
    auto cause = no_change(base, resolved_name);
    cause.values = values_with(base, theory, input.all.white) - base.values;
    cause.standard_error = jackknife_errors(
        input, [&](const auto& one) { return values_with(base, theory, one.white); });
    add_resolved_to_parts(cause, base);
    return cause;
}

// The last cause counts as far as the estimates before it allow, so that an error of the theory
// beyond its known causes remains. They no longer count then.
void bound_by_estimates(Prediction& prediction, const Base& base) {
    auto& last = prediction.causes.back();
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto row = static_cast<Index>(r);
        if (!is_resolved(base.keys[r].quantity)) {
            last.values(row) = 0.0;
            last.standard_error(row) = 0.0;
            continue;
        }
        double bound = 0.0;
        for (std::size_t c = 0; c + 1 < prediction.causes.size(); ++c) {
            double& estimate = prediction.causes[c].values(row);
            bound += std::abs(estimate);
            estimate = 0.0;
        }
        last.values(row) = std::clamp(last.values(row), -bound, bound);
    }
}

// Whether anything is compared that depends on the state of the network.
bool asks_for_state(const CrosscheckOptions& options) {
    return std::ranges::any_of(options.quantities,
                               [](Quantity quantity) { return !is_part(quantity); });
}

void add_causes(Prediction& prediction, const Base& base) {
    const Network& network = base.network;
    const bool colored = network.synapse == SynapseType::exponential;
    const FiniteWeightTheory theory = finite_weight_theory(base);
    const SelfConsistentInput input = input_of(base, theory);
    prediction.modulation_depth = input.modulation_depth;
    prediction.causes.push_back(finite_weights(base, theory));
    add_finite_weights_to_parts(prediction.causes.back(), base);
    if (colored) {
        prediction.causes.push_back(coloured_noise(base));
        prediction.causes.push_back(resolved(base, theory, input));
        bound_by_estimates(prediction, base);
    }
    prediction.causes.push_back(self_consistent_noise(base, theory, input));
    if (asks_for_response(base.options)) prediction.causes.push_back(late_spikes(base));
    prediction.causes.push_back(returning_spikes(base));
    if (variance_between_neurons(network, base.point.firing_rates).maxCoeff() > 0.0) {
        prediction.causes.push_back(different_neurons(base));
    }
}

void add_causes_of_parts(Prediction& prediction, const Base& base) {
    prediction.causes.push_back(no_change(base, finite_weight_name(base.network)));
    add_finite_weights_to_parts(prediction.causes.back(), base);
    if (base.network.synapse == SynapseType::delta) return;
    prediction.causes.push_back(no_change(base, coloured_noise_name));
    add_other_expansion_to_parts(prediction.causes.back(), base);
    prediction.causes.push_back(no_change(base, resolved_name));
    add_resolved_to_parts(prediction.causes.back(), base);
    bound_by_estimates(prediction, base);
}

}  // namespace

Prediction predict(const Network& network, const std::vector<Key>& keys,
                   const CrosscheckOptions& options) {
    Base base{.network = network,
              .keys = keys,
              .options = options,
              .point = state_of(network, Vector::Zero(network.N.size()), options.method),
              .values = {}};
    base.values = values_at(network, base.point, options.method, keys, options);
    Prediction prediction{.point = base.point,
                          .n_mu_modulus = {},
                          .values = base.values,
                          .causes = {},
                          .modulation_depth = {}};
    if (asks_for_response(options)) {
        prediction.n_mu_modulus =
            transfer_functions(network, base.point, options.method, options.frequencies)
                .cwiseAbs()
                .colwise()
                .maxCoeff()
                .transpose();
    }
    add_parts(prediction, base);
    if (asks_for_state(options)) {
        add_causes(prediction, base);
    } else {
        add_causes_of_parts(prediction, base);
    }
    return prediction;
}

}  // namespace siegert::crosscheck
