#include <siegert/neurons/conductance.hpp>

#include "neurons/conductance/effective.hpp"
#include "neurons/conductance/galerkin.hpp"
#include "neurons/conductance/prepared.hpp"
#include "neurons/interpolated_response.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::neurons::conductance {
namespace {

constexpr std::size_t most_kinds = 4;
constexpr int nodes_to_compare = 4;

void validate(const Options& options) {
    require(options.nodes == 0 || (options.nodes >= 3 && options.nodes <= 12), "nodes",
            options.nodes, "be 0 or 3 to 12");
}

void check(const ConductanceNeuron& neuron, const Options& options) {
    validate(neuron);
    validate(options);
}

GalerkinState state_of(const ConductanceNeuron& neuron, const Options& options) {
    return galerkin_state(neuron, nodes_of(neuron, options));
}

double rate_with(const ConductanceNeuron& neuron, int nodes) {
    return std::max(0.0, firing_rate(galerkin_state(neuron, nodes)));
}

double cv_of(const GalerkinState& state) {
    return std::sqrt(std::max(0.0, mean_square_interval(state) - 1.0));
}

double relative_change(double nu, double other) {
    return nu > 0.0 ? std::abs(nu - other) / nu : 1.0;
}

void require_galerkin(const Options& options, std::string_view what) {
    if (options.theory == Theory::galerkin) return;
    throw InvalidParameter(fmt::format(
        "theory must be galerkin for {} of neurons with conductances, got effective", what));
}

}  // namespace

void validate(const ConductanceNeuron& neuron) {
    validate(neuron.neuron);
    require_finite("mu", neuron.mu);
    const auto kinds = neuron.conductances.size();
    require(kinds >= 1 && kinds <= most_kinds, "number of kinds of conductances",
            static_cast<double>(kinds), fmt::format("be 1 to {}", most_kinds));
    for (const Conductance& c : neuron.conductances) {
        require_positive("tau of a conductance", c.tau);
        require_finite("E_rev of a conductance", c.E_rev);
        require_not_negative("mean of a conductance", c.mean);
        require_not_negative("variance of a conductance", c.variance);
    }
}

double firing_rate(const ConductanceNeuron& neuron, const Options& options) {
    check(neuron, options);
    if (options.theory == Theory::galerkin) return rate_with(neuron, nodes_of(neuron, options));
    const EffectiveNeuron bare = effective_neuron(neuron);
    return neurons::firing_rate(bare.neuron, bare.input);
}

double cv(const ConductanceNeuron& neuron, const Options& options) {
    check(neuron, options);
    if (options.theory == Theory::galerkin) return cv_of(state_of(neuron, options));
    const EffectiveNeuron bare = effective_neuron(neuron);
    return neurons::cv(bare.neuron, bare.input);
}

ConductanceState stationary_state(const ConductanceNeuron& neuron, const Options& options) {
    const double nu = firing_rate(neuron, options);
    const bool galerkin = options.theory == Theory::galerkin;
    const int fewer = galerkin ? std::max(2, nodes_of(neuron, options) - 2) : nodes_to_compare;
    const double other = rate_with(neuron, fewer);
    return {.firing_rate = nu,
            .cv = cv(neuron, options),
            .error = galerkin ? relative_change(nu, other) : relative_change(other, nu)};
}

ConductanceResponse response(const ConductanceNeuron& neuron, const ComplexVector& s,
                             const Options& options) {
    check(neuron, options);
    require_galerkin(options, "the response");
    if (!s.allFinite()) throw InvalidParameter("s must be finite in every entry");
    if (s.size() <= few_frequencies || !s.real().isZero(0.0)) {
        const GalerkinState state = state_of(neuron, options);
        return collected([&](Complex at) { return response_at(state, at); }, s,
                         static_cast<Index>(neuron.conductances.size()));
    }
    return prepared(neuron, options, s.imag().cwiseAbs().maxCoeff())(s);
}

Vector power_spectrum(const ConductanceNeuron& neuron, const Vector& omegas,
                      const Options& options) {
    check(neuron, options);
    require_galerkin(options, "the spectrum");
    if (!omegas.allFinite()) throw InvalidParameter("omegas must be finite in every entry");
    const GalerkinState state = state_of(neuron, options);
    // S is even: so close to zero it is that at zero.
    constexpr double negligible = 1e-4;
    const double nu = firing_rate(state);
    const double least = negligible / (neuron.neuron.tau_m + 1.0 / std::max(nu, 1e-3));
    const auto at = [&](double omega) {
        return spectrum_at(state, std::max(std::abs(omega), least));
    };
    if (omegas.size() <= few_frequencies) {
        return omegas.unaryExpr([&](double omega) { return std::max(0.0, at(omega)); });
    }
    const auto interpolant = numerics::interpolant_on_path(
        [&](Complex s) { return ComplexVector::Constant(1, at(s.imag())); },
        imaginary_axis(slow_time(neuron), omegas.cwiseAbs().maxCoeff()), interpolation_error);
    return omegas.unaryExpr([&](double omega) {
        const double size = std::abs(omega);
        const double S =
            interpolant ? numerics::value(*interpolant, Complex(0.0, size))(0).real() : at(size);
        return std::max(0.0, S);
    });
}

}  // namespace siegert::neurons::conductance
