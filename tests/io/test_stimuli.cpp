#include "network_text.hpp"

using namespace siegert;

namespace {

std::string driven_network() {
    return small_network() + "C: 250 pF\nK_ext: 100\nJ_ext: 0.1 mV\nnu_ext: 8 Hz\n";
}

std::vector<Stimulus> stimuli(const std::string& yaml) {
    return network_from_yaml(driven_network() + "stimulus: " + yaml + "\n").network.stimulus;
}

// Of a list of one stimulus in line 10.
std::string complaint_of(const std::string& stimulus) {
    const std::string text = complaint(small_network() + "stimulus: [" + stimulus + "]\n");
    const std::string place = "network text, line 10: stimulus: expected ";
    return text.starts_with(place) ? text.substr(place.size()) : text;
}

}  // namespace

TEST_CASE("A stimulus is read with the units of its input", "[io][stimuli]") {
    const auto found = stimuli(R"(
  - {populations: E, mean: 2 mV, start: 100 ms, stop: 0.3 s}
  - {populations: [I, E], current: 50 pA, shape: ramp, stop: 20 ms}
  - {rate: 3 Hz, shape: sine, frequency: 10 Hz, phase: 0.5}
  - rate_factor: -0.5
    shape: pulses
    period: 100 ms
    width: 10 ms
    external_populations: 0
  - {mean: -1 mV, shape: file, samples: [0.5, 1, -0.25], sample_interval: 1 ms}
  - {spikes: {val: [10, 30], unit: ms}, neurons: [4, 0], weight: 0.3 mV, populations: [I]})");
    REQUIRE(found.size() == 6);
    CHECK(found[0].populations == std::vector<std::string>{"E"});
    CHECK(found[0].input == StimulusInput::mean);
    CHECK(found[0].shape == StimulusShape::step);
    CHECK(found[0].amplitude == 0.002);
    CHECK(found[0].start == 0.1);
    CHECK(found[0].stop == 0.3);
    CHECK(found[1].populations == std::vector<std::string>{"I", "E"});
    CHECK(found[1].input == StimulusInput::current);
    CHECK(found[1].amplitude == 50e-12);
    CHECK(found[1].shape == StimulusShape::ramp);
    CHECK(found[2].populations.empty());
    CHECK(found[2].input == StimulusInput::rate);
    CHECK(found[2].frequency == 10.0);
    CHECK(found[2].phase == 0.5);
    CHECK(found[3].input == StimulusInput::rate_factor);
    CHECK(found[3].amplitude == -0.5);
    CHECK(found[3].period == 0.1);
    CHECK(found[3].width == 0.01);
    CHECK(found[3].external_populations == std::vector<Index>{0});
    CHECK(found[4].samples == Vector{{0.5, 1.0, -0.25}});
    CHECK(found[4].sample_interval == 0.001);
    CHECK(found[5].input == StimulusInput::spikes);
    CHECK(found[5].spike_times == Vector{{0.01, 0.03}});
    CHECK(found[5].spike_neurons == std::vector<Index>{4, 0});
    CHECK(found[5].amplitude == 0.0003);
}

TEST_CASE("Samples and spikes of a stimulus come from files beside the parameter file",
          "[io][stimuli]") {
    const TemporaryFolder folder;
    folder.file("noise.csv", "# frozen\n0.5\n-1\n0.25\n");
    folder.file("times.csv", "1.5\n2.5\n");
    const auto file = folder.file(
        "net.yaml",
        small_network() +
            "stimulus:\n"
            "  - {mean: 1 mV, shape: file, samples: {file: noise.csv}, sample_interval: 1 ms}\n"
            "  - {spikes: {file: times.csv, unit: ms}, weight: 1 mV}\n");
    const auto found = load_network(file).network.stimulus;
    CHECK(found.at(0).samples == Vector{{0.5, -1.0, 0.25}});
    CHECK(found.at(1).spike_times == Vector{{0.0015, 0.0025}});
}

TEST_CASE("A stimulus that is wrong is named with its line", "[io][stimuli]") {
    CHECK(complaint(small_network() + "stimulus: 3\n") ==
          "network text, line 10: stimulus: expected a list of mappings such as [{mean: 1 mV, "
          "start: 100 "
          "ms}], found '3'");
    CHECK(
        complaint(small_network() + "stimulus:\n  - {mean: 1 mV}\n  - {mean: 1 mV, stat: 1 s}\n") ==
        "network text, line 12: stimulus: expected a key that belongs to this stimulus such as "
        "'start', "
        "found 'stat'");
    CHECK(complaint_of("5") == "a mapping such as {mean: 1 mV, start: 100 ms}, found '5'");
    CHECK(complaint_of("{start: 1 s}") ==
          "one of 'mean', 'current', 'rate', 'rate_factor' or 'spikes' in each stimulus, found "
          "none");
    CHECK(complaint_of("{mean: 1 mV, rate: 3 Hz}") == "one input, found 'rate' beside 'mean'");
    CHECK(complaint_of("{mean: 1}") ==
          "a voltage with a unit, such as '20 mV', found '1' (no unit)");
    CHECK(complaint_of("{mean: 1 mV, shape: square}") ==
          "'step', 'ramp', 'sine', 'pulses' or 'file', found 'square'");
    CHECK(complaint_of("{mean: 1 mV, shape: sine}") == "the key 'frequency', found none");
    CHECK(complaint_of("{mean: 1 mV, frequency: 3 Hz}") ==
          "a key that belongs to this stimulus, found 'frequency'");
    CHECK(complaint_of("{spikes: 3 ms, weight: 1 mV, shape: step}") ==
          "a key that belongs to this stimulus such as 'rate', found 'shape'");
    CHECK(complaint_of("{mean: 1 mV, external_populations: 0}") ==
          "a key that belongs to this stimulus such as 'populations', found "
          "'external_populations'");
    CHECK(complaint_of("{mean: [1 mV, 2 mV]}") == "a single number, found a list of 2");
    CHECK(complaint_of("{spikes: 3 ms, weight: 1 mV, neurons: 0.5}") == "whole numbers, found 0.5");
    // What only the whole network shows.
    CHECK(complaint_of("{mean: 1 mV, populations: X}") ==
          "populations of stimulus 1 to be names of populations, found 'X'");
    CHECK(complaint_of("{mean: 1 mV, start: 2 s, stop: 1 s}") ==
          "stop of stimulus 1 to lie after start = 2 s, found 1");
}
