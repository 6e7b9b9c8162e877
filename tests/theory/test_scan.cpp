#include "catch.hpp"
#include "theory/example_networks.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/scan.hpp>

#include <numbers>

using namespace siegert;
using theory::Scan;
using theory::scan;
using theory::ScanOptions;

namespace {

const Vector omegas = 2.0 * std::numbers::pi * Vector::LinSpaced(80, 1.0, 400.0);

// Drive along the first axis, strength of inhibition along the second.
Network network_at(const std::vector<Index>& position) {
    Network network = examples::heterogeneous();
    network.Delay =
        Matrix{{1.5e-3, 0.8e-3, 1.1e-3}, {1.4e-3, 0.9e-3, 1.2e-3}, {1.6e-3, 0.7e-3, 1.3e-3}};
    network.nu_ext *= 1.0 + 0.1 * static_cast<double>(position[0]);
    network.J.col(1) *= 1.0 + 0.05 * static_cast<double>(position[1]);
    return network;
}

const std::vector<Index> shape{4, 5};

bool same(const Scan& a, const Scan& b) {
    if (a.shape != b.shape || a.done != b.done) return false;
    for (std::size_t k = 0; k < a.points.size(); ++k) {
        const auto& p = a.points[k];
        const auto& q = b.points[k];
        const bool equal = p.done == q.done && p.firing_rates == q.firing_rates && p.cvs == q.cvs &&
                           p.mean_input == q.mean_input && p.std_input == q.std_input &&
                           p.iterations == q.iterations && p.residual == q.residual &&
                           p.stability.has_value() == q.stability.has_value();
        if (!equal) return false;
        if (p.stability && (p.stability->critical_eigenvalue != q.stability->critical_eigenvalue ||
                            p.stability->unstable_modes != q.stability->unstable_modes)) {
            return false;
        }
    }
    return true;
}

ScanOptions with_threads(int threads) {
    ScanOptions options;
    options.threads = threads;
    options.omegas = omegas;
    return options;
}

}  // namespace

TEST_CASE("Every point of a scan has the working point and modes of its network",
          "[theory][scan]") {
    const Scan found = scan(shape, network_at, with_threads(1));
    REQUIRE(found.points.size() == 20);
    CHECK(found.done == 20);
    for (Index k = 0; k < 20; k += 3) {
        const Network network = network_at(theory::grid_position(shape, k));
        const auto& point = found.points[static_cast<std::size_t>(k)];
        theory::AnalysisOptions options;
        options.threads = 1;
        options.growth_rate_starts = 0;
        const auto analysis = theory::analyze(network, omegas, options);
        REQUIRE(point.done);
        // Both solve to 1e-12 (nu + 1 Hz); the feedback is negative and does not amplify that.
        const Vector scale = analysis.working_point.firing_rates.array() + 1.0;
        const Vector error = point.firing_rates - analysis.working_point.firing_rates;
        CHECK(error.cwiseQuotient(scale).cwiseAbs().maxCoeff() < 1e-11);
        REQUIRE(point.stability);
        CHECK(point.stability->unstable_modes == analysis.stability.nyquist.unstable_modes);
        CHECK(point.stability->resolved == analysis.stability.nyquist.resolved);
        const auto& critical = analysis.sensitivity.front();
        CHECK(std::abs(point.stability->critical_eigenvalue - critical.critical_eigenvalue) < 1e-8);
        CHECK(point.stability->critical_frequency == Approx(critical.critical_frequency));
    }
}

TEST_CASE("A scan does not depend on the number of threads", "[theory][scan]") {
    const Scan one = scan(shape, network_at, with_threads(1));
    CHECK(same(scan(shape, network_at, with_threads(3)), one));
    CHECK(same(scan(shape, network_at, with_threads(64)), one));
}

TEST_CASE("A scan that was stopped anywhere goes on with the same results", "[theory][scan]") {
    const Scan whole = scan(shape, network_at, with_threads(1));
    for (const int threads : {1, 3}) {
        for (const Index stop : {1, 2, 7, 19}) {
            auto options = with_threads(threads);
            options.on_point = [stop](const Scan& so_far) { return so_far.done < stop; };
            const Scan part = scan(shape, network_at, options);
            CAPTURE(threads, stop, part.done);
            CHECK(part.done >= stop);
            CHECK(part.done < stop + threads);
            CHECK(same(scan(shape, network_at, with_threads(2), part), whole));
        }
    }
    SECTION("also where points are missing here and there") {
        Scan part = whole;
        for (const std::size_t k : {0, 1, 6, 10, 11, 19}) part.points[k] = {};
        int calls = 0;
        auto options = with_threads(1);
        options.on_point = [&calls](const Scan&) { return ++calls > 0; };
        CHECK(same(scan(shape, network_at, options, part), whole));
        CHECK(calls == 6);  // and nothing else is calculated again
    }
}

