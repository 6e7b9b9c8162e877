#include "catch.hpp"
#include "theory/example_networks.hpp"
#include "theory/working_point_table.hpp"

#include "numerics/uniform_random.hpp"
#include "theory/rate_map.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/theory/input_statistics.hpp>
#include <siegert/theory/working_point.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>

using namespace siegert;
using namespace siegert::literals;
using lif::exp::Method;
using theory::converged;
using theory::Termination;
using theory::working_point;
using theory::WorkingPointOptions;

namespace {

// The solver stops at |Phi - nu| <= 1e-12 (nu + 1 Hz). The rates err by that times the norm of
// (1 - dPhi/dnu)^-1, which is below 5 for the stable states here; Newton's last step usually makes
// it far less.
constexpr double tolerance = 5e-12;

void check_state(const theory::WorkingPoint& point, const tests::ReferenceState& reference) {
    CHECK(converged(point));
    CHECK(point.residual < 1e-10);
    for (std::size_t k = 0; k < reference.nu.size(); ++k) {
        const auto i = static_cast<Index>(k);
        CAPTURE(i);
        CHECK(std::abs(point.firing_rates(i) - reference.nu[k]) <
              tolerance * (reference.nu[k] + 1.0));
        CHECK(relative_error(point.mean_input(i), reference.mu[k]) < 1e-11);
        CHECK(relative_error(point.std_input(i), reference.sigma[k]) < 1e-11);
    }
}

std::string complaint(const Network& network, const WorkingPointOptions& options) {
    try {
        (void)working_point(network, options);
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

// Largest |Phi(nu) - nu|, evaluated without the solver's code.
double independent_residual(const Network& network, const Vector& nu, Method method) {
    const Vector mu = theory::mean_input(network, nu);
    const Vector sigma = theory::std_input(network, nu);
    double largest = 0.0;
    for (Index i = 0; i < nu.size(); ++i) {
        const lif::Input input{.mu = mu(i), .sigma = sigma(i)};
        const double rate =
            network.synapse == SynapseType::delta
                ? lif::delta::firing_rate(neuron(network, i), input)
                : lif::exp::firing_rate(neuron(network, i),
                                        {.tau_s = network.tau_s(i), .method = method}, input);
        largest = std::max(largest, std::abs(rate - nu(i)));
    }
    return largest;
}

/// A random network of many populations, sparse and balanced, reproducible.
Network large_network(Index n) {
    Network network;
    for (Index i = 0; i < n; ++i) network.populations.push_back(fmt::format("p{}", i));
    network.K.resize(n, n);
    network.J.resize(n, n);
    for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) {
            const auto hash = static_cast<double>((i * 7919 + j * 104729 + i * j * 31) % 101) / 101;
            network.K(i, j) = hash < 0.5 ? 0.0 : 4000.0 / static_cast<double>(n) * hash;
            network.J(i, j) = (j % 4 == 3 ? -0.7 : 0.2) * 0.0004;
        }
    }
    network.K_ext = Matrix::Constant(n, 1, 1500.0);
    network.J_ext = Matrix::Constant(n, 1, 0.00015);
    network.nu_ext = Vector::Constant(1, 9.0);
    examples::set_neurons(
        network, {.tau_m = 10.0_ms, .tau_r = 2.0_ms, .V_th = 15.0_mV, .V_0 = 0.0_mV}, 0.5_ms);
    return network;
}

/// Neurons, connections and drive over the whole range that occurs, and beyond.
Network random_network(std::uint64_t seed) {
    numerics::UniformRandom uniform(seed);
    const auto between = [&](double low, double high) { return low + (high - low) * uniform(); };
    const auto over_decades = [&](double low, double high) {
        return std::exp(between(std::log(low), std::log(high)));
    };
    const auto n = static_cast<Index>(1 + seed % 6);
    const auto vector = [&](double low, double high) -> Vector {
        return Vector::NullaryExpr(n, [&] { return between(low, high); });
    };
    Network network;
    for (Index i = 0; i < n; ++i) network.populations.push_back(fmt::format("p{}", i));
    network.synapse = seed % 3 == 0 ? SynapseType::delta : SynapseType::exponential;
    network.K = Matrix::NullaryExpr(n, n, [&] { return over_decades(1.0, 3000.0); });
    network.J = Matrix::NullaryExpr(n, n, [&] { return over_decades(1e-5, 1e-3); });
    for (Index j = 1; j < n; j += 2) network.J.col(j) *= -between(2.0, 9.0);
    network.K_ext = Matrix::NullaryExpr(n, 1, [&] { return over_decades(1.0, 5000.0); });
    network.J_ext = Matrix::NullaryExpr(n, 1, [&] { return over_decades(1e-5, 1e-3); });
    network.nu_ext = Vector::Constant(1, over_decades(0.1, 50.0));
    network.N = vector(100.0, 1000.0).array().round();
    network.tau_m = vector(0.005, 0.030);
    network.tau_r = vector(0.0005, 0.005);
    network.tau_s = vector(0.0, 0.003);
    network.V_th = vector(0.005, 0.030);
    network.V_0 = network.V_th - vector(0.001, 0.020);
    return network;
}

}  // namespace

