#include "adapting_neurons.hpp"
#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/neurons/eif.hpp>

#include <array>
#include <cmath>
#include <numbers>

using namespace siegert;
using namespace siegert::tests;
using namespace siegert::neurons::adaptation;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr Options in_mean_field{.theory = Theory::mean_field};

ComplexVector at_frequencies(const std::vector<double>& f) {
    ComplexVector s(static_cast<Index>(f.size()));
    for (std::size_t k = 0; k < f.size(); ++k)
        s(static_cast<Index>(k)) = Complex(0.0, 2.0 * std::numbers::pi * f[k]);
    return s;
}

// The neuron whose response and counts were simulated.
const Simulated& example() {
    return leaky_neurons[5];
}

}  // namespace

TEST_CASE("Rates of adapting LIF neurons are those simulated", "[neurons][adaptation]") {
    for (const Simulated& s : leaky_neurons) {
        CAPTURE(s.tau, s.a, s.b, s.mu, s.sigma);
        const auto state = stationary_state(leaky_neuron(s), {.mu = s.mu, .sigma = s.sigma});
        // The deviation is that of an independent implementation with 1600 cells, to its last
        // digit.
        CHECK_THAT(percent(state.firing_rate, s.rate), WithinAbs(s.order_4, 0.015));
        CHECK(state.error < 0.005);
        const auto rough =
            stationary_state(leaky_neuron(s), {.mu = s.mu, .sigma = s.sigma}, in_mean_field);
        CHECK_THAT(percent(rough.firing_rate, s.rate), WithinAbs(s.mean_field, 0.06));
        CHECK_THAT(100.0 * rough.error, WithinAbs(std::abs(s.mean_field), 0.4));
    }
}

TEST_CASE("Where spikes are large beside the spread of a current the error says so",
          "[neurons][adaptation]") {
    for (const Simulated& s : strongly_adapting_neurons) {
        CAPTURE(s.tau, s.b, s.mu);
        const lif::Input input{.mu = s.mu, .sigma = s.sigma};
        const auto state = stationary_state(leaky_neuron(s), input);
        const double deviation = std::abs(state.firing_rate / s.rate - 1.0);
        CHECK(deviation < 0.025);
        CHECK(state.error > 3.0 * deviation - 0.025);
        CHECK(state.error > 0.01);
        CHECK(std::abs(percent(firing_rate(leaky_neuron(s), input, in_mean_field), s.rate)) > 10.0);
    }
}

TEST_CASE("Rates of adaptive exponential neurons are those simulated", "[neurons][adaptation]") {
    using neurons::exponential_current;
    const AdaptingNeuron augustin{.neuron = {.tau_m = 0.020,
                                             .tau_r = 0.0,
                                             .V_th = 0.025,
                                             .V_0 = -0.005,
                                             .current = exponential_current(0.0015, 0.015)},
                                  .adaptation = {{.tau = 0.200, .a = 0.4, .b = 0.004}}};
    const AdaptingNeuron fast{.neuron = {.tau_m = 0.010,
                                         .tau_r = 0.002,
                                         .V_th = 0.030,
                                         .V_0 = 0.0,
                                         .current = exponential_current(0.002, 0.015)},
                              .adaptation = {{.tau = 0.050, .a = 0.5, .b = 0.008}}};
    const auto deviation = [](const AdaptingNeuron& neuron, double mu, double sigma, double rate,
                              int order) {
        return percent(firing_rate(neuron, {.mu = mu, .sigma = sigma}, {.order = order}), rate);
    };
    // Simulated 18.341(10) and 37.386(11) Hz.
    CHECK_THAT(deviation(augustin, 0.034, 0.0067, 18.341, 5), WithinAbs(0.09, 0.015));
    CHECK_THAT(deviation(fast, 0.036, 0.005, 37.386, 5), WithinAbs(0.11, 0.015));
    CHECK_THAT(deviation(augustin, 0.034, 0.0067, 18.341, 2), WithinAbs(0.10, 0.015));
    CHECK_THAT(deviation(fast, 0.036, 0.005, 37.386, 2), WithinAbs(0.18, 0.02));
}

