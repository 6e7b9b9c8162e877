#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/statistics_options.hpp"
#include "io/atomic_file.hpp"

#include <siegert/convert/net_dict.hpp>
#include <siegert/convert/simulator_script.hpp>
#include <siegert/error.hpp>
#include <siegert/io/parameter_file.hpp>

#include <iostream>
#include <memory>

namespace siegert::cli {
namespace {

struct ConvertTexts {
    std::string file;
    std::string to;
    std::string duration = "10 s";
    std::string warmup = "0.5 s";
    std::string dt = "0.1 ms";
    std::string save;
    convert::ScriptOptions settings;
};

std::string converted(const ConvertTexts& texts) {
    const LoadedNetwork loaded = convert::load_any_network(texts.file);
    print_warnings(loaded, texts.file);
    if (texts.to == "yaml") return to_yaml(loaded.network, loaded.analysis);
    require_delays(loaded, texts.file, "simulators need");
    convert::ScriptOptions options = texts.settings;
    options.duration = quantity_of("--duration", texts.duration, Dimension::time);
    options.warmup = quantity_of("--warmup", texts.warmup, Dimension::time);
    options.dt = quantity_of("--dt", texts.dt, Dimension::time);
    return convert::simulator_script(loaded.network, convert::simulator_named(texts.to), options);
}

void run_convert(const ConvertTexts& texts) {
    require_separate(
        {.parameter_file = texts.file, .inputs = {}, .outputs = {{"--save", texts.save}}});
    const std::string text = converted(texts);
    if (!texts.save.empty()) return io::write_whole_file(texts.save, text);
    std::cout << text;
    flush_or_throw(std::cout);
}

}  // namespace

void add_convert_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "convert", "Write a network as a script of NEST, Brian 2 or PyNN, or as a parameter file");
    auto texts = std::make_shared<ConvertTexts>();
    const auto text = [&](const char* name, std::string& value, const char* help) {
        return command->add_option(name, value, help)->type_name("");
    };
    command
        ->add_option(
            "FILE", texts->file,
            "parameter file of the network, SONATA's configuration of a circuit or simulation\n"
            "(.json), or net_dict of PyNEST (.json)")
        ->required()
        ->type_name("");
    text("--to", texts->to,
         "nest (PyNEST of NEST 3), brian2, pynn, or yaml (parameter file with matrices)")
        ->required()
        ->check(one_of({"nest", "brian2", "pynn", "yaml"}));
    text("--duration", texts->duration, "that the script records; default 10 s");
    text("--warmup", texts->warmup, "that it simulates before; default 0.5 s");
    text("--dt", texts->dt, "its grid; default 0.1 ms");
    command->add_option("--seed", texts->settings.seed, "of all its random numbers; default 1")
        ->type_name("");
    text("--save", texts->save, "write to this file instead of the standard output")
        ->type_name("FILE");
    command->footer(
        "Example:\n"
        "  siegert convert examples/networks/brunel_2000.yaml --to nest --save brunel.py\n"
        "  siegert convert net.yaml --to brian2 --duration \"20 s\"\n"
        "  siegert convert circuit_config.json --to yaml --save net.yaml");
    command->callback([texts] { run_convert(*texts); });
}

}  // namespace siegert::cli
