#include "convert/sonata.hpp"

#include "convert/sonata_circuit.hpp"
#include "io/network_from_values.hpp"
#include "io/spike_sonata.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace siegert::convert {
namespace {

double mean(double sum, double count) {
    return count > 0.0 ? sum / count : 0.0;
}

// Zero where rounding alone makes numbers differ.
double deviation(double sum, double squares, double count) {
    const double m = mean(sum, count);
    const double variance = mean(squares, count) - m * m;
    return variance > 1e-12 * m * m ? std::sqrt(variance) : 0.0;
}

// Neurons as NEST knows them; what a file leaves out is NEST's default.
struct Neurons {
    std::vector<double> C, tau_m, tau_r, E_L, V_th, V_reset, I, tau_excitatory, tau_inhibitory;
};

Neurons read_neurons(Circuit& circuit) {
    Neurons neurons;
    for (const Population& population : circuit.populations) {
        const Json values =
            population.parameters.empty() ? Json::object() : read_json(population.parameters);
        Dictionary dictionary(values, population.parameters.empty()
                                          ? "dynamics_params of " + population.name
                                          : population.parameters.string());
        const auto append = [&](std::vector<double>& list, double by_nest, const char* key) {
            list.push_back(dictionary.number_or(by_nest, {key}));
        };
        append(neurons.C, 250.0, "C_m");
        append(neurons.tau_m, 10.0, "tau_m");
        append(neurons.tau_r, 2.0, "t_ref");
        append(neurons.E_L, -70.0, "E_L");
        append(neurons.V_th, -55.0, "V_th");
        append(neurons.V_reset, -70.0, "V_reset");
        append(neurons.I, 0.0, "I_e");
        if (population.model == "iaf_psc_exp") {
            append(neurons.tau_excitatory, 2.0, "tau_syn_ex");
            append(neurons.tau_inhibitory, 2.0, "tau_syn_in");
        }
        (void)dictionary.find({"V_m"});  // where neurons begin
        const auto unread = dictionary.unread();
        if (!unread.empty()) {
            circuit.warnings.push_back(fmt::format("of the parameters of {}, not used: {}",
                                                   population.name, fmt::join(unread, ", ")));
        }
    }
    return neurons;
}

void append_neurons(const Circuit& circuit, const Neurons& neurons, Json& parameters) {
    Json names = Json::array();
    Json sizes = Json::array();
    for (const Population& population : circuit.populations) {
        names.push_back(population.name);
        sizes.push_back(population.size);
    }
    parameters["populations"] = names;
    parameters["N"] = sizes;
    parameters["C"] = quantity(neurons.C, "pF");
    parameters["tau_m"] = quantity(neurons.tau_m, "ms");
    parameters["tau_r"] = quantity(neurons.tau_r, "ms");
    parameters["E_L"] = quantity(neurons.E_L, "mV");
    parameters["V_th_abs"] = quantity(neurons.V_th, "mV");
    parameters["V_0_abs"] = quantity(neurons.V_reset, "mV");
    if (std::ranges::any_of(neurons.I, [](double I) { return I != 0.0; })) {
        parameters["I_ext"] = quantity(neurons.I, "pA");
    }
}

// The numbers of connections from sources [first, last), one row for each target.
template <class Number>
Json rows_of(const Connections& connections, std::size_t first, std::size_t last, Number number) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < connections.size(); ++i) {
        Json row = Json::array();
        for (std::size_t j = first; j < last; ++j) row.push_back(number(i, connections[i][j]));
        rows.push_back(row);
    }
    return rows;
}

// Whether weights or delays of the same connection differ.
bool differ(const Connections& connections, std::size_t n, double Moments::*sum,
            double Moments::*squares) {
    for (const auto& row : connections) {
        for (std::size_t j = 0; j < n; ++j) {
            if (deviation(row[j].*sum, row[j].*squares, row[j].count) > 0.0) return true;
        }
    }
    return false;
}

void append_connections(const Circuit& circuit, const Neurons& neurons,
                        const Connections& connections, Json& parameters) {
    const std::size_t n = circuit.populations.size();
    const std::size_t all = n + circuit.external.size();
    const bool currents = !neurons.tau_excitatory.empty();
    parameters["synapse"] = currents ? "exponential" : "delta";
    const auto tau_s = [&](std::size_t i, const Moments& moments) {
        return moments.weight < 0.0 ? neurons.tau_inhibitory[i] : neurons.tau_excitatory[i];
    };
    // From the weight of NEST to mV: the charge of a current per capacitance.
    const auto unit = [&](std::size_t i, const Moments& moments) {
        return currents ? tau_s(i, moments) / neurons.C[i] : 1.0;
    };
    const auto in_degree = [&](std::size_t i, const Moments& moments) {
        return moments.count / static_cast<double>(circuit.populations[i].size);
    };
    const auto weight = [&](std::size_t i, const Moments& moments) {
        return unit(i, moments) * mean(moments.weight, moments.count);
    };
    const auto weight_sd = [&](std::size_t i, const Moments& moments) {
        return unit(i, moments) * deviation(moments.weight, moments.square_weight, moments.count);
    };
    parameters["K"] = rows_of(connections, 0, n, in_degree);
    parameters["J"] = quantity(rows_of(connections, 0, n, weight), "mV");
    if (currents) {
        parameters["tau_s"] = quantity(neurons.tau_excitatory, "ms");
        if (neurons.tau_excitatory != neurons.tau_inhibitory) {
            parameters["tau_s"] = quantity(rows_of(connections, 0, n, tau_s), "ms");
        }
    }
    if (all > n) {
        parameters["K_ext"] = rows_of(connections, n, all, in_degree);
        parameters["J_ext"] = quantity(rows_of(connections, n, all, weight), "mV");
        if (currents) parameters["tau_s_ext"] = quantity(rows_of(connections, n, all, tau_s), "ms");
    }
    if (differ(connections, n, &Moments::weight, &Moments::square_weight)) {
        parameters["weight_dist"] = "normal";
        parameters["J_sd"] = quantity(rows_of(connections, 0, n, weight_sd), "mV");
    }
}

