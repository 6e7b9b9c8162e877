#include "answers.hpp"

#include "bindings.hpp"

#include <siegert/questions/question.hpp>

#include <pybind11/stl/filesystem.h>

namespace siegert::python {
namespace {

py::object shaped(const py::object& flat, const std::vector<std::size_t>& shape) {
    return flat.attr("reshape")(py::tuple(py::cast(shape)));
}

template <class Value>
py::object from_values(const std::vector<Value>& values, const std::vector<std::size_t>& shape) {
    if constexpr (std::is_same_v<Value, std::string>) {
        if (shape.empty()) return py::str(values.at(0));
        return shaped(py::module_::import("numpy").attr("array")(py::cast(values), "dtype"_a = "U"),
                      shape);
    } else if constexpr (std::is_same_v<Value, Flag>) {
        if (shape.empty()) return py::bool_(values.at(0) == Flag::yes);
        std::vector<std::int8_t> bytes;
        for (const Flag flag : values) bytes.push_back(static_cast<std::int8_t>(flag));
        return shaped(into_array(std::move(bytes)).attr("astype")("bool"), shape);
    } else {
        if (shape.empty()) return py::cast(values.at(0));
        return shaped(into_array(std::vector<Value>(values)), shape);
    }
}

/// A setting as the text that the command line would take.
std::string setting_text(const py::handle& value) {
    if (py::isinstance<py::bool_>(value)) return value.cast<bool>() ? "true" : "false";
    return py::str(value).cast<std::string>();
}

}  // namespace

py::object to_numpy(const Dataset& data) {
    return std::visit([&](const auto& values) { return from_values(values, data.shape); },
                      data.values);
}

py::object to_python(const Answer& answer) {
    const py::module_ records = py::module_::import("siegert._records");
    const py::object entry = records.attr("Result");
    py::dict results;
    for (const auto& [name, data] : answer.quantities) {
        results[py::str(name)] =
            entry(to_numpy(data), data.unit, py::tuple(py::cast(data.axes)), data.meaning);
    }
    for (const auto& group : answer.groups) {
        results[py::str(group.name)] = to_python(group.answer);
    }
    return records.attr("Answer")(results, py::tuple(py::cast(answer.notes)));
}

std::map<std::string, std::string> settings_of(const py::dict& options) {
    std::map<std::string, std::string> settings;
    for (const auto& [name, value] : options) {
        settings[name.cast<std::string>()] = setting_text(value);
    }
    return settings;
}

void bind_questions(py::module_& scope) {
    define(
        scope, "_ask",
        [](const std::string& question, const LoadedNetwork& loaded, const Vector& omegas,
           const py::dict& settings, lif::Convention convention, lif::exp::Method method,
           bool synaptic_filter, const std::optional<Vector>& start, int max_iterations,
           std::uint64_t seed, int threads, bool matrices, const std::filesystem::path& file) {
            questions::Inquiry inquiry{
                .loaded = loaded, .file = file, .title = loaded.network.label};
            inquiry.omegas = omegas;
            inquiry.frequency_note = std::to_string(omegas.size()) + " frequencies";
            inquiry.how.working_point = {.method = method,
                                         .start = start.value_or(Vector()),
                                         .max_iterations = max_iterations};
            inquiry.how.convention = convention;
            inquiry.how.filter =
                synaptic_filter ? lif::SynapticFilter::with : lif::SynapticFilter::without;
            inquiry.how.threads = threads;
            inquiry.seed = seed;
            inquiry.keeps_matrices = matrices;
            inquiry.settings = settings_of(settings);
            Answer answer;
            {
                const py::gil_scoped_release unlocked;
                answer = questions::ask(questions::question(question), inquiry);
            }
            return to_python(answer);
        },
        R"(Answer of a question about a network.)", "question"_a, "loaded"_a, "omegas"_a,
        "settings"_a, py::kw_only(), "convention"_a = "exact", "method"_a = "shift",
        "synaptic_filter"_a = true, "start"_a = py::none(), "max_iterations"_a = 300, "seed"_a = 1,
        "threads"_a = 0, "matrices"_a = false, "file"_a = "");
    define(
        scope, "_questions",
        [] {
            py::dict all;
            for (const auto* one : questions::all_questions()) {
                py::dict options;
                for (const auto& option : one->options) {
                    options[py::str(std::string(option.name))] = std::string(option.meaning);
                }
                all[py::str(std::string(one->name))] =
                    py::make_tuple(std::string(one->meaning), options);
            }
            return all;
        },
        R"(What can be asked: name, meaning, and options with their meaning.)");
}

}  // namespace siegert::python
