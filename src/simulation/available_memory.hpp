#pragma once

namespace siegert::simulation {

/// Potential, currents, input and refractory time of a neuron, roughly.
inline constexpr double bytes_per_neuron = 48.0;

/// Memory that this process may still take [bytes]: the least of what the machine has to spare, of
/// the limits of its control groups, and of its limits of address space and data (ulimit).
/// Infinite where nothing is known.
[[nodiscard]] double available_memory();

}  // namespace siegert::simulation