TEST_CASE("CV and counts of adapting neurons are those simulated", "[neurons][adaptation]") {
    const auto cv_of = [](const Simulated& s) {
        return cv(leaky_neuron(s), {.mu = s.mu, .sigma = s.sigma});
    };
    CHECK_THAT(cv_of(leaky_neurons[5]), WithinAbs(0.4791, 5e-5));  // simulated 0.4796(10)
    CHECK_THAT(cv_of(leaky_neurons[1]), WithinAbs(0.6467, 5e-5));  // 0.6483(10)
    CHECK_THAT(cv_of(leaky_neurons[7]), WithinAbs(0.5942, 1e-4));  // 0.5955(10)

    // Fano factor of windows of 100 ms, simulated 0.4405(14): 1 + int (S / nu - 1) T sinc^2(f T)
    // df.
    constexpr double window = 0.1;
    constexpr double df = 0.5;  // [Hz]
    const Simulated& counted = leaky_neurons[0];
    const lif::Input input{.mu = counted.mu, .sigma = counted.sigma};
    const double nu = firing_rate(leaky_neuron(counted), input);
    const Vector f = Vector::LinSpaced(161, 0.0, 160 * df);
    const Vector S = power_spectrum(leaky_neuron(counted), input, 2.0 * std::numbers::pi * f);
    double fano = 1.0;
    for (Index k = 0; k < f.size(); ++k) {
        const double x = std::numbers::pi * f(k) * window;
        const double sinc = k == 0 ? 1.0 : std::sin(x) / x;
        fano += (k == 0 ? 1.0 : 2.0) * (S(k) / nu - 1.0) * window * sinc * sinc * df;
    }
    CHECK_THAT(fano, WithinAbs(0.4390, 5e-4));
}

TEST_CASE("The response of an adapting neuron is that simulated", "[neurons][adaptation]") {
    // 0.5 mV at five frequencies at once: [1/(mV s)], standard error 0.003
    const std::vector<double> f{1, 3, 10, 30, 100};
    const std::array<Complex, 5> simulated{Complex(0.979, 0.678), Complex(2.014, 1.199),
                                           Complex(3.164, -0.185), Complex(1.906, -1.168),
                                           Complex(0.881, -0.793)};
    const std::array<Complex, 5> galerkin{Complex(0.983, 0.683), Complex(2.021, 1.206),
                                          Complex(3.177, -0.205), Complex(1.896, -1.194),
                                          Complex(0.876, -0.810)};
    const std::array<Complex, 5> loop{Complex(0.982, 0.686), Complex(2.010, 1.223),
                                      Complex(3.222, -0.097), Complex(2.046, -1.294),
                                      Complex(0.859, -0.855)};
    const lif::Input input{.mu = example().mu, .sigma = example().sigma};
    const auto s = at_frequencies(f);
    const auto n = transfer_function(leaky_neuron(example()), input, s);
    const auto rough = transfer_function(leaky_neuron(example()), input, s, in_mean_field);
    for (Index k = 0; k < s.size(); ++k) {
        const auto i = static_cast<std::size_t>(k);
        CAPTURE(f[i]);
        const Complex value = 1e-3 * n.n_mu(k);
        CHECK(std::abs(value - galerkin[i]) < 0.0008);  // half of the last digit of both parts
        CHECK(std::abs(value - simulated[i]) < 0.008 * std::abs(simulated[i]) + 4.4 * 0.003);
        CHECK(std::abs(1e-3 * rough.n_mu(k) - loop[i]) < 0.0008);
    }
}

TEST_CASE("At zero frequency response is change and the spectrum counts", "[neurons][adaptation]") {
    const AdaptingNeuron neuron = leaky_neuron({{.tau = 0.13, .a = 0.4, .b = 1.5e-3}});
    const lif::Input input{.mu = 24e-3, .sigma = 6e-3};
    const auto slope = rate_derivatives(neuron, input);
    const auto n = transfer_function(neuron, input, ComplexVector::Zero(1));
    CHECK(slope.d_mu == n.n_mu(0).real());
    CHECK(slope.d_sigma == 2.0 * input.sigma * n.n_sigma2(0).real());
    const auto rate = [&](double mu, double sigma) {
        return firing_rate(neuron, {.mu = mu, .sigma = sigma});
    };
    constexpr double h = 1e-5;
    // The frame of the polynomials, which the response holds fixed, moves by the error of the
    // order.
    CHECK_THAT((rate(input.mu + h, input.sigma) - rate(input.mu - h, input.sigma)) / (2.0 * h),
               WithinRel(slope.d_mu, 1e-4));
    CHECK_THAT((rate(input.mu, input.sigma + h) - rate(input.mu, input.sigma - h)) / (2.0 * h),
               WithinRel(slope.d_sigma, 1e-4));
    const Vector S = power_spectrum(neuron, input, Vector{{0.0, 1e-3, 1e3}});
    CHECK_THAT(S(0), WithinRel(S(1), 1e-6));
    CHECK(S(0) < S(2));  // adaptation makes counts regular
}

