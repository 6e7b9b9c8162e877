#include "catch.hpp"
#include "lif/reference_rows.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/units.hpp>

#include <hwy/targets.h>

#include <cmath>
#include <random>
#include <vector>

using namespace siegert;
using namespace siegert::lif;
using namespace siegert::literals;
using exp::Method;

namespace {

/// Columns of a batch that own their values.
struct Columns {
    std::vector<double> mu, sigma, V_0, V_th, tau_m, tau_r, tau_s;

    void add(const LifNeuron& neuron, const Input& input, double time_constant) {
        mu.push_back(input.mu);
        sigma.push_back(input.sigma);
        V_0.push_back(neuron.V_0);
        V_th.push_back(neuron.V_th);
        tau_m.push_back(neuron.tau_m);
        tau_r.push_back(neuron.tau_r);
        tau_s.push_back(time_constant);
    }
    std::size_t size() const { return mu.size(); }
    LifNeuron neuron(std::size_t i) const {
        return {.tau_m = tau_m[i], .tau_r = tau_r[i], .V_th = V_th[i], .V_0 = V_0[i]};
    }
    Input input(std::size_t i) const { return {.mu = mu[i], .sigma = sigma[i]}; }
    delta::Batch delta() const { return {mu, sigma, V_0, V_th, tau_m, tau_r}; }
    exp::Batch exp(Method method) const {
        return {mu, sigma, V_0, V_th, tau_m, tau_r, tau_s, method};
    }
};

/// Every branch of the evaluation in every neighbourhood: no two neighbours are of one kind.
Columns mixture(std::size_t n) {
    std::mt19937_64 generator(11);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    const auto between = [&](double low, double high) {
        return low * std::pow(high / low, uniform(generator));
    };
    Columns columns;
    for (std::size_t i = 0; i < n; ++i) {
        const LifNeuron neuron{.tau_m = between(5.0_ms, 40.0_ms),
                               .tau_r = i % 7 == 0 ? 0.0 : between(0.5_ms, 5.0_ms),
                               .V_th = 20.0_mV,
                               .V_0 = 20.0_mV - between(1e-8, 0.1)};
        const double sign = generator() % 2 ? 1.0 : -1.0;
        const Input input{.mu = 20.0_mV + sign * between(1e-5, 1.0),
                          .sigma = i % 11 == 0 ? 0.0 : between(1e-6, 0.1)};
        columns.add(neuron, input, i % 5 == 0 ? 0.0 : between(0.1_ms, 1.0_ms));
    }
    return columns;
}

/// The documented bound on the difference of batch and single points relative to the terms of a
/// sum, whose size is `scale`. Measured over these and 120,000 other points: rate 1e-14,
/// derivatives 2e-14, CV 3e-14; the bound leaves room for other math libraries.
void check_close(double batch, double single, double scale) {
    CHECK(std::abs(batch - single) <= 1e-13 * scale);
}

}  // namespace

TEST_CASE("A batch gives what single points give", "[lif][batch]") {
    const Columns c = mixture(3000);
    const std::size_t n = c.size();
    std::vector<double> nu(n), cv(n), with_nu(n), d_mu(n), d_sigma(n);
    delta::firing_rates(c.delta(), nu);
    delta::cvs(c.delta(), cv);
    delta::rate_derivatives(c.delta(), with_nu, d_mu, d_sigma);
    for (std::size_t i = 0; i < n; ++i) {
        CAPTURE(i, c.mu[i], c.sigma[i], c.V_0[i], c.tau_m[i], c.tau_r[i]);
        const double rate = delta::firing_rate(c.neuron(i), c.input(i));
        const auto first = delta::rate_derivatives(c.neuron(i), c.input(i));
        const double interval_cv = delta::cv(c.neuron(i), c.input(i));
        if (rate > 0.0 && rate < 1e-290) continue;  // denormal numbers have fewer digits
        check_close(nu[i], rate, rate);
        check_close(with_nu[i], rate, rate);
        check_close(cv[i], interval_cv, interval_cv);
        check_close(d_mu[i], first.d_mu, first.d_mu);
        check_close(d_sigma[i], first.d_sigma, std::abs(first.d_sigma));
    }
}

