#include "crosscheck/watched_network.hpp"

#include "synapses/models.hpp"
#include "theory/single_neurons.hpp"

#include <algorithm>

namespace siegert::crosscheck {
namespace {

// Above any potential that input could cause, and small enough to compute with [V].
constexpr double unreachable = 1e3;

Vector repeated(const Vector& values, Index times) {
    return values.size() == 0 ? values : Vector(values.replicate(times, 1));
}

// Also of a matrix without columns: that of a network without external populations.
Matrix repeated_rows(const Matrix& values, Index times) {
    return values.rows() == 0 ? values : Matrix(values.replicate(times, 1));
}

// Rows once more for each kind of neurons, columns for the new sources filled with `filler`.
Matrix extended(const Matrix& values, Index times, double filler) {
    if (values.size() == 0) return values;
    const Index n = values.cols();
    Matrix result = Matrix::Constant(n * times, n * times, filler);
    result.leftCols(n) = values.replicate(times, 1);
    return result;
}

void append_names(std::vector<std::string>& names, const std::string& suffix, Index n) {
    for (Index i = 0; i < n; ++i) names.push_back(names[static_cast<std::size_t>(i)] + suffix);
}

}  // namespace

Vector modulation_of(const Watched& watched, const Vector& amplitudes) {
    Vector all = Vector::Zero(watched.network.N.size());
    all.segment(watched.first_modulated, amplitudes.size()) = amplitudes;
    return all;
}

namespace {

// One of the inputs of a neuron.
struct Shot {
    double weight, rate, tau_s, E_rev;
};

// The conductance [S] of what causes currents of this weight [V].
double conductance_of(const Network& network, Index i, double weight,
                      const theory::ShotInput& input) {
    return weight * network.C(i) / (input.tau_s * input.conductance->driving_force);
}

std::vector<Shot> shots_of(const Network& network, Index i, const Vector& rates) {
    std::vector<Shot> all;
    for (const auto& input : theory::shot_inputs(network, i, rates)) {
        for (const auto& [rate, weight] : input.shots) {
            if (!input.conductance) {
                all.push_back({weight, rate, input.tau_s, 0.0});
            } else {
                all.push_back({conductance_of(network, i, weight, input), rate, input.tau_s,
                               input.conductance->E_rev});
            }
        }
    }
    return all;
}

// Gives the populations from `first` on the external input of independent Poisson spikes, each
// weight through an external population of its own that fires at 1 Hz, and no other.
void replace_input(Network& all, const Network& network, Index first, const Vector& rates) {
    const Index n = network.N.size();
    std::vector<std::vector<Shot>> inputs;
    std::size_t weights = 0;
    for (Index i = 0; i < n; ++i) {
        inputs.push_back(shots_of(network, i, rates));
        weights = std::max(weights, inputs.back().size());
    }
    const Index before = all.nu_ext.size();
    const Index after = before + static_cast<Index>(weights);
    all.K.middleRows(first, n).setZero();
    all.J_ext.conservativeResizeLike(Matrix::Zero(all.N.size(), after));
    all.K_ext.conservativeResizeLike(Matrix::Zero(all.N.size(), after));
    all.K_ext.middleRows(first, n).setZero();
    all.nu_ext.conservativeResize(after);
    all.nu_ext.tail(after - before).setOnes();
    const bool one_each = all.tau_s.cols() == 1 && all.tau_s_ext.size() == 0;
    const bool conducts = synapses::has_conductance(network);
    if (conducts) all.E_rev_ext.conservativeResizeLike(Matrix::Zero(all.N.size(), after));
    if (!one_each) {
        // Where there are no synapses, conductances need a time constant nevertheless.
        Matrix taus =
            Matrix::Constant(all.N.size(), after, conducts ? network.tau_s.maxCoeff() : 0.0);
        for (Index m = 0; m < before; ++m) {
            taus.col(m) = all.tau_s_ext.col(all.tau_s_ext.cols() == 1 ? 0 : m);
        }
        all.tau_s_ext = taus;
    }
    for (Index i = 0; i < n; ++i) {
        const auto& of_target = inputs[static_cast<std::size_t>(i)];
        for (std::size_t k = 0; k < of_target.size(); ++k) {
            all.J_ext(first + i, before + static_cast<Index>(k)) = of_target[k].weight;
            all.K_ext(first + i, before + static_cast<Index>(k)) = of_target[k].rate;
            if (conducts) {
                all.E_rev_ext(first + i, before + static_cast<Index>(k)) = of_target[k].E_rev;
            }
            if (!one_each) {
                all.tau_s_ext(first + i, before + static_cast<Index>(k)) = of_target[k].tau_s;
            }
        }
    }
}

// Adds a constant input to the populations from `first` on.
void drive(Network& all, const Network& network, Index first) {
    if (all.C.size() == 0) all.C = Vector::Ones(all.N.size());
    if (all.I_ext.size() == 0) all.I_ext = Vector::Zero(all.N.size());
    const Index n = network.N.size();
    all.I_ext.segment(first, n) += driving_potentials(network)
                                       .cwiseProduct(all.C.segment(first, n))
                                       .cwiseQuotient(all.tau_m.segment(first, n));
}

}  // namespace

Vector driving_potentials(const Network& network) {
    constexpr double ways = 5.0;
    Vector result(network.N.size());
    for (Index i = 0; i < result.size(); ++i) {
        result(i) = ways * theory::way_to_threshold(network, i);
    }
    return result;
}

namespace {

// The neurons of the network once more for each kind, but for the probes, which neither fire nor
// adapt: their potentials are free.
void repeat_neurons(Network& all, const Network& network, Index kinds) {
    const Index n = network.N.size();
    for (Vector* values : {&all.N, &all.tau_m, &all.tau_r, &all.V_th, &all.V_0, &all.Delta_T,
                           &all.V_T, &all.C, &all.E_L, &all.I_ext}) {
        *values = repeated(*values, kinds);
    }
    const auto repeat = [&](auto& values, const auto& of_probe) {
        if (values.empty()) return;
        const auto own = values;
        for (Index kind = 1; kind < kinds; ++kind) {
            for (const auto& value : own) values.push_back(kind == 1 ? of_probe : value);
        }
    };
    repeat(all.neuron, NeuronType::lif);
    repeat(all.adaptation, std::vector<AdaptationCurrent>{});
    if (all.Delta_T.size() != 0) {
        all.Delta_T.segment(n, n).setZero();
        all.V_T.segment(n, n).setZero();
    }
    all.V_th.segment(n, n).setConstant(unreachable);
}

// Neurons of the network and those that are modulated with it differ; what is measured at probes
// and at neurons apart from the network is compared with the theory of one neuron.
void repeat_differences(Network& all, const Network& network, const WatchOptions& options) {
    const Index n = network.N.size();
    for (Vector Network::*member : {&Network::V_th_sd, &Network::tau_m_sd}) {
        const Vector& sd = network.*member;
        if (sd.size() == 0) continue;
        all.*member = Vector::Zero(all.N.size());
        (all.*member).head(n) = sd;
        if (options.modulated > 0) (all.*member).segment(2 * n, n) = sd;
    }
}

// Time constants of synapses, where they are not one for each target, and reversal potentials.
void repeat_synapses(Network& all, const Network& network, Index kinds) {
    const bool by_source = network.tau_s.cols() > 1;
    const double nowhere = synapses::has_conductance(network) ? network.tau_s.maxCoeff() : 0.0;
    all.tau_s =
        by_source ? extended(network.tau_s, kinds, nowhere) : repeated_rows(network.tau_s, kinds);
    all.tau_s_ext = repeated_rows(network.tau_s_ext, kinds);
    all.E_rev = extended(network.E_rev, kinds, 0.0);
    all.E_rev_ext = repeated_rows(network.E_rev_ext, kinds);
}

// Probes whose potential follows conductances linearly.
void loosen_probes(Network& all, Index n) {
    all.J.middleRows(n, n) *= probe_conductance;
    if (all.J_sd.size() != 0) all.J_sd.middleRows(n, n) *= probe_conductance;
    all.J_ext.middleRows(n, n) *= probe_conductance;
    if (all.I_ext.size() != 0) all.I_ext.segment(n, n).setZero();
}

}  // namespace

Watched watch(const Network& network, const WatchOptions& options) {
    const Index n = network.N.size();
    const Index modulated = options.modulated > 0 ? 1 : 0;
    const Index unconnected = options.unconnected > 0 ? 2 : 0;
    const Index kinds = 2 + modulated + unconnected;
    Watched watched{.original = network,
                    .network = network,
                    .probes = {},
                    .initial_high = {},
                    .first_modulated = 2 * n,
                    .first_unconnected = (2 + modulated) * n,
                    .first_driven = (3 + modulated) * n};
    Network& all = watched.network;
    append_names(all.populations, " (probe)", n);
    if (modulated == 1) append_names(all.populations, " (modulated)", n);
    if (unconnected > 0) {
        append_names(all.populations, " (unconnected)", n);
        append_names(all.populations, " (driven)", n);
    }
    repeat_neurons(all, network, kinds);
    repeat_differences(all, network, options);
    repeat_synapses(all, network, kinds);
    all.N.segment(n, n).setConstant(static_cast<double>(options.probes));
    if (modulated == 1) {
        all.N.segment(watched.first_modulated, n)
            .setConstant(static_cast<double>(options.modulated));
    }
    if (unconnected > 0) {
        all.N.segment(watched.first_unconnected, n)
            .setConstant(static_cast<double>(options.unconnected));
        all.N.segment(watched.first_driven, n).setConstant(static_cast<double>(options.driven));
    }
    watched.initial_high = all.V_0;
    for (Index i = 0; i < all.N.size(); ++i) {
        watched.initial_high(i) += theory::way_to_threshold(network, i % n);
    }
    all.J = extended(network.J, kinds, 0.0);
    all.J_sd = extended(network.J_sd, kinds, 0.0);
    all.K = extended(network.K, kinds, 0.0);
    // A delay where there is no synapse means nothing, but must be valid.
    if (network.Delay.size() != 0) {
        all.Delay = extended(network.Delay, kinds, network.Delay.maxCoeff());
    }
    all.Delay_sd = extended(network.Delay_sd, kinds, 0.0);
    all.J_ext = repeated_rows(network.J_ext, kinds);
    all.K_ext = repeated_rows(network.K_ext, kinds);
    if (synapses::has_conductance(network)) loosen_probes(all, n);
    if (unconnected > 0) {
        replace_input(all, network, watched.first_unconnected, options.rates);
        replace_input(all, network, watched.first_driven, options.rates);
        drive(all, network, watched.first_driven);
    }
    for (Index i = 0; i < n; ++i) {
        for (Index p = 0; p < options.probes; ++p) {
            watched.probes.push_back({.population = n + i, .neuron = p});
        }
    }
    return watched;
}

}  // namespace siegert::crosscheck