TEST_CASE("A vanishing current leaves the neuron alone", "[neurons][adaptation]") {
    const double mu = GENERATE(14e-3, 22e-3, 30e-3);
    const double sigma = GENERATE(2e-3, 5e-3, 10e-3);
    CAPTURE(mu, sigma);
    const lif::Input input{.mu = mu, .sigma = sigma};
    const LifNeuron lif{.tau_m = 0.020, .tau_r = 0.002, .V_th = 0.020, .V_0 = 0.010};
    const AdaptingNeuron neuron = leaky_neuron({{.tau = 0.15, .a = 0.0, .b = 1e-13}});
    const auto s = at_frequencies({0.0, 10.0, 300.0, 1000.0});
    const auto n = transfer_function(neuron, input, s);
    const auto closed = lif::delta::transfer_function(lif, input, s, lif::Convention::exact);
    // The documented accuracy of the mesh.
    constexpr double mesh = 3e-6;
    CHECK_THAT(firing_rate(neuron, input), WithinRel(lif::delta::firing_rate(lif, input), mesh));
    CHECK_THAT(cv(neuron, input), WithinRel(lif::delta::cv(lif, input), mesh));
    for (Index k = 0; k < s.size(); ++k) {
        CAPTURE(s(k));
        CHECK(std::abs(n.n_mu(k) / closed.n_mu(k) - 1.0) < 10.0 * mesh);
        CHECK(std::abs(n.n_sigma2(k) - closed.n_sigma2(k)) <
              10.0 * mesh * closed.n_sigma2.cwiseAbs().maxCoeff());
    }
    const Vector omegas{{0.0, 60.0, 600.0}};
    const Vector S = power_spectrum(neuron, input, omegas);
    const Vector renewal = lif::delta::renewal_spectrum(lif, input, omegas);
    // Regular firing counts little, and errors with it.
    const double counting = mesh / std::pow(lif::delta::cv(lif, input), 2);
    for (Index k = 0; k < omegas.size(); ++k) CHECK_THAT(S(k), WithinRel(renewal(k), counting));
}

TEST_CASE("Several currents act together", "[neurons][adaptation]") {
    const lif::Input input{.mu = 26e-3, .sigma = 5e-3};
    SECTION("two halves are a whole") {
        const AdaptingNeuron whole = leaky_neuron({{.tau = 0.15, .a = 0.3, .b = 3e-3}});
        const AdaptingNeuron halves = leaky_neuron(
            {{.tau = 0.15, .a = 0.15, .b = 1.5e-3}, {.tau = 0.15, .a = 0.15, .b = 1.5e-3}});
        CHECK_THAT(firing_rate(halves, input), WithinRel(firing_rate(whole, input), 1e-3));
        CHECK_THAT(firing_rate(halves, input, in_mean_field),
                   WithinRel(firing_rate(whole, input, in_mean_field), 1e-12));
        const auto s = at_frequencies({2.0, 20.0});
        const auto n = transfer_function(whole, input, s);
        const auto n2 = transfer_function(halves, input, s);
        for (Index k = 0; k < 2; ++k) CHECK(std::abs(n2.n_mu(k) / n.n_mu(k) - 1.0) < 2e-3);
    }
    SECTION("their order does not matter, nor one that does nothing") {
        const AdaptationCurrent fast{.tau = 0.06, .a = 0.2, .b = 2e-3};
        const AdaptationCurrent slow{.tau = 0.4, .a = 0.0, .b = 0.7e-3};
        const AdaptationCurrent none{.tau = 0.1, .a = 0.0, .b = 0.0};
        const auto ab = stationary_state(leaky_neuron({fast, slow}), input);
        const auto ba = stationary_state(leaky_neuron({slow, none, fast}), input);
        CHECK_THAT(ba.firing_rate, WithinRel(ab.firing_rate, 1e-9));
        CHECK_THAT(ba.mean_adaptation(2), WithinRel(ab.mean_adaptation(0), 1e-9));
        CHECK_THAT(ba.sd_adaptation(0), WithinRel(ab.sd_adaptation(1), 1e-9));
        CHECK(ba.mean_adaptation(1) == 0.0);
        // The mean of the slow current is b tau nu; refractory neurons, left out, have less by 1 %.
        CHECK_THAT(ab.mean_adaptation(1), WithinRel(0.7e-3 * 0.4 * ab.firing_rate, 0.02));
    }
}

