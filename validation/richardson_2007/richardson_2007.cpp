// Richardson (2007), Phys. Rev. E 76, 021919: threshold integration. Density and flux of an
// integrate-and-fire neuron in white noise are followed from the threshold downwards, once for the
// stationary state and twice for the response to a modulated mean.
//
// Here his scheme is written anew (threshold_scheme.cpp), in its own units, with steps that are
// halved and extrapolated. It shares nothing with the library's panels and backward equation, nor
// with the closed forms of leaky neurons.
#include "claims.hpp"
#include "command.hpp"
#include "threshold_scheme.hpp"

#include <siegert/lif/delta.hpp>
#include <siegert/neurons/eif.hpp>
#include <siegert/units.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numbers>

using namespace siegert;
using namespace siegert::literals;
using validation::Claim;
using validation::Drift;
using validation::NoisyNeuron;

namespace {

constexpr double depth = 60.0_mV;
constexpr LifNeuron lif_neuron{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV};
constexpr neurons::eif::EifNeuron eif{.tau_m = 20.0_ms,
                                      .tau_r = 2.0_ms,
                                      .V_th = 30.0_mV,
                                      .V_0 = 5.0_mV,
                                      .Delta_T = 3.0_mV,
                                      .V_T = 12.0_mV};

/// A neuron as the library and as the scheme take it.
struct Case {
    std::string name;
    NoisyNeuron scheme;
    double firing_rate;
    ComplexVector n_mu;
};

const Vector frequencies{{1.0, 20.0, 137.0, 400.0}};

ComplexVector s() {
    return lif::on_imaginary_axis(2.0 * std::numbers::pi * frequencies);
}

Case leaky(double mu, double sigma) {
    const lif::Input input{.mu = mu, .sigma = sigma};
    return {
        .name = fmt::format("LIF, mu {:g}, sigma {:g} mV", 1e3 * mu, 1e3 * sigma),
        .scheme = {.current = [](double V) { return -V; },
                   .tau_m = lif_neuron.tau_m,
                   .tau_r = lif_neuron.tau_r,
                   .V_th = lif_neuron.V_th,
                   .V_0 = lif_neuron.V_0,
                   .mu = mu,
                   .sigma = sigma},
        .firing_rate = lif::delta::firing_rate(lif_neuron, input),
        .n_mu = lif::delta::transfer_function(lif_neuron, input, s(), lif::Convention::exact).n_mu};
}

Case exponential(double mu, double sigma) {
    const lif::Input input{.mu = mu, .sigma = sigma};
    return {.name = fmt::format("EIF, mu {:g}, sigma {:g} mV", 1e3 * mu, 1e3 * sigma),
            .scheme = {.current =
                           [](double V) {
                               return -V + eif.Delta_T * std::exp((V - eif.V_T) / eif.Delta_T);
                           },
                       .tau_m = eif.tau_m,
                       .tau_r = eif.tau_r,
                       .V_th = eif.V_th,
                       .V_0 = eif.V_0,
                       .mu = mu,
                       .sigma = sigma},
            .firing_rate = neurons::eif::firing_rate(eif, input),
            .n_mu = neurons::eif::transfer_function(eif, input, s()).n_mu};
}

/// Every number, within what halving the step once more changes.
void judge(const Case& c, double step, std::vector<Claim>& claims) {
    for (Index k = 0; k < frequencies.size(); ++k) {
        const double omega = 2.0 * std::numbers::pi * frequencies(k);
        const auto at = [&](double h) {
            return validation::extrapolated_scheme(c.scheme, omega, h, depth);
        };
        const auto coarse = at(step), fine = at(0.5 * step);
        if (k == 0) {
            claims.push_back({c.name + ": rate", "Hz", c.firing_rate, fine.firing_rate,
                              std::abs(fine.firing_rate - coarse.firing_rate), "halved step"});
        }
        claims.push_back({fmt::format("{}, {:g} Hz: distance from n_mu", c.name, frequencies(k)),
                          "Hz/mV", 1e-3 * std::abs(c.n_mu(k) - fine.n_mu), 0.0,
                          1e-3 * std::abs(fine.n_mu - coarse.n_mu), "halved step"});
    }
}

/// As published the scheme is of first order: half of the step, half of the error.
void judge_order(const Case& c, double step, std::vector<Claim>& claims) {
    const double omega = 2.0 * std::numbers::pi * frequencies(2);
    const auto error = [&](double h) {
        const auto found = validation::threshold_scheme(
            c.scheme, omega, {.drift = Drift::upper_edge, .step = h, .depth = depth});
        return std::abs(found.n_mu - c.n_mu(2));
    };
    const double ratio = error(step) / error(0.5 * step);
    claims.push_back({c.name + ", as published: error of n_mu over that at half the step", "",
                      ratio, 2.0, 0.1, "second order of the step"});
}

io::ReportFigure response_figure(const Case& c, Index count) {
    const Vector f = Vector::LinSpaced(count, 1.0, 400.0);
    const ComplexVector library =
        neurons::eif::transfer_function(eif, {.mu = c.scheme.mu, .sigma = c.scheme.sigma},
                                        lif::on_imaginary_axis(2.0 * std::numbers::pi * f))
            .n_mu;
    const Vector scheme = f.unaryExpr([&](double at) {
        const double omega = 2.0 * std::numbers::pi * at;
        return std::abs(validation::extrapolated_scheme(c.scheme, omega, 0.1_mV, depth).n_mu);
    });
    io::LinesFigure lines{.x = {"frequency", "Hz"}, .y = {"response to mu", "Hz/mV"}, .series = {}};
    lines.series = {
        validation::curve("library", f, 1e-3 * library.cwiseAbs(), 0),
        validation::points("scheme, written anew", f, 1e-3 * scheme, Vector::Zero(count), 1)};
    return {.title = c.name, .caption = "Modulus.", .content = lines};
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    const double step = command.brief ? 0.05_mV : 0.02_mV;
    const std::vector<Case> cases{leaky(15.0_mV, 5.0_mV), leaky(22.0_mV, 2.0_mV),
                                  exponential(8.0_mV, 6.0_mV), exponential(18.0_mV, 3.0_mV)};
    std::vector<Claim> claims;
    for (const Case& c : cases) judge(c, step, claims);
    judge_order(cases[0], 0.02_mV, claims);
    judge_order(cases[2], 0.02_mV, claims);
    const Case& shown = cases[2];
    validation::write_figures(
        command, {.name = "richardson_2007",
                  .title = "Threshold integration",
                  .text = "EIF: tau_m = 20 ms, tau_r = 2 ms, V_th = 30 mV, V_0 = 5 mV, Delta_T = 3 "
                          "mV, V_T = 12 mV.",
                  .figures = {response_figure(shown, command.brief ? 20 : 100)}});
    return validation::judge("Threshold integration of Richardson (2007)", claims);
}