TEST_CASE("A batch with exponential synapses gives what single points give", "[lif][batch]") {
    const auto method = GENERATE(Method::shift, Method::taylor);
    const Columns c = mixture(3000);
    const std::size_t n = c.size();
    std::vector<double> nu(n), cv(n), with_nu(n), d_mu(n), d_sigma(n);
    exp::firing_rates(c.exp(method), nu);
    exp::cvs(c.exp(method), cv);
    exp::rate_derivatives(c.exp(method), with_nu, d_mu, d_sigma);
    for (std::size_t i = 0; i < n; ++i) {
        CAPTURE(i, c.mu[i], c.sigma[i], c.V_0[i], c.tau_m[i], c.tau_r[i], c.tau_s[i]);
        const exp::Synapse synapse{.tau_s = c.tau_s[i], .method = method};
        const double rate = exp::firing_rate(c.neuron(i), synapse, c.input(i));
        const auto first = exp::rate_derivatives(c.neuron(i), synapse, c.input(i));
        const double interval_cv = exp::cv(c.neuron(i), synapse, c.input(i));
        const double white = delta::firing_rate(c.neuron(i), c.input(i));
        if (white > 0.0 && white < 1e-290) continue;
        if (rate != 0.0 && std::abs(rate) < 1e-290) continue;
        const double k = exp::noise_correlation_shift(c.neuron(i), synapse);
        const double x = exp::relative_correction(c.neuron(i), synapse, c.input(i));
        const auto base = delta::rate_derivatives(c.neuron(i), c.input(i));
        const bool expanded = method == Method::taylor;
        const double scale_mu = expanded ? base.d_mu * (1.0 + 3.0 * x) : first.d_mu;
        const double scale_sigma = std::abs(first.d_sigma) +
                                   (expanded ? std::abs(base.d_sigma) * (1.0 + 3.0 * x) : 0.0) +
                                   k * scale_mu;
        const double scale = expanded ? white * (1.0 + x) : rate;
        check_close(nu[i], rate, scale);
        check_close(with_nu[i], rate, scale);
        check_close(cv[i], interval_cv, interval_cv);
        check_close(d_mu[i], first.d_mu, scale_mu);
        check_close(d_sigma[i], first.d_sigma, scale_sigma);
    }
}

TEST_CASE("A batch agrees with direct integration", "[lif][batch][reference]") {
    const auto rows = reference_rows();
    Columns c;
    for (const auto& row : rows) c.add(row.neuron(), row.input(), row["tau_s"]);
    std::vector<double> nu(c.size()), cv(c.size()), d_mu(c.size()), d_sigma(c.size());
    delta::rate_derivatives(c.delta(), nu, d_mu, d_sigma);
    delta::cvs(c.delta(), cv);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CAPTURE(rows[i].regime, c.mu[i], c.sigma[i], c.V_0[i], c.V_th[i]);
        CHECK(relative_error(cv[i], rows[i]["cv"]) < 1e-13);
        if (rows[i]["delta_nu"] < 1e-290) continue;
        CHECK(relative_error(nu[i], rows[i]["delta_nu"]) < 1e-14);
        CHECK(relative_error(d_mu[i], rows[i]["delta_d_mu"]) < 1e-13);
        CHECK(relative_error(d_sigma[i], rows[i]["delta_d_sigma"]) < 1e-13);
    }
}

TEST_CASE("Every instruction set gives the same to rounding", "[lif][batch]") {
    const Columns c = mixture(500);
    const std::size_t n = c.size();
    struct Results {
        std::vector<double> nu, d_mu, d_sigma, cv;
    };
    const auto compute = [&] {
        Results r{std::vector<double>(n), std::vector<double>(n), std::vector<double>(n),
                  std::vector<double>(n)};
        exp::rate_derivatives(c.exp(Method::shift), r.nu, r.d_mu, r.d_sigma);
        exp::cvs(c.exp(Method::shift), r.cv);
        return r;
    };
    const Results widest = compute();
    const auto supported = hwy::SupportedTargets() & HWY_TARGETS;
    for (auto rest = supported; rest != 0; rest &= rest - 1) {
        const auto target = rest & -rest;
        hwy::SetSupportedTargetsForTest(target);
        const Results r = compute();
        hwy::SetSupportedTargetsForTest(0);
        CAPTURE(hwy::TargetName(target));
        for (std::size_t i = 0; i < n; ++i) {
            if (widest.nu[i] > 0.0 && widest.nu[i] < 1e-290) continue;
            CAPTURE(i, c.mu[i], c.sigma[i], c.V_0[i]);
            check_close(r.nu[i], widest.nu[i], widest.nu[i]);
            check_close(r.d_mu[i], widest.d_mu[i], widest.d_mu[i]);
            check_close(r.d_sigma[i], widest.d_sigma[i],
                        std::abs(widest.d_sigma[i]) + widest.d_mu[i]);
            check_close(r.cv[i], widest.cv[i], widest.cv[i]);
        }
    }
}

