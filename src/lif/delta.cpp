#include <siegert/lif/delta.hpp>

#include <siegert/lif/exp.hpp>

#include "lif/batch.hpp"
#include "lif/stationary_rate.hpp"
#include "require.hpp"

/// Delta synapses are exponential ones of time constant zero. (The two functions that are called
/// most do without the detour, which costs 2 ns.)
namespace siegert::lif::delta {
namespace {

constexpr exp::Synapse white{.tau_s = 0.0, .method = exp::Method::shift};

Batch with_white_noise(Batch batch) {
    static constexpr double zero[]{0.0};
    if (!batch.tau_s.empty()) {
        throw InvalidParameter(fmt::format("tau_s must be empty for delta synapses, got {} entries",
                                           batch.tau_s.size()));
    }
    batch.tau_s = zero;
    batch.method = white.method;
    return batch;
}

}  // namespace

double firing_rate(const LifNeuron& neuron, const Input& input) {
    return stationary_rate(rate_problem(neuron, input, 0.0));
}

double log_firing_rate(const LifNeuron& neuron, const Input& input) {
    return exp::log_firing_rate(neuron, white, input);
}

RateDerivatives rate_derivatives(const LifNeuron& neuron, const Input& input) {
    return shifted_derivatives(rate_problem(neuron, input, 0.0), 0.0);
}

RateSecondDerivatives rate_second_derivatives(const LifNeuron& neuron, const Input& input) {
    return exp::rate_second_derivatives(neuron, white, input);
}

double input_rate_derivative(const LifNeuron& neuron, const Input& input, double J) {
    return exp::input_rate_derivative(neuron, white, input, J);
}

double cv(const LifNeuron& neuron, const Input& input) {
    return exp::cv(neuron, white, input);
}

void firing_rates(const Batch& batch, std::span<double> nu) {
    compute_batch(BatchQuantity::rate, with_white_noise(batch), {.value = nu});
}

void rate_derivatives(const Batch& batch, std::span<double> nu, std::span<double> d_mu,
                      std::span<double> d_sigma) {
    compute_batch(BatchQuantity::rate_derivatives, with_white_noise(batch),
                  {.value = nu, .d_mu = d_mu, .d_sigma = d_sigma});
}

void cvs(const Batch& batch, std::span<double> cv) {
    compute_batch(BatchQuantity::cv, with_white_noise(batch), {.value = cv});
}

TransferFunction transfer_function(const LifNeuron& neuron, const Input& input,
                                   const ComplexVector& s, Convention convention) {
    return exp::transfer_function(neuron, white, input, s, convention, SynapticFilter::without);
}

ComplexVector interval_characteristic_function(const LifNeuron& neuron, const Input& input,
                                               const ComplexVector& s) {
    return exp::interval_characteristic_function(neuron, white, input, s);
}

Vector renewal_spectrum(const LifNeuron& neuron, const Input& input, const Vector& omegas) {
    return exp::renewal_spectrum(neuron, white, input, omegas);
}

}  // namespace siegert::lif::delta
