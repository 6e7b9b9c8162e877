#include "catch.hpp"

#include <siegert/lif/exact_coloured_noise.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/units.hpp>

#include "lif/mixed_noise.hpp"

#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

using namespace siegert;
using namespace siegert::literals;
using lif::NoisePart;

namespace {

const LifNeuron base{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV};

NoisePart part(double sigma, double tau_s) {
    return {.variance = sigma * sigma, .tau_s = tau_s};
}

double exact_rate(const std::vector<NoisePart>& parts, double mu) {
    const auto noise = lif::one_process(parts, base.tau_m);
    return lif::exp::exact_firing_rate(base, noise.root_tau * noise.root_tau,
                                       {.mu = mu, .sigma = std::sqrt(noise.variance)});
}

}  // namespace

TEST_CASE("One process stands for itself", "[lif][mixed_noise]") {
    for (const auto rule : {lif::first_order_noise, lif::one_process}) {
        for (const std::vector<NoisePart>& parts :
             {std::vector{part(4.0_mV, 3.0_ms)},
              std::vector{part(0.0, 1.0_ms), part(4.0_mV, 3.0_ms), part(0.0, 7.0_ms)},
              std::vector{part(3.2_mV, 3.0_ms), part(2.4_mV, 3.0_ms)}}) {
            const auto noise = rule(parts, base.tau_m);
            CHECK(noise.variance == Approx(16e-6).epsilon(1e-14));
            CHECK(noise.root_tau == Approx(std::sqrt(3.0_ms)).epsilon(1e-14));
        }
        const auto white = rule(std::vector{part(4.0_mV, 0.0)}, base.tau_m);
        CHECK(white.variance == Approx(16e-6).epsilon(1e-14));
        CHECK(white.root_tau == 0.0);
        CHECK(rule(std::vector{part(0.0, 0.0), part(0.0, 2.0_ms)}, base.tau_m).variance == 0.0);
    }
}

TEST_CASE("The time constant to first order is that of exact rates", "[lif][mixed_noise]") {
    // sqrt(tau / tau_1) of two processes, extrapolated from exact rates to fast noise; the share of
    // the second in the variance is 0.2, 0.5, 0.8.
    struct Row {
        double ratio;
        double root[3];
        double accuracy;
    };
    for (const Row& row :
         {Row{4.0, {1.16774, 1.43990, 1.75025}, 3e-3}, Row{16.0, {1.45991, 2.22199, 3.13512}, 3e-3},
          Row{64.0, {2.03035, 3.75011, 5.84630}, 1.1e-2}}) {
        for (int k = 0; k < 3; ++k) {
            const double share = 0.2 + 0.3 * k;
            const std::vector<NoisePart> parts{{.variance = 1.0 - share, .tau_s = 1.0},
                                               {.variance = share, .tau_s = row.ratio}};
            CAPTURE(row.ratio, share);
            CHECK(lif::first_order_noise(parts, 20.0).root_tau ==
                  Approx(row.root[k]).epsilon(row.accuracy));
        }
    }
}

