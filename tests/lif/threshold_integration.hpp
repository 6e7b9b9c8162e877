#pragma once

#include <siegert/lif/input.hpp>
#include <siegert/model/neuron.hpp>

#include <cmath>
#include <complex>

/// Rate and linear response by integrating the Fokker-Planck equation from threshold downwards: an
/// independent way to what the library gets from special functions. Method: M. J. E. Richardson,
/// Phys. Rev. E 76, 021919 (2007), here with midpoint values, which makes it of second order.
namespace threshold_integration {

using Complex = std::complex<double>;

struct Result {
    double nu;
    Complex n_mu;
    Complex n_sigma2;
};

/// exp(x) - 1 over x.
inline double mean_growth(double x) {
    return x == 0.0 ? 1.0 : std::expm1(x) / x;
}

/// One response problem: density P and flux J obey
///     -dP/dV = G P + b J + source,    -dJ/dV = i omega P,    b = 2 tau_m / sigma^2.
struct Wave {
    Complex P = 0.0;
    Complex J = 0.0;
};

struct Step {
    double d;       ///< grid spacing
    double growth;  ///< exp(G d) at the midpoint
    double length;  ///< (exp(G d) - 1) / G
    double b;
    double omega;
};

inline void advance(Wave& wave, const Step& step, Complex source) {
    const Complex i_omega(0.0, step.omega);
    const Complex coupling = 0.25 * step.length * step.b * step.d * i_omega;
    const Complex P =
        (wave.P * (step.growth + coupling) + step.length * (step.b * wave.J + source)) /
        (1.0 - coupling);
    wave.J += 0.5 * step.d * i_omega * (wave.P + P);
    wave.P = P;
}

/// n steps between reset and threshold, and equal ones down to `depth` sigma below the lower of
/// mean and reset.
inline Result on_grid(const siegert::LifNeuron& neuron, const siegert::lif::Input& input,
                      double omega, int n, double depth) {
    const double d = (neuron.V_th - neuron.V_0) / n;
    const double bottom = std::min(neuron.V_0, input.mu) - depth * input.sigma;
    const int steps = static_cast<int>(std::ceil((neuron.V_th - bottom) / d));
    const double variance = input.sigma * input.sigma;

    double P_0 = 0.0;  // stationary density and flux for unit rate
    double J_0 = 1.0;
    double integral = 0.0;
    Wave free{.P = 0.0, .J = 1.0};  // unit modulation of the rate
    Wave by_mean, by_variance;      // the parts that the modulated inputs add, for unit rate
    for (int k = 1; k <= steps; ++k) {
        const double V = neuron.V_th - (k - 0.5) * d;
        const double G = 2.0 * (V - input.mu) / variance;
        const double length = d * mean_growth(G * d);
        const Step step{d, std::exp(G * d), length, 2.0 * neuron.tau_m / variance, omega};
        const double P_below = P_0 * step.growth + step.b * J_0 * length;
        const double P_mid = 0.5 * (P_0 + P_below);
        integral += d * P_mid;
        advance(free, step, 0.0);
        advance(by_mean, step, -2.0 / variance * P_mid);
        advance(by_variance, step, -(G * P_mid + step.b * J_0) / variance);
        P_0 = P_below;
        if (k == n) {
            J_0 -= 1.0;
            free.J -= std::exp(Complex(0.0, -omega * neuron.tau_r));
        }
    }
    const double nu = 1.0 / (neuron.tau_r + integral);
    return {nu, -nu * by_mean.J / free.J, -nu * by_variance.J / free.J};
}

/// The error of second order removed by halving the step (Richardson extrapolation).
inline Result extrapolated(const siegert::LifNeuron& neuron, const siegert::lif::Input& input,
                           double omega, int n) {
    constexpr double depth = 7.0;  // exp(-depth^2) of the density is left out
    const Result coarse = on_grid(neuron, input, omega, n, depth);
    const Result fine = on_grid(neuron, input, omega, 2 * n, depth);
    const auto combine = [](auto a, auto b) { return b + (b - a) / 3.0; };
    return {combine(coarse.nu, fine.nu), combine(coarse.n_mu, fine.n_mu),
            combine(coarse.n_sigma2, fine.n_sigma2)};
}

}  // namespace threshold_integration
