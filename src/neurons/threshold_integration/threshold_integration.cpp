#include <siegert/neurons/threshold_integration.hpp>

#include "neurons/threshold_integration/backward_solution.hpp"
#include "neurons/threshold_integration/passage.hpp"
#include "neurons/threshold_integration/potential_response.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace siegert::neurons {
namespace {

constexpr double lowest = std::numeric_limits<double>::lowest();
constexpr double largest_scaled_frequency = 1e6;
constexpr double strongest_decay = 4.0;  // beyond, integrals over the density cancel

double log_rate(const Problem& problem, const Passage& passage) {
    if (passage.silent) return lowest;
    const double log_mass = std::log(passage.mass) + passage.log_scale;
    const double mean_interval = problem.tau_r + std::exp(log_mass);
    return std::isfinite(mean_interval) ? -std::log(mean_interval) : -log_mass;
}

double rate(const Problem& problem, const Passage& passage) {
    if (passage.silent) return 0.0;
    return 1.0 / (problem.tau_r + passage.mass * std::exp(passage.log_scale));
}

/// Where a noise-free neuron that does not fire comes to rest after a reset.
double resting_potential(const Problem& problem) {
    const double direction = local_drift(problem, problem.V_0).f > 0.0 ? 1.0 : -1.0;
    const auto moves_on = [&](double V) { return direction * local_drift(problem, V).f > 0.0; };
    double moving = problem.V_0;
    double step = (problem.V_th - problem.V_0) / 1024.0;
    while (moves_on(moving + direction * step)) {
        moving += direction * step;
        if (direction < 0.0) step *= 2.0;
        if (!std::isfinite(moving))
            throw InvalidParameter(
                "there is no stationary state: F(V) + mu must be positive far below the reset");
        if (moving >= problem.V_th) return problem.V_th;
    }
    for (int halvings = 0; halvings < 100; ++halvings) {
        step *= 0.5;
        if (moves_on(moving + direction * step)) moving += direction * step;
    }
    return moving;
}

/// (1 - exp(-w)) / w
Complex mean_decay(Complex w) {
    constexpr double short_time = 1e-3;  // w^6 / 7! is below rounding
    if (std::abs(w) < short_time)
        return 1.0 -
               w / 2.0 * (1.0 - w / 3.0 * (1.0 - w / 4.0 * (1.0 - w / 5.0 * (1.0 - w / 6.0))));
    return (1.0 - std::exp(-w)) / w;
}

/// Like 1 / z, but finite for 0.
Complex reciprocal(Complex z) {
    const double square = std::max(std::norm(z), std::numeric_limits<double>::min());
    return std::conj(z) / square;
}

/// 1 / (increase + u_0 (1 - exp(-s tau_r)) / s), which at s = 0 is the rate. Where Re s < 0 both
/// parts of a fraction are multiplied by exp(s tau_r), so that nothing overflows.
Complex renewal_factor(const Problem& problem, const BackwardSolution& u, Complex s) {
    const Complex turn = s * problem.tau_r;
    if (s.real() >= 0.0) return reciprocal(u.increase + u.u_0 * (problem.tau_r * mean_decay(turn)));
    const Complex decay = std::exp(turn);
    return decay * reciprocal(decay * u.increase + u.u_0 * (problem.tau_r * mean_decay(-turn)));
}

void require_frequency(const Problem& problem, Complex s, double smallest_growth) {
    require_finite("Re s", s.real());
    require_finite("Im s", s.imag());
    const double growth = s.real() * problem.tau_m;
    require(growth >= smallest_growth, "Re s tau_m", growth,
            fmt::format("be at least {}", smallest_growth));
    const double size = std::abs(s) * problem.tau_m;
    require(size <= largest_scaled_frequency, "|s| tau_m", size,
            fmt::format("be at most {}", largest_scaled_frequency));
}

/// The panels that serve s; fixed bounds, so that no frequency influences the result of another.
Resolution resolution_for(const Problem& problem, Complex s, Extent extent) {
    constexpr double first_bound = 8.0;
    constexpr double ratio = 4.0;
    double bound = first_bound;
    while (std::abs(s) * problem.tau_m > bound) bound *= ratio;
    return {.largest = s == 0.0 ? 0.0 : bound / problem.tau_m,
            .growth = s.real() < 0.0 ? -strongest_decay / problem.tau_m : 0.0,
            .fineness = extent == Extent::energy ? 2.0 : 1.0};
}

/// Calls answer(i, solution at s(i), passage) for each i.
template <typename Answer>
void for_each_frequency(const Problem& problem, const ComplexVector& s, Extent extent,
                        const Answer& answer) {
    std::map<std::pair<double, double>, std::vector<Index>> bands;
    for (Index i = 0; i < s.size(); ++i) {
        const Resolution r = resolution_for(problem, s(i), extent);
        bands[{r.largest, r.growth}].push_back(i);
    }
    for (const auto& [bounds, places] : bands) {
        const Resolution resolution = resolution_for(problem, s(places.front()), extent);
        const Passage found = passage(problem, resolution, Purpose::response);
        std::vector<Complex> values;
        for (const Index i : places) values.push_back(s(i));
        std::vector<BackwardSolution> solutions(places.size());
        const bool responds = !found.silent && found.log_scale == 0.0;
        if (responds) backward_solutions(problem, found, values, extent, solutions);
        for (std::size_t n = 0; n < places.size(); ++n)
            answer(places[n], responds ? &solutions[n] : nullptr, found);
    }
}

ComplexVector one_frequency(Complex s) {
    return ComplexVector::Constant(1, s);
}

lif::TransferFunction response(const Problem& problem, const ComplexVector& s) {
    lif::TransferFunction n{.n_mu = ComplexVector::Zero(s.size()),
                            .n_sigma2 = ComplexVector::Zero(s.size())};
    for_each_frequency(problem, s, Extent::response,
                       [&](Index i, const BackwardSolution* u, const Passage& found) {
                           if (u == nullptr) return;
                           const Complex factor = rate(problem, found) / problem.tau_m *
                                                  renewal_factor(problem, *u, s(i));
                           n.n_mu(i) = factor * u->mean;
                           n.n_sigma2(i) = 0.5 * factor * u->variance;
                       });
    return n;
}

/// S = nu 2 D int |q|^2 p dV / |renewal denominator|^2.
double spectrum(const Problem& problem, const BackwardSolution& u, const Passage& found,
                Complex s) {
    return rate(problem, found) * 2.0 * problem.D * u.energy *
           std::norm(renewal_factor(problem, u, s));
}

}  // namespace

