#include "microcircuit.hpp"

#include "command.hpp"

#include <siegert/lif/exp.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/spike_statistics.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/finite_psp.hpp>
#include <siegert/theory/input_statistics.hpp>

#include <fmt/format.h>
#include <boost/math/quadrature/gauss.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <thread>

namespace siegert::validation {
namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr double half_bandwidth = 2.0;  // [Hz], of the multitaper estimate: 2 / (1 s)
constexpr double f_max = 400.0;

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

/// Rate averaged over neurons whose mean input is spread by `spread` [V] around mu.
double mean_rate(const LifNeuron& neuron, double tau_s, const lif::Input& input, double spread) {
    const auto weighted = [&](double z) {
        const double rate = lif::exp::firing_rate(
            neuron, {.tau_s = tau_s}, {.mu = input.mu + spread * z, .sigma = input.sigma});
        return rate * std::exp(-0.5 * z * z) / std::sqrt(two_pi);
    };
    return boost::math::quadrature::gauss<double, 30>::integrate(weighted, -6.0, 6.0);
}

/// Fixed point in which in-degrees vary as those of randomly drawn synapses do, by sqrt(K).
Vector rates_with_in_degrees(const Network& network, Vector nu) {
    const Matrix per_synapse = network.tau_m.asDiagonal() * network.J;
    for (int iteration = 0; iteration < 400; ++iteration) {
        const Vector mu = theory::mean_input(network, nu), sigma = theory::std_input(network, nu);
        for (Index i = 0; i < nu.size(); ++i) {
            const double variance = (network.K.row(i).array() *
                                     (per_synapse.row(i).array() * nu.transpose().array()).square())
                                        .sum();
            const double next = mean_rate(neuron(network, i), network.tau_s(i),
                                          {.mu = mu(i), .sigma = sigma(i)}, std::sqrt(variance));
            nu(i) += 0.05 * (next - nu(i));
        }
    }
    return nu;
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
        effect(i) = lif::exp::firing_rate(neuron(network, i), {.tau_s = network.tau_s(i)},
                                          {.mu = point.mean_input(i), .sigma = sigma}) -
                    point.firing_rates(i);
    }
    return effect;
}

/// Mean over what the estimate at each frequency sees.
Matrix smeared(const Vector& fine, const Matrix& power, const Vector& f) {
    Matrix result(f.size(), power.cols());
    for (Index k = 0; k < f.size(); ++k) {
        const auto first = std::ranges::lower_bound(fine, f(k) - half_bandwidth) - fine.begin();
        const auto last = std::ranges::upper_bound(fine, f(k) + half_bandwidth) - fine.begin();
        result.row(k) = power.middleRows(first, last - first).colwise().mean();
    }
    return result;
}

Matrix power_by(const Network& network, const theory::WorkingPoint& point, const Vector& omegas,
                lif::exp::Method method) {
    theory::AnalysisOptions options;
    options.working_point.method = method;
    return theory::analyze(network, point, omegas, options).power_spectra;
}

/// A network with one weight changed by the given part.
Network changed(Network network, const ConnectionChange& change, double part) {
    network.J(change.target, change.source) *= 1.0 + part;
    return network;
}

/// Spectrum of the target in the changed network, whose rates and mean input are those of the
/// original.
Vector changed_power(const Network& network, const ConnectionChange& change, double part,
                     lif::exp::Method method, const Vector& f) {
    auto point = theory::working_point(network, {.method = method});
    const Network other = changed(network, change, part);
    point.std_input = theory::std_input(other, point.firing_rates);
    const Vector fine = Vector::LinSpaced(1612, 0.25, f_max + 3.0);
    return smeared(fine, power_by(other, point, two_pi * fine, method), f).col(change.target);
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
    prediction.point = theory::working_point(network);
    const auto taylor = theory::working_point(network, {.method = lif::exp::Method::taylor});
    const Vector& nu = prediction.point.firing_rates;
    prediction.colored_noise = (nu - taylor.firing_rates).cwiseAbs();
    prediction.in_degrees = (rates_with_in_degrees(network, nu) - nu).cwiseAbs();
    const Network simulated = scaled(network, scale);
    prediction.finite_weights = finite_weight_effect(simulated, prediction.point).cwiseAbs();
    prediction.synchrony = synchrony_effect(simulated, prediction.point, record).cwiseAbs();
    return prediction;
}

