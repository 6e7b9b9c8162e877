#include <siegert/landscape/gradients.hpp>

#include <siegert/error.hpp>
#include <siegert/theory/stability.hpp>

#include "catch.hpp"
#include "landscape/networks.hpp"

#include <algorithm>
#include <numbers>

using namespace siegert;
using namespace siegert::landscape;
using Catch::WithinAbs;
using Catch::WithinRel;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

/// A number that a network has at the working point that it reaches from `start`.
using Number = std::function<Complex(const Network&)>;

theory::WorkingPoint point_of(const Network& network) {
    auto point = theory::working_point(network, {.start = {}, .tolerance = 1e-14});
    theory::require_converged(point);
    return point;
}

/// Central difference of fourth order along one entry of a field.
template <class Field>
Complex difference(const Number& number, const Network& network, Field Network::*field, Index i,
                   Index j, double step) {
    const auto at = [&](double offset) {
        Network moved = network;
        (moved.*field)(i, j) += offset;
        return number(moved);
    };
    return (8.0 * (at(step) - at(-step)) - (at(2.0 * step) - at(-2.0 * step))) / (12.0 * step);
}

/// Compares some entries of every field, to 1e-6 of the largest of the field.
void check_all(const Gradient& gradient, const Number& number, const Network& network) {
    const auto compare = [&](const char* name, const auto& derivative, auto field, Index i, Index j,
                             double step) {
        const Complex expected = difference(number, network, field, i, j, step);
        const double scale = derivative.cwiseAbs().maxCoeff();
        INFO(name << " of " << i << ", " << j << ": " << derivative(i, j) << " against "
                  << expected);
        CHECK(std::abs(derivative(i, j) - expected) <= 1e-6 * scale);
    };
    const Index n = network.tau_m.size();
    for (const auto& [i, j] : {std::pair<Index, Index>{0, 1}, {n - 1, 0}}) {
        compare("J", gradient.J, &Network::J, i, j, 2e-4 * std::abs(network.J(i, j)));
        compare("K", gradient.K, &Network::K, i, j, 1e-3 * network.K(i, j));
        if (gradient.J_sd.size() > 0) {
            compare("J_sd", gradient.J_sd, &Network::J_sd, i, j, 1e-2 * network.J_sd(i, j));
        }
        compare("Delay", gradient.Delay, &Network::Delay, i, j, 1e-3 * network.Delay(i, j));
        if (gradient.Delay_sd.size() > 0) {
            compare("Delay_sd", gradient.Delay_sd, &Network::Delay_sd, i, j,
                    1e-3 * network.Delay_sd(i, j));
        }
        compare("J_ext", gradient.J_ext, &Network::J_ext, i, 0, 2e-4 * network.J_ext(i, 0));
        compare("K_ext", gradient.K_ext, &Network::K_ext, i, 0, 2e-4 * network.K_ext(i, 0));
        if (gradient.I_ext.size() > 0 && network.I_ext.size() > 0) {
            compare("I_ext", gradient.I_ext, &Network::I_ext, i, 0, 1e-13);
            compare("C", gradient.C, &Network::C, i, 0, 1e-3 * network.C(i));
        }
        compare("tau_m", gradient.tau_m, &Network::tau_m, i, 0, 2e-4 * network.tau_m(i));
        compare("tau_r", gradient.tau_r, &Network::tau_r, i, 0, 1e-2 * network.tau_r(i));
        if (network.synapse == SynapseType::exponential) {
            const Index k = std::min(j, network.tau_s.cols() - 1);
            compare("tau_s", gradient.tau_s, &Network::tau_s, i, k, 1e-3 * network.tau_s(i, k));
        }
        if (network.tau_s_ext.size() > 0) {
            compare("tau_s_ext", gradient.tau_s_ext, &Network::tau_s_ext, i, 0,
                    1e-3 * network.tau_s_ext(i, 0));
        }
        compare("V_th", gradient.V_th, &Network::V_th, i, 0, 2e-4 * network.V_th(i));
        compare("V_0", gradient.V_0, &Network::V_0, i, 0, 2e-4 * network.V_th(i));
        if (neuron_type(network, i) == NeuronType::eif) {
            compare("Delta_T", gradient.Delta_T, &Network::Delta_T, i, 0,
                    1e-3 * network.Delta_T(i));
            compare("V_T", gradient.V_T, &Network::V_T, i, 0, 2e-4 * network.V_T(i));
        }
    }
    compare("nu_ext", gradient.nu_ext, &Network::nu_ext, 0, 0, 2e-4 * network.nu_ext(0));
}

