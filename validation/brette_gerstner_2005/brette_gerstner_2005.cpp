// Brette and Gerstner (2005), J. Neurophysiol. 94, 3637: the adaptive exponential
// integrate-and-fire neuron,
//
//     C dV/dt = -g_L (V - E_L) + g_L Delta_T exp((V - V_T) / Delta_T) - w + I,
//     tau_w dw/dt = a (V - E_L) - w,    at 20 mV: V -> E_L, w -> w + b,
//
// with the parameters of its table: C = 281 pF, g_L = 30 nS, E_L = -70.6, V_T = -50.4, Delta_T = 2
// mV, tau_w = 144 ms, a = 4 nS, b = 0.0805 nA. Without noise its intervals are beside a Runge-Kutta
// integration of these equations in a variable in which the spike takes finite time; with noise the
// theory is beside simulations.
#include "adapting_case.hpp"
#include "claims.hpp"
#include "command.hpp"

#include <siegert/simulation/network_simulation.hpp>
#include <siegert/units.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>

using namespace siegert;
using namespace siegert::literals;
using validation::AdaptingCase;
using validation::Claim;

namespace {

constexpr Index samples = 20;
constexpr double C = 281e-12, g_L = 30e-9, E_L = -70.6_mV;

constexpr neurons::eif::EifNeuron neuron{.tau_m = C / g_L,
                                         .tau_r = 0.0_ms,
                                         .V_th = 20.0_mV - E_L,
                                         .V_0 = 0.0_mV,
                                         .Delta_T = 2.0_mV,
                                         .V_T = -50.4_mV - E_L};

constexpr AdaptationCurrent current{.tau = 144.0_ms, .a = 4e-9 / g_L, .b = 0.0805e-9 / g_L};

/// Potential and adaptation [V].
using State = std::array<double, 2>;

State slope(const State& x, double mu) {
    const auto [V, w] = x;
    const double onset = neuron.Delta_T * std::exp((V - neuron.V_T) / neuron.Delta_T);
    return {(-V + onset - w + mu) / neuron.tau_m, (current.a * V - w) / current.tau};
}

/// Time that a small change of the state takes: short during the spike.
double pace(const State& x, double mu) {
    constexpr double part = 0.01;
    return part / (1.0 / neuron.tau_m + std::abs(slope(x, mu)[0]) / neuron.Delta_T);
}

State moved(const State& x, const State& by, double h) {
    return {x[0] + h * by[0], x[1] + h * by[1]};
}

/// A step of the classical Runge-Kutta method.
State advanced(const State& x, double mu, double h) {
    const State k1 = slope(x, mu);
    const State k2 = slope(moved(x, k1, 0.5 * h), mu);
    const State k3 = slope(moved(x, k2, 0.5 * h), mu);
    const State k4 = slope(moved(x, k3, h), mu);
    State sum = x;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
    }
    return sum;
}

/// First and last interval of `count` after rest, at constant input mu [V].
struct Intervals {
    double first, last;
};

Intervals integrated(double mu, int count) {
    State x{0.0, 0.0};
    double time = 0.0, spike = 0.0;
    Intervals result{};
    for (int k = 0; k <= count; ++k) {
        while (x[0] < neuron.V_th) {
            const double h = pace(x, mu);
            x = advanced(x, mu, h);
            time += h;
        }
        if (k == 1) result.first = time - spike;
        result.last = time - spike;
        spike = time;
        x = {neuron.V_0, x[1] + current.b};
    }
    return result;
}

Intervals simulated(double mu, int count, double dt) {
    Network network =
        validation::unconnected({.name = "", .neuron = neuron, .current = current, .input = {}});
    network.N.setOnes();
    SimulationOptions options;
    options.dt = dt;
    options.duration = (count + 2) * integrated(mu, count).last;
    options.initial.low = options.initial.high = Vector::Zero(1);
    options.gaussian.mu = Vector::Constant(1, mu);
    const auto record = simulate(network, options).spikes;
    const auto& times = record.spikes[0].times;
    const auto last = static_cast<std::size_t>(count);
    return {.first = times.at(1) - times.at(0), .last = times.at(last) - times.at(last - 1)};
}

/// Spikes are noticed at the end of a step: an interval is a whole number of them.
void judge_regular(double I, std::vector<Claim>& claims) {
    constexpr double dt = 0.01_ms;
    constexpr int count = 40;
    const double mu = I / g_L;
    const Intervals exact = integrated(mu, count);
    const Intervals found = simulated(mu, count, dt);
    const auto claim = [&](const char* which, double value, double reference) {
        claims.push_back({fmt::format("I = {:g} nA: {} interval", 1e9 * I, which), "ms",
                          1e3 * value, 1e3 * reference, 1e3 * dt, "grid"});
    };
    claim("first", found.first, exact.first);
    claim("40th", found.last, exact.last);
}

std::vector<AdaptingCase> noisy_cases() {
    return {{"I = 0.5 nA, sigma 4 mV", neuron, current, {0.5e-9 / g_L, 4.0_mV}},
            {"I = 0.8 nA, sigma 4 mV", neuron, current, {0.8e-9 / g_L, 4.0_mV}},
            {"I = 0.8 nA, sigma 10 mV", neuron, current, {0.8e-9 / g_L, 10.0_mV}}};
}

io::ReportFigure rate_figure() {
    const Vector I = Vector::LinSpaced(16, 0.3e-9, 1.2e-9);
    const auto rate = [&](neurons::adaptation::Theory theory) -> Vector {
        return I.unaryExpr([&](double at) {
            const AdaptingCase c{"", neuron, current, {at / g_L, 4.0_mV}};
            return neurons::adaptation::firing_rate(validation::adapting(c), c.input,
                                                    {.theory = theory});
        });
    };
    io::LinesFigure lines{.x = {"I", "nA"}, .y = {"rate", "Hz"}, .series = {}};
    lines.series = {
        validation::curve("galerkin", 1e9 * I, rate(neurons::adaptation::Theory::galerkin), 0),
        validation::curve("mean field", 1e9 * I, rate(neurons::adaptation::Theory::mean_field), 2)};
    return {.title = "Rate under noise", .caption = "sigma = 4 mV.", .content = lines};
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    std::vector<Claim> claims;
    for (const double I : {0.9e-9, 1.2e-9, 2.0e-9}) judge_regular(I, claims);
    const auto cases = noisy_cases();
    const double allowed =
        validation::standard_errors_allowed(samples, static_cast<Index>(cases.size()));
    for (const AdaptingCase& c : cases) {
        claims.push_back(
            validation::rate_by_distribution(c, samples, command.brief ? 0.5 : 5.0, allowed));
    }
    validation::write_figures(command, {.name = "brette_gerstner_2005",
                                        .title = "The AdEx neuron",
                                        .text = "Parameters of Brette and Gerstner (2005).",
                                        .figures = {rate_figure()}});
    return validation::judge("AdEx neuron of Brette and Gerstner (2005)", claims);
}
