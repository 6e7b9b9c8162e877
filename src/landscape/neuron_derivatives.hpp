#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/network_transfer_function.hpp>

#include <array>
#include <functional>

namespace siegert::landscape {

/// f'(0) from values at multiples of h; error h^4. Forwards only where `at_edge`.
template <class Value>
Value derivative(const std::function<Value(double)>& f, double h, bool at_edge) {
    if (at_edge) {
        return (-25.0 * f(0.0) + 48.0 * f(h) - 36.0 * f(2.0 * h) + 16.0 * f(3.0 * h) -
                3.0 * f(4.0 * h)) /
               (12.0 * h);
    }
    return (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h);
}

/// A step for `derivative`, relative to the parameter: its fifth power is negligible.
inline constexpr double relative_step = 1e-3;

/// What single neurons of each population answer at their input (n x columns): numbers that depend
/// on the input and the parameters of that population only.
using NeuronAnswer =
    std::function<ComplexMatrix(const Network& network, const theory::PopulationInputs& inputs)>;

/// Rates [Hz], one column.
[[nodiscard]] NeuronAnswer rates_answer(lif::exp::Method method);

/// CVs, one column.
[[nodiscard]] NeuronAnswer cvs_answer(lif::exp::Method method);

/// Columns n_mu and n_sigma2 (0 where it is left out) at s.
[[nodiscard]] NeuronAnswer response_answer(Complex s, const theory::ResponseOptions& options);

/// Spectra [Hz] of the spikes of single neurons at omega, one column.
[[nodiscard]] NeuronAnswer spectrum_answer(double omega, const theory::ResponseOptions& options);

/// The parameters of single neurons, one number for each population.
enum class NeuronParameter { tau_m, tau_r, tau_s, V_th, V_0, Delta_T, V_T };

/// Something for each of them.
template <class Value>
using OfNeuronParameters = std::array<Value, 7>;

template <class Values>
auto& at(Values& values, NeuronParameter parameter) {
    return values[static_cast<std::size_t>(parameter)];
}

/// Derivatives of an answer (n x columns) with respect to what a single neuron knows.
struct NeuronDerivatives {
    ComplexMatrix mu, variance;
    OfNeuronParameters<ComplexMatrix> parameters;
};

/// By differences of fourth order, for all populations at once. 0 with respect to parameters that
/// the neurons of a population do not have.
[[nodiscard]] NeuronDerivatives derivatives_of(const Network& network,
                                               const theory::PopulationInputs& inputs,
                                               const NeuronAnswer& answer);

}  // namespace siegert::landscape