TEST_CASE("A scan follows the branch that it is on", "[theory][scan]") {
    // Excitatory feedback with two stable states; from above and from below.
    const auto bistable = [](double drive) { return examples::brunel(3.0, drive); };
    const Index n = 30;
    const auto drive = [n](Index k) {
        return 0.7 + 0.6 * static_cast<double>(k) / static_cast<double>(n - 1);
    };
    ScanOptions options;
    options.threads = 1;
    const Scan up = scan(
        {n}, [&](const auto& p) { return bistable(drive(p[0])); }, options);
    const Scan down = scan(
        {n}, [&](const auto& p) { return bistable(drive(n - 1 - p[0])); }, options);
    const auto rate_up = [&](Index k) {
        return up.points[static_cast<std::size_t>(k)].firing_rates(0);
    };
    const auto rate_down = [&](Index k) {
        return down.points[static_cast<std::size_t>(n - 1 - k)].firing_rates(0);
    };
    CHECK(rate_up(0) < 1.0);
    CHECK(rate_down(n - 1) > 50.0);
    Index different = 0;
    for (Index k = 0; k < n; ++k) {
        CHECK(rate_up(k) <= rate_down(k) * (1.0 + 1e-9));
        if (rate_up(k) < 0.5 * rate_down(k)) ++different;
    }
    CHECK(different >= 3);
    CHECK_FALSE(up.points[0].stability);  // no frequencies, no stability
}

TEST_CASE("Errors of a scan reach the caller", "[theory][scan]") {
    const auto failing = [](const std::vector<Index>& position) {
        if (position[0] == 2) throw InvalidParameter("no such network");
        return network_at(position);
    };
    for (const int threads : {1, 4}) {
        CHECK_THROWS_WITH(scan(shape, failing, with_threads(threads)), "no such network");
    }
    const auto growing = [](const std::vector<Index>& position) {
        return position[0] == 0 ? network_at({0, 0}) : examples::brunel(5.0, 1.2);
    };
    CHECK_THROWS_AS(scan({2}, growing, with_threads(1)), InvalidParameter);
    CHECK_THROWS_AS(scan({}, network_at, with_threads(1)), InvalidParameter);
    CHECK_THROWS_AS(scan({3, 0}, network_at, with_threads(1)), InvalidParameter);
    CHECK_THROWS_AS(scan({100000, 1000}, network_at, with_threads(1)), InvalidParameter);
    CHECK_THROWS_AS(scan(shape, network_at, with_threads(-1)), InvalidParameter);
    const Scan other = scan({2, 2}, network_at, with_threads(1));
    CHECK_THROWS_AS(scan(shape, network_at, with_threads(1), other), InvalidParameter);
}

TEST_CASE("Positions and indices of a grid belong together", "[theory][scan]") {
    CHECK(theory::grid_position({4, 5, 3}, 0) == std::vector<Index>{0, 0, 0});
    CHECK(theory::grid_position({4, 5, 3}, 1) == std::vector<Index>{0, 0, 1});
    CHECK(theory::grid_position({4, 5, 3}, 59) == std::vector<Index>{3, 4, 2});
    for (Index k = 0; k < 60; ++k) {
        CHECK(theory::grid_index({4, 5, 3}, theory::grid_position({4, 5, 3}, k)) == k);
    }
}

TEST_CASE("Shares of a scan are bit for bit those of the whole", "[theory][scan]") {
    const Scan whole = scan(shape, network_at, with_threads(1));
    Scan joined = whole;
    for (auto& point : joined.points) point = {};
    joined.done = 0;
    const std::vector<Index> ends{0, 3, 4, 11, 20};  // in the middle of rows, too
    for (std::size_t share = 0; share + 1 < ends.size(); ++share) {
        ScanOptions options = with_threads(2);
        options.wanted = [&](Index point) {
            return ends[share] <= point && point < ends[share + 1];
        };
        const Scan found = scan(shape, network_at, options);
        CHECK(found.done == ends[share + 1] - ends[share]);
        for (std::size_t k = 0; k < found.points.size(); ++k) {
            if (!found.points[k].done) {
                CHECK(found.points[k].firing_rates.size() == 0);
                continue;
            }
            joined.points[k] = found.points[k];
            ++joined.done;
        }
    }
    CHECK(same(joined, whole));
}

TEST_CASE("Points with starts of their own do not know each other", "[theory][scan]") {
    ScanOptions options = with_threads(2);
    options.start = theory::ScanStart::own;
    const Scan found = scan(shape, network_at, options);
    const auto alone = theory::working_point(network_at({3, 4}));
    CHECK(found.done == 20);
    CHECK(found.points.back().firing_rates == alone.firing_rates);
    CHECK(found.points.back().iterations == alone.iterations);
}
