// Schuecker, Diesmann & Helias, Phys. Rev. E 92, 052119 (2015): transfer functions of LIF neurons,
// at the working points of that paper, beside the response of simulated neurons without
// connections whose input is modulated.
//
// White noise: the theory is exact, and all deviations are chance. Coloured noise: the error of
// `shift` is of second order in sqrt(tau_s / tau_m), deviations from `exact` are chance.
#include "claims.hpp"
#include "command.hpp"
#include "replicates.hpp"
#include "unconnected.hpp"

#include <siegert/lif/exp.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/statistics/sinusoid_response.hpp>
#include <siegert/units.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace siegert;
using namespace siegert::literals;
using lif::exp::Method;
using validation::Claim;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr double tau_s = 0.5_ms;
constexpr LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 0.0, .V_th = 20.0_mV, .V_0 = 15.0_mV};
constexpr Index samples = 20;

/// What is modulated, and what noise there is besides.
enum class Kind {
    mean_white,       ///< mean, white noise
    mean_colored,     ///< mean, noise of correlation time tau_s
    variance_colored  ///< noise of correlation time tau_s, from Poisson spikes of modulated rate
};

const char* name_of(Kind kind) {
    switch (kind) {
        case Kind::mean_white:
            return "mean, white noise";
        case Kind::mean_colored:
            return "mean, coloured noise";
        case Kind::variance_colored:
            return "variance, coloured noise";
    }
    return "";
}

/// One working point under one kind of modulation.
struct Experiment {
    Kind kind;
    lif::Input input;
    Vector frequencies;  ///< [Hz]
    Index neurons;
    double duration;  ///< [s], whole periods of all frequencies
};

/// n of the theory [Hz / V or Hz / V^2] by one method; tau = 0 is the theory of white noise.
Complex theory(const Experiment& experiment, double f, double tau, Method method,
               lif::SynapticFilter filter) {
    const auto s = lif::on_imaginary_axis(Vector::Constant(1, two_pi * f));
    const auto transfer =
        lif::exp::transfer_function(neuron, {.tau_s = tau, .method = method}, experiment.input, s,
                                    lif::Convention::exact, filter);
    return experiment.kind == Kind::variance_colored ? transfer.n_sigma2(0) : transfer.n_mu(0);
}

Complex theory(const Experiment& experiment, double f, Method method = Method::shift) {
    const auto filter = experiment.kind == Kind::variance_colored ? lif::SynapticFilter::with
                                                                  : lif::SynapticFilter::without;
    const double tau = experiment.kind == Kind::mean_white ? 0.0 : tau_s;
    return theory(experiment, f, tau, method, filter);
}

/// Rate [Hz] if what is modulated is larger by `change`.
double rate(const Experiment& experiment, double change) {
    auto input = experiment.input;
    if (experiment.kind == Kind::variance_colored) {
        input.sigma = std::sqrt(input.sigma * input.sigma + change);
    } else {
        input.mu += change;
    }
    const double tau = experiment.kind == Kind::mean_white ? 0.0 : tau_s;
    return lif::exp::firing_rate(neuron, {.tau_s = tau}, input);
}

/// Amplitude of the modulation that moves the rate by 15 %; the variance by no more than half.
double amplitude(const Experiment& experiment, double f) {
    const double wanted = 0.15 * rate(experiment, 0.0) / std::abs(theory(experiment, f));
    if (experiment.kind != Kind::variance_colored) return wanted;
    return std::min(wanted, 0.5 * experiment.input.sigma * experiment.input.sigma);
}

/// The cubic response to a slow modulation of amplitude a, nu''' a^2 / 8, relative to nu'. What the
/// membrane takes away of a fast one is taken from a.
double cubic_part(const Experiment& experiment, double f) {
    const double a = amplitude(experiment, f) / std::hypot(1.0, two_pi * f * neuron.tau_m);
    const auto at = [&](double step) { return rate(experiment, step * a); };
    const double third = (at(1.0) - at(-1.0)) / 2.0 - (at(0.5) - at(-0.5));  // nu''' a^3 / 8
    return std::abs(third / (at(0.5) - at(-0.5)));
}

