#include <siegert/theory/network_transfer_function.hpp>

#include "model/field_use.hpp"
#include "neurons/models.hpp"
#include "numerics/parallel.hpp"
#include "require.hpp"
#include "synapses/models.hpp"
#include "theory/connectivity_factors.hpp"
#include "theory/rate_map.hpp"
#include "theory/require_shape.hpp"

namespace siegert::theory {
namespace {

/// Multiplies the response by what synapses of time constant tau_s [s] leave of a signal. The
/// filter belongs to the connection, but all connections onto a population share their time
/// constant.
void filter(const synapses::Model& synapse, double tau_s, const ComplexVector& s,
            neurons::Response& response) {
    const ComplexVector z = s * tau_s;
    response.n_mu = response.n_mu.cwiseProduct(z.unaryExpr(synapse.filter));
    if (response.noise == neurons::Noise::driving) return;
    response.n_sigma2 = response.n_sigma2.cwiseProduct(z.unaryExpr(synapse.variance_filter));
}

void require_inputs(const Network& network, const PopulationInputs& inputs) {
    schema::require_known_to_theory(network);
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
    const bool filtered = options.filter == lif::SynapticFilter::with;
    const neurons::Input input = input_of(network, inputs);
    const auto theories = neurons::theories(network, options.method);
    TransferFunctions result{.s = s, .n_mu = ComplexMatrix(s.size(), n), .n_sigma2 = {}};
    if (with_variance) result.n_sigma2.resize(s.size(), n);
    const int threads = worthwhile_threads(s.size() * n, options.threads);
    numerics::parallel_blocks(n, threads, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) {
            auto response = neurons::response(*theories[static_cast<std::size_t>(i)], network, i,
                                              input, s, options.convention);
            if (filtered) filter(synapses::model(network), input.tau_s(i), s, response);
            result.n_mu.col(i) = response.n_mu;
            if (with_variance) result.n_sigma2.col(i) = response.n_sigma2;
        }
    });
    return result;
}

Matrix network_renewal_spectra(const Network& network, const PopulationInputs& inputs,
                               const Vector& omegas, const ResponseOptions& options) {
    require_inputs(network, inputs);
    require_not_negative("threads", options.threads);
    const Index n = network.tau_m.size();
    const neurons::Input input = input_of(network, inputs);
    const auto theories = neurons::theories(network, options.method);
    Matrix spectra(omegas.size(), n);
    const int threads = worthwhile_threads(omegas.size() * n, options.threads);
    numerics::parallel_blocks(n, threads, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) {
            spectra.col(i) = neurons::spectrum(*theories[static_cast<std::size_t>(i)], network, i,
                                               input, omegas);
        }
    });
    return spectra;
}

ConnectivityAt connectivity_at(const Network& network, const PopulationInputs& inputs,
                               const ResponseOptions& options) {
    const auto variance = options.convention == lif::Convention::exact ? VarianceResponse::with
                                                                       : VarianceResponse::without;
    const auto factors = connectivity_factors(delays(network), coupling(network), variance);
    return [=](Complex s) -> ComplexMatrix {
        const ComplexVector one = ComplexVector::Constant(1, s);
        return connectivity(factors, network_transfer_function(network, inputs, one, options), 0);
    };
}

}  // namespace siegert::theory
