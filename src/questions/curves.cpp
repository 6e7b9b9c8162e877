#include "questions/landscape.hpp"
#include "questions/state.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace siegert::questions {
namespace {

using landscape::BifurcationCurve;
using landscape::BranchEnd;
using landscape::CurveEventKind;
using landscape::EventKind;

ParameterPlane plane_of(const Inquiry& inquiry) {
    const LoadOptions options{.model = inquiry.loaded.model};
    auto p = ranges_in(inquiry, "vary");
    auto q = ranges_in(inquiry, "and");
    return inquiry.file.empty()
               ? parameter_plane(inquiry.loaded.network, std::move(p), std::move(q))
               : parameter_plane(inquiry.file, std::move(p), std::move(q), options);
}

std::vector<BifurcationCurve> curves_of(const Inquiry& inquiry, const ParameterPlane& plane) {
    const auto network_at = [synapse = inquiry.loaded.network.synapse,
                             as_in_file = plane.network_at](double p, double q) {
        Network network = as_in_file(p, q);
        network.synapse = synapse;
        return network;
    };
    return landscape::bifurcation_curves({.network_at = network_at,
                                          .p_from = plane.p.from,
                                          .p_to = plane.p.to,
                                          .q_from = plane.q.from,
                                          .q_to = plane.q.to},
                                         branches_options(inquiry));
}

/// Places on curves, one after the other.
struct Places {
    std::vector<std::int64_t> curve;
    std::vector<std::string> kind;
    std::vector<double> p, q, frequency;
    std::vector<Vector> rates;
};

void add(Places& places, std::size_t number, const BifurcationCurve& curve, Index point,
         const std::string& kind) {
    places.curve.push_back(static_cast<std::int64_t>(number) + 1);
    places.kind.push_back(kind);
    places.p.push_back(curve.p(point));
    places.q.push_back(curve.q(point));
    places.frequency.push_back(curve.frequency(point));
    places.rates.push_back(curve.firing_rates.row(point).transpose());
}

Answer answer_of(Places places, const Network& network, const ParameterPlane& plane,
                 const std::string& axis) {
    Matrix rates(static_cast<Index>(places.rates.size()), network.tau_m.size());
    for (Index k = 0; k < rates.rows(); ++k) {
        rates.row(k) = places.rates[static_cast<std::size_t>(k)].transpose();
    }
    const std::vector<std::string> along{axis};
    Answer answer;
    answer.axes = {populations_axis(network)};
    answer.quantities = {quantity("curve", dataset(std::move(places.curve)), along),
                         quantity("kind", dataset(std::move(places.kind)), along),
                         quantity("p", dataset(std::move(places.p), si_unit(plane.p.dimension)),
                                  along, plane.p.name),
                         quantity("q", dataset(std::move(places.q), si_unit(plane.q.dimension)),
                                  along, plane.q.name),
                         quantity("frequency", dataset(std::move(places.frequency), "Hz"), along,
                                  "of the oscillation of Hopf points; else 0"),
                         quantity("firing_rates", dataset(rates, "Hz"), {axis, "population"})};
    return answer;
}

// Ends and special points for people.
Places places_to_tell(const std::vector<BifurcationCurve>& curves) {
    Places places;
    for (std::size_t c = 0; c < curves.size(); ++c) {
        const BifurcationCurve& curve = curves[c];
        const std::string kind = name_of(curve.kind);
        add(places, c, curve, 0, kind + " begins: " + name_of(curve.begin));
        for (const auto& event : curve.events)
            add(places, c, curve, event.point, name_of(event.kind));
        add(places, c, curve, curve.p.size() - 1, kind + " ends: " + name_of(curve.end));
    }
    return places;
}

Table table_of(const Answer& answer, const Network& network, const ParameterPlane& plane,
               Audience audience) {
    Table table{
        .title = audience == Audience::people ? "Ends and special points of the curves" : "",
        .rows = {{"", dataset(std::vector<std::int64_t>(size(find(answer, "curve"))))}},
        .columns = {},
        .audience = audience};
    const auto add_column = [&](const std::string& name, Dataset data) {
        data.axes = {""};
        table.columns.push_back({name, std::move(data)});
    };
    add_column("curve", find(answer, "curve"));
    add_column("kind", find(answer, "kind"));
    add_column(plane.p.name, find(answer, "p"));
    add_column(plane.q.name == plane.p.name ? "and_position" : plane.q.name, find(answer, "q"));
    add_column("frequency", find(answer, "frequency"));
    const Quantity rates{"firing_rates", find(answer, "firing_rates")};
    for (auto& column : columns_of(rates, populations_axis(network).labels, "firing_rates_")) {
        add_column(column.name, std::move(column.data));
    }
    return table;
}

}  // namespace

