#include "adapting_neurons.hpp"
#include "catch.hpp"
#include "neurons/adaptation/mean_field.hpp"

#include <siegert/error.hpp>
#include <siegert/neurons/eif.hpp>

#include <cmath>

using namespace siegert;
using namespace siegert::tests;
using namespace siegert::neurons::adaptation;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr LifNeuron lif_neuron{.tau_m = 0.019, .tau_r = 0.0017, .V_th = 0.021, .V_0 = 0.008};
constexpr double sigma = 4.3e-3;

neurons::IntegrateAndFireNeuron integrated() {
    return {.tau_m = lif_neuron.tau_m,
            .tau_r = lif_neuron.tau_r,
            .V_th = lif_neuron.V_th,
            .V_0 = lif_neuron.V_0,
            .current = neurons::leak()};
}

}  // namespace

TEST_CASE("Mean potential and its responses in closed form are those integrated",
          "[neurons][adaptation]") {
    const Unadapted closed = unadapted(lif_neuron, sigma);
    const Unadapted numeric = unadapted(integrated(), sigma);
    const ComplexVector s{{Complex(0.0, 0.0), Complex(0.0, 30.0), Complex(12.0, 700.0)}};
    for (const double mu : {12e-3, 19e-3, 31e-3}) {
        CAPTURE(mu);
        CHECK_THAT(closed.state(mu).potential, WithinRel(numeric.state(mu).potential, 1e-11));
        const auto a = closed.joint_response(mu, s);
        const auto b = numeric.joint_response(mu, s);
        for (Index k = 0; k < s.size(); ++k) {
            CHECK(std::abs(a.potential_mu(k) - b.potential_mu(k)) < 1e-10);
            CHECK(std::abs(a.potential_sigma2(k) - b.potential_sigma2(k)) <
                  1e-9 * std::abs(b.potential_sigma2(0)));
        }
    }
}

TEST_CASE("The mean potential responds to noise as it changes with it", "[neurons][adaptation]") {
    const auto neuron = neurons::eif::with_current({.tau_m = 0.019,
                                                    .tau_r = 0.0017,
                                                    .V_th = 0.031,
                                                    .V_0 = -0.004,
                                                    .Delta_T = 0.0013,
                                                    .V_T = 0.014});
    constexpr double mu = 13e-3;
    constexpr double h = 1e-6;
    const auto potential = [&](double s) {
        return neurons::stationary_state(neuron, {.mu = mu, .sigma = s}).mean_potential;
    };
    const double slope = (potential(sigma + h) - potential(sigma - h)) / (2.0 * h);
    const auto r = unadapted(neuron, sigma).joint_response(mu, ComplexVector::Zero(1));
    CHECK_THAT(2.0 * sigma * r.potential_sigma2(0).real(), WithinRel(slope, 1e-6));
}

TEST_CASE("In the mean field currents are what the state causes", "[neurons][adaptation]") {
    const std::vector<AdaptationCurrent> currents{{.tau = 0.1, .a = 0.3, .b = 1e-3},
                                                  {.tau = 0.5, .a = 0.0, .b = 0.4e-3}};
    const Unadapted neuron = unadapted(lif_neuron, sigma);
    constexpr double mu = 27e-3;
    const MeanField field = mean_field(neuron, currents, mu);
    CHECK_THAT(field.currents(0), WithinRel(0.3 * field.potential + 1e-4 * field.rate, 1e-10));
    CHECK_THAT(field.currents(1), WithinRel(2e-4 * field.rate, 1e-10));
    CHECK_THAT(neuron.state(mu - field.currents.sum()).rate, WithinRel(field.rate, 1e-10));

    constexpr double h = 1e-6;
    const double slope =
        (mean_field(neuron, currents, mu + h).rate - mean_field(neuron, currents, mu - h).rate) /
        (2.0 * h);
    const auto n = mean_field_response(neuron, currents, field, mu, ComplexVector::Zero(1));
    CHECK_THAT(n.n_mu(0).real(), WithinRel(slope, 1e-6));
    const double louder = mean_field(unadapted(lif_neuron, sigma + h), currents, mu).rate;
    const double quieter = mean_field(unadapted(lif_neuron, sigma - h), currents, mu).rate;
    CHECK_THAT(2.0 * sigma * n.n_sigma2(0).real(), WithinRel((louder - quieter) / (2.0 * h), 1e-6));
}

TEST_CASE("The mean field is the limit of slow currents", "[neurons][adaptation]") {
    const auto error_at = [](double tau) {
        return stationary_state(leaky_neuron({{.tau = tau, .a = 0.0, .b = 1e-4 / tau}}),
                                {.mu = 18e-3, .sigma = 5e-3}, {.theory = Theory::mean_field})
            .error;
    };
    CHECK_THAT(error_at(0.5) / error_at(2.0), WithinAbs(4.0, 0.1));  // next order: 1 / tau^2
}
