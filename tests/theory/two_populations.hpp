#pragma once

#include <siegert/theory/delays.hpp>
#include <siegert/theory/effective_connectivity.hpp>

/// An excitatory and an inhibitory population whose neurons respond as low-pass filters: everything
/// about them can be computed by hand, at complex frequencies too.
namespace two_populations {

using namespace siegert;

inline theory::Coupling coupling() {
    theory::Coupling c{.J = Matrix(2, 2), .J_sd = {}, .K = Matrix(2, 2), .tau_m = Vector(2)};
    c.J << 0.15e-3, -0.72e-3, 0.21e-3, -0.65e-3;
    c.K << 410.0, 130.0, 520.0, 95.0;
    c.tau_m << 0.010, 0.013;
    return c;
}

inline theory::Delays delays() {
    theory::Delays d{.mean = Matrix(2, 2),
                     .sd = Matrix(2, 2),
                     .distribution = DelayDistribution::truncated_gaussian};
    d.mean << 1.5e-3, 0.8e-3, 1.7e-3, 0.9e-3;
    d.sd << 0.5e-3, 0.2e-3, 0.6e-3, 0.3e-3;
    return d;
}

/// n_mu = h / (1 + s tau), n_sigma2 = h2 / (1 + s tau2), different for the two populations.
inline theory::TransferFunctions transfer(const ComplexVector& s) {
    const auto low_pass = [&](double h, double tau) -> ComplexVector {
        return h / (1.0 + s.array() * tau);
    };
    theory::TransferFunctions t{
        .s = s, .n_mu = ComplexMatrix(s.size(), 2), .n_sigma2 = ComplexMatrix(s.size(), 2)};
    t.n_mu << low_pass(1500.0, 0.003), low_pass(2100.0, 0.004);
    t.n_sigma2 << low_pass(5e4, 0.001), low_pass(8e4, 0.002);
    return t;
}

inline ComplexVector on_axis(const Vector& omegas) {
    return Complex(0.0, 1.0) * omegas;
}

inline Vector omegas(double largest, Index count) {
    return Vector::LinSpaced(count, largest / static_cast<double>(count), largest);
}

}  // namespace two_populations
