#include <siegert/theory/network_transfer_function.hpp>

#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>

#include "numerics/parallel.hpp"
#include "require.hpp"
#include "theory/require_shape.hpp"

namespace siegert::theory {
namespace {

lif::Input input(const PopulationInputs& inputs, Index i) {
    return {.mu = inputs.mu(i), .sigma = inputs.sigma(i)};
}

lif::exp::Synapse synapse(const Network& network, Index i, const ResponseOptions& options) {
    return {.tau_s = network.tau_s(i), .method = options.method};
}

lif::TransferFunction population_transfer_function(const Network& network,
                                                   const PopulationInputs& inputs, Index i,
                                                   const ComplexVector& s,
                                                   const ResponseOptions& options) {
    if (network.synapse == SynapseType::delta)
        return lif::delta::transfer_function(neuron(network, i), input(inputs, i), s,
                                             options.convention);
    return lif::exp::transfer_function(neuron(network, i), synapse(network, i, options),
                                       input(inputs, i), s, options.convention, options.filter);
}

Vector population_renewal_spectrum(const Network& network, const PopulationInputs& inputs, Index i,
                                   const Vector& omegas, const ResponseOptions& options) {
    if (network.synapse == SynapseType::delta)
        return lif::delta::renewal_spectrum(neuron(network, i), input(inputs, i), omegas);
    return lif::exp::renewal_spectrum(neuron(network, i), synapse(network, i, options),
                                      input(inputs, i), omegas);
}

void require_inputs(const Network& network, const PopulationInputs& inputs) {
    require_length("mean_input", inputs.mu.size(), network.tau_m.size());
    require_length("std_input", inputs.sigma.size(), network.tau_m.size());
}

// More threads than this much work is worth cost more than they save.
int worthwhile_threads(Index values, int requested) {
    constexpr Index values_per_thread = 2000;  // 0.4 ms
    const Index limit = 1 + values / values_per_thread;
    return static_cast<int>(std::min<Index>(limit, numerics::thread_count(requested)));
}

}  // namespace

TransferFunctions network_transfer_function(const Network& network, const PopulationInputs& inputs,
                                            const ComplexVector& s,
                                            const ResponseOptions& options) {
    require_inputs(network, inputs);
    require_not_negative("threads", options.threads);
    const Index n = network.tau_m.size();
    const bool with_variance = options.convention == lif::Convention::exact;
    TransferFunctions result{.s = s, .n_mu = ComplexMatrix(s.size(), n), .n_sigma2 = {}};
    if (with_variance) result.n_sigma2.resize(s.size(), n);
    const int threads = worthwhile_threads(s.size() * n, options.threads);
    numerics::parallel_blocks(n, threads, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) {
            const auto transfer = population_transfer_function(network, inputs, i, s, options);
            result.n_mu.col(i) = transfer.n_mu;
            if (with_variance) result.n_sigma2.col(i) = transfer.n_sigma2;
        }
    });
    return result;
}

Matrix network_renewal_spectra(const Network& network, const PopulationInputs& inputs,
                               const Vector& omegas, const ResponseOptions& options) {
    require_inputs(network, inputs);
    require_not_negative("threads", options.threads);
    const Index n = network.tau_m.size();
    Matrix spectra(omegas.size(), n);
    const int threads = worthwhile_threads(omegas.size() * n, options.threads);
    numerics::parallel_blocks(n, threads, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i)
            spectra.col(i) = population_renewal_spectrum(network, inputs, i, omegas, options);
    });
    return spectra;
}

ConnectivityAt connectivity_at(const Network& network, const PopulationInputs& inputs,
                               const ResponseOptions& options) {
    const Delays delays_of_network = delays(network);
    const Coupling synapses = coupling(network);
    return [=](Complex s) -> ComplexMatrix {
        const ComplexVector one = ComplexVector::Constant(1, s);
        const auto transfer = network_transfer_function(network, inputs, one, options);
        return effective_connectivity(transfer, delays_of_network, synapses, 1)[0];
    };
}

}  // namespace siegert::theory
