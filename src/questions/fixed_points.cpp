#include "questions/state.hpp"

#include <siegert/error.hpp>
#include <siegert/questions/question.hpp>
#include <siegert/theory/fixed_points.hpp>
#include <siegert/theory/stability_verdict.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace siegert::questions {
namespace {

using theory::FixedPoint;

Matrix stacked(const std::vector<FixedPoint>& points, Vector theory::WorkingPoint::*member,
               Index populations) {
    Matrix values(static_cast<Index>(points.size()), populations);
    for (Index k = 0; k < values.rows(); ++k) {
        const auto& point = points[static_cast<std::size_t>(k)].working_point;
        values.row(k) = (point.*member).transpose();
    }
    return values;
}

template <class Get>
auto each(const std::vector<FixedPoint>& points, Get get) {
    std::vector<decltype(get(points[0]))> values;
    for (const auto& point : points) values.push_back(get(point));
    return values;
}

// Stability with delays and the dynamics of the neurons.
theory::StabilityVerdict verdict_of(const Inquiry& inquiry, const theory::WorkingPoint& state) {
    try {
        return theory::stability_verdict(
            inquiry.loaded.network,
            {.mu = state.mean_input, .sigma = state.std_input, .nu = state.firing_rates},
            {.response = {.convention = inquiry.how.convention,
                          .method = inquiry.how.working_point.method,
                          .threads = 1}});
    } catch (const Error& error) {
        theory::StabilityVerdict verdict;
        verdict.answer = theory::Stability::undecided;
        verdict.reason = error.what();
        return verdict;
    }
}

using Verdicts = std::vector<theory::StabilityVerdict>;  ///< of each state; none without delays

Verdicts verdicts_of(const Inquiry& inquiry, const std::vector<FixedPoint>& points) {
    Verdicts verdicts;
    if (inquiry.loaded.network.Delay.size() == 0) return verdicts;
    for (const auto& point : points) verdicts.push_back(verdict_of(inquiry, point.working_point));
    return verdicts;
}

// Static stability first; growing modes where it does not see them.
std::string stability_text(const FixedPoint& point, const theory::StabilityVerdict* dynamic) {
    const bool hidden =
        point.stable && dynamic != nullptr && dynamic->answer == theory::Stability::unstable;
    if (hidden) return fmt::format("stable but {} growing modes", dynamic->nyquist.unstable_modes);
    return point.stable ? "stable" : "unstable";
}

void add_verdicts(Answer& answer, const Verdicts& verdicts) {
    if (verdicts.empty()) return;
    constexpr std::int64_t not_counted = -1;
    std::vector<std::string> answers, reasons;
    std::vector<std::int64_t> modes;
    for (const auto& verdict : verdicts) {
        answers.push_back(theory::to_string(verdict.answer));
        reasons.push_back(verdict.reason);
        modes.push_back(verdict.nyquist.resolved ? verdict.nyquist.unstable_modes : not_counted);
    }
    const std::vector<std::string> states{"fixed_point"};
    answer.quantities.push_back(
        quantity("verdict", dataset(std::move(answers)), states,
                 "on stability with delays: stable, unstable or undecided"));
    answer.quantities.push_back(quantity("reason", dataset(std::move(reasons)), states));
    answer.quantities.push_back(quantity("unstable_modes", dataset(std::move(modes)), states,
                                         "growing modes; -1: not counted"));
}

Group points_group(const Network& network, const std::vector<FixedPoint>& points,
                   const Verdicts& verdicts) {
    using theory::WorkingPoint;
    const auto n = static_cast<Index>(network.populations.size());
    const std::vector<std::string> states{"fixed_point"};
    const std::vector<std::string> both{"fixed_point", "population"};
    const auto values = [&](Vector WorkingPoint::*member, const char* unit) {
        return dataset(stacked(points, member, n), unit);
    };
    Answer answer;
    answer.axes = {populations_axis(network)};
    answer.quantities = {
        quantity("firing_rates", values(&WorkingPoint::firing_rates, "Hz"), both),
        quantity("mean_input", values(&WorkingPoint::mean_input, "V"), both),
        quantity("std_input", values(&WorkingPoint::std_input, "V"), both),
        quantity("cvs", values(&WorkingPoint::cvs, ""), both),
        quantity(
            "converged",
            dataset(each(points,
                         [](const auto& p) { return Flag{theory::converged(p.working_point)}; })),
            states),
        quantity(
            "residual",
            dataset(each(points, [](const auto& p) { return p.working_point.residual; }), "Hz"),
            states),
        quantity(
            "iterations",
            dataset(each(points,
                         [](const auto& p) { return std::int64_t{p.working_point.iterations}; })),
            states),
        quantity("termination",
                 dataset(each(points,
                              [](const auto& p) { return name_of(p.working_point.termination); })),
                 states),
        quantity("stable", dataset(each(points, [](const auto& p) { return Flag{p.stable}; })),
                 states),
        quantity("growth_rate",
                 dataset(each(points, [](const auto& p) { return p.growth_rate; }), ""), states,
                 "of the rate dynamics, delays left out"),
        quantity("index",
                 dataset(each(points, [](const auto& p) { return std::int64_t{p.index}; })), states,
                 "sign of det(1 - dPhi/dnu)")};
    add_verdicts(answer, verdicts);
    return {"fixed_points", std::move(answer), Form::list};
}

Table points_table(const Network& network, const std::vector<FixedPoint>& points,
                   const Verdicts& verdicts, const Answer& found) {
    std::vector<std::int64_t> numbers;
    std::vector<std::string> stability;
    for (std::size_t k = 0; k < points.size(); ++k) {
        numbers.push_back(static_cast<std::int64_t>(k) + 1);
        stability.push_back(stability_text(points[k], verdicts.empty() ? nullptr : &verdicts[k]));
    }
    Table table{.title = {},
                .rows = {{"fixed_point", dataset(std::move(numbers))}, populations_axis(network)},
                .columns = {quantity("stability", dataset(std::move(stability)), {"fixed_point"})}};
    for (const char* name : {"firing_rates", "mean_input", "std_input", "cvs"}) {
        table.columns.push_back({name, find(found, name)});
    }
    return table;
}

}  // namespace

