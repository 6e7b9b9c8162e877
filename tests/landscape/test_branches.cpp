#include <siegert/landscape/branches.hpp>

#include <siegert/error.hpp>
#include <siegert/theory/fixed_points.hpp>
#include <siegert/theory/stability.hpp>
#include <siegert/theory/working_point.hpp>

#include "catch.hpp"
#include "landscape/networks.hpp"
#include "theory/rate_map.hpp"

#include <algorithm>
#include <numbers>
#include <string>

using namespace siegert;
using namespace siegert::landscape;
using Catch::WithinAbs;
using Catch::WithinRel;

namespace {

/// What a branch says at one of its events.
struct Found {
    double parameter;
    double nu;         ///< of the first population
    double frequency;  ///< [Hz]
};

std::vector<Found> events_of(const Branches& all, EventKind kind) {
    std::vector<Found> found;
    for (const auto& branch : all.branches) {
        for (const auto& event : branch.events) {
            if (event.kind != kind) continue;
            found.push_back({.parameter = branch.parameter(event.point),
                             .nu = branch.firing_rates(event.point, 0),
                             .frequency = event.frequency});
        }
    }
    std::ranges::sort(found, {}, &Found::parameter);
    return found;
}

Vector values(double a, double b) {
    Vector result(2);
    result << a, b;
    return result;
}

Matrix table(double a, double b, double c, double d) {
    Matrix result(2, 2);
    result << a, b, c, d;
    return result;
}

/// Each state of the network, by dense subdivision: for each rate of E that of I follows, and the
/// rate of E at these is compared with itself.
int states_by_subdivision(const Network& network) {
    const auto map = theory::rate_map(network, lif::exp::Method::shift);
    const auto phi = [&](double nu_E, double nu_I) {
        return theory::rates_alone(map, values(nu_E, nu_I));
    };
    const auto nu_I_at = [&](double nu_E) {
        double low = 0.0, high = 1.0 / network.tau_r(1);
        while (high - low > 1e-13 * (high + 1e-3)) {
            const double middle = 0.5 * (low + high);
            (phi(nu_E, middle)(1) > middle ? low : high) = middle;
        }
        return 0.5 * (low + high);
    };
    constexpr int steps = 1200;
    const double longest = std::log1p(1.0 / network.tau_r(0) / 0.05);
    int changes = 0;
    bool above = true;
    for (int k = 0; k <= steps; ++k) {
        const double nu_E = 0.05 * std::expm1(longest * k / steps);
        const bool now = phi(nu_E, nu_I_at(nu_E))(0) > nu_E;
        changes += now != above ? 1 : 0;
        above = now;
    }
    return changes;
}

}  // namespace

// docs/theory/branches.md names the values; those of the literature are Brunel's figure 2B.
TEST_CASE("Hopf points of Brunel's network are where they are known to be",
          "[landscape][branches]") {
    const auto inhibited = events_of(branches(brunel_line(6.0, 2.8, 3.6)), EventKind::hopf);
    REQUIRE(inhibited.size() == 1);
    CHECK_THAT(inhibited[0].parameter, WithinAbs(3.25501091855, 1e-11));
    CHECK_THAT(inhibited[0].nu, WithinAbs(43.76727812, 1e-8));
    CHECK_THAT(inhibited[0].frequency, WithinAbs(176.2182036, 1e-7));

    const auto balanced = events_of(branches(brunel_line(5.0, 4.8, 4.5)), EventKind::hopf);
    REQUIRE(balanced.size() == 1);
    CHECK_THAT(balanced[0].parameter, WithinAbs(4.67423269107, 1e-11));
    CHECK_THAT(balanced[0].nu, WithinAbs(107.3295540, 1e-7));
    CHECK_THAT(balanced[0].frequency, WithinAbs(193.1378388, 1e-7));

    const auto slow = events_of(branches(brunel_line(4.5, 0.9, 0.95)), EventKind::hopf);
    REQUIRE(slow.size() == 1);
    CHECK_THAT(slow[0].parameter, WithinAbs(0.912554669774, 1e-12));
    CHECK_THAT(slow[0].nu, WithinAbs(7.369739395, 1e-9));
    CHECK_THAT(slow[0].frequency, WithinAbs(31.80858886, 1e-8));
}

