#include <siegert/theory/effective_connectivity.hpp>

#include "numerics/parallel.hpp"
#include "require.hpp"
#include "synapses/models.hpp"
#include "theory/connectivity_factors.hpp"
#include "theory/mean_square_weight.hpp"
#include "theory/require_shape.hpp"

#include <cmath>
#include <utility>

namespace siegert::theory {
namespace {

// tau_m_i J_ij K_ij and tau_m_i (J_ij^2 + J_sd_ij^2) K_ij: what multiplies n_mu and n_sigma2.
struct Weights {
    Matrix mean;
    Matrix variance;  // empty where there is no response to sigma^2
};

bool responds_to_variance(const TransferFunctions& transfer) {
    return transfer.n_sigma2.size() != 0;
}

Weights weights(const Coupling& coupling, VarianceResponse variance) {
    const auto tau_m = coupling.tau_m.asDiagonal();
    Weights result{.mean = tau_m * coupling.J.cwiseProduct(coupling.K), .variance = {}};
    if (variance == VarianceResponse::with)
        result.variance = tau_m * mean_square_weight(coupling).cwiseProduct(coupling.K);
    return result;
}

Weights weights_dJ(const TransferFunctions& transfer, const Coupling& coupling) {
    const auto tau_m = coupling.tau_m.asDiagonal();
    Weights result{.mean = tau_m * coupling.K, .variance = {}};
    if (responds_to_variance(transfer))
        result.variance = 2.0 * (tau_m * coupling.J.cwiseProduct(coupling.K));
    return result;
}

void validate(const Coupling& coupling) {
    const Index n = coupling.tau_m.size();
    require_shape("J", coupling.J.rows(), coupling.J.cols(), n, n);
    require_shape("K", coupling.K.rows(), coupling.K.cols(), n, n);
    if (coupling.J_sd.size() != 0)
        require_shape("J_sd", coupling.J_sd.rows(), coupling.J_sd.cols(), n, n);
    for (Index i = 0; i < n; ++i) {
        require_positive(fmt::format("tau_m[{}]", i), coupling.tau_m(i));
        for (Index j = 0; j < n; ++j) {
            // Names are made only where they are needed: this is called for every s.
            const bool fine = std::isfinite(coupling.J(i, j)) && coupling.K(i, j) >= 0.0 &&
                              std::isfinite(coupling.K(i, j));
            if (fine) continue;
            require_finite(fmt::format("J[{}, {}]", i, j), coupling.J(i, j));
            require_not_negative(fmt::format("K[{}, {}]", i, j), coupling.K(i, j));
        }
    }
}

void validate(const TransferFunctions& transfer, Index n) {
    const Index frequencies = transfer.s.size();
    require_shape("n_mu", transfer.n_mu.rows(), transfer.n_mu.cols(), frequencies, n);
    const Matrix& tau_s = transfer.connections.tau_s;
    if (tau_s.size() != 0) require_shape("connections.tau_s", tau_s.rows(), tau_s.cols(), n, n);
    const ConductanceResponses& conductances = transfer.conductances;
    if (conductances.kind.size() != 0) {
        require_shape("conductances.kind", conductances.kind.rows(), conductances.kind.cols(), n,
                      n);
        require_length("conductances.mean", std::ssize(conductances.mean), n);
        require_length("conductances.variance", std::ssize(conductances.variance), n);
        for (std::size_t i = 0; i < conductances.mean.size(); ++i) {
            const Index kinds =
                1 + static_cast<Index>(conductances.kind.row(static_cast<Index>(i)).maxCoeff());
            for (const auto* part : {&conductances.mean[i], &conductances.variance[i]}) {
                if (part->rows() == frequencies && part->cols() >= kinds && part->allFinite())
                    continue;
                throw InvalidParameter(
                    fmt::format("conductances must be finite and have {} frequencies and {} kinds "
                                "for population {}",
                                frequencies, kinds, i));
            }
        }
    }
    if (!transfer.n_mu.allFinite()) throw InvalidParameter("n_mu must be finite in every entry");
    if (!responds_to_variance(transfer)) return;
    require_shape("n_sigma2", transfer.n_sigma2.rows(), transfer.n_sigma2.cols(), frequencies, n);
    if (!transfer.n_sigma2.allFinite())
        throw InvalidParameter("n_sigma2 must be finite in every entry");
}

// W without its delays at frequency k, each connection with its own filter.
ComplexMatrix with_filters(const TransferFunctions& transfer, const Matrix& mean,
                           const Matrix& variance, Index k) {
    const ConnectionFilters& connections = transfer.connections;
    const synapses::Model& synapse = synapses::model(SynapseType::exponential);
    const Complex s = transfer.s(k);
    ComplexMatrix W(mean.rows(), mean.cols());
    for (Index i = 0; i < W.rows(); ++i) {
        const Complex n_mu = transfer.n_mu(k, i);
        const Complex by_barrier = n_mu * (1.0 + s * connections.tau_m(i));
        for (Index j = 0; j < W.cols(); ++j) {
            const Complex z = s * connections.tau_s(i, j);
            W(i, j) = n_mu * synapse.filter(z) * mean(i, j);
            if (variance.size() == 0) continue;
            W(i, j) += (transfer.n_sigma2(k, i) * connections.variance(i, j) +
                        by_barrier * connections.barrier(i, j)) *
                       synapse.variance_filter(z) * variance(i, j);
        }
    }
    return W;
}

// W without its delays at frequency k, of conductances.
ComplexMatrix by_conductances(const ConductanceResponses& responses, const Matrix& mean,
                              const Matrix& variance, Index k) {
    return ComplexMatrix::NullaryExpr(mean.rows(), mean.cols(), [&](Index i, Index j) {
        const auto target = static_cast<std::size_t>(i);
        const auto kind = static_cast<Index>(responses.kind(i, j));
        Complex W = responses.mean[target](k, kind) * mean(i, j);
        if (variance.size() != 0) W += responses.variance[target](k, kind) * variance(i, j);
        return W;
    });
}

// W without its delays at frequency k.
ComplexMatrix instantaneous(const TransferFunctions& transfer, const Matrix& mean,
                            const Matrix& variance, Index k) {
    if (transfer.conductances.kind.size() != 0)
        return by_conductances(transfer.conductances, mean, variance, k);
    if (transfer.connections.tau_s.size() != 0) return with_filters(transfer, mean, variance, k);
    ComplexMatrix W = transfer.n_mu.row(k).transpose().asDiagonal() * mean;
    if (variance.size() != 0) W += transfer.n_sigma2.row(k).transpose().asDiagonal() * variance;
    return W;
}

Matrix mean_square(const Matrix& J, const Matrix& J_sd) {
    Matrix square = J.cwiseAbs2();
    if (J_sd.size() != 0) square += J_sd.cwiseAbs2();
    return square;
}

bool has_distributed_weights(const Network& network) {
    return network.weight_dist != WeightDistribution::none;
}

MatrixStack with_delays(const TransferFunctions& transfer, const Weights& weights,
                        const MatrixStack& D) {
    const Index n = weights.mean.rows();
    validate(transfer, n);
    require_length("D", D.frequencies(), transfer.s.size());
    require_shape("D", D.rows(), D.cols(), n, n);
    MatrixStack W(transfer.s.size(), n, n);
    for (Index k = 0; k < transfer.s.size(); ++k)
        W[k] = instantaneous(transfer, weights.mean, weights.variance, k).cwiseProduct(D[k]);
    return W;
}

}  // namespace

Matrix mean_square_weight(const Coupling& coupling) {
    return mean_square(coupling.J, coupling.J_sd);
}

Matrix mean_square_weight(const Network& network) {
    return has_distributed_weights(network) ? mean_square(network.J, network.J_sd)
                                            : mean_square(network.J, {});
}

Coupling coupling(const Network& network) {
    return {.J = network.J,
            .J_sd = has_distributed_weights(network) ? network.J_sd : Matrix{},
            .K = network.K,
            .tau_m = network.tau_m};
}

MatrixStack effective_connectivity(const TransferFunctions& transfer, const MatrixStack& D,
                                   const Coupling& coupling) {
    validate(coupling);
    return with_delays(transfer, weights(coupling, variance_of(transfer)), D);
}

MatrixStack effective_connectivity_dJ(const TransferFunctions& transfer, const MatrixStack& D,
                                      const Coupling& coupling) {
    validate(coupling);
    return with_delays(transfer, weights_dJ(transfer, coupling), D);
}

MatrixStack effective_connectivity(const TransferFunctions& transfer, const Delays& delays,
                                   const Coupling& coupling, int threads) {
    const Index n = coupling.tau_m.size();
    const auto factors = connectivity_factors(delays, coupling, variance_of(transfer));
    validate(transfer, n);
    MatrixStack W(transfer.s.size(), n, n);
    numerics::parallel_blocks(transfer.s.size(), threads, [&](Index begin, Index end) {
        for (Index k = begin; k < end; ++k) W[k] = connectivity(factors, transfer, k);
    });
    return W;
}

ConnectivityFactors connectivity_factors(const Delays& delays, const Coupling& coupling,
                                         VarianceResponse variance) {
    const Index n = coupling.tau_m.size();
    validate(coupling);
    require_shape("Delay", delays.mean.rows(), delays.mean.cols(), n, n);
    Weights w = weights(coupling, variance);
    return {.mean = std::move(w.mean),
            .variance = std::move(w.variance),
            .delays = delay_table(delays)};
}

ComplexMatrix connectivity(const ConnectivityFactors& factors, const TransferFunctions& transfer,
                           Index k) {
    return instantaneous(transfer, factors.mean, factors.variance, k)
        .cwiseProduct(delay_factors(factors.delays, transfer.s(k)));
}

}  // namespace siegert::theory