std::string name_of(CurveEventKind kind) {
    return kind == CurveEventKind::cusp ? "cusp" : "bogdanov_takens";
}

std::string name_of(EventKind kind) {
    switch (kind) {
        case EventKind::fold:
            return "fold";
        case EventKind::branch_point:
            return "branch_point";
        case EventKind::hopf:
            break;
    }
    return "hopf";
}

std::string name_of(BranchEnd end) {
    switch (end) {
        case BranchEnd::edge:
            return "edge";
        case BranchEnd::closed:
            return "closed";
        case BranchEnd::most_points:
            return "most_points";
        case BranchEnd::lost:
            break;
    }
    return "lost";
}

std::vector<ParameterRange> ranges_in(const Inquiry& inquiry, std::string_view option) {
    const std::string text = text_setting(inquiry, option);
    if (text.empty()) {
        throw InvalidParameter(
            fmt::format("branches needs what to vary, as in --{} nu_ext=\"1:20 Hz\"", option));
    }
    std::vector<ParameterRange> ranges;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ';');) ranges.push_back(parameter_range(part));
    return ranges;
}

landscape::BranchesOptions branches_options(const Inquiry& inquiry) {
    landscape::BranchesOptions options{.response = {.convention = inquiry.how.convention,
                                                    .method = inquiry.how.working_point.method,
                                                    .filter = inquiry.how.filter,
                                                    .threads = inquiry.how.threads},
                                       .starts = static_cast<int>(count_setting(inquiry, "starts")),
                                       .seed = inquiry.seed,
                                       .sections = count_setting(inquiry, "sections")};
    if (flag_setting(inquiry, "no_modes")) options.modes = landscape::GrowingModes::left_out;
    if (const auto highest = frequency_setting(inquiry, "highest_frequency")) {
        options.highest_frequency = *highest;
    }
    return options;
}

Answer bifurcation_curves(Inquiry& inquiry) {
    const ParameterPlane plane = plane_of(inquiry);
    const auto curves = curves_of(inquiry, plane);
    const Network& network = inquiry.loaded.network;
    Places points, events;
    for (std::size_t c = 0; c < curves.size(); ++c) {
        for (Index k = 0; k < curves[c].p.size(); ++k) {
            add(points, c, curves[c], k, name_of(curves[c].kind));
        }
        for (const auto& event : curves[c].events) {
            add(events, c, curves[c], event.point, name_of(event.kind));
        }
    }
    Answer answer = heading(inquiry);
    answer.notes.push_back(fmt::format("{} curves in the plane of {} and {}", curves.size(),
                                       plane.p.name, plane.q.name));
    answer.groups = {{"curves", answer_of(std::move(points), network, plane, "curve_point")},
                     {"curve_events", answer_of(std::move(events), network, plane, "curve_event")}};
    answer.tables = {table_of(answer_of(places_to_tell(curves), network, plane, "place"), network,
                              plane, Audience::people),
                     table_of(answer.groups.front().answer, network, plane, Audience::programs)};
    return answer;
}

}  // namespace siegert::questions
