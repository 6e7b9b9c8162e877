#include "catch.hpp"
#include "theory/example_networks.hpp"

#include <siegert/theory/analysis.hpp>
#include <siegert/theory/scan.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

/// Networks whose connectivity has no full set of eigenvectors, or many equal ones.
using namespace siegert;
using std::numbers::pi;

namespace {

const Vector two_frequencies = 2.0 * pi * Vector{{10.0, 50.0}};

theory::AnalysisOptions nnmt() {
    theory::AnalysisOptions options;
    options.convention = lif::Convention::nnmt;
    return options;
}

// Neurons of Brunel's model A, weights 0.1 mV, driven by 1000 synapses.
Network with_indegrees(const Matrix& K, double nu_ext) {
    const Index n = K.rows();
    Network network;
    for (Index i = 0; i < n; ++i) network.populations.push_back("P" + std::to_string(i));
    network.synapse = SynapseType::delta;
    network.K = K;
    network.J = Matrix::Constant(n, n, 1e-4);
    network.K_ext = Matrix::Constant(n, 1, 1000.0);
    network.J_ext = Matrix::Constant(n, 1, 1e-4);
    network.nu_ext = Vector::Constant(1, nu_ext);
    network.Delay = Matrix::Constant(n, n, 1.5e-3);
    examples::set_neurons(network, {.tau_m = 0.02, .tau_r = 0.002, .V_th = 0.02, .V_0 = 0.01}, 0.0);
    return network;
}

// Population order[k] drives order[k + 1].
Network chain(const std::vector<Index>& order) {
    const auto n = static_cast<Index>(order.size());
    Matrix K = Matrix::Zero(n, n);
    for (std::size_t k = 0; k + 1 < order.size(); ++k) K(order[k + 1], order[k]) = 100.0;
    return with_indegrees(K, 12.0);
}

std::vector<Index> in_order(Index n) {
    std::vector<Index> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), Index{0});
    return order;
}

struct Neurons {
    double E, I;
};

// With divisors up to 12 of each.
constexpr Neurons divisible{12000.0, 2520.0};

// Brunel's network with each population split into equal parts.
Network split_brunel(Index parts_E, Index parts_I, const Neurons& neurons) {
    const Network whole = examples::brunel(5.0, 2.0);
    const Index n = parts_E + parts_I;
    Network network = with_indegrees(Matrix::Zero(n, n), whole.nu_ext(0));
    for (Index j = 0; j < n; ++j) {
        const bool excitatory = j < parts_E;
        const auto parts = static_cast<double>(excitatory ? parts_E : parts_I);
        network.K.col(j).setConstant((excitatory ? 1000.0 : 250.0) / parts);
        network.J.col(j).setConstant(excitatory ? 1e-4 : -5e-4);
        network.N(j) = (excitatory ? neurons.E : neurons.I) / parts;
    }
    return network;
}

}  // namespace

TEST_CASE("A chain of populations is stable and has its spectrum, in any order",
          "[theory][degenerate]") {
    for (Index n = 2; n <= 20; ++n) {
        CAPTURE(n);
        std::vector<Index> order = in_order(n);
        if (n % 2 == 1) std::shuffle(order.begin(), order.end(), std::mt19937(5));
        const Network network = chain(order);
        const auto analysis = theory::analyze(network, two_frequencies, nnmt());
        CHECK(analysis.eigenmodes.eigenvalues == ComplexMatrix::Zero(2, n));
        CHECK(analysis.power_spectra.allFinite());
        CHECK(analysis.stability.answer == theory::Stability::stable);
        for (const auto& measure : analysis.sensitivity) {
            CHECK(measure.sensitivity.allFinite());
            CHECK_FALSE(measure.defined);
        }
        if (n != 12) continue;
        // Solved independently, population by population along the chain.
        const Index last = order.back();
        CHECK(std::abs(analysis.working_point.firing_rates(last) - 127.9310) < 5e-5);
        CHECK(std::abs(analysis.power_spectra(0, last) - 0.28923636) < 5e-9);
        CHECK(std::abs(analysis.power_spectra(1, last) - 0.29092196) < 5e-9);
    }
}

