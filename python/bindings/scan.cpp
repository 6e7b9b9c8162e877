#include "answers.hpp"
#include "bindings.hpp"
#include "respond.hpp"

#include <siegert/io/parameter_scan.hpp>
#include <siegert/questions/scan.hpp>
#include <siegert/theory/scan.hpp>

#include <pybind11/stl/filesystem.h>

#include <limits>
#include <map>
#include <variant>

namespace siegert::python {
namespace {

using theory::Scan;
using theory::ScanPoint;

/// The values of one key: a range or list as text, texts, or numbers in SI units.
using Values = std::variant<std::string, std::vector<std::string>, Vector>;

std::vector<VariedParameter> varied_parameters(const py::dict& vary) {
    std::vector<VariedParameter> parameters;
    for (const auto& [name, given] : vary) {
        const auto key = name.cast<std::string>();
        const auto values = given.cast<Values>();
        if (const auto* text = std::get_if<std::string>(&values)) {
            parameters.push_back(varied_parameter(key + "=" + *text));
        } else if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) {
            parameters.push_back({.key = key, .values = *texts});
        } else {
            parameters.push_back(varied_parameter(key, std::get<Vector>(values)));
        }
    }
    return parameters;
}

/// The ranges of all keys, for samples.
std::vector<ParameterRange> ranges_in(const py::dict& vary) {
    std::vector<ParameterRange> ranges;
    for (const auto& [name, given] : vary) {
        ranges.push_back(
            parameter_range(name.cast<std::string>() + "=" + py::str(given).cast<std::string>()));
    }
    return ranges;
}

/// Numbers of all points in the shape of the grid.
template <class Value, class Get>
py::object of_points(const Scan& scan, const Get& get) {
    std::vector<Value> values;
    for (const auto& point : scan.points) values.push_back(get(point));
    return into_array(std::move(values)).attr("reshape")(scan.shape);
}

py::object of_populations(const Scan& scan, std::size_t n, Vector ScanPoint::*member) {
    std::vector<double> values;
    for (const auto& point : scan.points) {
        const Vector& one = point.*member;
        values.insert(values.end(), one.data(), one.data() + one.size());
    }
    auto shape = scan.shape;
    shape.push_back(static_cast<Index>(n));
    return into_array(std::move(values)).attr("reshape")(shape);
}

py::object values_of(const Dataset& data) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&data.values)) {
        return py::cast(*texts);
    }
    return into_array(std::vector<double>(std::get<std::vector<double>>(data.values)));
}

void add_stability(py::dict& result, const Scan& scan) {
    static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    result["unstable_modes"] = of_points<std::int64_t>(scan, [](const ScanPoint& point) {
        return point.stability ? std::int64_t{point.stability->unstable_modes} : std::int64_t{-1};
    });
    result["resolved"] = of_points<std::int64_t>(scan, [](const ScanPoint& point) {
                             return std::int64_t{point.stability && point.stability->resolved};
                         }).attr("astype")("bool");
    std::vector<std::string> verdicts, reasons;
    for (const auto& point : scan.points) {
        verdicts.push_back(point.stability ? to_string(point.stability->answer) : std::string());
        reasons.push_back(point.stability ? point.stability->reason : std::string());
    }
    const auto as_array = py::module_::import("numpy").attr("array");
    result["verdict"] = as_array(verdicts).attr("reshape")(scan.shape);
    result["reason"] = as_array(reasons).attr("reshape")(scan.shape);
    result["static_growth_rate"] = of_points<double>(scan, [](const ScanPoint& point) {
        return point.stability ? point.stability->static_growth_rate.value_or(unknown) : unknown;
    });
    result["critical_eigenvalue"] = of_points<Complex>(scan, [](const ScanPoint& point) {
        return point.stability ? point.stability->critical_eigenvalue : Complex(unknown, unknown);
    });
    result["critical_frequency"] = of_points<double>(scan, [](const ScanPoint& point) {
        return point.stability ? point.stability->critical_frequency : unknown;
    });
}

py::dict as_dict(const ParameterGrid& grid, const Scan& scan) {
    const std::size_t n = grid.first.network.populations.size();
    py::dict result, parameters;
    for (std::size_t p = 0; p < grid.parameters.size(); ++p) {
        parameters[py::str(grid.parameters[p].key)] = values_of(grid.values[p]);
    }
    result["parameters"] = parameters;
    result["populations"] = py::tuple(py::cast(grid.first.network.populations));
    result["firing_rates"] = of_populations(scan, n, &ScanPoint::firing_rates);
    result["mean_input"] = of_populations(scan, n, &ScanPoint::mean_input);
    result["std_input"] = of_populations(scan, n, &ScanPoint::std_input);
    result["cvs"] = of_populations(scan, n, &ScanPoint::cvs);
    result["converged"] =
        of_points<std::int64_t>(scan, [](const ScanPoint& point) {
            return std::int64_t{point.termination != theory::Termination::not_converged};
        }).attr("astype")("bool");
    result["residual"] =
        of_points<double>(scan, [](const ScanPoint& point) { return point.residual; });
    add_stability(result, scan);
    return result;
}

