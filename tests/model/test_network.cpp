#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/model/network.hpp>

#include "model/time_constants.hpp"

#include <functional>
#include <limits>
#include <string>

using namespace siegert;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Vector two(double first, double second) {
    return (Vector(2) << first, second).finished();
}

// Two populations, three external ones; every optional part is there.
Network valid_network() {
    Network network;
    network.populations = {"E", "I"};
    network.N = two(80, 20);
    network.tau_m = two(0.02, 0.01);
    network.tau_r = two(0.002, 0.0);
    network.tau_s = two(0.0005, 0.0006);
    network.V_th = two(0.015, 0.016);
    network.V_0 = two(0.003, -0.004);
    network.C = two(250e-12, 200e-12);
    network.E_L = two(-0.065, -0.07);
    network.J = (Matrix(2, 2) << 1e-4, -4e-4, 2e-4, -5e-4).finished();
    network.K = (Matrix(2, 2) << 10, 5, 0, 6).finished();
    network.Delay = (Matrix(2, 2) << 1.5e-3, 0.8e-3, 1.4e-3, 0.7e-3).finished();
    network.Delay_sd = network.Delay / 2.0;
    network.delay_dist = DelayDistribution::gaussian;
    network.J_ext = Matrix::Constant(2, 3, 1e-4);
    network.K_ext = Matrix::Constant(2, 3, 7.0);
    network.nu_ext = Vector::LinSpaced(3, 0.0, 8.0);
    network.I_ext = two(1e-12, -2e-12);
    network.weight_dist = WeightDistribution::normal;
    network.J_sd = network.J.cwiseAbs() / 10.0;
    network.adaptation = {{{.tau = 0.2, .a = -0.5, .b = 1e-4}}, {}};
    return network;
}

