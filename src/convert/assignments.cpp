#include "convert/python_text.hpp"
#include "convert/scripts.hpp"
#include "model/neuron_kinds.hpp"
#include "synapses/models.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace siegert::convert {
namespace {

constexpr int milli = -3;
constexpr int pico = -12;

std::string brian_unit(const std::string& unit) {
    return unit == "pF" ? "pfarad" : unit == "pA" ? "pamp" : unit;
}

// (time constant, a, b) of each current of each population.
std::string adaptation_literal(const Network& network, Units units) {
    const bool with_units = units == Units::in_values;
    const auto currents_of = [&](Index i) {
        const auto& currents = network.adaptation[static_cast<std::size_t>(i)];
        return python_list(static_cast<Index>(currents.size()), [&](Index k) {
            const AdaptationCurrent& current = currents[static_cast<std::size_t>(k)];
            return fmt::format("({}{}, {}, {}{})", python_float(current.tau, milli),
                               with_units ? " * ms" : "", python_float(current.a),
                               python_float(current.b, milli), with_units ? " * mV" : "");
        });
    };
    return python_list(static_cast<Index>(network.adaptation.size()), currents_of);
}

class Lines {
public:
    explicit Lines(Units units) : units_(units) {}

    void plain(const char* name, const std::string& literal, const char* meaning) {
        text_ += assignment({name, literal, "", meaning}, units_);
    }
    void list(const char* name, const Vector& values, const char* unit, int exponent,
              const char* meaning) {
        if (values.size() == 0) return;
        text_ += assignment({name, python_list(values, exponent), unit, meaning}, units_);
    }
    void matrix(const char* name, const Matrix& values, const char* unit, int exponent,
                const char* meaning) {
        if (values.size() == 0) return;
        text_ += assignment({name, python_matrix(values, exponent), unit, meaning}, units_);
    }
    void counts(const char* name, const Matrix& values, const char* meaning) {
        if (values.size() == 0) return;
        plain(name, python_matrix(values, python_number), meaning);
    }
    void blank() { text_ += '\n'; }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    Units units_;
    std::string text_;
};

void append_neurons(Lines& lines, const Network& network, Units units) {
    lines.list("tau_m", network.tau_m, "ms", milli, "membrane time constants");
    lines.list("tau_r", network.tau_r, "ms", milli, "refractory periods");
    lines.list("V_th", network.V_th, "mV", milli,
               has(network, runs_away) ? "thresholds; where a spike is cut" : "thresholds");
    lines.list("V_0", network.V_0, "mV", milli, "reset potentials");
    lines.list("V_T", network.V_T, "mV", milli, "soft thresholds of exponential neurons");
    lines.list("Delta_T", network.Delta_T, "mV", milli, "slope factors of exponential neurons");
    if (!network.adaptation.empty()) {
        lines.plain(
            "adaptation", adaptation_literal(network, units),
            units == Units::in_values ? "currents (tau, a, b)" : "currents (tau [ms], a, b [mV])");
    }
    lines.list("C", network.C, "pF", pico, "membrane capacitances");
    lines.list("I_ext", network.I_ext, "pA", pico, "constant currents");
}

void append_time_constants(Lines& lines, const Network& network) {
    if (!synapses::has_current(network)) return;
    if (has_one_time_constant(network)) {
        lines.list("tau_s", network.tau_s.col(0), "ms", milli, "synaptic time constants");
        return;
    }
    lines.matrix("tau_s", time_constants_of_connections(network), "ms", milli,
                 "synaptic time constants");
    lines.matrix("tau_s_ext", time_constants_of_external_connections(network), "ms", milli,
                 "the same of external synapses");
}

void append_connections(Lines& lines, const Network& network) {
    lines.matrix("J", network.J, "mV", milli,
                 synapses::has_current(network) ? "weights: tau_s w / C for a current w"
                                                : "weights: jumps of the potential");
    if (network.weight_dist != WeightDistribution::none) {
        lines.matrix("J_sd", network.J_sd, "mV", milli, "standard deviations of the weights");
    }
    lines.counts("K", network.K, "in-degrees: synapses onto one neuron");
    lines.matrix("Delay", network.Delay, "ms", milli, "delays");
    if (network.delay_dist != DelayDistribution::none) {
        lines.matrix("Delay_sd", network.Delay_sd, "ms", milli,
                     "standard deviations of the delays");
    }
}

void append_external_input(Lines& lines, const Network& network) {
    if (network.nu_ext.size() == 0) return;
    lines.matrix("J_ext", network.J_ext, "mV", milli, "weights of external synapses");
    lines.counts("K_ext", network.K_ext, "external in-degrees");
    lines.list("nu_ext", network.nu_ext, "Hz", 0, "rates of the external neurons");
}

}  // namespace

std::string assignment(const Assigned& assigned, Units units) {
    const auto& [name, literal, unit, meaning] = assigned;
    const bool in_value = units == Units::in_values && !unit.empty();
    const std::string times = in_value ? " * " + brian_unit(unit) : "";
    const std::string in_comment = unit.empty() || in_value ? "" : " [" + unit + "]";
    // The comment stands above a matrix and beside a line.
    if (literal.find('\n') != std::string::npos) {
        return fmt::format("# {}{}\n{} = {}{}\n", meaning, in_comment, name, literal, times);
    }
    return fmt::format("{} = {}{}  # {}{}\n", name, literal, times, meaning, in_comment);
}

std::string assignments(const Network& network, Units units) {
    Lines lines(units);
    const Index n = network.N.size();
    lines.plain(
        "populations",
        python_list(n,
                    [&](Index i) {
                        return python_string(network.populations[static_cast<std::size_t>(i)]);
                    }),
        "names");
    lines.plain("N", python_list(n, [&](Index i) { return python_number(network.N(i)); }),
                "neurons");
    append_neurons(lines, network, units);
    lines.blank();
    append_time_constants(lines, network);
    append_connections(lines, network);
    append_external_input(lines, network);
    return lines.text();
}

std::string title(const Network& network) {
    std::string text = network.label.empty() ? "a network" : network.label;
    std::ranges::replace_if(
        text, [](char c) { return c == '\\' || c == '"' || c == '\n' || c == '\r'; }, ' ');
    return text;
}

std::string settings(const ScriptOptions& options, Units units) {
    const auto line = [&](const char* name, double value, const char* meaning) {
        return assignment({name, python_float(value, milli), "ms", meaning}, units);
    };
    return line("duration", options.duration, "recorded") +
           line("warmup", options.warmup, "simulated before that") +
           line("dt", options.dt, "grid") +
           fmt::format("seed = {}\nspikes_file = \"spikes.dat\"\n", options.seed);
}

}  // namespace siegert::convert