/// Scans without Python's lock; takes it to tell of a point and to see whether Ctrl-C was pressed.
Scan scan_grid(const ParameterGrid& grid, theory::ScanOptions options, const py::object& progress) {
    std::exception_ptr raised;
    options.on_point = [&raised, told = py::handle(progress)](const Scan& so_far) {
        const py::gil_scoped_acquire locked;
        try {
            if (PyErr_CheckSignals() != 0) throw py::error_already_set();
            if (!told.is_none()) told(so_far.done, so_far.points.size());
            return true;
        } catch (...) {
            raised = std::current_exception();
            return false;
        }
    };
    const auto network_at = [&grid](const std::vector<Index>& position) {
        return grid.at(position).network;
    };
    Scan found;
    {
        const py::gil_scoped_release unlocked;
        found = theory::scan(grid.shape, network_at, options);
    }
    if (raised) std::rethrow_exception(raised);
    return found;
}

}  // namespace

void bind_scan(py::module_& scope) {
    define(
        scope, "_scan_parameters",
        [](const std::filesystem::path& file, const py::dict& vary, const Vector& default_omegas,
           const std::optional<Vector>& omegas, bool stability, NetworkModel model,
           lif::Convention convention, lif::exp::Method method, bool synaptic_filter,
           const std::optional<Vector>& start, int max_iterations, int threads,
           const py::object& progress, Index samples, std::uint64_t seed, const py::object& ask,
           const py::dict& asking) {
            const auto grid =
                samples == 0
                    ? parameter_grid(file, varied_parameters(vary), {.model = model})
                    : parameter_samples(file, latin_hypercube(ranges_in(vary), samples, seed),
                                        {.model = model});
            const Vector& in_file = grid.first.analysis.omegas;
            theory::ScanOptions options;
            if (are_samples(grid)) options.start = theory::ScanStart::own;
            options.working_point.method = method;
            options.working_point.start = start.value_or(Vector());
            options.working_point.max_iterations = max_iterations;
            const bool possible = grid.first.network.Delay.size() > 0;
            if (stability && possible) {
                options.omegas = omegas ? *omegas : in_file.size() > 0 ? in_file : default_omegas;
            }
            options.convention = convention;
            options.filter = filter_of(synaptic_filter);
            options.threads = threads;
            questions::PointAnswers answers;
            std::optional<questions::AskedQuestion> asked;
            questions::Inquiry inquiry{.loaded = grid.first};
            if (!ask.is_none()) {
                asked = questions::AskedQuestion{
                    .question = &questions::question(ask.cast<std::string>()),
                    .settings = settings_of(asking)};
                options.omegas = Vector();
                inquiry.omegas = omegas ? *omegas : in_file.size() > 0 ? in_file : default_omegas;
                inquiry.how.working_point = options.working_point;
                inquiry.how.convention = convention;
                inquiry.how.filter = options.filter;
                inquiry.seed = seed;
                Index points = 1;
                for (const Index length : grid.shape) points *= length;
                answers.resize(static_cast<std::size_t>(points));
                options.examine = [&](Index point, const Network& network, const ScanPoint& state,
                                      int inner_threads) {
                    answers[static_cast<std::size_t>(point)] =
                        questions::answer_at(*asked, inquiry, network, state, inner_threads);
                };
            }
            py::dict result = as_dict(grid, scan_grid(grid, std::move(options), progress));
            result["answer"] = py::none();
            if (asked) {
                result["answer"] = to_python(questions::stacked_answers(grid, answers).answer);
            }
            return result;
        },
        R"(Working point and stability of a network on a grid of its parameters, as a dict of arrays.)",
        "path"_a, "vary"_a, "default_omegas"_a, py::kw_only(), "omegas"_a = py::none(),
        "stability"_a = true, "model"_a = "automatic", "convention"_a = "exact",
        "method"_a = "shift", "synaptic_filter"_a = true, "start"_a = py::none(),
        "max_iterations"_a = 300, "threads"_a = 0, "progress"_a = py::none(), "samples"_a = 0,
        "seed"_a = std::uint64_t{1}, "ask"_a = py::none(), "asking"_a = py::dict());
}

}  // namespace siegert::python
