#include "catch.hpp"
#include "crosscheck/verdict.hpp"

using namespace siegert;
using namespace siegert::crosscheck;

namespace {

constexpr int samples = 20;
constexpr double family_error = 1e-3;

// A row as `compared` makes it, of a quantity that is positive.
Row row_of(double predicted, double simulated, double standard_error, double correction,
           double tolerance) {
    Row row;
    row.quantity = Quantity::firing_rates;
    row.population = "E";
    row.predicted = predicted;
    row.simulated = simulated;
    row.standard_error = standard_error;
    row.z = (simulated - predicted) / standard_error;
    row.relative_deviation = simulated / predicted - 1.0;
    row.correction = correction;
    row.tolerance = tolerance;
    row.systematic_errors = {{.cause = input_spectrum_name,
                              .value = correction,
                              .exact = true,
                              .uncertainty = tolerance}};
    const double middle = predicted + correction;
    row.accepted_low = middle * middle / (middle + tolerance);
    row.accepted_high = middle + tolerance;
    const double excess = simulated > row.accepted_high  ? simulated - row.accepted_high
                          : simulated < row.accepted_low ? simulated - row.accepted_low
                                                         : 0.0;
    row.excess_z = excess / standard_error;
    return row;
}

Verdict verdict_of(const Row& row) {
    std::vector<Row> rows{row};
    judge(rows, samples, family_error);
    CHECK(rows[0].alarm == (rows[0].verdict == Verdict::disagrees));
    return rows[0].verdict;
}

// One population that has a rate, with one cause.
Row compared_with(const CrosscheckOptions& options, double predicted, double correction,
                  double uncertainty, const Vector& simulated) {
    Network network;
    network.populations = {"E"};
    network.N = Vector{{100.0}};
    const Setting setting{
        .network = network, .options = options, .observables = {{Quantity::firing_rates}}};
    const Vector zero = Vector::Zero(1);
    const Expectation expectation{
        .prediction = {.setting = setting, .point = {}, .values = Vector{{predicted}}},
        .causes = {{.name = "cause",
                    .treatment = Treatment::correction,
                    .values = Vector{{correction}},
                    .uncertainty = Vector{{uncertainty}},
                    .standard_error = zero}},
        .modulation_depth = {}};
    return compared(setting, expectation, 0, simulated);
}

CrosscheckOptions options() {
    CrosscheckOptions options;
    options.duration = 10.0;
    return options;
}

}  // namespace

TEST_CASE("A number agrees only as it was predicted", "[crosscheck][verdict]") {
    CHECK(verdict_of(row_of(20.0, 20.1, 0.1, 0.0, 0.0)) == Verdict::agrees);
    // What tolerances would allow does not matter where none is needed.
    CHECK(verdict_of(row_of(20.0, 20.1, 0.1, 0.0, 30.0)) == Verdict::agrees);
    // 16 % off, which a correction explains.
    CHECK(verdict_of(row_of(20.0, 16.8, 0.1, -3.0, 0.5)) == Verdict::explained);
    CHECK(verdict_of(row_of(20.0, 16.8, 0.1, -1.0, 0.5)) == Verdict::disagrees);
}

TEST_CASE("A range that is wider than a fifth of the value cannot tell", "[crosscheck][verdict]") {
    CHECK(verdict_of(row_of(20.0, 16.8, 0.1, -3.0, 2.5)) == Verdict::explained);
    CHECK(verdict_of(row_of(20.0, 16.8, 0.1, -3.0, 3.4)) == Verdict::cannot_tell);
    // Chance alone: 3.88 standard errors at 0.001 of Student's t with 19 degrees of freedom.
    CHECK(verdict_of(row_of(20.0, 20.1, 1.02, 0.0, 0.0)) == Verdict::agrees);
    CHECK(verdict_of(row_of(20.0, 20.1, 1.04, 0.0, 0.0)) == Verdict::cannot_tell);
    // However wide, what lies outside of it disagrees.
    CHECK(verdict_of(row_of(20.0, 90.0, 0.1, -3.0, 20.0)) == Verdict::disagrees);
}

