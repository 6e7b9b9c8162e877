#include "io/report/analysis_sections.hpp"

#include "model/time_constants.hpp"

#include <fmt/ranges.h>

namespace siegert::io {
namespace {

constexpr double volts_to_millivolts = 1e3;
constexpr double seconds_to_milliseconds = 1e3;

ReportFigure connection_figure(const Network& network, std::string title, std::string caption,
                               HeatmapFigure figure) {
    figure.row_label = "target";
    figure.column_label = "source";
    figure.rows = network.populations;
    figure.columns = network.populations;
    return {.title = std::move(title), .caption = std::move(caption), .content = std::move(figure)};
}

/// Of each population in ms, all that it has.
std::variant<std::vector<std::string>, Vector> time_constants(const Network& network) {
    if (!has_several_tau_s(network)) {
        return Vector(Vector::NullaryExpr(network.tau_s.rows(), [&](Index i) {
            return shared_tau_s(network, i) * seconds_to_milliseconds;
        }));
    }
    std::vector<std::string> texts;
    for (Index i = 0; i < network.tau_s.rows(); ++i) {
        std::vector<double> values = distinct_tau_s(network, i);
        for (double& value : values) value *= seconds_to_milliseconds;
        texts.push_back(fmt::format("{:.6g}", fmt::join(values, ", ")));
    }
    return texts;
}

ReportTable parameter_table(const Network& network) {
    return {.title = "Populations",
            .columns = {{"population", "", network.populations},
                        {"N", "", network.N},
                        {"tau_m", "ms", Vector(network.tau_m * seconds_to_milliseconds)},
                        {"tau_r", "ms", Vector(network.tau_r * seconds_to_milliseconds)},
                        {"tau_s", "ms", time_constants(network)},
                        {"V_th", "mV", Vector(network.V_th * volts_to_millivolts)},
                        {"V_0", "mV", Vector(network.V_0 * volts_to_millivolts)},
                        {"synapses", "", Vector(network.K.rowwise().sum())},
                        {"external synapses", "", Vector(network.K_ext.rowwise().sum())}}};
}

}  // namespace

ReportSection network_section(const Network& network) {
    ReportSection section{.title = "Network",
                          .text =
                              "Rows are targets, columns are sources. Potentials are relative "
                              "to the leak potential.",
                          .figures = {},
                          .tables = {parameter_table(network)}};
    section.figures.push_back(connection_figure(
        network, "In-degrees K", "Synapses onto one neuron of the target from the whole source.",
        {.row_label = {},
         .column_label = {},
         .rows = {},
         .columns = {},
         .values = network.K,
         .value_label = "K",
         .unit = "",
         .diverging = false}));
    section.figures.push_back(connection_figure(network, "Weights J",
                                                "Orange excites, blue inhibits.",
                                                {.row_label = {},
                                                 .column_label = {},
                                                 .rows = {},
                                                 .columns = {},
                                                 .values = network.J * volts_to_millivolts,
                                                 .value_label = "J",
                                                 .unit = "mV",
                                                 .diverging = true}));
    if (network.Delay.size() > 0) {
        section.figures.push_back(
            connection_figure(network, "Mean delays", "From spike to postsynaptic response.",
                              {.row_label = {},
                               .column_label = {},
                               .rows = {},
                               .columns = {},
                               .values = network.Delay * seconds_to_milliseconds,
                               .value_label = "Delay",
                               .unit = "ms",
                               .diverging = false}));
    }
    return section;
}

ReportSection working_point_section(const Network& network, const theory::WorkingPoint& point) {
    ReportSection section{
        .title = "Working point",
        .text = "The stationary state in which the firing rates cause the input that causes them.",
        .figures = {},
        .tables = {}};
    section.figures.push_back(
        {.title = "Firing rates",
         .caption = "Mean rate of a neuron of each population.",
         .content = BarsFigure{.categories = network.populations,
                               .y = {.label = "firing rate", .unit = "Hz"},
                               .groups = {{.name = "firing rate", .values = point.firing_rates}}}});
    section.figures.push_back(
        {.title = "Input against threshold",
         .caption = "A neuron whose mean input lies below its threshold fires because its input "
                    "fluctuates.",
         .content = BarsFigure{
             .categories = network.populations,
             .y = {.label = "potential", .unit = "mV"},
             .groups = {
                 {.name = "mean input mu", .values = point.mean_input * volts_to_millivolts},
                 {.name = "noise sigma", .values = point.std_input * volts_to_millivolts},
                 {.name = "threshold V_th", .values = network.V_th * volts_to_millivolts}}}});
    section.tables.push_back(
        {.title = "Working point",
         .columns = {{"population", "", network.populations},
                     {"firing_rates", "Hz", point.firing_rates},
                     {"mean_input", "mV", Vector(point.mean_input * volts_to_millivolts)},
                     {"std_input", "mV", Vector(point.std_input * volts_to_millivolts)},
                     {"cvs", "", point.cvs}}});

    std::vector<std::string> names, populations, verdicts, assumptions;
    Vector values(static_cast<Index>(point.validity.size())), limits(values.size());
    Index row = 0;
    for (const auto& check : point.validity) {
        names.push_back(check.name);
        populations.push_back(check.population);
        verdicts.push_back(check.holds ? "holds" : "fails");
        assumptions.push_back(check.holds ? "" : check.assumption);
        values(row) = check.value;
        limits(row++) = check.limit;
    }
    section.tables.push_back({.title = "Validity of the theory",
                              .columns = {{"number", "", names},
                                          {"population", "", populations},
                                          {"value", "", values},
                                          {"limit", "", limits},
                                          {"verdict", "", verdicts},
                                          {"what fails", "", assumptions}}});
    return section;
}

}  // namespace siegert::io
