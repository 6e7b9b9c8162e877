#include "catch.hpp"
#include "theory/example_networks.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/theory/validity.hpp>
#include <siegert/theory/working_point.hpp>

#include <algorithm>

using namespace siegert;
using theory::ValidityCheck;

namespace {

const ValidityCheck& check(const std::vector<ValidityCheck>& checks, const std::string& name,
                           const std::string& population) {
    const auto found = std::find_if(checks.begin(), checks.end(), [&](const auto& c) {
        return c.name == name && c.population == population;
    });
    if (found == checks.end()) throw std::runtime_error("no check " + name);
    return *found;
}

}  // namespace

TEST_CASE("Each assumption is decided by a number for each population", "[theory][validity]") {
    const auto network = examples::heterogeneous();
    const auto checks = theory::validity(network);
    CHECK(checks.size() == 9);

    const auto& ratio = check(checks, "tau_s/tau_m", "c");
    CHECK(relative_error(ratio.value, 0.0011 / 0.022) < 1e-15);
    CHECK(ratio.holds);
    CHECK_FALSE(ratio.must_be_large);

    const auto& synapses = check(checks, "number_of_synapses", "b");
    CHECK(synapses.value == 150.0 + 60.0 + 260.0 + 70.0);
    CHECK(synapses.must_be_large);
    CHECK(synapses.holds);

    const auto& weight = check(checks, "J/(V_th-V_0)", "c");
    CHECK(relative_error(weight.value, 0.0011 / 0.015) < 1e-14);
    CHECK_FALSE(weight.holds);
}

TEST_CASE("The limits are those documented", "[theory][validity]") {
    auto network = examples::microcircuit();
    const auto holds = [&](const char* name) {
        return check(theory::validity(network), name, "4E").holds;
    };
    CHECK(holds("tau_s/tau_m"));
    network.tau_s(2) = 0.1001 * network.tau_m(2);
    CHECK_FALSE(holds("tau_s/tau_m"));
    network.tau_s(2) = 0.1 * network.tau_m(2);
    CHECK(holds("tau_s/tau_m"));

    CHECK(holds("J/(V_th-V_0)"));
    network.J(2, 3) = -0.0501 * 0.015;
    CHECK_FALSE(holds("J/(V_th-V_0)"));
    network.K(2, 3) = 0.0;  // no such synapses
    CHECK(holds("J/(V_th-V_0)"));
    network.J_ext(2, 0) = 0.0501 * 0.015;
    CHECK_FALSE(holds("J/(V_th-V_0)"));

    CHECK(holds("number_of_synapses"));
    network.K.row(2).setZero();
    network.K_ext(2, 0) = 99.5;
    CHECK_FALSE(holds("number_of_synapses"));
    network.K_ext(2, 0) = 100.0;
    CHECK(holds("number_of_synapses"));
}

TEST_CASE("Only what a network approximates is checked", "[theory][validity]") {
    auto network = examples::brunel(5.0, 2.0);
    const auto names = [&] {
        std::vector<std::string> list;
        for (const auto& c : theory::validity(network)) {
            if (c.population == "I") list.push_back(c.name);
        }
        return list;
    };
    CHECK(names() == std::vector<std::string>{"number_of_synapses", "J/(V_th-V_0)"});
    network.K.setZero();
    network.J_ext.setZero();
    CHECK(names().empty());
}

TEST_CASE("The taylor expansion is judged by its first term", "[theory][validity]") {
    const auto network = examples::microcircuit();
    const auto taylor = theory::working_point(network, {.method = lif::exp::Method::taylor});
    const auto& worst = check(taylor.validity, "taylor_correction", "23E");
    const double expected = lif::exp::relative_correction(
        neuron(network, 0), {.tau_s = 0.0005, .method = lif::exp::Method::taylor},
        {.mu = taylor.mean_input(0), .sigma = taylor.std_input(0)});
    CHECK(worst.value == expected);
    CHECK_FALSE(worst.holds);
    CHECK(check(taylor.validity, "taylor_correction", "5I").holds);

    const auto shift = theory::working_point(network);
    CHECK_THROWS(check(shift.validity, "taylor_correction", "23E"));
}

TEST_CASE("Validity rejects an invalid network", "[theory][validity][error]") {
    auto network = examples::brunel(5.0, 2.0);
    network.tau_r(0) = -1.0;
    CHECK_THROWS_AS(theory::validity(network), InvalidParameter);
    network.tau_r(0) = 0.002;
    CHECK_THROWS_AS(theory::taylor_validity(network, Vector::Zero(3), Vector::Zero(2)),
                    InvalidParameter);
}

TEST_CASE("Theory has the mean of in-degrees that vary between neurons", "[theory][validity]") {
    Network network = examples::heterogeneous();
    network.weight_dist = WeightDistribution::none;
    CHECK(network.connection_rule == ConnectionRule::fixed_indegree);
    for (const auto& c : theory::working_point(network).validity) {
        CHECK(c.name != "neuron_differences");
    }

    network.connection_rule = ConnectionRule::pairwise_bernoulli;
    const auto point = theory::working_point(network);
    const auto& row = check(point.validity, "neuron_differences", "b");
    double variance = 0.0;
    for (Index j = 0; j < network.N.size(); ++j) {
        variance += std::pow(network.tau_m(1) * network.J(1, j) * point.firing_rates(j), 2) *
                    network.K(1, j) * (1.0 - network.K(1, j) / network.N(j));
    }
    // Mean over the distribution of the mean input.
    double mean = 0.0;
    double weights = 0.0;
    for (double x = -6.0; x < 6.01; x += 0.1) {
        const lif::Input input{.mu = point.mean_input(1) + x * std::sqrt(variance),
                               .sigma = point.std_input(1)};
        const double weight = std::exp(-0.5 * x * x);
        mean += weight * lif::exp::firing_rate(
                             neuron(network, 1),
                             {.tau_s = network.tau_s(1), .method = lif::exp::Method::shift}, input);
        weights += weight;
    }
    const double change = mean / weights / point.firing_rates(1) - 1.0;
    CHECK(relative_error(row.value, std::abs(change)) < 0.02);
    CHECK(row.holds == (row.value <= 0.02));
}
