#include "io/report/crosscheck_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace siegert::io {
namespace {

using crosscheck::Crosscheck;
using crosscheck::Quantity;
using crosscheck::Row;

constexpr std::size_t most_populations = 12;  // each with a figure

struct Words {
    Quantity quantity;
    const char* title;
    const char* label;
    const char* caption;
};

constexpr std::array words{
    Words{Quantity::rates, "Firing rates", "firing rate",
          "Mean rate of a neuron of each population."},
    Words{Quantity::cvs, "Irregularity of the spikes", "CV",
          "Coefficient of variation of the intervals between spikes: 1 for Poisson spikes."},
    Words{Quantity::mean_input, "Mean input", "mu",
          "What the potential would be on average without a threshold."},
    Words{Quantity::std_input, "Noise of the input", "sigma",
          "Its square is twice the variance of the potential without a threshold, for delta "
          "synapses."},
    Words{Quantity::unconnected_rates, "Rates with Poisson input", "firing rate",
          "Neurons that receive independent Poisson spikes in place of the network's."},
    Words{Quantity::driven_rates, "Rates with strong Poisson input", "firing rate",
          "The same with a strong constant input besides."},
    Words{Quantity::transmission_gain, "Transmission: gain", "gain",
          "Input of a population relative to what the recorded spikes make expect."},
    Words{Quantity::transmission_delay, "Transmission: delay", "delay",
          "Mean delay of the input of a population."},
    Words{Quantity::covariances, "Covariances of spike counts", "covariance",
          "Each pair of populations, mean over pairs of neurons."}};

// The unit in which people read a quantity.
struct ShownUnit {
    std::string_view si;
    const char* unit;
    double factor;
};

constexpr std::array shown_units{ShownUnit{"V", "mV", 1e3}, ShownUnit{"s", "ms", 1e3},
                                 ShownUnit{"Hz/V", "Hz/mV", 1e-3}};

}  // namespace

ShownQuantity shown(Quantity quantity) {
    ShownQuantity result;
    result.label = crosscheck::quantity_name(quantity);
    std::ranges::replace(result.label, '_', ' ');
    result.title = result.label;
    const auto known = std::ranges::find(words, quantity, &Words::quantity);
    if (known != words.end()) {
        result.title = known->title;
        result.label = known->label;
        result.caption = known->caption;
    }
    result.unit = crosscheck::quantity_unit(quantity);
    const auto unit = std::ranges::find(shown_units, result.unit, &ShownUnit::si);
    if (unit != shown_units.end()) {
        result.unit = unit->unit;
        result.factor = unit->factor;
    }
    return result;
}

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
