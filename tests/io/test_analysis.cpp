#include "network_text.hpp"

#include <numbers>

using namespace siegert;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

std::string analysis_complaint(const std::string& text) {
    try {
        (void)analysis_from_yaml(text);
    } catch (const ParameterFileError& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("Analysis frequencies run from f_min in steps of df and leave out f_max",
          "[io][analysis]") {
    const Analysis analysis = analysis_from_yaml(
        "f_min: {val: 0.1, unit: Hz}\nf_max: {val: 500., unit: Hz}\n"
        "df: {val: 0.15915494309189535, unit: Hz}\n");
    REQUIRE(analysis.omegas.size() == 3141);
    CHECK(analysis.omegas(0) == two_pi * 0.1);
    CHECK(analysis.omegas(3140) == Approx(two_pi * 0.1 + 3140.0).epsilon(1e-14));
    CHECK(analysis.k_wavenumbers.size() == 0);

    const Analysis whole = analysis_from_yaml("{f_min: 2 Hz, f_max: 5 Hz, df: 1 Hz}");
    REQUIRE(whole.omegas.size() == 3);
    CHECK(whole.omegas(2) == Approx(two_pi * 4.0).epsilon(1e-15));
}

TEST_CASE("Units of analysis parameters are honoured", "[io][analysis]") {
    const Analysis analysis = analysis_from_yaml(
        "{f_min: 10 Hz, f_max: 0.5 kHz, df: 20 1/s, k_min: 1 1/mm, k_max: 3 1/mm, dk: 500 1/m}");
    CHECK(analysis.omegas.size() == 25);
    REQUIRE(analysis.k_wavenumbers.size() == 4);
    CHECK(analysis.k_wavenumbers(3) == 2500.0);
}

TEST_CASE("Analysis frequencies may be listed", "[io][analysis]") {
    const Analysis analysis =
        analysis_from_yaml("omegas: {val: [1.5, 0.25, 4], unit: rad/s}\nk_wavenumbers: 7 1/mm\n");
    REQUIRE(analysis.omegas.size() == 3);
    CHECK(analysis.omegas(1) == 0.25);
    REQUIRE(analysis.k_wavenumbers.size() == 1);
    CHECK(analysis.k_wavenumbers(0) == 7000.0);
}

TEST_CASE("Analysis parameters may stand in the file of the network", "[io][analysis]") {
    const auto loaded =
        network_from_yaml(small_network() + "f_min: 1 Hz\nf_max: 4 Hz\ndf: 0.5 Hz\n");
    CHECK(loaded.analysis.omegas.size() == 6);
    CHECK(network_from_yaml(small_network()).analysis.omegas.size() == 0);
}

TEST_CASE("A range that is none is explained", "[io][analysis]") {
    CHECK(analysis_complaint("f_min: 1 Hz\nf_max: 4 Hz\n") ==
          "network text: df: expected this key beside f_min, found none"
          ": add 'df: NUMBER Hz'");
    CHECK(analysis_complaint("f_min: 1 Hz\nf_max: 4 Hz\ndf: 0 Hz\n") ==
          "network text, line 3: df: expected a positive step, found 0 Hz");
    CHECK(analysis_complaint("f_min: -1 Hz\nf_max: 4 Hz\ndf: 1 Hz\n") ==
          "network text, line 1: f_min: expected a value that is not negative, found -1 Hz");
    CHECK(analysis_complaint("f_min: 4 Hz\nf_max: 4 Hz\ndf: 1 Hz\n") ==
          "network text, line 2: f_max: expected a value above f_min, found 4 Hz");
    CHECK(analysis_complaint("f_min: 4 Hz\nf_max: 4e9 Hz\ndf: 1 Hz\n") ==
          "network text, line 3: df: expected a step that gives at most 1e+07 points, found 1 Hz");
    CHECK(analysis_complaint("f_min: [1 Hz, 2 Hz]\nf_max: 4 Hz\ndf: 1 Hz\n") ==
          "network text, line 1: f_min: expected a single number, found a list of 2");
}
