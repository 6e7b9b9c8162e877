#include "landscape/design_state.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/characteristic_equation.hpp>
#include <siegert/theory/stability_verdict.hpp>

#include "landscape/gradients_of.hpp"
#include "landscape/parameter_derivative.hpp"
#include "numerics/fixed_point.hpp"
#include "theory/rate_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::landscape {
namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

bool is_mode(Observable observable) {
    return observable == Observable::growth_rate || observable == Observable::mode_frequency;
}

bool is_peak(Observable observable) {
    return observable == Observable::peak_frequency || observable == Observable::peak_height;
}

// The solutions of det(1 - W(s)) = 0 that are found, the fastest growing first.
std::vector<Complex> leading_modes(const Network& network, const theory::WorkingPoint& point,
                                   const theory::ResponseOptions& response) {
    const auto verdict =
        theory::stability_verdict(network, inputs_of(point), {.response = response});
    std::vector<Complex> modes;
    for (const auto& mode : verdict.growth_rates) modes.push_back(mode.s);
    if (modes.empty()) {
        throw AccuracyNotReached("no solution of det(1 - W(s)) = 0 was found to be designed");
    }
    return modes;
}

Complex mode_next_to(const std::vector<Complex>& modes, std::optional<double> near) {
    if (!near) return modes.front();
    return *std::ranges::min_element(
        modes, {}, [&](Complex s) { return std::abs(s.imag() - two_pi * *near); });
}

/// The power spectra on a grid, to see which peaks there are.
std::vector<theory::SpectralPeak> peaks_of(const DesignState& state, const PeakOptions& options) {
    constexpr double step = 1.0, highest = 500.0;  // Hz
    const auto count = static_cast<Index>(highest / step);
    const Vector omegas = two_pi * Vector::LinSpaced(count, step, highest);
    const auto analysis = theory::analyze(state.network, state.point, omegas,
                                          {.working_point = {.method = options.response.method},
                                           .convention = options.response.convention,
                                           .filter = options.response.filter,
                                           .noise = options.noise,
                                           .extent = theory::AnalysisExtent::spectra,
                                           .growth_rate_starts = 0,
                                           .threads = options.response.threads,
                                           .on_step = {}});
    return analysis.peaks;
}

double peak_next_to(const std::vector<theory::SpectralPeak>& peaks, const Network& network,
                    const Target& target) {
    std::vector<theory::SpectralPeak> own;
    std::ranges::copy_if(peaks, std::back_inserter(own),
                         [&](const auto& peak) { return peak.population == target.population; });
    if (own.empty()) {
        throw AccuracyNotReached(
            fmt::format("the power spectrum of population {} has no peak to be designed",
                        network.populations[static_cast<std::size_t>(target.population)]));
    }
    std::optional<double> near = target.near;
    if (!near && target.observable == Observable::peak_frequency) near = target.value;
    if (!near) return own.front().omega;  // the highest
    return std::ranges::min_element(
               own, {}, [&](const auto& peak) { return std::abs(peak.omega - two_pi * *near); })
        ->omega;
}

double value_of(const Followed& one, const DesignState& state, Complex at,
                const PeakOptions& options) {
    switch (one.observable) {
        case Observable::firing_rate:
            return state.point.firing_rates(one.population);
        case Observable::cv:
            return state.point.cvs(one.population);
        case Observable::growth_rate:
            return at.real();
        case Observable::mode_frequency:
        case Observable::peak_frequency:
            return at.imag() / two_pi;
        case Observable::peak_height:
            break;
    }
    return peak_near(state.network, state.point, one.population, at.imag(), options).height;
}

void follow(DesignState& state, std::vector<Followed>& all, Followed one, Complex at,
            const Target& target, const PeakOptions& options) {
    one.before = value_of(one, state, at, options);
    one.wanted = target.value.value_or(one.before);
    state.at.push_back(at);
    state.values.conservativeResize(state.values.size() + 1);
    state.values(state.values.size() - 1) = one.before;
    all.push_back(one);
}

// Where the mode or peak is that was at `at`.
Complex position_of(const Followed& one, const DesignState& state, const theory::ConnectivityAt& W,
                    Complex at, const PeakOptions& options) {
    if (is_mode(one.observable)) {
        const auto root = theory::characteristic_root(W, at);
        if (!root.converged) throw AccuracyNotReached("the mode was lost");
        return root.s;
    }
    if (!is_peak(one.observable)) return at;
    return {0.0, peak_near(state.network, state.point, one.population, at.imag(), options).omega};
}

