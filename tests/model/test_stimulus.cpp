#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/model/network.hpp>

#include <functional>

using namespace siegert;

namespace {

Vector two(double a, double b) {
    return Vector{{a, b}};
}

Network network_with(const std::vector<Stimulus>& stimuli) {
    Network network;
    network.populations = {"E", "I"};
    network.N = two(100, 25);
    network.tau_m = two(0.02, 0.01);
    network.tau_r = two(0.002, 0.001);
    network.tau_s = two(5e-4, 1e-3);
    network.V_th = two(0.015, 0.016);
    network.V_0 = two(0.003, -0.004);
    network.J = Matrix::Constant(2, 2, 1e-4);
    network.K = Matrix::Constant(2, 2, 3.0);
    network.J_ext = Matrix::Constant(2, 3, 1e-4);
    network.K_ext = Matrix::Constant(2, 3, 7.0);
    network.nu_ext = Vector{{2.0, 5.0, 8.0}};
    network.stimulus = stimuli;
    return network;
}

std::string complaint(const std::vector<Stimulus>& stimuli) {
    try {
        validate(network_with(stimuli));
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

// Of the second stimulus.
std::string complaint_after(const std::function<void(Stimulus&)>& change) {
    Stimulus stimulus{.populations = {"I"}, .amplitude = 2e-3, .start = 0.3, .stop = 0.7};
    change(stimulus);
    return complaint({{.amplitude = 1e-3}, stimulus});
}

}  // namespace

TEST_CASE("A stimulus needs what its shape has", "[model][stimulus]") {
    CHECK(complaint_after([](Stimulus&) {}) == "accepted");
    CHECK(complaint_after([](Stimulus& s) { s.amplitude = unset; }) ==
          "mean of stimulus 2 must be finite, got nan");
    CHECK(complaint_after([](Stimulus& s) { s.start = -0.1; }) ==
          "start of stimulus 2 must be finite and not negative, got -0.1");
    CHECK(complaint_after([](Stimulus& s) { s.stop = 0.3; }) ==
          "stop of stimulus 2 must lie after start = 0.3 s, got 0.3");
    CHECK(complaint_after([](Stimulus& s) {
              s.shape = StimulusShape::ramp;
              s.stop = std::numeric_limits<double>::infinity();
          }) == "stop of stimulus 2 must be given for a ramp, which ends there, got none");
    CHECK(complaint_after([](Stimulus& s) { s.shape = StimulusShape::sine; }) ==
          "frequency of stimulus 2 must be positive and finite, got nan");
    CHECK(complaint_after([](Stimulus& s) {
              s.shape = StimulusShape::sine;
              s.frequency = 7.0;
              s.phase = unset;
          }) == "phase of stimulus 2 must be finite, got nan");
    CHECK(complaint_after([](Stimulus& s) {
              s.shape = StimulusShape::pulses;
              s.width = 0.02;
          }) == "period of stimulus 2 must be positive and finite, got nan");
    CHECK(complaint_after([](Stimulus& s) {
              s.shape = StimulusShape::pulses;
              s.period = 0.01;
              s.width = 0.02;
          }) == "width of stimulus 2 must not exceed the period of 0.01 s, got 0.02");
    CHECK(complaint_after([](Stimulus& s) {
              s.shape = StimulusShape::file;
              s.sample_interval = 0.1;
          }) == "samples of stimulus 2 must have entries, got none");
    CHECK(complaint_after([](Stimulus& s) {
              s.shape = StimulusShape::file;
              s.sample_interval = 0.1;
              s.samples = two(0.5, unset);
          }) == "entry 2 of the samples of stimulus 2 must be finite, got nan");
}

TEST_CASE("A stimulus reaches what is there", "[model][stimulus]") {
    CHECK(complaint_after([](Stimulus& s) {
              s.populations = {"E", "X"};
          }) == "populations of stimulus 2 must be names of populations, got 'X'");
    CHECK(complaint_after([](Stimulus& s) { s.input = StimulusInput::current; }) ==
          "C must be given, as current of stimulus 2 needs it, got none");
    CHECK(complaint_after([](Stimulus& s) {
              s.input = StimulusInput::rate;
              s.external_populations = {2, 3};
          }) == "an external population of stimulus 2 must lie in 0 to 2, got 3");
    const auto spikes = [](Stimulus& s) {
        s.input = StimulusInput::spikes;
        s.spike_times = two(0.1, 0.2);
    };
    CHECK(complaint_after(spikes) == "accepted");
    CHECK(complaint_after([&](Stimulus& s) {
              spikes(s);
              s.spike_neurons = {24};
          }) == "spikes of stimulus 2 must have a neuron for each of 2 times, got 1");
    CHECK(complaint_after([&](Stimulus& s) {
              spikes(s);
              s.spike_neurons = {24, 25};
          }) ==
          "a neuron of the spikes of stimulus 2 must lie in 0 to 24, as population I has 25 "
          "neurons, got 25");
    CHECK(complaint_after([&](Stimulus& s) {
              spikes(s);
              s.spike_times(1) = -0.1;
          }) == "entry 2 of the spikes of stimulus 2 must be finite and not negative, got -0.1");
}

TEST_CASE("Stimuli leave no rate negative", "[model][stimulus]") {
    const Stimulus half{.input = StimulusInput::rate_factor, .amplitude = -0.5, .stop = 0.4};
    Stimulus later = half;
    later.start = 0.4;
    later.stop = 0.8;
    later.amplitude = -1.0;
    CHECK(complaint({half, later}) == "accepted");  // one after the other
    later.start = 0.3;
    CHECK(complaint({half, later}) ==
          "the rate of external population 0 onto population E with the stimuli from 0.3 s on must "
          "not be negative, got -1");
    later.external_populations = {1};
    later.populations = {"I"};
    CHECK(complaint({half, later}) ==
          "the rate of external population 1 onto population I with the stimuli from 0.3 s on must "
          "not be negative, got -2.5");
    Stimulus sine{.input = StimulusInput::rate, .amplitude = 2.0, .shape = StimulusShape::sine};
    sine.frequency = 3.0;
    CHECK(complaint({sine}) == "accepted");
    sine.amplitude = 2.1;
    CHECK(complaint({sine}).starts_with("the rate of external population 0 onto population E"));
}
