#include "landscape.hpp"

#include "bindings.hpp"
#include "respond.hpp"

#include <siegert/landscape/gradients.hpp>
#include <siegert/theory/stability_verdict.hpp>

namespace siegert::python {
namespace {

using landscape::Gradient;
using theory::WorkingPoint;

/// Named arrays; those that the network has not are left out.
py::dict as_dict(const Gradient& gradient, bool is_real) {
    py::dict result;
    const auto add = [&](const char* name, const auto& values) {
        if (values.size() == 0) return;
        const py::object array = py::cast(values);
        result[name] = is_real ? array.attr("real").attr("copy")() : array;
    };
    const auto add_column = [&](const char* name, const ComplexMatrix& values) {
        if (values.cols() == 1) return add(name, ComplexVector(values.col(0)));
        add(name, values);
    };
    add("J", gradient.J);
    add("J_sd", gradient.J_sd);
    add("K", gradient.K);
    add("Delay", gradient.Delay);
    add("Delay_sd", gradient.Delay_sd);
    add("J_ext", gradient.J_ext);
    add("K_ext", gradient.K_ext);
    add("nu_ext", gradient.nu_ext);
    add("I_ext", gradient.I_ext);
    add("tau_m", gradient.tau_m);
    add("tau_r", gradient.tau_r);
    add_column("tau_s", gradient.tau_s);
    add_column("tau_s_ext", gradient.tau_s_ext);
    add("V_th", gradient.V_th);
    add("V_0", gradient.V_0);
    add("Delta_T", gradient.Delta_T);
    add("V_T", gradient.V_T);
    add("C", gradient.C);
    add("N", gradient.N);
    return result;
}

WorkingPoint converged_point(const Network& network, lif::exp::Method method,
                             const std::optional<Vector>& start) {
    auto point =
        theory::working_point(network, {.method = method, .start = start.value_or(Vector())});
    theory::require_converged(point);
    return point;
}

Complex leading_solution(const Network& network, const WorkingPoint& point,
                         const theory::ResponseOptions& options) {
    const auto verdict = theory::stability_verdict(
        network, {.mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates},
        {.response = options});
    if (verdict.growth_rates.empty()) {
        throw AccuracyNotReached("no solution of det(1 - W(s)) = 0 was found: give one as s");
    }
    return verdict.growth_rates.front().s;
}

}  // namespace

void bind_landscape(py::module_& scope) {
    define(
        scope, "_gradient_of_populations",
        [](const Network& network, const std::string& of, const Vector& weights,
           lif::exp::Method method, const std::optional<Vector>& start) {
            const auto point = converged_point(network, method, start);
            const auto gradient = of == "cvs"
                                      ? landscape::cv_gradient(network, point, weights, method)
                                      : landscape::rate_gradient(network, point, weights, method);
            return as_dict(gradient, true);
        },
        R"(Gradient of a weighted sum of 'firing_rates' or 'cvs'.)", "network"_a, "of"_a,
        "weights"_a, py::kw_only(), "method"_a = "shift", "start"_a = py::none());
    define(
        scope, "_gradient_of_eigenvalue",
        [](const Network& network, double omega, lif::Convention convention,
           lif::exp::Method method, const std::optional<Vector>& start) {
            const theory::ResponseOptions options{.convention = convention, .method = method};
            const auto point = converged_point(network, method, start);
            return as_dict(landscape::eigenvalue_gradient(network, point, omega, options), false);
        },
        R"(Gradient of the eigenvalue of W(i omega) nearest to 1.)", "network"_a, "omega"_a,
        py::kw_only(), "convention"_a = "exact", "method"_a = "shift", "start"_a = py::none());
    define(
        scope, "_gradient_of_growth_rate",
        [](const Network& network, const std::optional<Complex>& s, lif::Convention convention,
           lif::exp::Method method, const std::optional<Vector>& start) {
            const theory::ResponseOptions options{.convention = convention, .method = method};
            const auto point = converged_point(network, method, start);
            const Complex at = s ? *s : leading_solution(network, point, options);
            return py::make_tuple(
                at, as_dict(landscape::growth_rate_gradient(network, point, at, options), false));
        },
        R"(A solution s of det(1 - W(s)) = 0 and its gradient.)", "network"_a, "s"_a = py::none(),
        py::kw_only(), "convention"_a = "exact", "method"_a = "shift", "start"_a = py::none());
    define(
        scope, "_gradients_of_peak",
        [](const Network& network, Index population, double omega, lif::Convention convention,
           lif::exp::Method method, const std::optional<Vector>& start) {
            const auto point = converged_point(network, method, start);
            const auto gradients = landscape::peak_gradients(
                network, point, population, omega,
                {.response = {.convention = convention, .method = method}});
            return py::make_tuple(gradients.peak.omega, gradients.peak.height,
                                  as_dict(gradients.omega, true),
                                  as_dict(gradients.log_height, true));
        },
        R"(Angular frequency and height of a peak, the gradient of each, that of the height of its logarithm.)",
        "network"_a, "population"_a, "omega"_a, py::kw_only(), "convention"_a = "exact",
        "method"_a = "shift", "start"_a = py::none());
}

}  // namespace siegert::python
