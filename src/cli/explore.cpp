#include "cli/commands.hpp"
#include "cli/frequencies.hpp"
#include "cli/interrupt.hpp"
#include "cli/open_browser.hpp"
#include "cli/options.hpp"
#include "explore/server.hpp"

#include <siegert/error.hpp>
#include <siegert/io/quantity.hpp>

#include <chrono>
#include <iostream>
#include <memory>
#include <thread>

namespace siegert::cli {
namespace {

struct ExploreOptions {
    NetworkOptions network;
    std::string frequencies;  ///< empty: those of the file, or the default
    int port = 0;
    bool no_browser = false;
    std::string patience = "180 s";
};

Vector frequencies_of(const LoadedNetwork& loaded, const std::string& text) {
    if (!text.empty()) return frequencies_from_text(text);
    return loaded.analysis.omegas.size() != 0 ? loaded.analysis.omegas : default_frequencies();
}

explore::ServerOptions server_options(const explore::OpenedFile& file,
                                      const ExploreOptions& options) {
    const double seconds = parse_quantity(options.patience, Dimension::time);
    if (!(seconds > 0.0))
        throw InvalidParameter("--patience must be positive, got " + options.patience);
    const LoadedNetwork loaded = explore::changed_network(file, {});
    print_warnings(loaded, options.network.file);
    return {.port = options.port,
            .start = {.changes = {},
                      .synapse = options.network.synapse,
                      .method = options.network.method,
                      .omegas = frequencies_of(loaded, options.frequencies)},
            .patience = std::chrono::milliseconds(static_cast<std::int64_t>(1e3 * seconds))};
}

void run(const ExploreOptions& options) {
    explore::OpenedFile file = explore::open_file(options.network.file, options.network.model);
    const auto serving = server_options(file, options);
    const explore::Server server(std::move(file), serving);
    const InterruptGuard guard;
    std::cout << "Open " << server.address() << "\nCtrl-C ends it.\n";
    flush_or_throw(std::cout);
    if (!options.no_browser) open_browser(server.address());
    while (!InterruptGuard::stop_requested() && !server.abandoned()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

}  // namespace

void add_explore_command(CLI::App& app) {
    auto* command = app.add_subcommand("explore", "A page in the browser on which a network lives");
    const auto options = std::make_shared<ExploreOptions>();
    add_network_options(*command, options->network);
    command
        ->add_option("--frequencies", options->frequencies,
                     "start:stop:step or a list, in Hz or with a unit; default: f_min, f_max,\n"
                     "df of the file, else 0.1:500:0.5")
        ->type_name("");
    command->add_option("--port", options->port, "of the address; default: any that is free")
        ->type_name("")
        ->check(CLI::Range(1, 65535));
    command->add_flag("--no-browser", options->no_browser, "print the address, open nothing");
    command
        ->add_option("--patience", options->patience,
                     "how long to go on when the last page is closed; default \"180 s\"")
        ->type_name("");
    command->footer(
        "The page moves with every slider: rates, spectra, eigenvalues, stability, sensitivity. It "
        "is\nserved to this machine alone, at an address with a token that nobody can guess.\n\n"
        "Example:\n"
        "  siegert explore examples/networks/microcircuit.yaml");
    command->callback([options] { run(*options); });
}

}  // namespace siegert::cli
