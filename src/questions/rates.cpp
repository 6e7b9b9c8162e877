#include "questions/list.hpp"
#include "questions/state.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace siegert::questions {
namespace {

using theory::ValidityCheck;
using theory::WorkingPoint;

// The population in which an assumption comes closest to failing, or fails most.
const ValidityCheck& worst(const std::vector<ValidityCheck>& checks, const std::string& name) {
    const ValidityCheck* found = nullptr;
    for (const auto& check : checks) {
        if (check.name != name) continue;
        const bool worse = found == nullptr || (check.must_be_large ? check.value < found->value
                                                                    : check.value > found->value);
        if (worse) found = &check;
    }
    return *found;
}

// Whether the spikes that arrive are to be those that the network causes.
bool has_self_consistent_input(const Inquiry& inquiry) {
    const std::string input = text_setting(inquiry, "input");
    if (input == "self-consistent") return true;
    if (input == "white") return false;
    throw InvalidParameter(fmt::format("input must be white or self-consistent, got {}", input));
}

Answer answer_to(Inquiry& inquiry) {
    if (has_self_consistent_input(inquiry)) return self_consistent_rates(inquiry);
    if (flag_setting(inquiry, "all_fixed_points")) return fixed_points(inquiry);
    if (flag_setting(inquiry, "distribution")) return rate_distribution(inquiry);
    const Network& network = inquiry.loaded.network;
    const auto& point = working_point(inquiry);
    Answer answer = heading(inquiry);
    const Answer found = state(network, point);
    append(answer, found);
    std::ranges::move(validity_notes(point.validity), std::back_inserter(answer.notes));
    answer.tables = {state_table(network, found)};
    answer.objection = objection_to(point);
    return answer;
}

}  // namespace

const Question rates{"rates",
                     "Firing rates and input statistics of a network at its working point",
                     Needs::working_point,
                     {{"all_fixed_points",
                       OptionKind::flag,
                       "",
                       "search for every self-consistent state, stable or not; where there may be "
                       "several",
                       {},
                       {"start", "max_iterations"}},
                      {"starts",
                       OptionKind::count,
                       "100",
                       "of the search for all fixed points; default 100",
                       {"all_fixed_points"}},
                      {"distribution",
                       OptionKind::flag,
                       "",
                       "mean, spread and quantiles of the rates of the neurons of each population; "
                       "where in-degrees, weights, thresholds (V_th_sd) or time constants "
                       "(tau_m_sd) differ between them",
                       {},
                       {"all_fixed_points"}},
                      {"neurons",
                       OptionKind::count,
                       "4096",
                       "that stand for a population in quantiles; fewer with method exact, which "
                       "takes 0.3 ms for each. Default 4096",
                       {"distribution"}},
                      {"input",
                       OptionKind::text,
                       "white",
                       "white: independent Poisson spikes arrive; self-consistent: spikes with the "
                       "spectrum of those that the network causes, where neurons fire regularly or "
                       "in concert; takes seconds. Default white",
                       {},
                       {"all_fixed_points", "distribution"}}},
                     "net.yaml --synapse delta --all-fixed-points --format json",
                     answer_to};

std::string solution_note(const WorkingPoint& point) {
    if (!theory::converged(point)) {
        return fmt::format("NOT CONVERGED: residual {:.2g} Hz after {} iterations", point.residual,
                           point.iterations);
    }
    return fmt::format("working point by {}: {} iterations, residual {:.2g} Hz",
                       name_of(point.termination), point.iterations, point.residual);
}

std::string objection_to(const WorkingPoint& point) {
    try {
        theory::require_converged(point);
        return {};
    } catch (const AccuracyNotReached& error) {
        return error.what();
    }
}

Answer state(const Network& network, const WorkingPoint& point) {
    const std::vector<std::string> along{"population"};
    Answer answer;
    answer.notes = {solution_note(point)};
    answer.axes = {populations_axis(network)};
    answer.quantities = {
        quantity("firing_rates", dataset(point.firing_rates, "Hz"), along, "of one neuron"),
        quantity("mean_input", dataset(point.mean_input, "V"), along, "mu, relative to rest"),
        quantity("std_input", dataset(point.std_input, "V"), along, "sigma, the noise amplitude"),
        quantity("cvs", dataset(point.cvs, ""), along, "of the intervals between spikes"),
        quantity("converged", dataset(Flag{theory::converged(point)})),
        quantity("residual", dataset(point.residual, "Hz"), {},
                 "largest distance from self-consistency"),
        quantity("iterations", dataset(static_cast<std::int64_t>(point.iterations))),
        quantity("termination", dataset(name_of(point.termination)))};
    answer.groups = {validity_group(point.validity)};
    return answer;
}

Table state_table(const Network& network, const Answer& state) {
    Table table{.title = {}, .rows = {populations_axis(network)}, .columns = {}};
    for (const char* name : {"firing_rates", "mean_input", "std_input", "cvs"}) {
        table.columns.push_back({name, find(state, name)});
    }
    return table;
}

std::vector<std::string> validity_notes(const std::vector<ValidityCheck>& checks) {
    std::vector<std::string> names;
    for (const auto& check : checks) {
        if (std::ranges::find(names, check.name) == names.end()) names.push_back(check.name);
    }
    std::vector<std::string> notes;
    for (const auto& name : names) {
        const auto& check = worst(checks, name);
        const auto failing = std::ranges::count_if(
            checks, [&](const auto& other) { return other.name == name && !other.holds; });
        notes.push_back(fmt::format(
            "validity: {} {} {:g} {}; {} is {:.4g} (population {})", name,
            check.must_be_large ? ">=" : "<=", check.limit,
            failing == 0 ? std::string("holds") : fmt::format("fails in {} populations", failing),
            check.must_be_large ? "smallest" : "largest", check.value, check.population));
    }
    return notes;
}

Group validity_group(const std::vector<ValidityCheck>& checks) {
    std::vector<std::string> names, populations, assumptions;
    std::vector<double> values, limits;
    std::vector<Flag> holds;
    for (const auto& check : checks) {
        names.push_back(check.name);
        populations.push_back(check.population);
        values.push_back(check.value);
        limits.push_back(check.limit);
        holds.push_back(Flag{check.holds});
        assumptions.push_back(check.assumption);
    }
    const std::vector<std::string> along{"check"};
    Answer answer;
    answer.quantities = {quantity("name", dataset(std::move(names)), along),
                         quantity("population", dataset(std::move(populations)), along),
                         quantity("value", dataset(std::move(values), ""), along),
                         quantity("limit", dataset(std::move(limits), ""), along),
                         quantity("holds", dataset(std::move(holds)), along),
                         quantity("assumption", dataset(std::move(assumptions)), along)};
    return {"validity", std::move(answer), Form::list};
}

std::string name_of(theory::Termination termination) {
    switch (termination) {
        case theory::Termination::newton:
            return "newton";
        case theory::Termination::relaxation:
            return "relaxation";
        case theory::Termination::not_converged:
            break;
    }
    return "not_converged";
}

}  // namespace siegert::questions
