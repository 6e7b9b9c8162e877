#include "landscape/moments_along.hpp"

#include "synapses/models.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace siegert::landscape {
namespace {

using theory::InputMap;

constexpr std::array fields{&InputMap::mean, &InputMap::variance};
constexpr std::array external_fields{&InputMap::mean_ext, &InputMap::variance_ext};

// a x + b y + c z, entry by entry
InputMap combined(const InputMap& x, double a, const InputMap& y, double b, const InputMap& z,
                  double c) {
    InputMap result;
    for (const auto field : fields) result.*field = a * x.*field + b * y.*field + c * z.*field;
    for (const auto field : external_fields) {
        result.*field = a * x.*field + b * y.*field + c * z.*field;
    }
    return result;
}

InputMap at_position(const MomentsAlong& moments, double t) {
    return combined(moments.constant, 1.0, moments.linear, t, moments.quadratic, t * t);
}

bool are_equal(const InputMap& x, const InputMap& y) {
    constexpr double rounding = 1e-13;
    const auto close = [](const auto& a, const auto& b) {
        return (a - b).cwiseAbs().maxCoeff() <= rounding * a.cwiseAbs().maxCoeff();
    };
    return std::ranges::all_of(fields, [&](auto field) { return close(x.*field, y.*field); }) &&
           std::ranges::all_of(external_fields,
                               [&](auto field) { return close(x.*field, y.*field); });
}

template <class Values>
bool same(const Values& a, const Values& b) {
    return a.rows() == b.rows() && a.cols() == b.cols() && a == b;
}

bool same_adaptation(const Network& a, const Network& b) {
    const auto equal = [](const AdaptationCurrent& x, const AdaptationCurrent& y) {
        return x.tau == y.tau && x.a == y.a && x.b == y.b;
    };
    return std::ranges::equal(a.adaptation, b.adaptation, [&](const auto& x, const auto& y) {
        return std::ranges::equal(x, y, equal);
    });
}

bool have_equal_neurons(const Network& a, const Network& b) {
    constexpr std::array parameters{&Network::tau_m, &Network::tau_r,   &Network::V_th,
                                    &Network::V_0,   &Network::Delta_T, &Network::V_T};
    return a.neuron == b.neuron && a.synapse == b.synapse && same(a.tau_s, b.tau_s) &&
           same(a.tau_s_ext, b.tau_s_ext) && same_adaptation(a, b) &&
           std::ranges::all_of(parameters,
                               [&](auto parameter) { return same(a.*parameter, b.*parameter); });
}

}  // namespace

std::optional<MomentsAlong> moments_along(const Line& line, lif::exp::Method method) {
    const auto network_at = [&](double t) {
        return line.network_at((1.0 - t) * line.from + t * line.to);
    };
    const Network first = network_at(0.0);
    if (synapses::has_conductance(first)) return std::nullopt;
    const auto moments_at = [&](double t) { return theory::input_map(network_at(t)); };
    const InputMap begin = moments_at(0.0), middle = moments_at(0.5), end = moments_at(1.0);
    const auto map = theory::rate_map(first, method);
    if (!map.noise.empty()) return std::nullopt;
    MomentsAlong result{.network = first,
                        .tau_s = map.tau_s,
                        .parts = map.parts,
                        .constant = begin,
                        .linear = combined(begin, -3.0, middle, 4.0, end, -1.0),
                        .quadratic = combined(begin, 2.0, middle, -4.0, end, 2.0),
                        .from = line.from,
                        .to = line.to};
    for (const double t : {0.3, 0.85}) {
        const Network between = network_at(t);
        if (!have_equal_neurons(first, between)) return std::nullopt;
        if (!are_equal(theory::input_map(between), at_position(result, t))) return std::nullopt;
    }
    return result;
}

RatesAlong rates_along(const MomentsAlong& moments, const Vector& nu, double p) {
    const double t = (p - moments.from) / (moments.to - moments.from);
    const theory::RateMap map{.network = moments.network,
                              .moments = at_position(moments, t),
                              .tau_s = moments.tau_s,
                              .parts = moments.parts,
                              .theories = {},
                              .noise = {}};
    const neurons::Input input = theory::input_at(map, nu);
    const auto state = neurons::stationary(map.network, map.parts, input);
    const Vector by_variance =
        (input.sigma.array() > 0.0)
            .select(state.d_sigma.array() / (2.0 * input.sigma.array()), 0.0);
    Matrix jacobian = state.d_mu.asDiagonal() * map.moments.mean;
    jacobian += by_variance.asDiagonal() * map.moments.variance;
    const InputMap change =
        combined(moments.linear, 1.0, moments.quadratic, 2.0 * t, moments.quadratic, 0.0);
    return {.by_rates = {.value = state.nu, .jacobian = std::move(jacobian)},
            .by_position = state.d_mu.cwiseProduct(change.mean * nu + change.mean_ext) +
                           by_variance.cwiseProduct(change.variance * nu + change.variance_ext)};
}

}  // namespace siegert::landscape
