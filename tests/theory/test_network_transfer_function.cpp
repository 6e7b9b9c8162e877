#include "catch.hpp"
#include "theory/bos_microcircuit.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/theory/network_transfer_function.hpp>

using namespace siegert;
using theory::network_transfer_function;

namespace {

// Three populations that differ in every parameter.
Network network(SynapseType synapse) {
    Network net;
    net.populations = {"A", "B", "C"};
    net.synapse = synapse;
    net.N = Vector{{100.0, 200.0, 300.0}};
    net.tau_m = Vector{{0.010, 0.015, 0.020}};
    net.tau_r = Vector{{0.002, 0.0, 0.001}};
    net.tau_s = Vector{{0.0005, 0.0003, 0.0007}};
    net.V_th = Vector{{0.015, 0.020, 0.018}};
    net.V_0 = Vector{{0.0, 0.010, 0.005}};
    net.J = Matrix::Constant(3, 3, 1e-4);
    net.J.col(2) *= -5.0;
    net.K = Matrix{{100.0, 50.0, 30.0}, {80.0, 0.0, 20.0}, {60.0, 40.0, 10.0}};
    net.Delay = Matrix{{1e-3, 2e-3, 0.5e-3}, {1.5e-3, 1e-3, 0.7e-3}, {2e-3, 1e-3, 0.9e-3}};
    return net;
}

const theory::PopulationInputs inputs{.mu = Vector{{0.012, 0.019, 0.021}},
                                      .sigma = Vector{{0.004, 0.003, 0.006}}};

const ComplexVector s{
    {Complex(0.0, 0.0), Complex(0.0, 50.0), Complex(0.0, 900.0), Complex(30.0, 400.0)}};

theory::ResponseOptions with_threads(int threads) {
    theory::ResponseOptions options;
    options.threads = threads;
    return options;
}

}  // namespace

TEST_CASE("Each population has the transfer function of its neurons",
          "[theory][network_transfer_function]") {
    const auto convention = GENERATE(lif::Convention::exact, lif::Convention::nnmt);
    theory::ResponseOptions options;
    options.convention = convention;
    options.method = lif::exp::Method::taylor;
    options.filter = lif::SynapticFilter::without;

    const Network delta = network(SynapseType::delta);
    const Network exponential = network(SynapseType::exponential);
    const auto of_delta = network_transfer_function(delta, inputs, s, options);
    const auto of_exponential = network_transfer_function(exponential, inputs, s, options);
    REQUIRE(of_delta.n_mu.rows() == 4);
    CHECK(of_delta.s == s);
    for (Index i = 0; i < 3; ++i) {
        const lif::Input input{.mu = inputs.mu(i), .sigma = inputs.sigma(i)};
        const auto one_delta =
            lif::delta::transfer_function(neuron(delta, i), input, s, convention);
        const auto one_exponential = lif::exp::transfer_function(
            neuron(delta, i), {.tau_s = delta.tau_s(i), .method = options.method}, input, s,
            convention, options.filter);
        CHECK(of_delta.n_mu.col(i) == one_delta.n_mu);
        CHECK(of_exponential.n_mu.col(i) == one_exponential.n_mu);
        if (convention == lif::Convention::exact) {
            CHECK(of_delta.n_sigma2.col(i) == one_delta.n_sigma2);
            CHECK(of_exponential.n_sigma2.col(i) == one_exponential.n_sigma2);
        }
    }
    const bool has_variance = of_delta.n_sigma2.size() != 0;
    CHECK(has_variance == (convention == lif::Convention::exact));
}

TEST_CASE("Each population has the renewal spectrum of its neurons",
          "[theory][network_transfer_function]") {
    const Vector omegas{{0.0, 300.0, 2000.0}};
    const auto synapse = GENERATE(SynapseType::delta, SynapseType::exponential);
    const Network net = network(synapse);
    const Matrix spectra = theory::network_renewal_spectra(net, inputs, omegas, {});
    for (Index i = 0; i < 3; ++i) {
        const lif::Input input{.mu = inputs.mu(i), .sigma = inputs.sigma(i)};
        const Vector one = synapse == SynapseType::delta
                               ? lif::delta::renewal_spectrum(neuron(net, i), input, omegas)
                               : lif::exp::renewal_spectrum(neuron(net, i), {.tau_s = net.tau_s(i)},
                                                            input, omegas);
        CHECK(spectra.col(i) == one);
    }
}

TEST_CASE("Effective connectivity at one complex frequency is that of the stack",
          "[theory][network_transfer_function]") {
    const Network net = network(SynapseType::delta);
    const auto transfer = network_transfer_function(net, inputs, s, {});
    const MatrixStack W =
        theory::effective_connectivity(transfer, theory::delays(net), theory::coupling(net), 1);
    const auto W_at = theory::connectivity_at(net, inputs, {});
    // The vector code may take other lanes: rounding of the transfer functions.
    for (Index k = 0; k < s.size(); ++k) CHECK((W_at(s(k)) - W[k]).norm() < 1e-12 * W[k].norm());
}

TEST_CASE("Weights have a spread only where the network says that they are distributed",
          "[theory][network_transfer_function]") {
    Network net = network(SynapseType::delta);
    net.J_sd = Matrix::Constant(3, 3, 2e-5);
    CHECK(theory::coupling(net).J_sd.size() == 0);
    net.weight_dist = WeightDistribution::normal;
    CHECK(theory::coupling(net).J_sd == net.J_sd);
}

TEST_CASE("Transfer functions do not depend on the number of threads",
          "[theory][network_transfer_function]") {
    const Network net = bos_microcircuit::network();
    const theory::PopulationInputs same{.mu = Vector::Constant(8, 0.007),
                                        .sigma = Vector::LinSpaced(8, 0.004, 0.006)};
    const ComplexVector many = Complex(0.0, 1.0) * bos_microcircuit::omegas();
    const auto one = network_transfer_function(net, same, many, with_threads(1));
    for (const int threads : {0, 2, 3}) {
        const auto several = network_transfer_function(net, same, many, with_threads(threads));
        CHECK(several.n_mu == one.n_mu);
        CHECK(several.n_sigma2 == one.n_sigma2);
    }
}

TEST_CASE("Transfer functions of a network name what does not fit",
          "[theory][network_transfer_function][error]") {
    const Network net = network(SynapseType::delta);
    auto wrong = inputs;
    wrong.sigma.resize(2);
    CHECK_THROWS_WITH(network_transfer_function(net, wrong, s, {}),
                      ContainsSubstring("std_input must have 3 entries, got 2"));
    wrong = inputs;
    wrong.mu.resize(4);
    CHECK_THROWS_WITH(theory::network_renewal_spectra(net, wrong, Vector::Zero(1), {}),
                      ContainsSubstring("mean_input must have 3 entries, got 4"));
    CHECK_THROWS_WITH(network_transfer_function(net, inputs, s, with_threads(-1)),
                      ContainsSubstring("threads must be finite and not negative"));
}
