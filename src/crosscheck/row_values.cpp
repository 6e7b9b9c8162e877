#include "crosscheck/row_values.hpp"

#include <siegert/theory/network_transfer_function.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::crosscheck {
namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;
// Frequencies at which correlations are integrated: the membrane has filtered what lies beyond.
constexpr double integration_end = 500.0;  // [Hz]

}  // namespace

WorkingPoint state_of(const Network& network, const Vector& start, Method method) {
    const Vector below = start.cwiseMin((0.9 / network.tau_r.array().max(1e-6)).matrix());
    WorkingPoint point = theory::working_point(network, {.method = method, .start = below});
    theory::require_converged(point);
    return point;
}

bool is_part(Quantity quantity) {
    return quantity == Quantity::unconnected_rates || quantity == Quantity::driven_rates ||
           quantity == Quantity::transmission_gain || quantity == Quantity::transmission_delay;
}

bool is_response(Quantity quantity) {
    return quantity == Quantity::transfer_function_real ||
           quantity == Quantity::transfer_function_imaginary;
}

bool asks_for_response(const CrosscheckOptions& options) {
    return asks_for(options, Quantity::transfer_function_real) ||
           asks_for(options, Quantity::transfer_function_imaginary);
}

ComplexMatrix transfer_functions(const Network& network, const WorkingPoint& point, Method method,
                                 const Vector& frequencies) {
    // The simulation modulates the mean potential itself, not the current of the synapses.
    return theory::network_transfer_function(
               network, {.mu = point.mean_input, .sigma = point.std_input},
               lif::on_imaginary_axis(two_pi * frequencies),
               {.method = method, .filter = lif::SynapticFilter::without, .threads = 1})
        .n_mu;
}

/// What the rows are made of, whichever theory it comes from.

Vector values_of(const Source& source, const Vector& N, const std::vector<Key>& keys,
                 const CrosscheckOptions& options) {
    Matrix covariances;
    Matrix power;
    ComplexMatrix n_mu;
    if (asks_for(options, Quantity::covariances)) {
        const double df = 1.0 / (10.0 * options.count_bin);
        covariances = count_covariances_of(
            source.fluctuations(df, static_cast<Index>(integration_end / df) + 1), N,
            options.count_bin);
    }
    if (asks_for(options, Quantity::spectra)) {
        const auto bands = frequency_bands(options);
        const Index count = bands.back().end + static_cast<Index>(time_bandwidth) + 1;
        power = band_power(source.fluctuations(1.0 / options.segment, count), bands);
    }
    if (asks_for_response(options)) n_mu = source.n_mu();
    Vector values(static_cast<Index>(keys.size()));
    for (std::size_t r = 0; r < keys.size(); ++r) {
        const auto [quantity, i, j, k, frequency] = keys[r];
        double& value = values(static_cast<Index>(r));
        switch (quantity) {
            case Quantity::rates:
                value = source.rates(i);
                break;
            case Quantity::cvs:
                value = source.cvs(i);
                break;
            case Quantity::mean_input:
                value = source.mean_input(i);
                break;
            case Quantity::std_input:
                value = source.std_input(i);
                break;
            case Quantity::covariances:
                value = covariances(i, j);
                break;
            case Quantity::spectra:
                value = power(k, i);
                break;
            case Quantity::transfer_function_real:
                value = n_mu(k, i).real();
                break;
            case Quantity::transfer_function_imaginary:
                value = n_mu(k, i).imag();
                break;
            case Quantity::unconnected_rates:
            case Quantity::driven_rates:
            case Quantity::transmission_gain:
            case Quantity::transmission_delay:
                value = 0.0;  // parts of the network do not depend on its state: see add_parts
                break;
        }
    }
    return values;
}

Vector values_at(const Network& network, const WorkingPoint& point, Method method,
                 const std::vector<Key>& keys, const CrosscheckOptions& options) {
    return values_of(
        {.rates = point.firing_rates,
         .cvs = point.cvs,
         .mean_input = point.mean_input,
         .std_input = point.std_input,
         .fluctuations =
             [&](double df, Index count) {
                 return fluctuations(network, point, method, df, count);
             },
         .n_mu = [&] { return transfer_functions(network, point, method, options.frequencies); }},
        network.N, keys, options);
}

/// The theory at one working point, against which others are compared.

Prediction::Cause cause_of(const Base& base, std::string name, const Network& other,
                           const WorkingPoint& point, Method method) {
    return {.name = std::move(name),
            .values = values_at(other, point, method, base.keys, base.options) - base.values,
            .exact = std::vector<bool>(base.keys.size(), false),
            .uncertainty = {},
            .standard_error = {}};
}

Prediction::Cause no_change(const Base& base, std::string name) {
    return {.name = std::move(name),
            .values = Vector::Zero(base.values.size()),
            .exact = std::vector<bool>(base.keys.size(), false),
            .uncertainty = {},
            .standard_error = Vector::Zero(base.values.size())};
}

}  // namespace siegert::crosscheck
