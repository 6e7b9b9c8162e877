#include "coverage.hpp"
#include "processes.hpp"

#include <siegert/error.hpp>
#include <siegert/statistics/count_correlations.hpp>

using namespace siegert;
using namespace siegert::statistics;
using namespace processes;

namespace {

/// Coverage of entry (i, j) of a matrix of estimates, over records of two populations.
template <typename Fire, typename Statistic>
Coverage coverage(double truth, Index i, Index j, Fire fire_all, Statistic statistic) {
    Random random(77);
    Coverage result;
    for (int k = 0; k < 100; ++k) {
        auto record = silent({6, 4}, 12.0);
        fire_all(record, random);
        const EstimateMatrix estimates = statistic(record);
        REQUIRE(estimates.samples(i, j) == 20.0);
        result.add((estimates.value(i, j) - truth) / estimates.standard_error(i, j), 19.0);
    }
    return result;
}

constexpr double nu = 15.0, c = 0.2, bin = 0.1;
constexpr CountOptions options{.bin = bin};

void fire_together(SpikeRecord& record, Random& random) {
    fire_correlated(record, nu, c, random);
}

void fire_independently(SpikeRecord& record, Random& random) {
    fire(record, 0, Gamma{15.0, 2.0}, random);
    fire(record, 1, Gamma{9.0, 1.0}, random);
}

EstimateMatrix covariances(const SpikeRecord& record) {
    return count_covariances(record, options).covariances;
}

EstimateMatrix correlations(const SpikeRecord& record) {
    return count_correlations(record, options);
}

}  // namespace

TEST_CASE("Errors of count covariances tell their spread", "[statistics][covariance]") {
    const auto [i, j] = GENERATE(std::pair<Index, Index>{0, 0}, std::pair<Index, Index>{0, 1},
                                 std::pair<Index, Index>{1, 1});
    CAPTURE(i, j);
    SECTION("of correlated neurons") {
        check(coverage(nu * bin * c, i, j, fire_together, covariances));
    }
    SECTION("of independent neurons") {
        check(coverage(0.0, i, j, fire_independently, covariances));
    }
}

TEST_CASE("Errors of count correlations tell their spread", "[statistics][correlation]") {
    const auto [i, j] = GENERATE(std::pair<Index, Index>{0, 0}, std::pair<Index, Index>{1, 0});
    CAPTURE(i, j);
    SECTION("of correlated neurons") {
        check(coverage(c, i, j, fire_together, correlations));
    }
    SECTION("of independent neurons") {
        check(coverage(0.0, i, j, fire_independently, correlations));
    }
}

TEST_CASE("The mean over pairs is the mean over pairs", "[statistics][covariance]") {
    Random random(4);
    auto record = silent({4, 3}, 6.0);
    fire_correlated(record, 12.0, 0.3, random);
    record.spikes[1].neurons.assign(record.spikes[1].neurons.size(), 2);  // two never fire
    const Index bins = 60;
    const auto table = [&](std::size_t population) {
        Matrix result = Matrix::Zero(bins, record.recorded[population]);
        const auto& [times, neurons] = record.spikes[population];
        for (std::size_t k = 0; k < times.size(); ++k) {
            const auto at = static_cast<Index>(std::ceil((times[k] - record.start) / 0.1)) - 1;
            ++result(std::clamp<Index>(at, 0, bins - 1), neurons[k]);
        }
        return Matrix(result.rowwise() - result.colwise().mean());
    };
    const Matrix a = table(0), b = table(1);
    const Matrix within = a.transpose() * a / (bins - 1), between = a.transpose() * b / (bins - 1);
    const auto measured = count_covariances(record, {.bin = 0.1});
    CHECK(relative_error(measured.variances[0].value, within.diagonal().mean()) < 1e-12);
    CHECK(relative_error(measured.covariances.value(0, 0), (within.sum() - within.trace()) / 12.0) <
          1e-12);
    CHECK(relative_error(measured.covariances.value(0, 1), between.mean()) < 1e-12);
    CHECK(measured.covariances.value(0, 1) == measured.covariances.value(1, 0));

    double sum = 0.0;  // of the pairs of neurons that fired
    for (Index k = 0; k < 4; ++k) {
        const double variances = within(k, k) * b.col(2).squaredNorm() / (bins - 1);
        sum += between(k, 2) / std::sqrt(variances);
    }
    const auto correlation = count_correlations(record, {.bin = 0.1});
    CHECK(relative_error(correlation.value(0, 1), sum / 4.0) < 1e-12);
    CHECK(correlation.samples(1, 1) == 0.0);  // one neuron that fires is no pair
}

TEST_CASE("The variance of Poisson counts is their mean", "[statistics][covariance]") {
    Random random(8);
    Coverage result;
    for (int k = 0; k < 100; ++k) {
        auto record = silent({6, 2}, 12.0);
        fire(record, 0, Gamma{11.0, 1.0}, random);
        const auto variance = count_covariances(record, options).variances[0];
        result.add((variance.value - 1.1) / variance.standard_error, variance.samples - 1.0);
    }
    check(result);
}

TEST_CASE("Undefined covariances are marked", "[statistics][covariance][edge]") {
    auto record = silent({3, 1, 2}, 1.0);
    set_spikes(record, 0, {{0.5, 0}, {0.7, 1}});
    set_spikes(record, 1, {{0.6, 0}});
    const auto [variances, covariances] = count_covariances(record, options);
    CHECK(covariances.samples(0, 0) == 5.0);  // ten bins make five blocks
    CHECK(covariances.samples(0, 1) == 5.0);
    CHECK(covariances.samples(1, 1) == 0.0);  // one neuron
    CHECK(covariances.samples(0, 2) == 0.0);  // silent
    CHECK(covariances.value.allFinite());
    CHECK(variances[1].samples == 5.0);
    CHECK(variances[2].samples == 0.0);
    CHECK(count_correlations(record, options).value.allFinite());
    CHECK(count_correlations(record, {.bin = 0.4}).samples(0, 1) == 1.0);  // two bins, one block
    CHECK(count_correlations(record, {.bin = 0.8}).samples.isZero());
    CHECK_THROWS_WITH(count_covariances(record, {}), "bin must be positive and finite, got nan");
    CHECK_THROWS_WITH(count_correlations(record, {.bin = 0.1, .blocks = 1}),
                      "blocks must be at least 2, got 1");
}
