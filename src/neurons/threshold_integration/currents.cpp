#include <siegert/neurons/threshold_integration.hpp>

#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::neurons {
namespace {

void set_coefficient(std::span<double> coefficients, std::size_t n, double value) {
    if (n < coefficients.size()) coefficients[n] = value;
}

}  // namespace

Current leak() {
    return {.taylor =
                [](double V, double h, std::span<double> coefficients) {
                    std::ranges::fill(coefficients, 0.0);
                    set_coefficient(coefficients, 0, -V);
                    set_coefficient(coefficients, 1, -h);
                },
            .scale = std::numeric_limits<double>::infinity()};
}

Current no_current() {
    return {.taylor = [](double, double,
                         std::span<double> coefficients) { std::ranges::fill(coefficients, 0.0); },
            .scale = std::numeric_limits<double>::infinity()};
}

Current exponential_current(double Delta_T, double V_T) {
    require_positive("Delta_T", Delta_T);
    require_finite("V_T", V_T);
    return {.taylor =
                [Delta_T, V_T](double V, double h, std::span<double> coefficients) {
                    double term = Delta_T * std::exp((V - V_T) / Delta_T);
                    const double step = h / Delta_T;
                    for (std::size_t n = 0; n < coefficients.size(); ++n) {
                        coefficients[n] = term;
                        term *= step / static_cast<double>(n + 1);
                    }
                    if (!coefficients.empty()) coefficients[0] -= V;
                    if (coefficients.size() > 1) coefficients[1] -= h;
                },
            .scale = Delta_T};
}

Current quadratic_current(double Delta_T, double V_T) {
    require_positive("Delta_T", Delta_T);
    require_finite("V_T", V_T);
    return {.taylor =
                [Delta_T, V_T](double V, double h, std::span<double> coefficients) {
                    const double x = (V - V_T) / Delta_T;
                    std::ranges::fill(coefficients, 0.0);
                    set_coefficient(coefficients, 0, Delta_T * (1.0 + 0.5 * x * x) - V_T);
                    set_coefficient(coefficients, 1, x * h);
                    set_coefficient(coefficients, 2, 0.5 * h * h / Delta_T);
                },
            .scale = std::numeric_limits<double>::infinity()};
}

}  // namespace siegert::neurons
