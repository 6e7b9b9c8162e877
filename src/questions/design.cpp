#include "questions/design_request.hpp"
#include "questions/list.hpp"
#include "questions/parts.hpp"
#include "questions/state.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace siegert::questions {
namespace {

using landscape::Demand;
using landscape::Design;
using landscape::DesignProblem;
using landscape::Observable;
using landscape::Reached;

std::string unit_of(Observable observable) {
    switch (observable) {
        case Observable::cv:
            return "";
        case Observable::growth_rate:
            return "1/s";
        default:
            return "Hz";
    }
}

std::string symbol_of(Demand demand) {
    switch (demand) {
        case Demand::at_least:
            return ">=";
        case Demand::at_most:
            return "<=";
        case Demand::equal:
            break;
    }
    return "=";
}

// "peak_frequency[4E]", or "growth_rate[@62.1 Hz]"
std::string target_name(const landscape::Target& target, const Network& network) {
    const bool is_mode = target.observable == Observable::growth_rate ||
                         target.observable == Observable::mode_frequency;
    const std::string observable(name_of(target.observable));
    if (!is_mode) return fmt::format("{}[{}]", observable, name(network, target.population));
    return fmt::format("{}[@{:.4g} Hz]", observable, target.near.value_or(0.0));
}

Group parameters_group(const DesignRequest& request, const Design& found) {
    std::vector<std::string> names, units;
    std::vector<double> before, after, changes;
    for (std::size_t k = 0; k < request.problem.parameters.size(); ++k) {
        const auto& parameter = request.problem.parameters[k];
        const double value = found.values(static_cast<Index>(k));
        names.push_back(parameter.name);
        units.push_back(si_unit(request.dimensions[k]));
        before.push_back(parameter.value);
        after.push_back(value);
        changes.push_back(100.0 * (value - parameter.value) / std::abs(parameter.value));
        if (parameter.value == 0.0) changes.back() = 0.0;
    }
    const std::vector<std::string> along{"parameter"};
    Answer answer;
    answer.quantities = {
        quantity("name", dataset(std::move(names)), along, "key of the parameter file"),
        quantity("before", dataset(std::move(before), ""), along, "in SI units"),
        quantity("after", dataset(std::move(after), ""), along, "in SI units"),
        quantity("unit", dataset(std::move(units)), along),
        quantity("change", dataset(std::move(changes), "%"), along,
                 "of its size; 0 where that is 0")};
    return {"parameters", std::move(answer)};
}

Group targets_group(const Design& found) {
    std::vector<std::string> names, units, demands;
    std::vector<double> before, wanted, after;
    std::vector<Flag> met;
    for (const Reached& one : found.targets) {
        names.push_back(target_name(one.target, found.network));
        demands.push_back(symbol_of(one.target.demand));
        units.push_back(unit_of(one.target.observable));
        before.push_back(one.before);
        wanted.push_back(one.wanted);
        after.push_back(one.after);
        met.push_back(Flag{one.met});
    }
    const std::vector<std::string> along{"target"};
    Answer answer;
    answer.quantities = {
        quantity("name", dataset(std::move(names)), along),
        quantity("before", dataset(std::move(before), ""), along, "in the network as it was"),
        quantity("demand", dataset(std::move(demands)), along, "=, >= or <="),
        quantity("wanted", dataset(std::move(wanted), ""), along),
        quantity("after", dataset(std::move(after), ""), along, "in the network that was found"),
        quantity("unit", dataset(std::move(units)), along),
        quantity("met", dataset(std::move(met)), along)};
    return {"targets", std::move(answer)};
}

// The quantities of a group side by side, the largest changes first where there are many.
Table table_of(std::string title, const Answer& group, Audience audience) {
    const auto& columns = group.quantities;
    Table table{.title = std::move(title),
                .rows = {{"", dataset(std::vector<std::int64_t>(size(columns.front().data)))}},
                .columns = columns,
                .audience = audience};
    for (auto& column : table.columns) column.data.axes = {""};
    return table;
}

std::string objection_to(const Design& found) {
    std::string missed;
    for (const Reached& one : found.targets) {
        if (one.met) continue;
        const std::string unit = unit_of(one.target.observable);
        missed +=
            fmt::format("{}{} is {:.6g}{}{}, wanted {} {:.6g}", missed.empty() ? "" : "; ",
                        target_name(one.target, found.network), one.after, unit.empty() ? "" : " ",
                        unit, symbol_of(one.target.demand), one.wanted);
    }
    if (missed.empty()) return {};
    return "no network with all targets was found within the bounds: " + missed;
}

Answer answer_to(Inquiry& inquiry) {
    const DesignRequest request = design_request(inquiry);
    const Design found = landscape::design(
        request.problem, {.peaks = {.response = {.convention = inquiry.how.convention,
                                                 .method = inquiry.how.working_point.method,
                                                 .filter = inquiry.how.filter,
                                                 .threads = inquiry.how.threads}},
                          .start = inquiry.how.working_point.start});
    Answer answer = heading(inquiry);
    std::ranges::copy(request.notes, std::back_inserter(answer.notes));
    answer.notes.push_back(
        fmt::format("{} of {} targets met after {} evaluations; sqrt of the sum of squared "
                    "weighted changes: {:.6g}",
                    std::ranges::count(found.targets, true, &Reached::met), found.targets.size(),
                    found.evaluations, found.change));
    inquiry.loaded.network = found.network;  // what is saved
    inquiry.point = found.point;
    Answer result;
    result.quantities = {
        quantity("met", dataset(Flag{found.met}), {}, "whether all targets are"),
        quantity("change", dataset(found.change, ""), {},
                 "sqrt of the sum of squared weighted changes"),
        quantity("evaluations", dataset(static_cast<std::int64_t>(found.evaluations))),
        quantity("parameter_file", dataset(to_yaml(found.network)), {}, "of the network found")};
    result.groups = {parameters_group(request, found), targets_group(found)};
    const Answer there = state(found.network, found.point);
    answer.tables = {table_of("Targets", result.groups[1].answer, Audience::people),
                     table_of("Parameters", result.groups[0].answer, Audience::everyone)};
    append(answer, std::move(result));
    append(answer, there);
    answer.objection = objection_to(found);
    return answer;
}

}  // namespace

const Question design{
    "design",
    "Parameters for wanted activity: rates, CVs, rhythms, stability",
    Needs::working_point,
    {{"free", OptionKind::text, "",
      "what may be changed: keys of the file, or entries such as \"J[E,I]\"; a list or matrix "
      "stands for all of its entries that are not 0. With bounds: nu_ext=\"5:20 Hz\"; else up to "
      "ten times as much or a tenth"},
     {"target", OptionKind::text, "",
      "what is wanted: \"firing_rates[E]=5 Hz\", cvs[E], peak_frequency[E], peak_height[E], "
      "growth_rate, mode_frequency; = or >= or <=. Without value: as it is now. Which peak or "
      "mode: \"peak_frequency[E@64 Hz]\", \"growth_rate[@64 Hz]\"; else the one next to the value, "
      "the highest, the fastest"},
     {"weight", OptionKind::text, "",
      "how much the change of a parameter counts, as in nu_ext=3; default 1"}},
    "examples/networks/ei_network.yaml --free \"nu_ext,J[E,I]\" --target \"firing_rates[E]=5 Hz\" "
    "--save new.yaml",
    answer_to};

}  // namespace siegert::questions