/// Second order of the expansion in sqrt(tau_s / tau_m), relative: the square of the first-order
/// term, relative to white noise; and k^2 |1 + z|, z = i omega tau_m, where the former happens to
/// be small. The latter grows as omega tau_s: the noise needs tau_s to follow a modulation.
double second_order(const Experiment& experiment, double f) {
    if (experiment.kind == Kind::mean_white) return 0.0;
    constexpr auto unfiltered = lif::SynapticFilter::without;
    const Complex white = theory(experiment, f, 0.0, Method::shift, unfiltered);
    const Complex taylor = theory(experiment, f, tau_s, Method::taylor, unfiltered);
    const double k = lif::exp::noise_correlation_shift(neuron, {.tau_s = tau_s});
    return std::norm(taylor / white - 1.0) + k * k * std::hypot(1.0, two_pi * f * neuron.tau_m);
}

/// The neurons, driven by Poisson spikes of both signs if their variance is to be modulated.
Network network_of(const Experiment& experiment) {
    Network network = validation::unconnected({neuron}, experiment.neurons);
    if (experiment.kind != Kind::variance_colored) return network;
    // sigma^2 = 2 tau_m J^2 nu: so small a weight that 3000 spikes arrive within tau_s.
    const double J = 0.01 * experiment.input.sigma / 2.0;
    network.synapse = SynapseType::exponential;
    network.tau_s = Vector::Constant(1, tau_s);
    network.J_ext = Matrix{{J, -J}};
    network.K_ext = Matrix::Ones(1, 2);
    network.nu_ext =
        Vector::Constant(2, std::pow(experiment.input.sigma / J, 2) / (2.0 * neuron.tau_m));
    return network;
}

SpikeRecord simulated(const Experiment& experiment, double f, double a, std::uint64_t seed) {
    SimulationOptions options;
    options.duration = experiment.duration;
    options.warmup = 0.2;
    options.dt = experiment.kind == Kind::variance_colored ? 0.05_ms : 0.1_ms;
    options.seed = seed;
    options.gaussian.mu = Vector::Constant(1, experiment.input.mu);
    options.modulation.f = f;
    options.modulation.phase = std::numbers::pi / 2.0;  // a cosine
    if (experiment.kind == Kind::variance_colored) {
        options.modulation.rate =
            Vector::Constant(2, a / (experiment.input.sigma * experiment.input.sigma));
    } else {
        options.gaussian.sigma = Vector::Constant(1, experiment.input.sigma);
        options.gaussian.tau_c = experiment.kind == Kind::mean_colored ? tau_s : 0.0;
        options.modulation.mu = Vector::Constant(1, a);
    }
    return simulate(network_of(experiment), options).spikes;
}

/// A measured response and the error of each of its quadratures.
struct Response {
    Complex value;
    double standard_error;
};

/// Half the difference of two simulations with opposite modulation, over all samples.
Response measured(const Experiment& experiment, double f) {
    const double a = amplitude(experiment, f);
    const auto sample = [&](std::uint64_t seed) -> Vector {
        const auto response = statistics::sinusoid_response(simulated(experiment, f, a, seed),
                                                            simulated(experiment, f, -a, seed),
                                                            {.f = f, .amplitude = a});
        return Vector{{response[0].value.real(), response[0].value.imag()}};
    };
    const Matrix all = validation::replicates(samples, sample);
    const auto re = validation::mean_of(all.col(0)), im = validation::mean_of(all.col(1));
    // Poisson spikes act, and all spikes are seen, at the end of their steps: each half a step
    // late.
    const double late = experiment.kind == Kind::variance_colored ? 0.05_ms : 0.0;
    return {.value = Complex(re.value, im.value) * std::polar(1.0, two_pi * f * late),
            .standard_error = std::hypot(re.standard_error, im.standard_error) / std::sqrt(2.0)};
}

