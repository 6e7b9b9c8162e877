"""What NNMT's functions need of siegert, with NNMT's order of arguments. The only way into the extension."""
import numpy as np

from .. import lif, theory
from .._siegert import _nnmt

stable_rates = _nnmt.stable_rates
shift_of_threshold = lif.exp.noise_correlation_shift
# Of (mu, sigma, V_0, V_th, tau_m, tau_r), with exponential synapses also tau_s and the method.
delta_rate, delta_derivatives = lif.delta.firing_rate, lif.delta.rate_derivatives
exp_rate, exp_derivatives = lif.exp.firing_rate, lif.exp.rate_derivatives
propagator, power_spectra = theory.propagator, theory.power_spectra
fit_transfer_function = theory.fit_transfer_function
exp_transfer_function = lif.exp.transfer_function  # after omegas; before convention and synaptic_filter
exp_input_rate_derivative = lif.exp.input_rate_derivative  # tau_s is followed by the weight


class UnknownMethod(ValueError, RuntimeError):
    """A method that does not exist."""


def check_method(method):
    if method not in ("shift", "taylor"):
        raise UnknownMethod(f"method must be 'shift' or 'taylor', got {method!r}")


def number_if_single(values):
    """NNMT returns a number for arrays of one entry."""
    return values if type(values) is float or values.size != 1 else values.item()


def rates(mu, sigma, neuron, tau_s=None, method="shift"):
    """Firing rates; neuron is (V_0_rel, V_th_rel, tau_m, tau_r). White noise without tau_s."""
    if tau_s is None:
        return lif.delta.firing_rate(mu, sigma, *neuron)
    return lif.exp.firing_rate(mu, sigma, *neuron, tau_s, method=method)


def derivatives(mu, sigma, neuron, tau_s=None, method="shift"):
    """Derivatives of the rates with respect to mu and sigma."""
    if tau_s is None:
        return lif.delta.rate_derivatives(mu, sigma, *neuron)
    return lif.exp.rate_derivatives(mu, sigma, *neuron, tau_s, method=method)


def variance_derivative(sigma, d_sigma):
    """d nu / d sigma^2 of d nu / d sigma; 0 where sigma is 0."""
    sigma = np.asarray(sigma, float)
    return np.divide(d_sigma, 2 * sigma, out=np.zeros(np.shape(d_sigma)), where=sigma > 0)


def cv(mu, sigma, neuron, tau_s):
    return lif.exp.cv(mu, sigma, *neuron, tau_s)


def delay_factor(omegas, mean, sd, delay_dist):
    """E[exp(-i omega d)], shape of omegas followed by that of mean."""
    return theory.delay_factor(omegas, mean, sd, delay_dist)
