#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace siegert::crosscheck {

/// What is compared.
enum class Quantity {
    firing_rates,                 ///< of a population [Hz]
    cvs,                          ///< coefficient of variation of its intervals
    mean_input,                   ///< mean mu of its input [V]
    std_input,                    ///< noise amplitude sigma of its input [V]
    covariances,                  ///< of the spike counts of two neurons, per time [1/s]
    spectra,                      ///< power of the population activity in a band [Hz]
    transfer_function_real,       ///< response of a neuron to its mean input [1/(V s)]
    transfer_function_imaginary,  ///< see transfer_function_real
    unconnected_rates,   ///< firing rate of neurons of a population that receive independent
                         ///< Poisson spikes in place of the network's [Hz]
    driven_rates,        ///< the same with a strong constant input besides, so that the neurons
                         ///< fire fast and regularly, and refractoriness counts [Hz]
    transmission_gain,   ///< input of a population relative to what the recorded spikes make expect
    transmission_delay,  ///< mean delay of the input of a population [s]
};

/// Names, units and meaning of a quantity, for every output.
struct QuantityInfo {
    Quantity quantity;
    std::string_view name;        ///< in terminal, JSON, HDF5 and Python
    std::string_view former;      ///< name in earlier versions, still read; empty: none
    std::string_view unit;        ///< SI; empty: dimensionless
    std::string_view shown_unit;  ///< in which people read it
    double factor;                ///< from `unit` to `shown_unit`
    std::string_view title;
    std::string_view label;  ///< of an axis
    std::string_view meaning;
    bool is_positive;  ///< no negative value is possible
    bool is_part;  ///< of one neuron or one set of synapses, where the theory is exact or nearly
                   ///< so; else it depends on the state of the network
};

/// All quantities, in the order of Quantity.
inline constexpr std::array quantities{
    QuantityInfo{Quantity::firing_rates, "firing_rates", "rates", "Hz", "Hz", 1.0, "Firing rates",
                 "firing rate", "Mean rate of a neuron of each population.", true, false},
    QuantityInfo{Quantity::cvs, "cvs", "", "", "", 1.0, "Irregularity of the spikes", "CV",
                 "Coefficient of variation of the intervals between spikes: 1 for Poisson spikes.",
                 true, false},
    QuantityInfo{Quantity::mean_input, "mean_input", "", "V", "mV", 1e3, "Mean input", "mu",
                 "What the potential would be on average without a threshold.", false, false},
    QuantityInfo{Quantity::std_input, "std_input", "", "V", "mV", 1e3, "Noise of the input",
                 "sigma",
                 "Its square is twice the variance of the potential without a threshold, for delta "
                 "synapses.",
                 true, false},
    QuantityInfo{Quantity::covariances, "covariances", "", "1/s", "1/s", 1.0,
                 "Covariances of spike counts", "covariance",
                 "Each pair of populations, mean over pairs of neurons.", false, false},
    QuantityInfo{Quantity::spectra, "spectra", "", "Hz", "Hz", 1.0, "Spectra", "power",
                 "Power of the population activity, averaged over bands.", true, false},
    QuantityInfo{Quantity::transfer_function_real, "transfer_function_real", "transfer_function_re",
                 "Hz/V", "Hz/mV", 1e-3, "Transfer function, real part",
                 "transfer function, real part",
                 "Response of a neuron to a small modulation of its mean input.", false, false},
    QuantityInfo{Quantity::transfer_function_imaginary, "transfer_function_imaginary",
                 "transfer_function_im", "Hz/V", "Hz/mV", 1e-3, "Transfer function, imaginary part",
                 "transfer function, imaginary part",
                 "Response of a neuron to a small modulation of its mean input.", false, false},
    QuantityInfo{Quantity::unconnected_rates, "unconnected_rates", "", "Hz", "Hz", 1.0,
                 "Rates with Poisson input", "firing rate",
                 "Neurons that receive independent Poisson spikes in place of the network's.", true,
                 true},
    QuantityInfo{Quantity::driven_rates, "driven_rates", "", "Hz", "Hz", 1.0,
                 "Rates with strong Poisson input", "firing rate",
                 "The same with a strong constant input besides.", true, true},
    QuantityInfo{Quantity::transmission_gain, "transmission_gain", "", "", "", 1.0,
                 "Transmission: gain", "gain",
                 "Input of a population relative to what the recorded spikes make expect.", false,
                 true},
    QuantityInfo{Quantity::transmission_delay, "transmission_delay", "", "s", "ms", 1e3,
                 "Transmission: delay", "delay", "Mean delay of the input of a population.", false,
                 true}};

/// Names, units and meaning of one quantity.
[[nodiscard]] const QuantityInfo& quantity_info(Quantity quantity);

/// The quantity of this name, also of a former one; empty if there is none.
[[nodiscard]] std::optional<Quantity> quantity_named(std::string_view name);

}  // namespace siegert::crosscheck