StationaryState stationary_state(const IntegrateAndFireNeuron& neuron, const lif::Input& input) {
    const Problem problem = problem_of(neuron, input);
    const Passage found = passage(problem, {}, Purpose::density_moments);
    if (found.silent)
        return {.firing_rate = 0.0,
                .log_firing_rate = lowest,
                .mean_potential = resting_potential(problem),
                .potential_variance = 0.0};
    const double time = found.mass + problem.tau_r * found.flux;
    const double mean = found.first / time;
    return {.firing_rate = rate(problem, found),
            .log_firing_rate = log_rate(problem, found),
            .mean_potential = problem.V_0 + mean,
            .potential_variance = std::max(0.0, found.second / time - mean * mean)};
}

double firing_rate(const IntegrateAndFireNeuron& neuron, const lif::Input& input) {
    const Problem problem = problem_of(neuron, input);
    return rate(problem, passage(problem, {}, Purpose::rate));
}

double log_firing_rate(const IntegrateAndFireNeuron& neuron, const lif::Input& input) {
    const Problem problem = problem_of(neuron, input);
    return log_rate(problem, passage(problem, {}, Purpose::density_moments));
}

lif::RateDerivatives rate_derivatives(const IntegrateAndFireNeuron& neuron,
                                      const lif::Input& input) {
    const lif::TransferFunction n = response(problem_of(neuron, input), one_frequency(0.0));
    return {.d_mu = n.n_mu(0).real(), .d_sigma = 2.0 * input.sigma * n.n_sigma2(0).real()};
}

