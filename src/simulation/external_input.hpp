#pragma once

#include <array>
#include <cstdint>

namespace siegert::simulation {

/// Poisson numbers from 16 random bits each, by Walker's alias method, exact to the rounding of
/// double precision.
///
/// The sum of `parts` independent numbers of the same distribution has mean lambda; each of them is
/// one of 16 outcomes, 0 to 14 and `more` for all that is larger. Four of the bits choose a column,
/// the other twelve decide between its own outcome (below the threshold) and its alias (above).
/// Where they equal the whole part of the threshold, 64 further bits of the neuron are asked for
/// the rest, and so they are for which number `more` is.
///
/// Source: A. J. Walker, ACM Trans. Math. Softw. 3, 253 (1977).
struct PoissonTable {
    static constexpr std::size_t columns = 16;
    static constexpr std::int32_t more = 15;
    static constexpr double largest_mean = 5.0;  ///< of a part: `more` is one of 4,400 numbers

    std::uint32_t parts = 0;  ///< 0: no input
    double mean = 0.0;        ///< of a part
    double tail = 0.0;        ///< probability of `more`

    // Threshold of each column in units of 1/4096: 16 upper + lower + rest.
    alignas(16) std::array<std::uint8_t, columns> upper{};
    alignas(16) std::array<std::uint8_t, columns> lower{};  ///< below 16
    alignas(16) std::array<std::uint8_t, columns> alias{};
    std::array<double, columns> rest{};  ///< in [0, 1)
};

/// Table of the Poisson distribution with mean lambda >= 0.
///
/// Throws: InvalidParameter if lambda exceeds 65536 times `largest_mean`.
[[nodiscard]] PoissonTable poisson_table(double lambda);

/// A number of one part from its 16 bits. `further(draw)` gives 64 independent random bits as a
/// number in [0, 1), for draw = 0 and 1.
template <class Further>
[[nodiscard]] std::int32_t poisson_number(const PoissonTable& table, std::uint8_t low_byte,
                                          std::uint8_t high_byte, const Further& further);

/// The number that `more` stands for, at u in [0, 1).
[[nodiscard]] std::int32_t number_in_tail(const PoissonTable& table, double u);

template <class Further>
std::int32_t poisson_number(const PoissonTable& table, std::uint8_t low_byte,
                            std::uint8_t high_byte, const Further& further) {
    const std::size_t column = low_byte & 0xFu;
    const int drawn = 16 * high_byte + (low_byte >> 4);
    const int threshold = 16 * table.upper[column] + table.lower[column];
    const bool own = drawn < threshold || (drawn == threshold && further(0) < table.rest[column]);
    const auto outcome =
        own ? static_cast<std::int32_t>(column) : std::int32_t{table.alias[column]};
    return outcome == PoissonTable::more ? number_in_tail(table, further(1)) : outcome;
}

}  // namespace siegert::simulation