TEST_CASE("At a Hopf point the growth rate changes its sign", "[landscape][branches]") {
    const auto hopf = events_of(branches(brunel_line(6.0, 3.2, 3.3)), EventKind::hopf);
    REQUIRE(hopf.size() == 1);
    const auto growth_at = [&](double x) {
        const Network network = brunel(6.0, x);
        const auto point = theory::working_point(network);
        const auto W = theory::connectivity_at(
            network, {.mu = point.mean_input, .sigma = point.std_input}, {});
        return theory::growth_rates(W, {Complex(0.0, 2.0 * std::numbers::pi * hopf[0].frequency)})
            .front()
            .s.real();
    };
    CHECK(growth_at(hopf[0].parameter * (1.0 - 1e-9)) < 0.0);
    CHECK(growth_at(hopf[0].parameter * (1.0 + 1e-9)) > 0.0);
}

TEST_CASE("Folds of Brunel's network are where they are known to be, from both directions",
          "[landscape][branches]") {
    const BranchesOptions static_only{.modes = GrowingModes::left_out};
    for (const auto& [from, to] : {std::pair{0.7, 0.95}, std::pair{0.95, 0.7}}) {
        const auto folds =
            events_of(branches(brunel_line(3.8, from, to), static_only), EventKind::fold);
        REQUIRE(folds.size() == 2);
        CHECK_THAT(folds[0].parameter, WithinAbs(0.805114714233, 1e-12));
        CHECK_THAT(folds[0].nu, WithinAbs(9.665981447, 1e-9));
        CHECK_THAT(folds[1].parameter, WithinAbs(0.840078060109, 1e-12));
        CHECK_THAT(folds[1].nu, WithinAbs(0.5353092266, 1e-10));
    }
    const auto only =
        events_of(branches(brunel_line(3.0, 0.75, 0.9), static_only), EventKind::fold);
    REQUIRE(only.size() == 1);
    CHECK_THAT(only[0].parameter, WithinAbs(0.836379855428, 1e-12));
    CHECK_THAT(only[0].nu, WithinAbs(0.3447050514, 1e-10));
}

TEST_CASE("Folds of networks with several states are where they are known to be",
          "[landscape][branches]") {
    const BranchesOptions static_only{.modes = GrowingModes::left_out};
    const Pair sdm{.J = values(0.2e-3, 0.192e-3),
                   .g = values(2.08, 1.67),
                   .K = table(400, 100, 400, 100),
                   .K_ext = values(400, 400)};
    const auto three =
        events_of(branches(external_rate_line(sdm, 2.0, 40.0), static_only), EventKind::fold);
    REQUIRE(three.size() == 3);
    CHECK_THAT(three[0].parameter, WithinAbs(7.47647562702, 1e-11));
    CHECK_THAT(three[1].parameter, WithinAbs(9.66461025974, 1e-11));
    CHECK_THAT(three[2].parameter, WithinAbs(16.5950131216, 1e-10));

    const Pair mdm{.J = values(0.2e-3, 0.2e-3),
                   .g = values(4.1, 2.46),
                   .K = table(800, 200, 400, 100),
                   .K_ext = values(800, 80)};
    const auto one =
        events_of(branches(external_rate_line(mdm, 1.0, 20.0), static_only), EventKind::fold);
    REQUIRE(one.size() == 1);
    CHECK_THAT(one[0].parameter, WithinAbs(4.74966157666, 1e-11));
    // On the way rates fall to 1e-189 Hz.
}