double degrees(double radians) {
    return radians * 180.0 / std::numbers::pi;
}

struct Judgement {
    std::vector<Claim> claims;
    std::vector<io::ReportFigure> figures;
    std::vector<double> z_white;  ///< deviations of both quadratures in standard errors
    std::vector<double> z_exact;  ///< the same from `exact` under coloured noise
};

void add_figures(const Experiment& experiment, const std::vector<Response>& responses,
                 const std::string& title, Judgement& judgement) {
    const double unit = experiment.kind == Kind::variance_colored ? 1e-6 : 1e-3;
    const Index count = 200;
    const Vector fine = Vector::LinSpaced(count, std::log(experiment.frequencies(0)),
                                          std::log(experiment.frequencies.maxCoeff()))
                            .array()
                            .exp();
    const auto curve = [&](const auto& value) {
        Vector values(count);
        for (Index k = 0; k < count; ++k) values(k) = value(theory(experiment, fine(k)));
        return values;
    };
    const auto unfiltered = [&](const auto& value) {
        Vector values(count);
        for (Index k = 0; k < count; ++k) {
            values(k) = value(
                theory(experiment, fine(k), tau_s, Method::shift, lif::SynapticFilter::without));
        }
        return values;
    };
    const auto modulus = [unit](Complex n) { return unit * std::abs(n); };
    const auto angle = [](Complex n) { return degrees(std::arg(n)); };
    const auto m = static_cast<Index>(responses.size());
    Vector amplitudes(m), phases(m), errors(m), phase_errors(m);
    for (Index k = 0; k < m; ++k) {
        const auto& response = responses[static_cast<std::size_t>(k)];
        amplitudes(k) = unit * std::abs(response.value);
        errors(k) = unit * response.standard_error;
        phases(k) = degrees(std::arg(response.value));
        phase_errors(k) = degrees(response.standard_error / std::abs(response.value));
    }
    const auto figure = [&](const char* what, const char* y_unit, const auto& value,
                            const Vector& points, const Vector& error) {
        io::LinesFigure lines{.x = {"f", "Hz", true}, .y = {what, y_unit}, .series = {}};
        lines.series = {validation::curve("theory", fine, curve(value), 0),
                        validation::points("simulation", experiment.frequencies, points, error, 1)};
        if (experiment.kind == Kind::variance_colored) {
            lines.series.push_back(
                validation::curve("without the filter", fine, unfiltered(value), 2));
        }
        judgement.figures.push_back({.title = title + ": " + what,
                                     .caption = "Bars: one standard error.",
                                     .content = lines});
    };
    figure("amplitude", experiment.kind == Kind::variance_colored ? "Hz/mV^2" : "Hz/mV", modulus,
           amplitudes, errors);
    figure("phase", "degrees", angle, phases, phase_errors);
}

