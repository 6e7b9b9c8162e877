// Adaptive LIF neurons: tau_k dw_k/dt = a_k (V - V_rest) - w_k + b_k tau_k sum_f delta(t - t_f),
// and w_k is subtracted from the input (Gerstner et al., Neuronal Dynamics (2014), chapter 6).
//
// Mean field: slow adaptation is a constant, its mean w = a <V> + b tau_k nu, which lowers mu. <V>
// follows from the average of tau_m dV/dt = -V + mu - w over the time outside of the refractory
// period, in which each spike takes V_th - V_0 away:
//
//     <V> = (1 - nu tau_r) (mu - w) - tau_m nu (V_th - V_0) + nu tau_r V_0.
//
// The error is of order 1 / tau_k at fixed b tau_k. Without noise the period is known exactly.
//
// Galerkin: the distribution of w in Hermite polynomials (docs/theory/adaptation.md), for any
// tau_k; with the exponential current that is the AdEx neuron (Brette and Gerstner 2005), here with
// parameters of Augustin et al. (2017).
#include "adapting_case.hpp"
#include "claims.hpp"
#include "command.hpp"
#include "replicates.hpp"
#include "unconnected.hpp"

#include <siegert/lif/delta.hpp>
#include <siegert/neurons/eif.hpp>
#include <siegert/simulation/alif_population.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/units.hpp>

#include <fmt/format.h>
#include <Eigen/Dense>
#include <boost/math/tools/roots.hpp>
#include <unsupported/Eigen/MatrixFunctions>

#include <cmath>
#include <functional>

using namespace siegert;
using namespace siegert::literals;
using validation::AdaptingCase;
using validation::Claim;

namespace {

constexpr LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV};
constexpr Index samples = 20;

double root(const std::function<double(double)>& f, double low, double high) {
    std::uintmax_t iterations = 200;
    const auto bracket = boost::math::tools::toms748_solve(
        f, low, high, boost::math::tools::eps_tolerance<double>(48), iterations);
    return (bracket.first + bracket.second) / 2.0;
}

/// Adaptation of given strength, however fast.
struct Strength {
    double a;      ///< subthreshold coupling
    double b_tau;  ///< increment times time constant [V s]
};

double mean_potential(double m, double nu) {
    return (1.0 - nu * neuron.tau_r) * m - neuron.tau_m * nu * (neuron.V_th - neuron.V_0) +
           nu * neuron.tau_r * neuron.V_0;
}

/// Mean input that is left at rate nu: m = mu - a <V>(m, nu) - b tau nu.
double adapted_mean(double mu, const Strength& strength, double nu) {
    const double free = 1.0 - nu * neuron.tau_r;
    return (mu - strength.b_tau * nu - strength.a * mean_potential(0.0, nu)) /
           (1.0 + strength.a * free);
}

/// Rate at which the adaptation that it causes lets the neuron fire at this rate.
double mean_field_rate(const lif::Input& input, const Strength& strength) {
    return root(
        [&](double nu) {
            const double m = adapted_mean(input.mu, strength, nu);
            return nu - lif::delta::firing_rate(neuron, {.mu = m, .sigma = input.sigma});
        },
        0.0, 0.999 / neuron.tau_r);
}

/// What fluctuations of w change at most, to first order in 1 / tau: its variance by spikes as
/// random as a Poisson process, b^2 nu tau / 2, and its fall by b during one interval.
double finite_tau_error(const lif::Input& input, const Strength& strength, double tau) {
    const double nu = mean_field_rate(input, strength);
    const lif::Input adapted{.mu = adapted_mean(input.mu, strength, nu), .sigma = input.sigma};
    const double slope = lif::delta::rate_derivatives(neuron, adapted).d_mu;
    const double curvature = lif::delta::rate_second_derivatives(neuron, adapted).d_mu_mu;
    const double swing = neuron.V_th - neuron.V_0;
    const double b = strength.b_tau / tau + strength.a * swing * neuron.tau_m / tau;
    const double variance = b * b * nu * tau / 2.0;
    const double gain = slope * (strength.b_tau + strength.a * swing * neuron.tau_m);
    return (std::abs(curvature) * variance / 2.0 + slope * b / 2.0) / (1.0 + gain);
}

