#include <siegert/landscape/branches.hpp>

#include <siegert/error.hpp>
#include <siegert/theory/fixed_points.hpp>

#include "landscape/modes.hpp"
#include "landscape/trace.hpp"
#include "numerics/complex_linear_algebra.hpp"
#include "numerics/fixed_point.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>

namespace siegert::landscape {
namespace {

using numerics::ContinuationOptions;

// Two states at one value of the parameter closer than this are the same, as in fixed_points.
constexpr double same_state = 1e-6;

void validate(const Line& line, const BranchesOptions& options) {
    require_finite("from", line.from);
    require_finite("to", line.to);
    require(line.to != line.from, "to", line.to, "differ from `from`");
    require_positive("highest_frequency", options.highest_frequency);
    require(options.starts >= 1, "starts", options.starts, "be at least 1");
    require(options.sections >= 2, "sections", static_cast<double>(options.sections),
            "be at least 2");
    require(options.most_points >= 2, "most_points", static_cast<double>(options.most_points),
            "be at least 2");
}

Vector section_parameters(const Line& line, Index sections) {
    return Vector::LinSpaced(sections, line.from, line.to);
}

/// The branches found so far.
struct Search {
    const StateCurve& curve;
    const BranchesOptions& options;
    ContinuationOptions continuation;
    std::vector<Trace> traces{};
};

bool is_known(const Search& search, const Vector& x) {
    const double p = x(search.curve.populations);
    return std::ranges::any_of(search.traces, [&](const Trace& trace) {
        const auto states = states_of(search.curve, trace, p, search.continuation);
        return std::ranges::any_of(
            states, [&](const Vector& known) { return (known - x).norm() < same_state; });
    });
}

// Follows the branch through a state and those that cross it, unless they are known.
void follow_all_from(Search& search, const Vector& start) {
    std::deque<Vector> starts{start};
    while (!starts.empty()) {
        const Vector x = starts.front();
        starts.pop_front();
        if (is_known(search, x)) continue;
        Trace trace = trace_through(search.curve, x, search.continuation);
        if (trace.points.empty()) continue;
        for (const auto& special : trace.special) {
            if (special.kind != EventKind::branch_point) continue;
            for (auto& state : crossing_states(search.curve, special.at, search.continuation)) {
                starts.push_back(std::move(state));
            }
        }
        search.traces.push_back(std::move(trace));
    }
}

void search_section(Search& search, double p) {
    const Network network = search.curve.line.network_at(p);
    const auto found = theory::fixed_points(network, {.method = search.curve.method,
                                                      .starts = search.options.starts,
                                                      .seed = search.options.seed});
    for (const auto& point : found.points) {
        follow_all_from(search, unknowns(search.curve, point.working_point.firing_rates, p));
    }
}

std::vector<Vector> states_in_section(const StateCurve& curve, const std::vector<Trace>& traces,
                                      double p, const ContinuationOptions& options) {
    const Vector at_p = unknowns(curve, Vector::Zero(curve.populations), p);
    std::vector<Vector> all;
    for (const auto& trace : traces) {
        auto states = states_of(curve, trace, at_p(curve.populations), options);
        std::ranges::move(states, std::back_inserter(all));
    }
    return all;
}

double growth_rate(const State& state) {
    const Index n = state.nu.size();
    return numerics::spectral_abscissa(state.jacobian - Matrix::Identity(n, n));
}

Section section_at(const Search& search, double p) {
    const auto states = states_in_section(search.curve, search.traces, p, search.continuation);
    Section section{.parameter = p, .states = static_cast<int>(states.size())};
    for (const Vector& x : states)
        section.index_sum += numerics::fixed_point_index(state_at(search.curve, x).jacobian);
    return section;
}

void add_row(Branch& branch, Index row, const StateCurve& curve, const Vector& x, int modes) {
    const State state = state_at(curve, x);
    branch.parameter(row) = parameter(curve, x);
    branch.firing_rates.row(row) = state.nu.transpose();
    branch.growth_rate(row) = growth_rate(state);
    branch.growing_modes.push_back(modes);
}

int on_both_sides(int before, int after) {
    return before == not_counted || after == not_counted ? not_counted : std::min(before, after);
}

Branch described(const StateCurve& curve, const Trace& trace, const std::vector<int>& modes) {
    const auto size = static_cast<Index>(trace.points.size() + trace.special.size());
    Branch branch{.parameter = Vector(size),
                  .firing_rates = Matrix(size, curve.populations),
                  .growth_rate = Vector(size),
                  .growing_modes = {},
                  .events = {},
                  .begin = trace.begin,
                  .end = trace.end};
    auto special = trace.special.begin();
    Index row = 0;
    for (std::size_t k = 0; k < trace.points.size(); ++k) {
        add_row(branch, row++, curve, trace.points[k].x, modes[k]);
        for (; special != trace.special.end() && special->after == k; ++special) {
            branch.events.push_back(
                {.kind = special->kind, .point = row, .frequency = special->frequency});
            add_row(branch, row++, curve, special->at.x, on_both_sides(modes[k], modes[k + 1]));
        }
    }
    return branch;
}

// In the order in which they are passed.
void add_special_points(Trace& trace, std::vector<SpecialPoint> more) {
    std::ranges::move(more, std::back_inserter(trace.special));
    std::ranges::stable_sort(trace.special, [&](const SpecialPoint& a, const SpecialPoint& b) {
        if (a.after != b.after) return a.after < b.after;
        const auto& start = trace.points[a.after];
        return start.tangent.dot(a.at.x - b.at.x) < 0.0;
    });
}

bool has_delays(const Line& line) {
    return line.network_at(line.from).Delay.size() != 0;
}

Branch finished(const Search& search, Trace trace) {
    std::vector<int> modes(trace.points.size(), not_counted);
    if (search.options.modes == GrowingModes::counted && has_delays(search.curve.line)) {
        modes = counted_modes(search.curve, trace, search.options.response);
        add_special_points(trace,
                           hopf_points(search.curve, trace, modes,
                                       {.response = search.options.response,
                                        .highest_frequency = search.options.highest_frequency,
                                        .continuation = search.continuation}));
    }
    return described(search.curve, trace, modes);
}

}  // namespace

Branches branches(const Line& line, const BranchesOptions& options) {
    validate(line, options);
    const StateCurve curve = state_curve(line, options.response.method);
    Search search{.curve = curve,
                  .options = options,
                  .continuation = continuation_options(curve, options.most_points)};
    const Vector sections = section_parameters(line, options.sections);
    for (const double p : sections) search_section(search, p);
    Branches result;
    for (const double p : sections) result.sections.push_back(section_at(search, p));
    for (auto& trace : search.traces) {
        result.branches.push_back(finished(search, std::move(trace)));
    }
    return result;
}

Matrix states_at(const Line& line, const Branches& found, double p,
                 const BranchesOptions& options) {
    validate(line, options);
    require((p - line.from) * (p - line.to) <= 0.0, "p", p, "lie on the line");
    const StateCurve curve = state_curve(line, options.response.method);
    std::vector<Vector> states;
    for (const Branch& branch : found.branches) {
        Trace trace;
        for (Index k = 0; k < branch.parameter.size(); ++k) {
            const Vector nu = branch.firing_rates.row(k).transpose();
            trace.points.push_back({.x = unknowns(curve, nu, branch.parameter(k)), .tangent = {}});
        }
        const auto passed =
            states_in_section(curve, {trace}, p, continuation_options(curve, options.most_points));
        for (const Vector& x : passed) states.push_back(state_at(curve, x).nu);
    }
    Matrix result(static_cast<Index>(states.size()), curve.populations);
    for (Index k = 0; k < result.rows(); ++k) {
        result.row(k) = states[static_cast<std::size_t>(k)].transpose();
    }
    return result;
}

}  // namespace siegert::landscape
