// Dispersion relation of a spatially organised network: which wavelengths grow, and how fast?
//
// Excitatory and inhibitory neurons on a line, connected within boxcars of different width, as in
// Senk et al., Phys. Rev. Research 2, 023174 (2020). The rate model that a low-pass fit of the
// transfer function gives is solved in closed form; its fastest growing mode is then followed to
// the spiking network, and from there along the wavenumber.

#include <siegert/lif/exp.hpp>
#include <siegert/lif/transfer_function.hpp>
#include <siegert/theory/characteristic_equation.hpp>
#include <siegert/theory/spatial.hpp>
#include <siegert/theory/transfer_function_fit.hpp>
#include <siegert/units.hpp>

#include <cstdio>
#include <numbers>

using namespace siegert;
using namespace siegert::literals;

namespace {

// Both populations are made of the same neurons in the same state.
constexpr LifNeuron neuron_parameters{
    .tau_m = 5.0_ms, .tau_r = 0.0_ms, .V_th = 15.0_mV, .V_0 = 0.0_mV};
constexpr lif::exp::Synapse synapse{.tau_s = 0.5_ms};
constexpr lif::Input input{.mu = 10.0_mV, .sigma = 10.0_mV};
constexpr double C = 250.0_pF;

Matrix weights() {
    const Matrix w{{87.8_pA, -439.0_pA}, {87.8_pA, -439.0_pA}};
    return synapse.tau_s / C * w;
}

Matrix in_degrees() {
    return Matrix{{400.0, 100.0}, {400.0, 100.0}};
}

theory::SpatialStructure space() {
    return {.profile = theory::SpatialProfile::boxcar,
            .space = theory::Space::line,
            .width = Matrix{{0.2e-3, 0.07e-3}, {0.2e-3, 0.07e-3}},
            .Delay = Matrix::Constant(2, 2, 1.5_ms)};
}

lif::TransferFunction response(const ComplexVector& s) {
    return lif::exp::transfer_function(neuron_parameters, synapse, input, s, lif::Convention::exact,
                                       lif::SynapticFilter::with);
}

theory::RateModel fitted_rate_model() {
    const Vector omegas = 2.0 * std::numbers::pi * Vector::LinSpaced(200, 1.0, 200.0);
    const auto fit = theory::low_pass_fit(response(lif::on_imaginary_axis(omegas)).n_mu, omegas);
    std::printf("fit: tau %.3f ms, h0 %.3f Hz/mV, relative errors %.1e and %.1e\n\n", 1e3 * fit.tau,
                1e-3 * fit.h0, fit.tau_error, fit.h0_error);
    return {.tau_rate = Vector::Constant(2, fit.tau),
            .W_rate = theory::rate_model_weights(Vector::Constant(2, fit.h0),
                                                 Vector::Constant(2, neuron_parameters.tau_m),
                                                 weights(), in_degrees())};
}

ComplexMatrix spiking_connectivity(Complex s, double k) {
    const auto n = response(ComplexVector::Constant(1, s));
    const Matrix JK = neuron_parameters.tau_m * weights().cwiseProduct(in_degrees());
    const theory::InputWeights coupling{.mean = JK, .variance = JK.cwiseProduct(weights())};
    const theory::PopulationResponse both{.n_mu = ComplexVector::Constant(2, n.n_mu(0)),
                                          .n_sigma2 = ComplexVector::Constant(2, n.n_sigma2(0))};
    return theory::spatial_effective_connectivity(space(), coupling, both, s, k);
}

}  // namespace

int main() {
    const auto model = fitted_rate_model();
    const Vector wavenumbers = Vector::LinSpaced(15, 0.0, 35e3);
    const auto rate_lambda = theory::rate_model_dispersion(space(), model, wavenumbers, 0);
    Index fastest = 0;
    rate_lambda.real().maxCoeff(&fastest);
    const double k_fastest = wavenumbers(fastest);

    // From the rate model to the spiking network at the wavenumber that grows fastest.
    const theory::ConnectivityFamily mixture = [&](Complex s, double alpha) -> ComplexMatrix {
        return (1.0 - alpha) *
                   theory::spatial_effective_connectivity(space(), model, s, k_fastest) +
               alpha * spiking_connectivity(s, k_fastest);
    };
    const auto to_spiking =
        theory::follow_root(mixture, Vector::LinSpaced(5, 0.0, 1.0), rate_lambda(fastest));
    if (!to_spiking.back().converged) {
        std::puts("the mode of the rate model could not be followed to the spiking network");
        return 1;
    }

    // From there to larger and to smaller wavenumbers.
    const Vector up = wavenumbers.tail(wavenumbers.size() - fastest);
    const Vector down = wavenumbers.head(fastest + 1).reverse();
    const auto above = theory::follow_root(spiking_connectivity, up, to_spiking.back().s);
    const auto below = theory::follow_root(spiking_connectivity, down, to_spiking.back().s);

    std::puts("  k [1/mm]   rate model, growth [1/s]  f [Hz]   spiking, growth [1/s]  f [Hz]");
    const double to_hertz = 0.5 / std::numbers::pi;
    for (Index i = 0; i < wavenumbers.size(); ++i) {
        const auto distance = static_cast<std::size_t>(i < fastest ? fastest - i : i - fastest);
        const auto& root = i < fastest ? below[distance] : above[distance];
        std::printf("%10.2f %26.2f %7.2f ", 1e-3 * wavenumbers(i), rate_lambda(i).real(),
                    to_hertz * rate_lambda(i).imag());
        if (root.converged)
            std::printf("%23.2f %7.2f\n", root.s.real(), to_hertz * root.s.imag());
        else
            std::printf("%23s\n", "lost");
    }
}