validation::Measured simulated_rate(const lif::Input& input, const Strength& strength, double tau,
                                    double duration) {
    auto network = validation::unconnected({neuron}, 200);
    network.adaptation = {{{.tau = tau, .a = strength.a, .b = strength.b_tau / tau}}};
    const auto rate = [&](std::uint64_t seed) -> Vector {
        SimulationOptions options;
        options.duration = duration;
        options.warmup = 0.3 + 5.0 * tau;
        options.seed = seed;
        options.gaussian.mu = Vector::Constant(1, input.mu);
        options.gaussian.sigma = Vector::Constant(1, input.sigma);
        options.record.neurons = 1;
        return simulate(network, options).rates;
    };
    return validation::mean_of(validation::replicates(samples, rate).col(0));
}

struct Judgement {
    std::vector<Claim> claims;
    std::vector<io::ReportFigure> figures;
};

/// Relative deviation of the theory at 1 / tau -> 0: the constant term of a parabola in 1 / tau.
validation::Measured slow_limit(const Vector& tau, const Vector& deviation, const Vector& error) {
    Matrix design(tau.size(), 3);
    const Vector x = tau.cwiseInverse();
    design << Vector::Ones(x.size()), x, x.array().square();
    const Matrix weighted = error.cwiseInverse().asDiagonal() * design;
    const Matrix covariance = (weighted.transpose() * weighted).inverse();
    const Vector fit =
        covariance * (weighted.transpose() * (deviation.array() / error.array()).matrix());
    return {.value = fit(0), .standard_error = std::sqrt(covariance(0, 0))};
}

void judge_slow(const Strength& strength, const Vector& tau, double duration,
                Judgement& judgement) {
    constexpr lif::Input input{.mu = 24.0_mV, .sigma = 5.0_mV};
    const double nu = mean_field_rate(input, strength);
    const auto name = fmt::format("a = {:g}, b tau = {:g} mV s", strength.a, 1e3 * strength.b_tau);
    Vector rates(tau.size()), errors(tau.size());
    for (Index k = 0; k < tau.size(); ++k) {
        const auto measured = simulated_rate(input, strength, tau(k), duration);
        rates(k) = measured.value;
        errors(k) = measured.standard_error;
        const double allowed = validation::standard_errors_allowed(samples, 2 * tau.size());
        judgement.claims.push_back(
            {fmt::format("{}, tau = {:g} ms", name, 1e3 * tau(k)), "Hz", nu, rates(k),
             finite_tau_error(input, strength, tau(k)) + allowed * errors(k), "1 / tau + chance"});
    }
    if (tau.size() > 3) {
        const auto limit =
            slow_limit(tau, nu / rates.array() - 1.0, errors.array() / rates.array());
        judgement.claims.push_back({name + ", tau -> infinity: deviation", "", limit.value, 0.0,
                                    4.4 * limit.standard_error, "chance"});
    }
    io::LinesFigure lines{.x = {"1 / tau", "1/s"}, .y = {"rate", "Hz"}, .series = {}};
    lines.series = {validation::points("simulation", tau.cwiseInverse(), rates, errors, 1),
                    validation::curve("mean field", Vector{{0.0, 1.0 / tau.minCoeff()}},
                                      Vector::Constant(2, nu), 0)};
    judgement.figures.push_back(
        {.title = name, .caption = "mu = 24 mV, sigma = 5 mV, white noise.", .content = lines});
}

/// Rates of galerkin: its error is at most a third of what it states.
void judge_distribution(const std::vector<AdaptingCase>& cases, double duration,
                        Judgement& judgement) {
    const double allowed =
        validation::standard_errors_allowed(samples, static_cast<Index>(cases.size()));
    for (const AdaptingCase& c : cases) {
        judgement.claims.push_back(validation::rate_by_distribution(c, samples, duration, allowed));
    }
}

