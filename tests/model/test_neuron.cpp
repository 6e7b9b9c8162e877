#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/model/neuron.hpp>
#include <siegert/units.hpp>

using namespace siegert;
using namespace siegert::literals;

namespace {

constexpr LifNeuron valid{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 15.0_mV, .V_0 = 3.0_mV};

std::string complaint(const LifNeuron& neuron) {
    try {
        validate(neuron);
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("A neuron is valid only with every parameter in its range", "[model][neuron]") {
    const auto with = [](auto change) {
        LifNeuron neuron = valid;
        change(neuron);
        return neuron;
    };
    CHECK(complaint(valid) == "accepted");
    CHECK(complaint(with([](auto& n) { n.tau_r = 0.0; })) == "accepted");
    CHECK(complaint(with([](auto& n) { n.V_th = unset; })) == "V_th must be finite, got nan");
    CHECK(complaint(with([](auto& n) { n.tau_m = 0.0; })) ==
          "tau_m must be positive and finite, got 0");
    CHECK(complaint(with([](auto& n) { n.tau_r = -0.001; })) ==
          "tau_r must be finite and not negative, got -0.001");
    CHECK(complaint(with([](auto& n) { n.V_0 = n.V_th; })) ==
          "V_0 must lie below V_th = 0.015, got 0.015");
}
