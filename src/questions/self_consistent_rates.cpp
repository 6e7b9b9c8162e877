#include "questions/state.hpp"

#include <siegert/questions/question.hpp>
#include <siegert/theory/self_consistent_point.hpp>

#include <fmt/format.h>

namespace siegert::questions {
namespace {

using theory::PopulationEstimates;
using theory::SelfConsistentPoint;

void add(Answer& answer, const std::string& name, const PopulationEstimates& estimates,
         const std::string& unit, const std::string& meaning) {
    const std::vector<std::string> along{"population"};
    answer.quantities.push_back(quantity(name, dataset(estimates.value, unit), along, meaning));
    answer.quantities.push_back(quantity(name + "_error", dataset(estimates.standard_error, unit),
                                         along, "standard error"));
}

}  // namespace

Answer self_consistent_rates(Inquiry& inquiry) {
    const Network& network = inquiry.loaded.network;
    const auto& white = converged_working_point(inquiry);
    const SelfConsistentPoint point =
        theory::self_consistent_point(network, white,
                                      {.method = inquiry.how.working_point.method,
                                       .seed = inquiry.seed,
                                       .threads = inquiry.how.threads});
    Answer found;
    found.notes.push_back(fmt::format(
        "input with the spectrum of the network's own spikes; modulation depth {:.3g} at most, "
        "refused above {}: accurate to about its square",
        point.modulation_depth.maxCoeff(), theory::largest_modulation_depth));
    found.axes = {populations_axis(network)};
    add(found, "firing_rates", point.firing_rates, "Hz", "of one neuron");
    found.quantities.push_back(quantity("mean_input", dataset(point.mean_input, "V"),
                                        {"population"}, "mu, relative to rest"));
    add(found, "std_input", point.std_input, "V", "sigma, of the free variance of the input");
    add(found, "cvs", point.cvs, "", "of the intervals between spikes");
    found.quantities.push_back(
        quantity("modulation_depth", dataset(point.modulation_depth, ""), {"population"},
                 "sd of the rate that the neurons of a population have in common, relative to it"));
    Answer answer = heading(inquiry);
    answer.tables = {
        {.title = {}, .rows = {populations_axis(network)}, .columns = found.quantities}};
    append(answer, std::move(found));
    answer.groups = {{"white", state(network, white)}};
    return answer;
}

}  // namespace siegert::questions
