#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/output.hpp"
#include "cli/simulate_statistics.hpp"
#include "cli/spike_options.hpp"
#include "cli/statistics_options.hpp"

#include <iostream>
#include <memory>

namespace siegert::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Texts {
    CommonOptions common;
    SpikeTexts spikes;
    StatisticsTexts of_statistics;
};

Vector rates_of(const SpikeRecord& record) {
    Vector rates(static_cast<Index>(record.spikes.size()));
    for (std::size_t p = 0; p < record.spikes.size(); ++p) {
        const double neurons = static_cast<double>(record.recorded[p]);
        rates(static_cast<Index>(p)) = static_cast<double>(record.spikes[p].times.size()) /
                                       (neurons * (record.end - record.start));
    }
    return rates;
}

void print_statistics(const Texts& texts) {
    const SpikesRead read = spikes_of(texts.spikes);
    const SpikeRecord& record = read.record;
    const auto options =
        resolved(parse_statistics(texts.of_statistics), record.end - record.start,
                 static_cast<Index>(record.populations.size()), texts.common.format);
    const SpikeStatistics found =
        spike_statistics(statistics::source_of(record), rates_of(record), options);
    Output output{
        .notes = notes_of(read, texts.spikes),
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
        ->add_option("file", texts->spikes.file,
                     "spikes: HDF5 of siegert or SONATA, or text as NEST writes it")
        ->required()
        ->type_name("SPIKES");
    add_common_options(*command, texts->common);
    declare_spikes(*command, texts->spikes,
                   "one population of all in text, those of the file in SONATA");
    declare_statistics(*command, texts->of_statistics);
    command->footer(
        "Example:\n"
        "  siegert statistics spikes.dat --population E=1:800 --population I=801:1000 --end "
        "\"10 s\"");
    command->callback([texts] { print_statistics(*texts); });
}

}  // namespace siegert::cli
