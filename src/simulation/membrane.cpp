#include <siegert/simulation/membrane.hpp>

#include "require.hpp"

#include <boost/math/quadrature/gauss.hpp>

#include <cmath>

namespace siegert {
namespace {

// Beyond this, potentials [V] could overflow.
constexpr double largest_potential = 1e100;

struct Circuit {
    double R;
    double tau_m;
};

// R from R or g_L, NaN if neither is given.
double given_resistance(const Membrane& membrane) {
    if (std::isnan(membrane.g_L)) {
        if (!std::isnan(membrane.R)) require_positive("R", membrane.R);
        return membrane.R;
    }
    require_positive("g_L", membrane.g_L);
    if (!std::isnan(membrane.R)) throw InvalidParameter("R must be given, or g_L, and not both");
    return 1.0 / membrane.g_L;
}

Circuit circuit(const Membrane& membrane) {
    require_finite("E_L", membrane.E_L);
    const double R = given_resistance(membrane);
    const bool has_R = !std::isnan(R);
    const bool has_C = !std::isnan(membrane.C);
    const bool has_tau_m = !std::isnan(membrane.tau_m);
    if (has_C) require_positive("C", membrane.C);
    if (has_tau_m) require_positive("tau_m", membrane.tau_m);
    if (has_R + has_C + has_tau_m != 2) {
        throw InvalidParameter(fmt::format("two of C, R (or g_L), tau_m must be given, got {}",
                                           has_R + has_C + has_tau_m));
    }
    const Circuit result{.R = has_R ? R : membrane.tau_m / membrane.C,
                         .tau_m = has_tau_m ? membrane.tau_m : R * membrane.C};
    require_positive("R", result.R);
    require_positive("tau_m", result.tau_m);
    return result;
}

bool is_possible(double potential) {
    return std::abs(potential) <= largest_potential;
}

void require_potential(const std::string& name, double value, double potential) {
    require(is_possible(potential), name, value,
            fmt::format("be finite and not move the potential beyond {} V", largest_potential));
}

// R int_0^h exp(-(h - s) / tau_m) I(t + s) ds / tau_m, what a part of length h adds to the
// potential.
double charge(const Circuit& circuit, const std::function<double(double)>& current, double t,
              double h) {
    const auto arriving = [&](double s) {
        const double I = current(t + s);
        if (!is_possible(circuit.R * I)) {
            require_potential(fmt::format("current at t = {} s", t + s), I, circuit.R * I);
        }
        return I * std::exp((s - h) / circuit.tau_m);
    };
    return circuit.R / circuit.tau_m *
           boost::math::quadrature::gauss<double, 7>::integrate(arriving, 0.0, h);
}

}  // namespace

Vector membrane_potential(const Membrane& membrane, double V_initial,
                          std::span<const double> current, double dt, CurrentSamples samples) {
    const auto [R, tau_m] = circuit(membrane);
    require_potential("V_initial", V_initial, V_initial);
    require_positive("dt", dt);
    const std::size_t fewest = samples == CurrentSamples::linear ? 2 : 1;
    require(current.size() >= fewest, "number of samples of the current",
            static_cast<double>(current.size()), fmt::format("be at least {}", fewest));
    for (std::size_t k = 0; k < current.size(); ++k) {
        if (is_possible(R * current[k])) continue;
        require_potential(fmt::format("current[{}]", k), current[k], R * current[k]);
    }

    const double decay = std::exp(-dt / tau_m);
    const double relaxed = -std::expm1(-dt / tau_m);
    // A current that grows from 0 to I during the step adds ramp * R I.
    const double ramp = samples == CurrentSamples::linear ? 1.0 - relaxed * tau_m / dt : 0.0;
    const std::size_t steps = current.size() + 1 - fewest;
    Vector V(static_cast<Index>(steps) + 1);
    double depolarisation = V_initial - membrane.E_L;
    V(0) = V_initial;
    for (std::size_t k = 0; k < steps; ++k) {
        const double growth = samples == CurrentSamples::linear ? current[k + 1] - current[k] : 0.0;
        depolarisation = decay * depolarisation + R * (relaxed * current[k] + ramp * growth);
        V(static_cast<Index>(k) + 1) = membrane.E_L + depolarisation;
    }
    return V;
}

Vector membrane_potential(const Membrane& membrane, double V_initial,
                          const std::function<double(double)>& current, const TimeGrid& grid) {
    const auto properties = circuit(membrane);
    require_potential("V_initial", V_initial, V_initial);
    require_finite("start", grid.start);
    require_positive("dt", grid.dt);
    require(grid.steps > 0, "steps", static_cast<double>(grid.steps), "be positive");
    if (!current) throw InvalidParameter("current must be a function, got an empty one");

    const double parts = std::ceil(grid.dt / properties.tau_m);
    require(parts <= 1e6, "dt", grid.dt,
            fmt::format("not exceed 1e6 times tau_m = {}", properties.tau_m));
    const double h = grid.dt / parts;
    const double decay = std::exp(-h / properties.tau_m);
    Vector V(grid.steps + 1);
    double depolarisation = V_initial - membrane.E_L;
    V(0) = V_initial;
    for (Index k = 0; k < grid.steps; ++k) {
        const double t = grid.start + static_cast<double>(k) * grid.dt;
        for (double part = 0.0; part < parts; ++part) {
            depolarisation = decay * depolarisation + charge(properties, current, t + part * h, h);
        }
        V(k + 1) = membrane.E_L + depolarisation;
    }
    return V;
}

}  // namespace siegert
