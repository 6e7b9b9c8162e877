#include "landscape/observables.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/power_spectra.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::landscape {
namespace {

using theory::SpikingNoise;
using theory::WorkingPoint;

// The slope at 0 of what has these values at -2, -1, 0, 1, 2.
Vector slope_weights() {
    return Vector{{1.0 / 12, -8.0 / 12, 0.0, 8.0 / 12, -1.0 / 12}};
}

bool is_renewal(const PeakOptions& options) {
    if (options.noise != SpikingNoise::by_convention) return options.noise == SpikingNoise::renewal;
    return options.response.convention == lif::Convention::exact;
}

/// Which spectrum of which network.
struct Spectrum {
    const Network& network;
    theory::PopulationInputs inputs;
    Index population;
    const PeakOptions& options;
    theory::ConnectivityAt W;
};

Spectrum spectrum_of(const Network& network, const theory::PopulationInputs& inputs,
                     Index population, const PeakOptions& options) {
    return {.network = network,
            .inputs = inputs,
            .population = population,
            .options = options,
            .W = theory::connectivity_at(network, inputs, options.response)};
}

// Of the activities of the populations, from the spikes of their neurons; frequencies x n.
Matrix noise_at(const Spectrum& spectrum, const Vector& omegas) {
    const Network& network = spectrum.network;
    if (!is_renewal(spectrum.options)) {
        return theory::poisson_noise(spectrum.inputs.nu, network.N).replicate(omegas.size(), 1);
    }
    return theory::renewal_noise(theory::network_renewal_spectra(network, spectrum.inputs, omegas,
                                                                 spectrum.options.response),
                                 network.N);
}

// (1 - W)^-1
ComplexMatrix amplification(const Spectrum& spectrum, double omega) {
    ComplexMatrix one_minus_W = -spectrum.W(Complex(0.0, omega));
    one_minus_W.diagonal().array() += 1.0;
    ComplexMatrix Q = numerics::inverse(one_minus_W);
    if (!Q.allFinite()) {
        throw AccuracyNotReached("1 - W is singular: the network is at an instability");
    }
    return Q;
}

Vector log_powers(const Spectrum& spectrum, const Vector& omegas) {
    const Matrix noise = noise_at(spectrum, omegas);
    return Vector::NullaryExpr(omegas.size(), [&](Index k) {
        const ComplexMatrix Q = amplification(spectrum, omegas(k));
        return std::log(Q.row(spectrum.population).cwiseAbs2().dot(noise.row(k)));
    });
}

Vector around(double omega, double h) {
    return omega + h * Vector::LinSpaced(5, -2.0, 2.0).array();
}

/// The logarithm of the spectrum near a frequency.
struct Shape {
    double value, slope, curvature;
};

Shape shape_at(const Spectrum& spectrum, double omega, double h) {
    const Vector y = log_powers(spectrum, around(omega, h));
    return {.value = y(2),
            .slope = (8.0 * (y(3) - y(1)) - (y(4) - y(0))) / (12.0 * h),
            .curvature = (16.0 * (y(3) + y(1)) - (y(4) + y(0)) - 30.0 * y(2)) / (12.0 * h * h)};
}

// The width of the resonance that has this curvature at its peak.
double width_of(const Shape& shape) {
    return std::sqrt(2.0 / -shape.curvature);
}

// Differences are taken over this part of the width: they err by its fourth power.
constexpr double step_in_width = 0.003;

// d log S_p at fixed rates and omega.
Direct log_power_derivatives(const Spectrum& spectrum, double omega) {
    const Network& network = spectrum.network;
    const auto& response = spectrum.options.response;
    const ComplexMatrix Q = amplification(spectrum, omega);
    const Vector noise = noise_at(spectrum, Vector::Constant(1, omega)).row(0).transpose();
    const ComplexVector of_p = Q.row(spectrum.population).transpose();
    const ComplexVector C_p = Q * noise.cwiseProduct(of_p.conjugate());
    const double S = C_p(spectrum.population).real();
    Direct direct = no_direct_derivatives(network);
    add_connectivity(direct, (2.0 / S) * of_p * C_p.transpose(), network, spectrum.inputs,
                     Complex(0.0, omega), response);
    take_real_part(direct);
    const Vector by_noise = of_p.cwiseAbs2() / S;
    const ComplexVector by_spikes = by_noise.cwiseQuotient(network.N).cast<Complex>();
    direct.N = -by_noise.cwiseProduct(noise).cwiseQuotient(network.N).cast<Complex>();
    if (!is_renewal(spectrum.options)) {
        direct.nu += by_spikes;
        return direct;
    }
    add_answers(direct, by_spikes,
                derivatives_of(network, spectrum.inputs, spectrum_answer(omega, response)));
    return direct;
}

}  // namespace