// Whether the state, or a mode or peak, may have jumped onto another one.
bool has_jumped(const Designing& designing, const DesignState& from, const DesignState& to) {
    constexpr double most_in_rates = 1.5, most_in_frequencies = 0.2;
    const auto log_rates = [](const DesignState& state) {
        constexpr double rate_scale = 0.05;  // Hz
        return (state.point.firing_rates.array() / rate_scale).log1p().eval();
    };
    if ((log_rates(to) - log_rates(from)).abs().maxCoeff() > most_in_rates) return true;
    for (std::size_t k = 0; k < designing.followed.size(); ++k) {
        const Complex change = to.at[k] - from.at[k];
        const double scale = std::max(std::abs(from.at[k]), two_pi);
        if (std::abs(change) > most_in_frequencies * scale) return true;
    }
    return false;
}

int index_of(const DesignState& state, lif::exp::Method method) {
    const auto map = theory::rate_map(state.network, method);
    return numerics::fixed_point_index(theory::rates_at(map, state.point.firing_rates).jacobian);
}

// None where there is no network, state, mode or peak.
std::optional<DesignState> neighbour(const Designing& designing, const DesignState& known,
                                     const Vector& y) {
    const auto& response = designing.options.peaks.response;
    DesignState state{.y = y,
                      .network = designing.problem.network_at(values_of(designing.problem, y)),
                      .point = {},
                      .at = known.at,
                      .values = known.values};
    state.point = theory::working_point(
        state.network,
        {.method = response.method, .start = known.point.firing_rates, .tolerance = 1e-13});
    if (!theory::converged(state.point)) return std::nullopt;
    const bool needs_modes =
        std::ranges::any_of(designing.followed, is_mode, &Followed::observable);
    theory::ConnectivityAt W;
    if (needs_modes) W = theory::connectivity_at(state.network, inputs_of(state.point), response);
    for (std::size_t k = 0; k < designing.followed.size(); ++k) {
        const Followed& one = designing.followed[k];
        state.at[k] = position_of(one, state, W, known.at[k], designing.options.peaks);
        state.values(static_cast<Index>(k)) =
            value_of(one, state, state.at[k], designing.options.peaks);
    }
    state.index = index_of(state, response.method);
    if (state.index != known.index || has_jumped(designing, known, state)) return std::nullopt;
    return state;
}

std::optional<DesignState> neighbour_if_any(const Designing& designing, const DesignState& known,
                                            const Vector& y) {
    try {
        return neighbour(designing, known, y);
    } catch (const AccuracyNotReached&) {
        return std::nullopt;
    } catch (const InvalidParameter&) {  // no network, such as one with V_th below V_0
        return std::nullopt;
    }
}

Numbers number_of(const Followed& one, const DesignState& state, Complex at,
                  const PeakOptions& options) {
    const Network& network = state.network;
    const Vector unit = Vector::Unit(network.tau_m.size(), one.population);
    switch (one.observable) {
        case Observable::firing_rate:
            return rate_numbers(network, unit);
        case Observable::cv:
            return cv_numbers(network, state.point, unit, options.response.method);
        case Observable::growth_rate:
        case Observable::mode_frequency:
            return growth_rate_number(network, state.point, at, options.response);
        case Observable::peak_frequency:
        case Observable::peak_height:
            break;
    }
    const Peak peak = peak_near(network, state.point, one.population, at.imag(), options);
    return one.observable == Observable::peak_height
               ? peak_height_number(network, state.point, peak, options)
               : peak_frequency_number(network, state.point, peak, options);
}

// From the derivative of what is differentiated to that of the value.
double part_of(const Followed& one, Complex derivative, double value) {
    switch (one.observable) {
        case Observable::mode_frequency:
            return derivative.imag() / two_pi;
        case Observable::peak_frequency:
            return derivative.real() / two_pi;
        case Observable::peak_height:
            return derivative.real() * value;
        default:
            return derivative.real();
    }
}

}  // namespace

Vector values_of(const DesignProblem& problem, const Vector& y) {
    Vector x(y.size());
    for (Index k = 0; k < y.size(); ++k) {
        const auto& parameter = problem.parameters[static_cast<std::size_t>(k)];
        const double change = y(k) / parameter.weight;
        x(k) = parameter.change == ChangeOf::logarithm ? parameter.value * std::exp(change)
                                                       : parameter.value + parameter.scale * change;
    }
    return x;
}

Vector coordinate_of(const DesignProblem& problem, double FreeParameter::*bound) {
    Vector y(static_cast<Index>(problem.parameters.size()));
    for (Index k = 0; k < y.size(); ++k) {
        const auto& parameter = problem.parameters[static_cast<std::size_t>(k)];
        const double x = parameter.*bound;
        y(k) = parameter.weight * (parameter.change == ChangeOf::logarithm
                                       ? std::log(x / parameter.value)
                                       : (x - parameter.value) / parameter.scale);
    }
    return y;
}