TEST_CASE("Any network has a finite result that is what it says",
          "[theory][working_point][property]") {
    constexpr int networks = 600;
    int found = 0;
    for (std::uint64_t seed = 0; seed < networks; ++seed) {
        const auto network = random_network(seed);
        const auto method = seed % 4 == 1 ? Method::taylor : Method::shift;
        const auto point = working_point(network, {.method = method});
        CAPTURE(seed, point.iterations, point.residual);
        REQUIRE(point.firing_rates.allFinite());
        REQUIRE((point.firing_rates.array() >= 0.0).all());
        REQUIRE((point.firing_rates.array() * network.tau_r.array() <= 1.0).all());
        REQUIRE(point.std_input.allFinite());
        REQUIRE(point.cvs.allFinite());
        REQUIRE(std::isfinite(point.residual));
        if (!converged(point)) continue;
        ++found;
        const bool white_or_shift =
            network.synapse == SynapseType::delta || method == Method::shift;
        if (!white_or_shift) continue;  // a negative taylor rate counts as silence
        REQUIRE(independent_residual(network, point.firing_rates, method) <
                2e-12 * (1.0 + point.firing_rates.maxCoeff()));
    }
    // The others have no stable state, of which the search for all fixed points convinces.
    CHECK(found > networks * 98 / 100);
}

TEST_CASE("Working points agree with self-consistent rates of 40 digits",
          "[theory][working_point]") {
    struct Case {
        const char* name;
        Network network;
    };
    const auto method = GENERATE(Method::shift, Method::taylor);
    const std::string method_name = method == Method::shift ? "shift" : "taylor";
    for (const auto& [name, network] : {Case{"microcircuit", examples::microcircuit()},
                                        Case{"heterogeneous", examples::heterogeneous()}}) {
        CAPTURE(name, method_name);
        const auto point = working_point(network, {.method = method});
        CHECK(point.termination == Termination::newton);
        check_state(point, tests::reference_states(name, method_name).front());
    }
}

TEST_CASE("Working points of the Brunel network agree with references", "[theory][working_point]") {
    struct Case {
        const char* name;
        double g, drive;
    };
    const auto c = GENERATE(Case{"brunel 3.0 2.0", 3.0, 2.0}, Case{"brunel 6.0 4.0", 6.0, 4.0},
                            Case{"brunel 5.0 2.0", 5.0, 2.0}, Case{"brunel 4.5 0.9", 4.5, 0.9});
    CAPTURE(c.name);
    const auto point = working_point(examples::brunel(c.g, c.drive));
    check_state(point, tests::reference_states(c.name, "delta").front());
}

TEST_CASE("The microcircuit reaches its one state from any start", "[theory][working_point]") {
    const auto network = examples::microcircuit();
    const Vector from_zero = working_point(network).firing_rates;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        const auto point = working_point(network, {.start = theory::random_rates(network, seed)});
        CHECK(point.termination == Termination::newton);
        CHECK((point.firing_rates - from_zero).cwiseAbs().maxCoeff() < 1e-10);
    }
}

TEST_CASE("Large networks are solved to the same residual", "[theory][working_point]") {
    // More populations than are factorised: the linear systems are solved iteratively.
    const auto network = large_network(130);
    const auto point = working_point(network);
    CHECK(point.termination == Termination::newton);
    CHECK(point.residual < 1e-10);
    CHECK(independent_residual(network, point.firing_rates, Method::shift) < 1e-10);
    CHECK(point.firing_rates.mean() > 1.0);
    CHECK(point.firing_rates.maxCoeff() - point.firing_rates.minCoeff() > 1.0);
}

