#include "questions/list.hpp"
#include "questions/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

namespace siegert::questions {
namespace {

using theory::NetworkAnalysis;

constexpr double two_pi = 2.0 * std::numbers::pi;

std::vector<std::string> stability_notes(const NetworkAnalysis& analysis) {
    const auto& verdict = analysis.stability;
    std::vector<std::string> notes;
    if (verdict.answer == theory::Stability::unstable) {
        notes.push_back(fmt::format(
            "UNSTABLE: small perturbations of the working point grow, so that the network does not "
            "stay there; spectra and sensitivity are those of the linear equations ({})",
            verdict.reason));
    }
    if (verdict.answer == theory::Stability::undecided) {
        notes.push_back("stability undecided: " + verdict.reason);
    } else if (verdict.nyquist.resolved) {
        const bool stable = verdict.answer == theory::Stability::stable;
        notes.push_back(fmt::format("Nyquist criterion: {} growing modes{}",
                                    verdict.nyquist.unstable_modes,
                                    stable ? ", the working point is stable" : ""));
    }
    if (verdict.growth_rates.empty()) return notes;
    std::vector<std::string> rates;
    for (const auto& mode : verdict.growth_rates) {
        constexpr std::size_t most_rates = 4;
        if (rates.size() == most_rates) break;
        rates.push_back(fmt::format("{:.4g} at {:.4g} Hz", mode.s.real(), mode.s.imag() / two_pi));
    }
    notes.push_back(fmt::format("growth rates [1/s]: {}", fmt::join(rates, ", ")));
    return notes;
}

Axis modes_axis(const NetworkAnalysis& analysis) {
    std::vector<std::int64_t> numbers;
    for (Index m = 0; m < analysis.eigenmodes.eigenvalues.cols(); ++m) numbers.push_back(m);
    return {"mode", dataset(std::move(numbers))};
}

Group axis_crossings_group(const NetworkAnalysis& analysis) {
    std::vector<std::int64_t> modes;
    std::vector<double> frequencies, eigenvalues;
    for (const auto& crossing : analysis.axis_crossings) {
        modes.push_back(crossing.mode);
        frequencies.push_back(crossing.omega / two_pi);
        eigenvalues.push_back(crossing.eigenvalue);
    }
    const std::vector<std::string> along{"crossing"};
    Answer answer;
    answer.quantities = {quantity("mode", dataset(std::move(modes)), along),
                         quantity("frequency", dataset(std::move(frequencies), "Hz"), along),
                         quantity("eigenvalue", dataset(std::move(eigenvalues), ""), along)};
    return {"axis_crossings", std::move(answer)};
}

}  // namespace

Answer stability_part(const NetworkAnalysis& analysis) {
    const auto& verdict = analysis.stability;
    const auto& nyquist = verdict.nyquist;
    std::vector<Complex> growing;
    for (const auto& mode : verdict.growth_rates) growing.push_back(mode.s);
    Answer found;
    auto& results = found.quantities;
    results = {
        quantity("verdict", dataset(theory::to_string(verdict.answer)), {},
                 "stable, unstable or undecided"),
        quantity("reason", dataset(verdict.reason)),
        quantity("growth_rates", dataset(std::move(growing), "1/s"), {"growing_mode"},
                 "rate + i omega of the leading modes"),
        quantity("unstable_modes", dataset(static_cast<std::int64_t>(nyquist.unstable_modes)), {},
                 "how many modes grow, by the Nyquist criterion"),
        quantity("resolved", dataset(Flag{nyquist.resolved}), {}, "whether they could be counted"),
        quantity("open_phase", dataset(nyquist.open_phase, "rad")),
        quantity("largest_phase_step", dataset(nyquist.largest_phase_step, "rad"))};
    if (verdict.static_growth_rate) {
        results.push_back(quantity("static_growth_rate", dataset(*verdict.static_growth_rate), {},
                                   "of the rates without delays and dynamics of neurons"));
    }
    if (verdict.answer == theory::Stability::undecided) {
        const auto& f = verdict.would_decide;
        results.push_back(quantity("would_decide",
                                   dataset(std::vector<double>{f.low, f.high, f.step}, "Hz"),
                                   {"low_high_step"}, "frequencies that would decide"));
    }
    Answer answer;
    answer.notes = stability_notes(analysis);
    if (analysis.eigenmodes.eigenvalues.size() != 0) {
        answer.axes = {modes_axis(analysis)};
        answer.quantities = {quantity("eigenvalues", dataset(analysis.eigenmodes.eigenvalues, ""),
                                      {"frequency", "mode"}, "of the effective connectivity")};
        answer.groups.push_back(axis_crossings_group(analysis));
    }
    answer.groups.push_back({"stability", std::move(found)});
    return answer;
}

Table axis_crossings_table(const NetworkAnalysis& analysis) {
    constexpr std::ptrdiff_t most_crossings = 3;
    constexpr double smallest = 0.1;  // amplifies by less: no rhythm is made by it
    Table table{.title = "Where eigenvalues cross the positive real axis: beyond 1 a rhythm grows",
                .rows = {},
                .columns = axis_crossings_group(analysis).answer.quantities,
                .audience = Audience::people};
    table.columns[1].name = "crossing_frequency";
    const auto large = std::ranges::count_if(
        analysis.axis_crossings, [](const auto& c) { return c.eigenvalue >= smallest; });
    const auto count = static_cast<std::size_t>(std::min(most_crossings, large));
    for (auto& [name, data] : table.columns) {
        std::visit([&](auto& values) { values.resize(count); }, data.values);
        data.axes = {""};
    }
    table.rows = {{"", dataset(std::vector<std::int64_t>(count))}};
    return table;
}

namespace {

Answer answer_to(Inquiry& inquiry) {
    const auto& found = analysis(inquiry, theory::AnalysisExtent::modes);
    Answer answer = frequency_heading(inquiry);
    append(answer, stability_part(found));
    const auto& growing = answer.groups.back().answer;
    std::vector<std::int64_t> numbers(size(find(growing, "growth_rates")));
    for (std::size_t k = 0; k < numbers.size(); ++k) numbers[k] = static_cast<std::int64_t>(k);
    std::vector<double> rates, frequencies;
    for (const auto& mode : found.stability.growth_rates) {
        rates.push_back(mode.s.real());
        frequencies.push_back(mode.s.imag() / two_pi);
    }
    answer.tables = {
        {.title = "Leading modes of the dynamics",
         .rows = {{"growing_mode", dataset(std::move(numbers))}},
         .columns = {
             quantity("growth_rate", dataset(std::move(rates), "1/s"), {"growing_mode"}),
             quantity("frequency", dataset(std::move(frequencies), "Hz"), {"growing_mode"})}}};
    return answer;
}

}  // namespace

const Question stability{"stability",
                         "Whether small perturbations of the working point grow",
                         Needs::delays,
                         {},
                         "examples/networks/microcircuit.yaml",
                         answer_to};

}  // namespace siegert::questions
