#include "neurons/lif_exact.hpp"

#include <siegert/lif/exact_coloured_noise.hpp>
#include <siegert/lif/exp.hpp>

#include "neurons/lif.hpp"
#include "numerics/parallel.hpp"
#include "numerics/rational_interpolation.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

namespace siegert::neurons {
namespace {

using lif::exp::ExactNeuron;
using numerics::RationalInterpolant;

constexpr double white = 1e-6;                // tau_s / tau_m
constexpr double interpolation_error = 1e-7;  // of the largest value
constexpr Index few_frequencies = 40;         // as many as an interpolant takes to make

lif::Input input_of(const Input& input, Index i) {
    return {.mu = input.mu(i), .sigma = input.sigma(i)};
}

bool is_coloured(const Network& network, Index i, const Input& input) {
    return input.sigma(i) != 0.0 && input.tau_s(i) >= white * network.tau_m(i);
}

/// The synapse as the functions of lif::exp see it.
lif::exp::Synapse synapse_of(const Network& network, Index i, const Input& input) {
    if (is_coloured(network, i, input)) return {.tau_s = input.tau_s(i), .method = Method::exact};
    return {.tau_s = input.sigma(i) == 0.0 ? 0.0 : input.tau_s(i), .method = Method::shift};
}

/// Calls `use`; errors name the population.
template <class Use>
auto for_population(const Network& network, Index i, Use use) {
    const auto& population = network.populations[static_cast<std::size_t>(i)];
    try {
        return use();
    } catch (const AccuracyNotReached& error) {
        throw AccuracyNotReached(fmt::format("population {}: {}", population, error.what()));
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(fmt::format("population {}: {}", population, error.what()));
    }
}

/// Calls use(k, i) for each population i = group.populations[k].
template <class Use>
void for_each_population(const Group& group, Use use) {
    const auto n = static_cast<Index>(group.populations.size());
    numerics::parallel_blocks(n, 0, [&](Index begin, Index end) {
        for (Index k = begin; k < end; ++k) {
            const Index i = group.populations[static_cast<std::size_t>(k)];
            for_population(group.network, i, [&] { use(k, i); });
        }
    });
}

Vector rates(const Group& group, const Input& input) {
    Vector nu(static_cast<Index>(group.populations.size()));
    for_each_population(group, [&](Index k, Index i) {
        nu(k) = lif::exp::firing_rate(neuron(group.network, i), synapse_of(group.network, i, input),
                                      input_of(input, i));
    });
    return nu;
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
    Vector d(static_cast<Index>(group.populations.size()));
    for_each_population(group, [&](Index k, Index i) {
        if (!is_coloured(group.network, i, input)) {
            d(k) = 0.0;
            return;
        }
        const double tau_s = input.tau_s(i);
        const auto derivatives =
            lif::exp::exact_rate_derivatives(neuron(group.network, i), tau_s, input_of(input, i));
        d(k) = 2.0 * std::sqrt(tau_s) * derivatives.d_tau_s;
    });
    return d;
}

Vector cvs(const Group& group, const Input& input) {
    Vector values(static_cast<Index>(group.populations.size()));
    for_each_population(group, [&](Index k, Index i) {
        values(k) = lif::exp::cv(neuron(group.network, i), synapse_of(group.network, i, input),
                                 input_of(input, i));
    });
    return values;
}

/// From zero to omega_max along the imaginary axis, in steps that grow beyond the slowest rate.
numerics::Path axis(double slow_time, double omega_max) {
    const double first = 1.0 / slow_time;
    const double length = std::log1p(omega_max / first);
    return [=](double u) { return Complex(0.0, first * std::expm1(u * length)); };
}

double slow_time(const Network& network, Index i, const Input& input) {
    return std::max(network.tau_m(i), input.tau_s(i));
}

ComplexVector response_at(const ExactNeuron& neuron, Complex s) {
    const auto n =
        neuron.transfer_function(ComplexVector::Constant(1, s), lif::SynapticFilter::without);
    return ComplexVector{{n.n_mu(0), n.n_sigma2(0)}};
}

/// One neuron at its input, with an interpolant of its response on the imaginary axis.
struct Prepared {
    ExactNeuron neuron;
    double omega_max;
    std::optional<RationalInterpolant> interpolant;
};

Prepared prepared(const Network& network, Index i, const Input& input, double omega_max) {
    Prepared p{.neuron = ExactNeuron(neuron(network, i), input.tau_s(i), input_of(input, i)),
               .omega_max = omega_max,
               .interpolant = {}};
    if (omega_max == 0.0) return p;
    p.interpolant = numerics::interpolant_on_path(
        [&](Complex s) { return response_at(p.neuron, s); },
        axis(slow_time(network, i, input), omega_max), interpolation_error);
    return p;
}

/// In the upper half-plane; the response at the conjugate is the conjugate.
ComplexVector upper_response(const Prepared& p, Complex s) {
    const bool on_axis = s.real() == 0.0 && s.imag() <= p.omega_max;
    if (p.interpolant && on_axis) return numerics::value(*p.interpolant, s);
    try {
        return response_at(p.neuron, s);
    } catch (const InvalidParameter&) {  // left of where the integrals converge
        const bool continued = p.interpolant && s.imag() <= p.omega_max;
        if (!continued) throw;
        return numerics::value(*p.interpolant, s);
    }
}

Response responses(const Prepared& p, const ComplexVector& s) {
    Response response{.n_mu = ComplexVector(s.size()),
                      .n_sigma2 = ComplexVector(s.size()),
                      .noise = Noise::driving};
    for (Index k = 0; k < s.size(); ++k) {
        const bool lower = s(k).imag() < 0.0;
        const ComplexVector n = upper_response(p, lower ? std::conj(s(k)) : s(k));
        response.n_mu(k) = lower ? std::conj(n(0)) : n(0);
        response.n_sigma2(k) = lower ? std::conj(n(1)) : n(1);
    }
    return response;
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
        const double omega_max = s.size() > few_frequencies ? s.imag().cwiseAbs().maxCoeff() : 0.0;
        return responses(prepared(network, i, input, omega_max), s);
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
        const auto p = std::make_shared<const Prepared>(
            prepared(network, i, input, highest_frequency(network, i, input)));
        return [p](const ComplexVector& s) { return responses(*p, s); };
    });
}

Vector interpolated_spectrum(const ExactNeuron& neuron, double slow, const Vector& omegas) {
    const auto at = [&](Complex s) -> ComplexVector {
        return neuron.power_spectrum(Vector::Constant(1, s.imag())).cast<Complex>();
    };
    const auto interpolant = numerics::interpolant_on_path(
        at, axis(slow, omegas.cwiseAbs().maxCoeff()), interpolation_error);
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
        const ExactNeuron exact(neuron(network, i), input.tau_s(i), input_of(input, i));
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
