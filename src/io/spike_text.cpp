#include "io/spike_text.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace siegert::io {
namespace {

constexpr std::string_view blanks = " \t\r,";

std::string_view next_field(std::string_view& line) {
    const std::size_t begin = std::min(line.find_first_not_of(blanks), line.size());
    const std::size_t end = std::min(line.find_first_of(blanks, begin), line.size());
    const std::string_view field = line.substr(begin, end - begin);
    line.remove_prefix(end);
    return field;
}

template <class T>
std::optional<T> number(std::string_view field) {
    T value{};
    const auto [rest, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc{} || rest != field.data() + field.size()) return {};
    return value;
}

std::optional<NumberedSpike> spike_of(std::string_view line) {
    const auto neuron = number<std::int64_t>(next_field(line));
    const auto time = number<double>(next_field(line));
    const bool is_spike = neuron && time && std::isfinite(*time) && next_field(line).empty();
    if (!is_spike) return {};
    return NumberedSpike{.time = *time * milliseconds, .neuron = *neuron};
}

bool is_heading(std::string_view line) {
    return next_field(line) == "sender" && next_field(line) == "time_ms" &&
           next_field(line).empty();
}

}  // namespace

std::vector<NumberedSpike> read_spike_text(const std::filesystem::path& path) {
    std::ifstream in(path);
    if (!in) {
        throw FileError(fmt::format("cannot read {}: {}", path.string(),
                                    std::generic_category().message(errno)));
    }
    std::vector<NumberedSpike> spikes;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        std::string_view rest = line;
        const bool says_nothing = next_field(rest).empty() || line.starts_with('#');
        if (says_nothing || is_heading(line)) continue;
        const auto spike = spike_of(line);
        if (!spike) {
            constexpr std::size_t longest = 60;
            throw FileError(
                fmt::format("{}:{}: expected the number of a neuron and a time in ms, found '{}'",
                            path.string(), number, line.substr(0, longest)));
        }
        spikes.push_back(*spike);
    }
    if (in.bad()) throw FileError(path.string() + ": cannot be read");
    return spikes;
}

}  // namespace siegert::io
