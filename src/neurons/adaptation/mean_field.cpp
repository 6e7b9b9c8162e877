#include "neurons/adaptation/mean_field.hpp"

#include <siegert/lif/delta.hpp>

#include "require.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::neurons::adaptation {
namespace {

/// From the mean of tau_m dV/dt = mu - V over those that are not refractory: each spike takes
/// V_th - V_0 away.
double mean_potential(const LifNeuron& neuron, double mu, double nu) {
    return (1.0 - nu * neuron.tau_r) * mu - neuron.tau_m * nu * (neuron.V_th - neuron.V_0) +
           nu * neuron.tau_r * neuron.V_0;
}

/// The same balance for small changes: s dU = (dmu - dU + ...) / tau_m - spikes + returns.
JointResponse closed_response(const LifNeuron& neuron, const lif::Input& input,
                              const ComplexVector& s) {
    JointResponse r{.rate = lif::delta::transfer_function(neuron, input, s, lif::Convention::exact),
                    .potential_mu = ComplexVector(s.size()),
                    .potential_sigma2 = ComplexVector(s.size())};
    const double nu = lif::delta::firing_rate(neuron, input);
    for (Index k = 0; k < s.size(); ++k) {
        const Complex decay = std::exp(-s(k) * neuron.tau_r);
        const Complex held = s(k) == 0.0 ? neuron.tau_r : (1.0 - decay) / s(k);
        const Complex per_spike =
            (input.mu / neuron.tau_m * held + neuron.V_th - neuron.V_0 * decay) /
                (s(k) + 1.0 / neuron.tau_m) -
            neuron.V_0 * held;
        const double free = (1.0 - nu * neuron.tau_r) / neuron.tau_m;
        r.potential_mu(k) = free / (s(k) + 1.0 / neuron.tau_m) - r.rate.n_mu(k) * per_spike;
        r.potential_sigma2(k) = -r.rate.n_sigma2(k) * per_spike;
    }
    return r;
}

/// Where a function that falls with x is zero, by regula falsi (Illinois); `step` is a length.
double root_of_falling(const std::function<double(double)>& f, double step) {
    constexpr double tolerance = 1e-13;
    constexpr int doublings = 60;
    constexpr int iterations = 200;
    double low = 0.0;
    double at_low = f(low);
    if (at_low == 0.0) return low;
    double stride = at_low > 0.0 ? step : -step;
    double x = stride;
    double at_x = f(x);
    for (int k = 0; at_low * at_x > 0.0; ++k) {
        if (k == doublings) throw AccuracyNotReached("adaptation has no mean field");
        low = x;
        at_low = at_x;
        stride *= 2.0;
        x += stride;
        at_x = f(x);
    }
    for (int k = 0; k < iterations; ++k) {
        if (std::abs(at_x) <= tolerance * step || std::abs(x - low) <= tolerance * step) return x;
        const double between = (low * at_x - x * at_low) / (at_x - at_low);
        const double at_between = f(between);
        if (at_between * at_x < 0.0) {
            low = x;
            at_low = at_x;
        } else {
            at_low *= 0.5;
        }
        x = between;
        at_x = at_between;
    }
    return x;
}

Vector currents_of(const RateAndPotential& state, std::span<const AdaptationCurrent> currents) {
    Vector w(static_cast<Index>(currents.size()));
    for (Index k = 0; k < w.size(); ++k) {
        const AdaptationCurrent& current = currents[static_cast<std::size_t>(k)];
        w(k) = current.a * state.potential + current.b * current.tau * state.rate;
    }
    return w;
}

/// What the currents make of potential and rate at the frequency s.
struct Feedback {
    Complex potential = 0.0;
    Complex rate = 0.0;
};

/// The potential is left zero where no current follows it.
JointResponse response_of(const Unadapted& neuron, std::span<const AdaptationCurrent> currents,
                          double mu, const ComplexVector& s) {
    const auto follows = [](const AdaptationCurrent& current) { return current.a != 0.0; };
    if (std::ranges::any_of(currents, follows)) return neuron.joint_response(mu, s);
    const ComplexVector zero = ComplexVector::Zero(s.size());
    return {.rate = neuron.response(mu, s), .potential_mu = zero, .potential_sigma2 = zero};
}

Feedback feedback(std::span<const AdaptationCurrent> currents, Complex s) {
    Feedback H;
    for (const AdaptationCurrent& current : currents) {
        const Complex filter = 1.0 / (1.0 + s * current.tau);
        H.potential += current.a * filter;
        H.rate += current.b * current.tau * filter;
    }
    return H;
}

}  // namespace

