#pragma once

#include <siegert/arrays.hpp>

#include <functional>
#include <vector>

namespace siegert::theory {

/// Effective connectivity W(s) (n x n, rows = targets) at complex frequency s = growth rate + i
/// omega [1/s]: an analytic function of s. For signals that go as exp(s t), W(i omega) is the
/// effective connectivity of the frequency domain.
using ConnectivityAt = std::function<ComplexMatrix(Complex s)>;

/// The same for a network that depends on a parameter, such as a wavenumber.
using ConnectivityFamily = std::function<ComplexMatrix(Complex s, double parameter)>;

/// Numerical choices of the search for roots.
struct RootOptions {
    double tolerance = 1e-11;  ///< the last step is below tolerance (|s| + 1/s), > 0
    double max_step = 1000.0;  ///< longest step [1/s], > 0
    int max_iterations = 50;   ///< >= 1
};

/// A complex growth rate of the network.
struct CharacteristicRoot {
    Complex s;        ///< growth rate + i omega [1/s]
    double residual;  ///< distance from 1 of the eigenvalue of W(s) that is nearest to 1
    int iterations;   ///< Newton steps
    bool converged;   ///< else s is where the search ended
};

/// Solution s of the characteristic equation det(1 - W(s)) = 0 that Newton's method reaches from
/// `start`. The network is unstable if any solution has a positive real part.
///
/// Which of the infinitely many solutions is found depends on the start; from a real start only
/// real ones are, if W is real on the real axis. The derivative is taken by central differences,
/// the step is halved until |det(1 - W)| falls; a step out of the domain of W, which W reports by
/// throwing InvalidParameter, is halved, too.
///
/// Accuracy: `tolerance` for simple roots; its square root where two roots coincide.
/// Throws: InvalidParameter for options outside their ranges, a W(start) that is not square or not
/// finite, and whatever W throws at the start; AccuracyNotReached if the eigenvalues of W at the
/// solution cannot be computed.
[[nodiscard]] CharacteristicRoot characteristic_root(const ConnectivityAt& connectivity,
                                                     Complex start,
                                                     const RootOptions& options = {});

/// One solution of det(1 - W(s, parameter)) = 0 followed along `parameters`, from the one that
/// Newton's method reaches from `start` at parameters(0).
///
/// Each step is predicted from the one before and is shortened until the root is found where it was
/// expected, which keeps the path on one branch. Where that needs steps below 1e-5 of the distance
/// between two parameters, at a branch point, the search ends: from there on `converged` is false.
/// The result has one root for each parameter, in their order.
///
/// With the wavenumber as parameter this is the dispersion relation; with a parameter that mixes
/// two models it carries a solution of one over to the other. Throws: as characteristic_root.
[[nodiscard]] std::vector<CharacteristicRoot> follow_root(const ConnectivityFamily& connectivity,
                                                          const Vector& parameters, Complex start,
                                                          const RootOptions& options = {});

}  // namespace siegert::theory
