"""Single neurons with exponential synapses: rates, derivatives, CV, transfer functions."""
import warnings

import numpy as np

from .. import _core
from ..utils import _NUMBERS, _check_positive_params, _si_numbers, check_for_valid_k_in_fast_synaptic_regime


def _require_noise(sigma):
    if sigma == 0 if type(sigma) in _NUMBERS else np.any(np.equal(sigma, 0)):
        raise ZeroDivisionError("sigma must not be zero")


# Numbers take the shortest way: nothing is converted, and the library checks them itself.


def _firing_rate_shift(mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s):
    """Stationary firing rate with threshold and reset shifted by the synaptic filter."""
    x = mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s
    nu = _core.exp_rate(*(x if _NUMBERS.issuperset(map(type, x)) else _si_numbers(x)))
    check_for_valid_k_in_fast_synaptic_regime(tau_m, tau_s)
    return nu if type(nu) is float else _core.number_if_single(nu)


def _firing_rate_taylor(mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s):
    """Stationary firing rate to first order in sqrt(tau_s / tau_m); warns if that makes it negative."""
    x = mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s
    nu = _core.exp_rate(*(x if _NUMBERS.issuperset(map(type, x)) else _si_numbers(x)), "taylor")
    check_for_valid_k_in_fast_synaptic_regime(tau_m, tau_s)
    if nu < 0 if type(nu) is float else np.any(nu < 0):
        warnings.warn("The first order in sqrt(tau_s / tau_m) gives negative firing rates; method='shift' does not",
                      stacklevel=2)
    return nu if type(nu) is float else _core.number_if_single(nu)


def _firing_rates_for_given_input(mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s, method="shift"):
    """`_firing_rate_shift` or `_firing_rate_taylor`."""
    _core.check_method(method)
    function = _firing_rate_shift if method == "shift" else _firing_rate_taylor
    return function(mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s)


def _derivative_of_firing_rates_wrt_mean_input(mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s):
    """d nu / d mu of the rate of `_firing_rate_taylor`. ZeroDivisionError for sigma = 0."""
    x = mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s
    if not _NUMBERS.issuperset(map(type, x)):
        x = _si_numbers(x)
    _require_noise(x[1])
    d_mu = _core.exp_derivatives(*x, "taylor")[0]
    check_for_valid_k_in_fast_synaptic_regime(tau_m, tau_s)
    return d_mu


def _derivative_of_firing_rates_wrt_input_rate(mu, sigma, tau_m, tau_s, tau_r, V_th_rel, V_0_rel, j):
    """d nu / d nu_j of `_firing_rate_shift` for one input of weight j, through mean and variance, dimensionless.

    ZeroDivisionError for sigma = 0. Source: M. Helias et al., New J. Phys. 15, 023002 (2013), appendix A.
    """
    x = mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s, j
    if not _NUMBERS.issuperset(map(type, x)):
        x = _si_numbers(x)
    _require_noise(x[1])
    d_nu = _core.exp_input_rate_derivative(*x)
    check_for_valid_k_in_fast_synaptic_regime(tau_m, tau_s)
    return d_nu


def _response(x, omegas, method, synaptic_filter):
    """Transfer function (frequencies, populations); at frequency zero the derivative of the rate.

    x is (mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s). Complex omegas are growing or decaying signals.
    """
    if _NUMBERS.issuperset(map(type, x)) and type(omegas) in _NUMBERS and abs(omegas) >= 1e-15:
        response = np.array([[_core.exp_transfer_function(omegas, *x, method, "nnmt", synaptic_filter)[0]]])
    else:
        x = np.broadcast_arrays(*np.atleast_1d(*_si_numbers(x)))
        omegas = np.atleast_1d(*_si_numbers([omegas]))
        response = _core.exp_transfer_function(omegas, *x, method, "nnmt", synaptic_filter)[0]
        static = np.abs(omegas) < 1e-15
        if np.any(static):
            response[static] = _core.exp_derivatives(*x, method)[0]
    check_for_valid_k_in_fast_synaptic_regime(x[4], x[6], stacklevel=3)
    return response


def _transfer_function_shift(mu, sigma, tau_m, tau_s, tau_r, V_th_rel, V_0_rel, omegas, synaptic_filter=True):
    """Response of the rate to the mean input at angular frequencies omegas, (frequencies, populations).

    Threshold and reset are shifted by the synaptic filter, no refractory term; with `synaptic_filter` the
    response to the current, filtered by 1 / (1 + i omega tau_s).
    Source: J. Schuecker et al., Phys. Rev. E 92, 052119 (2015).
    """
    return _response((mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s), omegas, "shift", synaptic_filter)


