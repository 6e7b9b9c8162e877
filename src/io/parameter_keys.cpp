#include "io/parameter_keys.hpp"

#include "model/enumerators.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <type_traits>
#include <utility>
#include <vector>

namespace siegert::io {
namespace {

using schema::Section;
using schema::Shape;
using enum Dimension;
using enum ValueKind;

constexpr std::string_view title(Section section) {
    switch (section) {
        case Section::populations:
            return "populations";
        case Section::neurons:
            return "neurons";
        case Section::synapses:
            return "synapses";
        case Section::connections:
            return "connections";
        case Section::delays:
            return "delays";
        case Section::external_input:
            return "external input";
    }
    return "";
}

constexpr std::string_view populations = title(Section::populations);
constexpr std::string_view neurons = title(Section::neurons);
constexpr std::string_view synapses = title(Section::synapses);
constexpr std::string_view connections = title(Section::connections);
constexpr std::string_view delays = title(Section::delays);
constexpr std::string_view external_input = title(Section::external_input);
constexpr std::string_view analysis = "analysis";

constexpr KeySpecification word(std::string_view name, ValueKind kind, std::string_view section,
                                std::string_view meaning, std::string_view if_absent = "") {
    return {
        .name = name, .kind = kind, .section = section, .meaning = meaning, .if_absent = if_absent};
}

constexpr KeySpecification quantity(std::string_view name, std::string_view section,
                                    Dimension dimension, Shape shape, std::string_view meaning,
                                    std::string_view if_absent = "") {
    return {.name = name,
            .kind = number,
            .section = section,
            .dimension = dimension,
            .shape = shape,
            .meaning = meaning,
            .if_absent = if_absent};
}

// A weight that is a current, or, where synapses are conductances, one of those.
constexpr KeySpecification current_or_conductance(std::string_view name, std::string_view section,
                                                  Shape shape, std::string_view meaning) {
    KeySpecification key = quantity(name, section, current, shape, meaning);
    key.or_dimension = conductance;
    return key;
}

constexpr KeySpecification kept(std::string_view name, Dimension dimension) {
    return {.name = name, .kind = number, .section = "NNMT", .dimension = dimension};
}

constexpr auto single = Shape::network;
constexpr auto each = Shape::population;
constexpr auto pair = Shape::connection;

// Keys from which fields follow by more than their value.
constexpr std::array derived_keys{
    word("name", text, populations, "as `label`", "none"),
    word("model", text, populations, "rules of derivation: `plain`, `basic` or `microcircuit`",
         "told from the file, see Models"),
    word("user", anything, populations, "whatever is below is kept and ignored", "none"),
    quantity("V_0_abs", neurons, voltage, each, "absolute reset potential: E_L is subtracted"),
    quantity("V_th_abs", neurons, voltage, each, "absolute threshold: E_L is subtracted"),
    quantity("V_T_abs", neurons, voltage, each,
             "absolute soft threshold of `eif` and `qif`: E_L is subtracted"),
    word("neuron_type", text, synapses, "NNMT's: `iaf_psc_delta` stands for `synapse: delta`"),
    current_or_conductance("W", synapses, pair,
                           "weights as currents: J = tau_s W / C; of `synapse: conductance`: what "
                           "a spike adds to the conductance"),
    quantity("W_sd", synapses, conductance, pair,
             "standard deviation of the weights of conductances"),
    quantity("E_rev", synapses, voltage, pair,
             "absolute reversal potential of conductances, usually one for each source: E_L of the "
             "target is subtracted"),
    quantity("j", synapses, voltage, single,
             "weight of excitatory synapses; inhibitory ones are -g times that"),
    quantity("w", synapses, current, single, "the same as a current: J = tau_s w / C"),
    quantity("g", synapses, dimensionless, single,
             "strength of inhibitory synapses relative to excitatory ones, not negative",
             "needed with j or w"),
    quantity("J_rel_sd", synapses, dimensionless, pair,
             "standard deviation of the weights as a fraction of abs(J)"),
    word("gaussianize", truth, synapses,
         "NNMT's: normal weights, all with standard deviation j_std j"),
    quantity("j_std", synapses, dimensionless, single, "see `gaussianize`"),
    quantity("p", connections, dimensionless, pair, "connection probability, see `p_rule`"),
    word("p_rule", text, connections,
         "what p is: `mean` number of synapses of a pair, or `potjans_diesmann`: probability of at "
         "least one, see Connection probabilities",
         "`mean`"),
    quantity("D_mean", delays, time, pair, "as `Delay`"),
    quantity("d", delays, time, pair, "as `Delay`, usually one for all"),
    quantity("d_e", delays, time, single, "mean delay of excitatory sources"),
    quantity("d_i", delays, time, single, "mean delay of inhibitory sources"),
    quantity("D_std", delays, time, pair, "as `Delay_sd`"),
    quantity("d_sd", delays, time, pair, "as `Delay_sd`, usually one for all"),
    quantity("d_e_sd", delays, time, single, "standard deviation for excitatory sources"),
    quantity("d_i_sd", delays, time, single, "standard deviation for inhibitory sources"),
    current_or_conductance("W_ext", external_input, Shape::external_connection,
                           "as `W`: currents, J_ext = tau_s W_ext / C, or conductances"),
    quantity("E_rev_ext", external_input, voltage, Shape::external_connection,
             "absolute reversal potential of external conductances, usually one for each source"),
    quantity("w_ext", external_input, current, Shape::external_connection, "as `W_ext`"),
    quantity("nu_e_ext", external_input, frequency, each,
             "additional excitatory Poisson input, one rate for each population", "none"),
    quantity("nu_i_ext", external_input, frequency, each, "the same, inhibitory", "none"),
    quantity("f_min", analysis, frequency, single,
             "frequencies f_min, f_min + df, ... below f_max"),
    quantity("f_max", analysis, frequency, single, "see `f_min`"),
    quantity("df", analysis, frequency, single, "see `f_min`"),
    quantity("omegas", analysis, angular_frequency, single, "the angular frequencies themselves"),
    quantity("k_min", analysis, wavenumber, single,
             "wavenumbers k_min, k_min + dk, ... below k_max"),
    quantity("k_max", analysis, wavenumber, single, "see `k_min`"),
    quantity("dk", analysis, wavenumber, single, "see `k_min`"),
    quantity("k_wavenumbers", analysis, wavenumber, single, "the wavenumbers themselves"),
};

// Of NNMT, kept in LoadedNetwork::parameters.
constexpr std::array kept_keys{
    kept("dimension", dimensionless),
    kept("tau_m_ext", time),
    kept("V_m", voltage),
    kept("mu_set", voltage),
    kept("sigma_set", voltage),
    kept("mean_input_set", voltage),
    kept("std_input_set", voltage),
    kept("tau_rate", time),
    kept("W_rate", dimensionless),
    kept("width", length),
    kept("omega", angular_frequency),
    word("tf_mode", text, "NNMT", ""),
    kept("num_modes", dimensionless),
    kept("tau_impulse", time),
    kept("delta_f", frequency),
    kept("T_init", time),
    kept("binwidth", time),
    kept("eta", dimensionless),
    kept("dc_share", dimensionless),
};

template <class Value>
constexpr ValueKind kind_of() {
    if constexpr (std::is_same_v<Value, bool>) return truth;
    if constexpr (std::is_same_v<Value, std::string> || schema::Listed<Value>) return text;
    if constexpr (std::is_same_v<Value, std::vector<std::string>>) return names;
    if constexpr (schema::ListedChoice<Value> && !schema::Listed<Value>) return choices;
    if constexpr (std::is_same_v<Value, decltype(Network::adaptation)>) return mappings;
    if constexpr (std::is_same_v<Value, decltype(Network::stimulus)>) return mappings;
    return number;
}

std::vector<KeySpecification> collected_keys() {
    std::vector<KeySpecification> keys;
    schema::for_each_field([&]<class Value>(const schema::NetworkField<Value>& field) {
        keys.push_back({.name = field.about.key,
                        .kind = kind_of<Value>(),
                        .section = title(field.about.section),
                        .dimension = field.about.dimension,
                        .shape = field.about.shape,
                        .meaning = field.about.meaning,
                        .if_absent = field.about.if_absent});
    });
    keys.insert(keys.end(), derived_keys.begin(), derived_keys.end());
    keys.insert(keys.end(), kept_keys.begin(), kept_keys.end());
    return keys;
}

/// What simulators call a key, and what it is here.
struct ForeignName {
    std::string_view name;
    std::string_view here;
};

constexpr std::array foreign_names{
    ForeignName{"V_th", "'V_th_rel' or 'V_th_abs'"},
    ForeignName{"v_th", "'V_th_rel' or 'V_th_abs'"},
    ForeignName{"v_thresh", "'V_th_rel' or 'V_th_abs'"},
    ForeignName{"theta", "'V_th_rel' or 'V_th_abs'"},
    ForeignName{"V_T", "'V_T_rel' or 'V_T_abs'"},
    ForeignName{"VT", "'V_T_rel' or 'V_T_abs'"},
    ForeignName{"v_T", "'V_T_rel' or 'V_T_abs'"},
    ForeignName{"delta_T", "'Delta_T'"},
    ForeignName{"DeltaT", "'Delta_T'"},
    ForeignName{"V_peak", "'V_th_rel' or 'V_th_abs'"},
    ForeignName{"V_reset", "'V_0_rel' or 'V_0_abs'"},
    ForeignName{"v_reset", "'V_0_rel' or 'V_0_abs'"},
    ForeignName{"V_r", "'V_0_rel' or 'V_0_abs'"},
    ForeignName{"V_0", "'V_0_rel' or 'V_0_abs'"},
    ForeignName{"v_rest", "'E_L'"},
    ForeignName{"V_rest", "'E_L'"},
    ForeignName{"t_ref", "'tau_r'"},
    ForeignName{"tau_ref", "'tau_r'"},
    ForeignName{"tau_refrac", "'tau_r'"},
    ForeignName{"refractory", "'tau_r'"},
    ForeignName{"C_m", "'C'"},
    ForeignName{"cm", "'C'"},
    ForeignName{"Cm", "'C'"},
    ForeignName{"g_L", "'tau_m' (C / g_L)"},
    ForeignName{"gL", "'tau_m' (C / g_L)"},
    ForeignName{"I_e", "'I_ext'"},
    ForeignName{"i_offset", "'I_ext'"},
    ForeignName{"tau", "'tau_m'"},
    ForeignName{"taum", "'tau_m'"},
    ForeignName{"tau_syn", "'tau_s'"},
    ForeignName{"tau_syn_ex", "'tau_s'"},
    ForeignName{"tau_syn_in", "'tau_s'"},
    ForeignName{"tau_syn_E", "'tau_s'"},
    ForeignName{"tau_syn_I", "'tau_s'"},
    ForeignName{"tau_psc", "'tau_s'"},
    ForeignName{"taue", "'tau_s'"},
    ForeignName{"taui", "'tau_s'"},
    ForeignName{"tau_w", "'adaptation'"},
    ForeignName{"weight", "'J'"},
    ForeignName{"indegree", "'K'"},
    ForeignName{"epsilon", "'p'"},
    ForeignName{"p_conn", "'p'"},
    ForeignName{"conn_probs", "'p', with 'p_rule: potjans_diesmann'"},
    ForeignName{"num_neurons", "'N'"},
    ForeignName{"full_num_neurons", "'N'"},
    ForeignName{"bg_rate", "'nu_ext'"},
    ForeignName{"rate", "'nu_ext'"},
    ForeignName{"allow_multapses", "'multapses'"},
    ForeignName{"allow_autapses", "'autapses'"},
};

// Edit distance with transpositions of neighbours (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before_last = std::exchange(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
    }
    return row[b.size()];
}

