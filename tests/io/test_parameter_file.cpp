#include "network_text.hpp"

using namespace siegert;

namespace {

// tau_s w / C: three rounded numbers and two operations.
constexpr double rounding = 5 * std::numeric_limits<double>::epsilon();

// In the manner of NNMT's parameter files: weights in pA, absolute potentials, a value and a unit
// for each quantity.
std::string file_in_nnmt_style(const std::string& weights) {
    return "---\n"
           "populations:\n  - 23E\n  - 23I\n  - 4E\n  - 4I\n"
           "N:\n  - 200\n  - 50\n  - 210\n  - 55\n"
           "C:\n  val: 250.0\n  unit: pF\n"
           "tau_m:\n  val: 10.0\n  unit: ms\n"
           "tau_r:\n  val: 2.\n  unit: millisecond\n"
           "V_0_abs:\n  val: -65.0\n  unit: mV\n"
           "V_th_abs:\n  val: -50.0\n  unit: mV\n"
           "tau_s:\n  val: 0.5\n  unit: ms\n"
           "d_e:\n  val: 1.5\n  unit: ms\nd_i:\n  val: 0.75\n  unit: ms\n"
           "d_e_sd:\n  val: 1.4\n  unit: ms\nd_i_sd:\n  val: 0.7\n  unit: ms\n"
           "delay_dist: truncated_gaussian\n"
           "K:\n  - - 1\n    - 2.5\n    - 3\n    - 4\n  - [5, 6, 7, 8]\n"
           "  - [9, 10, 11, 12]\n  - [13, 14, 15, 16]\n" +
           weights + "...\n";
}

const std::string w_and_g = "w:\n  val: 87.8\n  unit: pA\ng: 4.0\n";

}  // namespace

TEST_CASE("A parameter file becomes a network in SI units", "[io][parameter_file]") {
    const auto loaded = network_from_yaml(small_network());
    const Network& network = loaded.network;
    CHECK(loaded.model == NetworkModel::plain);
    CHECK(loaded.warnings.empty());
    CHECK(network.populations == std::vector<std::string>{"E", "I"});
    CHECK(network.N == (Vector(2) << 80, 20).finished());
    CHECK(network.tau_m == (Vector(2) << 0.02, 0.01).finished());
    CHECK(network.tau_r == Vector::Constant(2, 0.002));
    CHECK(network.tau_s == Vector::Constant(2, 0.0005));
    CHECK(network.V_0 == Vector::Constant(2, 0.003));
    CHECK(network.V_th == Vector::Constant(2, 0.015));
    CHECK(network.synapse == SynapseType::exponential);
    CHECK(network.J == (Matrix(2, 2) << 0.0002, -0.0011, 0.0003, -0.0012).finished());
    CHECK(network.K == (Matrix(2, 2) << 10, 5, 12, 6).finished());
    CHECK(network.C.size() == 0);
    CHECK(network.E_L.size() == 0);
    CHECK(network.Delay.size() == 0);
    CHECK(network.adaptation.empty());
}

TEST_CASE("Quantities may be written in several ways", "[io][parameter_file]") {
    const auto tau_m = [](const std::string& line) {
        return network_from_yaml(small_network_with("tau_m", line)).network.tau_m;
    };
    const Vector expected = (Vector(2) << 0.02, 0.01).finished();
    CHECK(tau_m("tau_m: {val: [20, 10], unit: ms}") == expected);
    CHECK(tau_m("tau_m: {unit: second, val: [0.02, 1e-2]}") == expected);
    CHECK(tau_m("tau_m: [20 ms, 0.01 s]") == expected);
    CHECK(tau_m("tau_m: {val: 20, unit: \"ms\"}") == Vector::Constant(2, 0.02));
    CHECK(tau_m("tau_m: \"20 ms\"") == Vector::Constant(2, 0.02));
}

