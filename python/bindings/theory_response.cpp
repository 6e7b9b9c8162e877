#include "bindings.hpp"
#include "respond.hpp"

#include <siegert/theory/delays.hpp>
#include <siegert/theory/effective_connectivity.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/power_spectra.hpp>

namespace siegert::python {
namespace {

using namespace siegert::theory;

ResponseOptions response_options(lif::Convention convention, lif::exp::Method method,
                                 bool synaptic_filter, int threads) {
    return {.convention = convention,
            .method = method,
            .filter = filter_of(synaptic_filter),
            .threads = threads};
}

void bind_transfer_functions(py::module_& scope) {
    Record<ConnectionFilters>(
        scope, theory_module, "ConnectionFilters",
        R"(What the response has of each connection where synapses have several time constants.

Empty in other networks, whose filters are in the transfer functions.)")
        .field("tau_m", &ConnectionFilters::tau_m, "Membrane time constants [s], n.")
        .field("tau_s", &ConnectionFilters::tau_s,
               "Time constants of the connections [s], n x n; 0: no filter.")
        .field("variance", &ConnectionFilters::variance,
               "Effective variance of the noise for the variance from each source, n x n.")
        .field("barrier", &ConnectionFilters::barrier,
               "By how much that variance lowers the mean, in effect [1/V], n x n.");
    Record<ConductanceResponses>(
        scope, theory_module, "ConductanceResponses",
        R"(The response of neurons with conductances to each kind of them, filters included.

Empty in other networks. They take the places of n_mu and n_sigma2 of a connection.)")
        .field("kind", &ConductanceResponses::kind, "Of each connection, n x n, from 0.")
        .field("mean", &ConductanceResponses::mean,
               "Of each population: response to the mean [1/(S s)], F x kinds.")
        .field("variance", &ConductanceResponses::variance,
               "The same to the squares of weights [1/(S^2 s)].");
    Record<TransferFunctions>(scope, theory_module, "TransferFunctions",
                              "Linear response of one neuron of each population.")
        .field("s", &TransferFunctions::s, "Growth rate + i omega [1/s], F.")
        .field("n_mu", &TransferFunctions::n_mu, "Response to the mean [1/(V s)], F x n.")
        .field("n_sigma2", &TransferFunctions::n_sigma2,
               "Response to sigma^2 [1/(V^2 s)], F x n; empty in convention 'nnmt'.")
        .field("connections", &TransferFunctions::connections,
               "ConnectionFilters; empty unless synapses have several time constants.")
        .field("conductances", &TransferFunctions::conductances,
               "ConductanceResponses; empty unless synapses are conductances.")
        .property(
            "omegas", [](const TransferFunctions& transfer) { return Vector(transfer.s.imag()); },
            "Angular frequencies [rad/s], F.");

    define(
        scope, "network_transfer_function",
        [](const Network& network, const Vector& mean, const Vector& std, const py::object& omegas,
           lif::Convention convention, lif::exp::Method method, bool synaptic_filter, int threads,
           const std::optional<Vector>& nu) {
            const ComplexVector s = frequencies_of(omegas);
            const py::gil_scoped_release unlocked;
            return network_transfer_function(
                network, {.mu = mean, .sigma = std, .nu = nu.value_or(Vector())}, s,
                response_options(convention, method, synaptic_filter, threads));
        },
        R"(Transfer functions of all populations at the given input [V] and omegas [rad/s], F x n.)",
        "network"_a, "mean_input"_a, "std_input"_a, "omegas"_a, py::kw_only(),
        "convention"_a = "exact", "method"_a = "shift", "synaptic_filter"_a = true, "threads"_a = 0,
        "nu"_a = py::none());
    define(
        scope, "network_renewal_spectra",
        [](const Network& network, const Vector& mean, const Vector& std, const Vector& omegas,
           lif::exp::Method method, int threads, const std::optional<Vector>& nu) {
            return network_renewal_spectra(network,
                                           {.mu = mean, .sigma = std, .nu = nu.value_or(Vector())},
                                           omegas, {.method = method, .threads = threads});
        },
        R"(Spectra [Hz] of the spikes of single neurons that fire as renewal processes, F x n.)",
        "network"_a, "mean_input"_a, "std_input"_a, "omegas"_a, py::kw_only(), "method"_a = "shift",
        "threads"_a = 0, "nu"_a = py::none(), Unlocked());
    define(
        scope, "connectivity_at",
        [](const Network& network, const Vector& mean, const Vector& std,
           lif::Convention convention, lif::exp::Method method, bool synaptic_filter,
           const std::optional<Vector>& nu) -> py::object {
            const ConnectivityAt W =
                connectivity_at(network, {.mu = mean, .sigma = std, .nu = nu.value_or(Vector())},
                                response_options(convention, method, synaptic_filter, 1));
            return py::cpp_function([W](Complex s) { return ComplexMatrix(W(s)); }, "s"_a);
        },
        R"(A function that gives W(s), n x n, at any complex frequency s [1/s], for `characteristic_root`.)",
        "network"_a, "mean_input"_a, "std_input"_a, py::kw_only(), "convention"_a = "exact",
        "method"_a = "shift", "synaptic_filter"_a = true, "nu"_a = py::none());
}

template <class F>
py::object for_each_delay(const py::object& omegas, const py::object& mean, const py::object& sd,
                          F f) {
    return respond<1, ComplexVector>(Names<2>{"mean", "sd"}, Arguments<2>{mean, sd}, omegas,
                                     [f](const std::array<double, 2>& x, const ComplexVector& s) {
                                         ComplexVector values(s.size());
                                         for (Index k = 0; k < s.size(); ++k) {
                                             values(k) = f(Delay{.mean = x[0], .sd = x[1]}, s(k));
                                         }
                                         return std::array{std::move(values)};
                                     });
}

void bind_delays(py::module_& scope) {
    define(
        scope, "delay_dist_matrix",
        [](const Matrix& Delay, const std::optional<Matrix>& Delay_sd, DelayDistribution delay_dist,
           const py::object& omegas) {
            const Delays delays{
                .mean = Delay, .sd = Delay_sd.value_or(Matrix()), .distribution = delay_dist};
            const ComplexVector s = frequencies_of(omegas);
            const py::gil_scoped_release unlocked;
            return delay_dist_matrix(delays, s);
        },
        R"(D(omega) = E[exp(-i omega d)] for every pair of populations at omegas [rad/s], F x n x n.

Delay and Delay_sd [s] are n x n; `delay_dist` is 'none', 'gaussian', 'truncated_gaussian' or
'lognormal'. docs/theory/delays.md.)",
        "Delay"_a, "Delay_sd"_a, "delay_dist"_a, "omegas"_a);
    define(
        scope, "delay_factor",
        [](const py::object& omegas, const py::object& mean, const py::object& sd,
           DelayDistribution distribution) {
            return for_each_delay(omegas, mean, sd, [=](const Delay& delay, Complex s) {
                return delay_factor(distribution, delay, s);
            });
        },
        R"(E[exp(-i omega d)] of a random delay d with mean and standard deviation [s].

The result has the shape of `omegas` followed by that of mean and sd.)",
        "omegas"_a, "mean"_a, "sd"_a, "delay_dist"_a);
    define(
        scope, "delay_factor_derivative",
        [](const py::object& omegas, const py::object& mean, const py::object& sd,
           DelayDistribution distribution) {
            return for_each_delay(omegas, mean, sd, [=](const Delay& delay, Complex s) {
                return delay_factor_derivative(distribution, delay, s);
            });
        },
        R"(Derivative of `delay_factor` with respect to the mean delay at fixed sd [1/s].)",
        "omegas"_a, "mean"_a, "sd"_a, "delay_dist"_a);
    define(
        scope, "delay_dist_derivative",
        [](const Matrix& Delay, const std::optional<Matrix>& Delay_sd, DelayDistribution delay_dist,
           Complex omega) {
            const Delays delays{
                .mean = Delay, .sd = Delay_sd.value_or(Matrix()), .distribution = delay_dist};
            return delay_dist_derivative(delays, Complex(-omega.imag(), omega.real()));
        },
        R"(Derivative of D(omega) with respect to the mean delays at one omega [rad/s], n x n [1/s].)",
        "Delay"_a, "Delay_sd"_a, "delay_dist"_a, "omega"_a);
}

