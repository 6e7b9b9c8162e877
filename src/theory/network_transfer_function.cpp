#include <siegert/theory/network_transfer_function.hpp>

#include "neurons/models.hpp"
#include "numerics/parallel.hpp"
#include "require.hpp"
#include "synapses/models.hpp"
#include "theory/connectivity_factors.hpp"
#include "theory/rate_map.hpp"
#include "theory/require_shape.hpp"

#include <memory>
#include <vector>

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
    require_length("mean_input", inputs.mu.size(), network.tau_m.size());
    require_length("std_input", inputs.sigma.size(), network.tau_m.size());
}

// More threads than this much work is worth cost more than they save.
int threads_for(const Network& network, Index values, const ResponseOptions& options) {
    constexpr Index values_per_thread = 2000;  // 0.4 ms
    const int requested = numerics::thread_count(options.threads);
    // A neuron alone takes 10 ms where there is a method that costs less.
    if (neurons::approximation(neurons::parts(network, options.method))) return requested;
    const Index limit = 1 + values / values_per_thread;
    return static_cast<int>(std::min<Index>(limit, requested));
}

/// The response to sigma^2 as one to the noise behind a synapse of time constant tau_s [s].
void leave_filter_to_connections(const synapses::Model& synapse, double tau_s,
                                 const ComplexVector& s, neurons::Response& response) {
    if (response.noise == neurons::Noise::filtered) return;
    const ComplexVector z = s * tau_s;
    response.n_sigma2 = response.n_sigma2.cwiseQuotient(z.unaryExpr(synapse.variance_filter));
}

/// The responses to each kind of conductance, as they multiply tau_m J K and tau_m <J^2> K: those
/// to mean and variance relative to the leak, to which these add tau_s J K / g and tau_s <J^2> K /
/// 2g^2.
void set_conductances(const Network& network, Index i, const neurons::Response& response,
                      ConductanceResponses& result) {
    const std::vector<double> tau_s = synapses::currents(network, i);
    const Vector tau = Eigen::Map<const Vector>(tau_s.data(), static_cast<Index>(tau_s.size()));
    const double per_leak = 1.0 / network.C(i);  // 1 / (tau_m g)
    const auto k = static_cast<std::size_t>(i);
    result.mean[k] = response.n_mean * (per_leak * tau).asDiagonal();
    result.variance[k] =
        response.n_variance * (0.5 * per_leak * per_leak * network.tau_m(i) * tau).asDiagonal();
}

/// A population's column of the transfer functions.
void set_column(const Network& network, Index i, double tau_s, lif::SynapticFilter filtering,
                neurons::Response response, TransferFunctions& result) {
    if (synapses::has_conductance(network)) {
        set_conductances(network, i, response, result.conductances);
    } else if (result.connections.tau_s.size() != 0) {
        leave_filter_to_connections(synapses::model(network), tau_s, result.s, response);
    } else if (filtering == lif::SynapticFilter::with) {
        filter(synapses::model(network), tau_s, result.s, response);
    }
    result.n_mu.col(i) = response.n_mu;
    if (result.n_sigma2.size() > 0) result.n_sigma2.col(i) = response.n_sigma2;
}

TransferFunctions empty_at(const Network& network, const ComplexVector& s,
                           lif::Convention convention) {
    const Index n = network.tau_m.size();
    TransferFunctions result{.s = s, .n_mu = ComplexMatrix(s.size(), n), .n_sigma2 = {}};
    if (convention == lif::Convention::exact) result.n_sigma2.resize(s.size(), n);
    if (synapses::has_conductance(network)) {
        result.conductances.kind = Matrix::NullaryExpr(n, n, [&](Index i, Index j) {
            return static_cast<double>(synapses::current_of(network, i, j));
        });
        result.conductances.mean.resize(static_cast<std::size_t>(n));
        result.conductances.variance.resize(static_cast<std::size_t>(n));
    }
    return result;
}

void require_filter(const Network& network, lif::SynapticFilter filtering) {
    if (filtering == lif::SynapticFilter::with || !synapses::has_conductance(network)) return;
    throw InvalidParameter(
        "the synaptic filter cannot be left out where synapses are conductances: it is in the "
        "response of the neuron");
}