std::string complaint(const std::function<void(Network&)>& change) {
    Network network = valid_network();
    change(network);
    try {
        validate(network);
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("A network with every part in its range is valid", "[model][network]") {
    CHECK(complaint([](Network&) {}) == "accepted");
}

TEST_CASE("The optional parts of a network may be absent", "[model][network]") {
    CHECK(complaint([](Network& n) {
              n.C.resize(0);
              n.I_ext.resize(0);
              n.E_L.resize(0);
              n.Delay.resize(0, 0);
              n.Delay_sd.resize(0, 0);
              n.delay_dist = DelayDistribution::none;
              n.J_sd.resize(0, 0);
              n.weight_dist = WeightDistribution::none;
              n.adaptation.clear();
              n.nu_ext.resize(0);
              n.J_ext.resize(2, 0);
              n.K_ext.resize(2, 0);
          }) == "accepted");
}

TEST_CASE("The parameters of one population are those of its neurons", "[model][network]") {
    const LifNeuron second = neuron(valid_network(), 1);
    CHECK(second.tau_m == 0.01);
    CHECK(second.tau_r == 0.0);
    CHECK(second.V_th == 0.016);
    CHECK(second.V_0 == -0.004);
}

TEST_CASE("Populations have distinct names", "[model][network]") {
    CHECK(complaint([](Network& n) { n.populations.clear(); }) ==
          "populations must name at least one, got none");
    CHECK(complaint([](Network& n) { n.populations.at(1).clear(); }) ==
          "populations must have names, got an empty text");
    CHECK(complaint([](Network& n) { n.populations.at(1) = n.populations.at(0); }) ==
          "populations must be distinct, got 'E' twice");
}

TEST_CASE("Vectors of a network have one entry for each population", "[model][network]") {
    for (const auto field : {&Network::N, &Network::tau_m, &Network::tau_r, &Network::V_th,
                             &Network::V_0, &Network::C, &Network::E_L, &Network::I_ext}) {
        CHECK_THAT(complaint([&](Network& n) { n.*field = Vector::Constant(3, 1.0); }),
                   ContainsSubstring(" must have 2 entries, got 3"));
    }
    for (const auto field :
         {&Network::N, &Network::tau_m, &Network::tau_r, &Network::V_th, &Network::V_0}) {
        CHECK_THAT(complaint([&](Network& n) { (n.*field).resize(0); }),
                   ContainsSubstring(" must have 2 entries, got 0"));
    }
}

TEST_CASE("Synaptic time constants belong to targets or to connections", "[model][network]") {
    CHECK(complaint([](Network& n) { n.tau_s = Vector::Constant(3, 1e-3); }) ==
          "tau_s must have 2 entries or be a 2 x 2 matrix, got 3 x 1");
    CHECK(complaint([](Network& n) { n.tau_s = Matrix(); }) ==
          "tau_s must have 2 entries or be a 2 x 2 matrix, got 0 x 0");
    const Matrix of_connections{{2e-3, 8e-3}, {0.0, 5e-3}};
    CHECK(complaint([&](Network& n) { n.tau_s = of_connections; }) ==
          "tau_s_ext must have 2 entries or be a 2 x 3 matrix, got 0 x 0");
    CHECK(complaint([&](Network& n) {
              n.tau_s = of_connections;
              n.tau_s(1, 0) = -1e-3;
          }) == "tau_s of row 2 (target I), column 1 must be finite and not negative, got -0.001");
    Network network = valid_network();
    network.K(1, 0) = 3.0;
    network.tau_s = of_connections;
    network.tau_s_ext = Vector{{0.5e-3, 8e-3}};
    CHECK_NOTHROW(validate(network));
    CHECK(connection_tau_s(network, 1, 0) == 0.0);
    CHECK(external_tau_s(network, 1, 0) == 8e-3);
    CHECK(distinct_tau_s(network, 0) == std::vector{0.5e-3, 2e-3, 8e-3});
    CHECK(distinct_tau_s(network, 1) == std::vector{0.0, 5e-3, 8e-3});
    CHECK(has_several_tau_s(network));
    CHECK_THROWS_AS(shared_tau_s(network, 1), InvalidParameter);
    network.K(1, 0) = 0.0;
    network.K_ext.row(1).setZero();
    CHECK(shared_tau_s(network, 1) == 5e-3);
}

TEST_CASE("Values of a network lie in their ranges", "[model][network]") {
    const std::string positive = " of population I must be positive and finite, got ";
    for (const auto& [value, text] : {std::pair{0.0, "0"}, {10.5, "10.5"}, {unset, "nan"}}) {
        CHECK(complaint([N = value](Network& n) { n.N(1) = N; }) ==
              std::string("N of population I must be a positive whole number, got ") + text);
    }
    CHECK(complaint([](Network& n) { n.tau_m(1) = -0.01; }) == "tau_m" + positive + "-0.01");
    CHECK(complaint([](Network& n) { n.tau_m(1) = unset; }) == "tau_m" + positive + "nan");
    CHECK(complaint([](Network& n) { n.C(1) = infinity; }) == "C" + positive + "inf");
    const std::string not_negative = " of population I must be finite and not negative, got ";
    CHECK(complaint([](Network& n) { n.tau_r(1) = -0.001; }) == "tau_r" + not_negative + "-0.001");
    CHECK(complaint([](Network& n) { n.tau_s(1) = unset; }) == "tau_s" + not_negative + "nan");
    const std::string finite = " of population I must be finite, got ";
    CHECK(complaint([](Network& n) { n.V_th(1) = infinity; }) == "V_th" + finite + "inf");
    CHECK(complaint([](Network& n) { n.V_0(1) = unset; }) == "V_0" + finite + "nan");
    CHECK(complaint([](Network& n) { n.E_L(1) = unset; }) == "E_L" + finite + "nan");
    CHECK(complaint([](Network& n) { n.I_ext(1) = unset; }) == "I_ext" + finite + "nan");
    CHECK(complaint([](Network& n) { n.V_0(1) = 0.016; }) ==
          "V_0 of population I must lie below V_th = 0.016 V, got 0.016");
    CHECK(complaint([](Network& n) { n.nu_ext(2) = -8.0; }) ==
          "nu_ext of external population 3 must be finite and not negative, got -8");
}

TEST_CASE("Matrices of a network have their shape", "[model][network]") {
    for (const auto field :
         {&Network::J, &Network::K, &Network::Delay, &Network::Delay_sd, &Network::J_sd}) {
        CHECK_THAT(complaint([&](Network& n) { n.*field = Matrix::Constant(2, 3, 1.0); }),
                   ContainsSubstring(" must be a 2 x 2 matrix, got 2 x 3"));
        CHECK_THAT(complaint([&](Network& n) { (n.*field).resize(0, 0); }),
                   ContainsSubstring(" must be a 2 x 2 matrix, got 0 x 0"));
    }
    for (const auto field : {&Network::J_ext, &Network::K_ext}) {
        CHECK_THAT(complaint([&](Network& n) { n.*field = Matrix::Constant(2, 2, 1.0); }),
                   ContainsSubstring(" must be a 2 x 3 matrix, got 2 x 2"));
    }
}

TEST_CASE("Elements of matrices lie in their ranges", "[model][network]") {
    const std::string place = " of row 2 (target I), column 1 must be ";
    CHECK(complaint([](Network& n) { n.J(1, 0) = unset; }) == "J" + place + "finite, got nan");
    CHECK(complaint([](Network& n) { n.J_ext(1, 0) = unset; }) ==
          "J_ext" + place + "finite, got nan");
    for (const auto& [field, name] : {std::pair{&Network::K, "K"},
                                      {&Network::K_ext, "K_ext"},
                                      {&Network::Delay, "Delay"},
                                      {&Network::Delay_sd, "Delay_sd"},
                                      {&Network::J_sd, "J_sd"}}) {
        CHECK(complaint([f = field](Network& n) { (n.*f)(1, 0) = -2.0; }) ==
              name + place + "finite and not negative, got -2");
        CHECK(complaint([f = field](Network& n) { (n.*f)(1, 0) = unset; }) ==
              name + place + "finite and not negative, got nan");
    }
}

TEST_CASE("Parts of a network that need each other are given together", "[model][network]") {
    CHECK(complaint([](Network& n) { n.C.resize(0); }) ==
          "C must be given together with I_ext, got no C");
    CHECK(complaint([](Network& n) {
              n.Delay.resize(0, 0);
              n.delay_dist = DelayDistribution::none;
          }) == "Delay_sd must be given together with Delay, got no Delay");
    CHECK(complaint([](Network& n) {
              n.delay_dist = DelayDistribution::lognormal;
              n.Delay(1, 0) = 0.0;
          }) ==
          "Delay of row 2 (target I), column 1 must be positive, as delay_dist is lognormal, "
          "got 0");
}

TEST_CASE("Adaptation currents are given for every population", "[model][network]") {
    CHECK(complaint([](Network& n) { n.adaptation.pop_back(); }) ==
          "adaptation must have 2 entries, got 1");
    const std::string place = " of the adaptation of population E must be ";
    CHECK(complaint([](Network& n) { n.adaptation[0][0].tau = 0.0; }) ==
          "tau" + place + "positive and finite, got 0");
    CHECK(complaint([](Network& n) { n.adaptation[0][0].a = unset; }) ==
          "a" + place + "finite, got nan");
    CHECK(complaint([](Network& n) { n.adaptation[0][0].b = unset; }) ==
          "b" + place + "finite, got nan");
}

TEST_CASE("What only one kind of neuron has, it must have, and no other may", "[model][network]") {
    const auto mixed = [](Network& n) {
        n.neuron = {NeuronType::eif, NeuronType::lif};
        n.Delta_T = two(0.0013, 0.0);
        n.V_T = two(0.0101, 0.0);
    };
    CHECK(complaint(mixed) == "accepted");
    const auto complaint_of = [&](const std::function<void(Network&)>& change) {
        return complaint([&](Network& n) {
            mixed(n);
            change(n);
        });
    };
    CHECK(complaint_of([](Network& n) { n.neuron.pop_back(); }) ==
          "neuron must have 2 entries, got 1");
    CHECK(complaint_of([](Network& n) { n.neuron.clear(); }) ==
          "Delta_T must be absent, as no population has neuron: eif or qif, got some");
    CHECK(complaint_of([](Network& n) { n.V_T(1) = 0.0102; }) ==
          "V_T of population I must be 0, as its neuron is lif, got 0.0102");
    CHECK(complaint_of([](Network& n) { n.Delta_T.resize(0); }) ==
          "Delta_T must have 2 entries, got 0");
    CHECK(complaint_of([](Network& n) { n.Delta_T(0) = 0.0; }) ==
          "Delta_T of population E must be positive, as its neuron is eif, got 0");
    CHECK(complaint_of([](Network& n) { n.V_T(0) = 0.015; }) ==
          "V_T of population E must lie below V_th = 0.015 V, where a spike is cut, got 0.015");
}

TEST_CASE("Parameters of a LIF neuron are those of no other", "[model][network]") {
    Network network = valid_network();
    CHECK(neuron(network, 1).V_th == 0.016);
    network.neuron = {NeuronType::eif, NeuronType::lif};
    CHECK(neuron_type(network, 0) == NeuronType::eif);
    CHECK(neuron(network, 1).V_th == 0.016);
    CHECK_THROWS_AS(neuron(network, 0), InvalidParameter);
}
