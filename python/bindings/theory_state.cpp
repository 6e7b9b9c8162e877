#include "bindings.hpp"

#include <siegert/theory/expansion_error.hpp>
#include <siegert/theory/external_rates.hpp>
#include <siegert/theory/fixed_points.hpp>
#include <siegert/theory/input_statistics.hpp>
#include <siegert/theory/validity.hpp>
#include <siegert/theory/working_point.hpp>

namespace siegert::python {
namespace {

using namespace siegert::theory;

void bind_state_records(py::module_& scope) {
    Record<ValidityCheck>(scope, theory_module, "ValidityCheck",
                          "A number that decides whether an assumption of the theory is met.")
        .field("name", &ValidityCheck::name, "Of the number.")
        .field("population", &ValidityCheck::population, "Whose neurons are concerned.")
        .field("value", &ValidityCheck::value, "Dimensionless.")
        .field("limit", &ValidityCheck::limit, "Dimensionless.")
        .field("must_be_large", &ValidityCheck::must_be_large,
               "Whether value >= limit is asked for, else value <= limit.")
        .field("holds", &ValidityCheck::holds, "Whether it is so.")
        .field("assumption", &ValidityCheck::assumption, "What the theory takes for granted.");

    Record<WorkingPoint>(
        scope, theory_module, "WorkingPoint",
        R"(A self-consistent state of a network: the rates that its neurons show at the
input that these rates cause.)")
        .field("firing_rates", &WorkingPoint::firing_rates, "nu [Hz], n.")
        .field("mean_input", &WorkingPoint::mean_input, "mu [V], n.")
        .field("std_input", &WorkingPoint::std_input, "sigma [V], n.")
        .field("cvs", &WorkingPoint::cvs, "Coefficient of variation of the intervals, n.")
        .field("termination", &WorkingPoint::termination,
               "How it was found: 'newton', 'relaxation', or 'not_converged'.")
        .field("residual", &WorkingPoint::residual, "Largest |Phi(mu, sigma) - nu| [Hz].")
        .field("iterations", &WorkingPoint::iterations, "Of both solvers.")
        .field("validity", &WorkingPoint::validity,
               "Assumptions of the theory, population by population.")
        .property(
            "converged", [](const WorkingPoint& point) { return converged(point); },
            "Whether the residual met the tolerance.");

    Record<FixedPoint>(scope, theory_module, "FixedPoint",
                       "A self-consistent state and what small deviations from it do.")
        .field("working_point", &FixedPoint::working_point, "The state.")
        .field("growth_rate", &FixedPoint::growth_rate,
               "Largest real part of the eigenvalues of dPhi/dnu - 1, dimensionless.")
        .field("stable", &FixedPoint::stable, "growth_rate < 0.")
        .field("index", &FixedPoint::index, "Sign of det(1 - dPhi/dnu).");
    Record<FixedPoints>(
        scope, theory_module, "FixedPoints",
        "Self-consistent states of a network, from the lowest to the highest mean rate.")
        .field("points", &FixedPoints::points, "FixedPoint each.")
        .field("starts", &FixedPoints::starts, "Number of states from which the search started.")
        .field("index_sum", &FixedPoints::index_sum,
               "Sum of the indices; 1 unless a point is missing.");

    Record<InputMap>(scope, theory_module, "InputMap",
                     R"(How the input depends on the rates nu [Hz].

    mu = mean nu + mean_ext,    sigma^2 = variance nu + variance_ext)")
        .field("mean", &InputMap::mean, "[V s], n x n.")
        .field("mean_ext", &InputMap::mean_ext, "[V], n.")
        .field("variance", &InputMap::variance, "[V^2 s], n x n.")
        .field("variance_ext", &InputMap::variance_ext, "[V^2], n.");
    Record<ExternalRates>(
        scope, theory_module, "ExternalRates",
        "Rates of the external populations, and how well they do what they are meant to.")
        .field("nu_ext", &ExternalRates::nu_ext, "[Hz], m.")
        .field("mean_input_error", &ExternalRates::mean_input_error,
               "Largest deviation from the target of mu [V].")
        .field("std_input_error", &ExternalRates::std_input_error,
               "Largest deviation from the target of sigma [V].");
}

void bind_working_points(py::module_& scope) {
    define(
        scope, "working_point",
        [](const Network& network, lif::exp::Method method, const std::optional<Vector>& start,
           double tolerance, int max_iterations) {
            return working_point(network, {.method = method,
                                           .start = start.value_or(Vector()),
                                           .tolerance = tolerance,
                                           .max_iterations = max_iterations});
        },
        R"(Self-consistent rates, input and CVs of a network: nu = Phi(mu(nu), sigma(nu)).

`method` is 'shift', 'taylor' or 'exact' (for exponential synapses only), `start` the rates to start from [Hz]
(zero if not given). Converged means |Phi(nu) - nu| <= tolerance (nu + 1 Hz). Where nothing converges
the best state is returned, and `converged` is False: see `require_converged`. `fixed_points` finds
all states of a network that has several.
Raises InvalidParameter if network or options are invalid.
Source: N. Brunel, J. Comput. Neurosci. 8, 183 (2000); docs/theory/working_point.md.)",
        "network"_a, py::kw_only(), "method"_a = "shift", "start"_a = py::none(),
        "tolerance"_a = 1e-12, "max_iterations"_a = 300, Unlocked());
    define(
        scope, "require_converged", &require_converged,
        R"(Raises AccuracyNotReached, with residual and iterations, unless the working point converged.)",
        "working_point"_a);
    define(
        scope, "random_rates", &random_rates,
        R"(Rates to start from [Hz], n, drawn between 0.01 Hz and 200 Hz; the same for the same seed.)",
        "network"_a, "seed"_a);
    define(
        scope, "fixed_points",
        [](const Network& network, lif::exp::Method method, double tolerance, int starts,
           std::uint64_t seed) {
            return fixed_points(
                network,
                {.method = method, .tolerance = tolerance, .starts = starts, .seed = seed});
        },
        R"(Self-consistent states of a network, stable or not, each with its stability.

Searches from `starts` states. Stability is that of dnu/dt = Phi(nu) - nu, without delays.
Source: docs/theory/working_point.md.)",
        "network"_a, py::kw_only(), "method"_a = "shift", "tolerance"_a = 1e-12, "starts"_a = 100,
        "seed"_a = 1, Unlocked());
}

