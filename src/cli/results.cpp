#include "cli/results.hpp"

#include "cli/frequencies.hpp"
#include "cli/network_output.hpp"

#include <numbers>
#include <string>

namespace siegert::cli {
namespace {

using Json = nlohmann::ordered_json;
using theory::NetworkAnalysis;

constexpr double two_pi = 2.0 * std::numbers::pi;

Dataset complex_number(Complex value, std::string_view unit) {
    return {.values = std::vector<Complex>{value}, .shape = {}, .unit = std::string(unit)};
}

ResultsTree measure_results(const theory::SensitivityMeasure& measure) {
    ResultsTree tree;
    auto& data = tree.datasets;
    data["eigenvalue_index"] = dataset(static_cast<std::int64_t>(measure.eigenvalue_index));
    data["critical_frequency"] = dataset(measure.critical_frequency, "Hz");
    data["critical_frequency_index"] =
        dataset(static_cast<std::int64_t>(measure.critical_frequency_index));
    data["critical_eigenvalue"] = complex_number(measure.critical_eigenvalue, "");
    data["left_eigenvector"] = dataset(measure.left_eigenvector, "");
    data["right_eigenvector"] = dataset(measure.right_eigenvector, "");
    data["k"] = dataset(Vector(measure.k), "");
    data["k_per"] = dataset(Vector(measure.k_per), "");
    data["sensitivity"] = dataset(measure.sensitivity, "");
    data["sensitivity_amp"] = dataset(measure.sensitivity_amp, "");
    data["sensitivity_freq"] = dataset(measure.sensitivity_freq, "");
    return tree;
}

ResultsTree peak_results(const Network& network, const theory::PeakSensitivity& prediction) {
    ResultsTree tree;
    auto& data = tree.datasets;
    const auto& peak = prediction.peak;
    data["population"] = dataset(network.populations[static_cast<std::size_t>(peak.population)]);
    data["peak_frequency"] = dataset(peak.omega / two_pi, "Hz");
    data["peak_height"] = dataset(peak.height, "Hz");
    data["log_height_per_log_K"] = dataset(prediction.log_height.dlog_K, "");
    data["log_height_per_log_J"] = dataset(prediction.log_height.dlog_J, "");
    data["log_height_per_delay"] = dataset(prediction.log_height.dDelay, "1/s");
    data["frequency_per_log_K"] = dataset(prediction.frequency.dlog_K, "Hz");
    data["frequency_per_log_J"] = dataset(prediction.frequency.dlog_J, "Hz");
    data["frequency_per_delay"] = dataset(prediction.frequency.dDelay, "Hz/s");
    return tree;
}

// Row-major values from `first` on, as nested arrays of this shape.
template <class Value, class ToJson>
Json nested(const std::vector<Value>& values, const std::vector<std::size_t>& shape,
            std::size_t axis, std::size_t& first, const ToJson& to_json) {
    if (axis == shape.size()) return to_json(values[first++]);
    Json list = Json::array();
    for (std::size_t i = 0; i < shape[axis]; ++i) {
        list.push_back(nested(values, shape, axis + 1, first, to_json));
    }
    return list;
}

template <class Value, class ToJson>
Json nested(const std::vector<Value>& values, const std::vector<std::size_t>& shape,
            const ToJson& to_json) {
    std::size_t first = 0;
    return nested(values, shape, 0, first, to_json);
}

Json with_unit(Json value, const std::string& unit) {
    return {{"val", std::move(value)}, {"unit", unit.empty() ? "dimensionless" : unit}};
}

Json to_json(const Dataset& data) {
    const auto as_it_is = [](const auto& value) { return Json(value); };
    if (const auto* reals = std::get_if<std::vector<double>>(&data.values)) {
        return with_unit(nested(*reals, data.shape, as_it_is), data.unit);
    }
    if (const auto* complex = std::get_if<std::vector<Complex>>(&data.values)) {
        const auto re = [](Complex value) { return Json(value.real()); };
        const auto im = [](Complex value) { return Json(value.imag()); };
        return with_unit(
            {{"re", nested(*complex, data.shape, re)}, {"im", nested(*complex, data.shape, im)}},
            data.unit);
    }
    if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&data.values)) {
        return nested(*integers, data.shape, as_it_is);
    }
    return nested(std::get<std::vector<std::string>>(data.values), data.shape, as_it_is);
}

}  // namespace