std::vector<AdaptingCase> adapting_neurons() {
    const neurons::eif::EifNeuron lif{.tau_m = neuron.tau_m,
                                      .tau_r = neuron.tau_r,
                                      .V_th = neuron.V_th,
                                      .V_0 = neuron.V_0,
                                      .Delta_T = 0.0,
                                      .V_T = 0.0};
    const neurons::eif::EifNeuron augustin{.tau_m = 20.0_ms,
                                           .tau_r = 0.0_ms,
                                           .V_th = 25.0_mV,
                                           .V_0 = -5.0_mV,
                                           .Delta_T = 1.5_mV,
                                           .V_T = 15.0_mV};
    return {
        {"ALIF, tau 50 ms, b 2 mV", lif, {50.0_ms, 0.0, 2.0_mV}, {18.0_mV, 5.0_mV}},
        {"ALIF, tau 100 ms, b 10 mV", lif, {100.0_ms, 0.0, 10.0_mV}, {30.0_mV, 5.0_mV}},
        {"ALIF, tau 200 ms, b 5 mV", lif, {200.0_ms, 0.0, 5.0_mV}, {30.0_mV, 5.0_mV}},
        {"ALIF, tau 100 ms, a 1", lif, {100.0_ms, 1.0, 0.0_mV}, {34.0_mV, 5.0_mV}},
        {"ALIF, tau 50 ms, b 20 mV", lif, {50.0_ms, 0.0, 20.0_mV}, {24.0_mV, 2.0_mV}},
        {"AdEx, tau 200 ms, a 0.4, b 4 mV", augustin, {200.0_ms, 0.4, 4.0_mV}, {34.0_mV, 6.7_mV}}};
}

/// Exact period without noise at constant input mu [V].
double exact_period(double mu, const AdaptationCurrent& w) {
    // d(V, w, 1)/dt = generator (V, w, 1).
    Eigen::Matrix3d generator = Eigen::Matrix3d::Zero();
    generator.row(0) = Eigen::RowVector3d(-1.0, -1.0, mu) / neuron.tau_m;
    generator.row(1) = Eigen::RowVector3d(w.a, -1.0, 0.0) / w.tau;
    const double kept = std::exp(-neuron.tau_r / w.tau);
    const auto potential = [&](double period) {
        const Eigen::Matrix3d flow = (generator * (period - neuron.tau_r)).exp();
        // w after a spike is w_s; after the refractory period kept w_s + rest; then it flows, and
        // grows by b, to w_s again.
        const double rest = (1.0 - kept) * w.a * neuron.V_0;
        const double constant = flow(1, 0) * neuron.V_0 + flow(1, 1) * rest + flow(1, 2) + w.b;
        const double w_s = constant / (1.0 - flow(1, 1) * kept);
        return flow(0, 0) * neuron.V_0 + flow(0, 1) * (kept * w_s + rest) + flow(0, 2);
    };
    return root([&](double period) { return potential(period) - neuron.V_th; }, neuron.tau_r, 2.0);
}

/// Mean interval in the second half of `duration`, by the simulation of networks.
double simulated_period(double mu, const AdaptationCurrent& w, double dt, double duration) {
    auto network = validation::unconnected({neuron}, 1);
    network.adaptation = {{w}};
    SimulationOptions options;
    options.duration = options.warmup = duration / 2.0;
    options.dt = dt;
    options.gaussian.mu = Vector::Constant(1, mu);
    const auto record = simulate(network, options).spikes;
    const auto& times = record.spikes[0].times;
    return (times.back() - times.front()) / static_cast<double>(times.size() - 1);
}

