#include "catch.hpp"
#include "reference_table.hpp"

#include <siegert/error.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/units.hpp>

#include <numbers>

using namespace siegert;
using namespace siegert::literals;
using siegert::lif::Convention;
using siegert::lif::Input;
using siegert::lif::SynapticFilter;
using siegert::lif::TransferFunction;
using siegert::lif::exp::Method;
using siegert::lif::exp::Synapse;
namespace delta = siegert::lif::delta;
namespace colored = siegert::lif::exp;  // exp is also a function

namespace {

constexpr LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 2.3_ms, .V_th = 19.0_mV, .V_0 = 3.0_mV};

ComplexVector one(Complex s) {
    return ComplexVector::Constant(1, s);
}

TransferFunction exact(const Input& input, const ComplexVector& s) {
    return delta::transfer_function(neuron, input, s, Convention::exact);
}

bool finite(const TransferFunction& response) {
    return response.n_mu.allFinite() && response.n_sigma2.allFinite();
}

template <class Function>
std::string complaint(Function function) {
    try {
        static_cast<void>(function());
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("Transfer functions have no singularity where the formula divides by zero",
          "[lif][transfer_function]") {
    const Input input = GENERATE(Input{14.0_mV, 5.0_mV}, Input{24.0_mV, 2.0_mV});
    const double z = GENERATE(0.0, -1.0, -2.0);
    // A function without singularity equals its mean over a circle; 24 points give it to
    // (radius / distance of the next pole)^24.
    constexpr int points = 24;
    constexpr double radius = 0.1;
    ComplexVector circle(points);
    for (int k = 0; k < points; ++k) {
        circle(k) = (z + std::polar(radius, 2.0 * std::numbers::pi * k / points)) / neuron.tau_m;
    }
    const auto around = exact(input, circle);
    const auto centre = exact(input, one(z / neuron.tau_m));
    CAPTURE(z, input.mu);
    CHECK(relative_error(centre.n_mu(0), around.n_mu.mean()) < 1e-12);
    // It vanishes at z = -1.
    const double scale = around.n_sigma2.cwiseAbs().maxCoeff();
    CHECK(std::abs(centre.n_sigma2(0) - around.n_sigma2.mean()) < 1e-12 * scale);
}

TEST_CASE("The response at a conjugate frequency is conjugate", "[lif][transfer_function]") {
    const Input input{17.0_mV, 4.0_mV};
    const Complex s = GENERATE(Complex(0.0, 90.0), Complex(-31.0, 700.0), Complex(45.0, 2e4));
    const auto above = exact(input, one(s));
    const auto below = exact(input, one(std::conj(s)));
    CHECK(relative_error(std::conj(below.n_mu(0)), above.n_mu(0)) < 1e-14);
    CHECK(relative_error(std::conj(below.n_sigma2(0)), above.n_sigma2(0)) < 1e-14);
}

TEST_CASE("Fast signals meet a low pass in the mean and none in the variance",
          "[lif][transfer_function]") {
    // n_mu -> sqrt(2) nu / (sigma sqrt(s tau_m)), n_sigma2 -> nu / sigma^2; Brunel et al.,
    // Phys. Rev. Lett. 86, 2186 (2001). The corrections are of order y_th / sqrt(omega tau_m).
    const Input input{17.0_mV, 4.0_mV};
    const double nu = delta::firing_rate(neuron, input);
    const double size = GENERATE(1e12, 1e25, 1e50);
    const Complex z(0.0, size);
    const auto response = exact(input, one(z / neuron.tau_m));
    const Complex n_mu = std::sqrt(2.0) * nu / (input.sigma * std::sqrt(z));
    CHECK(relative_error(response.n_mu(0), n_mu) < 3.0 / std::sqrt(size) + 1e-14);
    CHECK(relative_error(response.n_sigma2(0), nu / (input.sigma * input.sigma)) <
          3.0 / std::sqrt(size) + 1e-14);
}

TEST_CASE("The response tends to that of the noise-free neuron", "[lif][transfer_function]") {
    const double mu = 23.0_mV;
    const Complex s(7.0, 190.0);
    const Complex z = s * neuron.tau_m;
    // Psi_s(x) -> |x|^(-s): see docs/theory/transfer_function.md.
    const double th = mu - neuron.V_th;
    const double r = mu - neuron.V_0;
    const double nu = 1.0 / (neuron.tau_r + neuron.tau_m * std::log(r / th));
    const Complex den = std::pow(th, -z) - std::exp(-s * neuron.tau_r) * std::pow(r, -z);
    const Complex n_mu =
        nu * z / (1.0 + z) * (std::pow(th, -z - 1.0) - std::pow(r, -z - 1.0)) / den;
    const Complex n_sigma2 = nu * z * (1.0 + z) / (2.0 * (2.0 + z)) *
                             (std::pow(th, -z - 2.0) - std::pow(r, -z - 2.0)) / den;
    const auto error = [&](double sigma) {
        const auto response = exact({mu, sigma}, one(s));
        return std::max(relative_error(response.n_mu(0), n_mu),
                        relative_error(response.n_sigma2(0), n_sigma2));
    };
    CHECK(error(40e-6) / error(20e-6) == Approx(4.0).epsilon(0.05));  // second order in sigma
    CHECK(error(1e-11) < 1e-12);
    CHECK(error(1e-300) < 1e-12);
    CHECK(error(0.0) < 1e-12);
}

TEST_CASE("A neuron that never fires does not respond", "[lif][transfer_function]") {
    const Input input = GENERATE(Input{10.0_mV, 0.0}, Input{10.0_mV, 1e-30}, Input{10.0_mV, 0.2_mV},
                                 Input{19.0_mV, 0.0}, Input{-1e6, 1e-3});
    const auto response = exact(input, one({1.0, 40.0}));
    CHECK(response.n_mu(0) == 0.0);
    CHECK(response.n_sigma2(0) == 0.0);
}

TEST_CASE("Transfer functions are finite for every valid input", "[lif][transfer_function]") {
    const double sigma = GENERATE(0.0, 1e-300, 1e-20, 1e-9, 1e-4, 3e-3, 0.4, 1e10, 1e300);
    const double tau_r = GENERATE(0.0, 2.3_ms, 900.0);
    ComplexVector s(10);
    s << 0.0, 1e-300, Complex(0.0, 1e-9), Complex(0.0, 30.0), Complex(-49.9, 0.0),
        Complex(-900.0, 2.0), Complex(0.0, 1e5), Complex(0.0, 1e12), Complex(1e9, 1e9),
        Complex(0.0, 1e60);
    LifNeuron n = neuron;
    n.tau_r = tau_r;
    for (const double mu :
         {-1e300, -4.0, -1e-2, 0.0, 18.9e-3, 19e-3, 19.0000001e-3, 21e-3, 0.6, 1e4, 1e300}) {
        CAPTURE(mu, sigma, tau_r);
        const Input input{mu, sigma};
        for (const auto convention : {Convention::exact, Convention::nnmt}) {
            CHECK(finite(delta::transfer_function(n, input, s, convention)));
            if (sigma == 0.0) continue;
            for (const auto method : {Method::shift, Method::taylor}) {
                const Synapse synapse{.tau_s = 0.9_ms, .method = method};
                CHECK(finite(colored::transfer_function(n, synapse, input, s, convention,
                                                        SynapticFilter::with)));
            }
        }
    }
}

TEST_CASE("Transfer functions of no frequency are empty", "[lif][transfer_function]") {
    const auto response = exact({17.0_mV, 4.0_mV}, ComplexVector());
    CHECK(response.n_mu.size() == 0);
    CHECK(response.n_sigma2.size() == 0);
}

TEST_CASE("Transfer functions name the argument that they reject", "[lif][transfer_function]") {
    const auto with = [](Complex s) {
        return complaint([&] { return exact({17.0_mV, 4.0_mV}, one(s)); });
    };
    CHECK_THAT(with({0.0, NAN}), ContainsSubstring("Im s must be finite, got nan"));
    CHECK_THAT(with({INFINITY, 0.0}), ContainsSubstring("Re s must be finite, got inf"));
    CHECK_THAT(with({-1100.0, 5.0}), ContainsSubstring("Re s tau_m must be at least -20, got -22"));
    CHECK_THAT(with({0.0, 1e63}), ContainsSubstring("s tau_m must be at most 1e+60, got 2.0"));
    CHECK_THAT(complaint([] {
                   return exact({17.0_mV, -4.0_mV}, one(0.0));
               }),
               ContainsSubstring("sigma"));
    CHECK_THAT(complaint([] {
                   return colored::transfer_function(neuron, {.tau_s = 1.0_ms}, {25.0_mV, 0.0},
                                                     one(0.0), Convention::exact,
                                                     SynapticFilter::with);
               }),
               ContainsSubstring("sigma must be positive"));
}
