#include "neurons/adaptation/adapted.hpp"

#include "require.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::neurons::adaptation {
namespace {

// Below these the density has no place on a mesh; the rate is then hardly one.
constexpr double weakest_noise = 1.0 / 400.0;  // sigma over V_th - V_0
constexpr double lowest_rate = 1e-8;           // [Hz]

bool suits_mesh(const Adapted& neuron) {
    const IntegrateAndFireNeuron& parameters = neuron.parameters.neuron;
    return neuron.field.rate >= lowest_rate &&
           neuron.input.sigma >= weakest_noise * (parameters.V_th - parameters.V_0);
}

int usual_order(std::size_t currents) {
    if (currents == 1) return 4;
    return currents == 2 ? 3 : 2;
}

double rate_in_order(const Adapted& neuron, int order) {
    return firing_rate(galerkin_state(neuron.parameters, neuron.input, neuron.field, order, 0.0));
}

void require_frequency(double largest, double tau_m) {
    constexpr double largest_scaled = 1e6;
    require(largest * tau_m <= largest_scaled, "|s| tau_m", largest * tau_m,
            fmt::format("be at most {}", largest_scaled));
}

/// The neuron, cut where a spike has no more than this part of tau_m left of its way: what lies
/// beyond a mesh could not resolve.
AdaptingNeuron cut(AdaptingNeuron neuron, double mu) {
    constexpr double negligible = 1e-9;
    IntegrateAndFireNeuron& bare = neuron.neuron;
    const double scale = bare.current.scale;
    if (std::isinf(scale)) return neuron;
    const auto is_beyond = [&](double V) {
        double F = 0.0;
        bare.current.taylor(V, scale, {&F, 1});
        return V > bare.V_0 && F + mu > scale / negligible;
    };
    while (is_beyond(bare.V_th - scale)) bare.V_th -= scale;
    return neuron;
}

}  // namespace

Adapted adapted(const AdaptingNeuron& neuron, const Unadapted& unadapted, const lif::Input& input,
                const Options& options, double largest) {
    require_frequency(largest, neuron.neuron.tau_m);
    Adapted result{.parameters = cut(neuron, input.mu),
                   .input = input,
                   .options = options,
                   .unadapted = unadapted,
                   .field = {},
                   .galerkin = {}};
    auto& currents = result.parameters.adaptation;
    std::erase_if(currents, [](const AdaptationCurrent& c) { return c.a == 0.0 && c.b == 0.0; });
    result.field = mean_field(unadapted, currents, input.mu);
    if (options.order == 0) result.options.order = usual_order(currents.size());
    const bool on_mesh = options.theory == Theory::galerkin && !currents.empty();
    if (on_mesh && suits_mesh(result)) {
        result.galerkin =
            galerkin_state(result.parameters, input, result.field, result.options.order, largest);
    }
    return result;
}

double firing_rate(const Adapted& neuron) {
    return neuron.galerkin ? std::max(0.0, firing_rate(*neuron.galerkin)) : neuron.field.rate;
}

double cv(const Adapted& neuron) {
    if (!neuron.galerkin) return neuron.unadapted.cv(neuron.input.mu - neuron.field.currents.sum());
    return std::sqrt(std::max(0.0, mean_square_interval(*neuron.galerkin) - 1.0));
}

lif::TransferFunction response(const Adapted& neuron, const ComplexVector& s) {
    if (!neuron.galerkin) {
        return mean_field_response(neuron.unadapted, neuron.parameters.adaptation, neuron.field,
                                   neuron.input.mu, s);
    }
    lif::TransferFunction n{.n_mu = ComplexVector(s.size()), .n_sigma2 = ComplexVector(s.size())};
    for (Index k = 0; k < s.size(); ++k) {
        const auto pair = response_at(*neuron.galerkin, s(k));
        n.n_mu(k) = pair[0];
        n.n_sigma2(k) = pair[1];
    }
    return n;
}

Vector power_spectrum(const Adapted& neuron, const Vector& omegas) {
    // S is even: so close to zero it is that at zero.
    constexpr double negligible = 1e-4;
    if (!neuron.galerkin) {
        return mean_field_spectrum(neuron.unadapted, neuron.parameters.adaptation, neuron.field,
                                   neuron.input.mu, omegas);
    }
    const double least = negligible / (slow_time(neuron) + 1.0 / firing_rate(*neuron.galerkin));
    return omegas.unaryExpr([&](double omega) {
        return std::max(0.0, spectrum_at(*neuron.galerkin, std::max(std::abs(omega), least)));
    });
}

double error_of(const Adapted& neuron) {
    if (neuron.parameters.adaptation.empty() || !suits_mesh(neuron)) return 0.0;
    if (!neuron.galerkin) {
        constexpr int cheapest = 2;
        const double nu = rate_in_order(neuron, cheapest);
        return nu > 0.0 ? std::abs(neuron.field.rate - nu) / nu : 1.0;
    }
    const int lower = neuron.options.order - 2;
    const double nu = firing_rate(*neuron.galerkin);
    const double before = lower == 0 ? neuron.field.rate : rate_in_order(neuron, lower);
    return nu > 0.0 ? std::abs(nu - before) / nu : 1.0;
}

double slow_time(const Adapted& neuron) {
    double slowest = neuron.parameters.neuron.tau_m;
    for (const AdaptationCurrent& current : neuron.parameters.adaptation)
        slowest = std::max(slowest, current.tau);
    return slowest;
}

}  // namespace siegert::neurons::adaptation
