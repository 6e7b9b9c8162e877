#pragma once

#include <siegert/arrays.hpp>

/// Linear response of one neuron at complex frequencies s = growth rate + i omega [1/s], for
/// signals that go as exp(s t); omega = 2 pi f. The functions are in siegert/lif/delta.hpp and
/// siegert/lif/exp.hpp.
namespace siegert::lif {

/// Response of the rate to small modulations of the input at each of the given frequencies: the
/// input mu + epsilon exp(s t) causes the rate nu + epsilon n_mu exp(s t), and likewise for
/// sigma^2. The response to a modulation of sigma is 2 sigma n_sigma2.
struct TransferFunction {
    ComplexVector n_mu;      ///< to the mean mu [1/(V s)], one entry per frequency
    ComplexVector n_sigma2;  ///< to sigma^2 [1/(V^2 s)], likewise
};

/// s = i omega for each omega [rad/s]: the frequencies of stationary signals.
[[nodiscard]] ComplexVector on_imaginary_axis(const Vector& omegas);

}  // namespace siegert::lif