TEST_CASE("One entry of a batch holds for all points", "[lif][batch]") {
    // More points than one block of the vector code, and no multiple of any vector length.
    const std::size_t n = GENERATE(1, 3, 8, 131, 300);
    const Columns c = mixture(n);
    const std::vector<double> V_th{21.0_mV}, tau_m{13.0_ms}, tau_r{1.5_ms}, tau_s{0.6_ms};
    const exp::Batch batch{c.mu, c.sigma, c.V_0, V_th, tau_m, tau_r, tau_s, Method::shift};
    std::vector<double> nu(n);
    exp::firing_rates(batch, nu);
    for (std::size_t i = 0; i < n; ++i) {
        const LifNeuron neuron{
            .tau_m = tau_m[0], .tau_r = tau_r[0], .V_th = V_th[0], .V_0 = c.V_0[i]};
        const double rate = exp::firing_rate(neuron, {tau_s[0], Method::shift}, c.input(i));
        check_close(nu[i], rate, rate);
    }
    delta::firing_rates({}, {});  // no points, no work
}

TEST_CASE("A point of a batch does not influence another", "[lif][batch]") {
    Columns c = mixture(200);
    std::vector<double> before(200), after(200);
    delta::firing_rates(c.delta(), before);
    c.mu[17] = 1e300;  // computed one by one
    c.sigma[18] = 1e-310;
    c.V_th[21] = 1e-310, c.V_0[21] = -1e-310;
    c.tau_r[140] = 1e100;
    delta::firing_rates(c.delta(), after);
    for (std::size_t i = 0; i < 200; ++i) {
        if (i == 17 || i == 18 || i == 21 || i == 140) {
            CHECK(after[i] == delta::firing_rate(c.neuron(i), c.input(i)));
        } else {
            CHECK(after[i] == before[i]);
        }
    }
}

TEST_CASE("A batch names the point and the parameter it rejects", "[lif][batch][error]") {
    Columns c = mixture(200);
    std::vector<double> nu(200), d_mu(200), d_sigma(200);
    const auto change = GENERATE(0, 1, 2, 3);
    const std::string expected = [&] {
        switch (change) {
            case 0:
                c.tau_m[142] = -0.02;
                return "entry 142: tau_m must be positive and finite, got -0.02";
            case 1:
                c.mu[3] = unset;
                return "entry 3: mu must be finite, got nan";
            case 2:
                c.V_0[199] = 0.5;
                return "entry 199: V_0 must lie below V_th = 0.02, got 0.5";
            default:
                c.sigma[0] = -1.0;
                return "entry 0: sigma must be finite and not negative, got -1";
        }
    }();
    CHECK_THROWS_WITH(delta::firing_rates(c.delta(), nu), expected);
    CHECK_THROWS_WITH(delta::cvs(c.delta(), nu), expected);
    CHECK_THROWS_WITH(delta::rate_derivatives(c.delta(), nu, d_mu, d_sigma), expected);
    CHECK_THROWS_WITH(exp::firing_rates(c.exp(Method::taylor), nu), expected);

    Columns negative = mixture(5);
    negative.tau_s[4] = -0.25;
    std::vector<double> few(5);
    CHECK_THROWS_WITH(exp::cvs(negative.exp(Method::shift), few),
                      "entry 4: tau_s must be finite and not negative, got -0.25");
}

TEST_CASE("A batch rejects columns of the wrong length", "[lif][batch][error]") {
    const Columns c = mixture(6);
    std::vector<double> nu(6), short_result(4);
    const std::vector<double> two(2, 0.5);
    delta::Batch batch = c.delta();
    batch.tau_r = two;
    CHECK_THROWS_WITH(delta::firing_rates(batch, nu), "tau_r must have 1 or 6 entries, got 2");
    exp::Batch with_synapses = c.exp(Method::shift);
    with_synapses.tau_s = {};
    CHECK_THROWS_WITH(exp::firing_rates(with_synapses, nu),
                      "tau_s must have 1 or 6 entries, got 0");
    CHECK_THROWS_WITH(delta::rate_derivatives(c.delta(), nu, short_result, nu),
                      "d_mu must have 6 entries, got 4");
}