void judge_experiment(const Experiment& experiment, Index comparisons, Judgement& judgement) {
    const double unit = experiment.kind == Kind::variance_colored ? 1e-6 : 1e-3;
    const double allowed = validation::standard_errors_allowed(samples, comparisons);
    const auto title = fmt::format("{}, mu = {:g} mV, sigma = {:g} mV", name_of(experiment.kind),
                                   1e3 * experiment.input.mu, 1e3 * experiment.input.sigma);
    fmt::print("{}\n", title);
    std::vector<Response> responses;
    for (const double f : experiment.frequencies) {
        const Complex n = theory(experiment, f);
        const auto response = measured(experiment, f);
        const auto claim = [&](const char* method, Complex predicted, double systematic) {
            const double chance = response.standard_error / std::abs(predicted);
            const double tolerance = systematic + allowed * chance;
            const std::string owner =
                fmt::format("{:.2g} % known, SE {:.2g} %", 100.0 * systematic, 100.0 * chance);
            judgement.claims.push_back(
                {fmt::format("|n| at {:g} Hz, {}{}", f, name_of(experiment.kind), method), "",
                 unit * std::abs(response.value), unit * std::abs(predicted),
                 tolerance * unit * std::abs(predicted), owner});
            judgement.claims.push_back({fmt::format("phase at {:g} Hz [degrees]{}", f, method), "",
                                        degrees(std::arg(response.value / predicted)), 0.0,
                                        degrees(tolerance), owner});
        };
        const double cubic = cubic_part(experiment, f);
        claim("", n, second_order(experiment, f) + cubic);
        if (experiment.kind != Kind::mean_white) {
            const Complex exact = theory(experiment, f, Method::exact);
            claim(", exact", exact, cubic);
            const Complex z = (response.value - exact) / response.standard_error;
            judgement.z_exact.insert(judgement.z_exact.end(), {z.real(), z.imag()});
        }
        if (experiment.kind == Kind::mean_white) {
            const Complex z = (response.value - n) / response.standard_error;
            judgement.z_white.insert(judgement.z_white.end(), {z.real(), z.imag()});
        }
        responses.push_back(response);
    }
    add_figures(experiment, responses, title, judgement);
}

/// Mean square of deviations that are nothing but chance: of Student's
/// t with n degrees of freedom the square has the mean n / (n - 2).
Claim mean_square(const char* noise, const std::vector<double>& z) {
    const double n = 2.0 * static_cast<double>(samples - 1), m = static_cast<double>(z.size());
    double sum = 0.0;
    for (const double one : z) sum += one * one;
    const double mean = n / (n - 2.0);
    const double variance = 3.0 * n * n / ((n - 2.0) * (n - 4.0)) - mean * mean;
    return {fmt::format("{}: mean squared deviation in SE", noise),
            "",
            sum / m,
            mean,
            4.4 * std::sqrt(variance / m),
            "chance"};
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    constexpr lif::Input noise_driven{.mu = 16.42_mV, .sigma = 4.0_mV};
    constexpr lif::Input mean_driven{.mu = 20.96_mV, .sigma = 1.5_mV};
    const Vector all{{1.0, 3.0, 10.0, 20.0, 30.0, 50.0, 100.0, 200.0}};
    const Vector few{{4.0, 30.0, 100.0}};

    std::vector<Experiment> experiments;
    if (command.brief) {
        experiments = {{Kind::mean_white, noise_driven, few, 500, 0.5},
                       {Kind::mean_colored, noise_driven, few, 150, 0.5}};
    } else {
        for (const auto& input : {noise_driven, mean_driven}) {
            experiments.push_back({Kind::mean_white, input, all, 500, 1.0});
            experiments.push_back({Kind::mean_colored, input, all, 250, 1.0});
            experiments.push_back({Kind::variance_colored, input, all, 150, 1.0});
        }
    }
    Index comparisons = 0;
    for (const auto& experiment : experiments) {
        const Index methods = experiment.kind == Kind::mean_white ? 1 : 2;
        comparisons += 2 * methods * experiment.frequencies.size();
    }
    Judgement judgement;
    for (const auto& experiment : experiments) judge_experiment(experiment, comparisons, judgement);
    judgement.claims.push_back(mean_square("white noise", judgement.z_white));
    judgement.claims.push_back(mean_square("coloured noise, exact", judgement.z_exact));
    validation::write_figures(
        command, {.name = "schuecker_2015",
                  .title = "Schuecker et al. (2015): transfer functions",
                  .text = "tau_m = 20 ms, tau_s = 0.5 ms, tau_r = 0, V_th = 20 mV, V_0 = 15 mV.",
                  .figures = judgement.figures});
    return validation::judge("Schuecker et al. (2015): transfer functions", judgement.claims);
}
