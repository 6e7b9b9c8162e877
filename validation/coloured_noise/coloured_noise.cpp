// LIF neurons in noise of correlation time 0.5 to 20 ms, beside method exact: rates, CVs, the
// response to the mean and the spectrum of the spikes. Nothing is expanded in the time constant, so
// that every deviation must be chance.
#include "claims.hpp"
#include "command.hpp"
#include "replicates.hpp"
#include "unconnected.hpp"

#include <siegert/lif/exact_coloured_noise.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/sinusoid_response.hpp>
#include <siegert/statistics/spike_statistics.hpp>
#include <siegert/units.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numbers>

using namespace siegert;
using namespace siegert::literals;
using lif::exp::ExactNeuron;
using validation::Claim;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV};
constexpr lif::Input input{.mu = 15.0_mV, .sigma = 5.0_mV};
constexpr Index samples = 20;
const Vector frequencies{{10.0, 20.0, 50.0, 100.0, 200.0}};  // [Hz]

/// How much is simulated in each sample.
struct Extent {
    Index neurons;
    double duration;  ///< [s], whole periods of all frequencies
};

/// What the theory says at one time constant.
struct Theory {
    double tau_s;
    double rate;
    double cv;
    ComplexVector response;  ///< to the mean behind the synapse [Hz / V]
    Vector spectrum;         ///< [Hz]
};

Theory theory_at(double tau_s) {
    const ExactNeuron exact(neuron, tau_s, input);
    const Vector omegas = two_pi * frequencies;
    return {
        .tau_s = tau_s,
        .rate = lif::exp::exact_firing_rate(neuron, tau_s, input),
        .cv = lif::exp::exact_interval_statistics(neuron, tau_s, input).cv,
        .response =
            exact.transfer_function(lif::on_imaginary_axis(omegas), lif::SynapticFilter::without)
                .n_mu,
        .spectrum = exact.power_spectrum(omegas)};
}

/// Amplitude of the modulation that moves the rate by 8 % [V]: what is cubic in it is below 0.1 %.
double amplitude(const Theory& theory, Index k) {
    return 0.08 * theory.rate / std::abs(theory.response(k));
}

SpikeRecord simulated(double tau_s, const Extent& extent, double f, double a, std::uint64_t seed) {
    SimulationOptions options;
    options.duration = extent.duration;
    options.warmup = 0.5;
    options.seed = seed;
    options.gaussian.mu = Vector::Constant(1, input.mu);
    options.gaussian.sigma = Vector::Constant(1, input.sigma);
    options.gaussian.tau_c = tau_s;
    if (a != 0.0) {
        options.modulation.f = f;
        options.modulation.phase = std::numbers::pi / 2.0;  // a cosine
        options.modulation.mu = Vector::Constant(1, a);
    }
    return simulate(validation::unconnected({neuron}, extent.neurons), options).spikes;
}

/// One number for each claim: rate, CV, spectrum, real and imaginary part of the response.
Vector sample_of(const Theory& theory, const Extent& extent, std::uint64_t seed) {
    const Index m = frequencies.size();
    Vector values(2 + 3 * m);
    const auto spikes = simulated(theory.tau_s, extent, 0.0, 0.0, seed);
    values(0) = statistics::firing_rates(spikes)[0].value;
    values(1) = statistics::cvs(spikes, {.average = statistics::IntervalAverage::pooled})[0].value;
    constexpr double segment = 1.0;
    const auto spectra =
        statistics::population_spectra(spikes, {.f_max = 210.0, .segment = segment});
    for (Index k = 0; k < m; ++k) {
        const double f = frequencies(k);
        const auto position = static_cast<Index>(std::lround(f * segment)) - 1;
        values(2 + k) = spectra.S[position](0, 0).real() * static_cast<double>(extent.neurons);
        const double a = amplitude(theory, k);
        const auto response = statistics::sinusoid_response(
            simulated(theory.tau_s, extent, f, a, seed),
            simulated(theory.tau_s, extent, f, -a, seed), {.f = f, .amplitude = a})[0];
        values(2 + m + k) = response.value.real();
        values(2 + 2 * m + k) = response.value.imag();
    }
    return values;
}

Vector expected(const Theory& theory) {
    Vector values(2 + 3 * frequencies.size());
    values << theory.rate, theory.cv, theory.spectrum, theory.response.real(),
        theory.response.imag();
    return values;
}

std::string name_of(Index r) {
    const Index m = frequencies.size();
    if (r == 0) return "rate";
    if (r == 1) return "CV";
    const char* kinds[]{"spectrum", "Re n_mu", "Im n_mu"};
    return fmt::format("{} at {:g} Hz", kinds[(r - 2) / m], frequencies((r - 2) % m));
}

/// Deviations and their z-scores.
struct Judgement {
    std::vector<Claim> claims;
    std::vector<double> z;
};

void judge_time_constant(double tau_s, const Extent& extent, Index comparisons,
                         Judgement& judgement) {
    const Theory theory = theory_at(tau_s);
    const Matrix all = validation::replicates(
        samples, [&](std::uint64_t seed) { return sample_of(theory, extent, seed); });
    const Vector reference = expected(theory);
    const double allowed = validation::standard_errors_allowed(samples, comparisons);
    for (Index r = 0; r < reference.size(); ++r) {
        const auto measured = validation::mean_of(all.col(r));
        const double z = (measured.value - reference(r)) / measured.standard_error;
        judgement.z.push_back(z);
        judgement.claims.push_back({fmt::format("tau_s = {:g} ms: {}", 1e3 * tau_s, name_of(r)), "",
                                    measured.value, reference(r), allowed * measured.standard_error,
                                    fmt::format("z = {:.2f}", z)});
    }
}

/// Mean square of the z-scores: of Student's t with n degrees of freedom it is n / (n - 2).
Claim mean_square(const std::vector<double>& z) {
    const double n = static_cast<double>(samples - 1), m = static_cast<double>(z.size());
    double sum = 0.0;
    for (const double one : z) sum += one * one;
    const double mean = n / (n - 2.0);
    const double variance = 3.0 * n * n / ((n - 2.0) * (n - 4.0)) - mean * mean;
    return {"mean square of all z", "", sum / m, mean, 4.4 * std::sqrt(variance / m), "chance"};
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    const Vector time_constants =
        command.brief ? Vector::Constant(1, 5.0_ms) : Vector{{0.5_ms, 2.0_ms, 5.0_ms, 20.0_ms}};
    const Extent extent = command.brief ? Extent{10, 5.0} : Extent{25, 20.0};
    Judgement judgement;
    const Index comparisons = time_constants.size() * (2 + 3 * frequencies.size());
    for (const double tau_s : time_constants) {
        judge_time_constant(tau_s, extent, comparisons, judgement);
    }
    judgement.claims.push_back(mean_square(judgement.z));
    return validation::judge("Coloured noise: mu = 15 mV, sigma = 5 mV, method exact",
                             judgement.claims);
}
