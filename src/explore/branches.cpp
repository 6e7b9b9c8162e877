#include "explore/background.hpp"
#include "explore/titled_figure.hpp"

#include <siegert/landscape/branches.hpp>
#include <siegert/theory/working_point.hpp>

#include <fmt/format.h>

#include <vector>

namespace siegert::explore {
namespace {

using landscape::Branch;
using landscape::EventKind;
using nlohmann::json;

/// Thrown out of a search that nobody waits for.
struct Stopped {};

/// The rate that is drawn: weights of the populations that add up to 1.
struct DrawnRate {
    std::string name;
    Vector weights;
    int color;
};

// Of each population where they are few, else of all neurons.
std::vector<DrawnRate> drawn_rates(const Network& network) {
    constexpr Index few = 4;
    const Index n = network.N.size();
    if (n > few) return {{"mean", network.N / network.N.sum(), 0}};
    std::vector<DrawnRate> rates;
    for (Index i = 0; i < n; ++i) {
        rates.push_back({network.populations[static_cast<std::size_t>(i)], Vector::Unit(n, i),
                         static_cast<int>(i)});
    }
    return rates;
}

bool is_stable(const Branch& branch, Index point) {
    return branch.growth_rate(point) < 0.0 &&
           branch.growing_modes[static_cast<std::size_t>(point)] <= 0;
}

// Stretches of a branch of one stability each; neighbours share a point.
void add_curves(io::LinesFigure& figure, const Branch& branch, const DrawnRate& rate) {
    const Vector drawn = branch.firing_rates * rate.weights;
    const Index last = branch.parameter.size() - 1;
    for (Index from = 0, to = 0; from < last; from = to) {
        const bool stable = is_stable(branch, from + 1);  // at an event it is neither
        to = from + 1;
        while (to < last && is_stable(branch, to + 1) == stable) ++to;
        figure.series.push_back(
            {.name = rate.name + (stable ? "" : ", unstable"),
             .x = branch.parameter.segment(from, to - from + 1),
             .y = drawn.segment(from, to - from + 1),
             .style = stable ? io::SeriesStyle::line : io::SeriesStyle::dashed_line,
             .color = rate.color});
    }
}

std::string label_of(const landscape::Event& event) {
    switch (event.kind) {
        case EventKind::fold:
            return "fold";
        case EventKind::branch_point:
            return "branch point";
        case EventKind::hopf:
            break;
    }
    return fmt::format("Hopf, {:.3g} Hz", event.frequency);
}

// Events have their names at the first curve alone.
void add_marks(io::LinesFigure& figure, const Branch& branch, const DrawnRate& rate, bool named) {
    for (const auto& event : branch.events) {
        figure.marks.push_back({.x = branch.parameter(event.point),
                                .y = branch.firing_rates.row(event.point) * rate.weights,
                                .label = named ? label_of(event) : ""});
    }
}

}  // namespace

json branches(const OpenedFile& file, const View& view, const Range& along, double here,
              const Show& show) {
    require_range(along);
    const Network network = network_of(file, view).network;
    const auto network_at = [&](double value) {
        if (!show(json(), 0.0)) throw Stopped{};
        View there = view;
        there.changes.push_back(change_to(along, value));
        return network_of(file, there).network;
    };
    landscape::BranchesOptions options;
    options.response.convention = view.convention;
    options.response.method = view.method;
    if (network.Delay.size() == 0) options.modes = landscape::GrowingModes::left_out;
    try {
        const auto found = landscape::branches(
            {.network_at = network_at, .from = along.from, .to = along.to}, options);
        const auto now = theory::working_point(network, {.method = view.method});
        io::LinesFigure figure{
            .x = {along.key, along.unit}, .y = {"firing rate", "Hz"}, .series = {}};
        for (const DrawnRate& rate : drawn_rates(network)) {
            const bool first = figure.series.empty();
            for (const Branch& branch : found.branches) {
                add_curves(figure, branch, rate);
                add_marks(figure, branch, rate, first);
            }
            figure.marks.push_back({.x = here,
                                    .y = now.firing_rates.dot(rate.weights),
                                    .label = first ? "here" : "",
                                    .style = io::MarkStyle::around});
        }
        return {{"figures",
                 {titled_figure({.title = "States along " + along.key,
                                 .caption = "Solid: stable. Dashed: modes grow, slowly or with an "
                                            "oscillation.",
                                 .content = figure})}}};
    } catch (const Stopped&) {
        return {};
    }
}

}  // namespace siegert::explore
