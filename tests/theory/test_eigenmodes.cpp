#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/model/neuron.hpp>
#include <siegert/theory/eigenmodes.hpp>

#include <Eigen/LU>

#include <algorithm>
#include <random>

using namespace siegert;
using theory::eigenmodes;

namespace {

ComplexMatrix random_matrix(Index n, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    return ComplexMatrix::NullaryExpr(n, n,
                                      [&] { return Complex(normal(random), normal(random)); });
}

// Four trajectories of known shape in one fixed basis; the first two pass through each other at
// t = 0.5, the fourth passes closest to 1.
ComplexVector known_eigenvalues(double t) {
    return ComplexVector{
        {Complex(t, 0.2), Complex(1.0 - t, 0.2), Complex(-2.0 + t, -1.0), Complex(0.9, 0.5 - t)}};
}

MatrixStack known_network(Index frequencies) {
    const ComplexMatrix V = random_matrix(4, 11);
    const ComplexMatrix V_inverse = V.inverse();
    MatrixStack W(frequencies, 4, 4);
    for (Index k = 0; k < frequencies; ++k) {
        const double t = (static_cast<double>(k) + 0.1) / static_cast<double>(frequencies);
        W[k] = V * known_eigenvalues(t).asDiagonal() * V_inverse;
    }
    return W;
}

}  // namespace

TEST_CASE("Left and right eigenvectors solve their equations", "[theory][eigenmodes]") {
    const Index n = GENERATE(1, 2, 8, 23);
    const ComplexMatrix W = random_matrix(n, 2);
    const auto basis = theory::eigenbasis(W);
    for (Index m = 0; m < n; ++m) {
        const ComplexVector u = basis.left.col(m);
        const ComplexVector v = basis.right.col(m);
        CHECK((W * v - basis.values(m) * v).norm() < 1e-12 * W.norm());
        CHECK((u.adjoint() * W - basis.values(m) * u.adjoint()).norm() < 1e-12 * W.norm());
        CHECK(std::abs(u.norm() - 1.0) < 1e-14);
        CHECK(std::abs(basis.condition(m) * std::abs(u.dot(v)) - 1.0) < 1e-12);
        Index largest = 0;
        v.cwiseAbs().maxCoeff(&largest);
        CHECK(v(largest).imag() == 0.0);
        CHECK(v(largest).real() > 0.0);
    }
}

TEST_CASE("A defective eigenvalue has vectors and infinite condition", "[theory][eigenmodes]") {
    ComplexMatrix chain = ComplexMatrix::Zero(3, 3);  // feed-forward: 0 -> 1 -> 2
    chain(1, 0) = 2.0;
    chain(2, 1) = Complex(0.5, 1.0);
    const auto basis = theory::eigenbasis(chain);
    CHECK(basis.values.norm() < 1e-4);  // perturbed as eps^(1/3)
    CHECK(basis.left.allFinite());
    CHECK(basis.right.allFinite());
    CHECK(std::isinf(basis.condition.maxCoeff()));
    for (Index m = 0; m < 3; ++m) CHECK((basis.left.col(m).adjoint() * chain).norm() < 1e-12);

    CHECK(theory::eigenbasis(ComplexMatrix::Zero(2, 2)).condition == Vector::Ones(2));
}

TEST_CASE("Modes are followed through crossings", "[theory][eigenmodes]") {
    const Index frequencies = GENERATE(5, 16, 101);
    const MatrixStack W = known_network(frequencies);
    const auto modes = eigenmodes(W, 1);
    REQUIRE(modes.eigenvalues.rows() == frequencies);
    for (Index m = 0; m < 4; ++m) {
        Index known = 0;
        (known_eigenvalues(0.1 / static_cast<double>(frequencies)).array() -
         modes.eigenvalues(0, m))
            .abs()
            .minCoeff(&known);
        for (Index k = 0; k < frequencies; ++k) {
            const double t = (static_cast<double>(k) + 0.1) / static_cast<double>(frequencies);
            CAPTURE(m, k);
            REQUIRE(std::abs(modes.eigenvalues(k, m) - known_eigenvalues(t)(known)) < 1e-12);
        }
    }
}

TEST_CASE("Modes are sorted by their closest approach to one", "[theory][eigenmodes]") {
    const MatrixStack W = known_network(50);
    const auto modes = eigenmodes(W, 1);
    const Vector closest = (modes.eigenvalues.array() - 1.0).abs().colwise().minCoeff();
    CHECK(std::is_sorted(closest.begin(), closest.end()));
    const Index k = theory::critical_frequency_index(modes, 0);
    CHECK(std::abs(modes.eigenvalues(k, 0) - 1.0) == closest(0));
    CHECK(k == 25);  // Im (0.5 - t) vanishes at t = 0.502
}