TransferFunctions transfer_of(const ComplexMatrix& n_mu,
                              const std::optional<ComplexMatrix>& n_sigma2) {
    return {.s = ComplexVector::Zero(n_mu.rows()),
            .n_mu = n_mu,
            .n_sigma2 = n_sigma2.value_or(ComplexMatrix())};
}

Coupling coupling_of(const Matrix& J, const std::optional<Matrix>& J_sd, const Matrix& K,
                     const Vector& tau_m) {
    return {.J = J, .J_sd = J_sd.value_or(Matrix()), .K = K, .tau_m = tau_m};
}

void bind_connectivity(py::module_& scope) {
    define(
        scope, "effective_connectivity",
        [](const ComplexMatrix& n_mu, const MatrixStack& D, const Matrix& J, const Matrix& K,
           const Vector& tau_m, const std::optional<ComplexMatrix>& n_sigma2,
           const std::optional<Matrix>& J_sd) {
            return effective_connectivity(transfer_of(n_mu, n_sigma2), D,
                                          coupling_of(J, J_sd, K, tau_m));
        },
        R"(W(omega), F x n x n: how the rate of target i follows the rate of source j.

    W_ij = tau_m_i K_ij [J_ij n_mu_i + (J_ij^2 + J_sd_ij^2) n_sigma2_i] D_ij

n_mu and n_sigma2 are F x n [1/(V s), 1/(V^2 s)], D is F x n x n, J [V], J_sd [V] and K are n x n,
tau_m [s] belongs to the target, n. Without n_sigma2 the second term is left out.
Source: H. Bos et al., PLoS Comput. Biol. 12, e1005132 (2016).)",
        "n_mu"_a, "D"_a, "J"_a, "K"_a, "tau_m"_a, "n_sigma2"_a = py::none(), "J_sd"_a = py::none(),
        Unlocked());
    define(
        scope, "effective_connectivity_dJ",
        [](const ComplexMatrix& n_mu, const MatrixStack& D, const Matrix& J, const Matrix& K,
           const Vector& tau_m, const std::optional<ComplexMatrix>& n_sigma2,
           const std::optional<Matrix>& J_sd) {
            return effective_connectivity_dJ(transfer_of(n_mu, n_sigma2), D,
                                             coupling_of(J, J_sd, K, tau_m));
        },
        R"(Derivative of W_ij with respect to J_ij [1/V] at fixed working point, F x n x n.)",
        "n_mu"_a, "D"_a, "J"_a, "K"_a, "tau_m"_a, "n_sigma2"_a = py::none(), "J_sd"_a = py::none(),
        Unlocked());
}