double cv(const IntegrateAndFireNeuron& neuron, const lif::Input& input) {
    const Problem problem = problem_of(neuron, input);
    double cv = 1.0;
    for_each_frequency(problem, one_frequency(0.0), Extent::energy,
                       [&](Index, const BackwardSolution* u, const Passage& found) {
                           if (u == nullptr) return;
                           cv = std::sqrt(spectrum(problem, *u, found, 0.0) / rate(problem, found));
                       });
    return cv;
}

lif::TransferFunction transfer_function(const IntegrateAndFireNeuron& neuron,
                                        const lif::Input& input, const ComplexVector& s) {
    const Problem problem = problem_of(neuron, input);
    for (const Complex& value : s) require_frequency(problem, value, -strongest_decay);
    return response(problem, s);
}

JointResponse joint_response(const IntegrateAndFireNeuron& neuron, const lif::Input& input,
                             const ComplexVector& s) {
    const Problem problem = problem_of(neuron, input);
    for (const Complex& value : s) require_frequency(problem, value, 0.0);
    const ComplexVector zero = ComplexVector::Zero(s.size());
    JointResponse result{
        .rate = {.n_mu = zero, .n_sigma2 = zero}, .potential_mu = zero, .potential_sigma2 = zero};
    for_each_frequency(
        problem, s, Extent::potential,
        [&](Index i, const BackwardSolution* u, const Passage& found) {
            if (u == nullptr) return;
            const double drive = rate(problem, found) / problem.tau_m;
            const Complex turn = s(i) * problem.tau_r;
            const Complex factor = drive * renewal_factor(problem, *u, s(i));
            const Complex per_spike = u->v_increase + u->v_0 * (turn * mean_decay(turn));
            const Complex n_mu = factor * u->mean;
            const Complex n_sigma2 = 0.5 * factor * u->variance;
            result.rate.n_mu(i) = n_mu;
            result.rate.n_sigma2(i) = n_sigma2;
            result.potential_mu(i) = drive * u->v_mean - n_mu * per_spike;
            result.potential_sigma2(i) = 0.5 * drive * u->v_variance - n_sigma2 * per_spike;
        });
    return result;
}

ComplexVector mean_potential_response(const IntegrateAndFireNeuron& neuron, const lif::Input& input,
                                      const ComplexVector& s) {
    return joint_response(neuron, input, s).potential_mu;
}

ComplexVector interval_characteristic_function(const IntegrateAndFireNeuron& neuron,
                                               const lif::Input& input, const ComplexVector& s) {
    const Problem problem = problem_of(neuron, input);
    for (const Complex& value : s) require_frequency(problem, value, 0.0);
    ComplexVector rho(s.size());
    for_each_frequency(problem, s, Extent::response,
                       [&](Index i, const BackwardSolution* u, const Passage&) {
                           if (u == nullptr)
                               rho(i) = s(i) == 0.0 ? 1.0 : 0.0;
                           else
                               rho(i) = std::exp(-s(i) * problem.tau_r) * u->u_0 *
                                        reciprocal(u->u_0 + s(i) * u->increase);
                       });
    return rho;
}

Vector renewal_spectrum(const IntegrateAndFireNeuron& neuron, const lif::Input& input,
                        const Vector& omegas) {
    const Problem problem = problem_of(neuron, input);
    const ComplexVector s = lif::on_imaginary_axis(omegas);
    for (const Complex& value : s) require_frequency(problem, value, 0.0);
    Vector S = Vector::Zero(omegas.size());
    for_each_frequency(problem, s, Extent::energy,
                       [&](Index i, const BackwardSolution* u, const Passage& found) {
                           if (u != nullptr) S(i) = spectrum(problem, *u, found, s(i));
                       });
    return S;
}

}  // namespace siegert::neurons
