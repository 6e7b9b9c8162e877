#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/transfer_function_fit.hpp>

#include <array>

using namespace siegert;
using namespace siegert::theory;
using Catch::Matchers::Message;

namespace {

constexpr std::size_t points = 11;

struct Reference {
    const char* name;
    std::array<double, points> omegas;
    std::array<double, points> real, imag;
    double tau, h0, tau_error, h0_error;
};

constexpr Reference references[] = {
#include "references/transfer_function_fit.inc"
};

template <std::size_t n>
Vector vector(const std::array<double, n>& values) {
    return Eigen::Map<const Vector>(values.data(), n);
}

Vector generic_omegas() {
    return Vector{{0.0, 7.0, 31.0, 90.0, 260.0, 700.0, 1900.0}};
}

ComplexVector low_pass(double h0, double tau, const Vector& omegas) {
    return h0 / (1.0 + Complex(0.0, tau) * omegas.array());
}

}  // namespace

TEST_CASE("The low-pass fit agrees with 40-digit references", "[theory][transfer_function_fit]") {
    for (const auto& reference : references) {
        ComplexVector transfer_function(points);
        transfer_function.real() = vector(reference.real);
        transfer_function.imag() = vector(reference.imag);
        const auto fit = low_pass_fit(transfer_function, vector(reference.omegas));
        CAPTURE(reference.name);
        // Documented bound of tau and h0. The standard errors are first-order in the residuals,
        // whose sum of squares loses the digits by which the fit is better than the data are large.
        CHECK(relative_error(fit.tau, reference.tau) < 1e-13);
        CHECK(relative_error(fit.h0, reference.h0) < 1e-13);
        CHECK(relative_error(fit.tau_error, reference.tau_error) < 1e-12);
        CHECK(relative_error(fit.h0_error, reference.h0_error) < 1e-12);
    }
}

TEST_CASE("The fit of a low-pass filter is the filter, with its signs",
          "[theory][transfer_function_fit]") {
    const Vector omegas = generic_omegas();
    for (const double h0 : {1340.0, -27.0, 3e-290, -5e290})
        for (const double tau : {0.0043, -0.013}) {
            const auto fit = low_pass_fit(low_pass(h0, tau, omegas), omegas);
            CAPTURE(h0, tau);
            CHECK(relative_error(fit.h0, h0) < 1e-13);    // documented bound
            CHECK(relative_error(fit.tau, tau) < 1e-13);  // documented bound
            CHECK(fit.tau_error < 1e-13);                 // nothing but rounding is left over
        }
}

TEST_CASE("The fit does not depend on the signs of the frequencies",
          "[theory][transfer_function_fit]") {
    const Vector omegas = generic_omegas();
    const auto fit = low_pass_fit(low_pass(33.0, 0.0021, -omegas), -omegas);
    CHECK(relative_error(fit.h0, 33.0) < 1e-13);
    CHECK(relative_error(fit.tau, 0.0021) < 1e-13);
}

TEST_CASE("Data that do not fix the time constant say so", "[theory][transfer_function_fit]") {
    const Vector omegas = generic_omegas();
    const auto infinite = std::numeric_limits<double>::infinity();

    const auto flat = low_pass_fit(ComplexVector::Constant(omegas.size(), 5.5), omegas);
    CHECK(flat.tau == 0.0);
    CHECK(relative_error(flat.h0, 5.5) < 1e-13);
    CHECK(flat.tau_error == infinite);

    const auto rising = low_pass_fit(omegas.cast<Complex>(), omegas);
    CHECK(rising.tau == 0.0);

    const auto silent = low_pass_fit(ComplexVector::Zero(omegas.size()), omegas);
    CHECK(silent.h0 == 0.0);
    CHECK(silent.tau == 0.0);
    CHECK(silent.h0_error == infinite);

    const Vector high = omegas.tail(6);
    const ComplexVector integrator = Complex(0.0, -40.0) / high.array().cast<Complex>();
    const auto fit = low_pass_fit(integrator, high);
    CHECK(relative_error(fit.tau, 1000.0 / 7.0) < 1e-13);
    CHECK(relative_error(fit.h0 / fit.tau, 40.0) < 1e-6);  // first order in (omega tau)^-2
    CHECK(fit.tau_error == infinite);
}

TEST_CASE("Each population is fitted by itself", "[theory][transfer_function_fit]") {
    const Vector omegas = generic_omegas();
    ComplexMatrix transfer_function(omegas.size(), 2);
    transfer_function.col(0) = low_pass(1340.0, 0.0043, omegas);
    transfer_function.col(1) = low_pass(27.0, 0.0110, omegas);
    const auto fit = fit_transfer_function(transfer_function, omegas);
    CHECK(relative_error(fit.tau_rate(0), 0.0043) < 1e-13);
    CHECK(relative_error(fit.tau_rate(1), 0.0110) < 1e-13);
    CHECK(relative_error(fit.h0(0), 1340.0) < 1e-13);
    CHECK(relative_error(fit.h0(1), 27.0) < 1e-13);
    CHECK((fit.transfer_function_fit - transfer_function).norm() <
          1e-12 * transfer_function.norm());  // relative sensitivity to tau is below 1

    const auto single = low_pass_fit(transfer_function.col(1), omegas);
    CHECK(fit.fit_error(1) == std::hypot(single.tau_error, single.h0_error));
}

TEST_CASE("The weights of the rate model take gain and time constant of the target",
          "[theory][transfer_function_fit]") {
    const Matrix J{{0.1e-3, -0.4e-3}, {0.3e-3, -0.7e-3}};
    const Matrix K{{110.0, 23.0}, {57.0, 17.0}};
    const Matrix W = rate_model_weights(Vector{{900.0, 2100.0}}, Vector{{0.010, 0.015}}, J, K);
    CHECK(relative_error(W(0, 1), 900.0 * 0.010 * -0.4e-3 * 23.0) < 1e-15);
    CHECK(relative_error(W(1, 0), 2100.0 * 0.015 * 0.3e-3 * 57.0) < 1e-15);
}

TEST_CASE("The fit names what it rejects", "[theory][transfer_function_fit][error]") {
    const Vector omegas = generic_omegas();
    const ComplexVector values = low_pass(3.0, 0.01, omegas);
    const auto fit = [](const ComplexVector& n, const Vector& w) { return low_pass_fit(n, w); };
    CHECK_THROWS_MATCHES(fit(values.head(2), omegas.head(2)), InvalidParameter,
                         Message("omegas must have at least 3 entries, got 2"));
    CHECK_THROWS_MATCHES(fit(values, Vector::Constant(7, -4.0)), InvalidParameter,
                         Message("omegas must contain two different magnitudes, got -4"));
    CHECK_THROWS_MATCHES(fit(values.head(5), omegas), InvalidParameter,
                         Message("transfer_function must have shape 7 x 1, got 5 x 1"));
    ComplexVector broken = values;
    broken(4) = Complex(0.0, std::nan(""));
    CHECK_THROWS_MATCHES(fit(broken, omegas), InvalidParameter,
                         Message("transfer_function must be finite, got nan in row 4, column 0"));
    CHECK_THROWS_AS(rate_model_weights(Vector::Ones(2), Vector::Ones(2), Matrix::Ones(2, 2),
                                       Matrix::Ones(2, 3)),
                    InvalidParameter);
}