TEST_CASE("The residual is that of the rates returned", "[theory][working_point]") {
    const auto method = GENERATE(Method::shift, Method::taylor);
    const auto network = examples::heterogeneous();
    for (const int iterations : {1, 3, 300}) {
        CAPTURE(iterations);
        const auto point = working_point(network, {.method = method, .max_iterations = iterations});
        const double expected = independent_residual(network, point.firing_rates, method);
        CHECK(std::abs(point.residual - expected) < 1e-12 * (1.0 + expected));
    }
}

TEST_CASE("What has not converged says so", "[theory][working_point]") {
    const auto network = examples::microcircuit();
    const auto point = working_point(network, {.max_iterations = 1});
    CHECK_FALSE(converged(point));
    CHECK(point.termination == Termination::not_converged);
    CHECK(point.residual > 1.0);
    CHECK(point.iterations == 12);  // one of Newton, ten of relaxation, one of Newton
    CHECK_THROWS_AS(theory::require_converged(point), AccuracyNotReached);
    CHECK_NOTHROW(theory::require_converged(working_point(network)));
}

TEST_CASE("Where Newton runs out of iterations the rate dynamics are followed",
          "[theory][working_point]") {
    const auto network = examples::microcircuit();
    const Vector far = Vector::Constant(8, 499.0);
    const int needed = working_point(network, {.start = far}).iterations;
    const auto point = working_point(network, {.start = far, .max_iterations = needed - 1});
    CHECK(point.termination == Termination::relaxation);
    const auto reference = tests::reference_states("microcircuit", "shift").front();
    check_state(point, reference);
}

TEST_CASE("A neuron for which the taylor method gives a negative rate is silent",
          "[theory][working_point]") {
    auto network = examples::microcircuit();
    network.K.setZero();
    network.nu_ext(0) = 3.0;
    const auto point = working_point(network, {.method = Method::taylor});
    CHECK(converged(point));
    CHECK(lif::exp::firing_rate(neuron(network, 0), {.tau_s = 0.0005, .method = Method::taylor},
                                {.mu = point.mean_input(0), .sigma = point.std_input(0)}) < 0.0);
    CHECK(point.firing_rates(0) == 0.0);
    CHECK_FALSE(std::all_of(point.validity.begin(), point.validity.end(),
                            [](const auto& check) { return check.holds; }));
}

TEST_CASE("Runaway excitation without a refractory period has no working point",
          "[theory][working_point]") {
    auto network = examples::brunel(5.0, 2.0);
    network.J.col(1).setZero();
    network.tau_r.setZero();
    const auto point = working_point(network);
    CHECK_FALSE(converged(point));
    CHECK(point.firing_rates.allFinite());
    CHECK(std::isfinite(point.residual));
    CHECK(point.residual > 1.0);
}

TEST_CASE("A network without input is silent", "[theory][working_point]") {
    auto network = examples::brunel(5.0, 2.0);
    network.nu_ext.setZero();
    const auto point = working_point(network);
    CHECK(converged(point));
    CHECK(point.firing_rates.norm() == 0.0);
    CHECK(point.std_input.norm() == 0.0);
    CHECK(point.cvs(0) == 1.0);
}

TEST_CASE("Constant currents alone drive neurons regularly", "[theory][working_point]") {
    auto network = examples::brunel(5.0, 2.0);
    network.K.setZero();
    network.nu_ext.setZero();
    network.C = Vector::Constant(2, 250.0_pF);
    network.I_ext = Vector{{300.0_pA, 200.0_pA}};  // 24 mV and 16 mV, threshold at 20 mV
    const auto point = working_point(network);
    const double expected = 1.0 / (0.002 + 0.020 * std::log((0.024 - 0.010) / (0.024 - 0.020)));
    CHECK(relative_error(point.firing_rates(0), expected) < 1e-12);
    CHECK(point.firing_rates(1) == 0.0);
    CHECK(point.cvs(0) == 0.0);
}

