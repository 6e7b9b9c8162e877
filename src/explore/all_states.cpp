#include "explore/background.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/fixed_points.hpp>
#include <siegert/theory/stability_verdict.hpp>

namespace siegert::explore {
namespace {

using nlohmann::json;

json state_of(const Network& network, const View& view, const theory::FixedPoint& point) {
    const auto& state = point.working_point;
    json found{
        {"firing_rates", std::vector<double>(state.firing_rates.begin(), state.firing_rates.end())},
        {"verdict", point.stable ? "stable" : "unstable"},
        {"summary", point.stable ? "stable, delays left out" : "unstable, delays left out"}};
    if (network.Delay.size() == 0) return found;
    try {
        const auto verdict = theory::stability_verdict(
            network, {.mu = state.mean_input, .sigma = state.std_input, .nu = state.firing_rates},
            {.response = {.convention = view.convention, .method = view.method}});
        found["verdict"] = theory::to_string(verdict.answer);
        found["summary"] = theory::summary(verdict);
    } catch (const Error& error) {
        found["verdict"] = "undecided";
        found["summary"] = error.what();
    }
    return found;
}

}  // namespace

json all_states(const OpenedFile& file, const View& view, const Show& show) {
    const Network network = network_of(file, view).network;
    json result{{"populations", network.populations}, {"states", json::array()}};
    if (!show(result, 0.0)) return result;
    const auto found = theory::fixed_points(network, {.method = view.method});
    for (const auto& point : found.points) {
        result["states"].push_back(state_of(network, view, point));
        const double done =
            static_cast<double>(result["states"].size()) / static_cast<double>(found.points.size());
        if (!show(result, done)) break;
    }
    return result;
}

}  // namespace siegert::explore
