// A small network with strong synapses (after Layer, Helias & Dahmen, 2023): rates, irregularity
// and covariances, predicted and simulated.
#include "command.hpp"

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/io/parameter_file.hpp>

#include <fmt/format.h>

#include <cstdlib>

using namespace siegert;
using crosscheck::Quantity;

namespace {

struct Compared {
    Quantity quantity;
    const char* name;
    const char* unit;
};

constexpr Compared compared[] = {{Quantity::firing_rates, "rate", "Hz"},
                                 {Quantity::cvs, "CV", ""},
                                 {Quantity::covariances, "covariance", "1/s"}};

std::string where(const crosscheck::Row& row) {
    return row.source.empty() ? row.population : row.population + "-" + row.source;
}

void print_rows(const crosscheck::Crosscheck& result) {
    fmt::print(
        "E-I network: {} samples of {:g} s\n{:<20} {:>6} {:>10} {:>10} {:>10} {:>8} {:>10} "
        "{:>10} {:>9}\n",
        result.samples, result.sample_duration, "quantity", "", "predicted", "simulated", "error",
        "z", "correction", "tolerance", "excess z");
    for (const auto& one : compared) {
        for (const auto& row : result.rows) {
            if (row.quantity != one.quantity) continue;
            fmt::print(
                "{:<20} {:>6} {:>10.5g} {:>10.5g} {:>10.2g} {:>8.2f} {:>10.3g} {:>10.3g} "
                "{:>9.2f} {}\n",
                fmt::format("{}{}", one.name, *one.unit ? fmt::format(" [{}]", one.unit) : ""),
                where(row), row.predicted, row.simulated, row.standard_error, row.z, row.correction,
                row.tolerance, row.excess_z, crosscheck::verdict_name(row.verdict));
        }
    }
}

/// Theory and simulation side by side, the former with all exact corrections.
std::vector<io::ReportFigure> bars(const crosscheck::Crosscheck& result) {
    std::vector<io::ReportFigure> figures;
    for (const auto& one : compared) {
        io::BarsFigure figure{.categories = {}, .y = {one.name, one.unit}, .groups = {}};
        std::vector<double> predicted, simulated, error;
        for (const auto& row : result.rows) {
            if (row.quantity != one.quantity) continue;
            figure.categories.push_back(where(row));
            predicted.push_back(row.predicted + row.correction);
            simulated.push_back(row.simulated);
            error.push_back(row.standard_error);
        }
        const auto vector = [](const std::vector<double>& values) -> Vector {
            return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
        };
        if (predicted.empty()) continue;
        figure.groups = {{"theory", vector(predicted)},
                         {"simulation", vector(simulated), vector(error)}};
        figures.push_back(
            {.title = one.name, .caption = "Bars: one standard error.", .content = figure});
    }
    return figures;
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    const auto network = load_network(SIEGERT_EXAMPLES "/networks/ei_network.yaml").network;
    crosscheck::CrosscheckOptions options;
    options.duration = command.brief ? 10.0 : 20.0;
    options.warmup = command.brief ? 0.2 : 0.5;
    options.quantities = {Quantity::firing_rates, Quantity::cvs, Quantity::covariances};
    const auto result = crosscheck::crosscheck(network, options);
    print_rows(result);
    validation::write_figures(command, {.name = "ei_network",
                                        .title = "E-I network: theory and simulation",
                                        .text = "Theory with its exact corrections.",
                                        .figures = bars(result)});
    fmt::print("{}\n{}\n", crosscheck::summary(result), result.agrees ? "pass" : "FAIL");
    return result.agrees ? EXIT_SUCCESS : EXIT_FAILURE;
}
