#pragma once

#include <siegert/model/network.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// The formats of the field: networks as other programs describe them.
namespace siegert::convert {

/// Simulators for which a network is written as a script.
///
/// When to use: `nest` for large networks, `brian2` for every network that siegert can describe,
/// `pynn` for whatever else PyNN drives.
enum class Simulator {
    nest,    ///< PyNEST of NEST 3
    brian2,  ///< Brian 2
    pynn,    ///< PyNN 0.10 or newer, on any of its simulators
};

/// "nest", "brian2" or "pynn".
[[nodiscard]] std::string to_string(Simulator simulator);

/// The simulator of this name. Throws: InvalidParameter.
[[nodiscard]] Simulator simulator_named(std::string_view name);

/// What a script simulates; each is a line of it that can be changed.
struct ScriptOptions {
    double duration = 10.0;  ///< recorded [s], > 0
    double warmup = 0.5;     ///< simulated before that and not recorded [s], >= 0
    double dt = 1e-4;        ///< grid [s], > 0
    std::uint64_t seed = 1;  ///< of all random numbers
};

/// The network as a Python script of its own, which builds it in the simulator, runs it, and writes
/// its spikes as `read_spikes` reads them: neurons numbered from 1 on in the order of the
/// populations, times in ms from the end of the warm-up.
///
/// The script begins with the parameters of the network, named as here, as Python literals in the
/// units of the simulator (15 digits); potentials are relative to the leak potential. What the
/// simulator does not do as siegert does is said there in a comment.
///
/// Throws: InvalidParameter if the network or an option is invalid, connected populations have no
/// delays or delays below dt, or the simulator has no form of something: Gaussian white noise on a
/// grid (all), exponential or adapting neurons (PyNN), several adaptation currents or jumps beside
/// currents (NEST), time constants that do not follow from the sign of the weights (PyNN; NEST for
/// exponential and adapting neurons).
[[nodiscard]] std::string simulator_script(const Network& network, Simulator simulator,
                                           const ScriptOptions& options = {});

}  // namespace siegert::convert
