// Fourcaud & Brunel, Neural Comput. 14, 2057 (2002): the rate under coloured noise, to first order
// in sqrt(tau_s / tau_m), beside a simulation. The error must be of second order. That of method
// exact must be chance.
//
// The noise is above its mean when the neuron fires: that moves the reset by as much as the
// threshold, k sigma, if the neuron starts from the reset at once. During a refractory period the
// noise forgets: what is left is k sigma exp(-tau_r / tau_s). The published formula is the case
// tau_r = 0; with tau_r >> tau_s it is off by a first-order term.
#include "claims.hpp"
#include "command.hpp"
#include "replicates.hpp"
#include "unconnected.hpp"

#include <siegert/lif/exp.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/units.hpp>

#include <fmt/format.h>
#include <Eigen/Dense>

#include <cmath>

using namespace siegert;
using namespace siegert::literals;
using lif::exp::Method;
using validation::Claim;

namespace {

constexpr lif::Input input{.mu = 18.0_mV, .sigma = 5.0_mV};
constexpr Index samples = 20;

LifNeuron neuron_with(double tau_r) {
    return {.tau_m = 20.0_ms, .tau_r = tau_r, .V_th = 20.0_mV, .V_0 = 10.0_mV};
}

/// Rate of unconnected neurons, once for each time constant [s] of the noise.
validation::Measured simulated_rate(const LifNeuron& neuron, double tau_s, double duration) {
    const auto network = validation::unconnected({neuron}, 200);
    const auto rate = [&](std::uint64_t seed) -> Vector {
        SimulationOptions options;
        options.duration = duration;
        options.warmup = 0.3;
        // The potential is smooth on the scale of tau_s: halving the step changes nothing.
        options.dt = tau_s / 5.0;
        options.seed = seed;
        options.gaussian.mu = Vector::Constant(1, input.mu);
        options.gaussian.sigma = Vector::Constant(1, input.sigma);
        options.gaussian.tau_c = tau_s;
        options.record.neurons = 1;
        return simulate(network, options).rates;
    };
    return validation::mean_of(validation::replicates(samples, rate).col(0));
}

/// Rate to first order, also with a refractory period.
double first_order_rate(LifNeuron neuron, double tau_s) {
    const double shift = lif::exp::noise_correlation_shift(neuron, {.tau_s = tau_s}) * input.sigma;
    neuron.V_th += shift;
    neuron.V_0 += shift * std::exp(-neuron.tau_r / tau_s);
    return lif::delta::firing_rate(neuron, input);
}

/// Rates at several tau_s of one kind of neuron.
struct Series {
    LifNeuron neuron;
    Vector tau_s, k, simulated, error, shift, taylor, first_order, exact;
};

Series series(double tau_r, const Vector& tau_s, double duration) {
    Series s;
    s.neuron = neuron_with(tau_r);
    s.tau_s = tau_s;
    s.k = s.simulated = s.error = s.shift = s.taylor = s.first_order = s.exact =
        Vector(tau_s.size());
    for (Index i = 0; i < tau_s.size(); ++i) {
        const auto published = [&](Method method) {
            return lif::exp::firing_rate(s.neuron, {.tau_s = tau_s(i), .method = method}, input);
        };
        const auto measured = simulated_rate(s.neuron, tau_s(i), duration);
        s.simulated(i) = measured.value;
        s.error(i) = measured.standard_error;
        s.k(i) = lif::exp::noise_correlation_shift(s.neuron, {.tau_s = tau_s(i)});
        s.shift(i) = published(Method::shift);
        s.taylor(i) = published(Method::taylor);
        s.exact(i) = published(Method::exact);
        s.first_order(i) = first_order_rate(s.neuron, tau_s(i));
    }
    return s;
}

/// Second order: the square of the first-order term, relative to the white-noise rate.
double second_order(const Series& s, Index i) {
    const double white = lif::delta::firing_rate(s.neuron, input);
    return white * std::pow((white - s.taylor(i)) / white, 2);
}

void add_rate_claims(const Series& s, Index comparisons, std::vector<Claim>& claims) {
    const double allowed = validation::standard_errors_allowed(samples, comparisons);
    for (Index i = 0; i < s.tau_s.size(); ++i) {
        const double chance = allowed * s.error(i);
        const auto judge = [&](const char* method, double rate, double bias, const char* owner) {
            claims.push_back(
                {fmt::format("tau_r = {:g} ms, tau_s / tau_m = {:g}, {}", 1e3 * s.neuron.tau_r,
                             s.tau_s(i) / s.neuron.tau_m, method),
                 "Hz", rate, s.simulated(i), bias + chance, owner});
        };
        const auto claim = [&](const char* method, double rate) {
            judge(method, rate, second_order(s, i), "second order + chance");
        };
        judge("exact", s.exact(i), 0.0, "chance");
        claim(s.neuron.tau_r > 0.0 ? "reset relaxed" : "shift", s.first_order(i));
        if (s.neuron.tau_r == 0.0) claim("taylor", s.taylor(i));
    }
}

/// Coefficient of k in rate / simulated - 1 = a k + b k^2 + c k^3, which a right first order does
/// not leave over.
validation::Measured first_order_left(const Series& s, const Vector& rate) {
    const Vector weight = s.simulated.array() / s.error.array();
    Matrix design(s.k.size(), 3);
    design << s.k, s.k.array().square(), s.k.array().cube();
    const Matrix weighted = weight.asDiagonal() * design;
    const Vector deviation = rate.array() / s.simulated.array() - 1.0;
    const Matrix covariance = (weighted.transpose() * weighted).inverse();
    const Vector fit = covariance * (weighted.transpose() * (weight.asDiagonal() * deviation));
    return {.value = fit(0), .standard_error = std::sqrt(covariance(0, 0))};
}

io::ReportFigure error_figure(const Series& s) {
    const Vector x = s.tau_s / s.neuron.tau_m;
    const auto deviation = [&](const Vector& rate) -> Vector {
        return 100.0 * (rate.array() / s.simulated.array() - 1.0);
    };
    const Vector error = 100.0 * s.error.array() / s.simulated.array();
    io::LinesFigure lines{
        .x = {"tau_s / tau_m", "", true}, .y = {"rate / simulated - 1", "%"}, .series = {}};
    lines.series = {validation::points("shift", x, deviation(s.shift), error, 0),
                    validation::points("taylor", x, deviation(s.taylor), error, 1),
                    validation::points("exact", x, deviation(s.exact), error, 3)};
    if (s.neuron.tau_r > 0.0) {
        lines.series.push_back(
            validation::points("reset relaxed", x, deviation(s.first_order), error, 2));
    }
    return {.title = fmt::format("tau_r = {:g} ms", 1e3 * s.neuron.tau_r),
            .caption = "Deviation of the formulas from the simulation, bars: one standard error.",
            .content = lines};
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    const Vector ratios =
        command.brief ? Vector::Constant(1, 0.015) : Vector{{0.005, 0.01, 0.025, 0.05, 0.1}};
    const double duration = command.brief ? 1.0 : 5.0;
    const auto without = series(0.0, ratios * 20.0_ms, duration);
    const auto with = series(2.0_ms, ratios * 20.0_ms, duration);

    std::vector<Claim> claims;
    add_rate_claims(without, 5 * ratios.size(), claims);
    add_rate_claims(with, 5 * ratios.size(), claims);
    if (!command.brief) {
        const auto add = [&](const std::string& name, const Series& s) {
            const auto left = first_order_left(s, s.first_order);
            claims.push_back({name, "", left.value, 0.0, 4.4 * left.standard_error, "chance"});
        };
        add("first order left, tau_r = 0 (shift)", without);
        add("first order left, tau_r = 2 ms, reset relaxed", with);
        const auto published = first_order_left(with, with.shift);
        fmt::print("first order left by shift at tau_r = 2 ms: {:.3f} +- {:.3f}\n", published.value,
                   published.standard_error);
    }
    validation::write_figures(
        command, {.name = "fourcaud_brunel_2002",
                  .title = "Fourcaud & Brunel (2002): rate under coloured noise",
                  .text = "mu = 18 mV, sigma = 5 mV, tau_m = 20 ms, V_th = 20 mV, V_0 = 10 mV.",
                  .figures = {error_figure(without), error_figure(with)}});
    return validation::judge("Fourcaud & Brunel (2002): mu = 18 mV, sigma = 5 mV", claims);
}
