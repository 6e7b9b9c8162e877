#pragma once

namespace siegert {

/// What a number measures; each has one SI unit, in which the library calculates.
enum class Dimension {
    dimensionless,
    time,               ///< s
    voltage,            ///< V
    current,            ///< A
    capacitance,        ///< F
    frequency,          ///< Hz
    angular_frequency,  ///< rad/s
    conductance,        ///< S
    resistance,         ///< Ohm
    length,             ///< m
    wavenumber,         ///< 1/m
};

}  // namespace siegert
