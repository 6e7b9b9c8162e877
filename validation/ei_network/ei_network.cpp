// A small network with strong synapses (after Layer, Helias & Dahmen, 2023): rates, irregularity
// and covariances, predicted and simulated.
#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/io/parameter_file.hpp>

#include <fmt/format.h>

#include <cstdlib>

using namespace siegert;
using crosscheck::Quantity;

namespace {

const char* name_of(Quantity quantity) {
    switch (quantity) {
        case Quantity::rates:
            return "rate [Hz]";
        case Quantity::cvs:
            return "CV";
        default:
            return "covariance [1/s]";
    }
}

}  // namespace

int main() {
    const auto network = load_network(SIEGERT_EXAMPLES "/networks/ei_network.yaml").network;
    crosscheck::CrosscheckOptions options;
    options.duration = 20.0;
    options.quantities = {Quantity::rates, Quantity::cvs, Quantity::covariances};
    const auto result = crosscheck::crosscheck(network, options);
    fmt::print(
        "E-I network: {} samples of {:g} s\n{:<20} {:>6} {:>10} {:>10} {:>10} {:>8} {:>10} "
        "{:>10} {:>9}\n",
        result.samples, result.sample_duration, "quantity", "", "predicted", "simulated", "error",
        "z", "correction", "tolerance", "excess z");
    for (const auto& row : result.rows) {
        const auto where = row.source.empty() ? row.population : row.population + "-" + row.source;
        fmt::print(
            "{:<20} {:>6} {:>10.5g} {:>10.5g} {:>10.2g} {:>8.2f} {:>10.3g} {:>10.3g} "
            "{:>9.2f}{}\n",
            name_of(row.quantity), where, row.predicted, row.simulated, row.standard_error, row.z,
            row.correction, row.tolerance, row.excess_z, row.alarm ? " FAILS" : "");
    }
    fmt::print("{}\n", result.agrees ? "pass" : "FAIL");
    return result.agrees ? EXIT_SUCCESS : EXIT_FAILURE;
}
