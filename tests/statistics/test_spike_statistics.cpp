#include "coverage.hpp"
#include "processes.hpp"

#include <siegert/error.hpp>
#include <siegert/statistics/spike_statistics.hpp>

using namespace siegert;
using namespace siegert::statistics;
using namespace processes;

namespace {

constexpr int replicates = 100;

template <typename Statistic>
Coverage coverage(double truth, const Gamma& process, Index neurons, double T,
                  Statistic statistic) {
    Random random(20240117);
    Coverage result;
    for (int k = 0; k < replicates; ++k) {
        auto record = silent({neurons}, T);
        fire(record, 0, process, random);
        const std::vector<Estimate> estimates = statistic(record);
        const auto& [value, error, samples] = estimates[0];
        REQUIRE(samples >= 2);
        result.add((value - truth) / error, samples - 1.0);
    }
    return result;
}

bool is_undefined(const Estimate& estimate) {
    return estimate.samples == 0.0 && estimate.value == 0.0 && std::isinf(estimate.standard_error);
}

double gamma_lv(double shape) {
    return 3.0 / (2.0 * shape + 1.0);
}

}  // namespace

TEST_CASE("The error of a rate tells its spread", "[statistics][rate]") {
    const auto rates = [](const SpikeRecord& record) { return firing_rates(record); };
    SECTION("of Poisson neurons") {
        check(coverage(7.0, {7.0, 1.0}, 13, 11.0, rates));
    }
    SECTION("of regular neurons") {
        check(coverage(7.0, {7.0, 5.0}, 13, 31.0, rates));
    }
    SECTION("of correlated neurons") {
        Random random(3);
        Coverage result;
        for (int k = 0; k < replicates; ++k) {
            auto record = silent({20, 7}, 15.0);
            fire_correlated(record, 6.0, 0.3, random);
            const auto rate = firing_rates(record, {.batches = 30})[1];
            result.add((rate.value - 6.0) / rate.standard_error, rate.samples - 1.0);
        }
        check(result);
    }
}

TEST_CASE("The spread of rates is that of neurons, not of counts", "[statistics][rate]") {
    Random random(8);
    // Poisson counts of 4 spikes scatter by 0.5 Hz: as much as the rates of the second population.
    auto record = silent({400, 400}, 16.0);
    auto faster = silent({400, 400}, 16.0);
    fire(record, 0, Gamma{1.0, 1.0}, random);
    fire(record, 1, Gamma{0.5, 1.0}, random);
    fire(faster, 1, Gamma{1.5, 1.0}, random);
    // Half of the neurons of the second population have the higher rate.
    auto& spikes = record.spikes[1];
    PopulationSpikes merged;
    std::size_t k = 0;
    const auto& more = faster.spikes[1];
    for (std::size_t m = 0; m < spikes.times.size(); ++m) {
        for (; k < more.times.size() && more.times[k] < spikes.times[m]; ++k) {
            if (more.neurons[k] >= 200) continue;
            merged.times.push_back(more.times[k]);
            merged.neurons.push_back(more.neurons[k]);
        }
        if (spikes.neurons[m] < 200) continue;
        merged.times.push_back(spikes.times[m]);
        merged.neurons.push_back(spikes.neurons[m]);
    }
    spikes = merged;
    const auto sds = firing_rate_sds(record);
    CHECK(sds[0].value < 4.4 * sds[0].standard_error);
    CHECK(std::abs(sds[1].value - 0.5) < 4.4 * sds[1].standard_error);
    CHECK(sds[1].standard_error < 0.05);
    CHECK(is_undefined(firing_rate_sds(silent({1}, 2.0))[0]));
}

TEST_CASE("The error of a CV tells its spread", "[statistics][cv]") {
    const double shape = GENERATE(1.0, 3.0);
    const double cv = 1.0 / std::sqrt(shape);
    SECTION("over many neurons") {
        check(coverage(cv, {10.0, shape}, 24, 10.0, [](auto& r) { return cvs(r); }));
    }
    SECTION("over the intervals of one neuron") {
        check(coverage(cv, {20.0, shape}, 1, 60.0, [](auto& r) { return cvs(r); }));
    }
    SECTION("pooled") {
        const IntervalOptions pooled{.average = IntervalAverage::pooled};
        check(coverage(cv, {10.0, shape}, 24, 5.0, [&](auto& r) { return cvs(r, pooled); }));
    }
}

