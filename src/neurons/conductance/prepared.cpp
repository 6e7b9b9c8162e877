#include "neurons/conductance/prepared.hpp"

#include "neurons/conductance/galerkin.hpp"
#include "neurons/interpolated_response.hpp"

#include <algorithm>
#include <memory>
#include <optional>

namespace siegert::neurons::conductance {
namespace {

struct Prepared {
    GalerkinState state;
    std::optional<numerics::RationalInterpolant> interpolant;
    double omega_max;
    Index kinds;

    // The response at the conjugate is the conjugate.
    ComplexVector operator()(Complex s) const {
        const bool lower = s.imag() < 0.0;
        const Complex upper = lower ? std::conj(s) : s;
        const bool beside_axis = interpolant && upper.imag() <= omega_max;
        const ComplexVector n =
            beside_axis ? numerics::value(*interpolant, upper) : response_at(state, upper);
        return lower ? ComplexVector(n.conjugate()) : n;
    }
};

}  // namespace

double slow_time(const ConductanceNeuron& neuron) {
    double slowest = neuron.neuron.tau_m;
    for (const Conductance& c : neuron.conductances) slowest = std::max(slowest, c.tau);
    return slowest;
}

ConductanceResponse collected(const ResponseAt& at, const ComplexVector& s, Index kinds) {
    ConductanceResponse n{.n_mu = ComplexVector(s.size()),
                          .n_mean = ComplexMatrix(s.size(), kinds),
                          .n_variance = ComplexMatrix(s.size(), kinds)};
    for (Index k = 0; k < s.size(); ++k) {
        const ComplexVector all = at(s(k));
        n.n_mu(k) = all(0);
        for (Index kind = 0; kind < kinds; ++kind) {
            n.n_mean(k, kind) = all(1 + 2 * kind);
            n.n_variance(k, kind) = all(2 + 2 * kind);
        }
    }
    return n;
}

std::function<ConductanceResponse(const ComplexVector& s)> prepared(const ConductanceNeuron& neuron,
                                                                    const Options& options,
                                                                    double omega_max) {
    auto result = std::make_shared<Prepared>(
        Prepared{.state = galerkin_state(neuron, nodes_of(neuron, options)),
                 .interpolant = std::nullopt,
                 .omega_max = omega_max,
                 .kinds = static_cast<Index>(neuron.conductances.size())});
    result->interpolant = numerics::interpolant_on_path(
        [&](Complex s) { return response_at(result->state, s); },
        imaginary_axis(slow_time(neuron), omega_max), interpolation_error);
    return [result](const ComplexVector& s) { return collected(*result, s, result->kinds); };
}

}  // namespace siegert::neurons::conductance
