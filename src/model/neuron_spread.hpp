#pragma once

#include <siegert/model/network.hpp>

/// Thresholds and time constants that differ between the neurons of a population.
namespace siegert {

/// A normal distribution, cut where values differ from the mean by more than `cut` standard
/// deviations: by four, and by no more than 0.9 of what there is (V_th - V_0, tau_m), so that
/// thresholds stay above the reset and time constants positive. As it is cut on both sides alike,
/// the mean stays what it is.
struct Spread {
    double mean;
    double sd;   ///< of the distribution before it is cut, >= 0
    double cut;  ///< [sd]
};

/// Of the threshold [V] and of the membrane time constant [s] of population i.
[[nodiscard]] Spread threshold_spread(const Network& network, Index i);
[[nodiscard]] Spread tau_m_spread(const Network& network, Index i);

/// Whether neurons of population i differ in either, or of any population.
[[nodiscard]] bool neurons_differ(const Network& network, Index i);
[[nodiscard]] bool neurons_differ(const Network& network);

/// The value below which a part u of the distribution lies, 0 < u < 1.
[[nodiscard]] double quantile(const Spread& spread, double u);

}  // namespace siegert
