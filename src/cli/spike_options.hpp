#pragma once

#include <siegert/io/spike_formats.hpp>

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace siegert::cli {

/// What a command is told about a file of spikes.
struct SpikeTexts {
    std::string file;
    std::vector<std::string> populations;  ///< "E=1:800"
    std::string start;
    std::string end;
};

/// Declares --population, --start and --end. `by_default` says what the populations are without.
void declare_spikes(CLI::App& command, SpikeTexts& texts, const std::string& by_default);

/// The spikes of the file, in whatever format. Populations that are not given are `by_default`.
///
/// Throws: InvalidParameter, naming the option; as read_spikes and read_spike_file.
[[nodiscard]] SpikesRead spikes_of(const SpikeTexts& texts,
                                   const std::vector<NumberedPopulation>& by_default = {});

/// What was read, for people: how many spikes, what was left out, and whether the end was guessed.
[[nodiscard]] std::vector<std::string> notes_of(const SpikesRead& read, const SpikeTexts& texts);

}  // namespace siegert::cli
