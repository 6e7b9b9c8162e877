#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/covariances.hpp>

#include <Eigen/LU>

using namespace siegert;
using namespace siegert::theory;
using Catch::Matchers::Message;

namespace {

Network generic_network(SynapseType synapse) {
    Network network;
    network.synapse = synapse;
    network.tau_m = Vector{{0.010, 0.014, 0.020}};
    network.tau_r = Vector{{0.002, 0.001, 0.003}};
    network.tau_s = Vector{{0.0004, 0.0006, 0.0005}};
    network.V_th = Vector{{0.015, 0.017, 0.016}};
    network.V_0 = Vector{{0.001, 0.002, 0.003}};
    return network;
}

PopulationInputs generic_input() {
    return {.mu = Vector{{0.011, 0.019, 0.014}}, .sigma = Vector{{0.005, 0.004, 0.006}}};
}

Matrix generic_weights() {
    return Matrix{{0.3e-3, -0.9e-3, 0.0}, {0.5e-3, -1.1e-3, 0.2e-3}, {0.7e-3, -0.4e-3, 0.6e-3}};
}

Matrix generic_connectivity() {
    return Matrix{{0.31, -0.52, 0.08}, {0.27, -0.43, 0.0}, {0.11, -0.37, 0.24}};
}

double rate(const Network& network, lif::exp::Method method, Index i, double mu, double variance) {
    const bool colored = network.synapse == SynapseType::exponential;
    return lif::exp::firing_rate(neuron(network, i),
                                 {.tau_s = colored ? network.tau_s(i) : 0.0, .method = method},
                                 {.mu = mu, .sigma = std::sqrt(variance)});
}

}  // namespace

TEST_CASE("The pairwise effective connectivity is the derivative of rates with respect to rates",
          "[theory][covariances]") {
    const auto synapse = GENERATE(SynapseType::delta, SynapseType::exponential);
    const auto method = GENERATE(lif::exp::Method::shift, lif::exp::Method::taylor);
    const auto network = generic_network(synapse);
    const auto input = generic_input();
    const Matrix J = generic_weights();
    const Matrix J_eff =
        pairwise_effective_connectivity(J, network.tau_m, rate_response(network, input, method));
    constexpr double h = 0.05;  // change of the rate of the source [Hz]
    for (Index i = 0; i < 3; ++i)
        for (Index j = 0; j < 3; ++j) {
            const auto rate_at = [&](double change) {
                const double mu = input.mu(i) + network.tau_m(i) * J(i, j) * change;
                const double variance =
                    input.sigma(i) * input.sigma(i) + network.tau_m(i) * J(i, j) * J(i, j) * change;
                return rate(network, method, i, mu, variance);
            };
            // Fourth-order central difference: truncation (h tau J / sigma)^4 < 1e-14, rounding
            // 1e-14 nu / h / J_eff of order 1e-10.
            const double expected =
                (8.0 * (rate_at(h) - rate_at(-h)) - (rate_at(2.0 * h) - rate_at(-2.0 * h))) /
                (12.0 * h);
            CAPTURE(i, j);
            CHECK(std::abs(J_eff(i, j) - expected) < 1e-9 * (std::abs(expected) + 1e-3));
        }
}

TEST_CASE("The spectral bound is the largest real part", "[theory][covariances]") {
    CHECK(spectral_bound(Matrix{{0.2, -0.7}, {0.7, 0.2}}) == Approx(0.2).epsilon(1e-14));
    CHECK(spectral_bound(Matrix{{-0.4, 0.3}, {0.0, -0.9}}) == Approx(-0.4).epsilon(1e-14));
    CHECK(spectral_bound(Matrix{{-3.0, 0.1}, {0.0, 0.6}}) == Approx(0.6).epsilon(1e-14));
}

TEST_CASE("Covariances belong to independent noise and renewal autocovariances",
          "[theory][covariances]") {
    const Matrix J_eff = generic_connectivity();
    const Vector nu{{3.1, 7.9, 5.2}};
    const Vector cvs{{0.9, 0.7, 0.8}};
    const auto [C, D] = pairwise_covariances(J_eff, nu, cvs);
    // These two equations determine C. Condition of 1 - J_eff and of its square: below 10.
    for (Index i = 0; i < 3; ++i) CHECK(relative_error(C(i, i), cvs(i) * cvs(i) * nu(i)) < 1e-14);
    const Matrix uncoupled = Matrix::Identity(3, 3) - J_eff;
    const Matrix noise = uncoupled * C * uncoupled.transpose();
    CHECK((noise - Matrix(D.asDiagonal())).norm() < 1e-13 * D.norm());
    CHECK((C - C.transpose()).norm() < 1e-14 * C.norm());
    CHECK(std::abs(C(0, 1)) > 0.1);  // there is something to be seen
}

TEST_CASE("Without coupling neurons are independent", "[theory][covariances]") {
    const Vector nu{{3.1, 7.9}};
    const auto [C, D] = pairwise_covariances(Matrix::Zero(2, 2), nu, Vector{{1.0, 0.5}});
    CHECK(C == Matrix(Vector{{3.1, 7.9 * 0.25}}.asDiagonal()));
    CHECK(D == C.diagonal());
}

TEST_CASE("Covariances at a critical or infinite coupling are refused", "[theory][covariances]") {
    Matrix critical = generic_connectivity();
    critical(1, 2) = std::numeric_limits<double>::infinity();
    CHECK_THROWS_AS(pairwise_covariances(critical, Vector::Ones(3), Vector::Ones(3)),
                    InvalidParameter);
    const Matrix singular{{1.0, 0.3}, {0.0, 0.2}};
    CHECK_THROWS_MATCHES(pairwise_covariances(singular, Vector::Ones(2), Vector::Ones(2)),
                         AccuracyNotReached,
                         Message("1 - J_eff is singular: reciprocal condition number 0"));
}

TEST_CASE("Covariance functions name what they reject", "[theory][covariances][error]") {
    const Matrix J = generic_weights();
    const auto network = generic_network(SynapseType::exponential);
    auto input = generic_input();
    const auto response = rate_response(network, input, lif::exp::Method::shift);
    CHECK_THROWS_MATCHES(pairwise_effective_connectivity(J, Vector::Ones(2), response),
                         InvalidParameter, Message("tau_m must have shape 3 x 1, got 2 x 1"));
    CHECK_THROWS_MATCHES(pairwise_effective_connectivity(J, Vector::Zero(3), response),
                         InvalidParameter, Message("tau_m must be positive and finite, got 0"));
    input.sigma(1) = 0.0;
    CHECK_THROWS_MATCHES(rate_response(network, input, lif::exp::Method::shift), InvalidParameter,
                         Message("std_input must be positive and finite, got 0"));
    CHECK_THROWS_MATCHES(spectral_bound(Matrix::Ones(2, 3)), InvalidParameter,
                         Message("J_eff must have shape 2 x 2, got 2 x 3"));
    CHECK_THROWS_MATCHES(
        pairwise_covariances(generic_connectivity(), Vector::Constant(3, -1.0), Vector::Ones(3)),
        InvalidParameter, Message("nu must be finite and not negative, got -1 in row 0, column 0"));
}
