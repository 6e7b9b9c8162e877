#include "landscape/observables.hpp"

#include <siegert/theory/network_transfer_function.hpp>

#include "model/field_use.hpp"
#include "numerics/complex_linear_algebra.hpp"
#include "require_arrays.hpp"

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

// u^dagger W v, times `factor`.
Numbers mode_number(const Network& network, const WorkingPoint& point, const Mode& mode, Complex s,
                    const theory::ResponseOptions& options, Complex factor) {
    return {.derivatives = [&network, &point, mode, s, options, factor]() -> std::vector<Direct> {
                Direct direct = no_direct_derivatives(network);
                add_connectivity(direct, factor * mode.left.conjugate() * mode.right.transpose(),
                                 network, inputs_of(point), s, options);
                return {direct};
            },
            .values = [=](const Network& moved,
                          const theory::PopulationInputs& inputs) -> ComplexVector {
                const ComplexMatrix W = theory::connectivity_at(moved, inputs, options)(s);
                return ComplexVector::Constant(1, factor * mode.left.dot(W * mode.right));
            }};
}

// u^dagger W' v
Complex slope(const theory::ConnectivityAt& W, const Mode& mode, Complex s) {
    const std::function<Complex(double)> moved_by = [&](double offset) -> Complex {
        return mode.left.dot(W(s + offset) * mode.right);
    };
    return derivative(moved_by, relative_step * (std::abs(s) + 1.0), false);
}

}  // namespace

void require_point(const Network& network, const WorkingPoint& point) {
    schema::require_known_to_theory(network);
    theory::require_converged(point);
    require_shape("firing_rates", point.firing_rates, network.tau_m.size(), 1);
}

Numbers rate_numbers(const Network& network, const Matrix& weights) {
    return {.derivatives =
                [&network, weights] {
                    std::vector<Direct> all;
                    for (const auto& column : weights.colwise()) {
                        all.push_back(no_direct_derivatives(network));
                        all.back().nu = column.cast<Complex>();
                    }
                    return all;
                },
            .values = [weights](const Network&, const theory::PopulationInputs& inputs)
                -> ComplexVector { return (weights.transpose() * inputs.nu).cast<Complex>(); }};
}

Numbers cv_numbers(const Network& network, const WorkingPoint& point, const Matrix& weights,
                   lif::exp::Method method) {
    const NeuronAnswer cvs = cvs_answer(method);
    return {.derivatives =
                [&network, &point, weights, cvs] {
                    const auto by_input = derivatives_of(network, inputs_of(point), cvs);
                    std::vector<Direct> all;
                    for (const auto& column : weights.colwise()) {
                        all.push_back(no_direct_derivatives(network));
                        add_answers(all.back(), column.cast<Complex>(), by_input);
                    }
                    return all;
                },
            .values = [weights, cvs](const Network& moved,
                                     const theory::PopulationInputs& inputs) -> ComplexVector {
                return weights.transpose().cast<Complex>() * cvs(moved, inputs).col(0);
            }};
}

Numbers eigenvalue_number(const Network& network, const WorkingPoint& point, double omega,
                          const theory::ResponseOptions& options) {
    require_point(network, point);
    const Complex s(0.0, omega);
    const auto W = theory::connectivity_at(network, inputs_of(point), options);
    return mode_number(network, point, mode_of(W(s)), s, options, 1.0);
}

Numbers growth_rate_number(const Network& network, const WorkingPoint& point, Complex s,
                           const theory::ResponseOptions& options) {
    require_point(network, point);
    const auto W = theory::connectivity_at(network, inputs_of(point), options);
    const Mode mode = mode_of(W(s));
    return mode_number(network, point, mode, s, options, -1.0 / slope(W, mode, s));
}

}  // namespace siegert::landscape
