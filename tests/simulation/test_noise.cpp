#include "catch.hpp"
#include "simulation/noise.hpp"
#include "simulation/philox.hpp"

#include <array>
#include <vector>

using namespace siegert::simulation;

namespace {

constexpr PhiloxKey key = philox_key(0x123456789abcdef0u);

NoiseAddress address(std::uint64_t step, Stream stream) {
    return {.population = 3, .step = step, .stream = stream, .draw = 2};
}

}  // namespace

TEST_CASE("Philox4x32-10 gives the published values", "[simulation][noise]") {
    // Known answers that come with Random123 (tests/kat_vectors).
    const auto zeros = philox({0, 0}, {0, 0, 0, 0});
    CHECK(zeros == std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    const auto pi =
        philox({0xa4093822, 0x299f31d0}, {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344});
    CHECK(pi == std::array<std::uint32_t, 4>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Words computed by blocks are those of each neuron", "[simulation][noise]") {
    const auto where = address((std::uint64_t{5} << 32) + 77, Stream::external);
    std::array<std::uint32_t, block_size> words{};
    random_block(key, 9, where, words.data());
    for (std::uint32_t i = 0; i < block_size; ++i) {
        CHECK(words[i] == random_word(key, 9 * block_size + i, where));
    }
}

TEST_CASE("Poisson counts have mean, variance and tail of their distribution",
          "[simulation][noise]") {
    const double lambda = GENERATE(0.013, 0.8, 2.3, 61.0, 4000.0);
    const PoissonTable table = poisson_table(lambda);
    constexpr int blocks = 4000;
    std::array<std::int32_t, block_size> counts{};
    double sum = 0.0;
    double squares = 0.0;
    double zeros = 0.0;
    for (std::uint32_t b = 0; b < blocks; ++b) {
        poisson_block(key, b, address(1, Stream::external), table, counts.data());
        for (const std::int32_t count : counts) {
            REQUIRE(count >= 0);
            sum += count;
            squares += (count - lambda) * (count - lambda);
            zeros += count == 0;
        }
    }
    constexpr double n = blocks * static_cast<double>(block_size);
    // 4.4 standard errors: two-sided 1e-5. Var of (x - lambda)^2 is lambda + 2 lambda^2.
    CHECK(std::abs(sum / n - lambda) < 4.4 * std::sqrt(lambda / n));
    CHECK(std::abs(squares / n - lambda) < 4.4 * std::sqrt((lambda + 2 * lambda * lambda) / n));
    const double p = std::exp(-lambda);
    CHECK(std::abs(zeros / n - p) <= 4.4 * std::sqrt(p * (1 - p) / n));
}

TEST_CASE("Poisson tables invert the distribution function", "[simulation][noise]") {
    const double lambda = 2.3;
    const PoissonTable table = poisson_table(lambda);
    CHECK(table.first == 0);
    double below = 0.0;
    for (std::size_t k = 0; k < 12; ++k) {
        below += std::exp(-lambda + static_cast<double>(k) * std::log(lambda) -
                          std::lgamma(static_cast<double>(k) + 1.0));
        // Thresholds are rounded to whole numbers, and count words that lie above.
        CHECK(std::abs(table.thresholds[k] + 2147483649.0 - below * 4294967296.0) <= 0.5 + 1e-3);
    }
    CHECK(poisson_table(0.0).thresholds.empty());
}

TEST_CASE("Normal numbers have the moments of a standard normal distribution",
          "[simulation][noise]") {
    constexpr int blocks = 5000;
    std::array<double, block_size> normals{};
    std::array<double, 5> moments{};
    double neighbours = 0.0;
    double tail = 0.0;
    for (std::uint32_t b = 0; b < blocks; ++b) {
        normal_block(key, b, address(8, Stream::white_noise), normals.data());
        for (std::size_t i = 0; i < block_size; ++i) {
            double power = 1.0;
            for (double& moment : moments) moment += (power *= normals[i]);
            neighbours += normals[i] * normals[(i + block_size / 2) % block_size];
            tail += std::abs(normals[i]) > 3.0;
        }
    }
    constexpr double n = blocks * static_cast<double>(block_size);
    // Expected moments and the variance of each (E x^2k - (E x^k)^2).
    constexpr std::array<double, 5> expected{0, 1, 0, 3, 0};
    constexpr std::array<double, 5> variance{1, 2, 15, 96, 945};
    for (std::size_t k = 0; k < 5; ++k) {
        CAPTURE(k);
        CHECK(std::abs(moments[k] / n - expected[k]) < 4.4 * std::sqrt(variance[k] / n));
    }
    // Partners of one Box-Muller pair are counted twice.
    CHECK(std::abs(neighbours / n) < 4.4 * std::sqrt(2.0 / n));
    const double p = std::erfc(3.0 / std::sqrt(2.0));
    CHECK(std::abs(tail / n - p) < 4.4 * std::sqrt(p / n));
}