TEST_CASE("Identical populations give what one gives", "[theory][degenerate]") {
    const auto whole = theory::analyze(split_brunel(1, 1, divisible), two_frequencies, nnmt());
    for (const auto& [E, I] : {std::pair<Index, Index>{2, 1}, {6, 2}, {8, 2}, {5, 7}, {12, 12}}) {
        CAPTURE(E, I);
        const auto parts = theory::analyze(split_brunel(E, I, divisible), two_frequencies, nnmt());
        const auto nu = whole.working_point.firing_rates;
        for (Index k = 0; k < 2; ++k) {
            // A part has the noise of its own neurons in addition: nu (1/N_part - 1/N).
            const double of_E =
                whole.power_spectra(k, 0) + nu(0) * (static_cast<double>(E) - 1.0) / divisible.E;
            const double of_I =
                whole.power_spectra(k, 1) + nu(1) * (static_cast<double>(I) - 1.0) / divisible.I;
            for (Index i = 0; i < E; ++i)
                CHECK(parts.power_spectra(k, i) == Approx(of_E).epsilon(1e-10));
            for (Index i = E; i < E + I; ++i)
                CHECK(parts.power_spectra(k, i) == Approx(of_I).epsilon(1e-10));
            CHECK(std::abs(parts.eigenmodes.eigenvalues.row(k).sum() -
                           whole.eigenmodes.eigenvalues.row(k).sum()) < 1e-11);
        }
        CHECK(parts.stability.answer == whole.stability.answer);
        CHECK(parts.stability.nyquist.unstable_modes == whole.stability.nyquist.unstable_modes);
    }
    // The spectra of the two populations, computed apart, and n (1/N_part - 1/N).
    const auto split = theory::analyze(split_brunel(8, 2, {10000.0, 2500.0}), two_frequencies);
    CHECK(std::abs(split.power_spectra(0, 0) - 0.12548383) < 5e-9);
    CHECK(std::abs(split.power_spectra(0, 9) - 0.06519007) < 5e-9);
}

TEST_CASE("Networks of which half sends nothing, and unconnected ones, are analysed",
          "[theory][degenerate]") {
    for (const Index n : {1, 2, 9, 20}) {
        CAPTURE(n);
        Matrix K = Matrix::Zero(n, n);
        const auto unconnected = theory::analyze(with_indegrees(K, 12.0), two_frequencies);
        CHECK(unconnected.stability.answer == theory::Stability::stable);
        CHECK(unconnected.eigenmodes.eigenvalues.norm() == 0.0);
        K.leftCols(n / 2).setConstant(20.0);
        const auto half = theory::analyze(with_indegrees(K, 8.0), two_frequencies);
        CHECK(half.power_spectra.allFinite());
        CHECK(half.stability.answer == theory::Stability::stable);
    }
}

TEST_CASE("A scan passes defective networks", "[theory][degenerate]") {
    theory::ScanOptions options;
    options.omegas = two_frequencies;
    const auto at = [](const std::vector<Index>& position) {
        Network network = chain(in_order(15));
        network.K(0, 14) = static_cast<double>(position[0]);  // a ring closes slowly
        return network;
    };
    const auto found = theory::scan({4}, at, options);
    for (const auto& point : found.points) REQUIRE(point.stability);
    const auto& open = *found.points[0].stability;
    CHECK(open.answer == theory::Stability::stable);
    CHECK(open.reason.find("no mode grows") == 0);
    // Links that fire regularly, at 128 Hz, resonate: 15 of them make up for the weak last one.
    for (std::size_t k = 1; k < found.points.size(); ++k) {
        const auto& closed = *found.points[k].stability;
        CHECK(closed.answer == theory::Stability::unstable);
        CHECK(closed.static_growth_rate.value() < 0.0);
        CHECK(closed.unstable_modes > 0);
    }
}

TEST_CASE("The extent spectra leaves out what is not asked for", "[theory][degenerate]") {
    const Network network = split_brunel(6, 2, divisible);
    theory::AnalysisOptions options = nnmt();
    const auto all = theory::analyze(network, two_frequencies, options);
    options.extent = theory::AnalysisExtent::spectra;
    const auto spectra = theory::analyze(network, two_frequencies, options);
    CHECK(spectra.power_spectra == all.power_spectra);
    CHECK(spectra.stability.answer == all.stability.answer);
    CHECK(spectra.effective_connectivity.empty());
    CHECK(spectra.D.empty());
    CHECK(spectra.propagator.empty());
    CHECK(spectra.sensitivity.empty());
    CHECK(spectra.eigenmodes.eigenvalues.size() == 0);

    options = nnmt();
    options.sensitivity_modes = 2;
    options.keep_connectivity = false;
    options.keep_delays = false;
    const auto two = theory::analyze(network, two_frequencies, options);
    REQUIRE(two.sensitivity.size() == 2);
    CHECK(two.sensitivity[0].critical_eigenvalue == all.sensitivity[0].critical_eigenvalue);
    CHECK(two.effective_connectivity.empty());
    CHECK(theory::effective_connectivity(network, two, 1) ==
          ComplexMatrix(all.effective_connectivity[1]));
    const auto measure = theory::sensitivity_at(network, two, two_frequencies(1) + 3.0);
    CHECK(measure.critical_frequency_index == 1);
    CHECK(measure.critical_frequency == Approx(50.0));
}
