#include "bindings.hpp"
#include "broadcast.hpp"

#include <siegert/binary/mean_activity.hpp>
#include <siegert/binary/network.hpp>
#include <siegert/binary/working_point.hpp>

namespace siegert::python {
namespace {

constexpr Names<3> names{"mu", "sigma", "theta"};

void bind_records(py::module_& scope) {
    Record<binary::Network>(
        scope, "siegert.binary", "Network",
        R"(A network of n populations of binary neurons, driven by m external populations.

Inputs and thresholds share one unit, that of J; activities are the probability of being in state 1.)",
        Access::read_write)
        .field("J", &binary::Network::J, "Weights, n x n.")
        .field("K", &binary::Network::K, "In-degrees, n x n, >= 0.")
        .field("theta", &binary::Network::theta, "Thresholds, n.")
        .field("J_ext", &binary::Network::J_ext, "External weights, n x m; empty: none.")
        .field("K_ext", &binary::Network::K_ext, "External in-degrees, n x m, >= 0.")
        .field("m_ext", &binary::Network::m_ext, "Mean activities of the external populations, m.");
    Record<binary::WorkingPoint>(scope, "siegert.binary", "WorkingPoint",
                                 "A self-consistent state of a network of binary neurons.")
        .field("mean_activity", &binary::WorkingPoint::mean_activity, "m, n.")
        .field("mean_input", &binary::WorkingPoint::mean_input, "mu, in the unit of J, n.")
        .field("std_input", &binary::WorkingPoint::std_input, "sigma, in the unit of J, n.")
        .field("converged", &binary::WorkingPoint::converged, "Whether the tolerance was met.")
        .field("residual", &binary::WorkingPoint::residual, "Largest |Phi(mu, sigma) - m|.")
        .field("iterations", &binary::WorkingPoint::iterations, "Steps of the solver.");
}

void bind_activities(py::module_& scope) {
    define(
        scope, "mean_activity",
        [](const py::object& mu, const py::object& sigma, const py::object& theta) {
            const auto point = [](const std::array<double, 3>& x) {
                return std::array{binary::mean_activity({.mu = x[0], .sigma = x[1]}, x[2])};
            };
            return broadcast<1>(names, Arguments<3>{mu, sigma, theta}, point,
                                pointwise<3, 1>(point));
        },
        R"(Probability that Gaussian input exceeds the threshold: erfc((theta - mu) / (sqrt(2) sigma)) / 2.)",
        "mu"_a, "sigma"_a, "theta"_a);
    define(
        scope, "activity_derivatives",
        [](const py::object& mu, const py::object& sigma, const py::object& theta) {
            const auto point = [](const std::array<double, 3>& x) {
                const auto d = binary::activity_derivatives({.mu = x[0], .sigma = x[1]}, x[2]);
                return std::array{d.d_mu, d.d_sigma2};
            };
            return broadcast<2>(names, Arguments<3>{mu, sigma, theta}, point,
                                pointwise<3, 2>(point));
        },
        R"(Derivatives of the mean activity: (d_mu, d_sigma2).)", "mu"_a, "sigma"_a, "theta"_a);
    define(
        scope, "mean_input",
        [](const binary::Network& network, const Vector& m) {
            return binary::mean_input(network, m);
        },
        R"(Mean input of each population at the activities m, n.)", "network"_a, "m"_a);
    define(
        scope, "std_input",
        [](const binary::Network& network, const Vector& m) {
            return binary::std_input(network, m);
        },
        R"(Standard deviation of the input of each population at the activities m, n.)",
        "network"_a, "m"_a);
    define(
        scope, "balanced_threshold", &binary::balanced_threshold,
        R"(Thresholds at which the mean input lies at the threshold if the activities are m, n.)",
        "network"_a, "m"_a);
}

}  // namespace

void bind_binary(py::module_& scope) {
    scope.doc() = "Networks of binary neurons.";
    bind_records(scope);
    bind_activities(scope);
    const binary::WorkingPointOptions defaults;
    define(
        scope, "working_point",
        [](const binary::Network& network, const std::optional<Vector>& start, double tolerance,
           int max_iterations) {
            return binary::working_point(network, {.start = start.value_or(Vector()),
                                                   .tolerance = tolerance,
                                                   .max_iterations = max_iterations});
        },
        R"(The state m = mean_activity(mu(m), sigma(m)) that the dynamics reach from `start` (all zero if not given).)",
        "network"_a, py::kw_only(), "start"_a = py::none(), "tolerance"_a = defaults.tolerance,
        "max_iterations"_a = defaults.max_iterations, Unlocked());
}

}  // namespace siegert::python