TEST_CASE("The value of a response is its modulus", "[crosscheck][verdict]") {
    std::vector<Row> rows{row_of(400.0, 402.0, 2.0, 0.0, 0.0), row_of(3.0, 4.0, 2.0, 0.0, 0.0)};
    rows[0].quantity = Quantity::transfer_function_real;
    rows[1].quantity = Quantity::transfer_function_imaginary;
    judge(rows, samples, family_error);
    CHECK(rows[0].verdict == Verdict::agrees);
    CHECK(rows[1].verdict == Verdict::agrees);
    // Without the other part it is a small number that is known badly.
    rows.erase(rows.begin());
    judge(rows, samples, family_error);
    CHECK(rows[0].verdict == Verdict::cannot_tell);
}

TEST_CASE("The accepted range of a positive quantity is positive", "[crosscheck][verdict]") {
    const Vector simulated{{3.9, 4.1, 4.0}};
    const Row wide = compared_with(options(), 4.5, -0.5, 20.0, simulated);
    CHECK(wide.accepted_low == Approx(4.0 * 4.0 / 24.0).epsilon(1e-14));
    CHECK(wide.accepted_high == Approx(24.0).epsilon(1e-14));
    CHECK(wide.excess_z == 0.0);
    // A correction that is larger than the value leaves nothing to expect.
    const Row over = compared_with(options(), 4.0, -5.0, 0.5, simulated);
    CHECK(over.accepted_low == 0.0);
    CHECK(over.accepted_high == 0.0);
    CHECK(over.excess_z > 0.0);
}

TEST_CASE("Few spikes have the error of a Poisson number", "[crosscheck][verdict]") {
    // 100 neurons and 10 s: a thousand seconds.
    const Vector none = Vector::Zero(samples);
    const Row silent = compared_with(options(), 1e-9, 0.0, 0.0, none);
    CHECK(silent.z == 0.0);
    CHECK(verdict_of(silent) == Verdict::agrees);
    // Four spikes are expected and none came: two standard errors, and nothing can be told.
    const Row rare = compared_with(options(), 0.004, 0.0, 0.0, none);
    CHECK(rare.z == Approx(-2.0).epsilon(1e-12));
    CHECK(verdict_of(rare) == Verdict::cannot_tell);
    // 400 are expected.
    CHECK(verdict_of(compared_with(options(), 0.4, 0.0, 0.0, none)) == Verdict::disagrees);
    // Nothing is expected, and the same number of spikes came in each sample.
    CHECK(verdict_of(compared_with(options(), 0.0, 0.0, 0.0, Vector::Constant(samples, 0.5))) ==
          Verdict::disagrees);
}

TEST_CASE("The summary counts verdicts and names causes and reasons", "[crosscheck][verdict]") {
    Crosscheck result;
    result.rows = {row_of(20.0, 20.1, 0.1, 0.0, 0.0), row_of(20.0, 16.8, 0.1, -3.0, 0.5),
                   row_of(20.0, 16.8, 0.1, -3.0, 9.0), row_of(20.0, 20.1, 3.0, 0.0, 0.0)};
    result.modulation_depth = Vector{{0.3, 1.23}};
    judge(result.rows, samples, family_error);
    CHECK(summary(result) ==
          "of 4 numbers 1 agree, 1 explained by spectrum of the input (largest -16 % in "
          "firing_rates of E), 2 cannot tell (1 because the network modulates its rates to a depth "
          "of 1.2, 1 because of too few samples)");
    result.rows = {row_of(20.0, 10.0, 0.1, 0.0, 0.0)};
    judge(result.rows, samples, family_error);
    CHECK(summary(result) ==
          "of 1 numbers 1 DISAGREE (largest -50 % in firing_rates of E, 1e+02 standard errors "
          "beyond all known causes), 0 agree");
    result.complete = false;
    CHECK(summary(result) == "stopped before the end: nothing is compared");
}
