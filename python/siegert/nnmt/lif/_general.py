"""What both synapse models share: input statistics, the working point, fits of the transfer function."""
import numpy as np

from .. import _core, _solvers
from .._units import ureg
from ..utils import _check_positive_params, _to_15_digits, get_optional_network_params, \
    get_required_network_params, get_required_results


def _current_drift(I_ext, C):
    """I_ext / C, 0 without current."""
    if I_ext is None or not np.any(I_ext):
        return 0.0
    if C is None:
        raise ValueError("I_ext needs the membrane capacitance C")
    return np.divide(I_ext, C)


@_check_positive_params
def _mean_input(nu, J, K, tau_m, J_ext, K_ext, nu_ext, I_ext=None, C=None):
    """Mean input tau_m (K J nu + K_ext J_ext nu_ext + I_ext / C), with NumPy's broadcasting.

    Rows of K and K_ext are targets; nu and nu_ext are numbers or one rate for each source. A current I_ext
    without capacitance C raises ValueError.
    """
    drift = np.dot(np.multiply(K, J), nu) + np.dot(np.multiply(K_ext, J_ext), nu_ext)
    return tau_m * (drift + _current_drift(I_ext, C))


@_check_positive_params
def _std_input(nu, J, K, tau_m, J_ext, K_ext, nu_ext):
    """Standard deviation sqrt(tau_m (K J^2 nu + K_ext J_ext^2 nu_ext)) of the input, as `_mean_input`."""
    diffusion = np.dot(np.multiply(K, np.square(J)), nu) + np.dot(np.multiply(K_ext, np.square(J_ext)), nu_ext)
    return np.sqrt(tau_m * diffusion)


def _input_of_network(network, prefix, function):
    """Parameters of `_mean_input` or `_std_input` from a network whose rates are known."""
    params = get_required_network_params(network, function, exclude=["nu"])
    params.update(get_optional_network_params(network, function))
    params.update(get_required_results(network, ["nu"], [prefix + "firing_rates"]))
    return params


def _input_calc(network, prefix, input_func):
    """`_mean_input` or `_std_input` of a network with rates as quantity in volt; nothing is kept."""
    return ureg.Quantity(input_func(**_input_of_network(network, prefix, input_func)), "volt")


class _RateMap:
    """Rates and their Jacobian as function of the rates, with the exact derivatives of the neuron."""

    def __init__(self, inputs, neuron, tau_s=None, method="shift", I_ext=None, C=None):
        J, K, tau_m = np.asarray(inputs["J"], float), np.asarray(inputs["K"], float), inputs["tau_m"]
        self.dimension = n = K.shape[0]
        self._method = method
        self._neuron = [_for_each(parameter, n) for parameter in neuron]
        self._tau_s = None if tau_s is None else _for_each(tau_s, n)
        tau = _for_each(tau_m, n)
        rows = tau[:, np.newaxis]
        self._mean_map = rows * np.broadcast_to(K * J, (n, n))
        self._variance_map = rows * np.broadcast_to(K * J ** 2, (n, n))
        external = np.multiply(inputs["K_ext"], inputs["J_ext"])
        self._mean = tau * (np.dot(external, inputs["nu_ext"]) + _current_drift(I_ext, C))
        self._variance = tau * np.dot(external * inputs["J_ext"], inputs["nu_ext"])

    def __call__(self, nu):
        mu = self._mean + self._mean_map @ nu
        sigma = np.sqrt(np.maximum(self._variance + self._variance_map @ nu, 0.0))
        phi = _core.rates(mu, sigma, self._neuron, self._tau_s, self._method)
        d_mu, d_sigma = _core.derivatives(mu, sigma, self._neuron, self._tau_s, self._method)
        d_variance = _core.variance_derivative(sigma, d_sigma)
        jacobian = d_mu[:, np.newaxis] * self._mean_map + d_variance[:, np.newaxis] * self._variance_map
        return phi, jacobian

    def stable_rates(self, nu_0):
        """The stable state to which the rates relax from nu_0, as `_solvers.solve` finds it, or None."""
        start = np.zeros(self.dimension) if nu_0 is None else nu_0
        return _core.stable_rates(self._mean_map, self._variance_map, self._mean, self._variance, *self._neuron,
                                  self._tau_s, self._method, start)


def _for_each(parameter, n):
    """One number for each of n populations."""
    parameter = np.asarray(parameter, float)
    return parameter if parameter.shape == (n,) else np.broadcast_to(parameter, (n,)).copy()


_FEW = 64  # populations, up to which LAPACK is not worth the way through Python


def _self_consistent_rates(inputs, neuron, tau_s=None, method="shift", I_ext=None, C=None, nu_0=None,
                           fixpoint_method="ODE", eps_tol=1e-7, t_max_ODE=1000, maxiter_ODE=1000):
    """Firing rates nu = Phi(nu) of a network; the last arguments are those of `_solvers.solve`."""
    rates = _RateMap(inputs, neuron, tau_s, method, I_ext, C)
    if fixpoint_method == "ODE" and rates.dimension <= _FEW:
        found = rates.stable_rates(nu_0)
        if found is not None:
            return found
    return _solvers.solve(rates, rates.dimension, nu_0, fixpoint_method, eps_tol, t_max_ODE, maxiter_ODE)


@_check_positive_params
def _fit_transfer_function(transfer_function, omegas):
    """Low-pass filters h0 / (1 + i omega tau) fitted to the magnitude of each column of the transfer function.

    Returns the fitted filters (frequencies x populations), tau, h0 and the relative standard errors of tau
    and h0 combined, each one for each population. Signs are those nearest to the data in the complex plane.
    Source: Senk et al., Phys. Rev. Research 2, 023174 (2020).
    """
    transfer_function, omegas = np.asarray(transfer_function, complex), np.asarray(omegas, float)
    found = _core.fit_transfer_function(transfer_function, omegas)
    tau, h0 = _to_15_digits(found.tau_rate), _to_15_digits(found.h0)
    fit = h0 / (1 + 1j * omegas[:, np.newaxis] * tau)
    exact = np.all(fit == transfer_function, axis=0)
    return fit, tau, h0, np.where(exact, 0.0, found.fit_error)