def _transfer_function_taylor(mu, sigma, tau_m, tau_s, tau_r, V_th_rel, V_0_rel, omegas, synaptic_filter=True):
    """`_transfer_function_shift` to first order in sqrt(tau_s / tau_m)."""
    return _response((mu, sigma, V_0_rel, V_th_rel, tau_m, tau_r, tau_s), omegas, "taylor", synaptic_filter)


def _transfer_function(mu, sigma, tau_m, tau_s, tau_r, V_th_rel, V_0_rel, omegas, method="shift",
                       synaptic_filter=True):
    """`_transfer_function_shift` or `_transfer_function_taylor`."""
    _core.check_method(method)
    function = _transfer_function_shift if method == "shift" else _transfer_function_taylor
    return function(mu, sigma, tau_m, tau_s, tau_r, V_th_rel, V_0_rel, omegas, synaptic_filter)


def _synaptic_filter(omegas, tau_s):
    """1 / (1 + i omega tau_s), (frequencies, populations)."""
    return 1 / (1 + 1j * np.outer(omegas, tau_s))


def _with_rate(nu, mu, sigma, V_0_rel, V_th_rel, tau_m, tau_s):
    """(neuron without refractory period, nu / its rate): what nu tells about the refractory period.

    The ratio is 1 where the rate underflows.
    """
    neuron = (V_0_rel, V_th_rel, tau_m, 0.0)
    free = _core.rates(mu, sigma, neuron, tau_s)
    shape = np.broadcast_shapes(np.shape(nu), np.shape(free))
    return neuron, np.divide(nu, free, out=np.ones(shape), where=np.greater(free, 0))


@_check_positive_params
def _cvs(nu, mu, sigma, V_0_rel, V_th_rel, tau_m, tau_s):
    """Coefficients of variation of the interspike intervals, nu times their standard deviation."""
    neuron, ratio = _with_rate(nu, mu, sigma, V_0_rel, V_th_rel, tau_m, tau_s)
    return np.atleast_1d(ratio * _core.cv(mu, sigma, neuron, tau_s))


def _cvs_single_population(nu, mu, sigma, V_0_rel, V_th_rel, tau_m, tau_s):
    """`_cvs` of numbers."""
    return _cvs(nu, mu, sigma, V_0_rel, V_th_rel, tau_m, tau_s).item()


@_check_positive_params
def _pairwise_effective_connectivity(nu, mu, sigma, J, V_0_rel, V_th_rel, tau_m, tau_s):
    """tau_m (d nu/d mu J + d nu/d sigma^2 J^2): change of the rate of row i for that of the rate of column j.

    Source: M. Helias et al., New J. Phys. 15, 023002 (2013), appendix A.
    """
    _require_noise(sigma)
    neuron, ratio = _with_rate(nu, mu, sigma, V_0_rel, V_th_rel, tau_m, tau_s)
    d_mu, d_sigma = _core.derivatives(mu, sigma, neuron, tau_s)
    factor = tau_m * ratio ** 2
    d_mu, d_variance = np.atleast_1d(factor * d_mu, factor * _core.variance_derivative(sigma, np.asarray(d_sigma)))
    return d_mu[:, np.newaxis] * J + d_variance[:, np.newaxis] * np.square(J)


def _spectral_bound(J_eff):
    """Largest real part of the eigenvalues of the effective connectivity."""
    return np.max(np.linalg.eigvals(J_eff).real)


@_check_positive_params
def _pairwise_covariances(J_eff, nu, cvs, return_noise_strength=False):
    """Covariances of spike trains integrated over all lags, (1 - J_eff)^-1 diag(D) (1 - J_eff)^-T.

    The noise strengths D make the diagonal cvs^2 nu; they are returned beside the covariances if asked for.
    Source: M. Layer, M. Helias & D. Dahmen, arXiv:2308.00421.
    """
    response = np.linalg.inv(np.eye(len(J_eff)) - J_eff)
    variances = np.broadcast_to(np.square(cvs) * nu, (len(J_eff),))
    noise_strength = np.linalg.solve(response ** 2, variances)
    covariances = (response * noise_strength) @ response.T
    return (covariances, noise_strength) if return_noise_strength else covariances