TEST_CASE("Model microcircuit derives weights, thresholds and delays", "[io][parameter_file]") {
    const std::string text = "model: microcircuit\n" + file_in_nnmt_style(w_and_g).substr(4);
    const auto loaded = network_from_yaml(text);
    const Network& network = loaded.network;
    CHECK(loaded.model == NetworkModel::microcircuit);
    CHECK(network.V_0 == Vector::Zero(4));
    CHECK(network.V_th == Vector::Constant(4, 0.015));
    CHECK(network.E_L == Vector::Constant(4, -0.065));
    Matrix J(4, 4);
    J.row(0) << 0.0001756, -0.0007024, 0.0003512, -0.0007024;
    for (Index i = 1; i < 4; ++i) J.row(i) << 0.0001756, -0.0007024, 0.0001756, -0.0007024;
    CHECK(network.J.isApprox(J, rounding));
    CHECK(network.K(0, 1) == 2.5);
    CHECK(network.Delay.row(3) == Eigen::RowVector4d(0.0015, 0.00075, 0.0015, 0.00075));
    CHECK(network.Delay_sd.row(3) == Eigen::RowVector4d(0.0014, 0.0007, 0.0014, 0.0007));
    CHECK(network.delay_dist == DelayDistribution::truncated_gaussian);
}

TEST_CASE("The model is told from the file or chosen", "[io][parameter_file]") {
    const std::string w_file = file_in_nnmt_style(w_and_g);
    const std::string W_file =
        file_in_nnmt_style("W: {val: [87.8, -351.2, 87.8, -351.2], unit: pA}\n" + w_and_g);
    const auto model_of = [](const std::string& text, NetworkModel model) {
        return network_from_yaml(text, {}, {.model = model});
    };
    using enum NetworkModel;
    // Neither named nor the eight populations: no weight is doubled.
    CHECK(model_of(w_file, automatic).model == plain);
    CHECK(relative_error(model_of(w_file, automatic).network.J(0, 2), 0.0001756) < rounding);
    CHECK(relative_error(model_of(w_file, microcircuit).network.J(0, 2), 0.0003512) < rounding);
    CHECK(model_of("model: microcircuit\n" + w_file.substr(4), automatic).model == microcircuit);
    CHECK(model_of("model: microcircuit\n" + w_file.substr(4), plain).model == plain);
    CHECK(model_of(W_file, automatic).model == basic);
    CHECK(relative_error(model_of(W_file, automatic).network.J(3, 1), -0.0007024) < rounding);
    CHECK_THROWS_WITH(model_of(w_file, basic),
                      "network text: W: expected this key (or J) by model basic, found none"
                      ": add 'W: NUMBER pA' (weights as currents; one number, or n x n)");
    CHECK_THROWS_WITH(
        model_of(file_in_nnmt_style(""), microcircuit),
        "network text: w: expected this key (or J or W) by model microcircuit, found none"
        ": add 'w: NUMBER pA'");
    CHECK(network_model("auto") == automatic);
    CHECK(network_model(to_string(basic)) == basic);
    CHECK_THROWS_AS(network_model("Basic network"), InvalidParameter);
}

TEST_CASE("Explicit matrices win over derived ones", "[io][parameter_file]") {
    std::string text = file_in_nnmt_style(
        w_and_g + "J: 0.3 mV\nDelay: 2 ms\nDelay_sd: 0.1 ms\nJ_ext: 0.4 mV\nw_ext: 80 pA\n" +
        "K_ext: [1, 2, 3, 4]\nnu_ext: 5 Hz\n");
    for (const auto model :
         {NetworkModel::plain, NetworkModel::basic, NetworkModel::microcircuit}) {
        const Network network = network_from_yaml(text, {}, {.model = model}).network;
        CHECK(network.J == Matrix::Constant(4, 4, 0.0003));
        CHECK(network.Delay == Matrix::Constant(4, 4, 0.002));
        CHECK(network.Delay_sd == Matrix::Constant(4, 4, 0.0001));
        CHECK(network.J_ext == Matrix::Constant(4, 1, 0.0004));
    }
    const Network network =
        network_from_yaml(small_network() + "p: 0.1\nV_th_abs: -40 mV\n").network;
    CHECK(network.K(0, 0) == 10.0);
    CHECK(network.V_th(0) == 0.015);
}

