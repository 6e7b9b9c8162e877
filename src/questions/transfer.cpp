#include "questions/list.hpp"

#include <siegert/lif/transfer_function.hpp>

namespace siegert::questions {

namespace {

Answer answer_to(Inquiry& inquiry) {
    const Network& network = inquiry.loaded.network;
    Answer answer = frequency_heading(inquiry);
    const auto& point = converged_working_point(inquiry);
    const auto found =
        inquiry.analysis
            ? inquiry.analysis->transfer
            : theory::network_transfer_function(
                  network,
                  {.mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates},
                  lif::on_imaginary_axis(inquiry.omegas),
                  {.convention = inquiry.how.convention,
                   .method = inquiry.how.working_point.method,
                   .filter = inquiry.how.filter,
                   .threads = inquiry.how.threads});
    const std::vector<std::string> axes{"frequency", "population"};
    const auto n_mu = quantity("n_mu", dataset(found.n_mu, "Hz/V"), axes);
    constexpr std::size_t most_frequencies = 20;
    Table table{.title = "Response to mean and noise amplitude",
                .rows = {frequencies_axis(inquiry.omegas), populations_axis(network)},
                .columns = {n_mu},
                .most = most_frequencies};
    answer.quantities.push_back(
        quantity("transfer_function", n_mu.data, axes, "response to the mean input"));
    if (found.n_sigma2.size() > 0) {
        answer.quantities.push_back(quantity("transfer_function_sigma2",
                                             dataset(found.n_sigma2, "Hz/V^2"), axes,
                                             "response to the variance of the input"));
        const ComplexMatrix n_sigma = found.n_sigma2 * (2.0 * point.std_input).asDiagonal();
        table.columns.push_back(quantity("n_sigma", dataset(n_sigma, "Hz/V"), axes));
    }
    answer.tables = {std::move(table)};
    return answer;
}

}  // namespace

const Question transfer{"transfer",
                        "Linear response of single neurons at the working point of a network",
                        Needs::frequencies,
                        {},
                        "examples/networks/microcircuit.yaml --frequencies 1:500:1 --format csv",
                        answer_to};

}  // namespace siegert::questions
