#pragma once

#include <siegert/simulation/lif_population.hpp>

#include "require.hpp"

#include <string>

namespace siegert::population {

/// "tau_m", or "tau_m[3]" where each neuron has its own.
[[nodiscard]] inline std::string element_name(std::string_view name, const PerNeuron& parameter,
                                              Index i) {
    return parameter.is_shared() ? std::string(name) : fmt::format("{}[{}]", name, i);
}

/// Throws unless the parameter has 1 or n entries and `holds(entry)` for each.
template <typename Condition>
void require_each(std::string_view name, const PerNeuron& parameter, Index n, Condition holds,
                  std::string_view demand) {
    if (!parameter.is_shared() && parameter.size() != n) {
        throw InvalidParameter(
            fmt::format("{} must have 1 or n = {} entries, got {}", name, n, parameter.size()));
    }
    for (Index i = 0; i < parameter.size(); ++i) {
        if (holds(parameter[i])) continue;
        require(false, element_name(name, parameter, i), parameter[i], demand);
    }
}

void require_each_positive(std::string_view name, const PerNeuron& parameter, Index n);
void require_each_finite(std::string_view name, const PerNeuron& parameter, Index n);

[[nodiscard]] bool is_unset(const PerNeuron& parameter);

void validate(Index n, Index batch, const LifPopulationParameters& parameters,
              const PopulationOptions& options);

/// Membrane resistance [Ohm] of neuron i, from R or g_L, whichever is set.
[[nodiscard]] double resistance(const LifPopulationParameters& parameters, Index i);

/// 1 if all neurons share every parameter, else n.
[[nodiscard]] Index distinct_neurons(const LifPopulationParameters& parameters, Index n);

/// Potentials [V] and currents [A] beyond this (divided by R for currents) are refused, so that
/// sums and products of them stay finite.
inline constexpr double largest_value = 1e100;

/// Throws unless there are 1, n or batch * n values, all of them within +-limit.
void require_values(std::string_view name, std::span<const double> values, Index n, Index batch,
                    double limit);

/// Spreads 1, n or batch * n values over the array.
void assign(StateArray& target, std::span<const double> values);

[[nodiscard]] inline std::span<const double> as_span(const StateArray& array) {
    return {array.data(), static_cast<std::size_t>(array.size())};
}

}  // namespace siegert::population