TEST_CASE("The order of the modes refers to the eigenbasis", "[theory][eigenmodes]") {
    const MatrixStack W = known_network(20);
    const auto modes = eigenmodes(W, 1);
    for (Index k = 0; k < 20; ++k) {
        const ComplexVector values = theory::eigenbasis(W[k]).values;
        for (Index m = 0; m < 4; ++m) CHECK(values(modes.order(k, m)) == modes.eigenvalues(k, m));
    }
}

TEST_CASE("Modes do not depend on the number of threads", "[theory][eigenmodes]") {
    const MatrixStack W = known_network(23);
    const auto modes = eigenmodes(W, 1);
    for (const int threads : {0, 2, 3, 40}) {
        CHECK(eigenmodes(W, threads).eigenvalues == modes.eigenvalues);
        CHECK(eigenmodes(W, threads).order == modes.order);
    }
}

TEST_CASE("A single frequency and a single population have modes", "[theory][eigenmodes]") {
    MatrixStack W(1, 1, 1);
    W[0](0, 0) = Complex(0.3, 0.7);
    CHECK(eigenmodes(W, 2).eigenvalues(0, 0) == Complex(0.3, 0.7));
}

TEST_CASE("Shuffled eigenvalues are put back in order", "[theory][eigenmodes]") {
    const Index frequencies = 40;
    std::mt19937 random(3);
    ComplexMatrix truth(frequencies, 3);
    ComplexMatrix shuffled(frequencies, 3);
    for (Index k = 0; k < frequencies; ++k) {
        const double t = 0.05 * static_cast<double>(k);
        truth.row(k) << Complex(std::cos(t), std::sin(t)), Complex(3.0 - t, 0.0), Complex(-1.0, t);
        std::vector<Index> permutation{0, 1, 2};
        if (k > 0) std::shuffle(permutation.begin(), permutation.end(), random);
        for (Index m = 0; m < 3; ++m)
            shuffled(k, permutation[static_cast<std::size_t>(m)]) = truth(k, m);
    }
    const auto matched = theory::match_eigenvalues_across_frequencies(shuffled, 1e-5);
    CHECK(matched.eigenvalues == truth);
    for (Index k = 0; k < frequencies; ++k)
        for (Index m = 0; m < 3; ++m) REQUIRE(shuffled(k, matched.mask(k, m)) == truth(k, m));
}

TEST_CASE("No eigenvalue is given to two trajectories", "[theory][eigenmodes]") {
    // Both are closest to 0.4: the nearest-neighbour search would take it twice.
    ComplexMatrix eigenvalues(2, 2);
    eigenvalues << 0.0, 0.5, 0.4, 3.0;
    const auto matched = theory::match_eigenvalues_across_frequencies(eigenvalues, 1e-5);
    CHECK(matched.mask(1, 0) == 0);
    CHECK(matched.mask(1, 1) == 1);
}

TEST_CASE("Trajectories within the margin keep their index", "[theory][eigenmodes]") {
    ComplexMatrix eigenvalues(2, 2);
    eigenvalues << 0.0, 0.5, 0.5, 0.0;
    CHECK(theory::match_eigenvalues_across_frequencies(eigenvalues, 0.1).mask(1, 0) == 1);
    CHECK(theory::match_eigenvalues_across_frequencies(eigenvalues, 0.6).mask(1, 0) == 0);
}

TEST_CASE("Axis crossings lie between the frequencies of the grid", "[theory][eigenmodes]") {
    ComplexMatrix eigenvalues(4, 2);
    eigenvalues << Complex(0.8, -0.3), Complex(-1.0, 1.0),  //
        Complex(1.0, -0.1), Complex(-1.2, -1.0),            //
        Complex(1.2, 0.3), Complex(-1.0, -2.0),             //
        Complex(0.2, 0.4), Complex(0.4, 2.0);
    const auto crossings = theory::axis_crossings(eigenvalues, Vector{{10.0, 20.0, 30.0, 40.0}});
    REQUIRE(crossings.size() == 1);  // the other mode crosses at negative real part
    CHECK(crossings[0].mode == 0);
    CHECK(std::abs(crossings[0].omega - 22.5) < 1e-12);
    CHECK(std::abs(crossings[0].eigenvalue - 1.05) < 1e-12);
}

TEST_CASE("Eigenmodes name what they reject", "[theory][eigenmodes][error]") {
    CHECK_THROWS_WITH(theory::eigenbasis(ComplexMatrix::Zero(2, 3)),
                      ContainsSubstring("W must be 2 x 2, got 2 x 3"));
    MatrixStack W = known_network(3);
    W[1](2, 2) = unset;
    CHECK_THROWS_WITH(eigenmodes(W, 2), ContainsSubstring("W must be finite"));
    CHECK_THROWS_WITH(theory::match_eigenvalues_across_frequencies(ComplexMatrix::Zero(2, 2), -1.0),
                      ContainsSubstring("margin must be finite and not negative"));
    CHECK_THROWS_WITH(theory::axis_crossings(ComplexMatrix::Zero(2, 2), Vector::Zero(3)),
                      ContainsSubstring("omegas must have 2 entries, got 3"));
}
