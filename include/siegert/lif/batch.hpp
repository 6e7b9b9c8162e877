#pragma once

#include <siegert/lif/method.hpp>

#include <span>

namespace siegert::lif {

/// Points at which a function is evaluated at once. Each span has n entries, or one that holds for
/// all points.
///
/// The functions of a batch give what those for one point give, up to a relative difference of
/// 1e-13 (typically 1e-15), and are several times as fast. Results are n entries. A point does not
/// influence the result of another.
///
/// Throws: InvalidParameter if a span has another size, or if a point is invalid; the message
/// begins with its index: "entry 17: tau_m must be ...". The results are unspecified then.
struct Batch {
    std::span<const double> mu;               ///< [V]
    std::span<const double> sigma;            ///< [V]
    std::span<const double> V_0;              ///< [V]
    std::span<const double> V_th;             ///< [V]
    std::span<const double> tau_m;            ///< [s]
    std::span<const double> tau_r;            ///< [s]
    std::span<const double> tau_s = {};       ///< [s]; empty for delta synapses, and only for them
    exp::Method method = exp::Method::shift;  ///< for all points; of exponential synapses only
};

}  // namespace siegert::lif
