#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/neuron.hpp>
#include <siegert/model/stimulus.hpp>
#include <siegert/model/synapse.hpp>

#include <string>
#include <vector>

namespace siegert {

/// One adaptation current w of a neuron, in units of the potential it causes (R w):
///
///     tau dw/dt = a (u - u_rest) - w + b tau sum_f delta(t - t_f)
struct AdaptationCurrent {
    double tau = unset;  ///< time constant [s], > 0
    double a = unset;    ///< subthreshold coupling, dimensionless (R times a conductance)
    double b = unset;    ///< increment per spike [V]
};

/// A network of n populations of integrate-and-fire neurons driven by m external populations.
/// Everything in SI, potentials relative to the leak potential; rows are targets, columns are
/// sources.
///
/// A vector of per-population parameters has n entries. Optional parts are empty where absent.
struct Network {
    std::string label;
    std::vector<std::string> populations;  ///< n names, distinct
    SynapseType synapse = SynapseType::exponential;

    Vector N;                        ///< neurons in each population, n, > 0
    std::vector<NeuronType> neuron;  ///< kind of neuron, n; empty: all lif
    Vector tau_m;                    ///< membrane time constant [s], n, > 0
    Vector tau_r;                    ///< refractory period [s], n, >= 0
    Matrix tau_s;    ///< synaptic time constant [s], >= 0, n x 1: of all synapses onto a target, or
                     ///< n x n: of each connection, 0: delta (0 or ignored for delta synapses)
    Vector V_th;     ///< threshold [V], n, > V_0; of eif: where a spike is cut
    Vector V_0;      ///< reset [V], n
    Vector Delta_T;  ///< slope factor of eif [V], n, > 0 there and 0 elsewhere; empty: no eif
    Vector V_T;      ///< soft threshold of eif [V], n, < V_th there and 0 elsewhere; empty: no eif
    Vector C;        ///< membrane capacitance [F], n, > 0; empty: unknown. Needed by conductances
    Vector E_L;      ///< leak potential [V], n; empty: unknown. Used only to report absolute values

    Matrix J;  ///< weight: peak of the PSP of a delta synapse, or tau_s w / C [V]; of conductances:
               ///< what a spike adds to them [S], >= 0; n x n
    Matrix E_rev;  ///< reversal potential of conductances [V], n x n; empty for other synapses
    Matrix K;      ///< in-degree: synapses from all of j onto one neuron of i, n x n, >= 0

    Matrix Delay;     ///< mean delay [s], n x n, >= 0; empty: unknown
    Matrix Delay_sd;  ///< standard deviation of the delay [s], n x n, >= 0; empty: 0
    DelayDistribution delay_dist = DelayDistribution::none;

    Matrix tau_s_ext;  ///< the same of external synapses [s], n x 1 or n x m; empty: tau_s, n x 1
    Matrix J_ext;      ///< weight of external synapses, as J [V or S], n x m
    Matrix E_rev_ext;  ///< reversal potential of external conductances [V], n x m; empty for others
    Matrix K_ext;      ///< external in-degrees, n x m, >= 0
    Vector nu_ext;     ///< rates of one neuron of the external populations [Hz], m, >= 0
    Vector I_ext;      ///< constant current [A], n; empty: none. Needs C

    // What only a simulation needs.
    ConnectionRule connection_rule = ConnectionRule::fixed_indegree;
    bool multapses = true;  ///< may two neurons be connected more than once?
    bool autapses = true;   ///< may a neuron be connected to itself?
    WeightDistribution weight_dist = WeightDistribution::none;
    Matrix J_sd;  ///< standard deviation of the weights, as J [V or S], n x n; empty: 0
    ExternalDrive external_drive = ExternalDrive::poisson;
    std::vector<std::vector<AdaptationCurrent>> adaptation;  ///< per population; empty: none
    std::vector<Stimulus> stimulus;  ///< input that changes in time; stimuli add up
    Vector V_th_sd;   ///< standard deviation of V_th between the neurons of a population [V], n,
                      ///< >= 0; empty: 0. Of lif only
    Vector tau_m_sd;  ///< the same of tau_m [s], at equal C, so that weights are equal
};

/// Frequencies and wavenumbers at which a network is to be analysed.
struct Analysis {
    Vector omegas;         ///< angular frequencies [rad/s]; empty: not given
    Vector k_wavenumbers;  ///< [1/m]; empty: not given
};

/// Kind of the neurons of population i.
[[nodiscard]] NeuronType neuron_type(const Network& network, Index i);

/// Parameters of the neurons of population i.
///
/// Throws: InvalidParameter unless they are lif neurons: what takes these parameters does not know
/// others.
[[nodiscard]] LifNeuron neuron(const Network& network, Index i);

/// Throws InvalidParameter unless every shape and condition above holds; the message names the
/// field, the population and the value.
void validate(const Network& network);

}  // namespace siegert
