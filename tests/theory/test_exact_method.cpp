#include "catch.hpp"
#include "theory/bos_microcircuit.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/lif/exact_coloured_noise.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/effective_connectivity.hpp>
#include <siegert/theory/expansion_error.hpp>
#include <siegert/theory/fixed_points.hpp>
#include <siegert/theory/network_transfer_function.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace siegert;
using lif::exp::Method;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

// Two populations that differ in every parameter, with slow synapses.
Network slow_synapses() {
    Network net;
    net.populations = {"E", "I"};
    net.synapse = SynapseType::exponential;
    net.N = Vector{{800.0, 250.0}};
    net.tau_m = Vector{{0.020, 0.014}};
    net.tau_r = Vector{{0.002, 0.001}};
    net.tau_s = Vector{{0.005, 0.003}};
    net.V_th = Vector{{0.020, 0.019}};
    net.V_0 = Vector{{0.010, 0.008}};
    net.J = Matrix{{1.1e-4, -5e-4}, {1.3e-4, -6e-4}};
    net.K = Matrix{{700.0, 180.0}, {640.0, 150.0}};
    net.J_ext = Matrix{{1.2e-4}, {1.5e-4}};
    net.K_ext = Matrix{{900.0}, {800.0}};
    net.nu_ext = Vector{{10.0}};
    net.Delay = Matrix{{1.5e-3, 1.1e-3}, {1.2e-3, 0.9e-3}};
    return net;
}

const theory::PopulationInputs inputs{.mu = Vector{{0.017, 0.016}},
                                      .sigma = Vector{{0.005, 0.004}}};

Vector exact_rates(const Network& net, const theory::WorkingPoint& point) {
    Vector nu(net.N.size());
    for (Index i = 0; i < nu.size(); ++i) {
        nu(i) = lif::exp::exact_firing_rate(
            neuron(net, i), net.tau_s(i), {.mu = point.mean_input(i), .sigma = point.std_input(i)});
    }
    return nu;
}

theory::ResponseOptions exact_response(int threads = 0) {
    return {.method = Method::exact, .threads = threads};
}

}  // namespace

TEST_CASE("Rates at the exact working point are those of single neurons at their input",
          "[theory][exact_method]") {
    const Network net = slow_synapses();
    const auto point = theory::working_point(net, {.method = Method::exact});
    REQUIRE(theory::converged(point));
    CHECK(point.residual < 1e-8);
    CHECK(point.firing_rates.isApprox(exact_rates(net, point), 1e-9));
    const auto first_order = theory::working_point(net);
    CHECK((point.firing_rates - first_order.firing_rates).cwiseAbs().minCoeff() > 0.01);
    for (Index i = 0; i < 2; ++i) {
        const lif::Input input{.mu = point.mean_input(i), .sigma = point.std_input(i)};
        CHECK(point.cvs(i) ==
              lif::exp::exact_interval_statistics(neuron(net, i), net.tau_s(i), input).cv);
    }
    CHECK(std::ranges::none_of(point.validity,
                               [](const auto& check) { return check.name == "tau_s/tau_m"; }));
}

TEST_CASE("The exact fixed point has index one and the growth rate of its differences",
          "[theory][exact_method]") {
    const Network net = slow_synapses();
    const auto found = theory::fixed_points(net, {.method = Method::exact, .starts = 3});
    REQUIRE(found.points.size() == 1);
    CHECK(found.index_sum == 1);
    const auto& nu = found.points[0].working_point.firing_rates;
    CHECK(nu.isApprox(theory::working_point(net, {.method = Method::exact}).firing_rates, 1e-8));
    CHECK(found.points[0].stable);
}

