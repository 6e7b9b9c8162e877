// Brunel, J. Comput. Neurosci. 8, 183 (2000), model A: the stationary rates of its three states
// that are not dominated by refractoriness, and the frequencies at which two of them begin to
// oscillate.
#include "claims.hpp"

#include <siegert/model/network.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/units.hpp>

#include <algorithm>
#include <numbers>

using namespace siegert;
using namespace siegert::literals;

namespace {

/// All neurons alike: inhibition -g J, external rate `ext` times the one that reaches threshold.
Network model_a(double g, double ext) {
    const double J = 0.1_mV;
    Network network;
    network.populations = {"E", "I"};
    network.synapse = SynapseType::delta;
    network.N = Vector{{10000.0, 2500.0}};
    network.tau_m = Vector::Constant(2, 20.0_ms);
    network.tau_r = Vector::Constant(2, 2.0_ms);
    network.tau_s = Vector::Zero(2);
    network.V_th = Vector::Constant(2, 20.0_mV);
    network.V_0 = Vector::Constant(2, 10.0_mV);
    network.J = Matrix{{J, -g * J}, {J, -g * J}};
    network.K = Matrix{{1000.0, 250.0}, {1000.0, 250.0}};
    network.Delay = Matrix::Constant(2, 2, 1.5_ms);
    network.J_ext = Matrix::Constant(2, 1, J);
    network.K_ext = Matrix::Constant(2, 1, 1000.0);
    network.nu_ext = Vector::Constant(1, 10.0 * ext);  // threshold at 10 Hz
    return network;
}

double rate(double g, double ext) {
    const auto point = theory::working_point(model_a(g, ext));
    theory::require_converged(point);
    return point.firing_rates(0);
}

/// Frequency [Hz] of the outermost crossing of the positive real axis by an eigenvalue of the
/// effective connectivity: that of the oscillation, if the crossing lies beyond 1.
double oscillation_frequency(double g, double ext) {
    constexpr Index count = 4000;
    const Vector omegas =
        Vector::LinSpaced(count, 2.0 * std::numbers::pi, 2.0 * std::numbers::pi * 400.0);
    theory::AnalysisOptions options;
    options.threads = 1;
    const auto analysis = theory::analyze(model_a(g, ext), omegas, options);
    const auto outermost =
        std::ranges::max_element(analysis.axis_crossings, {}, &theory::AxisCrossing::eigenvalue);
    return outermost == analysis.axis_crossings.end() ? 0.0
                                                      : outermost->omega / (2.0 * std::numbers::pi);
}

}  // namespace

int main() {
    const std::string digit = "last printed digit";
    const std::string independent = "independent solution, 0.1 Hz";
    return validation::judge(
        "Brunel (2000), model A",
        {{"rate, g = 6, ext = 4", "Hz", rate(6.0, 4.0), 55.8, 0.05, digit},
         {"rate, g = 5, ext = 2", "Hz", rate(5.0, 2.0), 38.0, 0.05 + 1e-3, digit},
         {"rate, g = 4.5, ext = 0.9", "Hz", rate(4.5, 0.9), 6.5, 0.05, digit},
         {"frequency, g = 6, ext = 4", "Hz", oscillation_frequency(6.0, 4.0), 187.8, 0.1,
          independent},
         {"frequency, g = 4.5, ext = 0.9", "Hz", oscillation_frequency(4.5, 0.9), 29.0, 0.1,
          independent}});
}
