#pragma once

/// Literals that turn a number with a unit into SI: `20.0_ms == 0.020`.
///
/// Inside the library every quantity is a double in SI units (s, V, Hz, A, F); omega is in rad/s.
namespace siegert::literals {

// Dividing by an exact power of ten rounds once, so that 20.0_ms is the double nearest to 0.020.
constexpr double operator""_s(long double x) {
    return static_cast<double>(x);
}
constexpr double operator""_ms(long double x) {
    return static_cast<double>(x / 1e3L);
}
constexpr double operator""_V(long double x) {
    return static_cast<double>(x);
}
constexpr double operator""_mV(long double x) {
    return static_cast<double>(x / 1e3L);
}
constexpr double operator""_Hz(long double x) {
    return static_cast<double>(x);
}
constexpr double operator""_kHz(long double x) {
    return static_cast<double>(x * 1e3L);
}
constexpr double operator""_pA(long double x) {
    return static_cast<double>(x / 1e12L);
}
constexpr double operator""_pF(long double x) {
    return static_cast<double>(x / 1e12L);
}

}  // namespace siegert::literals
