// Networks in which something is missing: input, connections, noise, spikes.
#include "catch.hpp"

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/io/parameter_file.hpp>

#include <algorithm>
#include <cmath>

using namespace siegert;
using crosscheck::Crosscheck;
using crosscheck::CrosscheckOptions;
using crosscheck::Quantity;
using crosscheck::Verdict;

namespace {

const std::string neurons = R"(
tau_m: 20 ms
tau_r: 2 ms
V_0_rel: 10 mV
V_th_rel: 20 mV
synapse: delta
)";

const std::vector<Quantity> responses{Quantity::transfer_function_real,
                                      Quantity::transfer_function_imaginary};

// Every number is finite, and none disagrees.
Crosscheck checked(const std::string& text, double scale = 1.0,
                   const std::vector<Quantity>& additional = {}) {
    const Network network = network_from_yaml(text).network;
    CrosscheckOptions options;
    options.duration = 4.0;
    options.replicates = 8;
    options.warmup = 0.3;
    options.scale = scale;
    options.surrogate_time = 20.0;
    options.quantities.insert(options.quantities.end(), additional.begin(), additional.end());
    options.frequencies = Vector{{20.0}};
    options.modulated = 50;
    const auto result = crosscheck::crosscheck(network, options);
    for (const auto& row : result.rows) {
        const auto name = crosscheck::quantity_info(row.quantity).name;
        CAPTURE(name, row.population, row.predicted, row.correction, row.tolerance, row.simulated,
                row.standard_error, row.excess_z);
        CHECK(row.verdict != Verdict::disagrees);
        for (const double value :
             {row.predicted, row.simulated, row.standard_error, row.z, row.relative_deviation,
              row.correction, row.correction_error, row.tolerance, row.accepted_low,
              row.accepted_high, row.excess_z, row.p_value}) {
            CHECK(std::isfinite(value));
        }
    }
    CHECK(result.modulation_depth.allFinite());
    CHECK(result.rows.size() >= 4);
    return result;
}

const crosscheck::Row& row_of(const Crosscheck& result, Quantity quantity,
                              const std::string& population) {
    const auto found = std::ranges::find_if(result.rows, [&](const auto& row) {
        return row.quantity == quantity && row.population == population;
    });
    REQUIRE(found != result.rows.end());
    return *found;
}

bool notes_say(const Crosscheck& result, const std::string& text) {
    return std::ranges::find(result.notes, text) != result.notes.end();
}

}  // namespace

TEST_CASE("A network without external populations is compared", "[crosscheck][silent]") {
    const auto result = checked(
        "populations: [E]\nN: 500\nC: 250 pF\nI_ext: 300 pA\nJ: -0.2 mV\n"
        "K: 50\nd: 1.5 ms\n" +
        neurons);
    CHECK(row_of(result, Quantity::firing_rates, "E").simulated > 1.0);
}

TEST_CASE("A network that falls silent without noise is compared", "[crosscheck][silent]") {
    const auto result = checked(
        "populations: [E, I]\nN: [1000, 250]\nJ: {val: [[0.1, -0.5], [0.1, -0.5]], unit: mV}\n"
        "K: [[100, 25], [100, 25]]\nd: 1.5 ms\nK_ext: [1000, 1000]\nJ_ext: 0.1 mV\nnu_ext: 0 Hz\n" +
            neurons,
        1.0, responses);
    CHECK(row_of(result, Quantity::mean_input, "E").verdict == Verdict::agrees);
    CHECK(notes_say(result, "transfer_function_real of E left out: its input has no noise"));
    CHECK(row_of(result, Quantity::firing_rates, "E").verdict == Verdict::agrees);
    CHECK(row_of(result, Quantity::std_input, "I").simulated < 1e-9);
    CHECK(notes_say(result, "spectra of E left out: its input has no noise"));
    CHECK(notes_say(result, "transmission_gain of I left out: nothing arrives from the network"));
}

TEST_CASE("Balanced populations with a constant current are compared, scaled, too",
          "[crosscheck][silent]") {
    for (const double scale : {1.0, 0.5}) {
        checked(
            "populations: [E, I]\nN: [800, 200]\nC: 250 pF\ntau_m: 20 ms\ntau_r: 0.5 ms\n"
            "V_0_rel: 10 mV\nV_th_rel: 20 mV\nI_ext: 300 pA\nsynapse: delta\nj: 0.8 mV\ng: 5\n"
            "K: [[80, 20], [80, 20]]\nd: 0.5 ms\n",
            scale);
    }
}

