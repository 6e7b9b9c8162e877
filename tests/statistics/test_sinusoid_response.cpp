#include "coverage.hpp"
#include "processes.hpp"

#include <siegert/error.hpp>
#include <siegert/statistics/sinusoid_response.hpp>

#include <complex>

using namespace siegert;
using namespace siegert::statistics;
using namespace processes;

namespace {

constexpr double f = 13.0, nu = 20.0, depth = 0.2, amplitude = 0.5;
// The rate lags the drive by 0.7 rad: nu depth cos(2 pi f t + phase - 0.7).
constexpr double phase = 0.4, lag = 0.7;
const Complex truth = std::polar(nu * depth / amplitude, -lag);
constexpr Modulation modulation{.f = f, .amplitude = amplitude, .phase = phase};

SpikeRecord modulated(double sign, Random& random) {
    auto record = silent({10}, 8.3);
    fire(record, 0, Modulated{nu, sign * depth, f, phase - lag}, random);
    return record;
}

}  // namespace

TEST_CASE("The response to a sinusoid is found with honest errors in both quadratures",
          "[statistics][response]") {
    Random random(41);
    Coverage real, imaginary;
    for (int k = 0; k < 100; ++k) {
        const auto [value, error, samples] =
            sinusoid_response(modulated(1.0, random), modulation)[0];
        REQUIRE(samples == 20.0);
        real.add((value.real() - truth.real()) / error, 2.0 * (samples - 1.0));
        imaginary.add((value.imag() - truth.imag()) / error, 2.0 * (samples - 1.0));
    }
    check(real);
    check(imaginary);
}

TEST_CASE("Two opposite modulations give one response", "[statistics][response]") {
    Random random(43);
    Coverage real, imaginary;
    for (int k = 0; k < 100; ++k) {
        const auto positive = modulated(1.0, random);
        auto negative = silent({10}, 8.3);
        // The opposite sign: half a period later.
        fire(negative, 0, Modulated{nu, depth, f, phase - lag + 3.14159265358979323846}, random);
        const auto [value, error, samples] = sinusoid_response(positive, negative, modulation)[0];
        real.add((value.real() - truth.real()) / error, 2.0 * (samples - 1.0));
        imaginary.add((value.imag() - truth.imag()) / error, 2.0 * (samples - 1.0));
    }
    check(real);
    check(imaginary);

    // What both runs have in common cancels to the last bit.
    const auto record = modulated(1.0, random);
    CHECK(sinusoid_response(record, record, modulation)[0].value == Complex(0.0));
    CHECK(sinusoid_response(record, record, modulation)[0].standard_error == 0.0);
}

TEST_CASE("A constant rate has no response: only whole periods count", "[statistics][response]") {
    auto record = silent({1}, 1.0);
    std::vector<Spike> spikes;
    for (int k = 0; k < 4000; ++k) spikes.emplace_back(0.3 + (k + 0.5) / 4000.0, 0);
    set_spikes(record, 0, spikes);
    // 3.5 periods fit; the half one would leave a response of 2 nu / (3.5 pi) = 730 Hz.
    const auto response = sinusoid_response(record, {.f = 3.5, .amplitude = 1.0})[0];
    CHECK(std::abs(response.value) < 2.0);  // a spike on the edge of a block
    CHECK(response.samples == 3.0);
}

TEST_CASE("Responses without enough data are marked", "[statistics][response][edge]") {
    auto record = silent({4, 4}, 1.0);
    set_spikes(record, 0, {{0.5, 0}});
    const auto one_period = sinusoid_response(record, {.f = 1.5, .amplitude = 1.0});
    CHECK(one_period[0].samples == 1.0);
    CHECK(std::isinf(one_period[0].standard_error));
    CHECK(std::abs(one_period[0].value) > 0.0);
    CHECK(one_period[1].samples == 0.0);
    CHECK(one_period[1].value == Complex(0.0));

    CHECK_THROWS_WITH(sinusoid_response(record, {.f = 0.5, .amplitude = 1.0}),
                      "f must have a period that fits into the recording of 1 s, got 0.5");
    CHECK_THROWS_WITH(sinusoid_response(record, {.f = 5.0, .amplitude = 0.0}),
                      "amplitude must not be zero, got 0");
    CHECK_THROWS_WITH(sinusoid_response(record, {.amplitude = 1.0}),
                      "f must be positive and finite, got nan");
    CHECK_THROWS_WITH(sinusoid_response(record, {.f = 5.0, .amplitude = 1.0, .blocks = 1}),
                      "blocks must be at least 2, got 1");
    CHECK_THROWS_WITH(sinusoid_response(record, silent({4, 3}, 1.0), {.f = 5.0, .amplitude = 1.0}),
                      ContainsSubstring("negative must have the populations"));
}