TEST_CASE("An E-I network follows from probabilities and one weight", "[io][parameter_file]") {
    const auto loaded = network_from_yaml(
        "populations: [E, I]\nN: [800, 200]\np: 0.2\ng: 5.0\nconnection_rule: pairwise_bernoulli\n"
        "neuron_type: iaf_psc_delta\nmultapses: False\nC: 1 pF\ntau_m: 20 ms\ntau_r: 2 ms\n"
        "V_0_rel: 0 mV\nV_th_rel: 15 mV\nE_L: 0 mV\nV_m: 0 mV\ntau_s: {val: 0.0, unit: ms}\n"
        "d: 1 ms\ndelay_dist: none\nj: 0.8 mV\ngaussianize: True\nj_std: 0.2\n"
        "nu_ext: {val: [1017.73, 220.58], unit: Hz}\nI_ext: 1 pA\n");
    const Network& network = loaded.network;
    CHECK(network.synapse == SynapseType::delta);
    CHECK(network.K == (Matrix(2, 2) << 160, 40, 160, 40).finished());
    CHECK(network.J == (Matrix(2, 2) << 0.0008, -0.004, 0.0008, -0.004).finished());
    CHECK(network.J_ext == network.J);
    CHECK(network.K_ext == Matrix::Ones(2, 2));
    CHECK(network.nu_ext == (Vector(2) << 1017.73, 220.58).finished());
    CHECK(network.weight_dist == WeightDistribution::normal);
    CHECK(network.J_sd(1, 1) == Approx(0.00016).epsilon(1e-15));
    CHECK(network.connection_rule == ConnectionRule::pairwise_bernoulli);
    CHECK_FALSE(network.multapses);
    CHECK(network.autapses);
    CHECK(network.Delay == Matrix::Constant(2, 2, 0.001));
    // tau_m I_ext / C = 20 mV
    CHECK(network.tau_m(0) * network.I_ext(0) / network.C(0) == Approx(0.02).epsilon(1e-15));
}

TEST_CASE("The kind of synapse is given or told from tau_s", "[io][parameter_file]") {
    const auto synapse = [](const std::string& line, const std::string& tau_s) {
        return network_from_yaml(with_line(small_network_with("tau_s", tau_s), "synapse", line))
            .network;
    };
    CHECK(synapse("", "tau_s: 0 ms").synapse == SynapseType::delta);
    CHECK(synapse("", "tau_s: 0.5 ms").synapse == SynapseType::exponential);
    CHECK(synapse("synapse: delta", "tau_s: 0.5 ms").synapse == SynapseType::delta);
    CHECK(synapse("synapse: delta", "").tau_s == Vector::Zero(2));
    // The charge tau_s w arrives at once.
    std::string text = with_line(small_network(), "J", "w: 87.8 pA") + "g: 4\nC: 250 pF\n";
    CHECK(relative_error(network_from_yaml(text + "synapse: delta\n").network.J(0, 0), 0.0001756) <
          rounding);
    CHECK(complaint(with_line(text, "tau_s", "tau_s: 0 ms")) ==
          "network text, line 8: w: expected weights in mV (J, j, J_ext) for delta synapses, as a "
          "current of no "
          "duration has no effect, found weights in pA and tau_s = 0");
    CHECK(complaint(small_network_with("tau_s", "")) ==
          "network text: tau_s: expected this key (or 'synapse: delta'), found none"
          ": add 'tau_s: NUMBER ms' (synaptic time constant; one number, or n or n x n)");
    CHECK(complaint(small_network_with("tau_s", "tau_s: 0 ms") + "synapse: exponential\n") ==
          "network text, line 5: tau_s: expected positive time constants for exponential synapses, "
          "found 0 ms");
}

TEST_CASE("Absolute potentials are taken relative to the leak potential", "[io][parameter_file]") {
    std::string text = with_line(small_network(), "V_0_rel", "V_0_abs: -60 mV");
    text = with_line(text, "V_th_rel", "V_th_abs: {val: [-50, -52], unit: mV}");
    const Network network = network_from_yaml(text + "E_L: {val: [-65, -66], unit: mV}\n").network;
    CHECK(network.V_0 == (Vector(2) << 0.005, 0.006).finished());
    CHECK(network.V_th == (Vector(2) << 0.015, 0.014).finished());
    CHECK(network.E_L == (Vector(2) << -0.065, -0.066).finished());

    const auto loaded = network_from_yaml(text);
    CHECK(loaded.network.V_0 == Vector::Zero(2));
    CHECK(loaded.network.V_th == (Vector(2) << 0.010, 0.008).finished());
    CHECK(loaded.network.E_L == Vector::Constant(2, -0.06));
    CHECK(complaint(with_line(text, "V_0_abs", "V_0_rel: 3 mV")) ==
          "network text: E_L: expected this key to use V_th_abs, found none"
          ": add 'E_L: NUMBER mV' (leak potential; one number, or n)");
}