/// Every population and connection different, distributed weights and delays, currents.
Network generic(SynapseType synapse) {
    Network network = network_from_yaml(R"(
populations: [E, I]
N: [8000, 2000]
tau_m: [20 ms, 15 ms]
tau_r: [2 ms, 1.5 ms]
tau_s: [0.5 ms, 0.4 ms]
C: [250 pF, 200 pF]
V_0_rel: [10 mV, 8 mV]
V_th_rel: [20 mV, 18 mV]
synapse: delta
J: {val: [[0.2, -1.1], [0.25, -1.3]], unit: mV}
weight_dist: normal
J_sd: {val: [[0.05, 0.2], [0.03, 0.3]], unit: mV}
K: [[400, 120], [420, 90]]
Delay: {val: [[1.5, 1.1], [1.4, 0.9]], unit: ms}
Delay_sd: {val: [[0.5, 0.3], [0.4, 0.2]], unit: ms}
delay_dist: gaussian
J_ext: {val: [[0.2], [0.22]], unit: mV}
K_ext: [[410], [390]]
nu_ext: 14 Hz
I_ext: [10 pA, 20 pA]
)")
                          .network;
    network.synapse = synapse;
    return network;
}

/// The same with fast and slow synapses.
Network with_several_time_constants() {
    Network network = generic(SynapseType::exponential);
    network.N << 813.0, 207.0;  // no multiples of any step
    network.tau_s = Matrix(2, 2);
    network.tau_s << 0.5e-3, 2.0e-3, 0.4e-3, 1.7e-3;
    network.tau_s_ext = Matrix(2, 1);
    network.tau_s_ext << 0.6e-3, 0.8e-3;
    return network;
}

theory::ConnectivityAt connectivity_of(const Network& network) {
    const auto point = point_of(network);
    return theory::connectivity_at(
        network, {.mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates}, {});
}

Complex critical_root(const Network& network) {
    const auto W = connectivity_of(network);
    return theory::characteristic_root(W, Complex(-100.0, two_pi * 60.0)).s;
}

}  // namespace

TEST_CASE("Gradients of rates and CVs are those of differences", "[landscape][gradients]") {
    for (const Network& network : {generic(SynapseType::delta), generic(SynapseType::exponential),
                                   with_several_time_constants()}) {
        Vector weights(2);
        weights << 1.0, -0.4;
        const auto point = point_of(network);
        check_all(
            rate_gradient(network, point, weights),
            [&](const Network& moved) {
                return Complex(weights.dot(point_of(moved).firing_rates));
            },
            network);
        check_all(
            cv_gradient(network, point, weights),
            [&](const Network& moved) { return Complex(weights.dot(point_of(moved).cvs)); },
            network);
    }
}

TEST_CASE("Gradients of eigenvalues and growth rates are those of differences",
          "[landscape][gradients]") {
    for (const Network& network : {generic(SynapseType::delta), generic(SynapseType::exponential),
                                   with_several_time_constants()}) {
        const auto point = point_of(network);
        const double omega = two_pi * 40.0;
        check_all(
            eigenvalue_gradient(network, point, omega),
            [&](const Network& moved) {
                const ComplexMatrix W = connectivity_of(moved)(Complex(0.0, omega));
                const Complex half = 0.5 * W.trace();
                const Complex root = std::sqrt(half * half - W.determinant());
                const Complex a = half + root, b = half - root;
                return std::abs(a - 1.0) < std::abs(b - 1.0) ? a : b;
            },
            network);
        check_all(growth_rate_gradient(network, point, critical_root(network)), critical_root,
                  network);
    }
}

