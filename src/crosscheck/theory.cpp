#include "crosscheck/theory.hpp"

#include "crosscheck/transmission.hpp"
#include "crosscheck/watched_network.hpp"
#include "synapses/models.hpp"
#include "theory/current_network.hpp"
#include "theory/single_neurons.hpp"

#include <siegert/theory/input_statistics.hpp>
#include <siegert/theory/network_transfer_function.hpp>

#include <cmath>
#include <map>
#include <memory>
#include <numbers>

namespace siegert::crosscheck {
namespace {

// Frequencies at which correlations are integrated: the membrane has filtered what lies beyond.
constexpr double integration_end = 500.0;  // [Hz]

double sinc_squared(double x) {
    const double sinc = x == 0.0 ? 1.0 : std::sin(x) / x;
    return sinc * sinc;
}

// Covariance of the spike counts of two neurons in bins of length T, per time [1/s]; n x n. The
// spectra enter with the weight T sinc^2(pi f T).
Matrix count_covariances_of(const Fluctuations& spectra, const Vector& N, double T) {
    const Index n = N.size();
    Matrix covariances = Matrix::Zero(n, n);
    for (Index m = 0; m < spectra.C.frequencies(); ++m) {
        const double f = static_cast<double>(m) * spectra.df;
        const double both_signs = m == 0 ? 1.0 : 2.0;
        const double weight = both_signs * spectra.df * T * sinc_squared(std::numbers::pi * f * T);
        Matrix pairs = spectra.C[m].real();
        pairs.diagonal() -= spectra.renewal.row(m).transpose().cwiseQuotient(N);
        covariances += weight * pairs;
    }
    // The mean over pairs of different neurons.
    for (Index i = 0; i < n; ++i) covariances(i, i) *= N(i) > 1.0 ? N(i) / (N(i) - 1.0) : 0.0;
    return covariances;
}

// Power of the populations in bands [Hz], bands x n, with the spectral resolution of the estimate.
Matrix band_power(const Fluctuations& spectra, const std::vector<Band>& bands) {
    const Index n = spectra.renewal.cols();
    const auto half = static_cast<Index>(time_bandwidth);
    Matrix power = Matrix::Zero(static_cast<Index>(bands.size()), n);
    for (std::size_t b = 0; b < bands.size(); ++b) {
        const double count = static_cast<double>((bands[b].end - bands[b].first) * (2 * half + 1));
        for (Index m = bands[b].first; m < bands[b].end; ++m) {
            for (Index s = -half; s <= half; ++s) {
                power.row(static_cast<Index>(b)) +=
                    spectra.C[std::abs(m + s)].diagonal().real().transpose() / count;
            }
        }
    }
    return power;
}

// The tables of which observables with two indices are elements; empty where not asked for.
struct Tables {
    Matrix covariances;        // n x n
    Matrix power;              // bands x n
    ComplexMatrix n_mu;        // frequencies x n
    Vector unconnected_rates;  // n
    Vector driven_rates;       // n
    Vector mean_delays;        // n
};

Tables tables_of(const Theory& theory, const Setting& setting) {
    const CrosscheckOptions& options = setting.options;
    const Network& network = setting.network;
    Tables tables;
    if (asks_for(options, Quantity::covariances)) {
        const double df = 1.0 / (10.0 * options.count_bin);
        tables.covariances = count_covariances_of(
            theory.fluctuations(df, static_cast<Index>(integration_end / df) + 1), network.N,
            options.count_bin);
    }
    if (asks_for(options, Quantity::spectra)) {
        const auto bands = frequency_bands(options);
        const Index count = bands.back().end + static_cast<Index>(time_bandwidth) + 1;
        tables.power = band_power(theory.fluctuations(1.0 / options.segment, count), bands);
    }
    if (asks_for_response(options)) tables.n_mu = theory.n_mu();
    if (asks_for(options, Quantity::unconnected_rates)) {
        tables.unconnected_rates = theory.neuron_rates(Vector::Zero(network.N.size()));
    }
    if (asks_for(options, Quantity::driven_rates)) {
        tables.driven_rates = theory.neuron_rates(driving_potentials(network));
    }
    if (asks_for(options, Quantity::transmission_delay)) {
        tables.mean_delays = ExpectedInput(network, options.dt).mean_delays();
    }
    return tables;
}

double value_of(const Observable& observable, const Theory& theory, const Tables& tables) {
    const auto [quantity, i, j, k, frequency] = observable;
    switch (quantity) {
        case Quantity::firing_rates:
            return theory.firing_rates(i);
        case Quantity::cvs:
            return theory.cvs(i);
        case Quantity::mean_input:
            return theory.mean_input(i);
        case Quantity::std_input:
            return theory.std_input(i);
        case Quantity::covariances:
            return tables.covariances(i, j);
        case Quantity::spectra:
            return tables.power(k, i);
        case Quantity::transfer_function_real:
            return tables.n_mu(k, i).real();
        case Quantity::transfer_function_imaginary:
            return tables.n_mu(k, i).imag();
        case Quantity::unconnected_rates:
            return tables.unconnected_rates(i);
        case Quantity::driven_rates:
            return tables.driven_rates(i);
        case Quantity::transmission_gain:
            return 1.0;
        case Quantity::transmission_delay:
            return tables.mean_delays(i);
    }
    return 0.0;
}

}  // namespace

Vector values_of(const Theory& theory, const Setting& setting) {
    const Tables tables = tables_of(theory, setting);
    Vector values(static_cast<Index>(setting.observables.size()));
    for (Index r = 0; r < values.size(); ++r) {
        values(r) = value_of(setting.observables[static_cast<std::size_t>(r)], theory, tables);
    }
    return values;
}

Theory white_noise_theory(const Setting& setting, const Network& network, const WorkingPoint& point,
                          Method method) {
    return {.firing_rates = point.firing_rates,
            .cvs = point.cvs,
            .mean_input = point.mean_input,
            .std_input = point.std_input,
            .fluctuations =
                [=](double df, Index count) {
                    return theory::fluctuations(network, point, method, df, count);
                },
            .n_mu =
                [=, &setting] {
                    return transfer_functions(network, point, method, setting.options.frequencies);
                },
            .neuron_rates =
                [=](const Vector& additional) {
                    return theory::diffusion_rates(network, point, method, additional);
                }};
}

LinearState linear_state(theory::FiniteWeightState state, Method method) {
    using Grid = std::pair<double, Index>;
    const auto known = std::make_shared<std::map<Grid, MatrixStack>>();
    return {.at = state, .connectivity = [=](double df, Index count) -> const MatrixStack& {
                const auto found = known->find({df, count});
                if (found != known->end()) return found->second;
                return known
                    ->emplace(Grid{df, count}, theory::white_connectivity(
                                                   state.network, state.point, method, df, count))
                    .first->second;
            }};
}

Theory coloured_noise_theory(const Setting& setting, const LinearState& state,
                             const NeuronStatistics& neurons) {
    const Method method = setting.options.method;
    const auto responses = [&setting, &state, &neurons, method] {
        const Vector& frequencies = setting.options.frequencies;
        ComplexMatrix n_mu =
            transfer_functions(state.at.network, state.at.point, method, frequencies);
        for (Index k = 0; k < n_mu.rows(); ++k) {
            n_mu.row(k) = n_mu.row(k).cwiseProduct(theory::responses_at(neurons, frequencies(k)));
        }
        return n_mu;
    };
    return {.firing_rates = neurons.firing_rates,
            .cvs = neurons.cvs,
            .mean_input = theory::mean_input(
                theory::with_currents(setting.network, neurons.firing_rates), neurons.firing_rates),
            .std_input = neurons.std_input,
            .fluctuations =
                [&state, &neurons](double df, Index count) {
                    return theory::fluctuations(state.connectivity(df, count), df, neurons,
                                                state.at.network.N);
                },
            .n_mu = responses,
            .neuron_rates = {}};
}

ComplexMatrix transfer_functions(const Network& network, const WorkingPoint& point, Method method,
                                 const Vector& frequencies) {
    // The simulation modulates the mean potential itself, not the current of the synapses. The
    // response to it of neurons with conductances has no filter to leave out.
    const auto filter = synapses::has_conductance(network) ? lif::SynapticFilter::with
                                                           : lif::SynapticFilter::without;
    return theory::network_transfer_function(
               network,
               {.mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates},
               lif::on_imaginary_axis(2.0 * std::numbers::pi * frequencies),
               {.method = method, .filter = filter, .threads = 1})
        .n_mu;
}

}  // namespace siegert::crosscheck