TEST_CASE("Adaptation is the same for all populations or given by name", "[io][parameter_file]") {
    const auto adaptation = [](const std::string& yaml) {
        return network_from_yaml(small_network() + yaml).network.adaptation;
    };
    const auto same = adaptation(
        "adaptation:\n  - {tau: 200 ms, a: 0.5, b: 0.2 mV}\n  - {tau: 1 s, a: 0, b: 0.1 mV}\n");
    REQUIRE(same.size() == 2);
    REQUIRE(same[1].size() == 2);
    CHECK(same[1][0].tau == 0.2);
    CHECK(same[1][0].a == 0.5);
    CHECK(same[1][0].b == 0.0002);
    const auto named = adaptation("adaptation: {I: [{tau: 200 ms, a: 0.5, b: 0.2 mV}]}\n");
    CHECK(named[0].empty());
    CHECK(named[1].size() == 1);
    CHECK(adaptation("adaptation: [[], [{tau: 200 ms, a: 0.5, b: 0.2 mV}]]\n")[1].size() == 1);

    CHECK(complaint(small_network() + "adaptation: {X: []}\n") ==
          "network text, line 10: adaptation: expected the name of a population, found 'X'");
    CHECK(complaint(small_network() + "adaptation: [{tau: 200 ms, a: 0.5}]\n") ==
          "network text, line 10: adaptation: expected a mapping with the keys tau, a and b, found "
          "other keys");
    CHECK(complaint(small_network() + "adaptation: [{tau: 200, a: 0.5, b: 1 mV}]\n") ==
          "network text, line 10: adaptation: expected a time with a unit, such as '20 ms', found "
          "'200' (no "
          "unit)");
    CHECK(complaint(small_network() + "adaptation: [{tau: -2 ms, a: 0.5, b: 1 mV}]\n") ==
          "network text, line 10: adaptation: expected tau of the adaptation of population E to be "
          "positive and "
          "finite, found -0.002");
    CHECK(complaint(small_network() + "adaptation: 3\n") ==
          "network text, line 10: adaptation: expected a list of mappings {tau, a, b}, found '3'");
    CHECK(complaint(small_network() + "adaptation: [[], [], []]\n") ==
          "network text, line 10: adaptation: expected adaptation to have 2 entries, found 3");
}

