#include "catch.hpp"
#include "simulation/temporary_path.hpp"

#include <siegert/error.hpp>
#include <siegert/io/spike_formats.hpp>

#include <fstream>
#include <sstream>

using namespace siegert;
using siegert::tests::TemporaryPath;

namespace {

SpikeRecord two_populations() {
    SpikeRecord record;
    record.populations = {"E", "I/fast"};
    record.sizes = {4, 3};
    record.recorded = {4, 3};
    record.spikes = {{.times = {0.0101, 0.0203, 0.0203}, .neurons = {3, 0, 2}},
                     {.times = {0.0102, 0.0203}, .neurons = {1, 1}}};
    record.start = 0.0;
    record.end = 0.05;
    return record;
}

std::string content(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path) << text;
}

void check_same(const SpikeRecord& read, const SpikeRecord& written) {
    CHECK(read.populations == written.populations);
    CHECK(read.sizes == written.sizes);
    REQUIRE(read.spikes.size() == written.spikes.size());
    for (std::size_t p = 0; p < read.spikes.size(); ++p) {
        CHECK(read.spikes[p].neurons == written.spikes[p].neurons);
        REQUIRE(read.spikes[p].times.size() == written.spikes[p].times.size());
        for (std::size_t k = 0; k < read.spikes[p].times.size(); ++k) {
            CHECK(read.spikes[p].times[k] == Approx(written.spikes[p].times[k]).epsilon(1e-12));
        }
    }
}

}  // namespace

TEST_CASE("Spikes written for NEST are read back", "[simulation][spike_formats]") {
    const TemporaryPath file("siegert_spikes_nest");
    write_spikes(two_populations(), file.path(), SpikeFormat::nest);
    const std::string text = content(file.path());
    // Three lines, which NEST's readers skip; neurons of I from 5 on; in the order of time.
    CHECK_THAT(text, ContainsSubstring("\n# RecordingBackendASCII version: 2\nsender\ttime_ms\n"
                                       "4\t10.1\n6\t10.2\n1\t20.3\n3\t20.3\n6\t20.3\n"));
    const SpikesRead read =
        read_spikes(file.path(), {.populations = {{"E", 1, 4}, {"I/fast", 5, 7}}, .end = 0.05});
    check_same(read.record, two_populations());
    CHECK(read.left_out == 0);
    CHECK(read.record.end == 0.05);
}

TEST_CASE("Spikes written as SONATA are read back", "[simulation][spike_formats]") {
    const TemporaryPath file("siegert_spikes_sonata");
    write_spikes(two_populations(), file.path(), SpikeFormat::sonata);
    CHECK_FALSE(is_spike_file(file.path()));
    const SpikesRead read =
        read_spikes(file.path(), {.populations = {{"E", 0, 3}, {"I/fast", 0, 2}}, .end = 0.05});
    check_same(read.record, two_populations());
    const SpikeRecord guessed = read_spikes(file.path()).record;
    CHECK(guessed.sizes == std::vector<Index>{4, 2});  // the third of I never spiked
    CHECK(guessed.end == Approx(0.0203));
    CHECK_THROWS_WITH(read_spikes(file.path(), {.populations = {{"L4", 0, 3}}}),
                      "the file has no population L4");
}

TEST_CASE("Text of spikes is read as simulators write it", "[simulation][spike_formats]") {
    const TemporaryPath file("siegert_spikes_text");
    write(file.path(), "# a comment\nsender time_ms\n12 3.25\n  10\t1.5  \r\n\n10, 0.5\n11 7e1\n");
    const SpikesRead all = read_spikes(file.path());
    CHECK(all.record.populations == std::vector<std::string>{"all"});
    CHECK(all.record.sizes == std::vector<Index>{3});
    CHECK(all.record.spikes[0].neurons == std::vector<std::uint32_t>{0, 0, 2, 1});
    CHECK(all.record.spikes[0].times[3] == Approx(0.07));
    CHECK(all.record.end == Approx(0.07));

    const SpikesRead some = read_spikes(
        file.path(), {.populations = {{"b", 12, 20}, {"a", 10, 10}}, .start = 0.001, .end = 0.01});
    CHECK(some.record.populations == std::vector<std::string>{"b", "a"});
    CHECK(some.record.sizes == std::vector<Index>{9, 1});
    CHECK(some.record.spikes[0].times.size() == 1);
    CHECK(some.record.spikes[1].times.size() == 1);
    CHECK(some.left_out == 2);  // one before the start, one of neuron 11
}

TEST_CASE("What is no file of spikes is refused with its line", "[simulation][spike_formats]") {
    const TemporaryPath file("siegert_spikes_wrong");
    const auto complaint = [&](const std::string& text) -> std::string {
        write(file.path(), text);
        try {
            (void)read_spikes(file.path(), {.populations = {{"E", 1, 9}}, .end = 1.0});
        } catch (const Error& error) {
            const std::string message = error.what();
            return message.substr(
                message.rfind(".h5") == std::string::npos ? 0 : message.rfind(".h5") + 3);
        }
        return "accepted";
    };
    CHECK(complaint("1 2.5\n") == "accepted");
    for (const std::string wrong : {"1", "1 x", "1.5 2", "1 nan", "1 inf", "1 2 3", "x 2",
                                    "sender\ttime_step\ttime_offset"}) {
        CHECK_THAT(
            complaint("# head\n" + wrong + "\n"),
            ContainsSubstring(":2: expected the number of a neuron and a time in ms, found '" +
                              wrong + "'"));
    }
    CHECK_THROWS_AS(read_spikes("no/such/file.dat"), FileError);
}

TEST_CASE("Populations of spikes must be possible", "[simulation][spike_formats]") {
    const TemporaryPath file("siegert_spikes_populations");
    write(file.path(), "1 2.5\n");
    const auto read = [&](const SpikeReading& reading) { (void)read_spikes(file.path(), reading); };
    CHECK_THROWS_WITH(read({.populations = {{"E", 5, 4}}}),
                      "population E must have a neuron, got 5 to 4");
    CHECK_THROWS_WITH(read({.populations = {{"E", 1, 4}, {"I", 4, 8}}}),
                      "populations E and I must not share neurons");
    CHECK_THROWS_WITH(read({.populations = {{"E", 1, 4}, {"E", 5, 8}}}),
                      "population E must be named once");
    CHECK_THROWS_WITH(read({.populations = {}, .start = 0.01}),
                      ContainsSubstring("lie after its start"));
    CHECK_THROWS_AS(read({.populations = {}, .start = std::nan("")}), InvalidParameter);
    write(file.path(), "# nothing\n");
    CHECK_THROWS_WITH(read({}), "a file without spikes needs its populations named");
    const SpikesRead silent = read_spikes(file.path(), {.populations = {{"E", 1, 4}}, .end = 1.0});
    CHECK(silent.record.spikes[0].times.empty());
}

TEST_CASE("The ending of a name says the format of spikes", "[simulation][spike_formats]") {
    CHECK(spike_format("a/spikes-0.dat") == SpikeFormat::nest);
    CHECK(spike_format("spikes.gdf") == SpikeFormat::nest);
    CHECK(spike_format("spikes.sonata.h5") == SpikeFormat::sonata);
    CHECK(spike_format("spikes.h5") == std::nullopt);
}
