#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/convention.hpp>
#include <siegert/lif/input.hpp>
#include <siegert/lif/method.hpp>
#include <siegert/model/network.hpp>

#include "lif/mixed_noise.hpp"

#include <functional>
#include <optional>
#include <span>
#include <vector>

/// What a neuron model answers to the theory of networks.
namespace siegert::neurons {

using lif::exp::Method;

/// The conductances of a neuron, one entry for each kind of them (synapses::currents): Gaussian
/// processes of these moments, relative to the conductance of the leak.
struct Conductances {
    Vector tau;       ///< time constants [s], > 0
    Vector E_rev;     ///< reversal potentials [V]
    Vector mean;      ///< >= 0
    Vector variance;  ///< >= 0
};

/// Gaussian input of neurons: one entry for each population of a network. Synapses decide what it
/// consists of; here it grows when there is more to tell, so that models that need no more do not
/// change.
struct Input {
    Vector mu;     ///< mean [V], n
    Vector sigma;  ///< noise amplitude [V], n, >= 0, as in lif::Input
    Vector tau_s;  ///< correlation time of the noise [s], n, >= 0; 0: white; of noise with several:
                   ///< that, with sigma, of the process that stands for it (Theory::mixing_rule)
    std::vector<Conductances> conductances{};  ///< n; empty: synapses are currents. mu is then the
                                               ///< constant input, and sigma 0
};

/// Mean and noise amplitude for population i.
[[nodiscard]] inline lif::Input input_of(const Input& input, Index i) {
    return {.mu = input.mu(i), .sigma = input.sigma(i)};
}

/// Some populations of a network that have the same model.
struct Group {
    const Network& network;
    std::span<const Index> populations;
};

/// Derivatives of a rate with respect to the moments of each kind of conductance [Hz].
struct ConductanceSlopes {
    Vector mean;
    Vector variance;
};

/// Stationary state of a group, one entry for each of its populations.
struct Stationary {
    Vector nu;                                         ///< rate [Hz], >= 0
    Vector d_mu;                                       ///< d nu / d mu [1/(V s)]
    Vector d_sigma;                                    ///< d nu / d sigma [1/(V s)]
    std::vector<ConductanceSlopes> by_conductances{};  ///< empty: none
};

/// Which noise a response to sigma^2 refers to.
enum class Noise {
    filtered,  ///< the noise behind the synapse
    driving,   ///< the white noise that drives the synapse: its filter is in the response
};

/// Linear response of the rate at frequencies s [1/s], without the filter of the synapse.
struct Response {
    ComplexVector n_mu;      ///< to the mean behind the synapse [1/(V s)]
    ComplexVector n_sigma2;  ///< to sigma^2 [1/(V^2 s)]
    Noise noise = Noise::filtered;

    // Of neurons with conductances: to what drives their mean and variance, frequencies x kinds
    // [1/s], with the filter of the synapse. n_sigma2 is then zero.
    ComplexMatrix n_mean{};
    ComplexMatrix n_variance{};
};

/// Response of one population at its input, for any frequencies.
using ResponseFunction = std::function<Response(const ComplexVector& s)>;

/// The theory of one neuron. An empty function is a question that it cannot answer.
struct Theory {
    /// Rates and their derivatives with respect to each moment of the input.
    Stationary (*stationary)(const Group& group, const Input& input) = nullptr;

    /// Coefficients of variation of the intervals, consistent with the rates.
    Vector (*cvs)(const Group& group, const Input& input) = nullptr;

    /// Linear response of population i.
    Response (*response)(const Network& network, Index i, const Input& input,
                         const ComplexVector& s, lif::Convention convention) = nullptr;

    /// Spectrum [Hz] of the spikes of an isolated neuron of population i at omegas [rad/s].
    Vector (*spectrum)(const Network& network, Index i, const Input& input,
                       const Vector& omegas) = nullptr;

    /// Size of the first-order term in sqrt(tau_s / tau_m) relative to the rate, where the rate is
    /// such an expansion; empty where it is none.
    Vector (*first_order_term)(const Group& group, const Input& input) = nullptr;

    /// Whether the theory is exact for synapses of any time constant.
    bool any_tau_s = false;

    /// Which process stands for noise of several time constants.
    lif::MixingRule mixing_rule = lif::first_order_noise;

    /// Derivatives of the rates with respect to the square root of tau_s [1/(s sqrt(s))]; empty: 0.
    Vector (*d_root_tau)(const Group& group, const Input& input) = nullptr;

    /// Rates alone, where derivatives cost more.
    Vector (*rates)(const Group& group, const Input& input) = nullptr;

    /// `response`, prepared for many calls; empty, or returns an empty function, where there is
    /// nothing to prepare. The function refers to none of the arguments.
    ResponseFunction (*prepared_response)(const Network& network, Index i, const Input& input,
                                          lif::Convention convention) = nullptr;

    /// A theory that costs less and comes close: searches for states begin where it ends them.
    const Theory* approximation = nullptr;

    /// What tells the error of the treatment of conductances, relative to the rate; empty where
    /// there is none.
    Vector (*conductance_errors)(const Group& group, const Input& input) = nullptr;

    /// What tells the error of the treatment of adaptation, relative to the rate; empty where there
    /// is none.
    Vector (*adaptation_errors)(const Group& group, const Input& input) = nullptr;
};

/// A row of the list of models.
struct Model {
    std::optional<NeuronType> neuron;  ///< empty: every kind that has no row of its own
    std::optional<Method> method;      ///< for which the theory is; empty: for all
    const Theory* theory;
    const Theory* with_adaptation = nullptr;
    const Theory* with_conductances = nullptr;
};

}  // namespace siegert::neurons