TEST_CASE("The kind of neuron is one for all, a list, or given by name", "[io][parameter_file]") {
    using enum NeuronType;
    const auto network = [](const std::string& yaml) {
        return network_from_yaml(small_network() + yaml).network;
    };
    const std::string onset = "Delta_T: 1.5 mV\nV_T_rel: 10 mV\n";
    CHECK(network("neuron: lif\n").neuron == std::vector{lif, lif});
    const Network all = network("neuron: eif\n" + onset);
    CHECK(all.neuron == std::vector{eif, eif});
    CHECK(all.Delta_T == Vector{{0.0015, 0.0015}});
    const Network named = network("neuron: {I: eif}\n" + onset);
    CHECK(named.neuron == std::vector{lif, eif});
    CHECK(named.Delta_T == Vector{{0.0, 0.0015}});
    CHECK(named.V_T == Vector{{0.0, 0.01}});
    CHECK(network("neuron: [eif, lif]\nV_T_rel: 9 mV\nDelta_T: [1 mV, 0 mV]\n").V_T ==
          Vector{{0.009, 0.0}});
    CHECK(network("neuron: {E: eif}\nE_L: -65 mV\nV_T_abs: -55 mV\nDelta_T: 1 mV\n").V_T ==
          Vector{{0.010, 0.0}});

    CHECK(complaint(small_network() + "neuron: elf\n") ==
          "network text, line 10: neuron: expected 'lif', 'eif' or 'qif', found 'elf'; did you "
          "mean 'eif'?");
    CHECK(complaint(small_network() + "neuron: {E: eif, X: lif}\n" + onset) ==
          "network text, line 10: neuron: expected the name of a population, found 'X'");
    CHECK(complaint(small_network() + "neuron: [lif, lif, lif]\n") ==
          "network text, line 10: neuron: expected neuron to have 2 entries, found 3");
    CHECK(complaint(small_network() + "Delta_T: 2 mV\n") ==
          "network text, line 10: Delta_T: expected Delta_T to be absent, as no population has "
          "neuron: eif or "
          "qif, found some");
    CHECK(complaint(small_network() + "E_L: -65 mV\nV_T_abs: -55 mV\n") ==
          "network text, line 11: V_T_abs: expected V_T to be absent, as no population has neuron: "
          "eif or "
          "qif, found some");
    CHECK(complaint(small_network() + "neuron: eif\nV_T_rel: 10 mV\n") ==
          "network text: Delta_T: expected Delta_T to have 2 entries, found 0");
    CHECK(complaint(small_network() + "neuron: eif\nDelta_T: 2 mV\n") ==
          "network text: V_T_rel: expected this key or V_T_abs, found none"
          ": add 'V_T_rel: NUMBER mV' (soft threshold of `eif` and `qif` neurons relative "
          "to the leak potential; one number, or n)");
}

TEST_CASE("The spread of weights is absolute or relative", "[io][parameter_file]") {
    const auto network = [](const std::string& lines) {
        return network_from_yaml(small_network() + lines).network;
    };
    CHECK(network("weight_dist: normal\nJ_sd: 0.05 mV\n").J_sd == Matrix::Constant(2, 2, 0.00005));
    CHECK(network("weight_dist: lognormal\nJ_rel_sd: 0.1\n").J_sd(0, 1) ==
          Approx(0.00011).epsilon(1e-15));
    CHECK(network("").weight_dist == WeightDistribution::none);
    CHECK(complaint(small_network() + "weight_dist: normal\n") ==
          "network text: J_sd: expected this key (or J_rel_sd) for weight_dist, found none"
          ": add 'J_sd: NUMBER mV' (standard deviation of the weights; one number, or n x n)");
    CHECK(network_from_yaml(small_network() + "J_sd: 0.05 mV\n").warnings.size() == 1);
}

TEST_CASE("Every key of the file is kept, in SI units", "[io][parameter_file]") {
    const auto loaded =
        network_from_yaml(small_network() +
                          "label: two\nwidth: {val: [0.2, 0.07], unit: mm}\nmultapses: no\n"
                          "mu_set: {val: [4, 7], unit: millivolt}\n");
    CHECK(loaded.network.label == "two");
    const auto& parameters = loaded.parameters;
    CHECK(loaded.warnings == std::vector<std::string>{"of NNMT, kept but not used: width, mu_set"});
    REQUIRE(parameters.size() == 13);
    CHECK(parameters[2].name == "tau_m");
    CHECK(std::get<std::vector<double>>(parameters[2].values) == std::vector<double>{0.02, 0.01});
    CHECK(parameters[2].unit == "ms");
    CHECK(parameters[3].unit == "ms");
    CHECK(parameters[3].shape.empty());
    CHECK(parameters[7].shape == std::vector<Index>{2, 2});
    CHECK(std::get<std::vector<double>>(parameters[10].values) ==
          std::vector<double>{0.0002, 0.07e-3});
    CHECK(std::get<std::vector<std::string>>(parameters[11].values) ==
          std::vector<std::string>{"false"});
    CHECK(parameters[12].unit == "millivolt");
}

TEST_CASE("A file may be one value used in many places", "[io][parameter_file]") {
    const Network network =
        network_from_yaml(small_network_with("tau_r", "tau_r: &short {val: 2, unit: ms}") +
                          "d: *short\n")
            .network;
    CHECK(network.tau_r(0) == 0.002);
    CHECK(network.Delay(0, 0) == 0.002);
}
