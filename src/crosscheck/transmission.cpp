#include "crosscheck/transmission.hpp"

#include "synapses/models.hpp"
#include "theory/current_network.hpp"
#include "theory/surrogate.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::crosscheck {
namespace {

double normal_cdf(double z) {
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

// Probability that a delay is shorter than x.
double delay_cdf(DelayDistribution distribution, double mean, double sd, double x) {
    if (distribution == DelayDistribution::none || sd == 0.0) return x > mean ? 1.0 : 0.0;
    if (distribution == DelayDistribution::gaussian) return normal_cdf((x - mean) / sd);
    if (x <= 0.0) return 0.0;
    if (distribution == DelayDistribution::truncated_gaussian) {
        const double below_zero = normal_cdf(-mean / sd);
        return (normal_cdf((x - mean) / sd) - below_zero) / (1.0 - below_zero);
    }
    const double variance = std::log1p(sd * sd / (mean * mean));
    return normal_cdf((std::log(x / mean) + 0.5 * variance) / std::sqrt(variance));
}

// Probabilities of delays of 1, 2, ... steps: rounded, at least one step.
std::vector<double> delay_steps(DelayDistribution distribution, double mean, double sd, double dt) {
    constexpr double negligible = 1e-9;
    std::vector<double> p;
    double below = 0.0;
    while (below < 1.0 - negligible) {
        // A delay that is a whole number of steps but for rounding belongs to that number.
        const double edge = (static_cast<double>(p.size()) + 1.5 + 1e-6) * dt;
        const double cdf = delay_cdf(distribution, mean, sd, edge);
        p.push_back(cdf - below);
        below = cdf;
    }
    return p;
}

// Slope of a signal at t by central difference, per step.
double slope(const Vector& x, Index t) {
    return 0.5 * (x(t + 1) - x(t - 1));
}

}  // namespace

namespace {

// Product of 1 - decay B over the decays, as coefficients of 1, B, B^2, ..., B one step back.
std::vector<double> filter_of(const std::vector<double>& decays) {
    std::vector<double> product{1.0};
    for (const double decay : decays) {
        product.push_back(0.0);
        for (std::size_t k = product.size() - 1; k > 0; --k) product[k] -= decay * product[k - 1];
    }
    return product;
}

// What a jump of a current adds to the potential in the step after it.
double jump_of_potential(double tau_m, double tau_s, double dt) {
    return theory::potential_of_current(tau_m, tau_s, dt) * tau_m / tau_s;
}

std::vector<double> convolved(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> result(a.size() + b.size() - 1, 0.0);
    for (std::size_t k = 0; k < a.size(); ++k) {
        for (std::size_t l = 0; l < b.size(); ++l) result[k + l] += a[k] * b[l];
    }
    return result;
}

}  // namespace

ExpectedInput::ExpectedInput(const Network& given, double dt)
    : dt_(dt), mean_delays_(Vector::Zero(given.N.size())) {
    const Network network = theory::with_currents_at_rest(given);
    const Index n = network.N.size();
    kernels_.resize(static_cast<std::size_t>(n));
    for (Index i = 0; i < n; ++i) {
        const double tau_m = network.tau_m(i);
        const std::vector<double> currents = synapses::currents(network, i);
        // Decays in a step of the potential and of its currents but the one that is left out.
        const auto decays = [&](std::size_t without) {
            std::vector<double> all{std::exp(-dt / tau_m)};
            for (std::size_t k = 0; k < currents.size(); ++k) {
                if (k != without && currents[k] > 0.0) all.push_back(std::exp(-dt / currents[k]));
            }
            return all;
        };
        filters_.push_back(filter_of(decays(currents.size())));
        double total = 0.0;
        for (Index j = 0; j < n; ++j) {
            const double weight = network.J(i, j) * network.K(i, j);
            const double sd = network.Delay_sd.size() == 0 ? 0.0 : network.Delay_sd(i, j);
            auto weights = delay_steps(network.delay_dist, network.Delay(i, j), sd, dt);
            double mean = 0.0;
            const std::size_t current = synapses::current_of(network, i, j);
            const double tau_s = currents[current];
            const double scale = tau_s > 0.0 ? jump_of_potential(tau_m, tau_s, dt) : 1.0;
            for (std::size_t k = 0; k < weights.size(); ++k) {
                mean += weights[k] * static_cast<double>(k + 1) * dt;
                weights[k] *= scale * weight / network.N(j);
            }
            mean_delays_(i) += std::abs(weight) * mean;
            total += std::abs(weight);
            // The filter of all currents has left those of other time constants in what arrives.
            auto others = decays(current);
            others.erase(others.begin());
            kernels_[static_cast<std::size_t>(i)].push_back(
                {.first = tau_s > 0.0 ? 2 : 1, .weights = convolved(weights, filter_of(others))});
        }
        if (total > 0.0) mean_delays_(i) /= total;
    }
}

Vector ExpectedInput::arriving(Index i, const SpikeRecord& record, Index steps) const {
    Vector input = Vector::Zero(steps);
    for (std::size_t j = 0; j < kernels_.size(); ++j) {
        Vector spikes = Vector::Zero(steps);
        for (const double t : record.spikes[j].times) {
            const Index step = std::lround((t - record.start) / dt_) - 1;
            if (step >= 0 && step < steps) spikes(step) += 1.0;
        }
        const Kernel& kernel = kernels_[static_cast<std::size_t>(i)][j];
        for (std::size_t k = 0; k < kernel.weights.size(); ++k) {
            const Index lag = kernel.first + static_cast<Index>(k);
            if (kernel.weights[k] == 0.0 || lag >= steps) continue;
            input.tail(steps - lag) += kernel.weights[k] * spikes.head(steps - lag);
        }
    }
    return input;
}

std::optional<Transmission> ExpectedInput::compare(Index i, const Vector& V,
                                                   const SpikeRecord& record) const {
    const Index steps = V.size();
    Index longest = 2;
    for (const Kernel& kernel : kernels_[static_cast<std::size_t>(i)]) {
        longest = std::max(longest, kernel.first + static_cast<Index>(kernel.weights.size()));
    }
    if (steps < 2 * longest + 4) return std::nullopt;
    Vector expected = arriving(i, record, steps);
    Vector arrived = Vector::Zero(steps);
    const std::vector<double>& filter = filters_[static_cast<std::size_t>(i)];
    const auto order = static_cast<Index>(filter.size()) - 1;
    for (Index k = 0; k <= order; ++k) {
        arrived.tail(steps - order) +=
            filter[static_cast<std::size_t>(k)] * V.segment(order - k, steps - order);
    }
    const Index count = steps - longest - 2;
    const auto inner = [&](Vector& x) { return x.segment(longest + 1, count); };
    expected.array() -= inner(expected).mean();
    arrived.array() -= inner(arrived).mean();
    double power = 0.0, slopes = 0.0, both = 0.0, late = 0.0;
    for (Index t = longest + 1; t < longest + 1 + count; ++t) {
        const double change = slope(expected, t);
        power += expected(t) * expected(t);
        slopes += change * change;
        both += arrived(t) * expected(t);
        late -= arrived(t) * change;
    }
    if (!(power > 0.0 && slopes > 0.0)) return std::nullopt;
    return Transmission{.gain = both / power, .extra_delay = late / slopes * dt_};
}

}  // namespace siegert::crosscheck
