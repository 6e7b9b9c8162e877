#include "crosscheck/observables.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::crosscheck {

bool asks_for(const CrosscheckOptions& options, Quantity quantity) {
    return std::ranges::find(options.quantities, quantity) != options.quantities.end();
}

bool is_rate(Quantity quantity) {
    return quantity == Quantity::firing_rates || quantity == Quantity::unconnected_rates ||
           quantity == Quantity::driven_rates;
}

bool is_response(Quantity quantity) {
    return quantity == Quantity::transfer_function_real ||
           quantity == Quantity::transfer_function_imaginary;
}

bool asks_for_response(const CrosscheckOptions& options) {
    return std::ranges::any_of(options.quantities, is_response);
}

bool asks_for_network(const CrosscheckOptions& options) {
    return std::ranges::any_of(options.quantities,
                               [](Quantity quantity) { return !quantity_info(quantity).is_part; });
}

double sample_duration(const CrosscheckOptions& options) {
    return options.duration / (options.replicates * options.batches);
}

std::vector<Band> frequency_bands(const CrosscheckOptions& options) {
    const auto first = static_cast<Index>(std::ceil(time_bandwidth));
    const auto end =
        static_cast<Index>(std::floor(options.f_max * options.segment * (1 + 1e-9))) + 1;
    std::vector<Band> bands;
    Index begin = first;
    for (int b = 1; b <= options.bands; ++b) {
        const double share = static_cast<double>(b) / options.bands;
        const double edge = static_cast<double>(first) *
                            std::pow(static_cast<double>(end) / static_cast<double>(first), share);
        const Index stop = b == options.bands ? end : static_cast<Index>(std::round(edge));
        if (stop > begin) {
            bands.push_back({begin, stop});
            begin = stop;
        }
    }
    return bands;
}

std::vector<Observable> observables_of(Index n, const CrosscheckOptions& options) {
    std::vector<Observable> observables;
    const auto bands = frequency_bands(options);
    for (const Quantity quantity : options.quantities) {
        for (Index i = 0; i < n; ++i) {
            switch (quantity) {
                case Quantity::covariances:
                    for (Index j = 0; j <= i; ++j) observables.push_back({quantity, i, j});
                    break;
                case Quantity::spectra:
                    for (std::size_t b = 0; b < bands.size(); ++b) {
                        const double middle =
                            0.5 * static_cast<double>(bands[b].first + bands[b].end - 1);
                        observables.push_back(
                            {quantity, i, 0, static_cast<Index>(b), middle / options.segment});
                    }
                    break;
                case Quantity::transfer_function_real:
                case Quantity::transfer_function_imaginary:
                    for (Index k = 0; k < options.frequencies.size(); ++k) {
                        observables.push_back({quantity, i, 0, k, options.frequencies(k)});
                    }
                    break;
                default:
                    observables.push_back({quantity, i});
            }
        }
    }
    return observables;
}

}  // namespace siegert::crosscheck
