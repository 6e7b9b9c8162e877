#pragma once

#include "cli/simulate_statistics.hpp"

#include <siegert/dimension.hpp>

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace siegert::cli {

/// The options of statistics of spikes as they are typed.
struct StatisticsTexts {
    std::string count_bin;
    std::string segment;
    std::string f_max = "500 Hz";
    std::string spectral_method = "multitaper";
};

/// Declares them and returns them.
std::vector<CLI::Option*> declare_statistics(CLI::App& command, StatisticsTexts& texts);

/// All statistics, with these options. Throws: InvalidParameter naming the option.
[[nodiscard]] StatisticsOptions parse_statistics(const StatisticsTexts& texts);

/// An option that is a quantity. Throws: InvalidParameter naming it.
[[nodiscard]] double quantity_of(const char* option, const std::string& text, Dimension dimension);

/// The same; 0 where the text is empty.
[[nodiscard]] double optional_quantity(const char* option, const std::string& text,
                                       Dimension dimension);

/// The same, and positive where it is given.
[[nodiscard]] double positive_quantity(const char* option, const std::string& text,
                                       Dimension dimension);

/// An empty text would stand for the default, without a word.
[[nodiscard]] std::string not_empty(const std::string& text);

}  // namespace siegert::cli
