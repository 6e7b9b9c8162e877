#include <siegert/landscape/curves.hpp>

#include <siegert/error.hpp>

#include "landscape/curve_problem.hpp"
#include "landscape/trace.hpp"
#include "require.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <memory>
#include <mutex>
#include <numbers>
#include <optional>

namespace siegert::landscape {
namespace {

using numerics::ContinuationOptions;
using numerics::CurvePoint;

constexpr double two_pi = 2.0 * std::numbers::pi;

ContinuationOptions box_of(const CurveProblem& problem, const BranchesOptions& options) {
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
double cusp_test(const CurveProblem& problem, const CurvePoint& point) {
    const Index n = problem.populations;
    const State state = state_of(problem, point.x);
    const auto triple = nearest_to_one(state.jacobian.cast<Complex>());
    Vector v = triple.right.real().cwiseQuotient((0.05 + state.nu.array()).matrix());
    v.normalize();
    const Vector gradient = gradient_of_eigenvalue(problem, point.x).real().head(n);
    return v.dot(gradient) * v.dot(point.tangent.head(n));
}

// Vanishes at a Bogdanov-Takens point: d lambda / ds at s = 0.
double bogdanov_takens_test(const CurveProblem& problem, const CurvePoint& point) {
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

bool has_slow_response(const CurveProblem& problem) {
    const Plane& plane = problem.plane;
    return problem.response.convention == lif::Convention::exact &&
           plane.network_at(plane.p_from, plane.q_from).Delay.size() != 0;
}

std::vector<SpecialCurvePoint> special_points(const CurveProblem& problem,
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

BifurcationCurve described(const CurveProblem& problem, const std::vector<CurvePoint>& points,
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

Traced trace_through(const CurveProblem& problem, const Vector& start,
                     const ContinuationOptions& box) {
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
bool passes(const CurveProblem& problem, const Traced& traced, const Vector& x,
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

Vector unknowns_of(const CurveProblem& problem, const Branch& branch, const Event& event,
                   double q) {
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

/// Networks of a plane, of which the latest are kept: differences in rates and frequencies ask for
/// the same parameters again and again.
class RecentNetworks {
public:
    explicit RecentNetworks(std::function<Network(double, double)> make) : make_(std::move(make)) {}

    Network operator()(double p, double q) {
        if (auto network = known(p, q)) return *std::move(network);
        Network network = make_(p, q);
        const std::scoped_lock lock(mutex_);
        kept_.at(next_) = {.p = p, .q = q, .network = network};
        next_ = (next_ + 1) % kept_.size();
        return network;
    }

private:
    struct Kept {
        double p = unset, q = unset;
        Network network{};
    };

    std::optional<Network> known(double p, double q) {
        const std::scoped_lock lock(mutex_);
        const auto at =
            std::ranges::find_if(kept_, [=](const Kept& one) { return one.p == p && one.q == q; });
        if (at == kept_.end()) return std::nullopt;
        return at->network;
    }

    std::function<Network(double, double)> make_;
    std::mutex mutex_{};
    std::array<Kept, 16> kept_{};
    std::size_t next_ = 0;
};

Plane with_memory(Plane plane) {
    plane.network_at = [recent = std::make_shared<RecentNetworks>(plane.network_at)](
                           double p, double q) { return (*recent)(p, q); };
    return plane;
}

}  // namespace

std::vector<BifurcationCurve> bifurcation_curves(const Plane& given,
                                                 const BranchesOptions& options) {
    validate(given);
    const Plane plane = with_memory(given);
    const Index n = plane.network_at(plane.p_from, plane.q_from).tau_m.size();
    const CurveProblem folds{plane, EventKind::fold, options.response, n};
    const CurveProblem hopf_points{plane, EventKind::hopf, options.response, n};
    std::vector<BifurcationCurve> curves;
    std::vector<std::pair<EventKind, Traced>> traced;
    for (const double q : Vector(Vector::LinSpaced(options.sections, plane.q_from, plane.q_to))) {
        const auto found = branches(along_p(folds, q).line, options);
        for (const auto& branch : found.branches) {
            for (const auto& event : branch.events) {
                if (event.kind == EventKind::branch_point) continue;
                const CurveProblem& problem = event.kind == EventKind::fold ? folds : hopf_points;
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
