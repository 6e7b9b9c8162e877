#include "simulation/external_input.hpp"

#include "require.hpp"

#include <cmath>
#include <vector>

namespace siegert::simulation {
namespace {

constexpr double most_parts = 65536.0;
constexpr double steps_of_threshold = 4096.0;

double probability(double mean, std::int32_t k) {
    return std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
}

// Of all numbers from `first` on, summed from the smallest terms that matter.
double upper_tail(double mean, std::int32_t first) {
    constexpr int terms = 60;  // of a ratio below largest_mean / more, 1/3
    double sum = 0.0;
    for (std::int32_t k = first + terms; k >= first; --k) sum += probability(mean, k);
    return sum;
}

void set_threshold(PoissonTable& table, std::size_t column, double part) {
    const double threshold = part * steps_of_threshold;
    const auto whole = static_cast<unsigned>(threshold);
    table.upper[column] = static_cast<std::uint8_t>(whole / 16);
    table.lower[column] = static_cast<std::uint8_t>(whole % 16);
    table.rest[column] = threshold - whole;
}

// M. D. Vose, IEEE Trans. Softw. Eng. 17, 972 (1991): a column that its own outcome does not fill
// is filled up with one that has too much.
void set_columns(PoissonTable& table, std::array<double, PoissonTable::columns> filled) {
    std::vector<std::size_t> low;
    std::vector<std::size_t> high;
    for (std::size_t c = 0; c < filled.size(); ++c) (filled[c] < 1.0 ? low : high).push_back(c);
    while (!low.empty() && !high.empty()) {
        const std::size_t column = low.back();
        const std::size_t giver = high.back();
        low.pop_back();
        set_threshold(table, column, filled[column]);
        table.alias[column] = static_cast<std::uint8_t>(giver);
        filled[giver] -= 1.0 - filled[column];
        if (filled[giver] >= 1.0) continue;
        high.pop_back();
        low.push_back(giver);
    }
    low.insert(low.end(), high.begin(), high.end());  // full but for rounding
    for (const std::size_t column : low) table.alias[column] = static_cast<std::uint8_t>(column);
}

}  // namespace

PoissonTable poisson_table(double lambda) {
    PoissonTable table;
    if (lambda <= 0.0) return table;
    require(lambda <= most_parts * PoissonTable::largest_mean,
            "mean number of external spikes in a step", lambda,
            "be smaller: take a shorter dt or external_drive: gaussian_white");
    table.parts = static_cast<std::uint32_t>(std::ceil(lambda / PoissonTable::largest_mean));
    table.mean = lambda / table.parts;
    table.tail = upper_tail(table.mean, PoissonTable::more);
    std::array<double, PoissonTable::columns> filled{};
    for (std::int32_t k = 0; k < PoissonTable::more; ++k) {
        filled[static_cast<std::size_t>(k)] = PoissonTable::columns * probability(table.mean, k);
    }
    filled.back() = PoissonTable::columns * table.tail;
    set_columns(table, filled);
    return table;
}

std::int32_t number_in_tail(const PoissonTable& table, double u) {
    double above = u * table.tail;
    std::int32_t k = PoissonTable::more;
    double p = probability(table.mean, k);
    while (above >= p && p > 0.0) {
        above -= p;
        ++k;
        p *= table.mean / k;
    }
    return k;
}

}  // namespace siegert::simulation
