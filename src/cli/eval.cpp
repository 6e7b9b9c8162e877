#include "cli/commands.hpp"
#include "cli/csv_reader.hpp"
#include "cli/neuron_table.hpp"
#include "cli/options.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <numbers>

namespace siegert::cli {
namespace {

/// What a formula depends on beside the row.
struct Settings {
    lif::Convention convention = lif::Convention::exact;
    lif::exp::Method method = lif::exp::Method::shift;
    lif::SynapticFilter filter = lif::SynapticFilter::with;
};

/// What is calculated for each row: names and values of the new columns.
struct Formula {
    std::string name;
    std::string description;
    std::vector<std::string> results;
    std::vector<double> (*evaluate)(const NeuronRow& row, const Settings& settings);
    FrequencyColumn frequency = FrequencyColumn::unread;
};

/// Delta synapses are exponential ones of time constant zero.
lif::exp::Synapse synapse_of(const NeuronRow& row, const Settings& settings) {
    if (!row.tau_s) return {.tau_s = 0.0};
    return {.tau_s = *row.tau_s, .method = settings.method};
}

std::vector<double> rate(const NeuronRow& row, const Settings& settings) {
    const auto synapse = synapse_of(row, settings);
    return {lif::exp::firing_rate(row.neuron, synapse, row.input),
            lif::exp::log_firing_rate(row.neuron, synapse, row.input)};
}

std::vector<double> derivatives(const NeuronRow& row, const Settings& settings) {
    const auto slope = lif::exp::rate_derivatives(row.neuron, synapse_of(row, settings), row.input);
    return {slope.d_mu, slope.d_sigma};
}

std::vector<double> cv(const NeuronRow& row, const Settings& settings) {
    return {lif::exp::cv(row.neuron, synapse_of(row, settings), row.input)};
}

std::vector<double> transfer(const NeuronRow& row, const Settings& settings) {
    const Complex s(0.0, 2.0 * std::numbers::pi * *row.f);
    const auto response = lif::exp::transfer_function(row.neuron, synapse_of(row, settings),
                                                      row.input, ComplexVector::Constant(1, s),
                                                      settings.convention, settings.filter);
    const Complex n_mu = response.n_mu(0);
    const Complex n_sigma = 2.0 * row.input.sigma * response.n_sigma2(0);
    return {n_mu.real(), n_mu.imag(), n_sigma.real(), n_sigma.imag()};
}

const std::vector<Formula> formulas{
    {"rate", "stationary firing rate [Hz] and its natural logarithm", {"nu", "log_nu"}, rate},
    {"derivatives",
     "derivatives of the rate with respect to mu and sigma [Hz/V]",
     {"dnu_dmu", "dnu_dsigma"},
     derivatives},
    {"transfer",
     "response of the rate to mu and sigma at the frequency f [1/(V s)]",
     {"n_mu_re", "n_mu_im", "n_sigma_re", "n_sigma_im"},
     transfer,
     FrequencyColumn::wanted},
    {"cv", "coefficient of variation of the interspike intervals", {"cv"}, cv},
};

struct EvalOptions {
    CommonOptions common{.format = Format::csv};
    std::string table = "-";
    Settings settings;
};

// Writes rows as they come, and waits with a full buffer only while more input is at hand.
void print_streaming(NeuronTable& table, const Formula& formula, const Settings& settings) {
    constexpr std::size_t full = 1U << 16U;
    const std::string line_end = table.ends_with_crlf() ? "\r\n" : "\n";
    std::string buffer = fmt::format("{}{}", fmt::join(table.header(), ","), line_end);
    const auto write = [&buffer] {
        std::cout << buffer;
        flush_or_throw(std::cout);
        buffer.clear();
    };
    while (true) {
        if (buffer.size() >= full || !table.ready()) write();
        const auto row = table.next();
        if (!row) break;
        buffer += fmt::format("{}", fmt::join(row->fields, ","));
        for (const double value : formula.evaluate(*row, settings)) {
            buffer += ',';
            buffer += exact_text(value);
        }
        buffer += line_end;
    }
    write();
}

// A field as JSON: a number where it is one.
nlohmann::ordered_json json_value(const std::string& field) {
    const auto text = unquoted(field);
    if (const auto value = finite_number(text)) return *value;
    return text;
}

void print_collected(NeuronTable& table, const Formula& formula, const Settings& settings,
                     Format format) {
    Output output;
    output.json = nlohmann::ordered_json::array();
    std::vector<std::vector<std::string>> passed(table.header().size() - formula.results.size());
    std::vector<std::vector<double>> results(formula.results.size());
    while (const auto row = table.next()) {
        auto& object = output.json.emplace_back(nlohmann::ordered_json::object());
        for (std::size_t c = 0; c < passed.size(); ++c) {
            passed[c].push_back(unquoted(row->fields[c]));
            object[unquoted(table.header()[c])] = json_value(row->fields[c]);
        }
        const auto values = formula.evaluate(*row, settings);
        for (std::size_t c = 0; c < values.size(); ++c) {
            results[c].push_back(values[c]);
            object[table.header()[passed.size() + c]] = values[c];
        }
    }
    for (std::size_t c = 0; c < passed.size(); ++c) {
        output.columns.push_back({unquoted(table.header()[c]), "", passed[c]});
    }
    for (std::size_t c = 0; c < results.size(); ++c) {
        output.columns.push_back({table.header()[passed.size() + c], "", results[c]});
    }
    print(output, format, std::cout);
}

void run(const Formula& formula, const EvalOptions& options) {
    const bool from_standard_input = options.table == "-";
    std::ifstream file;
    if (!from_standard_input) {
        file.open(options.table);
        if (!file) throw FileError(fmt::format("cannot open {}", options.table));
    }
    NeuronTable table(from_standard_input ? std::cin : file,
                      from_standard_input ? "standard input" : options.table, formula.results,
                      formula.frequency);
    Settings settings = options.settings;
    settings.convention = options.common.convention;
    if (options.common.format == Format::csv) {
        print_streaming(table, formula, settings);
    } else {
        print_collected(table, formula, settings, options.common.format);
    }
}

}  // namespace

void add_eval_command(CLI::App& app) {
    auto* eval = app.add_subcommand("eval", "The formulas for one neuron, for each row of a table");
    eval->require_subcommand(1);
    eval->footer(
        "Reads CSV with a header and SI units: mu,sigma,V_0,V_th,tau_m,tau_r[,tau_s][,f],\n"
        "potentials relative to rest (V_0_rel, V_th_rel are the same). With tau_s the synapses\n"
        "are exponential, else delta. Lines that begin with # are skipped, other columns passed "
        "through.\n\n"
        "Example:\n  siegert eval rate < table.csv > rates.csv");
    for (const auto& formula : formulas) {
        auto* command = eval->add_subcommand(formula.name, formula.description);
        auto options = std::make_shared<EvalOptions>();
        command->add_option("TABLE.csv", options->table, "table to read; default: standard input")
            ->type_name("");
        add_common_options(*command, options->common);
        add_method_option(*command, options->settings.method);
        if (formula.frequency == FrequencyColumn::wanted) {
            add_synaptic_filter_option(*command, options->settings.filter);
        }
        command->footer(fmt::format("Example:\n  siegert eval {} table.csv", formula.name));
        command->callback([&formula, options] { run(formula, *options); });
    }
}

}  // namespace siegert::cli
