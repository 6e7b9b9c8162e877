#include "catch.hpp"
#include "theory/two_populations.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/sensitivity.hpp>

#include <numbers>

using namespace siegert;
using theory::sensitivity_measure;

namespace {

const Vector omegas = two_populations::omegas(2500.0, 60);

MatrixStack connectivity() {
    return theory::effective_connectivity(
        two_populations::transfer(two_populations::on_axis(omegas)), two_populations::delays(),
        two_populations::coupling(), 1);
}

Complex eigenvalue_near(const ComplexMatrix& W, Complex value) {
    const ComplexVector values = theory::eigenbasis(W).values;
    Index m = 0;
    (values.array() - value).abs().minCoeff(&m);
    return values(m);
}

}  // namespace

TEST_CASE("Sensitivity is the derivative of the eigenvalue by relative changes of connections",
          "[theory][sensitivity]") {
    const MatrixStack W = connectivity();
    const auto measure = sensitivity_measure(W, omegas, 900.0, 1.0);
    const Index k = measure.critical_frequency_index;
    const double h = 1e-5;
    for (Index i = 0; i < 2; ++i)
        for (Index j = 0; j < 2; ++j) {
            ComplexMatrix above = W[k];
            ComplexMatrix below = W[k];
            above(i, j) *= 1.0 + h;
            below(i, j) *= 1.0 - h;
            const Complex difference = (eigenvalue_near(above, measure.critical_eigenvalue) -
                                        eigenvalue_near(below, measure.critical_eigenvalue)) /
                                       (2.0 * h);
            // h^2 and eps / h, both 1e-10 times curvature and |W|.
            CHECK(std::abs(measure.sensitivity(i, j) - difference) < 1e-8);
        }
    // All connections together scale the eigenvalue itself.
    CHECK(std::abs(measure.sensitivity.sum() - measure.critical_eigenvalue) < 1e-13);
}

TEST_CASE("Sensitivity takes the eigenvalue closest to one at the frequency next to the wanted",
          "[theory][sensitivity]") {
    const MatrixStack W = connectivity();
    const double omega = omegas(17) + 0.3 * (omegas(18) - omegas(17));
    const auto measure = sensitivity_measure(W, omegas, omega, 1.0);
    CHECK(measure.critical_frequency_index == 17);
    CHECK(relative_error(measure.critical_frequency, omegas(17) / (2.0 * std::numbers::pi)) <
          1e-15);
    const ComplexVector values = theory::eigenbasis(W[17]).values;
    CHECK(std::abs(measure.critical_eigenvalue - 1.0) == (values.array() - 1.0).abs().minCoeff());
    CHECK(values(measure.eigenvalue_index) == measure.critical_eigenvalue);
}

TEST_CASE("Sensitivity of another eigenvalue is found by its value", "[theory][sensitivity]") {
    const MatrixStack W = connectivity();
    const ComplexVector values = theory::eigenbasis(W[17]).values;
    for (const Complex value : values)
        CHECK(sensitivity_measure(W, omegas, omegas(17), value + 1e-6).critical_eigenvalue ==
              value);
}

TEST_CASE("Projections are on the way to one and a quarter turn to the left",
          "[theory][sensitivity]") {
    const auto measure = sensitivity_measure(connectivity(), omegas, 1200.0, 1.0);
    const Complex k(measure.k(0), measure.k(1));
    const Complex to_one = 1.0 - measure.critical_eigenvalue;
    CHECK(std::abs(k - to_one / std::abs(to_one)) < 1e-15);
    CHECK(std::abs(Complex(measure.k_per(0), measure.k_per(1)) - Complex(0.0, 1.0) * k) < 1e-15);
    // The two projections are the components of T in the turned frame.
    const ComplexMatrix turned = std::conj(k) * measure.sensitivity;
    CHECK((turned.real() - measure.sensitivity_amp).norm() < 1e-14);
    CHECK((turned.imag() - measure.sensitivity_freq).norm() < 1e-14);
}

TEST_CASE("An eigenvalue at one has a direction", "[theory][sensitivity]") {
    MatrixStack W(1, 1, 1);
    W[0](0, 0) = 1.0;
    const auto measure = sensitivity_measure(W, Vector{{5.0}}, 5.0, 1.0);
    CHECK(measure.k == Eigen::Vector2d(1.0, 0.0));
    CHECK(measure.sensitivity_amp(0, 0) == 1.0);
}

TEST_CASE("A defective mode has sensitivity zero, not NaN", "[theory][sensitivity]") {
    MatrixStack W(1, 2, 2);
    W[0](1, 0) = 3.0;  // feed-forward
    const auto measure = sensitivity_measure(W, Vector{{5.0}}, 5.0, 1.0);
    CHECK(std::isinf(measure.condition));
    CHECK(measure.sensitivity == ComplexMatrix::Zero(2, 2));
}

TEST_CASE("Every mode is measured where it comes closest to one", "[theory][sensitivity]") {
    const MatrixStack W = connectivity();
    const auto modes = theory::eigenmodes(W, 1);
    const auto all = theory::sensitivity_measure_all_eigenmodes(W, omegas, modes, 2);
    REQUIRE(all.size() == 2);
    for (Index m = 0; m < 2; ++m) {
        const auto& measure = all[static_cast<std::size_t>(m)];
        const Index k = theory::critical_frequency_index(modes, m);
        CHECK(measure.eigenvalue_index == m);
        CHECK(measure.critical_frequency_index == k);
        CHECK(measure.critical_eigenvalue == modes.eigenvalues(k, m));
        const auto alone = sensitivity_measure(W, omegas, omegas(k), modes, m);
        CHECK(alone.sensitivity == measure.sensitivity);
        CHECK(alone.eigenvalue_index == m);
    }
}

TEST_CASE("Sensitivity names what it rejects", "[theory][sensitivity][error]") {
    const MatrixStack W = connectivity();
    const auto modes = theory::eigenmodes(W, 1);
    CHECK_THROWS_WITH(sensitivity_measure(W, omegas.head(5), 100.0, 1.0),
                      ContainsSubstring("omegas must have 60 entries, got 5"));
    CHECK_THROWS_WITH(sensitivity_measure(W, omegas, unset, 1.0),
                      ContainsSubstring("omega must be finite"));
    CHECK_THROWS_WITH(sensitivity_measure(W, omegas, 100.0, modes, 2),
                      ContainsSubstring("mode must be one of 0 ... 1, got 2"));
    CHECK_THROWS_WITH(
        theory::sensitivity_measure_all_eigenmodes(W, omegas, theory::Eigenmodes{}, 1),
        ContainsSubstring("order of the modes"));
}