std::string in_lower_case(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

}  // namespace

std::span<const KeySpecification> all_keys() {
    static const std::vector<KeySpecification> keys = collected_keys();
    return keys;
}

const KeySpecification* find_key(std::string_view name) {
    const auto keys = all_keys();
    const auto position = std::ranges::find(keys, name, &KeySpecification::name);
    return position == keys.end() ? nullptr : &*position;
}

std::string nearest(std::string_view name, std::span<const std::string_view> candidates) {
    constexpr std::size_t longest = 40;
    if (name.size() > longest) return {};
    std::string best;
    std::size_t best_distance = 1 + (name.size() + 1) / 2;
    for (const auto candidate : candidates) {
        // A difference in case counts less than any other: twice the distance plus one.
        const std::size_t distance = edit_distance(in_lower_case(name), in_lower_case(candidate));
        if (distance < best_distance ||
            (distance == best_distance && !best.empty() &&
             edit_distance(name, candidate) < edit_distance(name, best))) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

std::string suggested_key(std::string_view name) {
    const auto foreign = std::ranges::find(foreign_names, name, &ForeignName::name);
    if (foreign != foreign_names.end()) return std::string(foreign->here);
    std::vector<std::string_view> candidates;
    for (const auto& key : all_keys()) {
        if (!key.meaning.empty()) candidates.push_back(key.name);
    }
    const std::string best = nearest(name, candidates);
    return best.empty() ? best : "'" + best + "'";
}

}  // namespace siegert::io
