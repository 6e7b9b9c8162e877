#include <siegert/convert/net_dict.hpp>

#include "convert/dictionary.hpp"
#include "convert/sonata.hpp"
#include "io/network_from_values.hpp"
#include "io/text_file.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::convert {
namespace {

std::vector<std::string> population_names(const Json& value) {
    std::vector<std::string> names;
    if (value.is_array()) {
        for (const Json& name : value) {
            if (name.is_string()) names.push_back(name.get<std::string>());
        }
    }
    if (names.empty() || names.size() != value.size()) {
        throw InvalidParameter("populations of net_dict must be a list of names");
    }
    return names;
}

bool inhibits(const std::string& population) {
    return population.ends_with('I');
}

// A row of values, one for each source, repeated for each target.
Json from_sources(const std::vector<std::string>& populations, double excitatory,
                  double inhibitory) {
    Json row = Json::array();
    for (const std::string& source : populations) {
        row.push_back(inhibits(source) ? inhibitory : excitatory);
    }
    Json rows = Json::array();
    for (std::size_t i = 0; i < populations.size(); ++i) rows.push_back(row);
    return rows;
}

// Charge tau_s w per capacitance of a current whose potential has a peak of 1.
double weight_per_peak(double tau_m, double tau_s) {
    if (tau_m == tau_s) return std::exp(1.0);
    const double ratio = tau_m / tau_s;
    const double difference = tau_s - tau_m;
    return difference /
           (tau_m * (std::pow(ratio, tau_m / difference) - std::pow(ratio, tau_s / difference)));
}

void multiply(Json& values, double factor) {
    if (values.is_array()) {
        for (Json& value : values) multiply(value, factor);
    } else if (values.is_number()) {
        values = values.get<double>() * factor;
    }
}

// The eight populations of the example, by whatever names: 4E to 23E has twice the weight.
bool is_microcircuit(const std::vector<std::string>& populations) {
    return populations.size() == 8 && populations[0].ends_with("23E") &&
           populations[2].ends_with("4E");
}

struct Neurons {
    double tau_m;
    double tau_s;
    double C;
};

Neurons append_neurons(Dictionary& dictionary, Json& parameters,
                       std::vector<std::string>& ignored) {
    Dictionary neurons(dictionary.get({"neuron_params"}), "neuron_params");
    const Neurons result{.tau_m = neurons.number({"tau_m"}),
                         .tau_s = neurons.number({"tau_syn", "tau_syn_ex"}),
                         .C = neurons.number({"C_m"})};
    if (neurons.number_or(result.tau_s, {"tau_syn_in"}) != result.tau_s) {
        throw InvalidParameter(
            "tau_syn_in of neuron_params must be tau_syn_ex: write the network as a parameter "
            "file, "
            "where tau_s is a matrix");
    }
    parameters["C"] = quantity(result.C, "pF");
    parameters["tau_m"] = quantity(result.tau_m, "ms");
    parameters["tau_r"] = quantity(neurons.number({"t_ref"}), "ms");
    parameters["tau_s"] = quantity(result.tau_s, "ms");
    parameters["E_L"] = quantity(neurons.number({"E_L"}), "mV");
    parameters["V_th_abs"] = quantity(neurons.number({"V_th"}), "mV");
    parameters["V_0_abs"] = quantity(neurons.number({"V_reset"}), "mV");
    for (const std::string& key : neurons.unread()) ignored.push_back("neuron_params." + key);
    return result;
}

// Weights as J = tau_s w / C [mV], and those of external synapses, which are excitatory.
void append_weights(Dictionary& dictionary, const std::vector<std::string>& populations,
                    const Neurons& neurons, Json& parameters) {
    const double per_peak = weight_per_peak(neurons.tau_m, neurons.tau_s);
    Json J;
    double factor = per_peak;
    if (const Json* weights = dictionary.find({"weights"})) {
        J = *weights;
        factor = neurons.tau_s / neurons.C;
    } else if (const Json* matrix = dictionary.find({"PSP_mean_matrix"})) {
        J = *matrix;
    } else {
        const double peak = dictionary.number({"PSP_exc_mean", "PSP_e"});
        J = from_sources(populations, peak, -std::abs(dictionary.number({"g"})) * peak);
        if (is_microcircuit(populations)) J[0][2] = 2.0 * peak;
    }
    multiply(J, factor);
    parameters["synapse"] = "exponential";
    parameters["J"] = quantity(J, "mV");
    const double spread = dictionary.number_or(0.0, {"weight_rel_std", "PSP_sd"});
    if (spread > 0.0) {
        parameters["weight_dist"] = "normal";
        parameters["J_rel_sd"] = spread;
    }
    if (dictionary.find({"K_ext"})) {
        const double peak = dictionary.number({"PSP_exc_mean", "PSP_e"});
        parameters["J_ext"] = quantity(peak * per_peak, "mV");
        parameters["K_ext"] = dictionary.get({"K_ext"});
        parameters["nu_ext"] = quantity(dictionary.number({"bg_rate"}), "Hz");
    }
    (void)dictionary.find({"g"});
}

void append_connections(Dictionary& dictionary, const std::vector<std::string>& populations,
                        Json& parameters) {
    if (const Json* K = dictionary.find({"K", "indegrees"})) {
        parameters["K"] = *K;
    } else {
        parameters["p"] = dictionary.get({"conn_probs"});
        parameters["p_rule"] = "potjans_diesmann";
    }
    parameters["connection_rule"] = "fixed_total_number";
    const double excitatory = dictionary.number({"delay_exc_mean", "mean_delay_exc"});
    const double inhibitory = dictionary.number({"delay_inh_mean", "mean_delay_inh"});
    parameters["Delay"] = quantity(from_sources(populations, excitatory, inhibitory), "ms");
    const double spread = dictionary.number_or(0.0, {"delay_rel_std", "rel_std_delay"});
    if (spread > 0.0) {
        parameters["delay_dist"] = "truncated_gaussian";
        parameters["Delay_sd"] =
            quantity(from_sources(populations, spread * excitatory, spread * inhibitory), "ms");
    }
}

Json parsed(const std::string& text) {
    try {
        return Json::parse(text);
    } catch (const Json::exception& error) {
        throw InvalidParameter(fmt::format("net_dict must be JSON: {}", error.what()));
    }
}

}  // namespace

