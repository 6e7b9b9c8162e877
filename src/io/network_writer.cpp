#include <siegert/io/parameter_file.hpp>
#include <siegert/io/quantity.hpp>

#include "io/atomic_file.hpp"
#include "io/text_file.hpp"
#include "io/unit.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>

namespace siegert {
namespace {

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// A unit in which every value is written as a number that reads back to the same double.
struct WrittenUnit {
    std::string name;
    int exponent = 0;
};

// The shortest text that reads back to `value` when it is followed by a unit of this exponent:
// 15 digits if they suffice, as people write them. Empty if there is none.
std::string exact_text(double value, int exponent) {
    if (exponent == 0) return fmt::format("{}", value);
    const double number = io::scaled(value, -exponent);
    for (const int digits : {15, 16, 17}) {
        std::string text = fmt::format("{:.{}g}", number, digits);
        const auto read = io::to_number(text, exponent);
        if (read && same_bits(*read, value)) return text;
    }
    return {};
}

template <typename Values>
WrittenUnit exact_unit(const Values& values, Dimension dimension) {
    if (dimension == Dimension::dimensionless) return {};
    const std::string customary = customary_unit(dimension);
    const int exponent = io::find_unit(customary)->exponent;
    for (const double value : values.reshaped()) {
        if (exact_text(value, exponent).empty()) return {si_unit(dimension), 0};
    }
    return {customary, exponent};
}

std::string number_in(const WrittenUnit& unit, double value) {
    return exact_text(value, unit.exponent);
}

std::string quoted(const std::string& text) {
    try {
        return nlohmann::json(text).dump();
    } catch (const nlohmann::json::exception&) {
        throw InvalidParameter("a name in the network must be UTF-8, got other bytes");
    }
}

void append(std::string& yaml, const char* key, const std::string& value) {
    yaml += fmt::format("{}: {}\n", key, value);
}

std::string list(Index size, const std::function<std::string(Index)>& item) {
    std::string text = "[";
    for (Index i = 0; i < size; ++i) {
        if (i > 0) text += ", ";
        text += item(i);
    }
    return text + "]";
}

void append_list(std::string& yaml, const char* key, const Vector& values, Dimension dimension) {
    if (values.size() == 0) return;
    const WrittenUnit unit = exact_unit(values, dimension);
    const std::string numbers =
        list(values.size(), [&](Index i) { return number_in(unit, values(i)); });
    append(yaml, key,
           unit.name.empty() ? numbers : fmt::format("{{val: {}, unit: {}}}", numbers, unit.name));
}

std::string scalar(double value, Dimension dimension) {
    const WrittenUnit unit = exact_unit(Vector::Constant(1, value), dimension);
    return unit.name.empty() ? number_in(unit, value)
                             : fmt::format("{} {}", number_in(unit, value), unit.name);
}

// One entry for each population, or a single one that stands for all.
void append_vector(std::string& yaml, const char* key, const Vector& values, Dimension dimension) {
    if (values.size() == 0) return;
    const bool all_equal = std::all_of(values.begin(), values.end(),
                                       [&](double x) { return same_bits(x, values(0)); });
    if (all_equal) {
        append(yaml, key, scalar(values(0), dimension));
    } else {
        append_list(yaml, key, values, dimension);
    }
}

void append_matrix(std::string& yaml, const char* key, const Matrix& values, Dimension dimension) {
    if (values.size() == 0) return;
    const WrittenUnit unit = exact_unit(values, dimension);
    const char* indent = unit.name.empty() ? "  " : "    ";
    yaml += fmt::format("{}:\n", key);
    if (!unit.name.empty()) yaml += fmt::format("  unit: {}\n  val:\n", unit.name);
    for (Index i = 0; i < values.rows(); ++i) {
        yaml += indent;
        yaml += "- ";
        yaml += list(values.cols(), [&](Index j) { return number_in(unit, values(i, j)); });
        yaml += '\n';
    }
}

void append_adaptation(std::string& yaml, const Network& network) {
    if (network.adaptation.empty()) return;
    yaml += "adaptation:\n";
    for (std::size_t i = 0; i < network.adaptation.size(); ++i) {
        const auto& currents = network.adaptation[i];
        yaml +=
            fmt::format("  {}:{}\n", quoted(network.populations[i]), currents.empty() ? " []" : "");
        for (const auto& current : currents) {
            yaml += fmt::format(
                "    - {{tau: {}, a: {}, b: {}}}\n", scalar(current.tau, Dimension::time),
                scalar(current.a, Dimension::dimensionless), scalar(current.b, Dimension::voltage));
        }
    }
}

const char* name_of(SynapseType type) {
    return type == SynapseType::delta ? "delta" : "exponential";
}

const char* name_of(DelayDistribution distribution) {
    switch (distribution) {
        case DelayDistribution::none:
            return "none";
        case DelayDistribution::gaussian:
            return "gaussian";
        case DelayDistribution::truncated_gaussian:
            return "truncated_gaussian";
        case DelayDistribution::lognormal:
            return "lognormal";
    }
    return "";
}

const char* name_of(WeightDistribution distribution) {
    switch (distribution) {
        case WeightDistribution::none:
            return "none";
        case WeightDistribution::normal:
            return "normal";
        case WeightDistribution::lognormal:
            return "lognormal";
    }
    return "";
}

const char* name_of(ConnectionRule rule) {
    switch (rule) {
        case ConnectionRule::fixed_indegree:
            return "fixed_indegree";
        case ConnectionRule::fixed_total_number:
            return "fixed_total_number";
        case ConnectionRule::pairwise_bernoulli:
            return "pairwise_bernoulli";
    }
    return "";
}

const char* name_of(ExternalDrive drive) {
    return drive == ExternalDrive::poisson ? "poisson" : "gaussian_white";
}

void append_neurons(std::string& yaml, const Network& network) {
    yaml += "\n# neurons\n";
    append_vector(yaml, "C", network.C, Dimension::capacitance);
    append_vector(yaml, "tau_m", network.tau_m, Dimension::time);
    append_vector(yaml, "tau_r", network.tau_r, Dimension::time);
    append_vector(yaml, "V_0_rel", network.V_0, Dimension::voltage);
    append_vector(yaml, "V_th_rel", network.V_th, Dimension::voltage);
    append_vector(yaml, "E_L", network.E_L, Dimension::voltage);
    append_adaptation(yaml, network);
}

void append_synapses(std::string& yaml, const Network& network) {
    yaml += "\n# synapses: rows are targets, columns are sources\n";
    append(yaml, "synapse", name_of(network.synapse));
    append_vector(yaml, "tau_s", network.tau_s, Dimension::time);
    append_matrix(yaml, "J", network.J, Dimension::voltage);
    append_matrix(yaml, "K", network.K, Dimension::dimensionless);
    append(yaml, "connection_rule", name_of(network.connection_rule));
    append(yaml, "multapses", network.multapses ? "true" : "false");
    append(yaml, "autapses", network.autapses ? "true" : "false");
    append(yaml, "weight_dist", name_of(network.weight_dist));
    append_matrix(yaml, "J_sd", network.J_sd, Dimension::voltage);
    append(yaml, "delay_dist", name_of(network.delay_dist));
    append_matrix(yaml, "Delay", network.Delay, Dimension::time);
    append_matrix(yaml, "Delay_sd", network.Delay_sd, Dimension::time);
}

void append_external_input(std::string& yaml, const Network& network) {
    yaml += "\n# external input\n";
    append_matrix(yaml, "J_ext", network.J_ext, Dimension::voltage);
    append_matrix(yaml, "K_ext", network.K_ext, Dimension::dimensionless);
    append_list(yaml, "nu_ext", network.nu_ext, Dimension::frequency);
    append_vector(yaml, "I_ext", network.I_ext, Dimension::current);
    append(yaml, "external_drive", name_of(network.external_drive));
}

}  // namespace

std::string to_yaml(const Network& network, const Analysis& analysis) {
    validate(network);
    std::string yaml = "# Network of leaky integrate-and-fire neurons, written by siegert\n";
    if (!network.label.empty()) append(yaml, "label", quoted(network.label));
    const auto names = network.populations;
    append(yaml, "populations", list(static_cast<Index>(names.size()), [&](Index i) {
               return quoted(names[static_cast<std::size_t>(i)]);
           }));
    append_list(yaml, "N", network.N, Dimension::dimensionless);
    append_neurons(yaml, network);
    append_synapses(yaml, network);
    append_external_input(yaml, network);
    if (analysis.omegas.size() + analysis.k_wavenumbers.size() > 0) yaml += "\n# analysis\n";
    append_list(yaml, "omegas", analysis.omegas, Dimension::angular_frequency);
    append_list(yaml, "k_wavenumbers", analysis.k_wavenumbers, Dimension::wavenumber);
    return yaml;
}

void write_network(const Network& network, const std::filesystem::path& path,
                   const Analysis& analysis) {
    io::write_whole_file(path, to_yaml(network, analysis));
}

}  // namespace siegert
