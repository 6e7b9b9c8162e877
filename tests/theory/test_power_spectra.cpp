#include "catch.hpp"
#include "theory/two_populations.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/power_spectra.hpp>

#include <Eigen/LU>

using namespace siegert;

namespace {

const ComplexVector s = two_populations::on_axis(two_populations::omegas(2500.0, 9));

MatrixStack connectivity() {
    return theory::effective_connectivity(two_populations::transfer(s), two_populations::delays(),
                                          two_populations::coupling(), 1);
}

Matrix noise() {
    return theory::poisson_noise(Vector{{3.0, 7.0}}, Vector{{4000.0, 900.0}});
}

}  // namespace

TEST_CASE("Propagator solves P = W + W P", "[theory][power_spectra]") {
    const MatrixStack W = connectivity();
    const MatrixStack P = theory::propagator(W, 2);
    for (Index k = 0; k < W.frequencies(); ++k)
        CHECK((P[k] - W[k] - W[k] * P[k]).norm() < 1e-14 * (1.0 + W[k].norm() * P[k].norm()));
}

TEST_CASE("Propagator of weak coupling keeps the digits of W", "[theory][power_spectra]") {
    MatrixStack W = connectivity();
    for (Complex& w : W.values()) w *= 1e-12;
    const MatrixStack P = theory::propagator(W, 1);
    // Next order: W^2, of relative size 1e-11.
    for (Index k = 0; k < W.frequencies(); ++k) CHECK((P[k] - W[k]).norm() < 1e-10 * W[k].norm());
}

TEST_CASE("Power spectrum of one population is noise over |1 - W|^2", "[theory][power_spectra]") {
    MatrixStack W(2, 1, 1);
    W[0](0, 0) = Complex(0.3, -0.4);
    W[1](0, 0) = Complex(-2.0, 1.0);
    const Matrix spectra = theory::power_spectra(W, Matrix::Constant(1, 1, 0.02), 1);
    CHECK(relative_error(spectra(0, 0), 0.02 / 0.65) < 1e-15);
    CHECK(relative_error(spectra(1, 0), 0.02 / 10.0) < 1e-15);
}

TEST_CASE("Cross spectra are Hermitian, with the power spectra on the diagonal",
          "[theory][power_spectra]") {
    const MatrixStack W = connectivity();
    const MatrixStack C = theory::cross_spectra(W, noise(), 1);
    const Matrix spectra = theory::power_spectra(W, noise(), 1);
    const auto both = theory::propagator_and_power_spectra(W, noise(), 1);
    CHECK(both.power_spectra == spectra);
    CHECK(both.propagator.values() == theory::propagator(W, 1).values());
    for (Index k = 0; k < W.frequencies(); ++k) {
        CHECK((C[k] - C[k].adjoint()).norm() < 1e-15 * C[k].norm());
        CHECK((C[k].diagonal().real().transpose() - spectra.row(k)).norm() <
              1e-14 * spectra.row(k).norm());
        // (1 - W) C (1 - W)^dagger is the noise.
        const ComplexMatrix one_minus_W = ComplexMatrix::Identity(2, 2) - W[k];
        const ComplexMatrix back = one_minus_W * C[k] * one_minus_W.adjoint();
        const ComplexMatrix expected = noise().row(0).cast<Complex>().asDiagonal();
        CHECK((back - expected).norm() < 1e-13 * one_minus_W.squaredNorm() * C[k].norm());
    }
}

TEST_CASE("Noise may depend on frequency", "[theory][power_spectra]") {
    const MatrixStack W = connectivity();
    Matrix coloured = noise().replicate(W.frequencies(), 1);
    CHECK(theory::power_spectra(W, coloured, 1) == theory::power_spectra(W, noise(), 1));
    coloured.row(4) *= 3.0;
    const Matrix spectra = theory::power_spectra(W, coloured, 1);
    const Matrix white = theory::power_spectra(W, noise(), 1);
    CHECK((spectra.row(4) - 3.0 * white.row(4)).norm() < 1e-14 * spectra.row(4).norm());
    CHECK(spectra.row(5) == white.row(5));
}

