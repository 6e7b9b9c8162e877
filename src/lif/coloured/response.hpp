#pragma once

#include "lif/coloured/stationary.hpp"

namespace siegert::lif::coloured {

/// Gauss nodes u between zero and the early times of a grid, with products of c and E times
/// weights.
struct EarlyRule {
    std::vector<double> radii;              ///< |u|, padded with zeros to whole vectors
    std::vector<Complex> c, E, cc, cE, EE;  ///< one entry for each node
};

/// What all frequencies share.
struct ResponseKernels {
    BoundaryKernels<Complex> kernels;
    double nu;                ///< in units of 1 / tau_m
    Vector density_per_rate;  ///< p_inf / nu
    Vector q;                 ///< J / nu
    Contractions<Complex> from_threshold;
    Contractions<Complex> from_reset;
    EarlyRule threshold_rule;
    EarlyRule reset_rule;
};

[[nodiscard]] ResponseKernels response_kernels(const Problem& problem, const Resolution& resolution,
                                               const Stationary& state);

/// Response of nu at frequency l (units of 1 / tau_m).
struct Response {
    Complex mean;      ///< to mu, per s
    Complex variance;  ///< to the relative change of sigma^2
    Complex density;   ///< int_0^infinity e^{-l t} (density of spikes at t after a spike) dt
};

[[nodiscard]] Response response(const ResponseKernels& kernels, Complex l);

/// E[e^{-l T}] of the interval T.
[[nodiscard]] Complex interval_transform(const ResponseKernels& kernels, Complex l);

/// Whether the kernels converge at l: Re(l) is at least -0.3 / T, and less where l oscillates.
[[nodiscard]] bool converges(const ResponseKernels& kernels, Complex l);

/// Largest deviation of the operator on the rotated contours from that on the real axis, at l = 0:
/// shows contours that were turned too far.
[[nodiscard]] double contour_error(const ResponseKernels& kernels,
                                   const BoundaryKernels<double>& real);

}  // namespace siegert::lif::coloured