Peak peak_near(const Network& network, const WorkingPoint& point, Index population, double omega,
               const PeakOptions& options) {
    require_not_negative("omega", omega);
    require(population >= 0 && population < network.tau_m.size(), "population",
            static_cast<double>(population), "be one of the network");
    theory::require_converged(point);
    const Spectrum spectrum = spectrum_of(network, inputs_of(point), population, options);
    double h = 2.0 * std::numbers::pi * 0.2;
    constexpr int most_steps = 100;
    for (int step = 0; step < most_steps && omega > 2.0 * h; ++step) {
        const Shape shape = shape_at(spectrum, omega, h);
        if (shape.curvature >= 0.0) {  // climb until it bends downwards
            omega += std::copysign(2.0 * h, shape.slope);
            continue;
        }
        const double width = width_of(shape);
        const double move = -shape.slope / shape.curvature;
        const double wanted_h = step_in_width * width;
        if (std::abs(move) < 1e-10 * omega && h <= 1.5 * wanted_h) {
            return {.population = population,
                    .omega = omega + move,
                    .height = std::exp(shape.value),
                    .width = width};
        }
        omega += std::clamp(move, -0.3 * width, 0.3 * width);
        h = wanted_h;
    }
    throw AccuracyNotReached(
        fmt::format("the power spectrum of population {} has no peak near {:.4g} Hz",
                    network.populations[static_cast<std::size_t>(population)],
                    omega / (2.0 * std::numbers::pi)));
}

Numbers peak_height_number(const Network& network, const WorkingPoint& point, const Peak& peak,
                           const PeakOptions& options) {
    return {.derivatives = [&network, &point, peak, options]() -> std::vector<Direct> {
                const auto spectrum =
                    spectrum_of(network, inputs_of(point), peak.population, options);
                return {log_power_derivatives(spectrum, peak.omega)};
            },
            .values = [peak, options](const Network& moved,
                                      const theory::PopulationInputs& inputs) -> ComplexVector {
                const auto spectrum = spectrum_of(moved, inputs, peak.population, options);
                return log_powers(spectrum, Vector::Constant(1, peak.omega)).cast<Complex>();
            }};
}

// d omega = -(d/domega)(d log S) / (d^2 log S / domega^2)
Numbers peak_frequency_number(const Network& network, const WorkingPoint& point, const Peak& peak,
                              const PeakOptions& options) {
    const double h = step_in_width * peak.width;
    const Shape shape =
        shape_at(spectrum_of(network, inputs_of(point), peak.population, options), peak.omega, h);
    const Vector weights = slope_weights() / (-h * shape.curvature);
    return {.derivatives = [=, &network, &point]() -> std::vector<Direct> {
                const auto spectrum =
                    spectrum_of(network, inputs_of(point), peak.population, options);
                const Vector omegas = around(peak.omega, h);
                Direct direct = no_direct_derivatives(network);
                for (Index k = 0; k < omegas.size(); ++k) {
                    if (weights(k) == 0.0) continue;
                    add(direct, weights(k), log_power_derivatives(spectrum, omegas(k)));
                }
                return {direct};
            },
            .values = [=](const Network& moved,
                          const theory::PopulationInputs& inputs) -> ComplexVector {
                const auto spectrum = spectrum_of(moved, inputs, peak.population, options);
                const double sum = weights.dot(log_powers(spectrum, around(peak.omega, h)));
                return ComplexVector::Constant(1, sum);
            }};
}

}  // namespace siegert::landscape
