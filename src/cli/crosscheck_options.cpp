#include "cli/crosscheck_options.hpp"

#include "cli/statistics_options.hpp"
#include "cli/warmup.hpp"

#include <siegert/error.hpp>
#include <siegert/io/quantity.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace siegert::cli {
namespace {

using crosscheck::CrosscheckOptions;
using crosscheck::Quantity;

// All names that --quantities takes.
std::string quantity_names() {
    std::vector<std::string_view> names;
    for (const auto& info : crosscheck::quantities) {
        const bool is_response = info.quantity == Quantity::transfer_function_real ||
                                 info.quantity == Quantity::transfer_function_imaginary;
        if (!is_response) names.push_back(info.name);
    }
    names.emplace_back("transfer_functions");
    return fmt::format("{}", fmt::join(names, ", "));
}

std::vector<Quantity> quantities_of(const std::vector<std::string>& names) {
    std::vector<Quantity> quantities;
    for (const auto& name : names) {
        if (name == "transfer_functions") {
            quantities.push_back(Quantity::transfer_function_real);
            quantities.push_back(Quantity::transfer_function_imaginary);
            continue;
        }
        const auto found = crosscheck::quantity_named(name);
        if (!found) {
            throw InvalidParameter(
                fmt::format("--quantities must be some of {}, got {}", quantity_names(), name));
        }
        quantities.push_back(*found);
    }
    return quantities;
}

}  // namespace

void declare(CLI::App& command, CrosscheckTexts& texts) {
    const auto text = [&](const char* name, std::string& value, const std::string& help) {
        return command.add_option(name, value, help)->type_name("");
    };
    const auto number = [&](const char* name, auto& value, const char* help) {
        command.add_option(name, value, help)->type_name("");
    };
    texts.network.method = texts.settings.method;
    add_network_options(command, texts.network);
    add_common_options(command, texts.common);
    text("--duration", texts.duration, "recorded in all, as in \"10 s\"; needed without --spikes");
    text("--warmup", texts.warmup, fmt::format("before each recording; {}", usual_warmup_text));
    text("--dt", texts.dt, "grid of the simulation; default 0.1 ms");
    number("--seed", texts.settings.seed, "of the first replicate; default 1");
    number("--replicates", texts.settings.replicates, "independent networks; default 20");
    number("--batches", texts.settings.batches, "parts of each recording; default 1");
    number("--threads", texts.settings.threads, "replicates at a time; default: all cores");
    number("--scale", texts.settings.scale,
           "compare a smaller network with input of equal mean "
           "and variance");
    number("--family-error", texts.settings.family_error,
           "probability of any false alarm; default 0.001");
    command
        .add_option("--quantities", texts.quantities,
                    "some of " + quantity_names() + "; default: all but the last")
        ->delimiter(',')
        ->type_name("");
    command
        .add_option("--frequencies", texts.frequencies,
                    "of the transfer functions in Hz; default 5,20,80")
        ->delimiter(',')
        ->type_name("");
    text("--count-bin", texts.count_bin, "of the covariances; default 100 ms, or half a sample");
    text("--segment", texts.segment, "of the spectra; default 0.5 s, or a sample");
    text("--f-max", texts.f_max, "of the spectra; default 200 Hz");
    command
        .add_option("--report", texts.report,
                    "write figures and tables to this HTML file, to look at in a browser")
        ->type_name("FILE");
    number("--bands", texts.settings.bands, "in which spectra are averaged; default 8");
    command
        .add_option(
            "--spikes", texts.spikes.file,
            "compare with these spikes of all neurons, simulated by something else: HDF5 of "
            "siegert or SONATA, or text as NEST writes it")
        ->type_name("FILE");
    declare_spikes(command, texts.spikes,
                   "all populations of the network, numbered from 1 on in text");
}

void require_one_way(const CrosscheckTexts& texts) {
    const auto given = [&](const char* name) { return texts.command->count(name) > 0; };
    const bool with_spikes = !texts.spikes.file.empty();
    for (const char* name :
         {"--duration", "--warmup", "--seed", "--replicates", "--threads", "--scale", "--report"}) {
        if (with_spikes && given(name)) {
            throw InvalidParameter(fmt::format(
                "{} is of a simulation that siegert runs: leave it out, or leave out --spikes",
                name));
        }
    }
    for (const char* name : {"--population", "--start", "--end"}) {
        if (!with_spikes && given(name)) {
            throw InvalidParameter(
                fmt::format("{} is of spikes that are there: it needs --spikes FILE", name));
        }
    }
}

CrosscheckOptions parse(const CrosscheckTexts& texts, const Network& network) {
    if (texts.common.convention != lif::Convention::exact) {
        throw InvalidParameter(
            "--convention must be exact: the published form leaves the refractory period out of "
            "the linear response, and the simulation has it");
    }
    CrosscheckOptions options = texts.settings;
    options.method = texts.network.method;
    if (texts.spikes.file.empty()) {
        if (texts.duration.empty()) {
            throw InvalidParameter(
                "--duration says how long to simulate, as in --duration \"10 s\"; or --spikes FILE "
                "compares with spikes that are there");
        }
        options.duration = quantity_of("--duration", texts.duration, Dimension::time);
    }
    options.warmup = warmup_of(texts.warmup, network);
    options.dt = quantity_of("--dt", texts.dt, Dimension::time);
    if (!texts.segment.empty()) {
        options.segment = quantity_of("--segment", texts.segment, Dimension::time);
    }
    if (!texts.count_bin.empty()) {
        options.count_bin = quantity_of("--count-bin", texts.count_bin, Dimension::time);
    }
    options.f_max = quantity_of("--f-max", texts.f_max, Dimension::frequency);
    if (!texts.quantities.empty()) options.quantities = quantities_of(texts.quantities);
    if (!texts.frequencies.empty()) {
        options.frequencies = Eigen::Map<const Vector>(
            texts.frequencies.data(), static_cast<Index>(texts.frequencies.size()));
    }
    return options;
}

}  // namespace siegert::cli
