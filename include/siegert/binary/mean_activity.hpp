#pragma once

#include <siegert/model/neuron.hpp>

namespace siegert::binary {

/// Gaussian input of one binary neuron, in the unit of its threshold.
struct Input {
    double mu = unset;     ///< mean
    double sigma = unset;  ///< standard deviation, >= 0
};

/// Mean activity of a binary neuron, the probability that its input exceeds the threshold theta:
///
///     m = erfc((theta - mu) / (sqrt(2) sigma)) / 2
///
/// Limits: sigma = 0 gives 0 for mu < theta, 1 for mu > theta, and 1/2 for mu = theta.
/// Accuracy: relative error below 1e-15 (1 + x^2), x = (theta - mu) / sigma: x itself is rounded.
/// Throws: InvalidParameter if mu or theta is not finite, or sigma negative or not finite.
/// Source: C. van Vreeswijk & H. Sompolinsky, Neural Comput. 10, 1321 (1998).
[[nodiscard]] double mean_activity(const Input& input, double theta);

/// Derivatives of the mean activity, in 1 / (unit of the threshold).
struct ActivityDerivatives {
    double d_mu;      ///< with respect to mu
    double d_sigma2;  ///< with respect to sigma^2, in 1 / (unit of the threshold)^2
};

/// Derivatives of `mean_activity`. For sigma = 0 they are zero.
///
/// Throws: as mean_activity.
[[nodiscard]] ActivityDerivatives activity_derivatives(const Input& input, double theta);

}  // namespace siegert::binary
