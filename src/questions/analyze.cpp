#include "questions/list.hpp"
#include "questions/parts.hpp"
#include "questions/state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace siegert::questions {
namespace {

constexpr std::size_t most_populations = 20;  // of the table of the working point

// One line instead of a table that does not fit on the screen.
std::string rates_note(const Vector& firing_rates) {
    std::vector<double> sorted(firing_rates.data(), firing_rates.data() + firing_rates.size());
    std::ranges::sort(sorted);
    return fmt::format(
        "firing rates: {:.4g} Hz to {:.4g} Hz, median {:.4g} Hz; siegert rates lists all",
        sorted.front(), sorted.back(), sorted[sorted.size() / 2]);
}

// Each as large as all else together: they are moved, not copied.
void move_matrices(Answer& answer, theory::NetworkAnalysis& found) {
    const std::vector<std::string> axes{"frequency", "target", "source"};
    auto& results = answer.quantities;
    results.push_back(quantity("D", dataset(std::move(found.D), ""), axes, "delay factors"));
    results.push_back(quantity("effective_connectivity",
                               dataset(std::move(found.effective_connectivity), ""), axes, "W"));
    results.push_back(
        quantity("propagator", dataset(std::move(found.propagator), ""), axes, "(1 - W)^-1 W"));
}

Answer answer_to(Inquiry& inquiry) {
    const Network& network = inquiry.loaded.network;
    inquiry.how.keep_delays = inquiry.keeps_matrices;
    inquiry.how.keep_propagator = inquiry.keeps_matrices;
    Answer modes = sensitivity_part(inquiry);
    auto& found = *inquiry.analysis;
    const auto& point = found.working_point;
    Answer answer = frequency_heading(inquiry);
    append(answer, stability_part(found));
    std::ranges::move(validity_notes(point.validity), std::back_inserter(answer.notes));
    Answer response = transfer.answer(inquiry);
    response.notes.clear();
    append(answer, std::move(response));
    append(answer, spectra_part(network, found));
    if (network.populations.size() > most_populations) {
        answer.notes.push_back(rates_note(point.firing_rates));
    } else {
        Table table = state_table(network, state(network, point));
        table.title = "Working point";
        table.audience = Audience::people;
        answer.tables.push_back(std::move(table));
    }
    answer.tables.push_back(rhythms_table(network, found.peaks));
    answer.tables.back().audience = Audience::people;
    Table crossings = axis_crossings_table(found);
    if (size(crossings.rows.front().labels) > 0) answer.tables.push_back(std::move(crossings));
    for (Table& table : modes.tables) {
        if (table.audience == Audience::people) answer.tables.push_back(std::move(table));
    }
    answer.tables.push_back(spectra_table(network, found));
    answer.tables.back().audience = Audience::programs;
    append(answer, std::move(modes));
    if (inquiry.keeps_matrices) move_matrices(answer, found);
    return answer;
}

}  // namespace

const Question analyze{"analyze",
                       "Working point, stability, rhythms and what makes them: everything at once",
                       Needs::delays,
                       {modes_option, connections_option},
                       "net.yaml --frequencies 1:1000:1 --save out.h5 --report out.html",
                       answer_to};

}  // namespace siegert::questions
