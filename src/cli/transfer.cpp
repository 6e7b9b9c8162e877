#include "cli/commands.hpp"
#include "cli/frequencies.hpp"
#include "cli/frequency_options.hpp"
#include "cli/mode_tables.hpp"
#include "cli/results.hpp"

#include <siegert/lif/transfer_function.hpp>

#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace siegert::cli {
namespace {

constexpr Index frequencies_in_table = 20;

theory::TransferFunctions transfer_functions(const FrequencyTask& task,
                                             const theory::WorkingPoint& point,
                                             const FrequencyOptions& options) {
    return theory::network_transfer_function(task.loaded.network,
                                             {.mu = point.mean_input, .sigma = point.std_input},
                                             lif::on_imaginary_axis(task.omegas),
                                             {.convention = options.common.convention,
                                              .method = options.network.method,
                                              .filter = options.filter,
                                              .threads = options.threads});
}

// One row for each frequency and population.
std::vector<Column> transfer_columns(const Network& network, const theory::WorkingPoint& point,
                                     const theory::TransferFunctions& transfer, Index rows) {
    const bool with_sigma = transfer.n_sigma2.size() != 0;
    const Vector f = in_hertz(transfer.s.imag());
    std::vector<double> frequencies, mu_re, mu_im, sigma_re, sigma_im;
    std::vector<std::string> populations;
    for (const Index k : evenly_spread(f.size(), rows)) {
        for (Index i = 0; i < transfer.n_mu.cols(); ++i) {
            frequencies.push_back(f(k));
            populations.push_back(network.populations[static_cast<std::size_t>(i)]);
            mu_re.push_back(transfer.n_mu(k, i).real());
            mu_im.push_back(transfer.n_mu(k, i).imag());
            if (!with_sigma) continue;
            const Complex n_sigma = 2.0 * point.std_input(i) * transfer.n_sigma2(k, i);
            sigma_re.push_back(n_sigma.real());
            sigma_im.push_back(n_sigma.imag());
        }
    }
    constexpr double per_millivolt = 1e-3;
    std::vector<Column> columns{{"frequency", "Hz", frequencies},
                                {"population", "", populations},
                                {"n_mu_re", "Hz/V", mu_re, "Hz/mV", per_millivolt},
                                {"n_mu_im", "Hz/V", mu_im, "Hz/mV", per_millivolt}};
    if (with_sigma) {
        columns.push_back({"n_sigma_re", "Hz/V", sigma_re, "Hz/mV", per_millivolt});
        columns.push_back({"n_sigma_im", "Hz/V", sigma_im, "Hz/mV", per_millivolt});
    }
    return columns;
}

void run(const FrequencyOptions& options) {
    const auto task = load_task(options);
    const Network& network = task.loaded.network;
    const auto point = converged_working_point(network, analysis_options(network, options));
    const auto transfer = transfer_functions(task, point, options);

    Output output = output_header(task, options, point);
    if (wants_results(options)) {
        auto results = state_results(network, point, task.omegas);
        add_transfer_functions(results, transfer);
        deliver(std::move(results), task, options, output);
    }
    const bool for_people = options.common.format == Format::table;
    const Index rows = for_people ? frequencies_in_table : task.omegas.size();
    if (rows < task.omegas.size()) {
        output.notes.push_back(
            fmt::format("shown: {} of the frequencies; --format csv prints all", rows));
    }
    output.columns = transfer_columns(network, point, transfer, rows);
    print(output, options.common.format, std::cout);
}

}  // namespace

void add_transfer_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "transfer", "Linear response of single neurons at the working point of a network");
    auto options = std::make_shared<FrequencyOptions>();
    add_frequency_options(*command, *options);
    command->footer(
        "Example:\n"
        "  siegert transfer examples/networks/microcircuit.yaml --frequencies 1:500:1 --format "
        "csv");
    command->callback([options] { run(*options); });
}

}  // namespace siegert::cli
