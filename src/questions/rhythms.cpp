#include "questions/list.hpp"
#include "questions/parts.hpp"

#include <siegert/theory/rhythm.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numbers>

namespace siegert::questions {
namespace {

using theory::highest_peak;
using theory::Rhythm;
using theory::SpectralPeak;

constexpr double two_pi = 2.0 * std::numbers::pi;

// Those with the highest peaks, in the order of their frequencies.
std::vector<Rhythm> highest_rhythms(const std::vector<SpectralPeak>& peaks, std::size_t count) {
    auto groups = theory::rhythms(peaks);
    if (groups.size() <= count) return groups;
    std::vector<double> heights;
    for (const auto& group : groups) heights.push_back(highest_peak(group).height);
    std::ranges::sort(heights, std::greater<>());
    std::erase_if(
        groups, [&](const auto& group) { return highest_peak(group).height < heights[count - 1]; });
    return groups;
}

std::string populations_of(const Network& network, const Rhythm& peaks) {
    constexpr std::size_t most_names = 8;
    std::vector<Index> populations;
    for (const auto& peak : peaks) populations.push_back(peak.population);
    std::ranges::sort(populations);
    const auto repeated = std::ranges::unique(populations);
    populations.erase(repeated.begin(), repeated.end());
    if (populations.size() == network.populations.size()) return "all";
    if (populations.size() > most_names) return fmt::format("{} populations", populations.size());
    std::vector<std::string> names;
    for (const Index p : populations) names.push_back(name(network, p));
    return fmt::format("{}", fmt::join(names, " "));
}

std::string range_text(double low, double high) {
    const auto first = fmt::format("{:.4g}", low);
    const auto last = fmt::format("{:.4g}", high);
    return first == last ? first : first + " - " + last;
}

}  // namespace

Table rhythms_table(const Network& network, const std::vector<SpectralPeak>& peaks) {
    constexpr std::size_t most_rhythms = 12;
    std::vector<std::string> frequencies, populations, where;
    std::vector<double> heights;
    for (const auto& rhythm : highest_rhythms(peaks, most_rhythms)) {
        const auto& top = highest_peak(rhythm);
        frequencies.push_back(
            range_text(rhythm.front().omega / two_pi, rhythm.back().omega / two_pi));
        populations.push_back(populations_of(network, rhythm));
        where.push_back(name(network, top.population));
        heights.push_back(top.height);
    }
    const std::vector<std::string> along{""};
    std::vector<std::int64_t> rows(heights.size());
    Dataset ranges = dataset(std::move(frequencies));
    ranges.unit = "Hz";
    return {
        .title = peaks.empty() ? "Peaks of the power spectra: none" : "Peaks of the power spectra",
        .rows = {{"", dataset(std::move(rows))}},
        .columns = {quantity("peak_frequency", std::move(ranges), along),
                    quantity("populations", dataset(std::move(populations)), along),
                    quantity("highest", dataset(std::move(where)), along),
                    quantity("peak_height", dataset(std::move(heights), "Hz"), along)}};
}

namespace {

Answer answer_to(Inquiry& inquiry) {
    const Network& network = inquiry.loaded.network;
    inquiry.how.growth_rate_starts = 0;
    const auto& found = analysis(inquiry, theory::AnalysisExtent::spectra);
    Answer answer = frequency_heading(inquiry);
    append(answer, stability_part(found));
    append(answer, spectra_part(network, found));
    answer.tables = {rhythms_table(network, found.peaks)};
    return answer;
}

}  // namespace

const Question rhythms{"rhythms",
                       "The peaks of the power spectra, those at nearly one frequency in one line",
                       Needs::delays,
                       {},
                       "examples/networks/microcircuit.yaml",
                       answer_to};

}  // namespace siegert::questions