/// The same step by step.
double stepped_period(double mu, const AdaptationCurrent& w, double dt, double duration) {
    AlifPopulation population(1, 1,
                              {.tau_m = neuron.tau_m,
                               .R = 1.0,
                               .u_rest = 0.0,
                               .V_th = neuron.V_th,
                               .V_0 = neuron.V_0,
                               .tau_r = neuron.tau_r},
                              {{.tau = w.tau, .a = w.a, .b = w.b}}, {.dt = dt});
    const auto steps = std::llround(duration / dt);
    long first = 0, last = 0, count = 0;
    for (long step = 0; step < steps; ++step) {
        if (population.forward(mu)(0, 0) == 0 || step < steps / 2) continue;
        if (count++ == 0) first = step;
        last = step;
    }
    return static_cast<double>(last - first) * dt / static_cast<double>(count - 1);
}

/// Rates without noise, where intervals are long by up to one step: spikes are seen at its end.
void judge_regular(const AdaptationCurrent& w, double dt, Judgement& judgement) {
    const Vector mu{{26.0_mV, 30.0_mV, 36.0_mV, 45.0_mV, 60.0_mV}};
    Vector exact(mu.size()), simulated(mu.size());
    for (Index k = 0; k < mu.size(); ++k) {
        const double period = exact_period(mu(k), w);
        const double network = simulated_period(mu(k), w, dt, 4.0);
        const auto claim = [&](const char* by, double value) {
            judgement.claims.push_back(
                {fmt::format("a = {:g}, b = {:g} mV, mu = {:g} mV: period, {}", w.a, 1e3 * w.b,
                             1e3 * mu(k), by),
                 "ms", 1e3 * value, 1e3 * (period + dt / 2.0), 1e3 * dt / 2.0, "grid"});
        };
        claim("network", network);
        claim("steps", stepped_period(mu(k), w, dt, 4.0));
        exact(k) = 1.0 / period;
        simulated(k) = 1.0 / network;
    }
    const Vector fine = Vector::LinSpaced(60, mu.minCoeff(), mu.maxCoeff());
    Vector curve(fine.size()), field(fine.size());
    for (Index k = 0; k < fine.size(); ++k) {
        curve(k) = 1.0 / exact_period(fine(k), w);
        field(k) = mean_field_rate({.mu = fine(k), .sigma = 0.0}, {w.a, w.b * w.tau});
    }
    io::LinesFigure lines{.x = {"mu", "mV"}, .y = {"rate", "Hz"}, .series = {}};
    lines.series = {
        validation::curve("exact", 1e3 * fine, curve, 0),
        validation::curve("mean field", 1e3 * fine, field, 2),
        validation::points("simulation", 1e3 * mu, simulated, Vector::Zero(mu.size()), 1)};
    judgement.figures.push_back(
        {.title = fmt::format("Without noise: a = {:g}, b = {:g} mV, tau = {:g} ms", w.a, 1e3 * w.b,
                              1e3 * w.tau),
         .caption = "Rate of regular firing.",
         .content = lines});
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    Judgement judgement;
    const Vector tau = command.brief ? Vector{{100.0_ms, 300.0_ms}}
                                     : Vector{{50.0_ms, 100.0_ms, 200.0_ms, 400.0_ms, 800.0_ms}};
    const double duration = command.brief ? 0.5 : 5.0;
    judge_slow({.a = 0.0, .b_tau = 1e-4}, tau, duration, judgement);
    judge_slow({.a = 0.3, .b_tau = 5e-5}, tau, duration, judgement);
    judge_distribution(adapting_neurons(), duration, judgement);
    judge_regular({.tau = 100.0_ms, .a = 0.0, .b = 1.0_mV}, 0.05_ms, judgement);
    judge_regular({.tau = 150.0_ms, .a = 0.2, .b = 0.6_mV}, 0.05_ms, judgement);
    validation::write_figures(command,
                              {.name = "adaptation",
                               .title = "Adaptive LIF neurons",
                               .text = "tau_m = 20 ms, tau_r = 2 ms, V_th = 20 mV, V_0 = 10 mV.",
                               .figures = judgement.figures});
    return validation::judge("Adaptive LIF neurons", judgement.claims);
}
