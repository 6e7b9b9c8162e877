// The nearly silent state of a bistable network made more stable, as J. Schuecker, M. Schmidt,
// S. J. van Albada, M. Diesmann & M. Helias, PLoS Comput. Biol. 13, e1005179 (2017) did with a
// model of all vision-related areas of macaque cortex: the unstable state between it and the state
// of high activity is moved away, while its own rates stay as they are.
//
// Both states must be looked at together. Two copies of the network, not connected with each other
// but with the same in-degrees, have both as one state: the first copy is nearly silent, the second
// between the basins. Design then finds the least change of the in-degrees that does it.
//
//     stabilisation [PARAMETER FILE]

#include <siegert/io/parameter_file.hpp>
#include <siegert/landscape/design.hpp>
#include <siegert/theory/fixed_points.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

using namespace siegert;

namespace {

Matrix side_by_side(const Matrix& block) {
    Matrix both = Matrix::Zero(2 * block.rows(), 2 * block.cols());
    both.topLeftCorner(block.rows(), block.cols()) = block;
    both.bottomRightCorner(block.rows(), block.cols()) = block;
    return both;
}

Matrix twice(const Matrix& rows) {
    return rows.replicate(2, 1);
}

Network two_copies(const Network& network) {
    Network both = network;
    for (const auto& name : network.populations) both.populations.push_back(name + " (2)");
    for (Vector Network::*member : {&Network::N, &Network::tau_m, &Network::tau_r, &Network::V_th,
                                    &Network::V_0, &Network::C, &Network::I_ext}) {
        both.*member = twice(network.*member);
    }
    both.tau_s = twice(network.tau_s);
    both.J_ext = twice(network.J_ext);
    both.K_ext = twice(network.K_ext);
    both.J = side_by_side(network.J);
    both.K = side_by_side(network.K);
    both.Delay = Matrix();
    return both;
}

Network with_in_degrees(Network network, const Vector& K) {
    network.K = K.reshaped(network.K.rows(), network.K.cols());
    return network;
}

// Lowest and middle state of a network that has three.
struct States {
    Vector low, between, high;
};

States states_of(const Network& network) {
    auto points = theory::fixed_points(network).points;
    if (points.size() != 3) {
        std::printf("%zu states, not 3\n", points.size());
        std::exit(1);
    }
    std::ranges::sort(points, {}, [](const theory::FixedPoint& point) {
        return point.working_point.firing_rates.sum();
    });
    return {.low = points[0].working_point.firing_rates,
            .between = points[1].working_point.firing_rates,
            .high = points[2].working_point.firing_rates};
}

void print(const char* title, const States& states) {
    std::printf("%s\n", title);
    for (const auto& [name, rates] : {std::pair{"nearly silent", &states.low},
                                      {"unstable", &states.between},
                                      {"active", &states.high}}) {
        std::printf("  %-14s", name);
        for (const double nu : *rates) std::printf(" %10.6f Hz", nu);
        std::printf("\n");
    }
}

}  // namespace

int main(int argc, char** argv) {
    const char* file = argc > 1 ? argv[1] : SIEGERT_EXAMPLES "/networks/bistable_network.yaml";
    const Network network = load_network(file).network;
    const Index n = network.N.size();
    const States before = states_of(network);

    constexpr double farther = 1.25;
    landscape::DesignProblem problem;
    problem.network_at = [&](const Vector& K) { return two_copies(with_in_degrees(network, K)); };
    for (const double K : network.K.reshaped()) {
        problem.parameters.push_back({.name = "K", .value = K, .lower = 0.5 * K, .upper = 2.0 * K});
    }
    for (Index i = 0; i < n; ++i) {
        problem.targets.push_back(
            {.observable = landscape::Observable::firing_rate, .population = i});
    }
    problem.targets.push_back({.observable = landscape::Observable::firing_rate,
                               .population = n,
                               .value = farther * before.between(0)});
    landscape::DesignOptions options;
    options.start = Vector(2 * n);
    options.start << before.low, before.between;
    const landscape::Design found = landscape::design(problem, options);

    print("before", before);
    const States after = states_of(with_in_degrees(network, found.values));
    print("after", after);
    std::printf("in-degrees, before and after:\n");
    for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) {
            std::printf("  %s from %s: %.2f, %.2f\n", network.populations[i].c_str(),
                        network.populations[j].c_str(), network.K(i, j), found.values(i + n * j));
        }
    }
    const bool same = (after.low - before.low).norm() < 1e-6 * before.low.norm();
    const bool moved = after.between(0) > 0.999999 * farther * before.between(0);
    std::printf("%d evaluations, norm of the relative changes %.4f; %s\n", found.evaluations,
                found.change, same && moved ? "done" : "NOT as wanted");
    return same && moved ? 0 : 1;
}
