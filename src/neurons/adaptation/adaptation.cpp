#include <siegert/neurons/adaptation.hpp>

#include "neurons/adaptation/adapted.hpp"
#include "neurons/interpolated_response.hpp"
#include "require.hpp"

#include <cmath>

namespace siegert::neurons::adaptation {
namespace {

Adapted ask(const AdaptingNeuron& neuron, const lif::Input& input, const Options& options,
            double largest) {
    constexpr int highest_order = 8;
    validate(neuron);
    lif::validate(input);
    const bool valid = options.order == 0 || (options.order >= 2 && options.order <= highest_order);
    require(valid, "order", options.order, fmt::format("be 0 or from 2 to {}", highest_order));
    return adapted(neuron, unadapted(neuron.neuron, input.sigma), input, options, largest);
}

double largest_of(const ComplexVector& s) {
    return s.size() == 0 ? 0.0 : s.cwiseAbs().maxCoeff();
}

}  // namespace

void validate(const AdaptingNeuron& neuron) {
    neurons::validate(neuron.neuron);
    for (const AdaptationCurrent& current : neuron.adaptation) {
        require_positive("tau of adaptation", current.tau);
        require_finite("a of adaptation", current.a);
        require_finite("b of adaptation", current.b);
    }
}

AdaptedState stationary_state(const AdaptingNeuron& neuron, const lif::Input& input,
                              const Options& options) {
    const Adapted a = ask(neuron, input, options, 0.0);
    const auto n = static_cast<Index>(neuron.adaptation.size());
    AdaptedState state{
        .firing_rate = firing_rate(a),
        .mean_potential = a.galerkin ? mean_potential(*a.galerkin) : a.field.potential,
        .mean_adaptation = Vector::Zero(n),
        .sd_adaptation = Vector::Zero(n),
        .error = error_of(a)};
    Index active = 0;
    for (Index k = 0; k < n; ++k) {
        const AdaptationCurrent& current = neuron.adaptation[static_cast<std::size_t>(k)];
        if (current.a == 0.0 && current.b == 0.0) continue;
        if (a.galerkin) {
            state.mean_adaptation(k) = a.galerkin->frame.mean(active);
            state.sd_adaptation(k) = a.galerkin->frame.sd(active);
        } else {
            state.mean_adaptation(k) = a.field.currents(active);
        }
        ++active;
    }
    return state;
}

double firing_rate(const AdaptingNeuron& neuron, const lif::Input& input, const Options& options) {
    return firing_rate(ask(neuron, input, options, 0.0));
}

lif::RateDerivatives rate_derivatives(const AdaptingNeuron& neuron, const lif::Input& input,
                                      const Options& options) {
    const auto n = response(ask(neuron, input, options, 0.0), ComplexVector::Zero(1));
    return {.d_mu = n.n_mu(0).real(), .d_sigma = 2.0 * input.sigma * n.n_sigma2(0).real()};
}

double cv(const AdaptingNeuron& neuron, const lif::Input& input, const Options& options) {
    return cv(ask(neuron, input, options, 0.0));
}

lif::TransferFunction transfer_function(const AdaptingNeuron& neuron, const lif::Input& input,
                                        const ComplexVector& s, const Options& options) {
    const Adapted a = ask(neuron, input, options, largest_of(s));
    if (s.size() <= few_frequencies || !a.galerkin) return response(a, s);
    const ResponseFunction at_each = [&](const ComplexVector& at) {
        auto n = response(a, at);
        return Response{.n_mu = std::move(n.n_mu), .n_sigma2 = std::move(n.n_sigma2)};
    };
    const auto fast =
        interpolated_response(at_each, at_each, slow_time(a), s.imag().cwiseAbs().maxCoeff());
    Response n = fast(s);
    return {.n_mu = std::move(n.n_mu), .n_sigma2 = std::move(n.n_sigma2)};
}

Vector power_spectrum(const AdaptingNeuron& neuron, const lif::Input& input, const Vector& omegas,
                      const Options& options) {
    return power_spectrum(ask(neuron, input, options, largest_of(lif::on_imaginary_axis(omegas))),
                          omegas);
}

}  // namespace siegert::neurons::adaptation
