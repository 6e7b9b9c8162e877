#include "bindings.hpp"
#include "broadcast.hpp"

#include <siegert/theory/spatial.hpp>

namespace siegert::python {
namespace {

using namespace siegert::theory;

}  // namespace

void bind_theory_spatial(py::module_& scope) {
    Record<SpatialStructure>(
        scope, theory_module, "SpatialStructure",
        "Distances over which, and delays after which, populations act on each other.",
        Access::read_write)
        .field("profile", &SpatialStructure::profile, "'boxcar', 'gaussian' or 'exponential'.")
        .field("space", &SpatialStructure::space, "'line' or 'plane'.")
        .field("width", &SpatialStructure::width, "[m], n x n, >= 0.")
        .field("Delay", &SpatialStructure::Delay, "Constant delays [s], n x n, >= 0.");
    define(
        scope, "ft_spatial_profile",
        [](SpatialProfile profile, Space space, const py::object& k, const py::object& width) {
            const auto point = [=](const std::array<double, 2>& x) {
                return std::array{ft_spatial_profile(profile, space, x[0], x[1])};
            };
            return broadcast<1>(Names<2>{"k", "width"}, Arguments<2>{k, width}, point,
                                pointwise<2, 1>(point));
        },
        R"(Fourier transform of the normalised profile at wavenumber k [1/m], 1 at k = 0; k and width [m] broadcast.

`profile` is 'boxcar' (constant up to the width), 'gaussian' or 'exponential', `space` 'line' or
'plane'.)",
        "profile"_a, "space"_a, "k"_a, "width"_a);
    define(
        scope, "spatial_factor", &spatial_factor,
        R"(exp(-s Delay_ij) p_ij(k) at complex frequency s [1/s] and wavenumber k [1/m], n x n.)",
        "structure"_a, "s"_a, "k"_a);
    define(
        scope, "spatial_effective_connectivity",
        [](const SpatialStructure& structure, const Matrix& mean, const ComplexVector& n_mu,
           Complex s, double k, const std::optional<Matrix>& variance,
           const std::optional<ComplexVector>& n_sigma2) {
            return spatial_effective_connectivity(
                structure, {.mean = mean, .variance = variance.value_or(Matrix())},
                PopulationResponse{.n_mu = n_mu, .n_sigma2 = n_sigma2.value_or(ComplexVector())}, s,
                k);
        },
        R"(W(s, k) of spiking neurons, n x n: (n_mu mean + n_sigma2 variance) exp(-s Delay) p(k).

`mean` and `variance` are those of `input_map`, n_mu and n_sigma2 the responses at s, n.)",
        "structure"_a, "mean"_a, "n_mu"_a, "s"_a, "k"_a, "variance"_a = py::none(),
        "n_sigma2"_a = py::none());
    define(
        scope, "spatial_rate_connectivity",
        [](const SpatialStructure& structure, const Vector& tau_rate, const Matrix& W_rate,
           Complex s, double k) {
            return spatial_effective_connectivity(
                structure, RateModel{.tau_rate = tau_rate, .W_rate = W_rate}, s, k);
        },
        R"(W(s, k) of the linear rate model, n x n: W_rate_ij / (1 + s tau_rate_i) exp(-s Delay_ij) p_ij(k).)",
        "structure"_a, "tau_rate"_a, "W_rate"_a, "s"_a, "k"_a);
    define(
        scope, "rate_model_dispersion",
        [](const SpatialStructure& structure, const Vector& tau_rate, const Matrix& W_rate,
           const Vector& k_wavenumbers, int branch) {
            return rate_model_dispersion(structure, {.tau_rate = tau_rate, .W_rate = W_rate},
                                         k_wavenumbers, branch);
        },
        R"(lambda(k) [1/s] of the rate model on one branch of the Lambert W function, for each k [1/m].)",
        "structure"_a, "tau_rate"_a, "W_rate"_a, "k_wavenumbers"_a, "branch"_a = 0);
}

}  // namespace siegert::python