TEST_CASE("The microcircuit begins to oscillate where it is known to", "[landscape][branches]") {
    const Network base = load_network(SIEGERT_EXAMPLES "/networks/microcircuit.yaml").network;
    const Line external{.network_at =
                            [&](double nu_ext) {
                                Network network = base;
                                network.nu_ext.setConstant(nu_ext);
                                return network;
                            },
                        .from = 7.9,
                        .to = 8.2};
    const auto by_rate = events_of(branches(external), EventKind::hopf);
    REQUIRE(by_rate.size() == 1);
    CHECK_THAT(by_rate[0].parameter, WithinAbs(8.07250386704, 1e-11));
    CHECK_THAT(by_rate[0].frequency, WithinAbs(62.441374145, 1e-9));

    const Line in_degree{.network_at =
                             [&](double K) {
                                 Network network = base;
                                 network.K(2, 3) = K;
                                 return network;
                             },
                         .from = 680.0,
                         .to = 668.0};
    const auto by_K = events_of(branches(in_degree), EventKind::hopf);
    REQUIRE(by_K.size() == 1);
    CHECK_THAT(by_K[0].parameter, WithinAbs(673.165192366, 1e-9));
    CHECK_THAT(by_K[0].frequency, WithinAbs(62.360785329, 1e-9));
}

namespace {

/// Two excitatory populations alike that prefer themselves by p, and an inhibitory one.
Network clusters(double p) {
    Network network = network_from_yaml(R"(
populations: [E1, E2, I]
N: [4000, 4000, 2000]
tau_m: 20 ms
tau_r: 2 ms
V_0_rel: 10 mV
V_th_rel: 20 mV
synapse: delta
J: {val: [[0.2, 0.2, -1], [0.2, 0.2, -1], [0.2, 0.2, -1]], unit: mV}
K: [[200, 200, 100], [200, 200, 100], [200, 200, 100]]
d: 1.5 ms
K_ext: [400, 400, 400]
J_ext: 0.2 mV
nu_ext: 18 Hz
)")
                          .network;
    network.K(0, 0) = network.K(1, 1) = 200.0 * (1.0 + p);
    network.K(0, 1) = network.K(1, 0) = 200.0 * (1.0 - p);
    return network;
}

}  // namespace

TEST_CASE("The pitchfork of two clusters is located and all its branches are followed",
          "[landscape][branches]") {
    const Line line{.network_at = clusters, .from = 0.0, .to = 0.25};
    const BranchesOptions options{.modes = GrowingModes::left_out, .starts = 5, .sections = 2};
    const auto found = branches(line, options);
    const auto points = events_of(found, EventKind::branch_point);
    REQUIRE(!points.empty());
    for (const auto& point : points) CHECK_THAT(point.parameter, WithinAbs(0.191174357439, 1e-11));

    // The difference of the clusters neither grows nor decays: tau_m 400 p (a J + b J^2) = 1.
    const auto map_of = clusters(points[0].parameter);
    const auto phi = theory::rates_at(theory::rate_map(map_of, lif::exp::Method::shift),
                                      Vector::Constant(3, points[0].nu));
    CHECK_THAT(phi.jacobian(0, 0) - phi.jacobian(0, 1), WithinAbs(1.0, 1e-9));

    CHECK(states_at(line, found, 0.1, options).rows() ==
          static_cast<Index>(theory::fixed_points(clusters(0.1)).points.size()));
    CHECK(states_at(line, found, 0.2, options).rows() ==
          static_cast<Index>(theory::fixed_points(clusters(0.2)).points.size()));
}

TEST_CASE("No state of two populations is missed", "[landscape][branches]") {
    std::uint64_t random = 88172645463325252u;
    const auto between = [&random](double low, double high) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        return low + (high - low) * static_cast<double>(random >> 11) / 9007199254740992.0;
    };
    std::array<int, 8> networks_with{};
    for (int network = 0; network < 20; ++network) {
        const double J = between(0.1e-3, 0.5e-3);
        const double K = between(200.0, 800.0);
        const Pair pair{.J = values(J, J * between(0.5, 1.2)),
                        .g = values(between(1.5, 5.0), between(1.0, 4.0)),
                        .K = table(K, 0.25 * K, K * between(0.4, 1.0), 0.25 * K),
                        .K_ext = values(K, K * between(0.1, 1.0))};
        const Line line = external_rate_line(pair, 1.0, 25.0);
        const BranchesOptions options{.modes = GrowingModes::left_out};
        const auto found = branches(line, options);
        for (const auto& section : found.sections) CHECK(section.index_sum == 1);
        for (int trial = 0; trial < 2; ++trial) {
            const double nu_ext = between(1.0, 25.0);
            const int expected = states_by_subdivision(network_of(pair, nu_ext));
            INFO("network " << network << ", nu_ext = " << nu_ext);
            CHECK(states_at(line, found, nu_ext, options).rows() == expected);
            ++networks_with[static_cast<std::size_t>(expected)];
        }
    }
    CHECK(networks_with[1] > 5);
    CHECK(networks_with[3] > 5);
}

