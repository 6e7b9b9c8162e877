#include "landscape/neuron_derivatives.hpp"

#include "model/network_fields.hpp"
#include "model/neuron_kinds.hpp"
#include "synapses/models.hpp"
#include "theory/rate_map.hpp"

namespace siegert::landscape {
namespace {

using theory::PopulationInputs;

/// How a parameter of single neurons is moved.
struct Movable {
    Vector (*value)(const Network& network);
    void (*move)(Network& network, const Vector& steps);
    bool (*belongs_to)(const Network& network, Index i);
    bool is_potential;
};

bool of_all(const Network&, Index) {
    return true;
}

bool of_currents(const Network& network, Index) {
    return synapses::has_current(network) && (network.tau_s.array() > 0.0).all();
}

bool of_soft(const Network& network, Index i) {
    return runs_away(neuron_type(network, i));
}

template <auto field>
constexpr Movable movable(bool (*belongs_to)(const Network&, Index), bool is_potential = false) {
    return {.value = [](const Network& network) -> Vector { return network.*field; },
            .move = [](Network& network, const Vector& steps) { network.*field += steps; },
            .belongs_to = belongs_to,
            .is_potential = is_potential};
}

// In the order of NeuronParameter.
constexpr OfNeuronParameters<Movable> neuron_parameters{
    movable<&Network::tau_m>(of_all),      movable<&Network::tau_r>(of_all),
    movable<&Network::tau_s>(of_currents), movable<&Network::V_th>(of_all, true),
    movable<&Network::V_0>(of_all, true),  movable<&Network::Delta_T>(of_soft),
    movable<&Network::V_T>(of_soft, true)};

// Of populations that have not the parameter 0.
Vector inverse_or_zero(const Vector& steps) {
    return (steps.array() > 0.0).select(steps.cwiseInverse(), 0.0);
}

// All populations at once: each answers for itself. Each has a step of its own.
ComplexMatrix by_input(const Network& network, const PopulationInputs& inputs,
                       Vector PopulationInputs::*moment, const NeuronAnswer& answer) {
    const Vector steps = relative_step * inputs.sigma.cwiseMax(1e-6);
    const std::function<ComplexMatrix(double)> moved_by = [&](double k) -> ComplexMatrix {
        PopulationInputs moved = inputs;
        moved.*moment += k * steps;
        return answer(network, moved);
    };
    return steps.cwiseInverse().asDiagonal() * derivative(moved_by, 1.0, false);
}

Vector who_has(const Network& network, const Movable& parameter) {
    return Vector::NullaryExpr(network.tau_m.size(), [&](Index i) {
        return parameter.belongs_to(network, i) ? 1.0 : 0.0;
    });
}

ComplexMatrix by_parameter(const Network& network, const PopulationInputs& inputs,
                           const Movable& parameter, const Vector& having,
                           const NeuronAnswer& answer) {
    const Vector value = parameter.value(network);
    const Vector size = parameter.is_potential ? Vector(network.V_th - network.V_0) : value;
    const bool at_edge =
        !parameter.is_potential && ((value.array() == 0.0) && (having.array() > 0.0)).any();
    const Vector scale = at_edge ? Vector::Constant(value.size(), 1e-3) : size;
    const Vector steps = relative_step * scale.cwiseProduct(having);
    const std::function<ComplexMatrix(double)> moved_by = [&](double k) -> ComplexMatrix {
        Network moved = network;
        parameter.move(moved, k * steps);
        return answer(moved, inputs);
    };
    return inverse_or_zero(steps).asDiagonal() * derivative(moved_by, 1.0, at_edge);
}

}  // namespace

NeuronAnswer rates_answer(lif::exp::Method method) {
    return [method](const Network& network, const PopulationInputs& inputs) -> ComplexMatrix {
        return neurons::rates(network, neurons::parts(network, method),
                              theory::input_of(network, inputs, method))
            .cast<Complex>();
    };
}

NeuronAnswer cvs_answer(lif::exp::Method method) {
    return [method](const Network& network, const PopulationInputs& inputs) -> ComplexMatrix {
        return neurons::cvs(network, neurons::parts(network, method),
                            theory::input_of(network, inputs, method))
            .cast<Complex>();
    };
}

NeuronAnswer response_answer(Complex s, const theory::ResponseOptions& options) {
    return [s, options](const Network& network, const PopulationInputs& inputs) {
        const auto transfer = theory::network_transfer_function(
            network, inputs, ComplexVector::Constant(1, s), options);
        ComplexMatrix result = ComplexMatrix::Zero(network.tau_m.size(), 2);
        result.col(0) = transfer.n_mu.row(0).transpose();
        if (transfer.n_sigma2.size() > 0) result.col(1) = transfer.n_sigma2.row(0).transpose();
        return result;
    };
}

NeuronAnswer spectrum_answer(double omega, const theory::ResponseOptions& options) {
    return
        [omega, options](const Network& network, const PopulationInputs& inputs) -> ComplexMatrix {
            const Vector at = Vector::Constant(1, omega);
            return theory::network_renewal_spectra(network, inputs, at, options)
                .row(0)
                .transpose()
                .cast<Complex>();
        };
}

NeuronDerivatives derivatives_of(const Network& network, const PopulationInputs& inputs,
                                 const NeuronAnswer& answer) {
    NeuronDerivatives result;
    result.mu = by_input(network, inputs, &PopulationInputs::mu, answer);
    result.variance = (2.0 * inputs.sigma).cwiseInverse().asDiagonal() *
                      by_input(network, inputs, &PopulationInputs::sigma, answer);
    for (std::size_t k = 0; k < neuron_parameters.size(); ++k) {
        const Vector having = who_has(network, neuron_parameters[k]);
        result.parameters[k] =
            having.isZero() ? ComplexMatrix::Zero(result.mu.rows(), result.mu.cols())
                            : by_parameter(network, inputs, neuron_parameters[k], having, answer);
    }
    return result;
}

}  // namespace siegert::landscape
