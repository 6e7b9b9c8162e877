#include "neurons/lif.hpp"

#include <siegert/lif/exp.hpp>

#include "lif/batch.hpp"
#include "lif/colored_noise.hpp"

#include <cmath>

namespace siegert::neurons {
namespace {

/// One parameter of the populations of a group: as it lies in the network where they are all of it.
class Column {
public:
    Column(const Group& group, const Vector& values) {
        const auto n = static_cast<Index>(group.populations.size());
        if (n == values.size()) {
            view_ = {values.data(), group.populations.size()};
            return;
        }
        selected_.resize(n);
        for (Index k = 0; k < n; ++k) {
            selected_(k) = values(group.populations[static_cast<std::size_t>(k)]);
        }
        view_ = {selected_.data(), group.populations.size()};
    }
    Column(const Column&) = delete;
    Column& operator=(const Column&) = delete;

    operator std::span<const double>() const { return view_; }

private:
    Vector selected_;
    std::span<const double> view_;
};

std::span<double> view(Vector& values) {
    return {values.data(), static_cast<std::size_t>(values.size())};
}

/// Calls `use` with the parameters and the input of the group.
template <class Use>
void with_batch(const Group& group, const Input& input, Method method, Use use) {
    const Network& network = group.network;
    const Column mu(group, input.mu);
    const Column sigma(group, input.sigma);
    const Column V_0(group, network.V_0);
    const Column V_th(group, network.V_th);
    const Column tau_m(group, network.tau_m);
    const Column tau_r(group, network.tau_r);
    const Column tau_s(group, input.tau_s);
    use(lif::Batch{.mu = mu,
                   .sigma = sigma,
                   .V_0 = V_0,
                   .V_th = V_th,
                   .tau_m = tau_m,
                   .tau_r = tau_r,
                   .tau_s = tau_s,
                   .method = method});
}

template <Method method>
Stationary stationary(const Group& group, const Input& input) {
    const auto n = static_cast<Index>(group.populations.size());
    Stationary state{.nu = Vector(n), .d_mu = Vector(n), .d_sigma = Vector(n)};
    with_batch(group, input, method, [&](const lif::Batch& batch) {
        lif::compute_batch(
            lif::BatchQuantity::rate_derivatives, batch,
            {.value = view(state.nu), .d_mu = view(state.d_mu), .d_sigma = view(state.d_sigma)});
    });
    if (method == Method::shift) return state;
    // The expansion leaves its domain where it is negative: such a neuron is silent.
    const auto is_rate = (state.nu.array() >= 0.0).eval();
    state.nu = is_rate.select(state.nu, 0.0);
    state.d_mu = is_rate.select(state.d_mu, 0.0);
    state.d_sigma = is_rate.select(state.d_sigma, 0.0);
    return state;
}

Vector batch_of(lif::BatchQuantity quantity, const Group& group, const Input& input,
                Method method) {
    Vector values(static_cast<Index>(group.populations.size()));
    with_batch(group, input, method, [&](const lif::Batch& batch) {
        lif::compute_batch(quantity, batch, {.value = view(values)});
    });
    return values;
}

Vector shift_cvs(const Group& group, const Input& input) {
    return batch_of(lif::BatchQuantity::cv, group, input, Method::shift);
}

/// Scaled by the ratio of the rates, as published.
Vector taylor_cvs(const Group& group, const Input& input) {
    const Vector cvs = shift_cvs(group, input);
    const Vector nu =
        batch_of(lif::BatchQuantity::rate, group, input, Method::taylor).cwiseMax(0.0);
    const Vector nu_shift = batch_of(lif::BatchQuantity::rate, group, input, Method::shift);
    const Vector scaled = cvs.array() * nu.array() / nu_shift.array();
    return (nu_shift.array() > 0.0).select(scaled, cvs);
}

template <Method method>
Response response(const Network& network, Index i, const Input& input, const ComplexVector& s,
                  lif::Convention convention) {
    const lif::exp::Synapse synapse{.tau_s = input.tau_s(i), .method = method};
    auto transfer = lif::exp::transfer_function(neuron(network, i), synapse, input_of(input, i), s,
                                                convention, lif::SynapticFilter::without);
    return {.n_mu = std::move(transfer.n_mu),
            .n_sigma2 = std::move(transfer.n_sigma2),
            .noise = Noise::filtered};
}

Vector spectrum(const Network& network, Index i, const Input& input, const Vector& omegas) {
    const lif::exp::Synapse synapse{.tau_s = input.tau_s(i), .method = Method::shift};
    return lif::exp::renewal_spectrum(neuron(network, i), synapse, input_of(input, i), omegas);
}

/// Threshold and reset raised by k sigma are a mean that is lower by it, k = (alpha / 2)
/// sqrt(tau_s / tau_m).
template <Method method>
Vector d_root_tau(const Group& group, const Input& input) {
    Vector d = stationary<Method::shift>(group, input).d_mu;
    if (method == Method::taylor) {
        Input white = input;
        white.tau_s.setZero();
        const Vector nu = stationary<Method::taylor>(group, input).nu;
        d = (nu.array() > 0.0).select(stationary<Method::shift>(group, white).d_mu, 0.0);
    }
    for (Index k = 0; k < d.size(); ++k) {
        const Index i = group.populations[static_cast<std::size_t>(k)];
        d(k) *= -lif::half_alpha / std::sqrt(group.network.tau_m(i)) * input.sigma(i);
    }
    return d;
}

Vector taylor_term(const Group& group, const Input& input) {
    Vector terms(static_cast<Index>(group.populations.size()));
    for (Index k = 0; k < terms.size(); ++k) {
        const Index i = group.populations[static_cast<std::size_t>(k)];
        const lif::exp::Synapse synapse{.tau_s = input.tau_s(i), .method = Method::taylor};
        terms(k) =
            lif::exp::relative_correction(neuron(group.network, i), synapse, input_of(input, i));
    }
    return terms;
}

}  // namespace

const Theory lif_shift{.stationary = stationary<Method::shift>,
                       .cvs = shift_cvs,
                       .response = response<Method::shift>,
                       .spectrum = spectrum,
                       .d_root_tau = d_root_tau<Method::shift>};

const Theory lif_taylor{.stationary = stationary<Method::taylor>,
                        .cvs = taylor_cvs,
                        .response = response<Method::taylor>,
                        .spectrum = spectrum,
                        .first_order_term = taylor_term,
                        .d_root_tau = d_root_tau<Method::taylor>};

}  // namespace siegert::neurons
