"""LIF neurons with exponential synapses, as nnmt.lif.exp.

The functions of this file take a network, look up parameters and earlier results, and keep their result in
`network.results` under 'lif.exp.<name>'. A missing parameter or result raises RuntimeError.
"""
import numpy as np

from .. import _core
from ..utils import _cache, _check_positive_params, _require_params, check_for_valid_k_in_fast_synaptic_regime, \
    get_optional_network_params, get_required_network_params, get_required_results
from . import _general
from ._connectivity import (
    _effective_connectivity, _external_rates_for_fixed_input, _fit_transfer_function,
    _match_eigenvalues_across_frequencies, _power_spectra, _propagator, _sensitivity_measure,
    _sensitivity_measure_all_eigenmodes,
)
from ._general import _mean_input, _std_input
from ._rates import (
    _cvs, _cvs_single_population, _derivative_of_firing_rates_wrt_input_rate,
    _derivative_of_firing_rates_wrt_mean_input, _firing_rate_shift, _firing_rate_taylor,
    _firing_rates_for_given_input, _pairwise_covariances, _pairwise_effective_connectivity, _spectral_bound,
    _synaptic_filter, _transfer_function, _transfer_function_shift, _transfer_function_taylor,
)
from ._steps import _Phi, _Phi_prime_mu, pcfu_vec

_prefix = "lif.exp."


def _keep(network, function, params, name, units=None, sources=(), repeat=None):
    names = [_prefix + part for part in name] if isinstance(name, list) else _prefix + name
    sources = [source if source == "D" else _prefix + source for source in sources]
    return _cache(network, function, params, names, units, sources, repeat)


def _results(network, **names):
    """Results of the network, parameter=name."""
    full = [name if name == "D" else _prefix + name for name in names.values()]
    return get_required_results(network, list(names), full)


def working_point(network, method="shift", **kwargs):
    """Firing rates [Hz], mean and standard deviation of the input [V] as dict, see `firing_rates`."""
    return {"firing_rates": firing_rates(network, method, **kwargs), "mean_input": mean_input(network),
            "std_input": std_input(network)}


def firing_rates(network, method="shift", **kwargs):
    """Firing rates [Hz] of the working point; keywords are those of the solver, see `_firing_rates`.

    Needs J, K, V_0_rel, V_th_rel, tau_m, tau_r, tau_s, J_ext, K_ext, nu_ext (and I_ext with C) in the network.
    """
    params = get_required_network_params(network, _firing_rates)
    params.update(get_optional_network_params(network, _firing_rates, exclude=["method"]))
    params.update(kwargs, method=method)
    return _keep(network, _firing_rates, params, "firing_rates", "hertz",
                 repeat=lambda again: firing_rates(again, method, **kwargs))


@_check_positive_params
def _firing_rates(J, K, V_0_rel, V_th_rel, tau_m, tau_r, tau_s, J_ext, K_ext, nu_ext, I_ext=None, C=None,
                  method="shift", **kwargs):
    """Self-consistent firing rates. Keywords: nu_0, fixpoint_method ('ODE' or 'LSTSQ'), eps_tol, t_max_ODE,
    maxiter_ODE, as in `nnmt._solvers.solve`."""
    _core.check_method(method)
    inputs = {"J": J, "K": K, "tau_m": tau_m, "J_ext": J_ext, "K_ext": K_ext, "nu_ext": nu_ext}
    check_for_valid_k_in_fast_synaptic_regime(tau_m, tau_s)
    return _general._self_consistent_rates(inputs, (V_0_rel, V_th_rel, tau_m, tau_r), tau_s, method, I_ext, C,
                                           **kwargs)


def mean_input(network):
    """Mean input [V] at the firing rates of the network."""
    params = _general._input_of_network(network, _prefix, _general._mean_input)
    return _keep(network, _mean_input, params, "mean_input", "volt", ["firing_rates"], mean_input)


def std_input(network):
    """Standard deviation of the input [V] at the firing rates of the network."""
    params = _general._input_of_network(network, _prefix, _general._std_input)
    return _keep(network, _std_input, params, "std_input", "volt", ["firing_rates"], std_input)


def transfer_function(network, freqs=None, method="shift", synaptic_filter=True):
    """Transfer functions [Hz/V], (frequencies, populations), at the frequencies `freqs` [Hz].

    Default: `omegas` of the analysis parameters. Needs tau_m, tau_s, tau_r, V_th_rel, V_0_rel and the input.
    """
    _core.check_method(method)
    params = _require_params(network.network_params, ["tau_m", "tau_s", "tau_r", "V_th_rel", "V_0_rel"])
    params.update(_require_params(network.analysis_params, ["omegas"], "analysis_params") if freqs is None
                  else {"omegas": np.multiply(freqs, 2 * np.pi)})
    params.update(_results(network, mu="mean_input", sigma="std_input"), synaptic_filter=synaptic_filter)
    function = _transfer_function_shift if method == "shift" else _transfer_function_taylor
    return _keep(network, function, params, "transfer_function", "hertz / volt", ["mean_input", "std_input"],
                 lambda again: transfer_function(again, freqs, method, synaptic_filter))


def fit_transfer_function(network):
    """Low-pass filters fitted to the transfer function at `omegas`: [filters, tau_rate, W_rate, fit_error]."""
    params = _require_params(network.network_params, ["tau_m", "J", "K"])
    params.update(_require_params(network.analysis_params, ["omegas"], "analysis_params"))
    params.update(_results(network, transfer_function="transfer_function"))
    return _keep(network, _fit_transfer_function, params,
                 ["transfer_function_fit", "tau_rate", "W_rate", "fit_error"],
                 ["hertz / volt", "second", None, None], ["transfer_function"], fit_transfer_function)


