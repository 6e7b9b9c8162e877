#include "questions/state.hpp"

#include <siegert/questions/question.hpp>
#include <siegert/theory/rate_distribution.hpp>

#include <fmt/format.h>

#include <numeric>

namespace siegert::questions {
namespace {

const Vector probabilities{{0.05, 0.25, 0.5, 0.75, 0.95}};

theory::WorkingPoint outcome_of(const theory::RateDistribution& found) {
    theory::WorkingPoint outcome;
    outcome.termination = found.termination;
    outcome.residual = found.residual;
    outcome.iterations = found.iterations;
    return outcome;
}

std::vector<std::int64_t> numbers(Index count) {
    std::vector<std::int64_t> result(static_cast<std::size_t>(count));
    std::iota(result.begin(), result.end(), 1);
    return result;
}

}  // namespace

Answer rate_distribution(Inquiry& inquiry) {
    const Network& network = inquiry.loaded.network;
    const auto found = theory::rate_distribution(
        network,
        {.working_point = inquiry.how.working_point, .neurons = count_setting(inquiry, "neurons")});
    const theory::WorkingPoint outcome = outcome_of(found);
    const Matrix quantiles = theory::quantiles(found, probabilities);
    const std::vector<std::string> along{"population"};
    Answer part;
    part.notes = {"neurons that differ; mean and spread of their rates: " + solution_note(outcome)};
    part.axes = {populations_axis(network),
                 {"probability", dataset(probabilities, "")},
                 {"neuron", dataset(numbers(found.rates.cols()))}};
    part.quantities = {
        quantity("firing_rates", dataset(found.mean, "Hz"), along, "mean over the neurons"),
        quantity("firing_rates_sd", dataset(found.sd, "Hz"), along, "between the neurons"),
        quantity("mean_input_sd", dataset(found.input_sd, "V"), along,
                 "between the neurons, of their mean input"),
        quantity("firing_rate_quantiles", dataset(quantiles, "Hz"), {"population", "probability"},
                 "of the rates of the neurons"),
        quantity("neuron_rates", dataset(found.rates, "Hz"), {"population", "neuron"},
                 "of neurons of equal weight that stand for the population, ascending"),
        quantity("converged", dataset(Flag{theory::converged(outcome)})),
        quantity("residual", dataset(found.residual, "Hz"), {},
                 "largest distance of the means from self-consistency"),
        quantity("iterations", dataset(static_cast<std::int64_t>(found.iterations)))};
    Table table{.title = {}, .rows = {populations_axis(network)}, .columns = {}};
    for (const char* name : {"firing_rates", "firing_rates_sd", "mean_input_sd"}) {
        table.columns.push_back(quantity(name, find(part, name), along));
    }
    for (Index k = 0; k < probabilities.size(); ++k) {
        table.columns.push_back(quantity(fmt::format("quantile_{:g}", probabilities(k)),
                                         dataset(Vector(quantiles.col(k)), "Hz"), along));
    }
    Answer answer = heading(inquiry);
    append(answer, std::move(part));
    answer.tables = {std::move(table)};
    answer.objection = objection_to(outcome);
    return answer;
}

}  // namespace siegert::questions