TEST_CASE("A branch says how stable its pieces are", "[landscape][branches]") {
    const auto found = branches(brunel_line(3.8, 0.79, 0.95));
    REQUIRE(found.branches.size() == 1);
    const auto& branch = found.branches.front();
    CHECK(branch.begin == BranchEnd::edge);
    CHECK(branch.end == BranchEnd::edge);
    std::vector<Event> folds;
    std::ranges::copy_if(branch.events, std::back_inserter(folds),
                         [](const Event& event) { return event.kind == EventKind::fold; });
    REQUIRE(folds.size() == 2);
    for (Index k = 0; k < branch.parameter.size(); ++k) {
        const bool between = k > folds[0].point && k < folds[1].point;
        const bool at = k == folds[0].point || k == folds[1].point;
        if (at) {
            CHECK_THAT(branch.growth_rate(k), WithinAbs(0.0, 1e-9));
        } else {
            CHECK((branch.growth_rate(k) > 0.0) == between);
            CHECK((branch.growing_modes[static_cast<std::size_t>(k)] % 2 == 1) == between);
        }
    }
}

TEST_CASE("Branches follow synapses of several kinds and conductances", "[landscape][branches]") {
    const bool conductances = GENERATE(false, true);
    const std::string name = conductances ? "conductance_network" : "ampa_gaba_network";
    const Network base = load_network(SIEGERT_EXAMPLES "/networks/" + name + ".yaml").network;
    const Line line{.network_at =
                        [&](double factor) {
                            Network network = base;
                            network.nu_ext *= factor;
                            return network;
                        },
                    .from = 0.9,
                    .to = 1.1};
    BranchesOptions options{.starts = 3, .sections = 2};
    if (conductances) {
        options.response.method = lif::exp::Method::effective;
        options.modes = GrowingModes::left_out;
    }
    const Branches found = branches(line, options);
    REQUIRE(found.branches.size() == 1);
    CHECK(found.branches[0].begin == BranchEnd::edge);
    CHECK(found.branches[0].end == BranchEnd::edge);
    CHECK((found.branches[0].growing_modes.front() == 0) == !conductances);
    for (const double factor : {0.9, 1.02}) {
        const Matrix states = states_at(line, found, factor, options);
        REQUIRE(states.rows() == 1);
        const auto point =
            theory::working_point(line.network_at(factor), {.method = options.response.method});
        const Vector error = (states.row(0).transpose() - point.firing_rates);
        CHECK(error.cwiseQuotient(point.firing_rates).cwiseAbs().maxCoeff() < 1e-7);
    }
}

TEST_CASE("Branches refuse what makes no sense", "[landscape][branches]") {
    CHECK_THROWS_AS(branches(brunel_line(5.0, 1.0, 1.0)), InvalidParameter);
    CHECK_THROWS_AS(branches(brunel_line(5.0, 1.0, std::nan(""))), InvalidParameter);
    const Line line = brunel_line(5.0, 1.0, 1.1);
    CHECK_THROWS_AS(branches(line, {.starts = 0}), InvalidParameter);
    CHECK_THROWS_AS(branches(line, {.sections = 1}), InvalidParameter);
    CHECK_THROWS_AS(branches(line, {.most_points = 1}), InvalidParameter);
    CHECK_THROWS_AS(branches(line, {.highest_frequency = 0.0}), InvalidParameter);
    CHECK_THROWS_AS(states_at(line, {}, 2.0), InvalidParameter);
}