ResultsTree state_results(const Network& network, const theory::WorkingPoint& point,
                          const Vector& omegas) {
    ResultsTree results;
    auto& data = results.datasets;
    data["populations"] = dataset(network.populations);
    data["frequencies"] = dataset(in_hertz(omegas), "Hz");
    data["omegas"] = dataset(omegas, "rad/s");
    data["firing_rates"] = dataset(point.firing_rates, "Hz");
    data["mean_input"] = dataset(point.mean_input, "V");
    data["std_input"] = dataset(point.std_input, "V");
    data["cvs"] = dataset(point.cvs, "");
    data["residual"] = dataset(point.residual, "Hz");
    data["iterations"] = dataset(static_cast<std::int64_t>(point.iterations));
    data["termination"] = dataset(termination_name(point.termination));
    return results;
}

void add_transfer_functions(ResultsTree& results, const theory::TransferFunctions& transfer) {
    results.datasets["transfer_function"] = dataset(transfer.n_mu, "Hz/V");
    if (transfer.n_sigma2.size() == 0) return;
    results.datasets["transfer_function_sigma2"] = dataset(transfer.n_sigma2, "Hz/V^2");
}

void add_spectra(ResultsTree& results, const Network& network, const NetworkAnalysis& analysis) {
    results.datasets["input_noise"] = dataset(analysis.input_noise, "Hz");
    results.datasets["power_spectra"] = dataset(analysis.power_spectra, "Hz");
    std::vector<std::string> populations;
    std::vector<double> frequencies;
    std::vector<double> heights;
    for (const auto& peak : analysis.peaks) {
        populations.push_back(network.populations[static_cast<std::size_t>(peak.population)]);
        frequencies.push_back(peak.omega / two_pi);
        heights.push_back(peak.height);
    }
    auto& peaks = results.groups["peaks"].datasets;
    peaks["population"] = dataset(std::move(populations));
    peaks["frequency"] = dataset(std::move(frequencies), "Hz");
    peaks["height"] = dataset(std::move(heights), "Hz");
}

void add_sensitivity(ResultsTree& results, const Network& network,
                     const std::vector<ModeResult>& modes) {
    auto& group = results.groups["sensitivity_measure"].groups;
    std::size_t number = 0;
    for (const auto& mode : modes) {
        ResultsTree tree = measure_results(mode.measure);
        for (const auto& peak : mode.peak) tree.groups["peak"] = peak_results(network, peak);
        group[std::to_string(number++)] = std::move(tree);
    }
}

void add_stability(ResultsTree& results, const NetworkAnalysis& analysis) {
    results.datasets["eigenvalues"] = dataset(analysis.eigenmodes.eigenvalues, "");
    ComplexVector growing(static_cast<Index>(analysis.growth_rates.size()));
    for (Index m = 0; m < growing.size(); ++m) {
        growing(m) = analysis.growth_rates[static_cast<std::size_t>(m)].s;
    }
    auto& stability = results.groups["stability"].datasets;
    stability["growth_rates"] = dataset(growing, "1/s");
    stability["unstable_modes"] =
        dataset(static_cast<std::int64_t>(analysis.nyquist.unstable_modes));
    stability["resolved"] = dataset(static_cast<std::int64_t>(analysis.nyquist.resolved));
    stability["open_phase"] = dataset(analysis.nyquist.open_phase, "rad");
    stability["largest_phase_step"] = dataset(analysis.nyquist.largest_phase_step, "rad");
}

void move_matrices(ResultsTree& results, NetworkAnalysis& analysis) {
    results.datasets["D"] = dataset(std::move(analysis.D), "");
    results.datasets["effective_connectivity"] =
        dataset(std::move(analysis.effective_connectivity), "");
    results.datasets["propagator"] = dataset(std::move(analysis.propagator), "");
}

void add_results(Json& json, const ResultsTree& results) {
    for (const auto& [name, data] : results.datasets) {
        if (!json.contains(name)) json[name] = to_json(data);
    }
    for (const auto& [name, group] : results.groups) {
        Json& object = json[name] = Json::object();
        add_results(object, group);
    }
}

}  // namespace siegert::cli