def effective_connectivity(network):
    """Effective connectivity (frequencies, n, n) of transfer function and delays (result D)."""
    params = _require_params(network.network_params, ["J", "K", "tau_m"])
    params.update(_results(network, transfer_function="transfer_function", D="D"))
    return _keep(network, _effective_connectivity, params, "effective_connectivity",
                 sources=["transfer_function", "D"], repeat=effective_connectivity)


def propagator(network):
    """Propagator (frequencies, n, n) of the effective connectivity."""
    params = _results(network, effective_connectivity="effective_connectivity")
    return _keep(network, _propagator, params, "propagator", sources=["effective_connectivity"], repeat=propagator)


def _analysis_frequencies(network):
    return _require_params(network.analysis_params, ["omegas"], "analysis_params")["omegas"] / (2 * np.pi)


def sensitivity_measure(network, frequency, resorted_eigenvalues_mask="None", eigenvalue_index="None"):
    """Sensitivity measure of one eigenmode at `frequency` [Hz], see `_sensitivity_measure`."""
    params = _results(network, effective_connectivity="effective_connectivity")
    params.update(frequency=frequency, analysis_frequencies=_analysis_frequencies(network),
                  resorted_eigenvalues_mask=resorted_eigenvalues_mask, eigenvalue_index=eigenvalue_index)
    return _keep(network, _sensitivity_measure, params, "sensitivity_measure", sources=["effective_connectivity"],
                 repeat=lambda again: sensitivity_measure(again, frequency, resorted_eigenvalues_mask,
                                                          eigenvalue_index))


def sensitivity_measure_all_eigenmodes(network, margin=1e-5):
    """Sensitivity measure of every eigenmode, see `_sensitivity_measure_all_eigenmodes`."""
    params = _results(network, effective_connectivity="effective_connectivity")
    params.update(analysis_frequencies=_analysis_frequencies(network), margin=margin)
    return _keep(network, _sensitivity_measure_all_eigenmodes, params, "sensitivity_measure_all_eigenmodes",
                 sources=["effective_connectivity"],
                 repeat=lambda again: sensitivity_measure_all_eigenmodes(again, margin))


def power_spectra(network):
    """Power spectra [Hz^2] of the population activities, (frequencies, n)."""
    params = _require_params(network.network_params, ["J", "K", "N", "tau_m"])
    params.update(_results(network, nu="firing_rates", effective_connectivity="effective_connectivity"))
    return _keep(network, _power_spectra, params, "power_spectra", "hertz ** 2",
                 ["firing_rates", "effective_connectivity"], power_spectra)


def external_rates_for_fixed_input(network, mu_set, sigma_set, method="shift"):
    """External rates [Hz] for mean and standard deviation of the input [V] nearest to the given ones."""
    params = get_required_network_params(network, _external_rates_for_fixed_input, exclude=["mu_set", "sigma_set"])
    params.update(get_optional_network_params(network, _external_rates_for_fixed_input, exclude=["method"]))
    params.update(mu_set=mu_set, sigma_set=sigma_set, method=method)
    return _keep(network, _external_rates_for_fixed_input, params, "external_rates_for_fixed_input",
                 repeat=lambda again: external_rates_for_fixed_input(again, mu_set, sigma_set, method))


_POINT = {"nu": "firing_rates", "mu": "mean_input", "sigma": "std_input"}


def cvs(network):
    """Coefficients of variation of the interspike intervals at the working point."""
    params = get_required_network_params(network, _cvs, exclude=list(_POINT))
    params.update(_results(network, **_POINT))
    return _keep(network, _cvs, params, "cvs", sources=_POINT.values(), repeat=cvs)


def pairwise_effective_connectivity(network):
    """Effective connectivity between single neurons, or populations of one neuron, at frequency zero."""
    params = get_required_network_params(network, _pairwise_effective_connectivity, exclude=list(_POINT))
    params.update(_results(network, **_POINT))
    return _keep(network, _pairwise_effective_connectivity, params, "pairwise_effective_connectivity",
                 sources=_POINT.values(), repeat=pairwise_effective_connectivity)


def spectral_bound(network):
    """Largest real part of the eigenvalues of the pairwise effective connectivity."""
    params = _results(network, J_eff="pairwise_effective_connectivity")
    return _keep(network, _spectral_bound, params, "spectral_bound", sources=["pairwise_effective_connectivity"],
                 repeat=spectral_bound)


def pairwise_covariances(network, return_noise_strength=False):
    """Covariances of all pairs of spike trains, and the noise strengths if asked for."""
    params = _results(network, J_eff="pairwise_effective_connectivity", nu="firing_rates", cvs="cvs")
    params["return_noise_strength"] = return_noise_strength
    names = ["pairwise_covariances", "noise_strength"] if return_noise_strength else "pairwise_covariances"
    return _keep(network, _pairwise_covariances, params, names,
                 sources=["pairwise_effective_connectivity", "firing_rates", "cvs"],
                 repeat=lambda again: pairwise_covariances(again, return_noise_strength))


def _Psi(z, x):
    """exp(x^2 / 4) U(z, -x) with the parabolic cylinder function U."""
    return np.exp(x ** 2 / 4) * np.asarray(pcfu_vec(z, -x), complex)[()]


def _d_Psi(z, x):
    """Derivative of _Psi with respect to x (DLMF 12.8.9)."""
    return (0.5 + z) * _Psi(z + 1, x)


def _d_2_Psi(z, x):
    """Second derivative of _Psi with respect to x."""
    return (0.5 + z) * (1.5 + z) * _Psi(z + 2, x)
