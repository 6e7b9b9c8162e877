#include "landscape/observables.hpp"

#include <siegert/theory/network_transfer_function.hpp>

#include "numerics/complex_linear_algebra.hpp"

namespace siegert::landscape {
namespace {

using theory::WorkingPoint;

/// Vectors of the eigenvalue of W nearest to 1, scaled such that u^dagger v = 1.
struct Mode {
    ComplexVector left, right;
};

Mode mode_of(const ComplexMatrix& W) {
    const auto right = numerics::eigen_decomposition(W);
    const auto left = numerics::left_eigen_decomposition(W);
    Index k = 0, l = 0;
    (right.values.array() - 1.0).abs().minCoeff(&k);
    (left.values.array() - right.values(k)).abs().minCoeff(&l);
    Mode mode{.left = left.vectors.col(l), .right = right.vectors.col(k)};
    mode.left /= std::conj(mode.left.dot(mode.right));
    return mode;
}

// d(u^dagger W v) at fixed rates, times `factor`.
Direct mode_derivatives(const Network& network, const WorkingPoint& point, const Mode& mode,
                        Complex s, const theory::ResponseOptions& options, Complex factor) {
    Direct direct = no_direct_derivatives(network);
    add_connectivity(direct, factor * mode.left.conjugate() * mode.right.transpose(), network,
                     inputs_of(point), s, options);
    return direct;
}

// u^dagger W v, times `factor`.
NumberAtRates mode_number(const Mode& mode, Complex s, const theory::ResponseOptions& options,
                          Complex factor) {
    return [=](const Network& network, const theory::PopulationInputs& inputs) -> Complex {
        const ComplexMatrix W = theory::connectivity_at(network, inputs, options)(s);
        return factor * mode.left.dot(W * mode.right);
    };
}

// u^dagger W' v
Complex slope(const theory::ConnectivityAt& W, const Mode& mode, Complex s) {
    const std::function<Complex(double)> moved_by = [&](double offset) -> Complex {
        return mode.left.dot(W(s + offset) * mode.right);
    };
    return derivative(moved_by, relative_step * (std::abs(s) + 1.0), false);
}

}  // namespace

Direct rate_derivatives(const Network& network, const Vector& weights) {
    Direct direct = no_direct_derivatives(network);
    direct.nu = weights.cast<Complex>();
    return direct;
}

Direct cv_derivatives(const Network& network, const WorkingPoint& point, const Vector& weights,
                      lif::exp::Method method) {
    Direct direct = no_direct_derivatives(network);
    add_answers(direct, weights.cast<Complex>(),
                derivatives_of(network, inputs_of(point), cvs_answer(method)));
    return direct;
}

Direct eigenvalue_derivatives(const Network& network, const WorkingPoint& point, double omega,
                              const theory::ResponseOptions& options) {
    const Complex s(0.0, omega);
    const auto W = theory::connectivity_at(network, inputs_of(point), options);
    return mode_derivatives(network, point, mode_of(W(s)), s, options, 1.0);
}

Direct growth_rate_derivatives(const Network& network, const WorkingPoint& point, Complex s,
                               const theory::ResponseOptions& options) {
    const auto W = theory::connectivity_at(network, inputs_of(point), options);
    const Mode mode = mode_of(W(s));
    return mode_derivatives(network, point, mode, s, options, -1.0 / slope(W, mode, s));
}

NumberAtRates rate_number(const Vector& weights) {
    return [weights](const Network&, const theory::PopulationInputs& inputs) -> Complex {
        return weights.dot(inputs.nu);
    };
}

NumberAtRates cv_number(const Vector& weights, lif::exp::Method method) {
    return [weights, cvs = cvs_answer(method)](const Network& network,
                                               const theory::PopulationInputs& inputs) -> Complex {
        return weights.cast<Complex>().cwiseProduct(cvs(network, inputs).col(0)).sum();
    };
}

NumberAtRates eigenvalue_number(const Network& network, const WorkingPoint& point, double omega,
                                const theory::ResponseOptions& options) {
    const Complex s(0.0, omega);
    const auto W = theory::connectivity_at(network, inputs_of(point), options);
    return mode_number(mode_of(W(s)), s, options, 1.0);
}

NumberAtRates growth_rate_number(const Network& network, const WorkingPoint& point, Complex s,
                                 const theory::ResponseOptions& options) {
    const auto W = theory::connectivity_at(network, inputs_of(point), options);
    const Mode mode = mode_of(W(s));
    return mode_number(mode, s, options, -1.0 / slope(W, mode, s));
}

}  // namespace siegert::landscape