Answer fixed_points(Inquiry& inquiry) {
    const Network& network = inquiry.loaded.network;
    const auto found =
        theory::fixed_points(network, {.method = inquiry.how.working_point.method,
                                       .starts = static_cast<int>(count_setting(inquiry, "starts")),
                                       .seed = inquiry.seed});
    Answer answer = heading(inquiry);
    answer.notes.push_back(
        fmt::format("{} fixed points from {} starts; their indices add up to {}{}",
                    found.points.size(), found.starts, found.index_sum,
                    found.index_sum == 1 ? "" : ", not to 1: at least one is missing"));
    const Verdicts verdicts = verdicts_of(inquiry, found.points);
    for (std::size_t k = 0; k < found.points.size(); ++k) {
        const auto& point = found.points[k];
        answer.notes.push_back(fmt::format(
            "fixed point {}: {}, growth rate {:.4g}, residual {:.2g} Hz", k + 1,
            point.stable ? "stable" : "unstable", point.growth_rate, point.working_point.residual));
        if (!verdicts.empty())
            answer.notes.back() += "; with delays " + theory::summary(verdicts[k]);
    }
    const auto checks = theory::validity(network);
    std::ranges::move(validity_notes(checks), std::back_inserter(answer.notes));
    answer.quantities.push_back(
        quantity("index_sum", dataset(static_cast<std::int64_t>(found.index_sum))));
    answer.quantities.push_back(
        quantity("starts", dataset(static_cast<std::int64_t>(found.starts))));
    answer.groups = {points_group(network, found.points, verdicts), validity_group(checks)};
    answer.tables = {points_table(network, found.points, verdicts, answer.groups.front().answer)};
    if (found.points.empty()) answer.objection = "no fixed point found";
    return answer;
}

}  // namespace siegert::questions
