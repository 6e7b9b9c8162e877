#include "bindings.hpp"
#include "numerics/complex_linear_algebra.hpp"

#include <siegert/lif/exp.hpp>

#include <Eigen/LU>

#include <bit>
#include <cstring>

/// What siegert.nnmt does often enough to do it here.
namespace siegert::python {
namespace {

using lif::exp::Method;

/// Parameters of the neurons of a network, one entry for each population.
struct Neurons {
    Vector V_0, V_th, tau_m, tau_r;
    std::optional<Vector> tau_s;  ///< none: white noise
    Method method;
};

/// Mean and variance of the input, linear in the rates.
struct LinearInput {
    Matrix mean_map, variance_map;
    Vector mean, variance;
};

struct Rates {
    Vector phi;
    Matrix jacobian;
};

std::span<const double> as_span(const Vector& values) {
    return {values.data(), static_cast<std::size_t>(values.size())};
}
std::span<double> as_span(Vector& values) {
    return {values.data(), static_cast<std::size_t>(values.size())};
}

Rates rates_at(const Vector& nu, const LinearInput& input, const Neurons& neurons) {
    const Vector mu = input.mean + input.mean_map * nu;
    const Vector sigma = (input.variance + input.variance_map * nu).cwiseMax(0.0).cwiseSqrt();
    Rates rates{.phi = Vector(nu.size()), .jacobian = {}};
    Vector d_mu(nu.size()), d_sigma(nu.size());
    const Vector white = Vector::Zero(1);
    const bool coloured = neurons.tau_s.has_value();
    lif::exp::rate_derivatives({.mu = as_span(mu),
                                .sigma = as_span(sigma),
                                .V_0 = as_span(neurons.V_0),
                                .V_th = as_span(neurons.V_th),
                                .tau_m = as_span(neurons.tau_m),
                                .tau_r = as_span(neurons.tau_r),
                                .tau_s = as_span(coloured ? *neurons.tau_s : white),
                                .method = coloured ? neurons.method : Method::shift},
                               as_span(rates.phi), as_span(d_mu), as_span(d_sigma));
    const Vector d_variance =
        (sigma.array() > 0.0).select(d_sigma.array() / (2.0 * sigma.array()), 0.0);
    rates.jacobian = d_mu.asDiagonal() * input.mean_map;
    rates.jacobian += d_variance.asDiagonal() * input.variance_map;
    return rates;
}

double largest(const Vector& values) {
    return values.cwiseAbs().maxCoeff();
}

Vector newton_step(const Rates& rates, const Vector& nu, double shift) {
    const auto n = nu.size();
    const Matrix system = (1.0 + shift) * Matrix::Identity(n, n) - rates.jacobian;
    return system.partialPivLu().solve(rates.phi - nu);
}

constexpr double at_rest = 1e-11;  // residual relative to the largest rate
constexpr int most_steps = 300;

/// Implicit Euler steps along d nu / ds = Phi(nu) - nu, short enough that Phi is nearly linear in
/// each: they stay where the flow goes, and end as Newton steps. Empty if they do not arrive.
template <class Map>
std::optional<Vector> rest_of_flow(const Map& map, Vector nu) {
    Rates rates = map(nu);
    double step = 0.1;
    for (int k = 0; k < most_steps; ++k) {
        const Vector residual = rates.phi - nu;
        const double size = largest(residual);
        if (size <= at_rest * largest(nu)) return nu;
        if (!(step >= 1e-8)) return {};
        const Vector next = nu + newton_step(rates, nu, 1.0 / step);
        if (!next.allFinite() || (next.array() < 0.2 * nu.array()).any()) {
            step /= 4.0;
            continue;
        }
        Rates at_next = map(next);
        const Vector taken = next - nu;
        const Vector expected = residual + rates.jacobian * taken - taken;
        const double error = largest(at_next.phi - next - expected) / size;
        if (!(error <= 0.1)) {
            step /= 4.0;
            continue;
        }
        nu = next;
        rates = std::move(at_next);
        step *= error < 0.05 ? 2.0 : 1.0;
    }
    return {};
}

/// Phi at the solution: populations with the same parameters get exactly the same rate.
template <class Map>
Rates polished(const Map& map, Vector nu) {
    Rates rates = map(nu);
    for (int k = 0; k < 2; ++k) {
        const Vector next = nu + newton_step(rates, nu, 0.0);
        if (!next.allFinite()) break;
        Rates at_next = map(next);
        if (!(largest(at_next.phi - next) < largest(rates.phi - nu))) break;
        nu = next;
        rates = std::move(at_next);
    }
    return rates;
}

std::optional<Vector> stable_rates(const LinearInput& input, const Neurons& neurons,
                                   const Vector& start) {
    const auto map = [&](const Vector& nu) { return rates_at(nu, input, neurons); };
    const auto found = rest_of_flow(map, start);
    if (!found) return {};
    const Rates rates = polished(map, *found);
    if (numerics::spectral_abscissa(rates.jacobian) >= 1.0) return {};
    return rates.phi;
}

constexpr std::uint64_t odd_1 = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
constexpr std::uint64_t odd_2 = 0xc2b2ae3d27d4eb4f;

std::uint64_t mixed(std::uint64_t state, std::uint64_t word) {
    return std::rotl(state + word * odd_2, 31) * odd_1;
}

/// 256 bits that differ for different bytes, by four multiplicative hashes of interleaved words.
py::bytes fingerprint(const py::buffer& buffer) {
    const py::buffer_info info = buffer.request();
    const auto* bytes = static_cast<const char*>(info.ptr);
    const auto size = static_cast<std::size_t>(info.size * info.itemsize);
    std::array<std::uint64_t, 4> state{1, 2, 3, 4};
    const auto absorb = [&](const char* from, std::size_t length) {
        std::array<std::uint64_t, 4> words{};
        std::memcpy(words.data(), from, length);
        for (std::size_t i = 0; i < 4; ++i) state[i] = mixed(state[i], words[i]);
    };
    std::size_t position = 0;
    for (; position + 32 <= size; position += 32) absorb(bytes + position, 32);
    if (position < size) absorb(bytes + position, size - position);
    for (std::size_t i = 0; i < 4; ++i) {
        state[i] = mixed(state[i], size + state[(i + 1) % 4]);
    }
    return {reinterpret_cast<const char*>(state.data()), sizeof(state)};
}

}  // namespace

void bind_nnmt(py::module_& scope) {
    scope.def(
        "stable_rates",
        [](const Matrix& mean_map, const Matrix& variance_map, const Vector& mean,
           const Vector& variance, const Vector& V_0, const Vector& V_th, const Vector& tau_m,
           const Vector& tau_r, const std::optional<Vector>& tau_s, Method method,
           const Vector& start) {
            return stable_rates({mean_map, variance_map, mean, variance},
                                {V_0, V_th, tau_m, tau_r, tau_s, method}, start);
        },
        "Rates [Hz] of the stable state to which they relax from `start`; None if not found.",
        Unlocked());
    scope.def("fingerprint", &fingerprint,
              "Bytes that tell the content of a contiguous array from any other.");
}

}  // namespace siegert::python
