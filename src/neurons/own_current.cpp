#include "neurons/own_current.hpp"

#include "model/neuron_kinds.hpp"
#include "neurons/eif/own_current.hpp"
#include "neurons/qif/own_current.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace siegert::neurons {
namespace {

OwnCurrent leaky(const Network& /*network*/, Index /*i*/) {
    return {.current = leak(), .onset = [](double V, double /*duration*/) { return V; }};
}

struct Kind {
    NeuronType type;
    OwnCurrent (*current)(const Network& network, Index i);
};

/// Every kind of neuron, a line each.
constexpr std::array kinds{
    Kind{NeuronType::lif, leaky},
    Kind{NeuronType::eif, eif::own_current},
    Kind{NeuronType::qif, qif::own_current},
};

/// F(V) + V and its slope.
struct Excess {
    double value;  ///< [V]
    double slope;  ///< [1]
};

Excess excess(const Current& current, double V) {
    std::array<double, 2> coefficients{};
    current.taylor(V, 1.0, coefficients);
    return {.value = coefficients[0] + V, .slope = coefficients[1] + 1.0};
}

double runge_kutta_step(const Current& current, double V, double duration) {
    const auto rise = [&](double at) { return duration * excess(current, at).value; };
    const double first = rise(V);
    const double second = rise(V + 0.5 * first);
    const double third = rise(V + 0.5 * second);
    return V + (first + 2.0 * second + 2.0 * third + rise(V + third)) / 6.0;
}

}  // namespace

OwnCurrent own_current(const Network& network, Index i) {
    return std::ranges::find(kinds, neuron_type(network, i), &Kind::type)->current(network, i);
}

IntegrateAndFireNeuron neuron_of(const Network& network, Index i) {
    return {.tau_m = network.tau_m(i),
            .tau_r = network.tau_r(i),
            .V_th = network.V_th(i),
            .V_0 = network.V_0(i),
            .current = own_current(network, i).current};
}

double after_onset(const OwnCurrent& own, double V, double duration, double V_end) {
    if (own.onset) return own.onset(V, duration);
    constexpr double change = 0.1;
    for (double left = duration; left > 0.0;) {
        const double slope = std::abs(excess(own.current, V).slope);
        const double step = slope * left > change ? change / slope : left;
        V = runge_kutta_step(own.current, V, step);
        if (!(V < V_end)) return std::numeric_limits<double>::infinity();
        left -= step;
    }
    return V;
}

Onset onset_of(const Network& network, Index i) {
    if (has_sharp_threshold(neuron_type(network, i))) return {};
    return [own = own_current(network, i), V_th = network.V_th(i)](double V, double duration) {
        return after_onset(own, V, duration, V_th);
    };
}

}  // namespace siegert::neurons
