#include "cli/network_output.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace siegert::cli {
namespace {

using Json = nlohmann::ordered_json;
using theory::ValidityCheck;
using theory::WorkingPoint;

// The population in which an assumption comes closest to failing, or fails most.
const ValidityCheck& worst(const std::vector<ValidityCheck>& checks, const std::string& name) {
    const ValidityCheck* found = nullptr;
    for (const auto& check : checks) {
        if (check.name != name) continue;
        const bool worse = found == nullptr || (check.must_be_large ? check.value < found->value
                                                                    : check.value > found->value);
        if (worse) found = &check;
    }
    return *found;
}

}  // namespace

std::string termination_name(theory::Termination termination) {
    switch (termination) {
        case theory::Termination::newton:
            return "newton";
        case theory::Termination::relaxation:
            return "relaxation";
        case theory::Termination::not_converged:
            break;
    }
    return "not_converged";
}

std::vector<std::string> network_notes(const LoadedNetwork& loaded, const NetworkOptions& options) {
    const Network& network = loaded.network;
    const bool colored = network.synapse == SynapseType::exponential;
    std::vector<std::string> notes{
        fmt::format("{}: {} populations, {} synapses{}, model {}",
                    network.label.empty() ? options.file : network.label,
                    network.populations.size(), to_string(network.synapse),
                    colored ? fmt::format(" (method {})", to_string(options.method)) : "",
                    to_string(loaded.model))};
    for (const auto& warning : loaded.warnings) notes.push_back("warning: " + warning);
    return notes;
}

std::vector<std::string> validity_notes(const std::vector<ValidityCheck>& checks) {
    std::vector<std::string> names;
    for (const auto& check : checks) {
        if (std::find(names.begin(), names.end(), check.name) == names.end()) {
            names.push_back(check.name);
        }
    }
    std::vector<std::string> notes;
    for (const auto& name : names) {
        const auto& check = worst(checks, name);
        const auto failing = std::count_if(checks.begin(), checks.end(), [&](const auto& other) {
            return other.name == name && !other.holds;
        });
        notes.push_back(fmt::format(
            "validity: {} {} {:g} {}; {} is {:.4g} (population {})", name,
            check.must_be_large ? ">=" : "<=", check.limit,
            failing == 0 ? std::string("holds") : fmt::format("fails in {} populations", failing),
            check.must_be_large ? "smallest" : "largest", check.value, check.population));
    }
    return notes;
}

nlohmann::ordered_json validity_json(const std::vector<ValidityCheck>& checks) {
    Json list = Json::array();
    for (const auto& check : checks) {
        list.push_back({{"name", check.name},
                        {"population", check.population},
                        {"value", check.value},
                        {"limit", check.limit},
                        {"holds", check.holds},
                        {"assumption", check.assumption}});
    }
    return list;
}

nlohmann::ordered_json network_json(const LoadedNetwork& loaded, const NetworkOptions& options) {
    Json json{{"label", loaded.network.label},
              {"model", to_string(loaded.model)},
              {"synapse", to_string(loaded.network.synapse)}};
    if (loaded.network.synapse == SynapseType::exponential) {
        json["method"] = to_string(options.method);
    }
    json["populations"] = loaded.network.populations;
    if (!loaded.warnings.empty()) json["warnings"] = loaded.warnings;
    return json;
}

void add_state(nlohmann::ordered_json& json, const WorkingPoint& point) {
    json["firing_rates"] = quantity(point.firing_rates, "Hz");
    json["mean_input"] = quantity(point.mean_input, "V");
    json["std_input"] = quantity(point.std_input, "V");
    json["cvs"] = quantity(point.cvs, "dimensionless");
    json["converged"] = theory::converged(point);
    json["residual"] = quantity(point.residual, "Hz");
    json["iterations"] = point.iterations;
    json["termination"] = termination_name(point.termination);
}

std::vector<Column> state_columns(const Network& network,
                                  const std::vector<const WorkingPoint*>& points) {
    std::vector<std::string> populations;
    std::vector<double> rates, means, deviations, cvs;
    const auto append = [](std::vector<double>& to, const Vector& values) {
        to.insert(to.end(), values.data(), values.data() + values.size());
    };
    for (const auto* point : points) {
        populations.insert(populations.end(), network.populations.begin(),
                           network.populations.end());
        append(rates, point->firing_rates);
        append(means, point->mean_input);
        append(deviations, point->std_input);
        append(cvs, point->cvs);
    }
    return {{"population", "", populations},
            {"firing_rates", "Hz", rates},
            {"mean_input", "V", means, "mV", 1e3},
            {"std_input", "V", deviations, "mV", 1e3},
            {"cvs", "", cvs}};
}

std::string solution_note(const WorkingPoint& point) {
    if (!theory::converged(point)) {
        return fmt::format("NOT CONVERGED: residual {:.2g} Hz after {} iterations", point.residual,
                           point.iterations);
    }
    return fmt::format("working point by {}: {} iterations, residual {:.2g} Hz",
                       termination_name(point.termination), point.iterations, point.residual);
}

}  // namespace siegert::cli