TEST_CASE("Adaptation is defined wherever the neuron is", "[neurons][adaptation][property]") {
    const AdaptingNeuron neuron = leaky_neuron({{.tau = 0.1, .a = 0.2, .b = 2e-3}});
    for (const double sigma : {0.0, 1e-4, 1e-3, 1e-2, 0.1}) {
        double previous = 0.0;
        for (double mu = -0.03; mu < 0.08; mu += 0.01) {
            CAPTURE(mu, sigma);
            const lif::Input input{.mu = mu, .sigma = sigma};
            const auto state = stationary_state(neuron, input);
            CHECK(state.firing_rate >= previous * (1.0 - 1e-6));
            CHECK(state.firing_rate < 1.0 / 0.002);
            CHECK(state.firing_rate <=
                  neurons::firing_rate(neuron.neuron, input) + 1e-8 + (mu < 0.0 ? 1.0 : 0.0));
            CHECK((std::isfinite(state.error) && state.error >= 0.0));
            CHECK(state.mean_adaptation.allFinite());
            const auto n = transfer_function(neuron, input, at_frequencies({0.0, 20.0}));
            CHECK((n.n_mu.allFinite() && n.n_sigma2.allFinite()));
            const double value = cv(neuron, input);
            CHECK((value >= 0.0 && value < 10.0));
            CHECK(power_spectrum(neuron, input, Vector{{0.0, 100.0}}).allFinite());
            previous = state.firing_rate;
        }
    }
}

TEST_CASE("Where a spike is cut does not matter far above the soft threshold",
          "[neurons][adaptation]") {
    // Brette and Gerstner (2005): cut at 20 mV, 35 Delta_T above the soft threshold.
    const auto cut_at = [](double V_th) -> AdaptingNeuron {
        return {.neuron = {.tau_m = 9.367e-3,
                           .tau_r = 0.0,
                           .V_th = V_th,
                           .V_0 = 0.0,
                           .current = neurons::exponential_current(2e-3, 20.2e-3)},
                .adaptation = {{.tau = 0.144, .a = 0.13, .b = 2.7e-3}}};
    };
    const lif::Input input{.mu = 27e-3, .sigma = 4e-3};
    const auto near = stationary_state(cut_at(60.0e-3), input);
    const auto far = stationary_state(cut_at(90.6e-3), input);
    CHECK_THAT(far.firing_rate, WithinRel(near.firing_rate, 1e-6));
    CHECK_THAT(far.mean_potential, WithinRel(near.mean_potential, 1e-6));
    CHECK(far.error < 1e-3);
    CHECK_THAT(cv(cut_at(90.6e-3), input), WithinRel(cv(cut_at(60.0e-3), input), 1e-5));
}

TEST_CASE("Adapting neurons name the parameter they reject", "[neurons][adaptation][error]") {
    const lif::Input input{.mu = 20e-3, .sigma = 5e-3};
    const AdaptationCurrent current{.tau = 0.1, .a = 0.2, .b = 2e-3};
    const auto rate_with = [&](AdaptationCurrent changed) {
        return firing_rate(leaky_neuron({current, changed}), input);
    };
    CHECK_THROWS_AS(rate_with({.tau = 0.0, .a = 0.2, .b = 2e-3}), InvalidParameter);
    CHECK_THROWS_AS(rate_with({.tau = 0.1, .a = unset, .b = 2e-3}), InvalidParameter);
    CHECK_THROWS_AS(rate_with({.tau = 0.1, .a = 0.2, .b = unset}), InvalidParameter);
    CHECK_THROWS_AS(firing_rate(leaky_neuron({current}), input, {.order = 1}), InvalidParameter);
    CHECK_THROWS_AS(firing_rate(leaky_neuron({current}), input, {.order = 9}), InvalidParameter);
    CHECK_THROWS_AS(firing_rate(leaky_neuron({current}), {.mu = unset, .sigma = 5e-3}),
                    InvalidParameter);
    CHECK_THROWS_AS(transfer_function(leaky_neuron({current}), input,
                                      ComplexVector::Constant(1, Complex(0.0, 1e9))),
                    InvalidParameter);
}
