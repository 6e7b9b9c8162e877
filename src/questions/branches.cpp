#include "questions/landscape.hpp"
#include "questions/list.hpp"
#include "questions/parts.hpp"
#include "questions/state.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace siegert::questions {
namespace {

using landscape::Branch;
using landscape::BranchEnd;
using landscape::Branches;
using landscape::Event;
using landscape::EventKind;

ParameterLine line_of(const Inquiry& inquiry) {
    const LoadOptions options{.model = inquiry.loaded.model};
    auto ranges = ranges_in(inquiry, "vary");
    auto line = inquiry.file.empty() ? parameter_line(inquiry.loaded.network, std::move(ranges))
                                     : parameter_line(inquiry.file, std::move(ranges), options);
    line.network_at = [synapse = inquiry.loaded.network.synapse,
                       as_in_file = line.network_at](double p) {
        Network network = as_in_file(p);
        network.synapse = synapse;
        return network;
    };
    return line;
}

/// Points of all branches, one after the other.
struct Points {
    std::vector<std::int64_t> branch;
    std::vector<double> parameter, growth_rate;
    std::vector<std::int64_t> growing_modes;
    std::vector<Flag> stable;
    Matrix firing_rates;
};

Points points_of(const Branches& found, Index populations) {
    Index size = 0;
    for (const auto& branch : found.branches) size += branch.parameter.size();
    Points points;
    points.firing_rates.resize(size, populations);
    Index row = 0;
    for (std::size_t b = 0; b < found.branches.size(); ++b) {
        const Branch& branch = found.branches[b];
        for (Index k = 0; k < branch.parameter.size(); ++k, ++row) {
            points.branch.push_back(static_cast<std::int64_t>(b) + 1);
            points.parameter.push_back(branch.parameter(k));
            points.growth_rate.push_back(branch.growth_rate(k));
            points.growing_modes.push_back(branch.growing_modes[static_cast<std::size_t>(k)]);
            points.stable.push_back(Flag{branch.growth_rate(k) < 0.0});
            points.firing_rates.row(row) = branch.firing_rates.row(k);
        }
    }
    return points;
}

Group points_group(const Branches& found, const Network& network, const std::string& unit) {
    const std::vector<std::string> along{"point"};
    Points points = points_of(found, network.tau_m.size());
    Answer answer;
    answer.axes = {populations_axis(network)};
    answer.quantities = {
        quantity("branch", dataset(std::move(points.branch)), along),
        quantity("parameter", dataset(std::move(points.parameter), unit), along),
        quantity("firing_rates", dataset(points.firing_rates, "Hz"), {"point", "population"}),
        quantity("growth_rate", dataset(std::move(points.growth_rate), ""), along,
                 "of the rate dynamics, delays left out"),
        quantity("stable", dataset(std::move(points.stable)), along,
                 "growth_rate < 0: against slow changes"),
        quantity("growing_modes", dataset(std::move(points.growing_modes)), along,
                 "with delays and dynamics of neurons; -1: not counted")};
    return {"points", std::move(answer)};
}

Group events_group(const Branches& found, const Network& network, const std::string& unit) {
    std::vector<std::string> kinds;
    std::vector<std::int64_t> branch, point;
    std::vector<double> parameter, frequency;
    std::vector<Vector> rates;
    for (std::size_t b = 0; b < found.branches.size(); ++b) {
        for (const Event& event : found.branches[b].events) {
            kinds.push_back(name_of(event.kind));
            branch.push_back(static_cast<std::int64_t>(b) + 1);
            point.push_back(event.point);
            parameter.push_back(found.branches[b].parameter(event.point));
            frequency.push_back(event.frequency);
            rates.push_back(found.branches[b].firing_rates.row(event.point).transpose());
        }
    }
    Matrix firing_rates(static_cast<Index>(rates.size()), network.tau_m.size());
    for (Index k = 0; k < firing_rates.rows(); ++k) {
        firing_rates.row(k) = rates[static_cast<std::size_t>(k)].transpose();
    }
    const std::vector<std::string> along{"event"};
    Answer answer;
    answer.axes = {populations_axis(network)};
    answer.quantities = {
        quantity("branch", dataset(std::move(branch)), along),
        quantity("kind", dataset(std::move(kinds)), along, "fold, branch_point or hopf"),
        quantity("point", dataset(std::move(point)), along, "of the branch, from 0"),
        quantity("parameter", dataset(std::move(parameter), unit), along),
        quantity("frequency", dataset(std::move(frequency), "Hz"), along,
                 "of the oscillation that begins to grow or ceases to; else 0"),
        quantity("firing_rates", dataset(firing_rates, "Hz"), {"event", "population"})};
    return {"events", std::move(answer)};
}

Group sections_group(const Branches& found, const std::string& unit) {
    std::vector<double> parameter;
    std::vector<std::int64_t> states, index_sum;
    for (const auto& section : found.sections) {
        parameter.push_back(section.parameter);
        states.push_back(section.states);
        index_sum.push_back(section.index_sum);
    }
    const std::vector<std::string> along{"section"};
    Answer answer;
    answer.quantities = {
        quantity("parameter", dataset(std::move(parameter), unit), along),
        quantity("states", dataset(std::move(states)), along, "where branches pass"),
        quantity("index_sum", dataset(std::move(index_sum)), along,
                 "1, or a branch is missing where every tau_r > 0")};
    return {"sections", std::move(answer)};
}

std::string modes_text(int count) {
    if (count == landscape::not_counted) return "";
    return count == 1 ? "1 mode grows" : fmt::format("{} modes grow", count);
}

std::string character(const Branch& branch, Index point) {
    const std::string modes = modes_text(branch.growing_modes[static_cast<std::size_t>(point)]);
    const bool stable = branch.growth_rate(point) < 0.0;
    if (modes.empty()) return stable ? "stable" : "unstable";
    const bool grows = branch.growing_modes[static_cast<std::size_t>(point)] > 0;
    if (!grows) return stable ? "stable" : "unstable";
    return (stable ? "stable but " : "unstable, ") + modes;
}

/// A branch between two of its events or ends.
struct Piece {
    std::size_t branch;
    Index from, to;
    std::string begins;
};

std::vector<Piece> pieces_of(const Branches& found) {
    std::vector<Piece> pieces;
    for (std::size_t b = 0; b < found.branches.size(); ++b) {
        const Branch& branch = found.branches[b];
        Piece piece{.branch = b, .from = 0, .to = 0, .begins = name_of(branch.begin)};
        for (const Event& event : branch.events) {
            piece.to = event.point;
            pieces.push_back(piece);
            const std::string at =
                event.kind == EventKind::hopf ? fmt::format(" at {:.4g} Hz", event.frequency) : "";
            piece.from = event.point;
            piece.begins = name_of(event.kind) + at;
        }
        piece.to = branch.parameter.size() - 1;
        pieces.push_back(piece);
    }
    return pieces;
}

// The pieces of all branches, with what begins each and what it is.
Table pieces_table(const Branches& found, const Network& network, const ParameterLine& line) {
    const std::string unit = si_unit(line.dimension);
    std::vector<std::int64_t> branch;
    std::vector<std::string> begins, is;
    std::vector<double> from, to, rate_from, rate_to;
    const auto mean_rate = [&](const Branch& of, Index point) {
        return of.firing_rates.row(point).dot(network.N) / network.N.sum();
    };
    for (const Piece& piece : pieces_of(found)) {
        const Branch& of = found.branches[piece.branch];
        branch.push_back(static_cast<std::int64_t>(piece.branch) + 1);
        begins.push_back(piece.begins);
        from.push_back(of.parameter(piece.from));
        to.push_back(of.parameter(piece.to));
        rate_from.push_back(mean_rate(of, piece.from));
        rate_to.push_back(mean_rate(of, piece.to));
        is.push_back(character(of, std::midpoint(piece.from, piece.to)));
    }
    const std::vector<std::string> along{""};
    Table table{.title = "Pieces of the branches, in the order in which they are passed",
                .rows = {{"", dataset(std::vector<std::int64_t>(branch.size()))}},
                .columns = {},
                .audience = Audience::people};
    table.columns = {quantity("branch", dataset(std::move(branch)), along),
                     quantity("begins", dataset(std::move(begins)), along),
                     quantity("from", dataset(std::move(from), unit), along),
                     quantity("to", dataset(std::move(to), unit), along),
                     quantity("mean_rate", dataset(std::move(rate_from), "Hz"), along),
                     quantity("to_rate", dataset(std::move(rate_to), "Hz"), along),
                     quantity("state", dataset(std::move(is)), along)};
    return table;
}

Table points_table(const Answer& points, const Network& network, const ParameterLine& line) {
    Table table{.title = {},
                .rows = {{"", dataset(std::vector<std::int64_t>(size(find(points, "branch"))))}},
                .columns = {},
                .audience = Audience::programs};
    const auto add = [&](const std::string& name, Dataset data) {
        data.axes = {""};
        table.columns.push_back({name, std::move(data)});
    };
    add("branch", find(points, "branch"));
    add(line.name, find(points, "parameter"));
    const Quantity rates{"firing_rates", find(points, "firing_rates")};
    for (auto& column : columns_of(rates, populations_axis(network).labels, "firing_rates_")) {
        add(column.name, std::move(column.data));
    }
    for (const char* name : {"growth_rate", "stable", "growing_modes"}) {
        add(name, find(points, name));
    }
    return table;
}

std::vector<std::string> notes_on(const Branches& found, const ParameterLine& line) {
    std::vector<std::string> notes{fmt::format(
        "{} branches along {} from {} to {}", found.branches.size(), line.name,
        format_quantity(line.from, line.dimension), format_quantity(line.to, line.dimension))};
    for (const auto& section : found.sections) {
        notes.push_back(fmt::format(
            "at {}: {} states; their indices add up to {}{}",
            format_quantity(section.parameter, line.dimension), section.states, section.index_sum,
            section.index_sum == 1 ? "" : ", not to 1: a branch is missing or was lost"));
    }
    for (std::size_t b = 0; b < found.branches.size(); ++b) {
        const Branch& branch = found.branches[b];
        for (const auto& [end, point] : {std::pair{branch.begin, Index{0}},
                                         std::pair{branch.end, branch.parameter.size() - 1}}) {
            if (end != BranchEnd::lost && end != BranchEnd::most_points) continue;
            notes.push_back(fmt::format("branch {} could not be followed beyond {}", b + 1,
                                        format_quantity(branch.parameter(point), line.dimension)));
        }
    }
    return notes;
}

Answer answer_to(Inquiry& inquiry) {
    if (!text_setting(inquiry, "and").empty()) return bifurcation_curves(inquiry);
    const ParameterLine line = line_of(inquiry);
    const Branches found =
        landscape::branches({.network_at = line.network_at, .from = line.from, .to = line.to},
                            branches_options(inquiry));
    const Network& network = inquiry.loaded.network;
    const std::string unit = si_unit(line.dimension);
    Answer answer = heading(inquiry);
    std::ranges::move(notes_on(found, line), std::back_inserter(answer.notes));
    std::vector<std::string> keys;
    for (const auto& range : line.ranges) keys.push_back(range.key);
    answer.quantities.push_back(quantity("varied", dataset(std::move(keys)), {"key"}));
    answer.groups = {points_group(found, network, unit), events_group(found, network, unit),
                     sections_group(found, unit)};
    answer.tables = {pieces_table(found, network, line),
                     points_table(answer.groups.front().answer, network, line)};
    if (found.branches.empty()) answer.objection = "no branch found";
    return answer;
}

}  // namespace

const Question branches{
    "branches",
    "All states along a parameter: where they are born, die, or begin to oscillate",
    Needs::working_point,
    {{"vary", OptionKind::text, "",
      "key=from:to with the unit at the end, as in nu_ext=\"1:20 Hz\"; any key of the file, or one "
      "entry as in \"J[E,I]\"; several times for a line along which all of them vary at once"},
     {"and",
      OptionKind::text,
      "",
      "a second parameter, as in g=3:8: folds and Hopf points as curves in the plane of both, with "
      "cusps and Bogdanov-Takens points; several times as --vary",
      {"vary"}},
     {"sections", OptionKind::count, "3",
      "values of the parameter at which all states are searched; more where closed branches are "
      "suspected. Default 3"},
     {"starts", OptionKind::count, "30", "of each of these searches; default 30"},
     {"no_modes", OptionKind::flag, "",
      "static stability only, no Hopf points; for networks of hundreds of populations, where "
      "counting modes takes seconds for each point"},
     {"highest_frequency", OptionKind::frequency, "",
      "of Hopf points that are located; default 2 kHz"}},
    "examples/networks/brunel_2000.yaml --vary nu_ext=\"5:48 Hz\"",
    answer_to};

}  // namespace siegert::questions
