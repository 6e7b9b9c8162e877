#include "crosscheck/watched_network.hpp"

namespace siegert::crosscheck {
namespace {

// Above any potential that input could cause, and small enough to compute with [V].
constexpr double unreachable = 1e3;

Vector repeated(const Vector& values, Index times) {
    return values.size() == 0 ? values : Vector(values.replicate(times, 1));
}

Matrix repeated_rows(const Matrix& values, Index times) {
    return values.size() == 0 ? values : Matrix(values.replicate(times, 1));
}

// Rows once more for each kind of neurons, columns for the new sources filled with `filler`.
Matrix extended(const Matrix& values, Index times, double filler) {
    if (values.size() == 0) return values;
    const Index n = values.cols();
    Matrix result = Matrix::Constant(n * times, n * times, filler);
    result.leftCols(n) = values.replicate(times, 1);
    return result;
}

void append_names(std::vector<std::string>& names, const std::string& suffix, Index n) {
    for (Index i = 0; i < n; ++i) names.push_back(names[static_cast<std::size_t>(i)] + suffix);
}

}  // namespace

Vector modulation_of(const Watched& watched, const Vector& amplitudes) {
    Vector all = Vector::Zero(watched.network.N.size());
    all.segment(watched.first_modulated, amplitudes.size()) = amplitudes;
    return all;
}

Watched watch(const Network& network, const WatchOptions& options) {
    const Index n = network.N.size();
    const Index kinds = options.modulated > 0 ? 3 : 2;
    Watched watched{.original = network,
                    .network = network,
                    .probes = {},
                    .initial_high = {},
                    .first_modulated = 2 * n};
    Network& all = watched.network;
    append_names(all.populations, " (probe)", n);
    if (kinds == 3) append_names(all.populations, " (modulated)", n);
    for (Vector* values : {&all.N, &all.tau_m, &all.tau_r, &all.tau_s, &all.V_th, &all.V_0, &all.C,
                           &all.E_L, &all.I_ext}) {
        *values = repeated(*values, kinds);
    }
    all.N.segment(n, n).setConstant(static_cast<double>(options.probes));
    if (kinds == 3) all.N.tail(n).setConstant(static_cast<double>(options.modulated));
    watched.initial_high = all.V_th;
    all.V_th.segment(n, n).setConstant(unreachable);
    all.J = extended(network.J, kinds, 0.0);
    all.J_sd = extended(network.J_sd, kinds, 0.0);
    all.K = extended(network.K, kinds, 0.0);
    // A delay where there is no synapse means nothing, but must be valid.
    if (network.Delay.size() != 0) {
        all.Delay = extended(network.Delay, kinds, network.Delay.maxCoeff());
    }
    all.Delay_sd = extended(network.Delay_sd, kinds, 0.0);
    all.J_ext = repeated_rows(network.J_ext, kinds);
    all.K_ext = repeated_rows(network.K_ext, kinds);
    for (Index i = 0; i < n; ++i) {
        for (Index p = 0; p < options.probes; ++p) {
            watched.probes.push_back({.population = n + i, .neuron = p});
        }
    }
    return watched;
}

}  // namespace siegert::crosscheck
