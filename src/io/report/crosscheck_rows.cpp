#include "io/report/crosscheck_rows.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::io {
namespace {

using crosscheck::Crosscheck;
using crosscheck::Quantity;
using crosscheck::Row;

constexpr std::size_t most_populations = 12;  // each with a figure

}  // namespace

std::string row_name(const Row& row) {
    return row.source.empty() ? row.population : row.population + "-" + row.source;
}

Rows rows_of(const Crosscheck& result, Quantity quantity) {
    Rows rows;
    for (const Row& row : result.rows) {
        if (row.quantity == quantity) rows.push_back(&row);
    }
    return rows;
}

Rows rows_of(const Crosscheck& result, Quantity quantity, const std::string& population) {
    Rows rows = rows_of(result, quantity);
    std::erase_if(rows, [&](const Row* row) { return row->population != population; });
    return rows;
}

bool deviates_more(const Row* a, const Row* b) {
    if (a->alarm != b->alarm) return a->alarm;
    if (a->excess_z != b->excess_z) return std::abs(a->excess_z) > std::abs(b->excess_z);
    return std::abs(a->z) > std::abs(b->z);
}

std::vector<std::size_t> chosen_populations(const Crosscheck& result, const Network& network,
                                            std::initializer_list<Quantity> quantities) {
    Rows worst;
    for (const Quantity quantity : quantities) {
        for (const auto& population : network.populations) {
            const Rows rows = rows_of(result, quantity, population);
            if (!rows.empty()) worst.push_back(*std::ranges::min_element(rows, deviates_more));
        }
    }
    std::ranges::stable_sort(worst, deviates_more);
    std::vector<std::size_t> chosen;
    for (const Row* row : worst) {
        const auto i = static_cast<std::size_t>(
            std::ranges::find(network.populations, row->population) - network.populations.begin());
        const bool is_new = std::ranges::find(chosen, i) == chosen.end();
        if (is_new && chosen.size() < most_populations) chosen.push_back(i);
    }
    std::ranges::sort(chosen);
    return chosen;
}

std::vector<Quantity> quantities_in(const Crosscheck& result) {
    std::vector<Quantity> quantities;
    for (const Row& row : result.rows) {
        if (std::ranges::find(quantities, row.quantity) == quantities.end()) {
            quantities.push_back(row.quantity);
        }
    }
    return quantities;
}

}  // namespace siegert::io
