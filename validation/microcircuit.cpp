#include "microcircuit.hpp"

#include "command.hpp"

#include <siegert/lif/exp.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/spike_statistics.hpp>
#include <siegert/theory/finite_psp.hpp>
#include <siegert/theory/input_statistics.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <thread>

namespace siegert::validation {
namespace {

using lif::exp::Method;

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr double half_bandwidth = 2.0;  // [Hz], of the multitaper estimate: 2 / (1 s)
constexpr double f_max = 400.0;

/// Frequencies [Hz] at which theory is computed before it is smeared.
Vector fine_frequencies() {
    return Vector::LinSpaced(1612, 0.25, f_max + 3.0);
}

/// The spikes of one second.
SpikeRecord second_of(const SpikeRecord& record, double start) {
    SpikeRecord part = record;
    part.start = start;
    part.end = start + 1.0;
    for (auto& spikes : part.spikes) {
        const auto first =
            std::ranges::upper_bound(spikes.times, part.start) - spikes.times.begin();
        const auto last = std::ranges::upper_bound(spikes.times, part.end) - spikes.times.begin();
        spikes.times = {spikes.times.begin() + first, spikes.times.begin() + last};
        spikes.neurons = {spikes.neurons.begin() + first, spikes.neurons.begin() + last};
    }
    return part;
}

void add_spectra(const SpikeRecord& record, MicrocircuitRecord& result) {
    for (double start = record.start; start + 0.999 < record.end; start += 1.0) {
        const auto spectra = statistics::population_spectra(
            second_of(record, start),
            {.f_max = f_max, .segment = 1.0, .time_bandwidth = 2.0, .tapers = 3});
        const Index frequencies = spectra.frequencies.size(), n = spectra.S.rows();
        Matrix power(frequencies, n);
        for (Index k = 0; k < frequencies; ++k) power.row(k) = spectra.S[k].diagonal().real();
        if (result.spectra.empty()) {
            result.f = spectra.frequencies;
            result.cross_spectra = MatrixStack(frequencies, n, n);
        }
        for (Index k = 0; k < frequencies; ++k) result.cross_spectra[k] += spectra.S[k];
        result.spectra.push_back(power);
    }
}

/// Fewer neurons, and fewer but stronger synapses: see SimulationOptions::scale.
Network scaled(Network network, double scale) {
    network.N *= scale;
    network.K *= scale;
    network.K_ext *= scale;
    network.J /= std::sqrt(scale);
    network.J_ext /= std::sqrt(scale);
    return network;
}

/// Change of the rates by finite weights, without tau_s, at the given input.
Vector finite_weight_effect(const Network& network, const theory::WorkingPoint& point) {
    const Vector& nu = point.firing_rates;
    Vector effect(nu.size());
    for (Index i = 0; i < nu.size(); ++i) {
        std::vector<theory::PoissonInput> inputs;
        double mean = 0.0, variance = 0.0;
        const auto add = [&](double rate, double weight) {
            if (rate == 0.0) return;
            inputs.push_back({.rate = rate, .weight = weight});
            mean += network.tau_m(i) * rate * weight;
            variance += network.tau_m(i) * rate * weight * weight;
        };
        for (Index j = 0; j < nu.size(); ++j) add(network.K(i, j) * nu(j), network.J(i, j));
        for (Index j = 0; j < network.nu_ext.size(); ++j) {
            add(network.K_ext(i, j) * network.nu_ext(j), network.J_ext(i, j));
        }
        const LifNeuron one = neuron(network, i);
        const double diffusion =
            lif::delta::firing_rate(one, {.mu = point.mean_input(i), .sigma = std::sqrt(variance)});
        const double finite = theory::finite_psp_rate(one, inputs, point.mean_input(i) - mean).rate;
        effect(i) = nu(i) * (finite / diffusion - 1.0);
    }
    return effect;
}

/// Change of the rates by what the populations fluctuate beyond independent Poisson spikes: it adds
/// to the variance of the free potential, sigma^2 / 2.
Vector synchrony_effect(const Network& network, const theory::WorkingPoint& point,
                        const MicrocircuitRecord& record) {
    const Index n = network.N.size();
    const Matrix input = network.tau_m.asDiagonal() * network.J.cwiseProduct(network.K);
    Vector effect(n);
    for (Index i = 0; i < n; ++i) {
        double variance = 0.0;
        for (Index k = 0; k < record.f.size(); ++k) {
            ComplexMatrix excess = record.cross_spectra[k];
            excess.diagonal() -= (point.firing_rates.array() / network.N.array()).matrix();
            const double power = (input.row(i) * excess * input.row(i).transpose()).value().real();
            const double omega = two_pi * record.f(k);
            const double filter = (1.0 + std::pow(omega * network.tau_m(i), 2)) *
                                  (1.0 + std::pow(omega * network.tau_s(i), 2));
            variance += 2.0 * power / filter;  // both signs of f, 1 Hz apart
        }
        const double sigma =
            std::sqrt(std::max(0.0, std::pow(point.std_input(i), 2) + 2.0 * variance));
        effect(i) = lif::exp::firing_rate(neuron(network, i),
                                          {.tau_s = network.tau_s(i), .method = Method::exact},
                                          {.mu = point.mean_input(i), .sigma = sigma}) -
                    point.firing_rates(i);
    }
    return effect;
}

/// A network with one weight changed by the given part.
Network changed(Network network, const ConnectionChange& change, double part) {
    network.J(change.target, change.source) *= 1.0 + part;
    return network;
}

/// Spectrum of the target in the changed network, whose rates and mean input are those of the
/// original, by exact and with what it leaves out: frequencies x 2.
Matrix changed_power(const Network& network, const ConnectionChange& change, double part,
                     const Vector& f) {
    const Network other = changed(network, change, part);
    const Vector fine = fine_frequencies();
    const auto power = [&](theory::PopulationInputs input, const auto& neurons) -> Vector {
        input.sigma = theory::std_input(other, input.nu);
        const auto all = predicted_spectra(other, "", neurons(input)).power;
        return smeared(fine, all, f, half_bandwidth).col(change.target);
    };
    Matrix both(f.size(), 2);
    both.col(0) = power(working_input(network, Method::exact), [&](const auto& input) {
        return equal_neurons(other, input, two_pi * fine, Method::exact);
    });
    both.col(1) = power(working_input_of_different_neurons(network), [&](const auto& input) {
        return late(different_neurons(other, input, two_pi * fine), 0.5 * MicrocircuitRun{}.dt);
    });
    return both;
}

/// What holds the mean input in the changed network [V].
Vector compensation(const Network& network, const ConnectionChange& change, double part) {
    const Vector nu = theory::working_point(network).firing_rates;
    return theory::mean_input(network, nu) - theory::mean_input(changed(network, change, part), nu);
}

}  // namespace

MicrocircuitRecord simulate_microcircuit(const Network& network, const MicrocircuitRun& run) {
    MicrocircuitRecord result;
    result.rates = result.cvs = Matrix(run.networks, network.N.size());
    for (Index k = 0; k < run.networks; ++k) {
        SimulationOptions options;
        options.duration = run.duration;
        options.warmup = 0.5;
        options.seed = static_cast<std::uint64_t>(k) + 1;
        options.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
        options.scale = run.scale;
        if (run.scale < 1.0) options.scale_rates = theory::working_point(network).firing_rates;
        options.gaussian.mu = run.mu;
        options.dt = run.dt;
        const auto simulated = simulate(network, options);
        result.rates.row(k) = simulated.rates;
        const auto cvs = statistics::cvs(simulated.spikes);
        for (Index i = 0; i < network.N.size(); ++i) {
            result.cvs(k, i) = cvs[static_cast<std::size_t>(i)].value;
        }
        add_spectra(simulated.spikes, result);
        fmt::print(stderr, "network {} of {}\n", k + 1, run.networks);
    }
    for (auto& value : result.cross_spectra.values()) {
        value /= static_cast<double>(result.spectra.size());
    }
    return result;
}

RatePrediction predict_rates(const Network& network, const MicrocircuitRecord& record,
                             double scale) {
    RatePrediction prediction;
    prediction.point = theory::working_point(network, {.method = Method::exact});
    const Vector& nu = prediction.point.firing_rates;
    prediction.in_degrees = (working_input_of_different_neurons(network).nu - nu).cwiseAbs();
    const Network simulated = scaled(network, scale);
    prediction.finite_weights = finite_weight_effect(simulated, prediction.point).cwiseAbs();
    prediction.synchrony = synchrony_effect(simulated, prediction.point, record).cwiseAbs();
    return prediction;
}

double known_error(const RatePrediction& prediction, Index population) {
    return prediction.in_degrees(population) + prediction.finite_weights(population) +
           prediction.synchrony(population);
}

std::string describe_error(const RatePrediction& prediction, Index population) {
    return fmt::format("K {:.2g}, J {:.2g}, synchrony {:.2g}", prediction.in_degrees(population),
                       prediction.finite_weights(population), prediction.synchrony(population));
}

Vector modulation_depth(const Network& network, const MicrocircuitRecord& record) {
    const Vector rates = record.rates.colwise().mean();
    Vector variance = Vector::Zero(rates.size());
    for (Index k = 0; k < record.f.size(); ++k) {
        variance += 2.0 * (record.cross_spectra[k].diagonal().real() -
                           rates.cwiseQuotient(network.N));  // both signs of f, 1 Hz apart
    }
    return variance.cwiseMax(0.0).cwiseSqrt().cwiseQuotient(rates);
}

std::vector<PredictedSpectra> predict_spectra(const Network& network,
                                              const MicrocircuitRecord& record) {
    const Vector fine = fine_frequencies();
    const Vector depth = modulation_depth(network, record);
    fmt::print("rates are modulated by");
    for (const double value : depth) fmt::print(" {:.2f}", value);
    fmt::print("\n");
    auto predictions = all_predictions(network, MicrocircuitRun{}.dt, two_pi * fine, depth);
    for (auto& prediction : predictions) {
        prediction.power = smeared(fine, prediction.power, record.f, half_bandwidth);
    }
    return predictions;
}

double centroid(const Vector& f, const Vector& power, const Band& band) {
    double sum = 0.0, weighted = 0.0;
    for (Index k = 0; k < f.size(); ++k) {
        if (f(k) < band.low || f(k) > band.high) continue;
        sum += power(k);
        weighted += f(k) * power(k);
    }
    return weighted / sum;
}

Vector centroids(const MicrocircuitRecord& record, Index population, const Band& band) {
    Vector result(static_cast<Index>(record.spectra.size()));
    for (Index k = 0; k < result.size(); ++k) {
        const auto& power = record.spectra[static_cast<std::size_t>(k)];
        result(k) = centroid(record.f, power.col(population), band);
    }
    return result;
}

namespace {

/// Highest power in a band [Hz] and where it is.
struct Peak {
    double f, height;
};

Peak peak_in(const Vector& f, const Vector& power, const Band& band) {
    Peak peak{.f = band.low, .height = 0.0};
    for (Index k = 0; k < f.size(); ++k) {
        if (f(k) < band.low || f(k) > band.high || power(k) <= peak.height) continue;
        peak = {.f = f(k), .height = power(k)};
    }
    return peak;
}

/// Centroid, peak and height of each theory beside the simulation.
void print_peak(const Network& network, const MicrocircuitRecord& record,
                const std::vector<PredictedSpectra>& predictions, const Band& band, Index i) {
    const auto seconds = static_cast<Index>(record.spectra.size());
    Matrix power(seconds, record.f.size());
    for (Index k = 0; k < seconds; ++k) {
        power.row(k) = record.spectra[static_cast<std::size_t>(k)].col(i);
    }
    const Vector mean = power.colwise().mean();
    const Peak simulated = peak_in(record.f, mean, band);
    Index at = 0;
    (record.f.array() - simulated.f).abs().minCoeff(&at);
    fmt::print("{:3} {:10} simulated {:6.1f} Hz {:9.3g} +- {:.2g}",
               network.populations[static_cast<std::size_t>(i)], band.name, simulated.f,
               simulated.height, mean_of(power.col(at)).standard_error);
    for (const auto& prediction : predictions) {
        const Vector predicted = prediction.power.col(i);
        const Peak peak = peak_in(record.f, predicted, band);
        fmt::print("   {} {:.1f} Hz {:.3g} (centroid {:.1f})", prediction.name, peak.f, peak.height,
                   centroid(record.f, predicted, band));
    }
    fmt::print("\n");
}

}  // namespace

void add_peak_claims(const Network& network, const MicrocircuitRecord& record,
                     const std::vector<PredictedSpectra>& predictions, const Band& band,
                     std::vector<Claim>& claims) {
    for (Index i = 0; i < network.N.size(); ++i) {
        const auto measured = mean_of(centroids(record, i, band));
        double left_out = 0.0;
        const auto predicted = [&](std::size_t k) {
            return centroid(record.f, predictions[k].power.col(i), band);
        };
        for (std::size_t k = exact + 1; k < predictions.size(); ++k) {
            left_out += std::abs(predicted(k) - predicted(k - 1));
        }
        const double chance = standard_errors_allowed(static_cast<Index>(record.spectra.size()),
                                                      2 * network.N.size()) *
                              measured.standard_error;
        claims.push_back(
            {fmt::format("{} of {}", band.name, network.populations[static_cast<std::size_t>(i)]),
             "Hz", measured.value, predicted(predictions.size() - 2), left_out + chance,
             fmt::format("causes {:.2g}, SE {:.2g}", left_out, measured.standard_error)});
        print_peak(network, record, predictions, band, i);
    }
}

void add_shift_claims(const Network& network, const ConnectionChange& change,
                      const std::vector<Band>& bands, const MicrocircuitRun& run,
                      std::vector<Claim>& claims) {
    const auto simulate_with = [&](double part) {
        auto with_input = run;
        with_input.mu = compensation(network, change, part);
        return simulate_microcircuit(changed(network, change, part), with_input);
    };
    const auto up = simulate_with(change.part), down = simulate_with(-change.part);
    const Matrix more = changed_power(network, change, change.part, up.f);
    const Matrix less = changed_power(network, change, -change.part, up.f);
    const auto seconds = static_cast<Index>(up.spectra.size());
    for (const Band& band : bands) {
        const auto predicted = [&](Index theory) {
            return centroid(up.f, more.col(theory), band) - centroid(up.f, less.col(theory), band);
        };
        const auto above = mean_of(centroids(up, change.target, band));
        const auto below = mean_of(centroids(down, change.target, band));
        const double error = std::hypot(above.standard_error, below.standard_error);
        const double shift = predicted(1);
        const double open = std::abs(shift - predicted(0));
        const auto name = [&](Index i) { return network.populations[static_cast<std::size_t>(i)]; };
        const auto what = fmt::format("{} -> {} by +-{:g} %: shift of {}", name(change.source),
                                      name(change.target), 100.0 * change.part, band.name);
        const double measured = above.value - below.value;
        if (&band != &bands.front()) {
            fmt::print("{}: {:.2f} +- {:.2f} Hz, theory {:.2f} Hz\n", what, measured, error, shift);
            continue;
        }
        claims.push_back({what, "Hz", measured, shift,
                          open + standard_errors_allowed(seconds, 1) * error,
                          fmt::format("step, in-degrees {:.2g}, SE {:.2g}", open, error)});
    }
}

std::vector<io::ReportFigure> spectra_figures(const Network& network,
                                              const MicrocircuitRecord& record,
                                              const std::vector<PredictedSpectra>& predictions) {
    std::vector<io::ReportFigure> figures;
    for (Index i = 0; i < network.N.size(); ++i) {
        const auto m = static_cast<Index>(record.spectra.size());
        Matrix seconds(m, record.f.size());
        for (Index k = 0; k < m; ++k) {
            seconds.row(k) = record.spectra[static_cast<std::size_t>(k)].col(i);
        }
        Vector mean(record.f.size()), error(record.f.size());
        for (Index k = 0; k < record.f.size(); ++k) {
            const auto at = mean_of(seconds.col(k));
            mean(k) = at.value;
            error(k) = at.standard_error;
        }
        auto simulated = curve("simulation", record.f, mean, 1);
        simulated.low = (mean - error).cwiseMax(0.1 * mean);
        simulated.high = mean + error;
        io::LinesFigure lines{.x = {"f", "Hz"}, .y = {"power", "Hz", true}, .series = {simulated}};
        int color = 2;
        for (const auto& prediction : predictions) {
            lines.series.push_back(
                curve(prediction.name, record.f, prediction.power.col(i), color++));
        }
        figures.push_back({.title = network.populations[static_cast<std::size_t>(i)],
                           .caption = "Band: one standard error.",
                           .content = lines});
    }
    return figures;
}

io::ReportFigure rates_figure(const Network& network, const MicrocircuitRecord& record,
                              const RatePrediction& prediction, const Vector& published) {
    io::BarsFigure bars{.categories = network.populations, .y = {"rate", "Hz"}, .groups = {}};
    Vector mean(network.N.size()), error(network.N.size());
    for (Index i = 0; i < network.N.size(); ++i) {
        const auto rate = mean_of(record.rates.col(i));
        mean(i) = rate.value;
        error(i) = rate.standard_error;
    }
    bars.groups = {{"theory", prediction.point.firing_rates},
                   {"simulation", mean, error},
                   {"published simulation", published}};
    return {.title = "Rates", .caption = "Bars: one standard error.", .content = bars};
}

}  // namespace siegert::validation
