#include "bindings.hpp"
#include "respond.hpp"

#include <siegert/theory/eigenmodes.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/peak_sensitivity.hpp>
#include <siegert/theory/rhythm.hpp>
#include <siegert/theory/sensitivity.hpp>
#include <siegert/theory/stability.hpp>
#include <siegert/theory/stability_verdict.hpp>

#include <numbers>

namespace siegert::python {
namespace {

using namespace siegert::theory;

void bind_mode_records(py::module_& scope) {
    Record<EigenBasis>(scope, theory_module, "EigenBasis",
                       "Eigenvalues of one matrix with right and left eigenvectors (columns).")
        .field("values", &EigenBasis::values, "lambda_m, n.")
        .field("right", &EigenBasis::right, "Columns v_m with W v_m = lambda_m v_m.")
        .field("left", &EigenBasis::left, "Columns u_m with u_m^dagger W = lambda_m u_m^dagger.")
        .field("condition", &EigenBasis::condition, "1 / |u_m^dagger v_m|, n.");
    Record<Eigenmodes>(scope, theory_module, "Eigenmodes",
                       "Eigenvalues of W(omega), followed from frequency to frequency.")
        .field("eigenvalues", &Eigenmodes::eigenvalues,
               "F x n; a column is the trajectory of one mode.")
        .field("order", &Eigenmodes::order,
               "F x n: position of the eigenvalue in eigenbasis(W[k]).values.");
    Record<MatchedEigenvalues>(scope, theory_module, "MatchedEigenvalues",
                               "Eigenvalues put in the order of continuous trajectories.")
        .field("eigenvalues", &MatchedEigenvalues::eigenvalues, "F x n; a column is a trajectory.")
        .field("mask", &MatchedEigenvalues::mask,
               "F x n: eigenvalues[k, m] == original[k, mask[k, m]].");
    Record<AxisCrossing>(scope, theory_module, "AxisCrossing",
                         "Where a trajectory crosses the positive real axis.")
        .field("mode", &AxisCrossing::mode, "Index of the mode.")
        .field("omega", &AxisCrossing::omega, "[rad/s], between the frequencies of the grid.")
        .field("eigenvalue", &AxisCrossing::eigenvalue, "Real part at the crossing, > 0.");
    Record<NyquistStability>(scope, theory_module, "NyquistStability",
                             "How many perturbations of the stationary state grow.")
        .field("unstable_modes", &NyquistStability::unstable_modes, "Complex pairs count as two.")
        .field("largest_phase_step", &NyquistStability::largest_phase_step,
               "Between neighbouring frequencies [rad].")
        .field("open_phase", &NyquistStability::open_phase,
               "Distance of the total phase from a multiple of pi [rad].")
        .field("resolved", &NyquistStability::resolved,
               "Whether the grid is fine and long enough.");
    Record<GrowingMode>(scope, theory_module, "GrowingMode",
                        "A perturbation exp(s t) of the stationary state that sustains itself.")
        .field("s", &GrowingMode::s, "Growth rate + i omega [1/s].")
        .field("residual", &GrowingMode::residual,
               "|1 - lambda| of the eigenvalue of W(s) closest to 1.");
}

void bind_stability_records(py::module_& scope) {
    Record<Winding>(scope, theory_module, "Winding",
                    "How often det(1 - W(i omega)) winds around zero.")
        .field("nyquist", &Winding::nyquist, "NyquistStability.")
        .field("frequencies", &Winding::frequencies, "Number at which W was evaluated.")
        .field("reached", &Winding::reached, "The phase is known from 0 to here [rad/s].")
        .field("end", &Winding::end,
               "Above, no eigenvalue of W reaches modulus 1 [rad/s]; infinite: not known.")
        .field("step", &Winding::step, "Mean distance of the frequencies [rad/s].")
        .field("zeros", &Winding::zeros, "Starts for growth_rates [1/s].");
    Record<DecidingFrequencies>(scope, theory_module, "DecidingFrequencies",
                                "Frequencies that would decide on stability.")
        .field("low", &DecidingFrequencies::low, "[Hz]")
        .field("high", &DecidingFrequencies::high, "[Hz]")
        .field("step", &DecidingFrequencies::step, "[Hz]");
    Record<StabilityVerdict>(scope, theory_module, "StabilityVerdict",
                             "Whether small perturbations of a working point die out.")
        .field("answer", &StabilityVerdict::answer, "'stable', 'unstable' or 'undecided'.")
        .field("reason", &StabilityVerdict::reason, "In words.")
        .field("nyquist", &StabilityVerdict::nyquist, "NyquistStability: growing modes.")
        .field("growth_rates", &StabilityVerdict::growth_rates,
               "GrowingMode each, fastest growing first; may be incomplete.")
        .field("static_growth_rate", &StabilityVerdict::static_growth_rate,
               "Largest real part of the eigenvalues of W(0), minus 1.")
        .field("would_decide", &StabilityVerdict::would_decide,
               "DecidingFrequencies; all 0 unless undecided.")
        .property(
            "statically_stable",
            [](const StabilityVerdict& verdict) { return statically_stable(verdict); },
            "static_growth_rate < 0.")
        .property(
            "summary", [](const StabilityVerdict& verdict) { return summary(verdict); },
            "Answer and reason in one line.");
}

void bind_sensitivity_records(py::module_& scope) {
    Record<SensitivityMeasure>(
        scope, theory_module, "SensitivityMeasure",
        R"(Which connections move an eigenvalue of the effective connectivity, at one frequency.

    T_ij = d lambda / d log W_ij, rows = targets, columns = sources)")
        .field("eigenvalue_index", &SensitivityMeasure::eigenvalue_index, "The mode.")
        .field("critical_frequency", &SensitivityMeasure::critical_frequency, "[Hz], of the grid.")
        .field("critical_frequency_index", &SensitivityMeasure::critical_frequency_index,
               "Index in the grid.")
        .field("critical_eigenvalue", &SensitivityMeasure::critical_eigenvalue, "lambda.")
        .field("left_eigenvector", &SensitivityMeasure::left_eigenvector, "u, n.")
        .field("right_eigenvector", &SensitivityMeasure::right_eigenvector, "v, n.")
        .field("condition", &SensitivityMeasure::condition, "1 / |u^dagger v|.")
        .field("defined", &SensitivityMeasure::defined,
               "False: a defective eigenvalue has no derivative; T is then 0.")
        .field("k", &SensitivityMeasure::k,
               "Unit vector from the eigenvalue to 1 (real, imaginary).")
        .field("k_per", &SensitivityMeasure::k_per, "Perpendicular to k.")
        .field("sensitivity", &SensitivityMeasure::sensitivity, "T, n x n.")
        .field("sensitivity_amp", &SensitivityMeasure::sensitivity_amp,
               "Part of T along k: amplifies, n x n.")
        .field("sensitivity_freq", &SensitivityMeasure::sensitivity_freq,
               "Part of T along k_per: shifts the peak, n x n.");
    Record<SpectralPeak>(scope, theory_module, "SpectralPeak",
                         "A maximum of the power spectrum of one population.")
        .field("population", &SpectralPeak::population, "Index.")
        .field("frequency_index", &SpectralPeak::frequency_index,
               "Of the highest value on the grid.")
        .field("omega", &SpectralPeak::omega, "[rad/s], between the frequencies of the grid.")
        .field("height", &SpectralPeak::height, "Power there [Hz].")
        .property(
            "frequency", [](const SpectralPeak& p) { return p.omega / (2.0 * std::numbers::pi); },
            "[Hz]");
    Record<ConnectionDerivatives>(
        scope, theory_module, "ConnectionDerivatives",
        "Response to a parameter of each connection; rows = targets, n x n.")
        .field("dlog_K", &ConnectionDerivatives::dlog_K, "Per relative change of the in-degree.")
        .field("dlog_J", &ConnectionDerivatives::dlog_J, "Per relative change of the weight.")
        .field("dK", &ConnectionDerivatives::dK, "Per synapse.")
        .field("dJ", &ConnectionDerivatives::dJ, "Per volt.")
        .field("dDelay", &ConnectionDerivatives::dDelay, "Per second of mean delay.");
    Record<RecomputedChange>(
        scope, theory_module, "RecomputedChange",
        "Change of a peak for 1 % more synapses of each connection, computed anew; n x n.")
        .field("log_height", &RecomputedChange::log_height, "Of the logarithm of the height.")
        .field("frequency", &RecomputedChange::frequency, "[Hz]")
        .field("first_order_holds", &RecomputedChange::first_order_holds,
               "Whether the derivatives predict both to a tenth of the change.");
    Record<PeakSensitivity>(
        scope, theory_module, "PeakSensitivity",
        "How a spectral peak changes with each connection, at fixed working point.")
        .field("peak", &PeakSensitivity::peak, "The peak.")
        .field("log_height", &PeakSensitivity::log_height,
               "Of the logarithm of the height (0.01: 1 % higher).")
        .field("frequency", &PeakSensitivity::frequency, "Of the peak's frequency in Hz.")
        .field("one_percent", &PeakSensitivity::one_percent,
               "RecomputedChange for 1 % more synapses.");
}

void bind_peak_sensitivity(py::module_& scope) {
    define(
        scope, "peak_sensitivity",
        [](const TransferFunctions& transfer, const SpectralPeak& peak, const Matrix& noise,
           const Matrix& J, const Matrix& K, const Vector& tau_m, const Matrix& Delay,
           const std::optional<Matrix>& Delay_sd, DelayDistribution delay_dist,
           const std::optional<Matrix>& J_sd) {
            return peak_sensitivity(
                transfer,
                {.mean = Delay, .sd = Delay_sd.value_or(Matrix()), .distribution = delay_dist},
                {.J = J, .J_sd = J_sd.value_or(Matrix()), .K = K, .tau_m = tau_m}, noise, peak);
        },
        R"(Change of height and frequency of one spectral peak per change of each connection.

`noise` is that of the power spectra [Hz], 1 x n or F x n, `peak` one of `spectral_peaks`; the others
as in `effective_connectivity` and `delay_dist_matrix`. `peak_sensitivities` does it for a network.)",
        "transfer"_a, "peak"_a, "noise"_a, "J"_a, "K"_a, "tau_m"_a, "Delay"_a,
        "Delay_sd"_a = py::none(), "delay_dist"_a = "none", "J_sd"_a = py::none(), Unlocked());
}

void bind_modes(py::module_& scope) {
    define(scope, "eigenbasis", &eigenbasis,
           R"(Eigenvalues and eigenvectors of one matrix W, n x n.)", "W"_a, Unlocked());
    define(
        scope, "eigenmodes", &eigenmodes,
        R"(Eigenvalues of W (F x n x n) followed across frequency; the mode that comes closest to 1 first.)",
        "W"_a, "threads"_a = 0, Unlocked());
    define(scope, "critical_frequency_index", &critical_frequency_index,
           R"(Index of the frequency at which a mode comes closest to 1.)", "modes"_a, "mode"_a);
    define(
        scope, "match_eigenvalues_across_frequencies", &match_eigenvalues_across_frequencies,
        R"(Orders given eigenvalues (F x n) as trajectories; those that move by at most margin keep their index.)",
        "eigenvalues"_a, "margin"_a);
    define(scope, "axis_crossings", &axis_crossings,
           R"(Crossings of the positive real axis by all modes, the largest eigenvalue first.)",
           "eigenvalues"_a, "omegas"_a);
    define(scope, "nyquist_stability", &nyquist_stability,
           R"(Number of growing modes, from the trajectories of the eigenvalues (F x n).)",
           "eigenvalues"_a);
    define(
        scope, "winding",
        [](const Network& network, const Vector& mean, const Vector& std, double first_step,
           double longest_step, Index most_frequencies, lif::Convention convention,
           lif::exp::Method method, bool synaptic_filter, const std::optional<Vector>& nu) {
            return winding(
                connectivity_at(network, {.mu = mean, .sigma = std, .nu = nu.value_or(Vector())},
                                {.convention = convention,
                                 .method = method,
                                 .filter = filter_of(synaptic_filter),
                                 .threads = 1}),
                {.first_step = first_step,
                 .longest_step = longest_step,
                 .most_frequencies = most_frequencies});
        },
        R"(Number of growing modes of a network, at frequencies that are chosen so that no turn of the phase hides.)",
        "network"_a, "mean_input"_a, "std_input"_a, py::kw_only(),
        "first_step"_a = WindingOptions{}.first_step,
        "longest_step"_a = WindingOptions{}.longest_step,
        "most_frequencies"_a = WindingOptions{}.most_frequencies, "convention"_a = "exact",
        "method"_a = "shift", "synaptic_filter"_a = true, "nu"_a = py::none(), Unlocked());
    define(
        scope, "stability_verdict",
        [](const Network& network, const Vector& mean, const Vector& std,
           lif::Convention convention, lif::exp::Method method, bool synaptic_filter,
           int growth_rate_starts, Index least_frequencies, const std::optional<Vector>& nu) {
            return stability_verdict(network,
                                     {.mu = mean, .sigma = std, .nu = nu.value_or(Vector())},
                                     {.response = {.convention = convention,
                                                   .method = method,
                                                   .filter = filter_of(synaptic_filter),
                                                   .threads = 1},
                                      .growth_rate_starts = growth_rate_starts,
                                      .least_frequencies = least_frequencies});
        },
        R"(Whether small perturbations of the state with these inputs die out: a StabilityVerdict.)",
        "network"_a, "mean_input"_a, "std_input"_a, py::kw_only(), "convention"_a = "exact",
        "method"_a = "shift", "synaptic_filter"_a = true,
        "growth_rate_starts"_a = StabilityOptions{}.growth_rate_starts,
        "least_frequencies"_a = StabilityOptions{}.least_frequencies, "nu"_a = py::none(),
        Unlocked());
    define(scope, "same_rhythm", &same_rhythm,
           R"(Whether two frequencies are those of one rhythm: at most 5 % apart.)", "a"_a, "b"_a);
    define(scope, "rhythms", &rhythms,
           R"(Peaks as rhythms, by rising frequency: a tuple of lists of SpectralPeak.)",
           "peaks"_a);
    define(scope, "highest_peak", &highest_peak, R"(The highest SpectralPeak of a rhythm.)",
           "rhythm"_a);
    define(scope, "leading_peaks", &leading_peaks,
           R"(The highest peak of each of the `count` highest rhythms, the highest first.)",
           "peaks"_a, "count"_a);
    define(
        scope, "growth_rates",
        [](const Network& network, const Vector& mean, const Vector& std,
           const std::vector<Complex>& starts, lif::Convention convention, lif::exp::Method method,
           bool synaptic_filter, double tolerance, int max_iterations,
           const std::optional<Vector>& nu) {
            const auto W =
                connectivity_at(network, {.mu = mean, .sigma = std, .nu = nu.value_or(Vector())},
                                {.convention = convention,
                                 .method = method,
                                 .filter = filter_of(synaptic_filter),
                                 .threads = 1});
            return growth_rates(W, starts,
                                {.tolerance = tolerance, .max_iterations = max_iterations});
        },
        R"(Solutions s [1/s] of det(1 - W(s)) = 0 that Newton's method reaches from `starts`, fastest growing first.)",
        "network"_a, "mean_input"_a, "std_input"_a, "starts"_a, py::kw_only(),
        "convention"_a = "exact", "method"_a = "shift", "synaptic_filter"_a = true,
        "tolerance"_a = GrowthRateOptions{}.tolerance,
        "max_iterations"_a = GrowthRateOptions{}.max_iterations, "nu"_a = py::none(), Unlocked());
    define(scope, "growth_rate_starts", &growth_rate_starts,
           R"(Points s [1/s] from which `growth_rates` should find the leading modes.)",
           "eigenvalues"_a, "omegas"_a);
}

void bind_sensitivities(py::module_& scope) {
    define(
        scope, "sensitivity_measure",
        [](const MatrixStack& W, const Vector& omegas, double omega, const Eigenmodes* modes,
           std::optional<Index> mode, Complex eigenvalue) {
            if (modes != nullptr) {
                return sensitivity_measure(W, omegas, omega, *modes, mode.value_or(0));
            }
            return sensitivity_measure(W, omegas, omega, eigenvalue);
        },
        R"(Sensitivity at the grid's frequency closest to `omega` [rad/s].

Of the mode `mode` of `modes` (eigenmodes) if these are given, else of the eigenvalue closest to
`eigenvalue`; 1 gives the mode that shapes the spectrum most.
Source: H. Bos et al., PLoS Comput. Biol. 12, e1005132 (2016).)",
        "W"_a, "omegas"_a, "omega"_a, py::kw_only(), "modes"_a = py::none(), "mode"_a = py::none(),
        "eigenvalue"_a = 1.0, Unlocked());
    define(scope, "sensitivity_measure_all_eigenmodes", &sensitivity_measure_all_eigenmodes,
           R"(Sensitivity of every mode, each where its eigenvalue comes closest to 1.)", "W"_a,
           "omegas"_a, "modes"_a, "threads"_a = 0, Unlocked());
    define(
        scope, "spectral_peaks", &spectral_peaks,
        R"(Maxima of the power spectra (F x n, [Hz]) inside the grid, of each population the highest first.)",
        "power_spectra"_a, "omegas"_a);
}

}  // namespace

void bind_theory_modes(py::module_& scope) {
    bind_mode_records(scope);
    bind_stability_records(scope);
    bind_sensitivity_records(scope);
    bind_peak_sensitivity(scope);
    bind_modes(scope);
    bind_sensitivities(scope);
}

}  // namespace siegert::python
