#include "catch.hpp"
#include "theory/bos_microcircuit.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/analysis.hpp>

#include <numbers>

using namespace siegert;
using theory::analyze;

namespace {

const Vector omegas = Vector::LinSpaced(120, 5.0, 2400.0);

theory::AnalysisOptions quick() {
    theory::AnalysisOptions options;
    options.growth_rate_starts = 0;
    return options;
}

}  // namespace

TEST_CASE("An analysis holds every stage, in the shape that is promised", "[theory][analysis]") {
    const Network net = bos_microcircuit::network();
    const auto analysis = analyze(net, omegas, quick());
    CHECK(theory::converged(analysis.working_point));
    CHECK(analysis.omegas == omegas);
    CHECK(analysis.transfer.n_mu.rows() == 120);
    CHECK(analysis.D.frequencies() == 120);
    CHECK(analysis.effective_connectivity.rows() == 8);
    CHECK(analysis.power_spectra.rows() == 120);
    CHECK(analysis.power_spectra.cols() == 8);
    CHECK(analysis.sensitivity.size() == 8);
    CHECK_FALSE(analysis.peaks.empty());
    CHECK(analysis.stability.growth_rates.empty());
    for (Index k = 0; k < 120; k += 17) {
        const ComplexMatrix W = analysis.effective_connectivity[k];
        const ComplexMatrix P = analysis.propagator[k];
        CHECK((P - W - W * P).norm() < 1e-12 * (1.0 + W.norm() * P.norm()));
    }
    CHECK(theory::peak_sensitivities(net, analysis).size() == analysis.peaks.size());
}

TEST_CASE("What is not kept does not change what is", "[theory][analysis]") {
    const Network net = bos_microcircuit::network();
    auto options = quick();
    const auto all = analyze(net, omegas, options);
    options.keep_delays = false;
    options.keep_propagator = false;
    const auto lean = analyze(net, omegas, options);
    CHECK(lean.D.empty());
    CHECK(lean.propagator.empty());
    CHECK(lean.effective_connectivity.values() == all.effective_connectivity.values());
    CHECK(lean.power_spectra == all.power_spectra);
    CHECK(lean.eigenmodes.eigenvalues == all.eigenmodes.eigenvalues);
}

TEST_CASE("An analysis does not depend on the number of threads", "[theory][analysis]") {
    const Network net = bos_microcircuit::network();
    auto options = quick();
    options.threads = 1;
    const auto one = analyze(net, omegas, options);
    for (const int threads : {2, 3}) {
        options.threads = threads;
        const auto several = analyze(net, omegas, options);
        CHECK(several.power_spectra == one.power_spectra);
        CHECK(several.eigenmodes.order == one.eigenmodes.order);
        for (std::size_t m = 0; m < 8; ++m)
            CHECK(several.sensitivity[m].sensitivity == one.sensitivity[m].sensitivity);
    }
}

TEST_CASE("Spikes are Poissonian in the nnmt convention and a renewal process in the exact one",
          "[theory][analysis]") {
    const Network net = bos_microcircuit::network();
    auto options = quick();
    const auto point = theory::working_point(net);
    const Matrix poisson = theory::poisson_noise(point.firing_rates, net.N);
    const Matrix renewal = theory::spiking_noise(net, point, omegas, options);
    REQUIRE(renewal.rows() == 120);
    // At high frequency every stationary point process is white at its rate; at low frequency these
    // neurons, with CV below one, are less noisy.
    CHECK((renewal.row(0).array() < poisson.row(0).array()).all());
    const Vector high{{2.0 * std::numbers::pi * 2e4}};
    const Matrix limit = theory::spiking_noise(net, point, high, options);
    CHECK((limit - poisson).norm() < 1e-2 * poisson.norm());

    options.convention = lif::Convention::nnmt;
    CHECK(theory::spiking_noise(net, point, omegas, options) == poisson);
    options.noise = theory::SpikingNoise::renewal;
    CHECK(theory::spiking_noise(net, point, omegas, options) == renewal);
    options.convention = lif::Convention::exact;
    options.noise = theory::SpikingNoise::poisson;
    CHECK(theory::spiking_noise(net, point, omegas, options) == poisson);
}

TEST_CASE("Growing modes of a stable network decay and are close to its peaks",
          "[theory][analysis]") {
    auto options = quick();
    options.growth_rate_starts = 3;
    const auto analysis = analyze(bos_microcircuit::network(), omegas, options);
    REQUIRE_FALSE(analysis.stability.growth_rates.empty());
    CHECK(analysis.stability.growth_rates.size() <= 3);
    for (const auto& mode : analysis.stability.growth_rates) {
        CHECK(mode.s.real() < 0.0);
        CHECK(mode.residual < 1e-9);
    }
}

TEST_CASE("An analysis names what it rejects", "[theory][analysis][error]") {
    const Network net = bos_microcircuit::network();
    CHECK_THROWS_WITH(analyze(net, Vector{}, quick()),
                      ContainsSubstring("omegas must not be empty"));
    CHECK_THROWS_WITH(analyze(net, Vector{{3.0, 2.0}}, quick()),
                      ContainsSubstring("omegas[1] must exceed the frequency before it, got 2"));
    CHECK_THROWS_WITH(analyze(net, Vector{{unset}}, quick()),
                      ContainsSubstring("omegas[0] must be finite"));
    auto options = quick();
    options.threads = -2;
    CHECK_THROWS_WITH(analyze(net, omegas, options), ContainsSubstring("threads"));
    options = quick();
    options.growth_rate_starts = -1;
    CHECK_THROWS_WITH(analyze(net, omegas, options), ContainsSubstring("growth_rate_starts"));
    Network without_delays = net;
    without_delays.Delay.resize(0, 0);
    without_delays.Delay_sd.resize(0, 0);
    CHECK_THROWS_WITH(analyze(without_delays, omegas, quick()),
                      ContainsSubstring("Delay is missing"));
}
