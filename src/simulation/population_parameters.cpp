#include "simulation/population_parameters.hpp"

#include "simulation/population_kernels.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::population {
namespace {

// Relative distance from a whole number of steps that decimal parameters such as 2 ms / 0.1 ms
// have.
constexpr double step_tolerance = 1e-9;

bool is_whole(double steps) {
    return std::abs(steps - std::round(steps)) <= step_tolerance * std::max(steps, 1.0);
}

void validate_resistance(const LifPopulationParameters& parameters, Index n) {
    const bool has_R = !is_unset(parameters.R);
    if (has_R == !is_unset(parameters.g_L)) {
        throw InvalidParameter(fmt::format("R must be given, or g_L, and not both, got {}",
                                           has_R ? "both" : "neither"));
    }
    if (has_R) {
        require_each_positive("R", parameters.R, n);
    } else {
        require_each_positive("g_L", parameters.g_L, n);
    }
}

void validate_times(const LifPopulationParameters& parameters, Index n,
                    const PopulationOptions& options) {
    const double dt = options.dt;
    require_each_positive("tau_m", parameters.tau_m, n);
    if (options.integration == Integration::euler) {
        require_each(
            "tau_m", parameters.tau_m, n, [dt](double tau_m) { return tau_m >= dt; },
            fmt::format("be at least dt = {} for forward Euler", dt));
    }
    require_each(
        "tau_r", parameters.tau_r, n, [](double tau_r) { return tau_r >= 0.0; },
        "be finite and not negative");
    const double most_steps = std::numeric_limits<std::int32_t>::max();
    require_each(
        "tau_r", parameters.tau_r, n,
        [=](double tau_r) { return tau_r / dt <= most_steps && is_whole(tau_r / dt); },
        fmt::format("be a multiple of dt = {}", dt));
    if (!is_unset(parameters.tau_trace)) {
        require_each_positive("tau_trace", parameters.tau_trace, n);
    }
}

void validate_reset(const LifPopulationParameters& parameters, Index n, Reset reset) {
    if (reset != Reset::to_value) {
        require_each_positive("V_th", parameters.V_th, n);
        return;
    }
    require_each_finite("V_0", parameters.V_0, n);
    for (Index i = 0; i < n; ++i) {
        if (parameters.V_0[i] < parameters.V_th[i]) continue;
        require(false, element_name("V_0", parameters.V_0, i), parameters.V_0[i],
                fmt::format("lie below V_th = {}", parameters.V_th[i]));
    }
}

void validate_lower_bound(const LifPopulationParameters& parameters, Index n, Reset reset) {
    const auto require_at_most = [&](Index i, double upper, std::string_view what) {
        if (parameters.V_min[i] <= upper) return;
        require(false, element_name("V_min", parameters.V_min, i), parameters.V_min[i],
                fmt::format("not exceed {} = {}", what, upper));
    };
    require_each(
        "V_min", parameters.V_min, n, [](double V_min) { return V_min < largest_value; },
        "be a potential or -infinity");
    for (Index i = 0; i < n; ++i) {
        require_at_most(i, parameters.u_rest[i], "u_rest");
        require_at_most(i, parameters.V_th[i], "V_th");
        if (reset == Reset::to_value) require_at_most(i, parameters.V_0[i], "V_0");
        if (reset == Reset::to_zero) require_at_most(i, 0.0, "the reset");
    }
}

}  // namespace

void require_each_positive(std::string_view name, const PerNeuron& parameter, Index n) {
    require_each(
        name, parameter, n, [](double x) { return x > 0.0 && std::isfinite(x); },
        "be positive and finite");
}

void require_each_finite(std::string_view name, const PerNeuron& parameter, Index n) {
    require_each(
        name, parameter, n, [](double x) { return std::abs(x) <= largest_value; }, "be finite");
}

bool is_unset(const PerNeuron& parameter) {
    return parameter.is_shared() && std::isnan(parameter[0]);
}

void validate(Index n, Index batch, const LifPopulationParameters& parameters,
              const PopulationOptions& options) {
    require(n > 0, "n", static_cast<double>(n), "be positive");
    require(batch > 0, "batch", static_cast<double>(batch), "be positive");
    require_positive("dt", options.dt);
    validate_times(parameters, n, options);
    validate_resistance(parameters, n);
    require_each_finite("u_rest", parameters.u_rest, n);
    require_each_finite("V_th", parameters.V_th, n);
    validate_reset(parameters, n, options.reset);
    validate_lower_bound(parameters, n, options.reset);
}

double resistance(const LifPopulationParameters& parameters, Index i) {
    return is_unset(parameters.R) ? 1.0 / parameters.g_L[i] : parameters.R[i];
}

Index distinct_neurons(const LifPopulationParameters& parameters, Index n) {
    const auto shared = {&parameters.tau_m,  &parameters.R,     &parameters.g_L,
                         &parameters.u_rest, &parameters.V_th,  &parameters.V_0,
                         &parameters.tau_r,  &parameters.V_min, &parameters.tau_trace};
    return std::ranges::all_of(shared, &PerNeuron::is_shared) ? 1 : n;
}

void require_values(std::string_view name, std::span<const double> values, Index n, Index batch,
                    double limit) {
    const auto size = static_cast<Index>(values.size());
    if (size != 1 && size != n && size != batch * n) {
        throw InvalidParameter(fmt::format(
            "{} must have 1, n = {} or batch * n = {} entries, got {}", name, n, batch * n, size));
    }
    if (all_within(values, limit)) return;
    for (Index i = 0; i < size; ++i) {
        const double value = values[static_cast<std::size_t>(i)];
        const auto element = size == 1   ? std::string(name)
                             : size == n ? fmt::format("{}[{}]", name, i)
                                         : fmt::format("{}[{}, {}]", name, i / n, i % n);
        require(std::abs(value) <= limit, element, value,
                fmt::format("be finite and at most {} in size", limit));
    }
}

void assign(StateArray& target, std::span<const double> values) {
    const auto size = static_cast<Index>(values.size());
    if (size == 1) {
        target.setConstant(values[0]);
        return;
    }
    const Index copies = target.size() / size;
    for (Index copy = 0; copy < copies; ++copy) {
        std::ranges::copy(values, target.data() + copy * size);
    }
}

}  // namespace siegert::population