TEST_CASE("Gradients of peaks are those of differences", "[landscape][gradients]") {
    const auto check = [](const Network& network, lif::Convention convention, double near) {
        const PeakOptions options{.response = {.convention = convention}};
        const auto peak_of = [&](const Network& moved) {
            return peak_near(moved, point_of(moved), 0, near, options);
        };
        const auto gradients = peak_gradients(network, point_of(network), 0, near, options);
        const auto log_height = [&](const Network& moved) {
            return Complex(std::log(peak_of(moved).height));
        };
        check_all(gradients.log_height, log_height, network);
        check_all(
            gradients.omega, [&](const Network& moved) { return Complex(peak_of(moved).omega); },
            network);
        const Complex by_N = difference(log_height, network, &Network::N, 1, 0, 2.0);
        CHECK(std::abs(gradients.log_height.N(1) - by_N) <= 1e-6 * std::abs(by_N));
        CHECK(gradients.omega.K.imag().isZero());
    };
    check(generic(SynapseType::exponential), lif::Convention::exact, two_pi * 77.0);
    check(generic(SynapseType::exponential), lif::Convention::nnmt, two_pi * 60.0);
    check(with_several_time_constants(), lif::Convention::exact,
          critical_root(with_several_time_constants()).imag());
}

TEST_CASE("Gradients know the parameters of exponential neurons", "[landscape][gradients]") {
    Network network = generic(SynapseType::delta);
    network.neuron = {NeuronType::eif, NeuronType::lif};
    network.Delta_T = Vector::Zero(2);
    network.V_T = Vector::Zero(2);
    network.Delta_T(0) = 1.5e-3;
    network.V_T(0) = 15e-3;
    network.V_th(0) = 30e-3;
    Vector weights(2);
    weights << 1.0, -0.4;
    const auto gradient = rate_gradient(network, point_of(network), weights);
    check_all(
        gradient,
        [&](const Network& moved) { return Complex(weights.dot(point_of(moved).firing_rates)); },
        network);
    CHECK(gradient.Delta_T(1) == 0.0);
}

// docs/theory/gradients.md names the values.
TEST_CASE("Gradients of the microcircuit are as they are known to be", "[landscape][gradients]") {
    const Network network = load_network(SIEGERT_EXAMPLES "/networks/microcircuit.yaml").network;
    const auto point = point_of(network);
    const auto rate = rate_gradient(network, point, Vector::Unit(8, 2));
    CHECK_THAT(rate.K(2, 3).real(), WithinRel(-0.04554237886, 1e-9));
    CHECK_THAT(rate.nu_ext.sum().real(), WithinRel(1.25501812, 1e-8));
    CHECK(rate.K.imag().isZero());

    const auto W =
        theory::connectivity_at(network, {.mu = point.mean_input, .sigma = point.std_input}, {});
    const Complex s = theory::characteristic_root(W, Complex(-2.0, two_pi * 62.0)).s;
    CHECK_THAT(s.real(), WithinRel(-2.010351577, 1e-8));
    CHECK_THAT(s.imag() / two_pi, WithinRel(62.120338453, 1e-10));
    const auto growth = growth_rate_gradient(network, point, s);
    CHECK_THAT(growth.K(2, 3).real(), WithinRel(-1.10178963, 1e-7));
    CHECK_THAT(growth.K(2, 3).imag(), WithinRel(-0.825234403, 1e-7));
    CHECK_THAT(growth.nu_ext.sum().real(), WithinRel(28.1374004, 1e-7));
    CHECK_THAT(growth.nu_ext.sum().imag(), WithinRel(28.0858449, 1e-7));
}

TEST_CASE("Gradients refuse what is no working point", "[landscape][gradients]") {
    const Network network = generic(SynapseType::delta);
    const auto point = point_of(network);
    CHECK_THROWS_AS(rate_gradient(network, {}, Vector::Ones(2)), Error);
    CHECK_THROWS_AS(rate_gradient(network, point, Vector::Ones(3)), InvalidParameter);
    CHECK_THROWS_AS(cv_gradient(network, point, Vector::Constant(2, std::nan(""))),
                    InvalidParameter);
    CHECK_THROWS_AS(eigenvalue_gradient(network, point, -1.0), InvalidParameter);
    CHECK_THROWS_AS(peak_gradients(network, point, 2, 100.0), InvalidParameter);
    CHECK_THROWS_AS(peak_gradients(network, point, 0, -1.0), InvalidParameter);
}