TEST_CASE("The exact response of a network is that of its neurons behind their synapses",
          "[theory][exact_method]") {
    const Network net = slow_synapses();
    const ComplexVector s{{0.0, Complex(0.0, 300.0), Complex(0.0, -2000.0), Complex(-5.0, 90.0)}};
    const auto n = theory::network_transfer_function(net, inputs, s, exact_response());
    for (Index i = 0; i < 2; ++i) {
        const lif::exp::ExactNeuron one(neuron(net, i), net.tau_s(i),
                                        {.mu = inputs.mu(i), .sigma = inputs.sigma(i)});
        const auto expected = one.transfer_function(s, lif::SynapticFilter::with);
        CHECK(n.n_mu.col(i).isApprox(expected.n_mu, 1e-13));
        CHECK(n.n_sigma2.col(i).isApprox(expected.n_sigma2, 1e-13));
    }
}

TEST_CASE("Many frequencies of the exact response are interpolated, to 1e-6 of the largest",
          "[theory][exact_method]") {
    const Network net = slow_synapses();
    const Vector omegas = two_pi * Vector::LinSpaced(301, 0.5, 480.0);
    const ComplexVector s = lif::on_imaginary_axis(omegas);
    const auto many = theory::network_transfer_function(net, inputs, s, exact_response(1));
    const Matrix spectra = theory::network_renewal_spectra(net, inputs, omegas, exact_response(1));
    for (const Index begin : {0, 11, 107, 270}) {
        const ComplexVector part = s.segment(begin, 9);
        const auto few = theory::network_transfer_function(net, inputs, part, exact_response());
        const Matrix few_spectra = theory::network_renewal_spectra(
            net, inputs, omegas.segment(begin, 9), exact_response());
        for (Index i = 0; i < 2; ++i) {
            const auto near = [&](const ComplexMatrix& a, const ComplexMatrix& b) {
                const double largest = a.col(i).cwiseAbs().maxCoeff();
                return (a.col(i).segment(begin, 9) - b.col(i)).cwiseAbs().maxCoeff() / largest;
            };
            CHECK(near(many.n_mu, few.n_mu) < 1e-6);
            CHECK(near(many.n_sigma2, few.n_sigma2) < 1e-6);
            CHECK(near(spectra.cast<Complex>(), few_spectra.cast<Complex>()) < 1e-6);
        }
    }
    const auto threaded = theory::network_transfer_function(net, inputs, s, exact_response(2));
    CHECK(threaded.n_mu == many.n_mu);
    CHECK(threaded.n_sigma2 == many.n_sigma2);
}

TEST_CASE("The exact connectivity holds beside the axis, and is continued far to its left",
          "[theory][exact_method]") {
    const Network net = slow_synapses();
    const auto W = theory::connectivity_at(net, inputs, exact_response());
    const auto direct = [&](Complex s) -> ComplexMatrix {
        const auto n = theory::network_transfer_function(net, inputs, ComplexVector::Constant(1, s),
                                                         exact_response());
        return theory::effective_connectivity(n, theory::delays(net), theory::coupling(net), 1)[0];
    };
    for (const Complex s : {Complex(0.0), Complex(0.0, 420.0), Complex(0.0, -60.0),
                            Complex(25.0, 150.0), Complex(-10.0, 700.0)}) {
        CHECK(ComplexMatrix(W(s)).isApprox(direct(s), 1e-5));
    }
    // Between what is solved and what is continued there is no step.
    const ComplexMatrix before = W({-14.9, 30.0});
    const ComplexMatrix behind = W({-40.0, 30.0});
    CHECK(before.allFinite());
    CHECK(behind.allFinite());
    const ComplexMatrix middle = W({-27.45, 30.0});
    CHECK((before + behind - 2.0 * middle).norm() < 0.3 * (before - behind).norm());
}

TEST_CASE("Delta synapses and silent inputs in an exact network take the formulas of delta",
          "[theory][exact_method]") {
    Network net = slow_synapses();
    net.tau_s(1) = 0.0;
    theory::PopulationInputs quiet = inputs;
    quiet.mu(0) = 0.025;
    quiet.sigma(0) = 0.0;
    const ComplexVector s{{Complex(0.0, 100.0)}};
    const auto n = theory::network_transfer_function(net, quiet, s, exact_response());
    for (Index i = 0; i < 2; ++i) {
        const auto expected = lif::delta::transfer_function(
            neuron(net, i), {.mu = quiet.mu(i), .sigma = quiet.sigma(i)}, s,
            lif::Convention::exact);
        const Complex filter = i == 0 ? 1.0 / (1.0 + s(0) * net.tau_s(0)) : 1.0;
        CHECK(std::abs(n.n_mu(0, i) - filter * expected.n_mu(0)) <
              1e-12 * std::abs(expected.n_mu(0)));
    }
}

