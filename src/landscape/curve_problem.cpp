#include "landscape/curve_problem.hpp"

#include <siegert/error.hpp>

#include "numerics/complex_linear_algebra.hpp"

#include <cmath>

namespace siegert::landscape {
namespace {

constexpr double difference_step = 1e-5;

// The rates and one parameter, as unknowns of a StateCurve.
Vector state_unknowns(const CurveProblem& problem, const Vector& x, Index parameter) {
    Vector result(problem.populations + 1);
    result << x.head(problem.populations), x(parameter);
    return result;
}

// dPhi/dnu of folds, W(i omega) of Hopf points: one of the eigenvalues is 1.
ComplexMatrix feedback(const CurveProblem& problem, const Vector& x) {
    const State state = state_of(problem, x);
    if (!is_hopf(problem)) return state.jacobian.cast<Complex>();
    const auto W = theory::connectivity_at(state.network, state.inputs, problem.response);
    return W(Complex(0.0, omega_of(problem, x)));
}

// d matrix / d x_k; one-sided at the edge of the domain.
ComplexMatrix derivative(const CurveProblem& problem, const Vector& x, const ComplexMatrix& here,
                         Index k) {
    const auto at = [&](double offset) -> std::optional<ComplexMatrix> {
        Vector moved = x;
        moved(k) += offset;
        try {
            return feedback(problem, moved);
        } catch (const InvalidParameter&) {
            return std::nullopt;
        }
    };
    const auto before = at(-difference_step);
    const auto after = at(difference_step);
    if (before && after) return (*after - *before) / (2.0 * difference_step);
    if (after) return (*after - here) / difference_step;
    if (before) return (here - *before) / difference_step;
    throw InvalidParameter("the network must be valid on one side of the parameter at least");
}

// The eigenvalue nearest to 1 and its gradient, d lambda = u^dagger dM v.
struct Eigenvalue {
    Complex value;
    ComplexVector gradient;
};

Eigenvalue eigenvalue_at(const CurveProblem& problem, const Vector& x) {
    const ComplexMatrix here = feedback(problem, x);
    const EigenTriple triple = nearest_to_one(here);
    Eigenvalue result{.value = triple.value, .gradient = ComplexVector(x.size())};
    for (Index k = 0; k < x.size(); ++k) {
        result.gradient(k) = triple.left.dot(derivative(problem, x, here, k) * triple.right);
    }
    return result;
}

}  // namespace

bool is_hopf(const CurveProblem& problem) {
    return problem.kind == EventKind::hopf;
}

Index index_of_p(const CurveProblem& problem) {
    return problem.populations + (is_hopf(problem) ? 1 : 0);
}

StateCurve along_p(const CurveProblem& problem, double q) {
    const Plane& plane = problem.plane;
    return {.line = {.network_at = [&plane, q](double p) { return plane.network_at(p, q); },
                     .from = plane.p_from,
                     .to = plane.p_to},
            .method = problem.response.method,
            .populations = problem.populations,
            .moments = {}};
}

StateCurve along_q(const CurveProblem& problem, double p) {
    const Plane& plane = problem.plane;
    return {.line = {.network_at = [&plane, p](double q) { return plane.network_at(p, q); },
                     .from = plane.q_from,
                     .to = plane.q_to},
            .method = problem.response.method,
            .populations = problem.populations,
            .moments = {}};
}

double p_of(const CurveProblem& problem, const Vector& x) {
    return parameter(along_p(problem, problem.plane.q_from),
                     state_unknowns(problem, x, index_of_p(problem)));
}

double q_of(const CurveProblem& problem, const Vector& x) {
    return parameter(along_q(problem, problem.plane.p_from),
                     state_unknowns(problem, x, index_of_p(problem) + 1));
}

double omega_of(const CurveProblem& problem, const Vector& x) {
    return is_hopf(problem) ? unit_of_omega * x(problem.populations) : 0.0;
}

State state_of(const CurveProblem& problem, const Vector& x) {
    return state_at(along_p(problem, q_of(problem, x)),
                    state_unknowns(problem, x, index_of_p(problem)));
}

EigenTriple nearest_to_one(const ComplexMatrix& matrix) {
    const auto right = numerics::eigen_decomposition(matrix);
    const auto left = numerics::left_eigen_decomposition(matrix);
    Index k = 0, l = 0;
    (right.values.array() - 1.0).abs().minCoeff(&k);
    (left.values.array() - right.values(k)).abs().minCoeff(&l);
    EigenTriple triple{
        .value = right.values(k), .left = left.vectors.col(l), .right = right.vectors.col(k)};
    triple.left /= std::conj(triple.left.dot(triple.right));
    return triple;
}

// G = 0; Re lambda = 1; of Hopf points Im lambda / omega = 0, which is even in omega: without the
// division a curve would run through the Bogdanov-Takens point onto its own mirror image.
numerics::CurveEquations equations(const CurveProblem& problem, const Vector& x) {
    const Index n = problem.populations;
    const Index p = index_of_p(problem);
    const auto state =
        landscape::equations(along_p(problem, q_of(problem, x)), state_unknowns(problem, x, p));
    const auto by_q =
        landscape::equations(along_q(problem, p_of(problem, x)), state_unknowns(problem, x, p + 1));
    const Eigenvalue lambda = eigenvalue_at(problem, x);
    numerics::CurveEquations result{.value = Vector(x.size() - 1),
                                    .jacobian = Matrix::Zero(x.size() - 1, x.size())};
    result.value.head(n) = state.value;
    result.jacobian.topLeftCorner(n, n) = state.jacobian.leftCols(n);
    result.jacobian.block(0, p, n, 1) = state.jacobian.col(n);
    result.jacobian.block(0, p + 1, n, 1) = by_q.jacobian.col(n);
    result.value(n) = lambda.value.real() - 1.0;
    result.jacobian.row(n) = lambda.gradient.real().transpose();
    if (!is_hopf(problem)) return result;
    const double omega = x(n);
    result.value(n + 1) = lambda.value.imag() / omega;
    result.jacobian.row(n + 1) = lambda.gradient.imag().transpose() / omega;
    result.jacobian(n + 1, n) -= lambda.value.imag() / (omega * omega);
    return result;
}

ComplexVector gradient_of_eigenvalue(const CurveProblem& problem, const Vector& x) {
    return eigenvalue_at(problem, x).gradient;
}

}  // namespace siegert::landscape