TEST_CASE("Nearly silent populations have rates accurate relative to themselves",
          "[theory][working_point]") {
    auto rates = examples::TwoPopulations{.J_EE = 0.5,
                                          .J_EI = -3.5,
                                          .J_IE = 0.5,
                                          .J_II = -3.0,
                                          .K_E = 400.0,
                                          .K_I = 100.0,
                                          .K_E_ext = 400.0,
                                          .K_I_ext = 280.0,
                                          .nu_ext = 3.0};
    SECTION("as 2e-12 Hz beside 2e-3 Hz") {
        const auto point = working_point(examples::two_populations(rates));
        const auto reference = tests::reference_states("driven by noise", "delta").front();
        CHECK(relative_error(point.firing_rates(1), reference.nu[1]) < 1e-9);
        CHECK(relative_error(point.firing_rates(0), reference.nu[0]) < 1e-9);
    }
    SECTION("even where all are below the tolerance, so that the start counts as solution") {
        rates.nu_ext = 2.0;
        const auto network = examples::two_populations(rates);
        const auto point = working_point(network);
        CHECK(point.iterations == 0);
        const double nu = lif::delta::firing_rate(
            neuron(network, 0), {.mu = point.mean_input(0), .sigma = point.std_input(0)});
        CHECK(nu > 0.0);
        CHECK(relative_error(point.firing_rates(0), nu) < 1e-9);
    }
}

TEST_CASE("The CV of a working point is that of its neurons", "[theory][working_point]") {
    const auto network = examples::heterogeneous();
    const auto shift = working_point(network);
    const auto taylor = working_point(network, {.method = Method::taylor});
    for (Index i = 0; i < 3; ++i) {
        const auto cv_at = [&](const theory::WorkingPoint& point) {
            return lif::exp::cv(neuron(network, i),
                                {.tau_s = network.tau_s(i), .method = Method::shift},
                                {.mu = point.mean_input(i), .sigma = point.std_input(i)});
        };
        const double nu_shift = lif::exp::firing_rate(
            neuron(network, i), {.tau_s = network.tau_s(i), .method = Method::shift},
            {.mu = taylor.mean_input(i), .sigma = taylor.std_input(i)});
        CHECK(relative_error(shift.cvs(i), cv_at(shift)) < 2e-13);  // batch and single point
        CHECK(relative_error(taylor.cvs(i), cv_at(taylor) * taylor.firing_rates(i) / nu_shift) <
              1e-11);
    }
}

TEST_CASE("The Jacobian of the rates is the derivative of their map", "[theory][working_point]") {
    const auto network = examples::heterogeneous();
    const auto method = GENERATE(Method::shift, Method::taylor);
    const auto rates = theory::rate_map(network, method);
    const Vector nu{{7.0, 12.0, 9.0}};
    const auto map = [&](const Vector& x) { return theory::rates_at(rates, x); };
    const Matrix jacobian = map(nu).jacobian;
    for (Index j = 0; j < 3; ++j) {
        // Central differences: error h^2 / 6 times the third derivative, and 1e-13 nu / h of
        // rounding.
        const double h = 1e-3;
        const Vector step = h * Vector::Unit(3, j);
        const Vector slope = (map(nu + step).value - map(nu - step).value) / (2.0 * h);
        for (Index i = 0; i < 3; ++i) {
            CAPTURE(i, j);
            CHECK(std::abs(jacobian(i, j) - slope(i)) < 1e-7 * jacobian.row(i).norm());
        }
    }
}

TEST_CASE("Random starts are reproducible and lie below saturation", "[theory][working_point]") {
    const auto network = examples::heterogeneous();
    const Vector rates = theory::random_rates(network, 3);
    CHECK(rates == theory::random_rates(network, 3));
    CHECK(rates != theory::random_rates(network, 4));
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const Vector nu = theory::random_rates(network, seed);
        REQUIRE((nu.array() >= 0.01).all());
        REQUIRE((nu.array() <= 200.0).all());
        REQUIRE((nu.array() * network.tau_r.array() < 1.0).all());
    }
}

TEST_CASE("A working point names the option it rejects", "[theory][working_point][error]") {
    const auto network = examples::brunel(5.0, 2.0);
    CHECK(complaint(network, {.tolerance = 0.0}) == "tolerance must be positive and finite, got 0");
    CHECK(complaint(network, {.max_iterations = 0}) == "max_iterations must be at least 1, got 0");
    CHECK(complaint(network, {.start = Vector{{1.0}}}) ==
          "size of start must equal the number of populations, 2, got 1");
    CHECK(complaint(network, {.start = Vector{{1.0, -1.0}}}) ==
          "start[1] must be finite and not negative, got -1");
    CHECK(complaint(network, {.start = Vector{{1.0, 600.0}}}) ==
          "start[1] must lie below 1 / tau_r = 500, got 600");
    auto broken = network;
    broken.V_0(1) = broken.V_th(1);
    CHECK_THAT(complaint(broken, {}), ContainsSubstring("V_0"));
}
