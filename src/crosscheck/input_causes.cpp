#include "crosscheck/input_causes.hpp"

#include <siegert/theory/input_statistics.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <numbers>

namespace siegert::crosscheck {
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

Vector jackknife_errors(const SelfConsistentInput& input,
                        const std::function<Vector(const InputStatistics&)>& value) {
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

namespace {

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

}  // namespace

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

namespace {

// Unconnected neurons are to cost less than a third of the network: one of their steps takes as
// long as this many steps of the network's neurons, summed over all rounds.
constexpr double relative_cost = 180.0;
constexpr double least_surrogate_time = 200.0;  // [s]

double surrogate_time(const Base& base) {
    const CrosscheckOptions& options = base.options;
    if (!std::isnan(options.surrogate_time)) return options.surrogate_time;
    const double simulated =
        base.network.N.sum() * (options.duration + options.replicates * options.warmup);
    return std::max(least_surrogate_time,
                    simulated / relative_cost / static_cast<double>(base.network.N.size()));
}

// Stops where the caller wants to; one question at a time.
std::function<void()> stop_where_asked(const CrosscheckOptions& options) {
    if (!options.progress) return {};
    return [&options, mutex = std::make_shared<std::mutex>()] {
        const std::lock_guard lock(*mutex);
        if (!options.progress(0.0)) throw Stopped{};
    };
}

}  // namespace

SurrogateOptions surrogate_options(const Base& base) {
    return {.dt = base.options.dt,
            .neuron_time = surrogate_time(base),
            .seed = base.options.seed,
            .threads = base.options.threads,
            .before_block = stop_where_asked(base.options)};
}

SelfConsistentInput input_of(const Base& base, const FiniteWeightTheory& theory) {
    return self_consistent_input(
        base.network,
        {.network = theory.network, .point = theory.point, .method = base.options.method},
        surrogate_options(base));
}

}  // namespace siegert::crosscheck
