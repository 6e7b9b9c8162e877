#include <siegert/landscape/curves.hpp>

#include <siegert/error.hpp>

#include "landscape/state_curve.hpp"
#include "numerics/complex_linear_algebra.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

namespace siegert::landscape {
namespace {

using numerics::ContinuationOptions;
using numerics::CurveEquations;
using numerics::CurvePoint;

constexpr double two_pi = 2.0 * std::numbers::pi;
constexpr double unit_of_omega = 300.0;  // [rad/s]: one unit of the unknown
constexpr double slowest = 0.1;          // [rad/s]
constexpr double difference_step = 1e-5;

/// A curve of folds or of Hopf points. Unknowns: the n rates as in StateCurve, omega of Hopf
/// points, p and q.
struct Problem {
    const Plane& plane;
    EventKind kind;
    theory::ResponseOptions response;
    Index populations;
};

bool is_hopf(const Problem& problem) {
    return problem.kind == EventKind::hopf;
}

Index index_of_p(const Problem& problem) {
    return problem.populations + (is_hopf(problem) ? 1 : 0);
}

StateCurve along_p(const Problem& problem, double q) {
    const Plane& plane = problem.plane;
    return {.line = {.network_at = [&plane, q](double p) { return plane.network_at(p, q); },
                     .from = plane.p_from,
                     .to = plane.p_to},
            .method = problem.response.method,
            .populations = problem.populations,
            .moments = {}};
}

StateCurve along_q(const Problem& problem, double p) {
    const Plane& plane = problem.plane;
    return {.line = {.network_at = [&plane, p](double q) { return plane.network_at(p, q); },
                     .from = plane.q_from,
                     .to = plane.q_to},
            .method = problem.response.method,
            .populations = problem.populations,
            .moments = {}};
}

// The rates and one parameter, as unknowns of a StateCurve.
Vector state_unknowns(const Problem& problem, const Vector& x, Index parameter) {
    Vector result(problem.populations + 1);
    result << x.head(problem.populations), x(parameter);
    return result;
}

double p_of(const Problem& problem, const Vector& x) {
    return parameter(along_p(problem, problem.plane.q_from),
                     state_unknowns(problem, x, index_of_p(problem)));
}

double q_of(const Problem& problem, const Vector& x) {
    return parameter(along_q(problem, problem.plane.p_from),
                     state_unknowns(problem, x, index_of_p(problem) + 1));
}

double omega_of(const Problem& problem, const Vector& x) {
    return is_hopf(problem) ? unit_of_omega * x(problem.populations) : 0.0;
}

State state_of(const Problem& problem, const Vector& x) {
    return state_at(along_p(problem, q_of(problem, x)),
                    state_unknowns(problem, x, index_of_p(problem)));
}

// dPhi/dnu of folds, W(i omega) of Hopf points: one of the eigenvalues is 1.
ComplexMatrix feedback(const Problem& problem, const Vector& x) {
    const State state = state_of(problem, x);
    if (!is_hopf(problem)) return state.jacobian.cast<Complex>();
    const auto W = theory::connectivity_at(state.network, state.inputs, problem.response);
    return W(Complex(0.0, omega_of(problem, x)));
}

/// An eigenvalue with its vectors, scaled such that left^dagger right = 1.
struct EigenTriple {
    Complex value;
    ComplexVector left, right;
};

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

// d matrix / d x_k; one-sided at the edge of the domain.
ComplexMatrix derivative(const Problem& problem, const Vector& x, const ComplexMatrix& here,
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

Eigenvalue eigenvalue_at(const Problem& problem, const Vector& x) {
    const ComplexMatrix here = feedback(problem, x);
    const EigenTriple triple = nearest_to_one(here);
    Eigenvalue result{.value = triple.value, .gradient = ComplexVector(x.size())};
    for (Index k = 0; k < x.size(); ++k) {
        result.gradient(k) = triple.left.dot(derivative(problem, x, here, k) * triple.right);
    }
    return result;
}

// G = 0; Re lambda = 1; of Hopf points Im lambda / omega = 0, which is even in omega: without the
// division a curve would run through the Bogdanov-Takens point onto its own mirror image.
CurveEquations equations(const Problem& problem, const Vector& x) {
    const Index n = problem.populations;
    const Index p = index_of_p(problem);
    const auto state =
        landscape::equations(along_p(problem, q_of(problem, x)), state_unknowns(problem, x, p));
    const auto by_q =
        landscape::equations(along_q(problem, p_of(problem, x)), state_unknowns(problem, x, p + 1));
    const Eigenvalue lambda = eigenvalue_at(problem, x);
    CurveEquations result{.value = Vector(x.size() - 1),
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

ContinuationOptions box_of(const Problem& problem, const BranchesOptions& options) {
    const auto single = continuation_options(along_p(problem, problem.plane.q_from), 2);
    const Index n = problem.populations;
    const Index p = index_of_p(problem);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    ContinuationOptions box{.lower = Vector::Constant(p + 2, -infinity),
                            .upper = Vector::Constant(p + 2, infinity)};
    for (const Index k : {p, p + 1}) {
        box.lower(k) = single.lower(n);
        box.upper(k) = single.upper(n);
    }
    if (is_hopf(problem)) {
        box.lower(n) = slowest / unit_of_omega;
        box.upper(n) = two_pi * options.highest_frequency / unit_of_omega;
    }
    box.tolerance = 1e-9;  // of differences of derivatives
    box.most_points = static_cast<std::size_t>(options.most_points);
    return box;
}

// Changes its sign at a cusp, where the curve runs along the null vector v and the fold has no
// curvature: v . grad lambda = 0.
double cusp_test(const Problem& problem, const CurvePoint& point) {
    const Index n = problem.populations;
    const State state = state_of(problem, point.x);
    const auto triple = nearest_to_one(state.jacobian.cast<Complex>());
    Vector v = triple.right.real().cwiseQuotient((0.05 + state.nu.array()).matrix());
    v.normalize();
    const Vector gradient = eigenvalue_at(problem, point.x).gradient.real().head(n);
    return v.dot(gradient) * v.dot(point.tangent.head(n));
}

// Vanishes at a Bogdanov-Takens point: d lambda / ds at s = 0.
double bogdanov_takens_test(const Problem& problem, const CurvePoint& point) {
    const State state = state_of(problem, point.x);
    const auto W = theory::connectivity_at(state.network, state.inputs, problem.response);
    const auto triple = nearest_to_one(state.jacobian.cast<Complex>());
    const Complex change = triple.left.dot(W(Complex(0.0, slowest)) * triple.right);
    return change.imag() / slowest;
}

struct SpecialCurvePoint {
    CurveEventKind kind;
    std::size_t after;
    CurvePoint at;
};

bool has_slow_response(const Problem& problem) {
    const Plane& plane = problem.plane;
    return problem.response.convention == lif::Convention::exact &&
           plane.network_at(plane.p_from, plane.q_from).Delay.size() != 0;
}

std::vector<SpecialCurvePoint> special_points(const Problem& problem,
                                              const std::vector<CurvePoint>& points,
                                              const ContinuationOptions& box) {
    std::vector<SpecialCurvePoint> found;
    if (is_hopf(problem)) return found;
    const auto curve = [&](const Vector& x) { return equations(problem, x); };
    const auto search = [&](CurveEventKind kind, std::size_t k,
                            const numerics::TestFunction& test) {
        const auto point = numerics::located(curve, points[k], points[k + 1], test, box);
        if (point) found.push_back({kind, k, *point});
    };
    const Index p = index_of_p(problem);
    const auto turns = [&](std::size_t k, Index unknown) {
        return points[k].tangent(unknown) * points[k + 1].tangent(unknown) < 0.0;
    };
    const numerics::TestFunction slow = [&](const CurvePoint& point) {
        return bogdanov_takens_test(problem, point);
    };
    const bool with_slow = has_slow_response(problem);
    double before = with_slow ? slow(points.front()) : 0.0;
    for (std::size_t k = 0; k + 1 < points.size(); ++k) {
        if (turns(k, p) && turns(k, p + 1)) {
            search(CurveEventKind::cusp, k,
                   [&](const CurvePoint& point) { return cusp_test(problem, point); });
        }
        if (!with_slow) continue;
        const double after = slow(points[k + 1]);
        if (before * after < 0.0) search(CurveEventKind::bogdanov_takens, k, slow);
        before = after;
    }
    return found;
}

BranchEnd end_of(numerics::CurveEnd end) {
    switch (end) {
        case numerics::CurveEnd::edge:
            return BranchEnd::edge;
        case numerics::CurveEnd::closed:
            return BranchEnd::closed;
        case numerics::CurveEnd::most_points:
            return BranchEnd::most_points;
        case numerics::CurveEnd::lost:
            break;
    }
    return BranchEnd::lost;
}

BifurcationCurve described(const Problem& problem, const std::vector<CurvePoint>& points,
                           const std::vector<SpecialCurvePoint>& special) {
    const auto size = static_cast<Index>(points.size() + special.size());
    BifurcationCurve curve{.kind = problem.kind,
                           .p = Vector(size),
                           .q = Vector(size),
                           .firing_rates = Matrix(size, problem.populations),
                           .frequency = Vector(size),
                           .events = {}};
    Index row = 0;
    const auto add = [&](const Vector& x) {
        curve.p(row) = p_of(problem, x);
        curve.q(row) = q_of(problem, x);
        curve.firing_rates.row(row) = state_of(problem, x).nu.transpose();
        curve.frequency(row) = omega_of(problem, x) / two_pi;
        ++row;
    };
    const auto mark_if_slow = [&](const CurvePoint& point) {
        const double unknown = point.x(problem.populations);
        if (is_hopf(problem) && unknown <= slowest / unit_of_omega)
            curve.events.push_back({CurveEventKind::bogdanov_takens, row});
    };
    auto next = special.begin();
    for (std::size_t k = 0; k < points.size(); ++k) {
        mark_if_slow(points[k]);
        add(points[k].x);
        for (; next != special.end() && next->after == k; ++next) {
            curve.events.push_back({next->kind, row});
            add(next->at.x);
        }
    }
    return curve;
}

/// A curve with its points as they were found.
struct Traced {
    std::vector<CurvePoint> points;
    BranchEnd begin, end;
};

Traced trace_through(const Problem& problem, const Vector& start, const ContinuationOptions& box) {
    const auto curve = [&](const Vector& x) { return equations(problem, x); };
    const Vector along_q = Vector::Unit(start.size(), start.size() - 1);
    auto forwards = numerics::follow(curve, start, along_q, box);
    Traced traced{.points = {}, .begin = end_of(forwards.end), .end = end_of(forwards.end)};
    if (forwards.end != numerics::CurveEnd::closed) {
        auto backwards = numerics::follow(curve, start, -along_q, box);
        traced.begin = end_of(backwards.end);
        for (auto point = backwards.points.rbegin(); point != backwards.points.rend(); ++point) {
            traced.points.push_back(numerics::reversed(std::move(*point)));
        }
        if (!traced.points.empty() && !forwards.points.empty()) traced.points.pop_back();
    }
    std::ranges::move(forwards.points, std::back_inserter(traced.points));
    return traced;
}

// Whether the curve passes the point, which lies at a value of q.
bool passes(const Problem& problem, const Traced& traced, const Vector& x,
            const ContinuationOptions& box) {
    const Index q = x.size() - 1;
    const auto curve = [&](const Vector& y) { return equations(problem, y); };
    for (std::size_t k = 0; k + 1 < traced.points.size(); ++k) {
        const Vector& a = traced.points[k].x;
        const Vector& b = traced.points[k + 1].x;
        const double step = (b - a).norm();
        const double nearest = std::clamp((x - a).dot(b - a) / (step * step), 0.0, 1.0);
        if ((a + nearest * (b - a) - x).norm() > 0.5 * step + 1e-6) continue;
        Vector guess = a + nearest * (b - a);
        guess(q) = x(q);
        const auto point = numerics::corrected_at(curve, guess, q, box);
        if (point && (point->x - x).norm() < 1e-5) return true;
    }
    return false;
}

Vector unknowns_of(const Problem& problem, const Branch& branch, const Event& event, double q) {
    const Vector nu = branch.firing_rates.row(event.point).transpose();
    const double p = branch.parameter(event.point);
    const Index n = problem.populations;
    Vector x(index_of_p(problem) + 2);
    x.head(n) = unknowns(along_p(problem, q), nu, p).head(n);
    if (is_hopf(problem)) x(n) = two_pi * event.frequency / unit_of_omega;
    x(index_of_p(problem)) = unknowns(along_p(problem, q), nu, p)(n);
    x(index_of_p(problem) + 1) = unknowns(along_q(problem, p), nu, q)(n);
    return x;
}

void validate(const Plane& plane) {
    for (const double value : {plane.p_from, plane.p_to, plane.q_from, plane.q_to}) {
        require_finite("an end of the plane", value);
    }
    require(plane.p_from != plane.p_to, "p_to", plane.p_to, "differ from p_from");
    require(plane.q_from != plane.q_to, "q_to", plane.q_to, "differ from q_from");
}

}  // namespace

std::vector<BifurcationCurve> bifurcation_curves(const Plane& plane,
                                                 const BranchesOptions& options) {
    validate(plane);
    const Index n = plane.network_at(plane.p_from, plane.q_from).tau_m.size();
    const Problem folds{plane, EventKind::fold, options.response, n};
    const Problem hopf_points{plane, EventKind::hopf, options.response, n};
    std::vector<BifurcationCurve> curves;
    std::vector<std::pair<EventKind, Traced>> traced;
    for (const double q : Vector(Vector::LinSpaced(options.sections, plane.q_from, plane.q_to))) {
        const auto found = branches(along_p(folds, q).line, options);
        for (const auto& branch : found.branches) {
            for (const auto& event : branch.events) {
                if (event.kind == EventKind::branch_point) continue;
                const Problem& problem = event.kind == EventKind::fold ? folds : hopf_points;
                const auto box = box_of(problem, options);
                const Vector x = unknowns_of(problem, branch, event, q);
                const bool known = std::ranges::any_of(traced, [&](const auto& other) {
                    return other.first == event.kind && passes(problem, other.second, x, box);
                });
                if (known) continue;
                Traced curve = trace_through(problem, x, box);
                if (curve.points.empty()) continue;
                curves.push_back(
                    described(problem, curve.points, special_points(problem, curve.points, box)));
                curves.back().begin = curve.begin;
                curves.back().end = curve.end;
                traced.emplace_back(event.kind, std::move(curve));
            }
        }
    }
    return curves;
}

}  // namespace siegert::landscape