TEST_CASE("A short recording hardly biases the CV", "[statistics][cv]") {
    // Documented bounds; the standard deviation over the mean of each neuron's intervals, not
    // corrected, is wrong by -4.5 % with 20 spikes and -8.6 % with 10 spikes (Poisson).
    const double shape = GENERATE(1.0, 3.0);
    const auto relative_bias = [&](double spikes, IntervalAverage average) {
        Random random(5);
        auto record = silent({8000}, spikes / 10.0);
        fire(record, 0, Gamma{10.0, shape}, random);
        const auto [value, error, samples] = cvs(record, {.average = average})[0];
        const double cv = 1.0 / std::sqrt(shape);
        CAPTURE(shape, spikes, value / cv, error / cv);
        CHECK(error < 0.007 * cv);
        return relative_error(value, cv);
    };
    CHECK(relative_bias(20.0, IntervalAverage::over_neurons) < 0.015);
    CHECK(relative_bias(10.0, IntervalAverage::pooled) < 0.01);
}

TEST_CASE("A recording of few spikes has no CV", "[statistics][cv]") {
    // A Poisson process of two spikes per neuron would seem to have a CV of 0.76 +- 0.003.
    const double spikes = GENERATE(2.0, 5.0, 8.0);
    const auto average = GENERATE(IntervalAverage::over_neurons, IntervalAverage::pooled);
    Random random(7);
    auto record = silent({3000}, spikes / 10.0);
    fire(record, 0, Gamma{10.0, 1.0}, random);
    CHECK(is_undefined(cvs(record, {.average = average})[0]));
    CHECK(is_undefined(local_variations(record, {.intervals = {.average = average}})[0]));
}

TEST_CASE("Neurons that fire at a constant rate have a CV of zero", "[statistics][cv]") {
    const auto average = GENERATE(IntervalAverage::over_neurons, IntervalAverage::pooled);
    auto record = silent({30}, 40.0);
    std::vector<Spike> spikes;
    for (int k = 1; k <= 4000; ++k) {
        for (int neuron = 0; neuron < 30; ++neuron) {
            spikes.emplace_back(record.start + 0.0097 * k + 1e-4 * neuron, neuron);
        }
    }
    set_spikes(record, 0, spikes);
    const auto [value, error, samples] = cvs(record, {.average = average})[0];
    CHECK(value >= 0.0);
    CHECK(value < 1e-9);  // documented
    CHECK(error < 1e-9);
}

TEST_CASE("The error of the local variation tells its spread", "[statistics][lv]") {
    const double shape = GENERATE(1.0, 3.0);
    const auto lv = [](auto& record) { return local_variations(record); };
    SECTION("over many neurons") {
        check(coverage(gamma_lv(shape), {10.0, shape}, 24, 10.0, lv));
    }
    SECTION("over the intervals of one neuron") {
        check(coverage(gamma_lv(shape), {20.0, shape}, 1, 60.0, lv));
    }
}

TEST_CASE("The local variation compensates for a refractory period as defined",
          "[statistics][lv]") {
    auto record = silent({1}, 1.0);
    set_spikes(record, 0, {{0.4, 0}, {0.5, 0}, {0.8, 0}});
    const IntervalOptions few{.minimum_intervals = 2};
    // 3 (1 - 4 * 0.1 * 0.3 / 0.4^2) (1 + 4 * 0.005 / 0.4)
    CHECK(relative_error(local_variations(record, {.intervals = few})[0].value, 0.75) < 1e-13);
    CHECK(relative_error(
              local_variations(record, {.refractoriness = 0.005, .intervals = few})[0].value,
              0.75 * 1.05) < 1e-13);
}

TEST_CASE("The error of a Fano factor tells its spread", "[statistics][fano]") {
    const auto fano = [](auto& record) { return fano_factors(record, {.window = 0.5}); };
    SECTION("over many Poisson neurons") {
        check(coverage(1.0, {8.0, 1.0}, 24, 20.0, fano));
    }
    SECTION("over the windows of one Poisson neuron") {
        check(coverage(1.0, {8.0, 1.0}, 1, 100.0, fano));
    }
    SECTION("and the factor tends to the squared CV in long windows") {
        // Gamma with shape k: F = 1/k + (1 - 1/k^2) / (6 nu window) up to exponentially small
        // terms.
        const double truth = 1.0 / 3.0 + (1.0 - 1.0 / 9.0) / (6.0 * 20.0);
        const auto long_fano = [](auto& record) { return fano_factors(record, {.window = 2.0}); };
        check(coverage(truth, {10.0, 3.0}, 24, 40.0, long_fano));
    }
}