/// What the connections of the network do where they do not share a filter.
ConnectionFilters connections_of(const Network& network, const PopulationInputs& inputs,
                                 const std::vector<const neurons::Theory*>& theories,
                                 const neurons::Input& input, lif::SynapticFilter filtering) {
    require_filter(network, filtering);
    if (synapses::has_conductance(network)) return {};
    ConnectionFilters connections = connection_filters(network, theories, inputs.nu, input);
    if (filtering == lif::SynapticFilter::without) connections.tau_s.setZero();
    return connections;
}

/// A network whose neurons wait for frequencies.
struct Prepared {
    Network network;
    neurons::Input input;
    ResponseOptions options;
    std::vector<const neurons::Theory*> theories;
    std::vector<neurons::ResponseFunction> responses;  ///< empty: ask the theory
    ConnectionFilters connections;
};

std::shared_ptr<const Prepared> prepared(const Network& network, const PopulationInputs& inputs,
                                         const ResponseOptions& options) {
    require_inputs(network, inputs);
    const Index n = network.tau_m.size();
    auto result = std::make_shared<Prepared>(
        Prepared{.network = network,
                 .input = input_of(network, inputs, options.method),
                 .options = options,
                 .theories = neurons::theories(network, options.method),
                 .responses = std::vector<neurons::ResponseFunction>(static_cast<std::size_t>(n)),
                 .connections = {}});
    result->connections =
        connections_of(network, inputs, result->theories, result->input, options.filter);
    const auto prepare = [&](Index i) {
        const auto k = static_cast<std::size_t>(i);
        result->responses[k] = neurons::prepared_response(*result->theories[k], network, i,
                                                          result->input, options.convention);
    };
    const bool costs = neurons::approximation(neurons::parts(network, options.method)).has_value();
    numerics::parallel_blocks(n, costs ? 0 : 1, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) prepare(i);
    });
    return result;
}

TransferFunctions transfer_at(const Prepared& p, Complex s) {
    const ComplexVector one = ComplexVector::Constant(1, s);
    auto result = empty_at(p.network, one, p.options.convention);
    result.connections = p.connections;
    for (Index i = 0; i < result.n_mu.cols(); ++i) {
        const auto k = static_cast<std::size_t>(i);
        auto response = p.responses[k] ? p.responses[k](one)
                                       : neurons::response(*p.theories[k], p.network, i, p.input,
                                                           one, p.options.convention);
        set_column(p.network, i, p.input.tau_s(i), p.options.filter, std::move(response), result);
    }
    return result;
}

}  // namespace

TransferFunctions network_transfer_function(const Network& network, const PopulationInputs& inputs,
                                            const ComplexVector& s,
                                            const ResponseOptions& options) {
    require_inputs(network, inputs);
    require_not_negative("threads", options.threads);
    const Index n = network.tau_m.size();
    const neurons::Input input = input_of(network, inputs, options.method);
    const auto theories = neurons::theories(network, options.method);
    TransferFunctions result = empty_at(network, s, options.convention);
    result.connections = connections_of(network, inputs, theories, input, options.filter);
    const int threads = threads_for(network, s.size() * n, options);
    numerics::parallel_blocks(n, threads, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) {
            auto response = neurons::response(*theories[static_cast<std::size_t>(i)], network, i,
                                              input, s, options.convention);
            set_column(network, i, input.tau_s(i), options.filter, std::move(response), result);
        }
    });
    return result;
}

Matrix network_renewal_spectra(const Network& network, const PopulationInputs& inputs,
                               const Vector& omegas, const ResponseOptions& options) {
    require_inputs(network, inputs);
    require_not_negative("threads", options.threads);
    const Index n = network.tau_m.size();
    const neurons::Input input = input_of(network, inputs, options.method);
    const auto theories = neurons::theories(network, options.method);
    Matrix spectra(omegas.size(), n);
    const int threads = threads_for(network, omegas.size() * n, options);
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
    const auto neurons = prepared(network, inputs, options);
    return [=](Complex s) -> ComplexMatrix {
        return connectivity(factors, transfer_at(*neurons, s), 0);
    };
}

}  // namespace siegert::theory
