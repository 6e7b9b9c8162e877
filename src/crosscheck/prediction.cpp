#include "crosscheck/prediction.hpp"

#include "crosscheck/network_causes.hpp"
#include "crosscheck/part_causes.hpp"

#include <algorithm>

namespace siegert::crosscheck {
namespace {

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
    if (neurons_differ(base)) {
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
