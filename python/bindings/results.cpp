#include "answers.hpp"
#include "bindings.hpp"

#include <siegert/io/results_file.hpp>

#include <pybind11/stl/filesystem.h>

#include <numeric>

namespace siegert::python {
namespace {

using std::filesystem::path;

std::vector<std::size_t> shape_of(const py::array& array) {
    return {array.shape(), array.shape() + array.ndim()};
}

template <class Scalar>
std::vector<Scalar> values_as(const py::array& array) {
    const py::array_t<Scalar, py::array::c_style | py::array::forcecast> converted(array);
    return {converted.data(), converted.data() + converted.size()};
}

Dataset::Values values_of(const py::array& array) {
    switch (array.dtype().kind()) {
        case 'f':
            return values_as<double>(array);
        case 'c':
            return values_as<Complex>(array);
        case 'i':
        case 'u':
            return values_as<std::int64_t>(array);
        case 'b': {
            const auto bytes = values_as<std::int8_t>(array);
            std::vector<Flag> flags;
            for (const auto byte : bytes) flags.push_back(Flag{byte});
            return flags;
        }
        default:
            return array.attr("ravel")().attr("tolist")().cast<std::vector<std::string>>();
    }
}

/// From (values, unit), or values alone.
Dataset to_dataset(const std::string& name, const py::handle& source) {
    py::handle values = source;
    std::string unit;
    if (py::isinstance<py::tuple>(source)) {
        const auto pair = py::reinterpret_borrow<py::tuple>(source);
        if (pair.size() != 2 || !py::isinstance<py::str>(pair[1])) {
            throw InvalidParameter(name + " must be (values, unit) if it is a tuple");
        }
        values = py::object(pair[0]);
        unit = pair[1].cast<std::string>();
    }
    try {
        const auto array = py::module_::import("numpy").attr("asarray")(values).cast<py::array>();
        return {.values = values_of(array), .shape = shape_of(array), .unit = unit};
    } catch (const py::cast_error&) {
        throw InvalidParameter(name + " must be an array of numbers or texts, got " +
                               in_words(values));
    }
}

ResultsTree to_tree(const py::dict& results) {
    ResultsTree tree;
    for (const auto& [key, value] : results) {
        const auto name = py::str(key).cast<std::string>();
        if (py::isinstance<py::dict>(value)) {
            tree.groups[name] = to_tree(py::reinterpret_borrow<py::dict>(value));
        } else {
            tree.datasets[name] = to_dataset(name, value);
        }
    }
    return tree;
}

py::dict from_tree(const ResultsTree& tree) {
    const py::object dataset_type = py::module_::import("siegert._records").attr("Dataset");
    py::dict results;
    for (const auto& [name, dataset] : tree.datasets) {
        results[py::str(name)] = dataset_type(to_numpy(dataset), dataset.unit);
    }
    for (const auto& [name, group] : tree.groups) results[py::str(name)] = from_tree(group);
    return results;
}

}  // namespace

void bind_results(py::module_& scope) {
    define(
        scope, "write_results",
        [](const path& file, const Network& network, const py::dict& results,
           const std::optional<Analysis>& analysis) {
            const ResultsFile content{.network = network,
                                      .analysis = analysis.value_or(Analysis{}),
                                      .results = to_tree(results),
                                      .version = {}};
            const py::gil_scoped_release unlocked;
            write_results(content, file);
        },
        R"(Writes results with their network to an HDF5 file: all of it or, if anything fails, nothing.

`results` maps names to arrays (numbers or texts), to pairs (array, unit), or to further dicts, which
become groups. h5py reads such files; so does the command `siegert`.
Raises InvalidParameter for names or values that cannot be stored, FileError if the file cannot be
written.)",
        "path"_a, "network"_a, "results"_a, "analysis"_a = py::none());

    define(
        scope, "read_results",
        [](const path& file) {
            ResultsFile content;
            {
                const py::gil_scoped_release unlocked;
                content = read_results(file);
            }
            const py::object type = py::module_::import("siegert._records").attr("ResultsFile");
            return type(content.network, content.analysis, from_tree(content.results),
                        content.version);
        },
        R"(Reads a file of `write_results`, or of the command `siegert ... --save`.

Returns ResultsFile(network, analysis, results, version), where `results` maps names to
Dataset(values, unit) or to dicts of them.
Raises FileError if the file cannot be read or is something else.)",
        "path"_a);
}

}  // namespace siegert::python
