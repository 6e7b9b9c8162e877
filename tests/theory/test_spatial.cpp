#include "catch.hpp"
#include "numerics/complex_linear_algebra.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/theory/characteristic_equation.hpp>
#include <siegert/theory/spatial.hpp>

using namespace siegert;
using namespace siegert::theory;
using Catch::Matchers::Message;

namespace {

struct Reference {
    SpatialProfile profile;
    Space space;
    double k, width;
    double value;
};

constexpr Reference references[] = {
#include "references/spatial.inc"
};

constexpr SpatialProfile profiles[] = {SpatialProfile::boxcar, SpatialProfile::gaussian,
                                       SpatialProfile::exponential};
constexpr Space spaces[] = {Space::line, Space::plane};

SpatialStructure generic_structure() {
    return {.profile = SpatialProfile::boxcar,
            .space = Space::line,
            .width = Matrix{{0.0002, 0.00007}, {0.00025, 0.00009}},
            .Delay = Matrix{{0.0015, 0.0008}, {0.0011, 0.0007}}};
}

SpatialStructure one_delay_structure() {
    auto structure = generic_structure();
    structure.Delay.setConstant(0.0015);
    return structure;
}

RateModel generic_rate_model() {
    return {.tau_rate = Vector::Constant(2, 0.0019), .W_rate = Matrix{{6.1, -8.3}, {5.7, -7.9}}};
}

}  // namespace

TEST_CASE("Spatial profiles agree with their Fourier integrals", "[theory][spatial]") {
    for (const auto& r : references) {
        CAPTURE(static_cast<int>(r.profile), static_cast<int>(r.space), r.k, r.width);
        // Documented bound; the boxcar's values at k w = 6.3 lie near its zero at 2 pi, where
        // rounding of k w counts absolutely.
        const double value = ft_spatial_profile(r.profile, r.space, r.k, r.width);
        CHECK(std::abs(value - r.value) <
              1e-15 * (1.0 + std::abs(r.k) * r.width) *
                  (r.profile == SpatialProfile::boxcar ? 1.0 : r.value));
    }
}

TEST_CASE("Spatial profiles are one at wavenumber zero and never larger", "[theory][spatial]") {
    for (const auto profile : profiles)
        for (const auto space : spaces) {
            CHECK(ft_spatial_profile(profile, space, 0.0, 0.0003) == 1.0);
            CHECK(ft_spatial_profile(profile, space, 700.0, 0.0) == 1.0);
            for (double k = 1e-3; k < 1e8; k *= 1.1) {
                const double value = ft_spatial_profile(profile, space, k, 0.0003);
                CAPTURE(k);
                REQUIRE(std::abs(value) <= 1.0);
                REQUIRE(value == ft_spatial_profile(profile, space, -k, 0.0003));
            }
        }
}

TEST_CASE("The boxcar joins its series smoothly", "[theory][spatial]") {
    for (const auto space : spaces) {
        const double below = ft_spatial_profile(SpatialProfile::boxcar, space, 0.9999999, 1e-4);
        const double above = ft_spatial_profile(SpatialProfile::boxcar, space, 1.0000001, 1e-4);
        CHECK(std::abs(below - above) < 1e-15);  // slope times step is 7e-16, then rounding
    }
}

TEST_CASE("The effective connectivity of neurons is built from its parts", "[theory][spatial]") {
    const auto structure = generic_structure();
    const Complex s(20.0, 300.0);
    const double k = 4100.0;
    const InputWeights weights{.mean = Matrix{{3e-4, -5e-4}, {4e-4, -7e-4}},
                               .variance = Matrix{{1e-7, 9e-7}, {2e-7, 8e-7}}};
    const PopulationResponse response{
        .n_mu = ComplexVector{{Complex(2100.0, -300.0), Complex(1700.0, -900.0)}},
        .n_sigma2 = ComplexVector{{Complex(3e5, 1e4), Complex(2e5, -7e4)}}};
    const auto W = spatial_effective_connectivity(structure, weights, response, s, k);
    const auto entry = [&](Index i, Index j) {
        const double x = k * structure.width(i, j);
        return (response.n_mu(i) * weights.mean(i, j) +
                response.n_sigma2(i) * weights.variance(i, j)) *
               std::exp(-s * structure.Delay(i, j)) * std::sin(x) / x;
    };
    for (Index i = 0; i < 2; ++i)
        for (Index j = 0; j < 2; ++j)
            CHECK(std::abs(W(i, j) - entry(i, j)) < 1e-14 * std::abs(entry(i, j)));

    SECTION("and ignores the response to the variance where there is none") {
        const PopulationResponse mean_only{.n_mu = response.n_mu, .n_sigma2 = {}};
        const auto V = spatial_effective_connectivity(
            structure, {.mean = weights.mean, .variance = {}}, mean_only, s, k);
        const Complex ratio = V(0, 1) / W(0, 1);
        const Complex expected =
            response.n_mu(0) * weights.mean(0, 1) /
            (response.n_mu(0) * weights.mean(0, 1) + response.n_sigma2(0) * weights.variance(0, 1));
        CHECK(std::abs(ratio - expected) < 1e-14 * std::abs(expected));
    }
}

TEST_CASE("The dispersion relation of the rate model solves its characteristic equation",
          "[theory][spatial]") {
    const auto structure = one_delay_structure();
    const auto model = generic_rate_model();
    const Vector k = Vector::LinSpaced(23, 0.0, 22000.0);
    for (const int branch : {-2, -1, 0, 1}) {
        const auto lambda = rate_model_dispersion(structure, model, k, branch);
        for (Index i = 0; i < k.size(); ++i) {
            const auto W = spatial_effective_connectivity(structure, model, lambda(i), k(i));
            const ComplexMatrix singular = ComplexMatrix::Identity(2, 2) - W;
            CAPTURE(branch, k(i), lambda(i));
            // Rounding of lambda, amplified by the exponential of lambda times the delay.
            CHECK(std::abs(singular.determinant()) < 1e-11 * (1.0 + W.norm()));
        }
    }
}