TEST_CASE("What the exact method cannot do is said of the population", "[theory][exact_method]") {
    const Network net = slow_synapses();
    theory::PopulationInputs weak = inputs;
    weak.mu(1) = 0.03;
    weak.sigma(1) = 1e-6;
    const ComplexVector s{{Complex(0.0, 100.0)}};
    CHECK_THROWS_AS(theory::network_transfer_function(net, weak, s, exact_response()),
                    AccuracyNotReached);
    CHECK_THROWS_WITH(theory::network_transfer_function(net, weak, s, exact_response()),
                      Catch::Matchers::StartsWith("population I: "));
    auto published = exact_response();
    published.convention = lif::Convention::nnmt;
    CHECK_THROWS_AS(theory::network_transfer_function(net, inputs, s, published), InvalidParameter);
}

// References: rates of an independent prototype, and of shift, in percent.
TEST_CASE("The error of an expansion is that at the working point", "[theory][exact_method]") {
    Network net = slow_synapses();
    net.V_th(1) = net.V_th(0);
    net.V_0(1) = net.V_0(0);
    net.tau_m(1) = net.tau_m(0);
    net.tau_r(1) = net.tau_r(0);
    net.tau_s = Vector{{0.005, 0.0005}};
    const theory::PopulationInputs known{.mu = Vector{{0.015, 0.015}},
                                         .sigma = Vector{{0.005, 0.005}}};
    const auto errors = theory::expansion_errors(net, known, Method::shift);
    REQUIRE(errors.size() == 2);
    CHECK(std::abs(errors[0].value - 0.0314) < 0.00005);
    CHECK(std::abs(errors[1].value - 0.0159) < 0.00005);
    CHECK(!errors[0].holds);
    CHECK(errors[1].holds);
    CHECK(theory::expansion_errors(net, known, Method::exact).empty());
    net.tau_s(1) = 0.0;
    const auto one = theory::expansion_errors(net, known, Method::taylor);
    REQUIRE(one.size() == 1);
    const auto all = theory::with_expansion_errors(theory::validity(net), one);
    CHECK(all.size() == theory::validity(net).size());
    CHECK(all[0].name == "rate_error");
    CHECK(std::ranges::count(all, "tau_s/tau_m", &theory::ValidityCheck::name) == 1);
}

// References: an independent prototype, n = 24 nodes.
TEST_CASE("Low gamma of the microcircuit without expansion in tau_s", "[theory][exact_method]") {
    const Network net = bos_microcircuit::network();
    const Vector omegas = two_pi * Vector::LinSpaced(61, 40.0, 100.0);
    theory::AnalysisOptions options;
    options.working_point.method = Method::exact;
    options.growth_rate_starts = 2;
    const auto analysis = theory::analyze(net, omegas, options);
    const Vector shift = theory::working_point(net).firing_rates;
    CHECK(analysis.working_point.firing_rates.isApprox(shift, 1e-3));
    const auto peak = std::ranges::find(analysis.peaks, 2, &theory::SpectralPeak::population);
    REQUIRE(peak != analysis.peaks.end());
    CHECK(peak->frequency_index == 27);
    CHECK(std::abs(analysis.power_spectra(27, 2) - 0.0554) < 0.00005);  // at 67 Hz
    Complex closest = 0.0;
    for (const Complex eigenvalue : analysis.eigenmodes.eigenvalues.reshaped()) {
        if (std::abs(eigenvalue - 1.0) < std::abs(closest - 1.0)) closest = eigenvalue;
    }
    CHECK(std::abs(closest - Complex(0.9508, 0.0610)) < 0.00008);
    CHECK(analysis.stability.answer == theory::Stability::stable);
}
