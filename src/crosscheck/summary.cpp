#include <siegert/crosscheck/crosscheck.hpp>

#include "crosscheck/causes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace siegert::crosscheck {
namespace {

using Tally = std::vector<std::pair<std::string, int>>;

void count(Tally& tally, const std::string& text) {
    const auto found = std::ranges::find(tally, text, &Tally::value_type::first);
    if (found == tally.end()) {
        tally.emplace_back(text, 1);
    } else {
        ++found->second;
    }
}

Tally most_frequent_first(Tally tally) {
    std::ranges::stable_sort(tally, std::ranges::greater{}, &Tally::value_type::second);
    return tally;
}

// The cause that changes most, by `size`.
template <typename Size>
const SystematicError* largest_cause(const Row& row, const Size& size) {
    const auto found = std::ranges::max_element(row.systematic_errors, {}, size);
    const bool is_one = found != row.systematic_errors.end() && size(*found) > 0.0;
    return is_one ? &*found : nullptr;
}

std::string place_of(const Row& row) {
    const std::string frequency =
        row.frequency > 0.0 ? fmt::format(" at {:.3g} Hz", row.frequency) : "";
    return fmt::format("{} of {}{}{}", quantity_info(row.quantity).name, row.population,
                       row.source.empty() ? "" : "-" + row.source, frequency);
}

template <typename Size>
const Row& largest(const std::vector<Row>& rows, Verdict verdict, const Size& size) {
    const Row* result = nullptr;
    for (const Row& row : rows) {
        if (row.verdict != verdict) continue;
        if (result == nullptr || size(row) > size(*result)) result = &row;
    }
    return *result;
}

std::string explained(const std::vector<Row>& rows, int number) {
    Tally causes;
    for (const Row& row : rows) {
        if (row.verdict != Verdict::explained) continue;
        const auto* cause =
            largest_cause(row, [](const auto& error) { return std::abs(error.value); });
        if (cause != nullptr) count(causes, cause->cause);
    }
    std::vector<std::string> names;
    for (const auto& [name, rows_of_it] : most_frequent_first(causes)) names.push_back(name);
    constexpr std::size_t most_names = 3;
    if (names.size() > most_names) names.resize(most_names);
    const Row& worst = largest(rows, Verdict::explained,
                               [](const Row& row) { return std::abs(row.relative_deviation); });
    return fmt::format("{} explained{}{} (largest {:+.2g} % in {})", number,
                       names.empty() ? "" : " by ", fmt::join(names, "; "),
                       100.0 * worst.relative_deviation, place_of(worst));
}

// Why the accepted range of a row is as wide as it is.
std::string reason_of(const Row& row, const Crosscheck& result) {
    constexpr double standard_errors = 4.0;
    const double chance = standard_errors * std::hypot(row.standard_error, row.correction_error);
    const auto* cause = largest_cause(row, [](const auto& error) {
        return error.exact ? error.uncertainty : std::abs(error.value);
    });
    if (cause == nullptr || chance > row.tolerance) return "of too few samples";
    if (cause->cause == input_spectrum_name) {
        return fmt::format("the network modulates its rates to a depth of {:.2g}",
                           result.modulation_depth.maxCoeff());
    }
    return fmt::format("of {}, known as a bound only", cause->cause);
}

std::string cannot_tell(const Crosscheck& result, int number) {
    Tally reasons;
    for (const Row& row : result.rows) {
        if (row.verdict == Verdict::cannot_tell) count(reasons, reason_of(row, result));
    }
    reasons = most_frequent_first(reasons);
    if (reasons.size() == 1) {
        return fmt::format("{} cannot tell because {}", number, reasons.front().first);
    }
    std::vector<std::string> texts;
    for (const auto& [reason, rows] : reasons)
        texts.push_back(fmt::format("{} because {}", rows, reason));
    return fmt::format("{} cannot tell ({})", number, fmt::join(texts, ", "));
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::agrees:
            return "agrees";
        case Verdict::explained:
            return "explained";
        case Verdict::cannot_tell:
            return "cannot tell";
        case Verdict::disagrees:
            return "disagrees";
    }
    return {};
}

VerdictCounts verdict_counts(const Crosscheck& result) {
    const auto number = [&](Verdict verdict) {
        return static_cast<int>(std::ranges::count(result.rows, verdict, &Row::verdict));
    };
    return {.agree = number(Verdict::agrees),
            .explained = number(Verdict::explained),
            .cannot_tell = number(Verdict::cannot_tell),
            .disagree = number(Verdict::disagrees)};
}

std::string summary(const Crosscheck& result) {
    if (!result.complete) return "stopped before the end: nothing is compared";
    const VerdictCounts counts = verdict_counts(result);
    std::vector<std::string> parts;
    if (counts.disagree > 0) {
        const Row& worst = largest(result.rows, Verdict::disagrees,
                                   [](const Row& row) { return std::abs(row.excess_z); });
        parts.push_back(
            fmt::format("{} DISAGREE (largest {:+.2g} % in {}, {:.2g} standard errors "
                        "beyond all known causes)",
                        counts.disagree, 100.0 * worst.relative_deviation, place_of(worst),
                        std::abs(worst.excess_z)));
    }
    parts.push_back(fmt::format("{} agree", counts.agree));
    if (counts.explained > 0) parts.push_back(explained(result.rows, counts.explained));
    if (counts.cannot_tell > 0) parts.push_back(cannot_tell(result, counts.cannot_tell));
    return fmt::format("of {} numbers {}", result.rows.size(), fmt::join(parts, ", "));
}

}  // namespace siegert::crosscheck