TEST_CASE("Unconnected populations need no delays", "[crosscheck][silent]") {
    const std::string network =
        "populations: [E, I]\nN: [300, 200]\nJ: 0.1 mV\nK: [[0, 0], [0, 0]]\n"
        "K_ext: [1000, 900]\nJ_ext: {val: [[0.2], [0.15]], unit: mV}\nnu_ext: 5 Hz\n" +
        neurons;
    const auto result = checked(network, 1.0, responses);
    CHECK(row_of(result, Quantity::firing_rates, "E").simulated > 1.0);
    CHECK(notes_say(result, "transmission_delay of E left out: nothing arrives from the network"));
    std::string connected = network;
    connected.replace(connected.find("K: [[0, 0]"), 10, "K: [[9, 0]");
    CHECK_THROWS_WITH(checked(connected), ContainsSubstring("Delay must be given"));
}

TEST_CASE("A silent population among active ones is compared", "[crosscheck][silent]") {
    // Once without any input, once with input that keeps it far below its threshold.
    for (const char* K_ext : {"[1000, 0]", "[1000, 10]"}) {
        const auto result = checked(
            "populations: [E, S]\nN: [400, 100]\nJ: {val: [[0.1, -0.5], [0, 0]], unit: mV}\n"
            "K: [[40, 10], [0, 0]]\nd: 1.5 ms\nJ_ext: 0.2 mV\nnu_ext: 5 Hz\nK_ext: " +
            std::string(K_ext) + "\n" + neurons);
        CHECK(row_of(result, Quantity::firing_rates, "S").verdict == Verdict::agrees);
        CHECK(row_of(result, Quantity::firing_rates, "E").simulated > 1.0);
    }
}

TEST_CASE("Neurons that a current alone makes fire are compared", "[crosscheck][silent]") {
    const auto result = checked(
        "populations: [E]\nN: 300\nC: 250 pF\nI_ext: 300 pA\nJ: 0.1 mV\n"
        "K: 0\n" +
        neurons);
    // 2 ms + 20 ms log(14 / 4), and half a step
    CHECK(row_of(result, Quantity::firing_rates, "E").simulated == Approx(36.9).epsilon(0.02));
}

TEST_CASE("A population of one neuron is compared", "[crosscheck][silent]") {
    const auto result = checked(
        "populations: [E, I]\nN: [200, 1]\nJ: {val: [[0.1, 0], [0.1, 0]], unit: mV}\n"
        "K: [[20, 0], [20, 0]]\nd: 1.5 ms\nJ_ext: 0.2 mV\nnu_ext: 5 Hz\n"
        "K_ext: [1000, 1000]\n" +
        neurons);
    CHECK(row_of(result, Quantity::firing_rates, "I").simulated > 0.0);
}

TEST_CASE("Silent exponential synapses are compared", "[crosscheck][silent]") {
    std::string exponential = neurons;
    exponential.replace(exponential.find("delta"), 5, "exponential\ntau_s: 2 ms");
    checked(
        "populations: [E, I]\nN: [100, 25]\nJ: {val: [[0.1, -0.5], [0.1, -0.5]], unit: mV}\n"
        "K: [[10, 5], [10, 5]]\nd: 1.5 ms\n" +
        exponential);
}

TEST_CASE("Neurons that fire regularly remember how they began", "[crosscheck][silent]") {
    const Network network =
        network_from_yaml(
            "populations: [E]\nN: 500\nC: 250 pF\nI_ext: 300 pA\nJ: -0.2 mV\nK: 50\nd: 1.5 ms\n" +
            neurons)
            .network;
    CrosscheckOptions options;
    options.duration = 2.0;
    options.quantities = {Quantity::driven_rates};
    const auto initial_state = [&](double warmup) {
        options.warmup = warmup;
        const auto result = crosscheck::crosscheck(network, options);
        const auto& row = row_of(result, Quantity::driven_rates, "E");
        CHECK(row.verdict != Verdict::disagrees);
        for (const auto& error : row.systematic_errors) {
            if (error.cause == "initial state") return error.value * result.sample_duration;
        }
        return 0.0;
    };
    // 178 Hz with CV 0.025: exp(-2 pi^2 CV^2 88) of a spike after 0.5 s
    CHECK(initial_state(0.5) == Approx(0.39).epsilon(0.1));
    CHECK(initial_state(6.0) == 0.0);

    options.quantities = {Quantity::std_input, Quantity::mean_input};
    const std::string too_short = "std_input of E left out: samples shorter than 5 tau_m";
    options.warmup = 0.5;
    CHECK_FALSE(notes_say(crosscheck::crosscheck(network, options), too_short));
    options.duration = 1.0;
    CHECK(notes_say(crosscheck::crosscheck(network, options), too_short));
}
