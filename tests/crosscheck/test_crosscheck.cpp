#include "catch.hpp"
#include "small_network.hpp"

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

using namespace siegert;
using namespace siegert::literals;
using crosscheck::Crosscheck;
using crosscheck::CrosscheckOptions;
using crosscheck::Quantity;
using siegert::tests::small_network;

namespace {

// A coarse grid makes one step large: the prediction takes it into account.
constexpr double dt = 0.5_ms;

CrosscheckOptions options_for(std::vector<Quantity> quantities) {
    CrosscheckOptions options;
    options.duration = 20.0;
    options.warmup = 0.2;
    options.dt = dt;
    options.seed = 11;
    options.f_max = 400.0;
    options.surrogate_time = 50.0;
    options.quantities = std::move(quantities);
    return options;
}

std::string described(const Crosscheck& result) {
    std::string text;
    for (const auto& row : result.rows) {
        text += fmt::format(
            "{} {}{} at {} Hz: predicted {} corrected by {}, accepted {} to {}, simulated {} +- "
            "{}, "
            "excess z {}, {}\n",
            crosscheck::quantity_info(row.quantity).name, row.population, row.source, row.frequency,
            row.predicted, row.correction, row.accepted_low, row.accepted_high, row.simulated,
            row.standard_error, row.excess_z, crosscheck::verdict_name(row.verdict));
    }
    return text;
}

const std::vector<Quantity> all{Quantity::firing_rates, Quantity::cvs,         Quantity::mean_input,
                                Quantity::std_input,    Quantity::covariances, Quantity::spectra};

}  // namespace

TEST_CASE("Theory and simulation of one network agree", "[crosscheck][crosscheck]") {
    const auto result = crosscheck::crosscheck(small_network(), options_for(all));
    INFO(described(result));
    CHECK(result.agrees);
    CHECK(result.complete);
    CHECK(result.samples == 20);
    // Per population a rate, CV, mean, standard deviation, eight bands; three covariances.
    CHECK(result.rows.size() == 2 * (4 + 8) + 3);
    CHECK(result.modulation_depth.size() == 2);
}

TEST_CASE("A factor 1.05 in tau_m of the prediction raises an alarm", "[crosscheck][crosscheck]") {
    Network wrong = small_network();
    wrong.tau_m *= 1.05;
    const auto result =
        crosscheck::crosscheck(wrong, small_network(), options_for({Quantity::firing_rates}));
    INFO(described(result));
    CHECK_FALSE(result.agrees);
    CHECK(has_alarm(result, Quantity::firing_rates));
}

TEST_CASE("A lost refractory step of the simulation raises an alarm", "[crosscheck][crosscheck]") {
    Network wrong = small_network();
    wrong.tau_r.array() -= dt;
    const auto result =
        crosscheck::crosscheck(small_network(), wrong, options_for({Quantity::firing_rates}));
    INFO(described(result));
    CHECK(has_alarm(result, Quantity::firing_rates));
}

TEST_CASE("An extra step of delay in the simulation raises an alarm", "[crosscheck][crosscheck]") {
    Network wrong = small_network();
    wrong.Delay.array() += dt;
    const auto result =
        crosscheck::crosscheck(small_network(), wrong, options_for({Quantity::spectra}));
    INFO(described(result));
    CHECK(has_alarm(result, Quantity::spectra));
}

TEST_CASE("Transfer functions agree with those of modulated neurons", "[crosscheck][crosscheck]") {
    auto options =
        options_for({Quantity::transfer_function_real, Quantity::transfer_function_imaginary});
    options.duration = 10.0;
    options.dt = 0.1_ms;
    options.modulated = 200;
    options.frequencies = Vector{{12.0, 60.0}};
    const auto result = crosscheck::crosscheck(small_network(), options);
    INFO(described(result));
    CHECK(result.rows.size() == 8);
    CHECK(result.agrees);
    Network slow = small_network();
    slow.tau_m *= 1.5;
    CHECK_FALSE(crosscheck::crosscheck(slow, small_network(), options).agrees);
}

TEST_CASE("The seed decides the result, the number of threads does not",
          "[crosscheck][crosscheck]") {
    auto options = options_for({Quantity::firing_rates, Quantity::covariances});
    options.duration = 2.0;
    options.replicates = 4;
    options.batches = 2;
    options.threads = 1;
    const auto first = crosscheck::crosscheck(small_network(), options);
    options.threads = 3;
    const auto second = crosscheck::crosscheck(small_network(), options);
    options.seed += 100;
    const auto third = crosscheck::crosscheck(small_network(), options);
    REQUIRE(first.rows.size() == second.rows.size());
    for (std::size_t r = 0; r < first.rows.size(); ++r) {
        CHECK(first.rows[r].simulated == second.rows[r].simulated);
        CHECK(first.rows[r].simulated != third.rows[r].simulated);
    }
}

TEST_CASE("A cross-check stops when its progress callback says so", "[crosscheck][crosscheck]") {
    auto options = options_for({Quantity::firing_rates});
    options.duration = 1.0;
    options.threads = 1;
    int finished = 0;
    options.progress = [&](double part) {
        if (part == Approx(finished / 20.0)) return true;  // within a simulation
        CHECK(part == Approx(++finished / 20.0));
        return finished < 3;
    };
    const auto result = crosscheck::crosscheck(small_network(), options);
    CHECK(finished == 3);
    CHECK_FALSE(result.complete);
    CHECK_FALSE(result.agrees);
    CHECK(result.rows.empty());
}

TEST_CASE("A cross-check can be stopped at any time", "[crosscheck][crosscheck]") {
    // In both cases the end would not be reached today.
    const bool predicting = GENERATE(true, false);
    auto options = options_for({predicting ? Quantity::firing_rates : Quantity::transmission_gain});
    options.duration = predicting ? 1.0 : 1e6;
    options.surrogate_time = 1e6;
    options.threads = 1;
    options.progress = [](double part) {
        CHECK(part == 0.0);
        return false;
    };
    CHECK_FALSE(crosscheck::crosscheck(small_network(), options).complete);
}

TEST_CASE("A cross-check names what it rejects", "[crosscheck][crosscheck][error]") {
    const auto rejects = [](CrosscheckOptions options, const std::string& message) {
        CHECK_THROWS_WITH(crosscheck::crosscheck(small_network(), options),
                          ContainsSubstring(message));
    };
    auto options = options_for(all);
    options.duration = -1.0;
    rejects(options, "duration must be positive and finite, got -1");
    options = options_for(all);
    options.replicates = 1;
    rejects(options, "replicates * batches must be at least 2, got 1");
    options = options_for(all);
    options.duration = 4.0;
    options.segment = 0.5;
    rejects(options, "segment must be positive and at most 0.2 s");
    options = options_for(all);
    options.unconnected = 4;
    rejects(options, "unconnected must be at least 5, got 4");
    options = options_for(all);
    options.family_error = 1.0;
    rejects(options, "family_error must lie between 0 and 1, got 1");
    Network other = small_network();
    other.populations[1] = "J";
    CHECK_THROWS_WITH(crosscheck::crosscheck(other, small_network(), options_for(all)),
                      ContainsSubstring("the same populations"));
}
