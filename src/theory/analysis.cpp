#include <siegert/theory/analysis.hpp>

#include <siegert/lif/transfer_function.hpp>

#include "require.hpp"

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
}

ResponseOptions response_options(const AnalysisOptions& options) {
    return {.convention = options.convention,
            .method = options.working_point.method,
            .filter = options.filter,
            .threads = options.threads};
}

PopulationInputs inputs(const WorkingPoint& point) {
    return {.mu = point.mean_input, .sigma = point.std_input};
}

bool is_renewal(const AnalysisOptions& options) {
    if (options.noise == SpikingNoise::by_convention)
        return options.convention == lif::Convention::exact;
    return options.noise == SpikingNoise::renewal;
}

void add_connectivity(const Network& network, const AnalysisOptions& options,
                      NetworkAnalysis& analysis) {
    if (!options.keep_delays) {
        analysis.effective_connectivity = effective_connectivity(
            analysis.transfer, delays(network), coupling(network), options.threads);
        return;
    }
    analysis.D = delay_dist_matrix(delays(network), analysis.transfer.s);
    analysis.effective_connectivity =
        effective_connectivity(analysis.transfer, analysis.D, coupling(network));
}

void add_spectra(const AnalysisOptions& options, NetworkAnalysis& analysis) {
    const MatrixStack& W = analysis.effective_connectivity;
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

void add_stability(const Network& network, const AnalysisOptions& options,
                   NetworkAnalysis& analysis) {
    const ComplexMatrix& eigenvalues = analysis.eigenmodes.eigenvalues;
    analysis.axis_crossings = axis_crossings(eigenvalues, analysis.omegas);
    analysis.nyquist = nyquist_stability(eigenvalues);
    auto starts = growth_rate_starts(eigenvalues, analysis.omegas);
    const auto wanted = static_cast<std::size_t>(options.growth_rate_starts);
    starts.resize(std::min(starts.size(), wanted));
    analysis.growth_rates = growth_rates(
        connectivity_at(network, inputs(analysis.working_point), response_options(options)),
        starts);
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
                        const AnalysisOptions& options) {
    validate_arguments(network, omegas, options);
    int done = 0;
    const auto begin = [&](const char* name) {
        constexpr int steps = 6;
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
    begin("power spectra");
    add_spectra(options, analysis);
    begin("eigenmodes");
    const MatrixStack& W = analysis.effective_connectivity;
    analysis.eigenmodes = eigenmodes(W, options.threads);
    begin("sensitivity");
    analysis.sensitivity =
        sensitivity_measure_all_eigenmodes(W, omegas, analysis.eigenmodes, options.threads);
    begin("stability");
    add_stability(network, options, analysis);
    return analysis;
}

std::vector<PeakSensitivity> peak_sensitivities(const Network& network,
                                                const NetworkAnalysis& analysis) {
    std::vector<PeakSensitivity> result;
    for (const SpectralPeak& peak : analysis.peaks)
        result.push_back(peak_sensitivity(analysis.transfer, delays(network), coupling(network),
                                          analysis.input_noise, peak));
    return result;
}

}  // namespace siegert::theory
