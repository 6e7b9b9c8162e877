#include "catch.hpp"
#include "theory/example_networks.hpp"

#include <siegert/theory/analysis.hpp>
#include <siegert/units.hpp>

#include <numbers>

using namespace siegert;
using namespace siegert::literals;
using std::numbers::pi;

namespace {

Network model_A(double g, double drive) {
    Network network = examples::brunel(g, drive);
    network.Delay = Matrix::Constant(2, 2, 1.5_ms);
    return network;
}

theory::NetworkAnalysis analysis(const Network& network, lif::Convention convention) {
    theory::AnalysisOptions options;
    options.convention = convention;
    return theory::analyze(network, Vector::LinSpaced(8000, 0.25, 2000.0) * 2.0 * pi, options);
}

// The crossing of the real axis closest to 1 or beyond: frequency [Hz] and eigenvalue. References
// from tests/references/brunel_oscillations.py.
void check_crossing(const theory::NetworkAnalysis& analysis, double frequency, double eigenvalue) {
    REQUIRE_FALSE(analysis.axis_crossings.empty());
    const auto& crossing = analysis.axis_crossings.front();
    // Linear interpolation on a grid of 0.25 Hz: (2 pi 0.25 Hz 10 ms)^2 / 8 = 3e-5 relative.
    CHECK(relative_error(crossing.omega / (2.0 * pi), frequency) < 3e-5);
    CHECK(relative_error(crossing.eigenvalue, eigenvalue) < 3e-5);
}

}  // namespace

TEST_CASE("The exact response finds the fast oscillation of Brunel 2000", "[theory][brunel]") {
    const auto exact = analysis(model_A(6.0, 4.0), lif::Convention::exact);
    check_crossing(exact, 187.719544242, 1.11684059529);
    CHECK(exact.stability.nyquist.resolved);
    CHECK(exact.stability.nyquist.unstable_modes == 2);
    REQUIRE_FALSE(exact.stability.growth_rates.empty());
    CHECK(exact.stability.growth_rates.front().s.real() > 0.0);
    CHECK(std::abs(exact.stability.growth_rates.front().s.imag() / (2.0 * pi) - 187.7) < 20.0);
}

TEST_CASE("The exact response finds the slow oscillation of Brunel 2000", "[theory][brunel]") {
    const auto exact = analysis(model_A(4.5, 0.9), lif::Convention::exact);
    check_crossing(exact, 28.9796835957, 1.03109015467);
    CHECK(exact.stability.nyquist.resolved);
    CHECK(exact.stability.nyquist.unstable_modes == 2);
}

TEST_CASE("The response to the mean alone misses the slow oscillation of Brunel 2000",
          "[theory][brunel]") {
    const auto fast = analysis(model_A(6.0, 4.0), lif::Convention::nnmt);
    check_crossing(fast, 257.685833553, 1.22775493996);
    const auto slow = analysis(model_A(4.5, 0.9), lif::Convention::nnmt);
    CHECK(slow.stability.nyquist.resolved);
    CHECK(slow.stability.nyquist.unstable_modes == 0);
    for (const auto& crossing : slow.axis_crossings) CHECK(crossing.eigenvalue < 1.0);
}
