#include "io/parameter_keys.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace siegert::io {
namespace {

using enum Dimension;
using enum ValueKind;

constexpr std::array keys{
    // populations
    KeySpecification{"label", text},
    KeySpecification{"name", text},
    KeySpecification{"populations", names},
    KeySpecification{"N", number},
    // neurons
    KeySpecification{"C", number, capacitance},
    KeySpecification{"tau_m", number, time},
    KeySpecification{"tau_r", number, time},
    KeySpecification{"V_0_abs", number, voltage},
    KeySpecification{"V_th_abs", number, voltage},
    KeySpecification{"V_0_rel", number, voltage},
    KeySpecification{"V_th_rel", number, voltage},
    KeySpecification{"E_L", number, voltage},
    KeySpecification{"adaptation", ValueKind::adaptation},
    // synapses
    KeySpecification{"synapse", text},
    KeySpecification{"neuron_type", text},
    KeySpecification{"tau_s", number, time},
    KeySpecification{"J", number, voltage},
    KeySpecification{"W", number, current},
    KeySpecification{"j", number, voltage},
    KeySpecification{"w", number, current},
    KeySpecification{"g", number},
    KeySpecification{"weight_dist", text},
    KeySpecification{"J_sd", number, voltage},
    KeySpecification{"J_rel_sd", number},
    KeySpecification{"gaussianize", truth},
    KeySpecification{"j_std", number},
    // connections
    KeySpecification{"K", number},
    KeySpecification{"p", number},
    KeySpecification{"connection_rule", text},
    KeySpecification{"multapses", truth},
    KeySpecification{"autapses", truth},
    // delays
    KeySpecification{"Delay", number, time},
    KeySpecification{"Delay_sd", number, time},
    KeySpecification{"D_mean", number, time},
    KeySpecification{"D_std", number, time},
    KeySpecification{"d", number, time},
    KeySpecification{"d_sd", number, time},
    KeySpecification{"d_e", number, time},
    KeySpecification{"d_i", number, time},
    KeySpecification{"d_e_sd", number, time},
    KeySpecification{"d_i_sd", number, time},
    KeySpecification{"delay_dist", text},
    // external input
    KeySpecification{"J_ext", number, voltage},
    KeySpecification{"W_ext", number, current},
    KeySpecification{"w_ext", number, current},
    KeySpecification{"K_ext", number},
    KeySpecification{"nu_ext", number, frequency},
    KeySpecification{"nu_e_ext", number, frequency},
    KeySpecification{"nu_i_ext", number, frequency},
    KeySpecification{"I_ext", number, current},
    KeySpecification{"external_drive", text},
    // analysis
    KeySpecification{"f_min", number, frequency},
    KeySpecification{"f_max", number, frequency},
    KeySpecification{"df", number, frequency},
    KeySpecification{"omegas", number, angular_frequency},
    KeySpecification{"k_min", number, wavenumber},
    KeySpecification{"k_max", number, wavenumber},
    KeySpecification{"dk", number, wavenumber},
    KeySpecification{"k_wavenumbers", number, wavenumber},
    // of NNMT, kept in LoadedNetwork::parameters
    KeySpecification{"dimension", number},
    KeySpecification{"tau_m_ext", number, time},
    KeySpecification{"V_m", number, voltage},
    KeySpecification{"mu_set", number, voltage},
    KeySpecification{"sigma_set", number, voltage},
    KeySpecification{"mean_input_set", number, voltage},
    KeySpecification{"std_input_set", number, voltage},
    KeySpecification{"tau_rate", number, time},
    KeySpecification{"W_rate", number},
    KeySpecification{"width", number, length},
    KeySpecification{"omega", number, angular_frequency},
    KeySpecification{"tf_mode", text},
    KeySpecification{"num_modes", number},
    KeySpecification{"tau_impulse", number, time},
    KeySpecification{"delta_f", number, frequency},
    KeySpecification{"T_init", number, time},
    KeySpecification{"binwidth", number, time},
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
    return keys;
}

const KeySpecification* find_key(std::string_view name) {
    const auto position =
        std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.name == name; });
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

std::string nearest_key(std::string_view name) {
    std::vector<std::string_view> candidates;
    for (const auto& key : keys) candidates.push_back(key.name);
    return nearest(name, candidates);
}

}  // namespace siegert::io
