#include <siegert/landscape/design.hpp>

#include <siegert/error.hpp>
#include <siegert/io/parameter_family.hpp>
#include <siegert/landscape/gradients.hpp>

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace siegert;
using namespace siegert::landscape;
using Catch::WithinAbs;
using Catch::WithinRel;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

/// Parameters of a file, free within a factor of ten.
DesignProblem problem_of(const std::string& file, const std::vector<std::string>& keys) {
    const auto family = parameter_family(SIEGERT_EXAMPLES "/networks/" + file, keys);
    DesignProblem problem{.network_at = family.network_at, .parameters = {}, .targets = {}};
    for (const auto& parameter : family.parameters) {
        const double a = 0.1 * parameter.value, b = 10.0 * parameter.value;
        problem.parameters.push_back({.name = parameter.key,
                                      .value = parameter.value,
                                      .lower = std::min(a, b),
                                      .upper = std::max(a, b)});
    }
    return problem;
}

void want_all_rates(DesignProblem& problem, const std::optional<Vector>& rates, Index n) {
    for (Index i = 0; i < n; ++i) {
        Target target{.observable = Observable::firing_rate, .population = i};
        if (rates) target.value = (*rates)(i);
        problem.targets.push_back(target);
    }
}

Vector rates_of(const Network& network) {
    return theory::working_point(network).firing_rates;
}

}  // namespace

TEST_CASE("Eight rates of the microcircuit are designed by eight in-degrees",
          "[landscape][design]") {
    auto problem = problem_of("microcircuit.yaml", {"K_ext"});
    Vector planted(8), factor(8);
    factor << 1.02, 0.97, 1.03, 1.01, 0.98, 1.04, 0.99, 1.02;
    for (Index k = 0; k < 8; ++k) {
        planted(k) = factor(k) * problem.parameters[static_cast<std::size_t>(k)].value;
    }
    const Vector wanted = rates_of(problem.network_at(planted));
    want_all_rates(problem, wanted, 8);
    const auto found = design(problem);
    CHECK(found.met);
    CHECK_THAT((found.values.cwiseQuotient(planted).array() - 1.0).abs().maxCoeff(),
               WithinAbs(0.0, 1e-8));
    CHECK_THAT(found.change, WithinRel(factor.array().log().matrix().norm(), 1e-7));
    CHECK_THAT((rates_of(found.network) - wanted).cwiseAbs().maxCoeff(), WithinAbs(0.0, 1e-8));
    CHECK(found.evaluations < 30);
}

// The least change that meets more demands than are needed is known by Lagrange's condition: it is
// a combination of the gradients of the demands.
TEST_CASE("A rhythm is moved at fixed rates with the least change of in-degrees",
          "[landscape][design]") {
    auto problem = problem_of("microcircuit.yaml", {"K"});
    want_all_rates(problem, std::nullopt, 8);
    const double margin = -100.0, frequency = 70.0;
    problem.targets.push_back({.observable = Observable::growth_rate, .value = margin});
    problem.targets.push_back({.observable = Observable::mode_frequency, .value = frequency});
    const auto found = design(problem);
    CHECK(found.met);
    CHECK_THAT(found.change, WithinRel(0.523234, 2e-6));  // docs/theory/design.md
    const auto W = theory::connectivity_at(
        found.network, {.mu = found.point.mean_input, .sigma = found.point.std_input}, {});
    const auto root = theory::characteristic_root(W, Complex(margin, two_pi * frequency));
    CHECK_THAT(root.s.real(), WithinAbs(margin, 1e-6));
    CHECK_THAT(root.s.imag() / two_pi, WithinAbs(frequency, 1e-7));
}

TEST_CASE("A peak is moved at fixed rates, as the recomputed spectrum shows",
          "[landscape][design]") {
    auto problem = problem_of("microcircuit.yaml", {"K"});
    want_all_rates(problem, std::nullopt, 8);
    problem.targets.push_back(
        {.observable = Observable::peak_frequency, .population = 2, .near = 62.0, .value = 57.0});
    const auto found = design(problem);
    CHECK(found.met);
    const Vector omegas = two_pi * Vector::LinSpaced(301, 45.0, 75.0);
    const auto analysis = theory::analyze(found.network, omegas);
    const auto peak = std::ranges::find(analysis.peaks, 2, &theory::SpectralPeak::population);
    REQUIRE(peak != analysis.peaks.end());
    CHECK_THAT(peak->omega / two_pi, WithinAbs(57.0, 1e-3));  // of the interpolation on the grid
    const auto& before = found.targets.back();
    CHECK(before.before - before.after > 3.0);
    CHECK_THAT(
        (found.point.firing_rates -
         rates_of(problem.network_at(Vector::NullaryExpr(
             found.values.size(),
             [&](Index k) { return problem.parameters[static_cast<std::size_t>(k)].value; }))))
            .cwiseAbs()
            .maxCoeff(),
        WithinAbs(0.0, 1e-8));
}

TEST_CASE("All leading modes are kept from growing", "[landscape][design]") {
    auto problem = problem_of("microcircuit.yaml", {"K"});
    problem.targets = {
        {.observable = Observable::growth_rate, .demand = Demand::at_most, .value = -30.0}};
    const auto found = design(problem);
    CHECK(found.met);
    CHECK_THAT(found.change, WithinRel(0.016516, 1e-4));
    const auto verdict = theory::stability_verdict(
        found.network, {.mu = found.point.mean_input, .sigma = found.point.std_input}, {});
    for (const auto& mode : verdict.growth_rates) CHECK(mode.s.real() < -30.0 + 1e-6);
}