// Where nothing is connected any delay will do: the mean of all others.
void append_delays(const Connections& connections, std::size_t n, Json& parameters) {
    double sum = 0.0;
    double count = 0.0;
    for (const auto& row : connections) {
        for (std::size_t j = 0; j < n; ++j) {
            sum += row[j].delay;
            count += row[j].count;
        }
    }
    if (count == 0.0) return;
    parameters["Delay"] = quantity(
        rows_of(connections, 0, n,
                [&](std::size_t, const Moments& moments) {
                    return moments.count > 0.0 ? mean(moments.delay, moments.count) : sum / count;
                }),
        "ms");
    if (!differ(connections, n, &Moments::delay, &Moments::square_delay)) return;
    parameters["delay_dist"] = "truncated_gaussian";
    parameters["Delay_sd"] =
        quantity(rows_of(connections, 0, n,
                         [](std::size_t, const Moments& moments) {
                             return deviation(moments.delay, moments.square_delay, moments.count);
                         }),
                 "ms");
}

bool is_fixed(const Moments& moments) {
    return std::ranges::all_of(moments.indegrees,
                               [&](double K) { return K == moments.indegrees.front(); });
}

void append_rule(const Connections& connections, std::size_t n, Json& parameters) {
    bool fixed = true;
    for (const auto& row : connections) {
        for (std::size_t j = 0; j < n; ++j) fixed = fixed && is_fixed(row[j]);
    }
    parameters["connection_rule"] = fixed ? "fixed_indegree" : "fixed_total_number";
}

void warn_of_means(const Connections& connections, Circuit& circuit) {
    const std::size_t n = circuit.populations.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < circuit.external.size(); ++k) {
            const Moments& moments = connections[i][n + k];
            if (deviation(moments.weight, moments.square_weight, moments.count) == 0.0) continue;
            circuit.warnings.push_back(
                fmt::format("{} <- {}: external weights differ, their mean is used",
                            circuit.populations[i].name, circuit.external[k].name));
        }
    }
}

// Rates of virtual nodes, from the spikes that the simulation feeds them with [Hz].
Json external_rates(const SonataConfig& config, Circuit& circuit) {
    std::vector<double> spikes(circuit.external.size(), 0.0);
    double last = 0.0;
    for (const auto& file : config.spikes) {
        for (const auto& [nodes, list] : io::read_sonata(file)) {
            const auto places = circuit.places.find(nodes);
            if (places == circuit.places.end()) continue;
            for (const auto& spike : list) {
                if (spike.neuron < 0 ||
                    static_cast<std::size_t>(spike.neuron) >= places->second.size())
                    continue;
                const Place& place = places->second[static_cast<std::size_t>(spike.neuron)];
                last = std::max(last, spike.time);
                if (place.is_virtual) spikes[place.population] += 1.0;
            }
        }
    }
    const double duration = config.duration.value_or(last);
    Json rates = Json::array();
    for (std::size_t k = 0; k < spikes.size(); ++k) {
        const double neurons = static_cast<double>(circuit.external[k].size);
        rates.push_back(duration > 0.0 ? spikes[k] / (neurons * duration) : 0.0);
    }
    return rates;
}

LoadedNetwork converted(const std::filesystem::path& path) {
    const SonataConfig config = read_sonata_config(path);
    Circuit circuit = read_circuit(config);
    const Neurons neurons = read_neurons(circuit);
    const Connections connections = read_connections(config, circuit);
    const std::size_t n = circuit.populations.size();
    Json parameters;
    parameters["label"] = path.stem().string();
    append_neurons(circuit, neurons, parameters);
    append_connections(circuit, neurons, connections, parameters);
    append_delays(connections, n, parameters);
    append_rule(connections, n, parameters);
    if (!circuit.external.empty() && !config.spikes.empty()) {
        parameters["nu_ext"] = quantity(external_rates(config, circuit), "Hz");
    }
    warn_of_means(connections, circuit);
    LoadedNetwork loaded = io::network_from_values(parameters.dump(), {}, NetworkModel::plain);
    std::ranges::move(circuit.warnings, std::back_inserter(loaded.warnings));
    if (!config.unused.empty()) {
        loaded.warnings.push_back(fmt::format("not used: {}", fmt::join(config.unused, ", ")));
    }
    return loaded;
}

}  // namespace

bool is_sonata(const std::string& json) {
    const Json values = Json::parse(json, nullptr, false);
    if (!values.is_object()) return false;
    return values.contains("networks") ||
           (values.contains("network") && values["network"].is_string());
}

LoadedNetwork network_from_sonata(const std::filesystem::path& config) {
    return converted(config);
}

}  // namespace siegert::convert
