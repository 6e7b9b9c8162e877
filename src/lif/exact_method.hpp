#pragma once

#include <siegert/lif/exp.hpp>

namespace siegert::lif {

/// Whether the boundary-integral method answers. Without noise, and with white noise, all methods
/// are one, and the formulas of delta synapses hold.
[[nodiscard]] inline bool is_exact_and_coloured(const exp::Synapse& synapse, const Input& input) {
    return synapse.method == exp::Method::exact && synapse.tau_s != 0.0 && input.sigma != 0.0;
}

/// The synapse for which the formulas of first order are to be evaluated where the
/// boundary-integral method does not answer.
[[nodiscard]] inline exp::Synapse in_first_order(const exp::Synapse& synapse) {
    if (synapse.method != exp::Method::exact) return synapse;
    return {.tau_s = 0.0, .method = exp::Method::shift};
}

}  // namespace siegert::lif