DesignState first_state(const DesignProblem& problem, const DesignOptions& options) {
    const Vector y = Vector::Zero(static_cast<Index>(problem.parameters.size()));
    DesignState state{.y = y,
                      .network = problem.network_at(values_of(problem, y)),
                      .point = {},
                      .at = {},
                      .values = {}};
    state.point = theory::working_point(
        state.network, {.method = options.peaks.response.method, .start = options.start});
    theory::require_converged(state.point);
    state.index = index_of(state, options.peaks.response.method);
    return state;
}

std::vector<Followed> followed_in(const DesignProblem& problem, const DesignOptions& options,
                                  DesignState& state) {
    std::vector<Followed> all;
    std::vector<Complex> modes;
    std::vector<theory::SpectralPeak> peaks;
    for (std::size_t k = 0; k < problem.targets.size(); ++k) {
        const Target& target = problem.targets[k];
        const Followed one{.target = k,
                           .observable = target.observable,
                           .population = target.population,
                           .demand = target.demand};
        if (is_mode(target.observable)) {
            if (modes.empty()) {
                modes = leading_modes(state.network, state.point, options.peaks.response);
            }
            const Complex s = mode_next_to(modes, target.near);
            follow(state, all, one, s, target, options.peaks);
        } else if (is_peak(target.observable)) {
            if (peaks.empty()) peaks = peaks_of(state, options.peaks);
            const double omega = peak_next_to(peaks, state.network, target);
            const Peak peak =
                peak_near(state.network, state.point, target.population, omega, options.peaks);
            follow(state, all, one, {0.0, peak.omega}, target, options.peaks);
        } else {
            follow(state, all, one, {}, target, options.peaks);
        }
    }
    return all;
}

void add_modes_that_miss(Designing& designing, DesignState& state) {
    const auto& options = designing.options.peaks;
    const auto targets = designing.followed;
    for (const Followed& one : targets) {
        const Target& target = designing.problem.targets[one.target];
        if (one.observable != Observable::growth_rate || one.demand != Demand::at_most) continue;
        if (target.near) continue;
        for (const Complex s : leading_modes(state.network, state.point, options.response)) {
            const bool known = std::ranges::any_of(state.at, [&](Complex at) {
                return std::abs(at - s) < 1e-3 * (std::abs(s) + 1.0);
            });
            if (known || s.real() <= one.wanted) continue;
            Followed more = one;
            more.before = s.real();
            state.at.push_back(s);
            state.values.conservativeResize(state.values.size() + 1);
            state.values(state.values.size() - 1) = s.real();
            designing.followed.push_back(more);
        }
    }
}

std::optional<DesignState> state_at(const Designing& designing, const DesignState& known,
                                    const Vector& y) {
    constexpr double longest = 0.3;  // of a step, in the largest change of a parameter
    constexpr double shortest = 1.0 / 64.0;
    const double length = (y - known.y).cwiseAbs().maxCoeff();
    double step = std::min(1.0, longest / std::max(length, 1e-300));
    double part = 0.0;
    DesignState at = known;
    const Vector from = known.y;
    while (part < 1.0) {
        const double next = std::min(1.0, part + step);
        auto found = neighbour_if_any(designing, at, from + next * (y - from));
        if (found) {
            at = std::move(*found);
            part = next;
            continue;
        }
        step *= 0.5;
        if (step * length < longest * shortest) return std::nullopt;
    }
    return at;
}

Matrix derivatives_of_values(const Designing& designing, const DesignState& state) {
    const auto& problem = designing.problem;
    const PeakOptions& options = designing.options.peaks;
    std::vector<Numbers> numbers;
    for (std::size_t k = 0; k < designing.followed.size(); ++k) {
        numbers.push_back(number_of(designing.followed[k], state, state.at[k], options));
    }
    const auto gradients =
        gradients_of(numbers, state.network, state.point, options.response.method);
    Matrix result(static_cast<Index>(gradients.size()), state.y.size());
    for (Index p = 0; p < state.y.size(); ++p) {
        const auto along = networks_along(problem, state.y, p);
        for (std::size_t k = 0; k < gradients.size(); ++k) {
            const auto row = static_cast<Index>(k);
            result(row, p) = part_of(designing.followed[k], derivative_along(gradients[k], along),
                                     state.values(row));
        }
    }
    return result;
}

}  // namespace siegert::landscape