// By Lagrange's condition as above: y is a multiple of the gradient of the rate.
TEST_CASE("Time constants of synapses are designed, each for itself", "[landscape][design]") {
    auto problem = problem_of("ampa_gaba_network.yaml", {"tau_s"});
    REQUIRE(problem.parameters.size() == 4);
    const double wanted = 4.2;
    problem.targets = {{.observable = Observable::firing_rate, .population = 0, .value = wanted}};
    const auto found = design(problem);
    CHECK(found.met);
    CHECK_THAT(rates_of(found.network)(0), WithinRel(wanted, 1e-9));
    const auto gradient = rate_gradient(found.network, found.point, Vector::Unit(2, 0));
    const Vector tau_s = found.network.tau_s.transpose().reshaped();  // row after row, as in files
    CHECK(tau_s == found.values);
    Vector y(4);
    for (Index k = 0; k < 4; ++k) {
        y(k) = std::log(tau_s(k) / problem.parameters[static_cast<std::size_t>(k)].value);
    }
    const Vector by_tau_s = gradient.tau_s.real().transpose().reshaped();
    const Vector by_y = by_tau_s.cwiseProduct(tau_s);
    const Vector multiple = by_y * (y.dot(by_y) / by_y.squaredNorm());
    CHECK_THAT((y - multiple).cwiseAbs().maxCoeff(), WithinAbs(0.0, 1e-6 * y.norm()));
}

TEST_CASE("A peak is moved where synapses have several time constants", "[landscape][design]") {
    auto problem = problem_of("ampa_gaba_network.yaml", {"K"});
    want_all_rates(problem, std::nullopt, 2);
    problem.targets.push_back(
        {.observable = Observable::peak_frequency, .population = 0, .value = 25.0});
    const auto found = design(problem);
    CHECK(found.met);
    const Vector omegas = two_pi * Vector::LinSpaced(201, 15.0, 35.0);
    const auto analysis = theory::analyze(found.network, omegas);
    const auto peak = std::ranges::find(analysis.peaks, 0, &theory::SpectralPeak::population);
    REQUIRE(peak != analysis.peaks.end());
    CHECK_THAT(peak->omega / two_pi, WithinAbs(25.0, 1e-3));  // of the interpolation on the grid
    for (std::size_t k : {0, 1}) {
        CHECK_THAT(rates_of(found.network)(static_cast<Index>(k)),
                   WithinRel(found.targets[k].before, 1e-9));
    }
}

TEST_CASE("A demand that is met changes nothing", "[landscape][design]") {
    auto problem = problem_of("microcircuit.yaml", {"K_ext", "nu_ext"});
    problem.targets = {{.observable = Observable::firing_rate,
                        .population = 2,
                        .demand = Demand::at_least,
                        .value = 1.0}};
    const auto found = design(problem);
    CHECK(found.met);
    CHECK(found.change < 1e-9);
}

TEST_CASE("What bounds forbid is told, with what comes closest", "[landscape][design]") {
    auto problem = problem_of("microcircuit.yaml", {"nu_ext"});
    problem.parameters[0].upper = 8.02;
    problem.targets = {{.observable = Observable::firing_rate, .population = 2, .value = 6.0}};
    const auto found = design(problem);
    CHECK_FALSE(found.met);
    CHECK_FALSE(found.targets[0].met);
    CHECK_THAT(found.values(0), WithinAbs(8.02, 1e-6));
    CHECK(found.targets[0].after > found.targets[0].before);
}

TEST_CASE("A growing oscillation is made to die out", "[landscape][design]") {
    auto problem = problem_of("brunel_2000.yaml", {"nu_ext", "g", "d"});
    const auto set = [&](const std::string& name, double value) {
        auto& parameter = *std::ranges::find(problem.parameters, name, &FreeParameter::name);
        parameter.value = value;
        parameter.lower = 0.5 * value;
        parameter.upper = 2.0 * value;
    };
    set("nu_ext", 40.0);
    set("g", 6.0);
    set("d", 1.5e-3);
    problem.targets = {
        {.observable = Observable::growth_rate, .demand = Demand::at_most, .value = -20.0},
        {.observable = Observable::firing_rate, .population = 0}};
    const auto found = design(problem);
    CHECK(found.met);
    CHECK_THAT(found.targets[0].before, WithinAbs(51.497607921, 1e-6));  // docs/theory/branches.md
    const auto verdict = theory::stability_verdict(
        found.network, {.mu = found.point.mean_input, .sigma = found.point.std_input}, {});
    CHECK(verdict.answer == theory::Stability::stable);
    CHECK(verdict.growth_rates.front().s.real() < -20.0 + 1e-6);
    CHECK_THAT(found.targets[1].after, WithinRel(found.targets[1].before, 1e-9));
}

TEST_CASE("Designs refuse what they do not know", "[landscape][design]") {
    auto problem = problem_of("microcircuit.yaml", {"nu_ext"});
    CHECK_THROWS_AS(design(problem), InvalidParameter);  // no target
    problem.targets = {{.observable = Observable::firing_rate, .population = 8}};
    CHECK_THROWS_AS(design(problem), InvalidParameter);
    problem.targets = {{.observable = Observable::firing_rate, .value = -1.0}};
    CHECK_THROWS_AS(design(problem), InvalidParameter);
    problem.targets = {{.observable = Observable::firing_rate, .value = 1.0}};
    problem.parameters[0].lower = 9.0;
    CHECK_THROWS_AS(design(problem), InvalidParameter);
    problem.parameters[0].lower = -1.0;
    CHECK_THROWS_AS(design(problem), InvalidParameter);
}
