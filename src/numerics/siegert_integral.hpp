#pragma once

#include <array>

/// The integral of the Siegert formula and its derivatives with respect to mean and noise.
///
/// Potentials may have any unit, but one for which neither width nor sigma is extreme: each number
/// is expected to be zero or between 1e-150 and 1e150. The results hold to rounding for sigma = 0
/// too, where the mean lies above the threshold.
namespace siegert::numerics {

/// Where threshold and reset lie, seen from the mean input.
struct Barrier {
    double distance;      ///< threshold - mean, negative for a mean above the threshold
    double distance_low;  ///< what rounding took from the distance
    double width;         ///< threshold - reset, > 0
    double sigma;         ///< noise amplitude, >= 0; > 0 unless distance < 0
};

/// sqrt(pi) int_a^b erfcx(-u) du = scaled exp(exponent), with b = distance / sigma and
/// a = b - width / sigma. The exponent is b^2 for b > 0 and zero else.
struct SiegertIntegral {
    double scaled;
    double exponent;
    double root;  ///< exp(-exponent / 2); zero from b = 39
};

[[nodiscard]] SiegertIntegral siegert_integral(const Barrier& barrier);

/// Differences of the derivatives e_n of e(y) = erfcx(-y) between threshold and reset,
///
///     e_n(b) - e_n(a) = t^(n+1) w[n] exp(exponent),
///
/// with t = 4 / (4 - b) for b <= 0 and t = 1 for b > 0. The scale of the potential is given as
/// p = t / sigma, which stays finite for sigma = 0.
///
/// They are the derivatives of I = int_a^b erfcx(-u) du, for which dI/dsigma = -(sigma/2) d2I/dmu2:
///
///     I_m = -p w0, I_s = -p t w1 / 2,
///     I_mm = p^2 w1, I_ms = p^2 t w2 / 2, I_ss = p^2 (t^2 w3 / 4 - w1 / 2),
///     I_mmm = -p^3 w2, I_mms = -p^3 t w3 / 2, I_mss = p^3 (w2 / 2 - t^2 w4 / 4).
template <int count>
struct SiegertDifferences {
    double p;
    double t;
    std::array<double, count> w;
};

/// The first `count` differences. `root` is that of siegert_integral(barrier).
template <int count>
[[nodiscard]] SiegertDifferences<count> siegert_differences(const Barrier& barrier, double root);

}  // namespace siegert::numerics