void bind_inputs(py::module_& scope) {
    define(scope, "mean_input", &mean_input,
           R"(Mean input mu [V] of each population at the firing rates nu [Hz], n.)", "network"_a,
           "nu"_a);
    define(
        scope, "std_input", &std_input,
        R"(Noise amplitude sigma [V] of the input of each population at the firing rates nu [Hz], n.)",
        "network"_a, "nu"_a);
    define(scope, "input_map", &input_map,
           R"(The coefficients of mean_input and std_input as InputMap.)", "network"_a);
    define(
        scope, "validity",
        [](const Network& network, lif::exp::Method method) { return validity(network, method); },
        R"(Checks the assumptions behind rates and input: a ValidityCheck for each number and population.)",
        "network"_a, "method"_a = "shift");
    define(
        scope, "expansion_errors",
        [](const Network& network, const Vector& mean, const Vector& std, lif::exp::Method method,
           const std::optional<Vector>& nu) {
            return expansion_errors(
                network, {.mu = mean, .sigma = std, .nu = nu.value_or(Vector())}, method);
        },
        R"(Relative errors of the rates of methods shift and taylor, from the exact method: a ValidityCheck each.

At mean input [V] and noise amplitude [V]. `with_expansion_errors` puts them in place of tau_s/tau_m.)",
        "network"_a, "mean_input"_a, "std_input"_a, "method"_a = "shift", "nu"_a = py::none(),
        Unlocked());
    define(scope, "with_expansion_errors", &with_expansion_errors,
           R"(Checks, in which errors that are known stand for the rule of thumb tau_s/tau_m.)",
           "checks"_a, "errors"_a);
    define(
        scope, "taylor_validity", &taylor_validity,
        R"(Checks the expansion behind the taylor rate at mean and noise amplitude of the input [V].)",
        "network"_a, "mean_input"_a, "std_input"_a);
    define(
        scope, "external_rates_for_fixed_input",
        [](const Network& network, const Vector& mean, const Vector& std, lif::exp::Method method) {
            return external_rates_for_fixed_input(network, {.mu = mean, .sigma = std}, method);
        },
        R"(External rates that give each population the mean input [V] and noise amplitude [V] asked for.

The least-squares solution; its errors say what remains.
Source: J. Senk et al., Phys. Rev. Research 2, 023174 (2020), appendix F.)",
        "network"_a, "mean_input"_a, "std_input"_a, "method"_a = "shift", Unlocked());
}

}  // namespace

void bind_theory_state(py::module_& scope) {
    bind_state_records(scope);
    bind_working_points(scope);
    bind_inputs(scope);
}

}  // namespace siegert::python