TEST_CASE("Spiking noise is the spectrum of one neuron over the number of neurons",
          "[theory][power_spectra]") {
    CHECK(relative_error(noise()(0, 0), 3.0 / 4000.0) < 1e-15);
    CHECK(relative_error(noise()(0, 1), 7.0 / 900.0) < 1e-15);
    const Matrix spectra = Matrix::Random(5, 2).cwiseAbs();
    const Matrix renewal = theory::renewal_noise(spectra, Vector{{40.0, 90.0}});
    CHECK(relative_error(renewal(3, 1), spectra(3, 1) / 90.0) < 1e-15);
}

TEST_CASE("Coherence has modulus one for common noise and at most one otherwise",
          "[theory][power_spectra]") {
    const MatrixStack W = connectivity();
    const MatrixStack coherence = theory::coherence(theory::cross_spectra(W, noise(), 1));
    for (Index k = 0; k < W.frequencies(); ++k) {
        CHECK(std::abs(coherence[k](0, 0) - 1.0) < 1e-14);
        CHECK(std::abs(coherence[k](0, 1)) < 1.0);
        CHECK(std::abs(coherence[k](0, 1) - std::conj(coherence[k](1, 0))) < 1e-15);
    }
    // All noise in one population: the other repeats it.
    Matrix one_source = noise();
    one_source(0, 1) = 0.0;
    const auto repeated = theory::coherence(theory::cross_spectra(W, one_source, 1));
    CHECK(std::abs(std::abs(repeated[2](0, 1)) - 1.0) < 1e-14);
    const Matrix silent = Matrix::Zero(1, 2);
    CHECK(theory::coherence(theory::cross_spectra(W, silent, 1))[0].norm() == 0.0);
}

TEST_CASE("Spectra do not depend on the number of threads", "[theory][power_spectra]") {
    const MatrixStack W = connectivity();
    for (const int threads : {0, 2, 3, 50}) {
        CHECK(theory::power_spectra(W, noise(), threads) == theory::power_spectra(W, noise(), 1));
        CHECK(theory::cross_spectra(W, noise(), threads).values() ==
              theory::cross_spectra(W, noise(), 1).values());
    }
}

TEST_CASE("Spectra name what they reject", "[theory][power_spectra][error]") {
    const MatrixStack W = connectivity();
    CHECK_THROWS_WITH(theory::power_spectra(W, Matrix::Ones(1, 3), 1),
                      ContainsSubstring("noise must be 1 x 2, got 1 x 3"));
    CHECK_THROWS_WITH(theory::power_spectra(W, Matrix::Ones(4, 2), 1),
                      ContainsSubstring("noise must be 9 x 2, got 4 x 2"));
    CHECK_THROWS_WITH(theory::power_spectra(W, -noise(), 1),
                      ContainsSubstring("noise must be finite and not negative"));
    CHECK_THROWS_WITH(theory::propagator(MatrixStack{}, 1), ContainsSubstring("not be empty"));
    CHECK_THROWS_WITH(theory::propagator(MatrixStack(2, 2, 3), 1),
                      ContainsSubstring("W must be 2 x 2, got 2 x 3"));
    CHECK_THROWS_WITH(theory::poisson_noise(Vector{{1.0, -1.0}}, Vector{{9.0, 9.0}}),
                      ContainsSubstring("not negative"));
    CHECK_THROWS_WITH(theory::poisson_noise(Vector{{1.0, 2.0}}, Vector{{9.0, 0.0}}),
                      ContainsSubstring("N[1] must be positive"));
    MatrixStack broken = W;
    broken[3](0, 0) = unset;
    CHECK_THROWS_WITH(theory::power_spectra(broken, noise(), 2),
                      ContainsSubstring("W must be finite"));
    MatrixStack critical(1, 2, 2);
    critical[0] = ComplexMatrix::Identity(2, 2);
    CHECK_THROWS_AS(theory::propagator(critical, 1), AccuracyNotReached);
}
