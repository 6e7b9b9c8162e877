#include "cli/spike_options.hpp"

#include "cli/statistics_options.hpp"

#include <siegert/error.hpp>
#include <siegert/io/spike_file.hpp>

#include <fmt/format.h>

#include <charconv>

namespace siegert::cli {
namespace {

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
SpikesRead own_spikes(const SpikeTexts& texts) {
    if (!texts.populations.empty() || !texts.start.empty() || !texts.end.empty()) {
        throw InvalidParameter(texts.file +
                               " says itself which populations and which time it holds: leave out "
                               "--population, --start and --end");
    }
    return {.record = read_spike_file(texts.file).spikes};
}

}  // namespace

SpikesRead spikes_of(const SpikeTexts& texts, const std::vector<NumberedPopulation>& by_default) {
    if (is_spike_file(texts.file)) return own_spikes(texts);
    SpikeReading reading;
    if (texts.populations.empty()) reading.populations = by_default;
    for (const std::string& text : texts.populations) {
        reading.populations.push_back(numbered_population(text));
    }
    reading.start = optional_quantity("--start", texts.start, Dimension::time);
    if (!texts.end.empty()) reading.end = quantity_of("--end", texts.end, Dimension::time);
    return read_spikes(texts.file, reading);
}

std::vector<std::string> notes_of(const SpikesRead& read, const SpikeTexts& texts) {
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

void declare_spikes(CLI::App& command, SpikeTexts& texts, const std::string& by_default) {
    const auto text = [&](const char* name, auto& value, const std::string& help) {
        command.add_option(name, value, help)->type_name("")->check(not_empty);
    };
    text("--population", texts.populations,
         "a name with its first and last neuron, as in E=1:800; may be repeated. Default: " +
             by_default);
    text("--start", texts.start, "of the recording; default 0 s");
    text("--end", texts.end, "of the recording; default: the last spike");
}

}  // namespace siegert::cli
