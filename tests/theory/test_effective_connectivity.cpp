#include "catch.hpp"
#include "theory/two_populations.hpp"

#include <siegert/error.hpp>

using namespace siegert;
using theory::effective_connectivity;

namespace {

const Vector omegas = two_populations::omegas(2000.0, 7);
const ComplexVector s = two_populations::on_axis(omegas);

}  // namespace

TEST_CASE("Effective connectivity is the product of its factors, rows as targets",
          "[theory][effective_connectivity]") {
    auto coupling = two_populations::coupling();
    coupling.J_sd = 0.1 * coupling.J.cwiseAbs();
    const auto transfer = two_populations::transfer(s);
    const MatrixStack D = theory::delay_dist_matrix(two_populations::delays(), s);
    const MatrixStack W = effective_connectivity(transfer, D, coupling);
    REQUIRE(W.frequencies() == 7);
    for (Index k = 0; k < 7; ++k)
        for (Index i = 0; i < 2; ++i)
            for (Index j = 0; j < 2; ++j) {
                const double J = coupling.J(i, j);
                const double J_sd = coupling.J_sd(i, j);
                const Complex response =
                    J * transfer.n_mu(k, i) + (J * J + J_sd * J_sd) * transfer.n_sigma2(k, i);
                const Complex expected =
                    coupling.tau_m(i) * coupling.K(i, j) * response * D[k](i, j);
                // A handful of roundings.
                CHECK(std::abs(W[k](i, j) - expected) < 1e-14 * std::abs(expected));
            }
}

TEST_CASE("Without response to sigma^2 the effective connectivity is linear in J",
          "[theory][effective_connectivity]") {
    auto transfer = two_populations::transfer(s);
    transfer.n_sigma2.resize(0, 0);
    auto coupling = two_populations::coupling();
    const MatrixStack D = theory::delay_dist_matrix(two_populations::delays(), s);
    const ComplexMatrix W = effective_connectivity(transfer, D, coupling)[3];
    coupling.J *= -2.0;
    const ComplexMatrix doubled = effective_connectivity(transfer, D, coupling)[3];
    CHECK((doubled + 2.0 * W).norm() < 1e-14 * W.norm());
}

TEST_CASE("Effective connectivity does not depend on the number of threads",
          "[theory][effective_connectivity]") {
    const auto transfer = two_populations::transfer(s);
    const auto coupling = two_populations::coupling();
    const auto delays = two_populations::delays();
    const auto stored = theory::delay_dist_matrix(delays, s);
    const MatrixStack W = effective_connectivity(transfer, stored, coupling);
    for (const int threads : {0, 1, 2, 3, 20})
        CHECK(effective_connectivity(transfer, delays, coupling, threads).values() == W.values());
}

TEST_CASE("Derivative of the effective connectivity with respect to J agrees with differences",
          "[theory][effective_connectivity]") {
    const auto transfer = two_populations::transfer(s);
    const MatrixStack D = theory::delay_dist_matrix(two_populations::delays(), s);
    auto coupling = two_populations::coupling();
    const ComplexMatrix derivative = theory::effective_connectivity_dJ(transfer, D, coupling)[2];
    const double h = 1e-6;
    coupling.J.array() += h;
    const ComplexMatrix above = effective_connectivity(transfer, D, coupling)[2];
    coupling.J.array() -= 2.0 * h;
    const ComplexMatrix below = effective_connectivity(transfer, D, coupling)[2];
    // W is quadratic in J: the central difference is exact but for eps |W| / h.
    CHECK(((above - below) / (2.0 * h) - derivative).norm() < 1e-8 * derivative.norm());
}

TEST_CASE("Effective connectivity names what does not fit",
          "[theory][effective_connectivity][error]") {
    const auto transfer = two_populations::transfer(s);
    const auto coupling = two_populations::coupling();
    const MatrixStack D = theory::delay_dist_matrix(two_populations::delays(), s);
    const auto with = [&](auto change) {
        auto changed = coupling;
        change(changed);
        return effective_connectivity(transfer, D, changed);
    };
    CHECK_THROWS_WITH(with([](auto& c) { c.J.resize(2, 3); }),
                      ContainsSubstring("J must be 2 x 2, got 2 x 3"));
    CHECK_THROWS_WITH(with([](auto& c) { c.K(1, 0) = -3.0; }),
                      ContainsSubstring("K[1, 0] must be finite and not negative, got -3"));
    CHECK_THROWS_WITH(with([](auto& c) { c.tau_m(1) = 0.0; }),
                      ContainsSubstring("tau_m[1] must be positive"));
    CHECK_THROWS_WITH(with([](auto& c) { c.J_sd = Matrix::Zero(1, 1); }),
                      ContainsSubstring("J_sd must be 2 x 2"));
    CHECK_THROWS_WITH(effective_connectivity(transfer, MatrixStack(6, 2, 2), coupling),
                      ContainsSubstring("D must have 7 entries, got 6"));
    auto broken = transfer;
    broken.n_mu(0, 1) = unset;
    CHECK_THROWS_WITH(effective_connectivity(broken, D, coupling),
                      ContainsSubstring("n_mu must be finite"));
    broken = transfer;
    broken.n_sigma2.resize(3, 2);
    CHECK_THROWS_WITH(effective_connectivity(broken, D, coupling),
                      ContainsSubstring("n_sigma2 must be 7 x 2, got 3 x 2"));
}