TEST_CASE("Exact rates of two processes are met by one", "[lif][mixed_noise]") {
    // Rates of the two-dimensional boundary method, 1e-4 or better; base neuron. The accuracy is
    // that of the header: 1 %, 3 % for time constants of 0.005 tau_m, 6 % at tau_m.
    struct Row {
        double tau_1, tau_2, sigma_1, sigma_2, mu, rate, accuracy;
    };
    const auto shares = [](double w_2, double sigma) {
        return std::pair(sigma * std::sqrt(1.0 - w_2), sigma * std::sqrt(w_2));
    };
    std::vector<Row> rows{{2.0, 8.0, 4.0, 3.0, 15.0, 4.4224010, 0.01},
                          {2.0, 8.0, 2.5, 1.8, 21.0, 21.58151, 0.01}};
    const auto add = [&](double tau_1, double tau_2, double w_2, double mu, double rate,
                         double accuracy) {
        const auto [sigma_1, sigma_2] = shares(w_2, mu == 15.0 ? 5.0 : 3.0);
        rows.push_back({tau_1, tau_2, sigma_1, sigma_2, mu, rate, accuracy});
    };
    add(0.5, 2.0, 0.5, 15.0, 6.2784, 0.01);
    add(0.5, 8.0, 0.2, 15.0, 6.3594, 0.01);
    add(0.5, 8.0, 0.5, 15.0, 5.1429, 0.01);
    add(0.5, 8.0, 0.8, 15.0, 3.7943, 0.01);
    add(1.0, 8.0, 0.5, 15.0, 4.6608, 0.01);
    add(0.5, 2.0, 0.5, 21.0, 23.0172, 0.01);
    add(0.5, 8.0, 0.5, 21.0, 22.3611, 0.01);
    add(1.0, 8.0, 0.8, 21.0, 20.8593, 0.01);
    add(0.1, 2.0, 0.8, 15.0, 6.1037, 0.03);
    add(0.1, 8.0, 0.8, 15.0, 4.1665, 0.03);
    add(0.1, 8.0, 0.5, 21.0, 23.2798, 0.03);
    for (const Row& row : rows) {
        CAPTURE(row.tau_1, row.tau_2, row.sigma_2, row.mu);
        CHECK(exact_rate({part(1e-3 * row.sigma_1, 1e-3 * row.tau_1),
                          part(1e-3 * row.sigma_2, 1e-3 * row.tau_2)},
                         1e-3 * row.mu) == Approx(row.rate).epsilon(row.accuracy));
    }
    // Three processes: a simulation, +- 0.3 %.
    CHECK(exact_rate({part(3.0_mV, 0.5_ms), part(3.0_mV, 2.0_ms), part(2.5_mV, 8.0_ms)}, 15.0_mV) ==
          Approx(5.313).epsilon(0.01 + 0.009));
    // The sum of the variances with the mean of the roots misses by much more.
    const double plain = lif::exp::exact_firing_rate(
        base, std::pow(0.5 * std::sqrt(0.5_ms) + 0.5 * std::sqrt(8.0_ms), 2),
        {.mu = 15.0_mV, .sigma = 5.0_mV});
    CHECK(std::abs(plain / 5.1429 - 1.0) > 0.08);
}

TEST_CASE("White noise among others is the limit of fast noise", "[lif][mixed_noise]") {
    // Extrapolated from processes of 0.4, 0.1 and 0.025 ms.
    for (const auto& [tau_2, w_2, rate, accuracy] : {std::tuple{2.0_ms, 0.5, 7.7246, 0.015},
                                                     {8.0_ms, 0.2, 8.3397, 0.065},
                                                     {8.0_ms, 0.5, 6.5314, 0.065},
                                                     {8.0_ms, 0.8, 4.5056, 0.065}}) {
        const double sigma_1 = 5.0_mV * std::sqrt(1.0 - w_2), sigma_2 = 5.0_mV * std::sqrt(w_2);
        const double white = exact_rate({part(sigma_1, 0.0), part(sigma_2, tau_2)}, 15.0_mV);
        CHECK(white == Approx(rate).epsilon(accuracy));
        const double fast = exact_rate({part(sigma_1, 1e-6_ms), part(sigma_2, tau_2)}, 15.0_mV);
        CHECK(fast == Approx(white).epsilon(2e-3));
    }
}

TEST_CASE("Derivatives of the one process are its differences", "[lif][mixed_noise]") {
    const std::vector<NoisePart> parts{part(2.0_mV, 0.5_ms), part(3.0_mV, 2.0_ms),
                                       part(2.5_mV, 8.0_ms)};
    for (const auto rule : {lif::first_order_noise, lif::one_process}) {
        const auto change = lif::change_of(rule, parts, base.tau_m);
        const auto here = rule(parts, base.tau_m);
        for (std::size_t k = 0; k < parts.size(); ++k) {
            const double step = 1e-3 * parts[k].variance;
            auto above = parts, below = parts;
            above[k].variance += step;
            below[k].variance -= step;
            const auto after = rule(above, base.tau_m), before = rule(below, base.tau_m);
            const auto index = static_cast<Index>(k);
            // Second order in the step.
            CHECK(change.variance(index) ==
                  Approx((after.variance - before.variance) / (2.0 * step)).epsilon(1e-5));
            CHECK(change.root_tau(index) ==
                  Approx((after.root_tau - before.root_tau) / (2.0 * step)).epsilon(1e-5));
        }
        // More of everything alike leaves tau and scales the variance.
        CHECK(change.variance.dot(Vector{{4e-6, 9e-6, 6.25e-6}}) ==
              Approx(here.variance).epsilon(1e-8));
    }
}
