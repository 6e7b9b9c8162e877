#include "synapses/models.hpp"

#include "model/time_constants.hpp"
#include "require.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace siegert::synapses {
namespace {

double no_time(double) {
    return 0.0;
}

double as_given(double tau_s) {
    return tau_s;
}

Complex unfiltered(Complex) {
    return 1.0;
}

/// 1 / z, but finite for 0.
Complex reciprocal(Complex z) {
    const double square = std::max(std::norm(z), std::numeric_limits<double>::min());
    return {z.real() / square, -z.imag() / square};
}

Complex low_pass(Complex z) {
    return reciprocal(1.0 + z);
}

/// The variance of the noise follows its intensity with half the time constant.
Complex low_pass_of_variance(Complex z) {
    return low_pass(z) * reciprocal(1.0 + 0.5 * z);
}

constexpr std::array models{
    Model{SynapseType::delta, false, false, no_time, unfiltered, unfiltered},
    Model{SynapseType::exponential, true, false, as_given, low_pass, low_pass_of_variance},
    Model{SynapseType::conductance, true, true, as_given, low_pass, low_pass_of_variance}};

}  // namespace

const Model& model(SynapseType type) {
    const auto* found = std::ranges::find(models, type, &Model::type);
    if (found == models.end()) throw InvalidParameter("there are no synapses of this kind");
    return *found;
}

const Model& model(const Network& network) {
    return model(network.synapse);
}

bool has_current(const Network& network) {
    return model(network).has_current;
}

bool has_conductance(const Network& network) {
    return model(network).is_conductance;
}

namespace {

/// What spikes that share a current have in common.
struct Kind {
    double tau_s;
    double E_rev;  // 0 unless it is a conductance
    auto operator<=>(const Kind&) const = default;
};

Kind kind(const Network& network, double tau_s, const Matrix& E_rev, Index i, Index source) {
    return {.tau_s = model(network).time_constant(tau_s),
            .E_rev = has_conductance(network) ? E_rev(i, source) : 0.0};
}

Kind kind_of(const Network& network, Index i, Index j) {
    return kind(network, connection_tau_s(network, i, j), network.E_rev, i, j);
}

Kind external_kind_of(const Network& network, Index i, Index m) {
    return kind(network, external_tau_s(network, i, m), network.E_rev_ext, i, m);
}

// Ascending, jumps of the potential last; never empty.
std::vector<Kind> kinds(const Network& network, Index i) {
    const Kind of_targets{.tau_s = model(network).time_constant(network.tau_s(i, 0)), .E_rev = 0.0};
    const bool one_for_all = network.tau_s.cols() == 1 && network.tau_s_ext.size() == 0;
    if (one_for_all && !has_conductance(network)) return {of_targets};
    std::vector<Kind> all;
    const auto add = [&](const Kind& kind) {
        if (std::ranges::find(all, kind) == all.end()) all.push_back(kind);
    };
    for (Index j = 0; j < network.K.cols(); ++j) {
        if (network.K(i, j) != 0.0) add(kind_of(network, i, j));
    }
    for (Index m = 0; m < network.K_ext.cols(); ++m) {
        if (network.K_ext(i, m) != 0.0) add(external_kind_of(network, i, m));
    }
    if (all.empty()) return {of_targets};
    std::ranges::sort(all);
    const auto lasting = std::ranges::find_if(all, [](const Kind& k) { return k.tau_s > 0.0; });
    std::ranges::rotate(all, lasting);
    return all;
}

std::size_t position(const std::vector<Kind>& all, const Kind& kind) {
    const auto found = std::ranges::find(all, kind);
    return found == all.end() ? 0 : static_cast<std::size_t>(found - all.begin());
}

std::vector<double> of_kinds(const std::vector<Kind>& all, double Kind::*member) {
    std::vector<double> values;
    for (const Kind& kind : all) values.push_back(kind.*member);
    return values;
}

}  // namespace

std::vector<double> currents(const Network& network, Index i) {
    return of_kinds(kinds(network, i), &Kind::tau_s);
}

std::vector<double> reversal_potentials(const Network& network, Index i) {
    return of_kinds(kinds(network, i), &Kind::E_rev);
}

std::size_t current_of(const Network& network, Index i, Index j) {
    return position(kinds(network, i), kind_of(network, i, j));
}

std::size_t external_current_of(const Network& network, Index i, Index m) {
    return position(kinds(network, i), external_kind_of(network, i, m));
}

double jump(const Network& network, Index i, double tau_s) {
    if (has_conductance(network)) return network.tau_m(i) / network.C(i);
    return tau_s > 0.0 ? network.tau_m(i) / tau_s : 1.0;
}

double time_constant(const Network& network, Index i) {
    const Model& synapse = model(network);
    return synapse.has_current ? synapse.time_constant(shared_tau_s(network, i)) : 0.0;
}

Vector time_constants(const Network& network) {
    return Vector::NullaryExpr(network.tau_m.size(),
                               [&](Index i) { return time_constant(network, i); });
}

}  // namespace siegert::synapses