LoadedNetwork network_from_net_dict(const std::string& json) {
    const Json values = parsed(json);
    Dictionary dictionary(values, "net_dict");
    const auto populations = population_names(dictionary.get({"populations"}));
    std::vector<std::string> ignored;
    Json parameters;
    parameters["populations"] = populations;
    parameters["N"] = dictionary.get({"full_num_neurons", "N_full"});
    const Neurons neurons = append_neurons(dictionary, parameters, ignored);
    append_weights(dictionary, populations, neurons, parameters);
    append_connections(dictionary, populations, parameters);
    LoadedNetwork loaded = io::network_from_values(parameters.dump(), {}, NetworkModel::plain);
    for (const std::string& key : dictionary.unread()) ignored.push_back(key);
    if (!ignored.empty()) {
        loaded.warnings.push_back(
            fmt::format("of net_dict, not used: {}", fmt::join(ignored, ", ")));
    }
    return loaded;
}

LoadedNetwork load_any_network(const std::filesystem::path& path, const LoadOptions& options) {
    if (path.extension() == ".py") {
        throw InvalidParameter(fmt::format(
            "{} is Python, which the command does not read: python3 -c 'import siegert; "
            "print(siegert.convert(\"{}\", \"yaml\"))' reads the literals of its net_dict",
            path.string(), path.string()));
    }
    if (path.extension() != ".json") return load_network(path, options);
    constexpr std::size_t most = std::size_t{64} << 20;
    const std::string text = io::read_text_file(path, most);
    return is_sonata(text) ? network_from_sonata(path) : network_from_net_dict(text);
}

}  // namespace siegert::convert
