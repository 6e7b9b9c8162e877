#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/effective_connectivity.hpp>
#include <siegert/theory/eigenmodes.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/peak_sensitivity.hpp>
#include <siegert/theory/power_spectra.hpp>
#include <siegert/theory/sensitivity.hpp>
#include <siegert/theory/stability.hpp>
#include <siegert/theory/stability_verdict.hpp>
#include <siegert/theory/working_point.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace siegert::theory {

/// Noise that the spikes of single neurons put into the network.
///
/// When to use: `by_convention`; the others to see what the spike trains' own spectrum does.
enum class SpikingNoise {
    by_convention,  ///< renewal in Convention::exact, poisson in Convention::nnmt
    poisson,        ///< white, nu / N
    renewal,        ///< from the distribution of the intervals between spikes
};

/// How far an analysis goes.
enum class AnalysisExtent {
    spectra,  ///< working point, transfer functions, power spectra, peaks and stability; no matrix
              ///< is kept. When to use: networks of hundreds of populations
    modes,    ///< and eigenmodes, axis crossings, sensitivities
};

/// Where an analysis stands.
struct AnalysisStep {
    const char* name;  ///< of the step that begins
    int done;          ///< steps before it
    int total;         ///< steps of the analysis
};

/// How a network is analysed in the frequency domain.
struct AnalysisOptions {
    WorkingPointOptions working_point;  ///< its method is also that of the transfer functions
    lif::Convention convention = lif::Convention::exact;
    lif::SynapticFilter filter = lif::SynapticFilter::with;
    SpikingNoise noise = SpikingNoise::by_convention;
    AnalysisExtent extent = AnalysisExtent::modes;

    /// Modes, those closest to instability first, of which the sensitivity is computed, at 32 bytes
    /// n^2 each. Not given: as many as take 256 MB, that is all of up to 200 populations.
    std::optional<Index> sensitivity_modes{};

    int growth_rate_starts = 8;     ///< Newton searches for growing modes, >= 0; 0: none
    bool keep_connectivity = true;  ///< store W: 16 bytes n^2 frequencies
    bool keep_delays = true;        ///< store D: as large as W
    bool keep_propagator = true;
    int threads = 0;  ///< >= 0; 0: as many as cores. Results do not depend on it
    std::function<void(const AnalysisStep&)> on_step;  ///< told of each step; may throw to stop
};

/// Everything that linear response tells about a network at its working point. The first index of
/// arrays is the frequency, then target, then source.
struct NetworkAnalysis {
    WorkingPoint working_point;
    Vector omegas;                       ///< [rad/s]
    TransferFunctions transfer;          ///< frequencies x n
    MatrixStack D;                       ///< delay factors; empty unless kept
    MatrixStack effective_connectivity;  ///< W; empty unless kept
    MatrixStack propagator;              ///< (1 - W)^-1 W; empty unless kept
    Matrix input_noise;                  ///< 1 x n or frequencies x n [Hz]
    Matrix power_spectra;                ///< frequencies x n [Hz]
    std::vector<SpectralPeak> peaks;     ///< of the power spectra; none below 5 frequencies
    Eigenmodes eigenmodes;
    std::vector<SensitivityMeasure>
        sensitivity;  ///< of leading modes, where they come closest to 1
    std::vector<AxisCrossing> axis_crossings;
    StabilityVerdict stability;
};

/// Noise of the population-averaged activities from the spikes of single neurons at the working
/// point [Hz]: 1 x n for Poisson spikes, frequencies x n for renewal processes.
///
/// Throws: InvalidParameter as renewal_noise and network_renewal_spectra.
[[nodiscard]] Matrix spiking_noise(const Network& network, const WorkingPoint& point,
                                   const Vector& omegas, const AnalysisOptions& options);

/// Analyses a network in the frequency domain: working point, transfer functions, delays, effective
/// connectivity, propagator, power spectra, eigenmodes, sensitivities, stability.
///
/// `omegas` are increasing frequencies [rad/s].
/// Throws: InvalidParameter if the network, the frequencies or an option are invalid;
/// AccuracyNotReached if no working point is found, or at an instability.
[[nodiscard]] NetworkAnalysis analyze(const Network& network, const Vector& omegas,
                                      const AnalysisOptions& options = {});

/// The same at a working point that is already known.
[[nodiscard]] NetworkAnalysis analyze(const Network& network, const WorkingPoint& point,
                                      const Vector& omegas, const AnalysisOptions& options);

/// W at frequency k of an analysis, kept or not.
[[nodiscard]] ComplexMatrix effective_connectivity(const Network& network,
                                                   const NetworkAnalysis& analysis, Index k);

/// Sensitivity, at the frequency of the analysis closest to `omega` [rad/s], of the eigenvalue that
/// is closest to 1 there.
[[nodiscard]] SensitivityMeasure sensitivity_at(const Network& network,
                                                const NetworkAnalysis& analysis, double omega);

/// Change of every spectral peak of an analysed network per change of each connection.
[[nodiscard]] std::vector<PeakSensitivity> peak_sensitivities(const Network& network,
                                                              const NetworkAnalysis& analysis);

/// The same for given peaks of its spectra.
[[nodiscard]] std::vector<PeakSensitivity> peak_sensitivities(
    const Network& network, const NetworkAnalysis& analysis,
    const std::vector<SpectralPeak>& peaks);

}  // namespace siegert::theory
