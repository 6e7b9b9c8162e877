#include <siegert/theory/analysis.hpp>

#include <siegert/lif/transfer_function.hpp>

#include "require.hpp"
#include "theory/connectivity_factors.hpp"
#include "theory/streamed.hpp"

#include <algorithm>

namespace siegert::theory {
namespace {

constexpr Index fewest_for_peaks = 5;

void validate_arguments(const Network& network, const Vector& omegas,
                        const AnalysisOptions& options) {
    static_cast<void>(delays(network));  // throws if there are none
    if (omegas.size() == 0) throw InvalidParameter("omegas must not be empty");
    for (Index k = 0; k < omegas.size(); ++k) {
        require_finite(fmt::format("omegas[{}]", k), omegas(k));
        if (k > 0)
            require(omegas(k) > omegas(k - 1), fmt::format("omegas[{}]", k), omegas(k),
                    "exceed the frequency before it");
    }
    require_not_negative("threads", options.threads);
    require_not_negative("growth_rate_starts", options.growth_rate_starts);
    if (options.sensitivity_modes)
        require_not_negative("sensitivity_modes", static_cast<double>(*options.sensitivity_modes));
}

ResponseOptions response_options(const AnalysisOptions& options) {
    return {.convention = options.convention,
            .method = options.working_point.method,
            .filter = options.filter,
            .threads = options.threads};
}

PopulationInputs inputs(const WorkingPoint& point) {
    return {.mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates};
}

bool is_renewal(const AnalysisOptions& options) {
    if (options.noise == SpikingNoise::by_convention)
        return options.convention == lif::Convention::exact;
    return options.noise == SpikingNoise::renewal;
}

ConnectivityFactors factors_of(const Network& network, const TransferFunctions& transfer) {
    return connectivity_factors(delays(network), coupling(network), variance_of(transfer));
}

void add_connectivity(const Network& network, const AnalysisOptions& options,
                      NetworkAnalysis& analysis) {
    if (options.keep_delays) analysis.D = delay_dist_matrix(delays(network), analysis.transfer.s);
    if (!options.keep_connectivity) return;
    analysis.effective_connectivity =
        options.keep_delays
            ? effective_connectivity(analysis.transfer, analysis.D, coupling(network))
            : effective_connectivity(analysis.transfer, delays(network), coupling(network),
                                     options.threads);
}

// Where W is kept it is not calculated again.
MatrixAt connectivity_of(const Network& network, const NetworkAnalysis& analysis) {
    if (!analysis.effective_connectivity.empty())
        return matrix_at(analysis.effective_connectivity, analysis.omegas);
    return {.frequencies = analysis.omegas.size(),
            .rows = network.tau_m.size(),
            .at = [factors = factors_of(network, analysis.transfer), &transfer = analysis.transfer](
                      Index k) { return connectivity(factors, transfer, k); },
            .omegas = analysis.omegas};
}

void add_spectra(const MatrixAt& W, const AnalysisOptions& options, NetworkAnalysis& analysis) {
    if (options.keep_propagator) {
        Response response = propagator_and_power_spectra(W, analysis.input_noise, options.threads);
        analysis.propagator = std::move(response.propagator);
        analysis.power_spectra = std::move(response.power_spectra);
    } else {
        analysis.power_spectra = power_spectra(W, analysis.input_noise, options.threads);
    }
    const bool all_active = (analysis.power_spectra.array() > 0.0).all();
    if (analysis.omegas.size() >= fewest_for_peaks && all_active)
        analysis.peaks = spectral_peaks(analysis.power_spectra, analysis.omegas);
}

Index sensitivity_modes(Index n, const AnalysisOptions& options) {
    constexpr Index affordable = 256'000'000 / 32;  // entries of all matrices
    constexpr Index fewest = 3;
    const Index wanted = options.sensitivity_modes.value_or(
        std::max(fewest, affordable / std::max<Index>(n * n, 1)));
    return std::min(wanted, n);
}

// Points near which growing modes are expected.
std::vector<Complex> starts_of(const NetworkAnalysis& analysis) {
    const ComplexMatrix& eigenvalues = analysis.eigenmodes.eigenvalues;
    if (eigenvalues.size() == 0) return {};
    return growth_rate_starts(eigenvalues, analysis.omegas);
}

void add_stability(const Network& network, const AnalysisOptions& options,
                   NetworkAnalysis& analysis) {
    analysis.stability = stability_verdict(network, inputs(analysis.working_point),
                                           {.response = response_options(options),
                                            .growth_rate_starts = options.growth_rate_starts,
                                            .least_frequencies = analysis.omegas.size()},
                                           starts_of(analysis));
}

// Matrices that nobody asked for are not kept.
AnalysisOptions without_what_is_not_wanted(AnalysisOptions options) {
    if (options.extent == AnalysisExtent::modes) return options;
    options.keep_connectivity = false;
    options.keep_delays = false;
    options.keep_propagator = false;
    return options;
}

}  // namespace

Matrix spiking_noise(const Network& network, const WorkingPoint& point, const Vector& omegas,
                     const AnalysisOptions& options) {
    if (!is_renewal(options)) return poisson_noise(point.firing_rates, network.N);
    return renewal_noise(
        network_renewal_spectra(network, inputs(point), omegas, response_options(options)),
        network.N);
}

NetworkAnalysis analyze(const Network& network, const Vector& omegas,
                        const AnalysisOptions& options) {
    validate_arguments(network, omegas, options);
    const WorkingPoint point = working_point(network, options.working_point);
    require_converged(point);
    return analyze(network, point, omegas, options);
}

NetworkAnalysis analyze(const Network& network, const WorkingPoint& point, const Vector& omegas,
                        const AnalysisOptions& asked) {
    const AnalysisOptions options = without_what_is_not_wanted(asked);
    validate_arguments(network, omegas, options);
    int done = 0;
    const bool with_modes = options.extent == AnalysisExtent::modes;
    const auto begin = [&](const char* name) {
        const int steps = with_modes ? 6 : 4;
        if (options.on_step) options.on_step({.name = name, .done = done++, .total = steps});
    };
    NetworkAnalysis analysis;
    analysis.working_point = point;
    analysis.omegas = omegas;
    begin("transfer functions");
    analysis.transfer = network_transfer_function(
        network, inputs(point), lif::on_imaginary_axis(omegas), response_options(options));
    analysis.input_noise = spiking_noise(network, point, omegas, options);
    begin("effective connectivity");
    add_connectivity(network, options, analysis);
    const MatrixAt W = connectivity_of(network, analysis);
    begin("power spectra");
    add_spectra(W, options, analysis);
    if (with_modes) {
        begin("eigenmodes");
        analysis.eigenmodes = eigenmodes(W, options.threads);
        analysis.axis_crossings = axis_crossings(analysis.eigenmodes.eigenvalues, omegas);
        begin("sensitivity");
        const Index count = sensitivity_modes(W.rows, options);
        analysis.sensitivity =
            sensitivity_measures(W, omegas, analysis.eigenmodes, count, options.threads);
    }
    begin("stability");
    add_stability(network, options, analysis);
    return analysis;
}

ComplexMatrix effective_connectivity(const Network& network, const NetworkAnalysis& analysis,
                                     Index k) {
    require(k >= 0 && k < analysis.omegas.size(), "k", static_cast<double>(k),
            fmt::format("be one of 0 ... {}", analysis.omegas.size() - 1));
    return connectivity_of(network, analysis).at(k);
}

SensitivityMeasure sensitivity_at(const Network& network, const NetworkAnalysis& analysis,
                                  double omega) {
    require_finite("omega", omega);
    Index k = 0;
    (analysis.omegas.array() - omega).abs().minCoeff(&k);
    MatrixStack W(1, network.tau_m.size(), network.tau_m.size());
    W[0] = effective_connectivity(network, analysis, k);
    auto measure = sensitivity_measure(W, analysis.omegas.segment(k, 1), omega, Complex(1.0));
    measure.critical_frequency_index = k;
    return measure;
}

std::vector<PeakSensitivity> peak_sensitivities(const Network& network,
                                                const NetworkAnalysis& analysis) {
    return peak_sensitivities(network, analysis, analysis.peaks);
}

std::vector<PeakSensitivity> peak_sensitivities(const Network& network,
                                                const NetworkAnalysis& analysis,
                                                const std::vector<SpectralPeak>& peaks) {
    std::vector<PeakSensitivity> result;
    for (const SpectralPeak& peak : peaks)
        result.push_back(peak_sensitivity(analysis.transfer, delays(network), coupling(network),
                                          analysis.input_noise, peak));
    return result;
}

}  // namespace siegert::theory