TEST_CASE("Statistics that the spikes do not define are marked", "[statistics][edge]") {
    auto record = silent({30, 1, 0}, 2.0);
    const IntervalOptions few{.minimum_intervals = 2};
    SECTION("in silence") {
        const auto rates = firing_rates(record);
        CHECK(rates[0].value == 0.0);
        CHECK(relative_error(rates[0].standard_error, 1.0 / 60.0) < 1e-14);
        CHECK(relative_error(rates[1].standard_error, 0.5) < 1e-14);
        CHECK(is_undefined(rates[2]));
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(is_undefined(cvs(record, few)[i]));
            CHECK(is_undefined(local_variations(record)[i]));
            CHECK(is_undefined(fano_factors(record, {.window = 0.1})[i]));
        }
        CHECK(neuron_firing_rates(record, 0).isZero());
    }
    SECTION("with one spike") {
        set_spikes(record, 1, {{1.0, 0}});
        const auto rate = firing_rates(record)[1];
        CHECK(relative_error(rate.value, 0.5) < 1e-14);
        CHECK(relative_error(rate.standard_error, 0.5) < 1e-13);
        CHECK(is_undefined(cvs(record, few)[1]));
        CHECK(relative_error(fano_factors(record, {.window = 0.1})[1].value, 1.0) < 1e-13);
    }
    SECTION("with too few intervals to judge the error") {
        set_spikes(record, 1, {{1.0, 0}, {1.5, 0}, {1.6, 0}});
        const auto cv = cvs(record, few)[1];
        CHECK(cv.value > 0.5);
        CHECK(cv.samples == 1.0);
        CHECK(std::isinf(cv.standard_error));
        CHECK(is_undefined(cvs(record)[1]));
    }
    SECTION("with a window that fits once or not at all") {
        set_spikes(record, 1, {{1.0, 0}, {1.5, 0}, {1.6, 0}});
        CHECK(is_undefined(fano_factors(record, {.window = 1.5})[1]));
        CHECK(is_undefined(fano_factors(record, {.window = 15.0})[1]));
    }
    SECTION("when spikes coincide") {
        set_spikes(record, 1, {{1.0, 0}, {1.0, 0}, {1.0, 0}, {1.0, 0}});
        CHECK(cvs(record, few)[1].value == 0.0);
        CHECK(local_variations(record, {.intervals = few})[1].value == 0.0);
    }
}

TEST_CASE("Spikes on bin edges belong to the bin that ends there", "[statistics][edge]") {
    // 0.1 does not add up in binary; each window holds one spike, at its end.
    auto record = silent({1}, 10.0);
    std::vector<Spike> spikes;
    for (int k = 1; k <= 100; ++k) spikes.emplace_back(0.3 + 0.1 * k, 0);
    spikes.back().first = record.end;
    set_spikes(record, 0, spikes);
    CHECK(fano_factors(record, {.window = 0.1})[0].value == 0.0);
    CHECK(firing_rates(record)[0].standard_error < 1e-13);
    CHECK(cvs(record)[0].value < 1e-9);  // documented
    CHECK(relative_error(neuron_firing_rates(record, 0)(0), 10.0) < 1e-14);
}

TEST_CASE("A record that contradicts itself is refused", "[statistics][error]") {
    const auto complaint = [](auto change) -> std::string {
        auto record = silent({3, 2}, 1.0);
        set_spikes(record, 0, {{0.5, 0}, {0.6, 2}});
        change(record);
        try {
            (void)firing_rates(record);
        } catch (const InvalidParameter& error) {
            return error.what();
        }
        return "accepted";
    };
    CHECK(complaint([](auto&) {}) == "accepted");
    CHECK(complaint([](auto& r) { r.spikes[0].times[1] = 0.4; }) ==
          "times[1] of population P0 must not lie before the preceding one, 0.5, got 0.4");
    CHECK_THAT(complaint([](auto& r) { r.spikes[0].times[1] = 7.0; }),
               ContainsSubstring("times[1] of population P0 must lie after start = 0.3"));
    CHECK_THAT(complaint([](auto& r) { r.spikes[0].times[0] = std::nan(""); }),
               ContainsSubstring("got nan"));
    CHECK(complaint([](auto& r) { r.spikes[0].neurons[1] = 3; }) ==
          "neurons[1] of population P0 must lie below the number of recorded neurons 3, got 3");
    CHECK_THAT(complaint([](auto& r) { r.spikes[0].neurons.pop_back(); }),
               ContainsSubstring("must be the number of their neurons 1, got 2"));
    CHECK_THAT(complaint([](auto& r) { r.sizes.pop_back(); }),
               ContainsSubstring("number of entries of sizes must be the number of populations 2"));
    CHECK_THAT(complaint([](auto& r) { r.end = r.start; }),
               ContainsSubstring("end must lie after"));

    const auto record = silent({3}, 1.0);
    CHECK_THROWS_WITH(firing_rates(record, {.batches = 1}), "batches must be at least 2, got 1");
    CHECK_THROWS_WITH(cvs(record, {.minimum_intervals = 1}),
                      "minimum_intervals must be at least 2, got 1");
    CHECK_THROWS_WITH(fano_factors(record, {}), "window must be positive and finite, got nan");
    CHECK_THROWS_WITH(local_variations(record, {.refractoriness = -1.0}),
                      "refractoriness must be finite and not negative, got -1");
    CHECK_THROWS_AS(neuron_firing_rates(record, 1), InvalidParameter);
}