void bind_spectra(py::module_& scope) {
    define(
        scope, "propagator", &propagator,
        R"(P(omega) = (1 - W)^-1 W, F x n x n: the response to a perturbation through all detours.

Raises AccuracyNotReached at a frequency where the network is exactly at an instability.)",
        "W"_a, "threads"_a = 0, Unlocked());
    define(
        scope, "poisson_noise", &poisson_noise,
        R"(Spectrum of the spiking noise of population activities with Poisson spikes, nu / N [Hz], 1 x n.)",
        "firing_rates"_a, "N"_a);
    define(scope, "renewal_noise", &renewal_noise,
           R"(The same for renewal spikes with the given spectra of single neurons [Hz], F x n.)",
           "spectra"_a, "N"_a);
    define(scope, "cross_spectra", &cross_spectra,
           R"(Cross spectra of the population activities [Hz], two-sided, F x n x n.

    C = (1 - W)^-1 diag(noise) (1 - W)^-dagger

`noise` is 1 x n or F x n [Hz].)",
           "W"_a, "noise"_a, "threads"_a = 0, Unlocked());
    define(
        scope, "power_spectra", &power_spectra,
        R"(Power spectra of the population activities [Hz], two-sided, F x n: diagonal of cross_spectra.)",
        "W"_a, "noise"_a, "threads"_a = 0, Unlocked());
    define(
        scope, "propagator_and_power_spectra",
        [](const MatrixStack& W, const Matrix& noise, int threads) {
            Response response;
            {
                const py::gil_scoped_release unlocked;
                response = propagator_and_power_spectra(W, noise, threads);
            }
            return py::make_tuple(std::move(response.propagator),
                                  into_array(std::move(response.power_spectra)));
        },
        R"(The results of `propagator` and of `power_spectra`, from one inversion for each frequency.)",
        "W"_a, "noise"_a, "threads"_a = 0);
    define(
        scope, "coherence", &coherence,
        R"(Coherence C_ij / sqrt(C_ii C_jj), complex, F x n x n; 0 where a population is silent.)",
        "cross_spectra"_a, Unlocked());
}

}  // namespace

void bind_theory_response(py::module_& scope) {
    bind_transfer_functions(scope);
    bind_delays(scope);
    bind_connectivity(scope);
    bind_spectra(scope);
}

}  // namespace siegert::python
