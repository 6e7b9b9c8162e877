#include "neurons/lif_exact.hpp"

#include <siegert/lif/exact_coloured_noise.hpp>
#include <siegert/lif/exp.hpp>

#include "neurons/each_population.hpp"
#include "neurons/interpolated_response.hpp"
#include "neurons/lif.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace siegert::neurons {
namespace {

using lif::exp::ExactNeuron;

constexpr double white = 1e-6;  // tau_s / tau_m

bool is_coloured(const Network& network, Index i, const Input& input) {
    return input.sigma(i) != 0.0 && input.tau_s(i) >= white * network.tau_m(i);
}

/// The synapse as the functions of lif::exp see it.
lif::exp::Synapse synapse_of(const Network& network, Index i, const Input& input) {
    if (is_coloured(network, i, input)) return {.tau_s = input.tau_s(i), .method = Method::exact};
    return {.tau_s = input.sigma(i) == 0.0 ? 0.0 : input.tau_s(i), .method = Method::shift};
}

Vector rates(const Group& group, const Input& input) {
    return of_each_population(group, [&](Index i) {
        return lif::exp::firing_rate(neuron(group.network, i), synapse_of(group.network, i, input),
                                     input_of(input, i));
    });
}

Stationary stationary(const Group& group, const Input& input) {
    const auto n = static_cast<Index>(group.populations.size());
    Stationary state{.nu = rates(group, input), .d_mu = Vector(n), .d_sigma = Vector(n)};
    for_each_population(group, [&](Index k, Index i) {
        const auto d = lif::exp::rate_derivatives(
            neuron(group.network, i), synapse_of(group.network, i, input), input_of(input, i));
        state.d_mu(k) = d.d_mu;
        state.d_sigma(k) = d.d_sigma;
    });
    return state;
}

Vector d_root_tau(const Group& group, const Input& input) {
    return of_each_population(group, [&](Index i) {
        if (!is_coloured(group.network, i, input)) return 0.0;
        const double tau_s = input.tau_s(i);
        const auto derivatives =
            lif::exp::exact_rate_derivatives(neuron(group.network, i), tau_s, input_of(input, i));
        return 2.0 * std::sqrt(tau_s) * derivatives.d_tau_s;
    });
}

Vector cvs(const Group& group, const Input& input) {
    return of_each_population(group, [&](Index i) {
        return lif::exp::cv(neuron(group.network, i), synapse_of(group.network, i, input),
                            input_of(input, i));
    });
}

ExactNeuron exact_neuron(const Network& network, Index i, const Input& input) {
    return {neuron(network, i), input.tau_s(i), input_of(input, i)};
}

ResponseFunction response_of(ExactNeuron neuron) {
    return [neuron = std::move(neuron)](const ComplexVector& s) {
        auto n = neuron.transfer_function(s, lif::SynapticFilter::without);
        return Response{
            .n_mu = std::move(n.n_mu), .n_sigma2 = std::move(n.n_sigma2), .noise = Noise::driving};
    };
}

double slow_time(const Network& network, Index i, const Input& input) {
    return std::max(network.tau_m(i), input.tau_s(i));
}

void require_own_convention(lif::Convention convention) {
    if (convention == lif::Convention::exact) return;
    throw InvalidParameter(
        "the published convention nnmt is of first order in the time constant of synapses: use "
        "method shift or taylor with it");
}

Response response(const Network& network, Index i, const Input& input, const ComplexVector& s,
                  lif::Convention convention) {
    if (!is_coloured(network, i, input)) {
        Input white_input = input;
        white_input.tau_s(i) = synapse_of(network, i, input).tau_s;
        return lif_shift.response(network, i, white_input, s, convention);
    }
    require_own_convention(convention);
    return for_population(network, i, [&] {
        const ResponseFunction each = response_of(exact_neuron(network, i, input));
        if (s.size() <= few_frequencies) return each(s);
        return interpolated_response(each, each, slow_time(network, i, input),
                                     s.imag().cwiseAbs().maxCoeff())(s);
    });
}

/// Wide enough for all frequencies at which networks are asked; the few beyond cost 0.1 ms each.
double highest_frequency(const Network& network, Index i, const Input& input) {
    return 1e3 / std::min(network.tau_m(i), input.tau_s(i));
}

ResponseFunction prepared_response(const Network& network, Index i, const Input& input,
                                   lif::Convention convention) {
    if (!is_coloured(network, i, input)) return {};
    require_own_convention(convention);
    return for_population(network, i, [&]() -> ResponseFunction {
        const ResponseFunction each = response_of(exact_neuron(network, i, input));
        return interpolated_response(each, each, slow_time(network, i, input),
                                     highest_frequency(network, i, input));
    });
}

Vector interpolated_spectrum(const ExactNeuron& neuron, double slow, const Vector& omegas) {
    const auto at = [&](Complex s) -> ComplexVector {
        return neuron.power_spectrum(Vector::Constant(1, s.imag())).cast<Complex>();
    };
    const auto interpolant = numerics::interpolant_on_path(
        at, imaginary_axis(slow, omegas.cwiseAbs().maxCoeff()), interpolation_error);
    if (!interpolant) return neuron.power_spectrum(omegas);
    return omegas.unaryExpr([&](double omega) {
        const Complex s(0.0, std::abs(omega));
        return std::max(0.0, numerics::value(*interpolant, s)(0).real());
    });
}

Vector spectrum(const Network& network, Index i, const Input& input, const Vector& omegas) {
    if (!is_coloured(network, i, input)) {
        return lif::exp::renewal_spectrum(neuron(network, i), synapse_of(network, i, input),
                                          input_of(input, i), omegas);
    }
    return for_population(network, i, [&] {
        const ExactNeuron exact = exact_neuron(network, i, input);
        if (omegas.size() <= few_frequencies) return exact.power_spectrum(omegas);
        return interpolated_spectrum(exact, slow_time(network, i, input), omegas);
    });
}

}  // namespace

const Theory lif_exact{.stationary = stationary,
                       .cvs = cvs,
                       .response = response,
                       .spectrum = spectrum,
                       .any_tau_s = true,
                       .mixing_rule = lif::one_process,
                       .d_root_tau = d_root_tau,
                       .rates = rates,
                       .prepared_response = prepared_response,
                       .approximation = &lif_shift};

}  // namespace siegert::neurons
