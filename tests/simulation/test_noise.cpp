#include "catch.hpp"
#include "simulation/noise.hpp"
#include "simulation/philox.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include <array>
#include <utility>
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

namespace {

double poisson_probability(double mean, int k) {
    return std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
}

// Of a chi-square variable with so many degrees of freedom, to be this large or larger.
double tail_of_chi_square(double value, double degrees) {
    return boost::math::gamma_q(degrees / 2.0, value / 2.0);
}

// Counts of a Poisson distribution against it: classes of 20 expected counts at least.
double chi_square_probability(const std::vector<double>& observed, double lambda, double n) {
    double chi_square = 0.0;
    double degrees = -1.0;
    double expected_left = n;
    double observed_left = n;
    double expected = 0.0;
    double seen = 0.0;
    for (std::size_t k = 0; k < observed.size(); ++k) {
        expected += n * poisson_probability(lambda, static_cast<int>(k));
        seen += observed[k];
        constexpr double enough = 20.0;
        if (expected < enough || expected_left - expected < enough) continue;
        chi_square += (seen - expected) * (seen - expected) / expected;
        degrees += 1.0;
        expected_left -= std::exchange(expected, 0.0);
        observed_left -= std::exchange(seen, 0.0);
    }
    chi_square += (observed_left - expected_left) * (observed_left - expected_left) / expected_left;
    return tail_of_chi_square(chi_square, degrees + 1.0);
}

}  // namespace

TEST_CASE("The bits of an external spike follow Philox4x32-7", "[simulation][noise]") {
    // Known answers that come with Random123 (tests/kat_vectors): philox4x32 7.
    const r123::Philox4x32_R<7>::ctr_type counter = {
        {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}};
    const auto words = r123::Philox4x32_R<7>{}(counter, {{0xa4093822, 0x299f31d0}});
    CHECK(words[0] == 0x4dfccaba);
    CHECK(words[1] == 0x190a87f0);
    CHECK(words[2] == 0xc47362ba);
    CHECK(words[3] == 0xb6b5242a);
}

TEST_CASE("Poisson counts computed by blocks are those of each neuron", "[simulation][noise]") {
    // Without and with numbers beyond the table, of one part and of several.
    const double lambda = GENERATE(0.013, 1.7, 4.999, 5.001, 61.0);
    const std::uint32_t block = GENERATE(8, 9);
    const PoissonTable table = poisson_table(lambda);
    std::array<std::int32_t, block_size> counts{};
    for (std::uint64_t step = 0; step < 200; ++step) {
        const auto where = address((std::uint64_t{5} << 32) + step, Stream::external);
        poisson_block(key, block, where, table, counts.data());
        for (std::uint32_t i = 0; i < block_size; ++i) {
            REQUIRE(counts[i] == external_spikes(table, key, block * block_size + i, where));
        }
    }
}

TEST_CASE("Poisson counts pass a chi-square test", "[simulation][noise]") {
    const double lambda = GENERATE(0.01, 0.1, 0.8, 2.3, 4.9, 5.1, 13.0, 30.0, 4000.0);
    const PoissonTable table = poisson_table(lambda);
    const std::uint32_t blocks = lambda > 100.0 ? 100 : 4000;
    std::array<std::int32_t, block_size> counts{};
    std::vector<double> observed(static_cast<std::size_t>(2.0 * lambda) + 40);
    for (std::uint32_t b = 0; b < blocks; ++b) {
        poisson_block(key, b, address(1, Stream::external), table, counts.data());
        for (const std::int32_t count : counts) observed.at(static_cast<std::size_t>(count)) += 1.0;
    }
    CAPTURE(lambda);
    // One in 1e5, two-sided, of nine.
    const double p = chi_square_probability(observed, lambda, 1.0 * block_size * blocks);
    CHECK(p > 1e-6);
    CHECK(p < 1.0 - 1e-6);
}

TEST_CASE("Poisson tables hold their distribution to rounding", "[simulation][noise]") {
    const double lambda = GENERATE(1e-300, 1e-9, 0.01, 0.3, 1.0, 2.3, 4.0, 5.0, 7.7, 30.0, 1234.5);
    CAPTURE(lambda);
    const PoissonTable table = poisson_table(lambda);
    CHECK(table.mean * table.parts == Approx(lambda).epsilon(1e-15));
    std::array<double, PoissonTable::columns> probability{};
    for (std::size_t c = 0; c < PoissonTable::columns; ++c) {
        REQUIRE(table.lower[c] < 16);
        REQUIRE(table.rest[c] >= 0.0);
        REQUIRE(table.rest[c] < 1.0);
        const double own = (16.0 * table.upper[c] + table.lower[c] + table.rest[c]) / 4096.0;
        probability[c] += own / 16.0;
        probability[table.alias[c]] += (1.0 - own) / 16.0;
    }
    double more = 1.0;
    for (int k = 0; k < PoissonTable::more; ++k) {
        const double expected = poisson_probability(table.mean, k);
        CHECK(std::abs(probability[static_cast<std::size_t>(k)] - expected) < 1e-14);
        more -= expected;
    }
    CHECK(std::abs(probability.back() - more) < 1e-14);
    CHECK(std::abs(table.tail - more) < 1e-14);
    CHECK(poisson_table(0.0).parts == 0);
}

TEST_CASE("Bits on a threshold are decided by the rest of it", "[simulation][noise]") {
    const PoissonTable table = poisson_table(1.9);
    const std::size_t column = GENERATE(range(std::size_t{0}, PoissonTable::columns));
    if (table.alias[column] == column) return;
    const auto low = static_cast<std::uint8_t>(column | table.lower[column] << 4);
    const auto number = [&](double rest) {
        return poisson_number(table, low, table.upper[column],
                              [rest](std::size_t) { return rest; });
    };
    const double rest = table.rest[column];
    const auto outcome = [&](std::size_t of) {
        return of == PoissonTable::more ? number_in_tail(table, rest)
                                        : static_cast<std::int32_t>(of);
    };
    CHECK(number(std::nextafter(rest, -1.0)) == outcome(column));
    CHECK(number(rest) == outcome(table.alias[column]));
}

TEST_CASE("Numbers beyond a Poisson table have the distribution of the tail",
          "[simulation][noise]") {
    const PoissonTable table = poisson_table(4.7);
    double below = 0.0;
    for (std::int32_t k = PoissonTable::more; k < 25; ++k) {
        const double p = poisson_probability(4.7, k) / table.tail;
        CHECK(number_in_tail(table, below + 1e-6 * p) == k);
        CHECK(number_in_tail(table, below + (1.0 - 1e-6) * p) == k);
        below += p;
    }
    CHECK(number_in_tail(table, std::nextafter(1.0, 0.0)) < 100);
}

TEST_CASE("External rates that no table can hold are refused", "[simulation][noise]") {
    CHECK_NOTHROW(poisson_table(327680.0));
    CHECK_THROWS_WITH(poisson_table(327681.0),
                      "mean number of external spikes in a step must be smaller: take a shorter dt "
                      "or external_drive: gaussian_white, got 327681");
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
