#include "bindings.hpp"

#include <siegert/crosscheck/finite_psp.hpp>

namespace siegert::python {

void bind_crosscheck(py::module_& scope) {
    using crosscheck::FinitePspRate;
    Record<FinitePspRate>(scope, "siegert", "FinitePspRate", "A rate and how far it may be off.")
        .field("rate", &FinitePspRate::rate, "[Hz]")
        .field("error", &FinitePspRate::error,
               "Estimate of the absolute error of the discretisation [Hz].");
    define(
        scope, "finite_psp_rate",
        [](const Vector& rates, const Vector& weights, double V_0, double V_th, double tau_m,
           double tau_r, double drift) {
            if (rates.size() != weights.size()) {
                throw InvalidParameter("rates and weights must have the same number of entries");
            }
            std::vector<crosscheck::PoissonInput> inputs;
            for (Index k = 0; k < rates.size(); ++k) {
                inputs.push_back({.rate = rates(k), .weight = weights(k)});
            }
            return crosscheck::finite_psp_rate(
                {.tau_m = tau_m, .tau_r = tau_r, .V_th = V_th, .V_0 = V_0}, inputs, drift);
        },
        R"(Rate of a LIF neuron under Poisson input of finite weights, without the diffusion approximation.

`rates` [Hz] are those of all synapses of one weight together, `weights` [V] what each spike adds to
the potential, `drift` [V] is the potential that constant input alone would cause.
docs/theory/finite_psp.md.)",
        "rates"_a, "weights"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a, "drift"_a = 0.0,
        py::call_guard<py::gil_scoped_release>());
}

}  // namespace siegert::python