double known_error(const RatePrediction& prediction, Index population) {
    return prediction.colored_noise(population) + prediction.in_degrees(population) +
           prediction.finite_weights(population) + prediction.synchrony(population);
}

std::string describe_error(const RatePrediction& prediction, Index population) {
    return fmt::format("colour {:.2g}, K {:.2g}, J {:.2g}, synchrony {:.2g}",
                       prediction.colored_noise(population), prediction.in_degrees(population),
                       prediction.finite_weights(population), prediction.synchrony(population));
}

std::vector<Matrix> predict_spectra(const Network& network, const theory::WorkingPoint& point,
                                    const Vector& f) {
    using lif::exp::Method;
    const Vector fine = Vector::LinSpaced(1612, 0.25, f_max + 3.0);
    const Vector omegas = two_pi * fine;
    const auto by = [&](Method method) {
        const auto own = theory::working_point(network, {.method = method});
        return smeared(fine, power_by(network, own, omegas, method), f);
    };
    return {smeared(fine, power_by(network, point, omegas, Method::shift), f), by(Method::taylor),
            by(Method::exact)};
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
                const std::vector<Matrix>& theories, const Band& band, Index i) {
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
    constexpr const char* names[]{"shift", "taylor", "exact"};
    for (std::size_t k = 0; k < theories.size(); ++k) {
        const Vector predicted = theories[k].col(i);
        const Peak peak = peak_in(record.f, predicted, band);
        fmt::print("   {} {:6.1f} Hz {:9.3g} (centroid {:.1f})", names[k], peak.f, peak.height,
                   centroid(record.f, predicted, band));
    }
    fmt::print("\n");
}

}  // namespace

void add_peak_claims(const Network& network, const MicrocircuitRecord& record,
                     const std::vector<Matrix>& theories, const Band& band,
                     std::vector<Claim>& claims) {
    for (Index i = 0; i < network.N.size(); ++i) {
        const auto measured = mean_of(centroids(record, i, band));
        const auto predicted = [&](std::size_t theory) {
            return centroid(record.f, theories[theory].col(i), band);
        };
        const double open = std::abs(predicted(1) - predicted(0));
        const double chance = standard_errors_allowed(static_cast<Index>(record.spectra.size()),
                                                      2 * network.N.size()) *
                              measured.standard_error;
        claims.push_back(
            {fmt::format("{} of {}", band.name, network.populations[static_cast<std::size_t>(i)]),
             "Hz", measured.value, predicted(0), open + chance,
             fmt::format("shift - taylor {:.2g}, SE {:.2g}", open, measured.standard_error)});
        print_peak(network, record, theories, band, i);
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
    const auto seconds = static_cast<Index>(up.spectra.size());
    for (const Band& band : bands) {
        const auto predicted = [&](lif::exp::Method method) {
            const auto at = [&](double part) {
                return centroid(up.f, changed_power(network, change, part, method, up.f), band);
            };
            return at(change.part) - at(-change.part);
        };
        const auto above = mean_of(centroids(up, change.target, band));
        const auto below = mean_of(centroids(down, change.target, band));
        const double error = std::hypot(above.standard_error, below.standard_error);
        const double shift = predicted(lif::exp::Method::shift);
        const double open = std::abs(predicted(lif::exp::Method::taylor) - shift);
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
                          fmt::format("shift - taylor {:.2g}, SE {:.2g}", open, error)});
    }
}

std::vector<io::ReportFigure> spectra_figures(const Network& network,
                                              const MicrocircuitRecord& record,
                                              const std::vector<Matrix>& theories) {
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
        auto taylor = curve("taylor", record.f, theories[1].col(i), 2);
        taylor.style = io::SeriesStyle::dashed_line;
        io::LinesFigure lines{.x = {"f", "Hz"},
                              .y = {"power", "Hz", true},
                              .series = {simulated, curve("shift", record.f, theories[0].col(i), 0),
                                         taylor, curve("exact", record.f, theories[2].col(i), 3)}};
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