Unadapted unadapted(const IntegrateAndFireNeuron& neuron, double sigma) {
    const auto input = [sigma](double mu) { return lif::Input{.mu = mu, .sigma = sigma}; };
    return {
        .state = [=](double mu) -> RateAndPotential {
            const auto state = stationary_state(neuron, input(mu));
            return {.rate = state.firing_rate, .potential = state.mean_potential};
        },
        .cv = [=](double mu) { return neurons::cv(neuron, input(mu)); },
        .response = [=](double mu,
                        const ComplexVector& s) { return transfer_function(neuron, input(mu), s); },
        .joint_response =
            [=](double mu, const ComplexVector& s) { return joint_response(neuron, input(mu), s); },
        .spectrum =
            [=](double mu, const Vector& omegas) {
                return renewal_spectrum(neuron, input(mu), omegas);
            }};
}

Unadapted unadapted(const LifNeuron& neuron, double sigma) {
    const auto input = [sigma](double mu) { return lif::Input{.mu = mu, .sigma = sigma}; };
    return {.state = [=](double mu) -> RateAndPotential {
                const double nu = lif::delta::firing_rate(neuron, input(mu));
                return {.rate = nu, .potential = mean_potential(neuron, mu, nu)};
            },
            .cv = [=](double mu) { return lif::delta::cv(neuron, input(mu)); },
            .response =
                [=](double mu, const ComplexVector& s) {
                    return lif::delta::transfer_function(neuron, input(mu), s,
                                                         lif::Convention::exact);
                },
            .joint_response =
                [=](double mu, const ComplexVector& s) {
                    return closed_response(neuron, input(mu), s);
                },
            .spectrum =
                [=](double mu, const Vector& omegas) {
                    return lif::delta::renewal_spectrum(neuron, input(mu), omegas);
                }};
}

MeanField mean_field(const Unadapted& neuron, std::span<const AdaptationCurrent> currents,
                     double mu) {
    constexpr double step = 1e-3;  // [V]
    const double w = root_of_falling(
        [&](double total) { return currents_of(neuron.state(mu - total), currents).sum() - total; },
        step);
    const RateAndPotential state = neuron.state(mu - w);
    return {
        .rate = state.rate, .potential = state.potential, .currents = currents_of(state, currents)};
}

// d nu = n dmu' + n2 dsigma2, dU = x dmu' + x2 dsigma2 with dmu' = dmu - dw, dw = H_U dU + H_nu
// dnu.
lif::TransferFunction mean_field_response(const Unadapted& neuron,
                                          std::span<const AdaptationCurrent> currents,
                                          const MeanField& field, double mu,
                                          const ComplexVector& s) {
    const JointResponse r = response_of(neuron, currents, mu - field.currents.sum(), s);
    lif::TransferFunction n = r.rate;
    for (Index k = 0; k < s.size(); ++k) {
        const Feedback H = feedback(currents, s(k));
        const Complex loop = H.potential * r.potential_mu(k) + H.rate * r.rate.n_mu(k);
        const Complex by_noise = H.potential * r.potential_sigma2(k) + H.rate * r.rate.n_sigma2(k);
        n.n_mu(k) = r.rate.n_mu(k) / (1.0 + loop);
        n.n_sigma2(k) = r.rate.n_sigma2(k) - n.n_mu(k) * by_noise;
    }
    return n;
}

Vector mean_field_spectrum(const Unadapted& neuron, std::span<const AdaptationCurrent> currents,
                           const MeanField& field, double mu, const Vector& omegas) {
    const double at = mu - field.currents.sum();
    const ComplexVector s = lif::on_imaginary_axis(omegas);
    const JointResponse r = response_of(neuron, currents, at, s);
    Vector S = neuron.spectrum(at, omegas);
    for (Index k = 0; k < omegas.size(); ++k) {
        const Feedback H = feedback(currents, s(k));
        S(k) /= std::norm(1.0 + H.potential * r.potential_mu(k) + H.rate * r.rate.n_mu(k));
    }
    return S;
}

}  // namespace siegert::neurons::adaptation
