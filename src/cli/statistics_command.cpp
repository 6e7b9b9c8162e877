#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/simulate_statistics.hpp"
#include "cli/statistics_options.hpp"

#include <siegert/error.hpp>
#include <siegert/io/spike_file.hpp>
#include <siegert/io/spike_formats.hpp>

#include <fmt/format.h>

#include <charconv>
#include <iostream>
#include <memory>

namespace siegert::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Texts {
    CommonOptions common;
    std::string file;
    std::vector<std::string> populations;
    std::string start;
    std::string end;
    StatisticsTexts of_statistics;
};

// "E=1:800"
NumberedPopulation numbered_population(const std::string& text) {
    const std::size_t equals = text.find('=');
    const std::size_t colon = text.find(':', equals == std::string::npos ? 0 : equals);
    NumberedPopulation population{.name = text.substr(0, equals)};
    const auto read = [](const char* begin, const char* end, std::int64_t& number) {
        const auto [rest, error] = std::from_chars(begin, end, number);
        return error == std::errc{} && rest == end;
    };
    const char* data = text.data();
    const bool complete = equals != std::string::npos && equals > 0 && colon != std::string::npos &&
                          read(data + equals + 1, data + colon, population.first) &&
                          read(data + colon + 1, data + text.size(), population.last);
    if (!complete) {
        throw InvalidParameter(
            "--population must be a name with its first and last neuron such as E=1:800, got " +
            text);
    }
    return population;
}

// What a file of siegert says is not asked for again.
SpikesRead own_spikes(const Texts& texts) {
    if (!texts.populations.empty() || !texts.start.empty() || !texts.end.empty()) {
        throw InvalidParameter(texts.file +
                               " says itself which populations and which time it holds: leave out "
                               "--population, --start and --end");
    }
    return {.record = read_spike_file(texts.file).spikes};
}

SpikesRead spikes_of(const Texts& texts) {
    if (is_spike_file(texts.file)) return own_spikes(texts);
    SpikeReading reading;
    for (const std::string& text : texts.populations) {
        reading.populations.push_back(numbered_population(text));
    }
    reading.start = optional_quantity("--start", texts.start, Dimension::time);
    if (!texts.end.empty()) reading.end = quantity_of("--end", texts.end, Dimension::time);
    return read_spikes(texts.file, reading);
}

Vector rates_of(const SpikeRecord& record) {
    Vector rates(static_cast<Index>(record.spikes.size()));
    for (std::size_t p = 0; p < record.spikes.size(); ++p) {
        const double neurons = static_cast<double>(record.recorded[p]);
        rates(static_cast<Index>(p)) = static_cast<double>(record.spikes[p].times.size()) /
                                       (neurons * (record.end - record.start));
    }
    return rates;
}

std::vector<std::string> notes_of(const SpikesRead& read, const Texts& texts) {
    const SpikeRecord& record = read.record;
    std::size_t spikes = 0;
    for (const PopulationSpikes& own : record.spikes) spikes += own.times.size();
    std::vector<std::string> notes{fmt::format("{}: {} spikes from {:g} s to {:g} s", texts.file,
                                               spikes, record.start, record.end)};
    if (read.left_out > 0) {
        notes.push_back(
            fmt::format("{} spikes of other neurons or times are left out", read.left_out));
    }
    if (texts.end.empty() && record.dt == 0.0 && !is_spike_file(texts.file)) {
        notes.emplace_back("the recording is taken to end with its last spike: --end says when");
    }
    return notes;
}

void print_statistics(const Texts& texts) {
    const SpikesRead read = spikes_of(texts);
    const SpikeRecord& record = read.record;
    const auto options =
        resolved(parse_statistics(texts.of_statistics), record.end - record.start,
                 static_cast<Index>(record.populations.size()), texts.common.format);
    const SpikeStatistics found =
        spike_statistics(statistics::source_of(record), rates_of(record), options);
    Output output{
        .notes = notes_of(read, texts),
        .columns = {{"population", "", record.populations},
                    {"neurons", "", std::vector<double>(record.sizes.begin(), record.sizes.end())}},
        .json = {{"populations", record.populations}, {"N", record.sizes}}};
    add_statistics(output, found, record.populations, options, texts.common.format);
    output.json.update({{"start", quantity(record.start, "s")},
                        {"duration", quantity(record.end - record.start, "s")},
                        {"left_out", read.left_out}});
    print(output, texts.common.format, std::cout);
}

}  // namespace

void add_statistics_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "statistics", "Statistics of spikes in a file, with the errors that simulate gives them");
    const auto texts = std::make_shared<Texts>();
    command
        ->add_option("file", texts->file,
                     "spikes: HDF5 of siegert or SONATA, or text as NEST writes it")
        ->required()
        ->type_name("SPIKES");
    add_common_options(*command, texts->common);
    const auto text = [&](const char* name, auto& value, const char* help) {
        command->add_option(name, value, help)->type_name("")->check(not_empty);
    };
    text("--population", texts->populations,
         "a name with its first and last neuron, as in E=1:800; may be repeated. Default: one "
         "population of all in text, those of the file in SONATA");
    text("--start", texts->start, "of the recording; default 0 s");
    text("--end", texts->end, "of the recording; default: the last spike");
    declare_statistics(*command, texts->of_statistics);
    command->footer(
        "Example:\n"
        "  siegert statistics spikes.dat --population E=1:800 --population I=801:1000 --end "
        "\"10 s\"");
    command->callback([texts] { print_statistics(*texts); });
}

}  // namespace siegert::cli
