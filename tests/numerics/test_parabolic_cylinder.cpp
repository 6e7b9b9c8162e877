#include "catch.hpp"
#include "numerics/parabolic_cylinder.hpp"
#include "reference_table.hpp"

#include <hwy/targets.h>

#include <algorithm>
#include <random>

using namespace siegert::numerics;
using Complex = std::complex<double>;

namespace {

std::vector<FirstPassageIntegrals> integrals(const PassageInterval& interval,
                                             const std::vector<Complex>& s) {
    std::vector<FirstPassageIntegrals> out(s.size());
    first_passage_integrals(interval, s, out);
    return out;
}

FirstPassageIntegrals integrals(const PassageInterval& interval, Complex s) {
    return integrals(interval, std::vector{s}).front();
}

/// The largest relative difference of the integrals, whatever their units.
double difference(const FirstPassageIntegrals& a, const FirstPassageIntegrals& b) {
    const Complex unit = b.integral_psi_1 / a.integral_psi_1;
    return std::max({relative_error(a.integral_psi_2 * unit, b.integral_psi_2),
                     relative_error(a.integral_psi_3 * unit, b.integral_psi_3),
                     relative_error(a.increase_psi_3 * unit, b.increase_psi_3)});
}

bool finite(const FirstPassageIntegrals& f) {
    const auto all = {f.psi_r,          f.psi_1_r,        f.integral_psi_1,
                      f.integral_psi_2, f.integral_psi_3, f.increase_psi_3};
    return std::all_of(all.begin(), all.end(), [](Complex z) {
        return std::isfinite(z.real()) && std::isfinite(z.imag());
    });
}

/// Calls `check` once for each instruction set of this machine, with that one in use.
template <class Check>
void on_every_instruction_set(Check check) {
    for (auto rest = hwy::SupportedTargets() & HWY_TARGETS; rest != 0; rest &= rest - 1) {
        const auto target = rest & -rest;
        CAPTURE(hwy::TargetName(target));
        hwy::SetSupportedTargetsForTest(target);
        check();
        hwy::SetSupportedTargetsForTest(0);
    }
}

}  // namespace

TEST_CASE("Integrals of parabolic cylinder functions agree with 90-digit references",
          "[numerics][parabolic_cylinder]") {
    const auto table = reference_table("parabolic_cylinder.csv", 59);
    on_every_instruction_set([&] {
        for (const auto& row : table) {
            const Complex s = row.complex("s");
            CAPTURE(row.regime, row["x_r"], row["x_th"], s);
            const auto f =
                integrals({.x_r = row["x_r"], .x_th = row["x_th"], .gap = row["gap"]}, s);
            const Complex unit = f.integral_psi_1;
            // Documented bound 1e-13; the worst case with GCC 12 is 1e-14.
            constexpr double tolerance = 1e-13;
            CHECK(relative_error(f.integral_psi_2 / unit, row.complex("integral_psi_2")) <
                  tolerance);
            CHECK(relative_error(f.integral_psi_3 / unit, row.complex("integral_psi_3")) <
                  tolerance);
            // Where its integrand is much smaller than the functions themselves (large -x) the
            // increase is known to rounding of Psi_(s+3).
            const Complex increase = row.complex("increase_psi_3");
            const double scale =
                std::abs(increase) + 1e-2 * std::abs(row.complex("integral_psi_3"));
            CHECK(std::abs(f.increase_psi_3 / unit - increase) < tolerance * scale);
            // Relative to integral_psi_1 the values at x_r carry the phase and the logarithm of
            // Psi(x_th) / Psi(x_r), which are of order |s| and x_th^2.
            const double x_th = std::max(row["x_th"], 0.0);
            const double amplified = tolerance * (1.0 + 0.1 * std::abs(s) + 0.01 * x_th * x_th);
            CHECK(relative_error(f.psi_r / unit, row.complex("psi_r")) < amplified);
            CHECK(relative_error(f.psi_1_r / unit, row.complex("psi_1_r")) < amplified);
        }
    });
}

TEST_CASE("A frequency has the same integrals alone and among others",
          "[numerics][parabolic_cylinder]") {
    std::mt19937 rng(31);
    std::uniform_real_distribution<double> exponent(-6.0, 6.0);
    const PassageInterval interval{.x_r = -3.7, .x_th = 1.3, .gap = 5.0};
    std::vector<Complex> s(77);
    for (auto& value : s) value = Complex(0.0, std::pow(10.0, exponent(rng)));
    const auto together = integrals(interval, s);
    for (std::size_t i = 0; i < s.size(); ++i) {
        CAPTURE(s[i]);
        CHECK(difference(together[i], integrals(interval, s[i])) < 1e-13);
    }
}

TEST_CASE("Integrals of conjugate frequencies are conjugate", "[numerics][parabolic_cylinder]") {
    const Complex s = GENERATE(Complex(0.0, 0.37), Complex(1.3, 17.0), Complex(-2.7, 4.1),
                               Complex(0.0, 230.0), Complex(-7.0, 310.0));
    const PassageInterval interval{.x_r = -12.9, .x_th = -1.3, .gap = 11.6};
    auto below = integrals(interval, std::conj(s));
    below = {std::conj(below.psi_r),          std::conj(below.psi_1_r),
             std::conj(below.integral_psi_1), std::conj(below.integral_psi_2),
             std::conj(below.integral_psi_3), std::conj(below.increase_psi_3)};
    CHECK(difference(below, integrals(interval, s)) < 1e-15);
}

TEST_CASE("Integrals are finite and do not vanish for every admissible argument",
          "[numerics][parabolic_cylinder]") {
    const double x_th = GENERATE(-1e40, -1e8, -57.0, -9.1, -2.4, 0.0, 3.3, 20.0, largest_threshold);
    const double gap = GENERATE(1e-12, 1e-3, 0.7, 6.0, 90.0, 1e9, 1e59);
    std::vector<Complex> s;
    for (const double size : {0.0, 1e-300, 1e-9, 0.3, 7.0, 60.0, 900.0, 1e5, 1e60}) {
        s.emplace_back(0.0, size);
        s.emplace_back(size, -0.3 * size);
        s.emplace_back(-std::min(size, 20.0), 0.1 * size);
    }
    on_every_instruction_set([&] {
        const auto out = integrals({.x_r = x_th - gap, .x_th = x_th, .gap = gap}, s);
        for (std::size_t i = 0; i < s.size(); ++i) {
            CAPTURE(x_th, gap, s[i]);
            CHECK(finite(out[i]));
            CHECK((out[i].integral_psi_1 != 0.0 || out[i].psi_r != 0.0));
        }
    });
}
