#include "network_text.hpp"

using namespace siegert;

namespace {

// tau_s w / C: three rounded numbers and two operations.
constexpr double rounding = 5 * std::numeric_limits<double>::epsilon();

Network with_external(const std::string& lines) {
    return network_from_yaml(small_network() + "C: 250 pF\n" + lines).network;
}

std::string external_complaint(const std::string& lines) {
    return complaint(small_network() + "C: 250 pF\n" + lines);
}

Matrix column(double first, double second) {
    return (Matrix(2, 1) << first, second).finished();
}

}  // namespace

TEST_CASE("Without external keys there is no external input", "[io][external]") {
    const Network network = network_from_yaml(small_network()).network;
    CHECK(network.nu_ext.size() == 0);
    CHECK((network.K_ext.rows() == 2 && network.K_ext.cols() == 0));
    CHECK((network.J_ext.rows() == 2 && network.J_ext.cols() == 0));
}

TEST_CASE("One external population contacts every target as often as K_ext says",
          "[io][external]") {
    const Network network = with_external("K_ext: [7, 9]\nw_ext: 87.8 pA\nnu_ext: 8 Hz\n");
    CHECK(network.K_ext == column(7, 9));
    CHECK(network.J_ext.isApprox(column(0.0001756, 0.0001756), rounding));
    CHECK(network.nu_ext == Vector::Constant(1, 8.0));
    CHECK(with_external("K_ext: [[7], [9]]\nJ_ext: {val: [0.2, 0.3], unit: mV}\nnu_ext: 8 Hz\n")
              .J_ext == column(0.0002, 0.0003));
    CHECK(with_external("K_ext: 7\nJ_ext: {val: [[0.2], [0.3]], unit: mV}\nnu_ext: 8 Hz\n").K_ext ==
          column(7, 7));
}

TEST_CASE("A list beside a matrix has one entry for each source", "[io][external]") {
    const Network network = with_external(
        "K_ext: [7, 9, 11]\nW_ext: {val: [[1, 2, 3], [4, 5, 6]], unit: pA}\n"
        "nu_ext: {val: [8, 4, 2], unit: Hz}\n");
    CHECK(network.K_ext == (Matrix(2, 3) << 7, 9, 11, 7, 9, 11).finished());
    CHECK(relative_error(network.J_ext(1, 2), 0.000012) < rounding);  // 0.5 ms 6 pA / 250 pF
    const Network other = with_external(
        "K_ext: [[7, 9, 11], [1, 2, 3]]\nJ_ext: {val: [0.2, 0.3, 0.4], unit: mV}\n"
        "nu_ext: 8 Hz\n");
    CHECK(other.J_ext(1, 2) == 0.0004);
    CHECK(other.nu_ext == Vector::Constant(3, 8.0));
}

TEST_CASE("Lists of K_ext and nu_ext give every population a source of its own", "[io][external]") {
    const auto loaded = network_from_yaml(
        small_network() + "K_ext: [7, 9]\nJ_ext: 0.2 mV\nnu_ext: {val: [8, 4], unit: Hz}\n");
    CHECK(loaded.network.K_ext == (Matrix(2, 2) << 7, 0, 0, 9).finished());
    CHECK(loaded.network.nu_ext == (Vector(2) << 8, 4).finished());
    REQUIRE(loaded.warnings.size() == 1);
    CHECK_THAT(loaded.warnings[0], ContainsSubstring("external population of its own"));
    CHECK(
        external_complaint("K_ext: [7, 9]\nJ_ext: 0.2 mV\nnu_ext: {val: [8, 4, 2], unit: Hz}\n") ==
        "network text, line 11: K_ext: expected a 2 x 3 matrix, as there are 3 external "
        "populations "
        "(nu_ext), found a list of 2");
}

TEST_CASE("Without a weight of their own external synapses are as strong as excitatory ones",
          "[io][external]") {
    const auto loaded = network_from_yaml(with_line(small_network(), "J", "w: 87.8 pA") +
                                          "g: 4\nC: 250 pF\nK_ext: [7, 9]\nnu_ext: 8 Hz\n");
    CHECK(loaded.network.J_ext.isApprox(column(0.0001756, 0.0001756), rounding));
    CHECK_THAT(loaded.notes.back(), ContainsSubstring("no J_ext"));
    CHECK(
        external_complaint("K_ext: [7, 9]\nnu_ext: 8 Hz\n") ==
        "network text: J_ext: expected this key (or W_ext or w_ext), as there is K_ext, found none"
        ": add 'J_ext: NUMBER mV' (weight of external synapses; one number, or n x m)");
}

TEST_CASE("Missing external rates are zero, and said", "[io][external]") {
    const auto loaded = network_from_yaml(small_network() + "K_ext: [7, 9]\nJ_ext: 0.2 mV\n");
    CHECK(loaded.network.nu_ext == Vector::Zero(1));
    REQUIRE(loaded.warnings.size() == 1);
    CHECK_THAT(loaded.warnings[0], ContainsSubstring("no nu_ext"));
    CHECK(external_complaint("J_ext: 0.2 mV\nnu_ext: 8 Hz\n") ==
          "network text: K_ext: expected this key as there is external input, found none"
          ": add 'K_ext: NUMBER' (external in-degree; one number, or n x m)");
}

TEST_CASE("Additional Poisson input reaches the population of its rate", "[io][external]") {
    std::string text = with_line(small_network(), "J", "j: 0.2 mV") +
                       "g: 4\nK_ext: [7, 9]\nnu_ext: 8 Hz\n"
                       "nu_e_ext: {val: [0, 30], unit: Hz}\nnu_i_ext: {val: [50, 0], unit: Hz}\n";
    const Network network = network_from_yaml(text).network;
    CHECK(network.nu_ext == (Vector(3) << 8, 30, 50).finished());
    CHECK(network.K_ext == (Matrix(2, 3) << 7, 0, 1, 9, 1, 0).finished());
    CHECK(network.J_ext.col(1) == (Vector(2) << 0, 0.0002).finished());
    CHECK(network.J_ext.col(2) == (Vector(2) << -0.0008, 0).finished());

    text = small_network() + "nu_e_ext: {val: [0, 0], unit: Hz}\n";
    CHECK(network_from_yaml(text).network.nu_ext.size() == 0);
    CHECK(external_complaint("nu_e_ext: {val: [0, 5], unit: Hz}\n") ==
          "network text: w: expected this key (or j), the weight of nu_e_ext, found none"
          ": add 'w: NUMBER pA'");
    CHECK(external_complaint("nu_e_ext: {val: [0, -5], unit: Hz}\n") ==
          "network text, line 11: nu_e_ext: expected rates that are not negative, found others");
}

TEST_CASE("A constant current needs the capacitance", "[io][external]") {
    CHECK(with_external("I_ext: {val: [1, 2], unit: pA}\n").I_ext ==
          (Vector(2) << 1e-12, 2e-12).finished());
    CHECK(complaint(small_network() + "I_ext: 1 pA\n") ==
          "network text: C: expected this key to use I_ext, found none"
          ": add 'C: NUMBER pF' (membrane capacitance; one number, or n)");
}

TEST_CASE("The kind of external drive is read", "[io][external]") {
    CHECK(with_external("").external_drive == ExternalDrive::poisson);
    CHECK(with_external("external_drive: gaussian_white\n").external_drive ==
          ExternalDrive::gaussian_white);
    CHECK(external_complaint("external_drive: noise\n") ==
          "network text, line 11: external_drive: expected 'poisson' or 'gaussian_white', found "
          "'noise'");
}
