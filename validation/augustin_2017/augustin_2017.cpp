// Augustin, Ladenbauer, Baumann and Obermayer (2017), PLoS Comput. Biol. 13, e1005545:
// low-dimensional spike rate models of exponential integrate-and-fire neurons. They rest on a table
// of rates and responses, published with their programs (EIF_output_for_cascade.h5), of the neuron
//
//     C = 200 pF, g_L = 10 nS, E_L = -65, V_T = -50, V_r = -70, V_s = -40, Delta_T = 1.5 mV,
//
// at inputs mu [mV/ms] and sigma [mV/sqrt(ms)]. The table was made by threshold integration of
// first order (Richardson 2007) with steps of 0.01 mV. Rates here are beside two of another
// program, responses beside the scheme written anew; the published numbers are beside ours.
#include "claims.hpp"
#include "command.hpp"
#include "threshold_scheme.hpp"

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
constexpr double table_step = 0.01_mV;

constexpr neurons::eif::EifNeuron neuron{.tau_m = 20.0_ms,
                                         .tau_r = 0.0_ms,
                                         .V_th = 25.0_mV,
                                         .V_0 = -5.0_mV,
                                         .Delta_T = 1.5_mV,
                                         .V_T = 15.0_mV};

/// Their units: mu [mV/ms], sigma [mV/sqrt(ms)].
struct Input {
    double mu, sigma;
};

lif::Input in_volt(const Input& input) {
    return {.mu = input.mu * neuron.tau_m, .sigma = 1e-3 * input.sigma * std::sqrt(20.0)};
}

/// Response of the rate to mu in their units, kHz per mV/ms.
Complex in_their_units(Complex n_mu) {
    return 1e-3 * neuron.tau_m * n_mu;
}

NoisyNeuron noisy(const Input& input) {
    const auto [mu, sigma] = in_volt(input);
    return {.current =
                [](double V) {
                    return -V + neuron.Delta_T * std::exp((V - neuron.V_T) / neuron.Delta_T);
                },
            .tau_m = neuron.tau_m,
            .tau_r = neuron.tau_r,
            .V_th = neuron.V_th,
            .V_0 = neuron.V_0,
            .mu = mu,
            .sigma = sigma};
}

Complex response(const Input& input, double f) {
    const auto n = neurons::eif::transfer_function(
        neuron, in_volt(input),
        ComplexVector::Constant(1, Complex(0.0, 2.0 * std::numbers::pi * f)));
    return in_their_units(n.n_mu(0));
}

/// Rates of another program: the midpoint rule, extrapolated; all digits that it gives.
void judge_rates(std::vector<Claim>& claims) {
    struct Reference {
        Input input;
        double rate, digit;
    };
    for (const auto& [input, rate, digit] :
         {Reference{{0.5, 1.5}, 5.83366, 5e-6}, {{1.0, 1.5}, 25.3933, 5e-5}}) {
        claims.push_back({fmt::format("rate at mu {:g}, sigma {:g}", input.mu, input.sigma), "Hz",
                          neurons::eif::firing_rate(neuron, in_volt(input)), rate, digit,
                          "last digit"});
    }
}

/// Responses beside the scheme of second order, extrapolated.
void judge_responses(double step, std::vector<Claim>& claims) {
    for (const Input& input : {Input{0.5, 1.5}, {1.0, 1.5}, {4.0, 1.0}}) {
        for (const double f : {10.0, 137.0, 500.0}) {
            const auto at = [&](double h) {
                const auto found = validation::extrapolated_scheme(
                    noisy(input), 2.0 * std::numbers::pi * f, h, depth);
                return in_their_units(found.n_mu);
            };
            const Complex fine = at(0.5 * step);
            claims.push_back({fmt::format("mu {:g}, sigma {:g}, {:g} Hz: distance from r1",
                                          input.mu, input.sigma, f),
                              "kHz/(mV/ms)", std::abs(response(input, f) - fine), 0.0,
                              std::abs(fine - at(step)), "halved step"});
        }
    }
}

/// What the published table has at mu 4, sigma 1, 137 Hz, where it errs most of the points
/// compared.
void judge_table(std::vector<Claim>& claims) {
    constexpr Complex published(0.09493, -0.04119);
    constexpr Input input{4.0, 1.0};
    constexpr double f = 137.0;
    const Complex ours = response(input, f);
    const auto first_order = [&](double step) {
        const auto found = validation::threshold_scheme(
            noisy(input), 2.0 * std::numbers::pi * f,
            {.drift = Drift::upper_edge, .step = step, .depth = depth});
        return std::abs(in_their_units(found.n_mu) - ours);
    };
    const double own = first_order(table_step);
    claims.push_back({"first order, step of the table: error over that at half the step", "",
                      own / first_order(0.5 * table_step), 2.0, 0.1, "second order of the step"});
    claims.push_back({"published r1 at mu 4, sigma 1, 137 Hz: distance from ours", "kHz/(mV/ms)",
                      std::abs(published - ours), own, own,
                      "order of the first-order error (sign and variant unknown)"});
    fmt::print("published {:.5f}{:+.5f}i, here {:.5f}{:+.5f}i: it errs by {:.1f} %\n",
               published.real(), published.imag(), ours.real(), ours.imag(),
               100.0 * std::abs(published - ours) / std::abs(ours));
}

io::ReportFigure error_figure() {
    constexpr Input input{4.0, 1.0};
    const Vector f = Vector::LinSpaced(16, 1.0, 301.0);
    const Vector modulus = f.unaryExpr([&](double at) { return std::abs(response(input, at)); });
    const Vector scheme = f.unaryExpr([&](double at) {
        const auto found = validation::threshold_scheme(
            noisy(input), 2.0 * std::numbers::pi * at,
            {.drift = Drift::upper_edge, .step = table_step, .depth = depth});
        return std::abs(in_their_units(found.n_mu));
    });
    io::LinesFigure lines{
        .x = {"frequency", "Hz"}, .y = {"response to mu", "kHz/(mV/ms)"}, .series = {}};
    lines.series = {
        validation::curve("library", f, modulus, 0),
        validation::points("first order, step 0.01 mV", f, scheme, Vector::Zero(f.size()), 1)};
    return {
        .title = "mu = 4 mV/ms, sigma = 1 mV/sqrt(ms)", .caption = "Modulus.", .content = lines};
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    std::vector<Claim> claims;
    judge_rates(claims);
    judge_responses(command.brief ? 0.05_mV : 0.02_mV, claims);
    judge_table(claims);
    validation::write_figures(
        command, {.name = "augustin_2017",
                  .title = "EIF neuron of Augustin et al. (2017)",
                  .text = "tau_m = 20 ms, reset -5, cut 25, Delta_T = 1.5, V_T = 15 mV.",
                  .figures = {error_figure()}});
    return validation::judge("EIF neuron of Augustin et al. (2017)", claims);
}
