#include "network_text.hpp"

#include <siegert/io/results_file.hpp>
#include <siegert/version.hpp>

#include <fmt/format.h>

#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <limits>

using namespace siegert;

namespace {

MatrixStack some_stack() {
    MatrixStack stack(3, 2, 4);
    for (std::size_t k = 0; k < stack.values().size(); ++k) {
        stack.values()[k] =
            Complex(static_cast<double>(k) / 7.0, -1.0 / (1.0 + static_cast<double>(k)));
    }
    return stack;
}

ResultsFile some_results() {
    ResultsFile file;
    file.network = network_from_yaml(small_network()).network;
    file.analysis.omegas = Vector::LinSpaced(3, 0.5, 7.0);
    auto& top = file.results.datasets;
    top["firing_rates"] = dataset((Vector(2) << 1.0 / 3.0, 5e-324).finished(), "Hz");
    top["J"] = dataset((Matrix(2, 3) << 1, 2, 3, 4, 5, 6).finished(), "V");
    top["transfer_function"] =
        dataset((ComplexMatrix(1, 2) << Complex(1, 2), Complex(-0.0, 4)).finished(), "Hz/V");
    top["propagator"] = dataset(some_stack(), "");
    top["converged"] = dataset(std::int64_t{1});
    top["residual"] = dataset(1e-11, "Hz");
    top["populations"] = dataset(std::vector<std::string>{"E", "\u00b5 I", ""});
    top["method"] = dataset(std::string("shift"));
    auto& spikes = file.results.groups["simulation"].groups["spikes"].datasets;
    spikes["times"] = dataset(std::vector<double>{0.25, 0.5}, "s");
    spikes["neurons"] = dataset(std::vector<std::int64_t>{7, std::int64_t{1} << 60});
    spikes["none"] = dataset(std::vector<double>{}, "s");
    file.results.groups["empty"];
    return file;
}

void check_same(const ResultsTree& a, const ResultsTree& b) {
    REQUIRE(a.datasets.size() == b.datasets.size());
    for (const auto& [name, data] : a.datasets) {
        CAPTURE(name);
        REQUIRE(b.datasets.contains(name));
        const Dataset& other = b.datasets.at(name);
        CHECK(data.values == other.values);
        CHECK(data.shape == other.shape);
        CHECK(data.unit == other.unit);
    }
    REQUIRE(a.groups.size() == b.groups.size());
    for (const auto& [name, group] : a.groups) {
        REQUIRE(b.groups.contains(name));
        check_same(group, b.groups.at(name));
    }
}

std::string read_complaint(const std::filesystem::path& path) {
    try {
        (void)read_results(path);
    } catch (const FileError& error) {
        return error.what();
    }
    return "accepted";
}

std::string write_complaint(const std::string& name, const Dataset& data) {
    const TemporaryFolder folder;
    ResultsFile results = some_results();
    results.results.datasets[name] = data;
    try {
        write_results(results, folder.path() / "out.h5");
    } catch (const InvalidParameter& error) {
        CHECK(folder.entries() == 0);
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("Results are read back as they were written", "[io][results_file]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "out.h5";
    const ResultsFile written = some_results();
    write_results(written, path);
    write_results(written, path);  // over the first
    CHECK(folder.entries() == 1);

    const ResultsFile read = read_results(path);
    check_same(read.results, written.results);
    CHECK(read.version == version);
    CHECK(to_yaml(read.network, read.analysis) == to_yaml(written.network, written.analysis));
}

TEST_CASE("Results are plain arrays for h5py", "[io][results_file]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "out.h5";
    write_results(some_results(), path);
    const auto script = folder.file("check.py", R"(
import sys, h5py, numpy as np
f = h5py.File(sys.argv[1], 'r')
assert f['firing_rates'].dtype == np.float64 and f['firing_rates'][0] == 1 / 3
assert f['firing_rates'].attrs['unit'] == 'Hz'
assert 'unit' not in f['propagator'].attrs
assert f['J'].shape == (2, 3) and f['J'][1, 0] == 4
tf = f['transfer_function'][()]
assert tf.dtype == np.complex128 and (tf == [[1 + 2j, 4j]]).all()
assert f['propagator'].shape == (3, 2, 4) and f['propagator'][1, 0, 1].real == 9 / 7
assert f['converged'][()] == 1 and f['residual'][()] == 1e-11
assert list(f['populations'].asstr()[()]) == ['E', '\u00b5 I', '']
assert f['method'].asstr()[()] == 'shift'
assert f['simulation/spikes/neurons'][1] == 2**60
assert f['simulation/spikes/none'].shape == (0,)
assert f['network'].asstr()[()].startswith('# Network of integrate-and-fire')
assert f.attrs['siegert_version'] == sys.argv[2]
g = h5py.File(sys.argv[1] + '.numpy', 'w')
g['network'] = f['network'][()]
g['single'] = np.float32(0.5)
g['z'] = np.array([1 - 1j, 2 + 3j])
g['fixed'] = np.array([b'ab', b'c'])
g['small'] = np.array([3, -4], dtype=np.int16)
)");
    const std::string command =
        fmt::format("'{}' '{}' '{}' {}", SIEGERT_PYTHON, script.string(), path.string(), version);
    REQUIRE(std::system(command.c_str()) == 0);

    const auto tree = read_results(path.string() + ".numpy").results;
    CHECK(tree.datasets.at("single").values == Dataset::Values(std::vector<double>{0.5}));
    CHECK(tree.datasets.at("z").values == Dataset::Values(std::vector<Complex>{{1, -1}, {2, 3}}));
    CHECK(tree.datasets.at("fixed").values == Dataset::Values(std::vector<std::string>{"ab", "c"}));
    CHECK(tree.datasets.at("small").values == Dataset::Values(std::vector<std::int64_t>{3, -4}));
}

TEST_CASE("Files that are no results are refused", "[io][results_file]") {
    const TemporaryFolder folder;
    const std::string start = "cannot read " + folder.path().string();
    CHECK_THAT(read_complaint(folder.path() / "gone.h5"), ContainsSubstring(start + "/gone.h5"));
    CHECK_THAT(read_complaint(folder.path() / "gone.h5"),
               ContainsSubstring("No such file or directory"));
    CHECK_THAT(read_complaint(folder.path()), ContainsSubstring(start));
    CHECK_THAT(read_complaint(folder.file("net.yaml", small_network())),
               ContainsSubstring("cannot open it as an HDF5 file"));
}

TEST_CASE("A results file cut anywhere is refused", "[io][results_file]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "out.h5";
    write_results(some_results(), path);
    const auto size = std::filesystem::file_size(path);
    for (std::uintmax_t part = 0; part < 20; ++part) {
        std::filesystem::resize_file(path, size - 1 - (size - 1) * part / 20);
        CHECK_THAT(read_complaint(path), ContainsSubstring("cannot read"));
    }
}

TEST_CASE("Names and shapes are checked before anything is written", "[io][results_file]") {
    const Dataset data = dataset(1.0, "s");
    CHECK(write_complaint("", data) == "name of a result must be a word, got ''");
    CHECK(write_complaint(std::string("a\0b", 3), data).starts_with("name of a result must be"));
    CHECK(write_complaint("network", data) ==
          "name of a result must not be 'network', got it at the top");
    CHECK(write_complaint("empty", data) ==
          "name of a group must differ from those of datasets, got 'empty'");
    CHECK(write_complaint("x", {.values = std::vector<double>{1, 2}, .shape = {3}, .unit = ""}) ==
          "shape of dataset x must hold its 2 values, got 3");
    CHECK(write_complaint("x", dataset(std::string("a\0b", 3))) ==
          "texts of dataset x must not hold a null byte, got one");
}

TEST_CASE("Flags are read back as flags, with axes and meaning, and are bool for h5py",
          "[io][results_file]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "out.h5";
    ResultsFile results = some_results();
    Dataset flags = dataset(std::vector<Flag>{Flag::yes, Flag::no, Flag::yes});
    flags.axes = {"mode"};
    flags.meaning = "whether it grows";
    results.results.datasets["grows"] = flags;
    results.results.datasets["stable"] = dataset(Flag::no);
    write_results(results, path);
    const auto tree = read_results(path).results;
    CHECK(tree.datasets.at("grows").values == flags.values);
    CHECK(tree.datasets.at("grows").axes == flags.axes);
    CHECK(tree.datasets.at("grows").meaning == flags.meaning);
    CHECK(tree.datasets.at("stable").shape.empty());
    const auto script = folder.file("check.py", R"(
import sys, h5py
f = h5py.File(sys.argv[1], 'r')
assert f['grows'].dtype == bool and f['grows'][()].tolist() == [True, False, True]
assert f['grows'].attrs['axes'] == 'mode' and not f['stable'][()]
)");
    CHECK(std::system(fmt::format("'{}' '{}' '{}'", SIEGERT_PYTHON, script.string(), path.string())
                          .c_str()) == 0);
}

TEST_CASE("Names with any character are read back, and none is taken for another",
          "[io][results_file]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "out.h5";
    ResultsFile results = some_results();
    double value = 0.0;
    for (const char* name : {"a/b", "a|b", "a%2Fb", "a%b", ".", "..", "J[a/b,I]", "/", "%2E"}) {
        results.results.datasets[name] = dataset(value, "");
        results.results.groups["group of/"].groups[name].datasets[name] = dataset(value, "");
        value += 1.0;
    }
    write_results(results, path);
    check_same(read_results(path).results, results.results);
}

TEST_CASE("A full disk leaves nothing behind and the program able to go on", "[io][results_file]") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "out.h5";
    ResultsFile results = some_results();
    results.results.datasets["large"] = dataset(Vector::LinSpaced(10000, 0.0, 1.0).eval(), "");

    auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    for (const rlim_t bytes : {0, 50, 5000, 80000}) {
        rlimit limit = before;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
        CHECK_THROWS_WITH(write_results(results, path),
                          "cannot write " + path.string() + ": File too large");
        setrlimit(RLIMIT_FSIZE, &before);
        CHECK(folder.entries() == 0);
    }
    std::signal(SIGXFSZ, handler);
    write_results(results, path);
    check_same(read_results(path).results, results.results);
}

TEST_CASE("A stack of matrices is handed over without a copy", "[io][results_file]") {
    MatrixStack stack = some_stack();
    const Complex* const values = stack.values().data();
    const Dataset data = dataset(std::move(stack), "");
    CHECK(std::get<std::vector<Complex>>(data.values).data() == values);
    CHECK(data.shape == std::vector<std::size_t>{3, 2, 4});
}
