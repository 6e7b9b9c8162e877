#pragma once

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>

#include "lif/names.hpp"

#include <fmt/format.h>

namespace siegert::lif {

/// Throws InvalidParameter for methods that are for conductances.
inline void require_method_of_currents(exp::Method method) {
    if (method != exp::Method::galerkin && method != exp::Method::effective) return;
    throw InvalidParameter(
        fmt::format("method must be shift, taylor or exact for synaptic currents, "
                    "got {}, which is for conductances",
                    method_name(method)));
}

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