TEST_CASE("A followed root is the dispersion relation of the rate model", "[theory][spatial]") {
    const auto structure = one_delay_structure();
    const auto model = generic_rate_model();
    const ConnectivityFamily W = [&](Complex s, double wavenumber) {
        return spatial_effective_connectivity(structure, model, s, wavenumber);
    };
    // Between these wavenumbers the largest eigenvalue stays complex, so that it is one mode.
    const Vector k = Vector::LinSpaced(12, 6000.0, 9000.0);
    const auto expected = rate_model_dispersion(structure, model, k, 0);
    const auto roots = follow_root(W, k, expected(0) * Complex(1.01, 0.01));
    for (Index i = 0; i < k.size(); ++i) {
        CAPTURE(k(i), expected(i), roots[static_cast<std::size_t>(i)].s);
        CHECK(roots[static_cast<std::size_t>(i)].converged);
        CHECK(std::abs(roots[static_cast<std::size_t>(i)].s - expected(i)) <
              1e-9 * std::abs(expected(i)));  // solver's tolerance times a condition of a few
    }
}

TEST_CASE("The dispersion relation of spiking neurons is reached from that of their rate model",
          "[theory][spatial]") {
    const LifNeuron neuron{.tau_m = 0.005, .tau_r = 0.0007, .V_th = 0.015, .V_0 = 0.001};
    const auto n_mu = [&](Complex s) {
        return lif::exp::transfer_function(neuron, {.tau_s = 0.0005}, {.mu = 0.011, .sigma = 0.009},
                                           ComplexVector::Constant(1, s), lif::Convention::nnmt,
                                           lif::SynapticFilter::with)
            .n_mu(0);
    };
    const auto structure = one_delay_structure();
    const InputWeights weights{.mean = Matrix{{0.0009, -0.0012}, {0.0008, -0.0011}},
                               .variance = {}};
    const ConnectivityFamily spiking = [&](Complex s, double wavenumber) {
        const PopulationResponse response{.n_mu = ComplexVector::Constant(2, n_mu(s)),
                                          .n_sigma2 = {}};
        return spatial_effective_connectivity(structure, weights, response, s, wavenumber);
    };
    const RateModel model{.tau_rate = Vector::Constant(2, 0.0019),
                          .W_rate = n_mu(0.0).real() * weights.mean};
    const double k = 7000.0;
    const ConnectivityFamily mixture = [&](Complex s, double alpha) -> ComplexMatrix {
        return (1.0 - alpha) * spatial_effective_connectivity(structure, model, s, k) +
               alpha * spiking(s, k);
    };
    const Complex start = rate_model_dispersion(structure, model, Vector{{k}}, 0)(0);
    const auto path = follow_root(mixture, Vector{{0.0, 1.0}}, start);
    REQUIRE(path.back().converged);
    CHECK(std::abs(path.front().s - start) < 1e-9 * std::abs(start));  // the solver's tolerance

    const auto roots = follow_root(spiking, Vector::LinSpaced(5, k, 5000.0), path.back().s);
    for (const auto& root : roots) {
        CAPTURE(root.s);
        REQUIRE(root.converged);
        CHECK(root.residual < 1e-10);  // the solver's tolerance times dW/ds s, of order 1
    }
    // With one transfer function and one delay an eigenvalue of the coupling times
    // n_mu(s) exp(-s d) is 1.
    const Matrix coupling = weights.mean.cwiseProduct(
        ft_spatial_profile(structure.profile, structure.space, 5000.0, structure.width));
    const Complex s = roots.back().s;
    const ComplexVector eigenvalues = numerics::eigenvalues(coupling);
    CHECK((eigenvalues * n_mu(s) * std::exp(-s * 0.0015))
              .unaryExpr([](Complex x) { return std::abs(x - 1.0); })
              .minCoeff() < 1e-10);
}

TEST_CASE("Spatial functions name what they reject", "[theory][spatial][error]") {
    const auto transform = [](double k, double width) {
        return ft_spatial_profile(SpatialProfile::gaussian, Space::line, k, width);
    };
    CHECK_THROWS_MATCHES(transform(std::nan(""), 0.001), InvalidParameter,
                         Message("k must be finite, got nan"));
    CHECK_THROWS_MATCHES(transform(10.0, -0.001), InvalidParameter,
                         Message("width must be finite and not negative, got -0.001"));

    auto structure = generic_structure();
    CHECK_THROWS_AS(rate_model_dispersion(structure, generic_rate_model(), Vector::Ones(1), 0),
                    InvalidParameter);  // delays differ
    auto model = generic_rate_model();
    model.tau_rate(1) = 0.002;
    CHECK_THROWS_MATCHES(rate_model_dispersion(one_delay_structure(), model, Vector::Ones(1), 0),
                         InvalidParameter,
                         Message("tau_rate must be 0.0019 for all populations, got 0.002"));
    structure.Delay = Matrix::Constant(2, 3, 0.001);
    CHECK_THROWS_MATCHES(spatial_factor(structure, 0.0, 1.0), InvalidParameter,
                         Message("Delay must have shape 2 x 2, got 2 x 3"));
    structure.Delay = Matrix::Constant(2, 2, -0.001);
    CHECK_THROWS_AS(spatial_factor(structure, 0.0, 1.0), InvalidParameter);
}
