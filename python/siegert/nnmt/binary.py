"""Networks of binary neurons, as nnmt.binary."""
import numpy as np
import scipy.special

from . import _solvers
from .utils import _cache, _check_positive_params, get_optional_network_params, get_required_network_params, \
    get_required_results

_prefix = "binary."


def _mean_activity_for_given_input(mu, sigma, theta):
    """Mean activity of a binary neuron with threshold theta in Gaussian input; without noise a step, 1/2 at theta."""
    distance, sigma = np.broadcast_arrays(np.subtract(mu, theta), np.asarray(sigma, float))
    noisy = sigma > 0
    scaled = np.divide(distance, np.sqrt(2) * sigma, out=np.zeros(distance.shape), where=noisy)
    return np.where(noisy, 0.5 * scipy.special.erfc(-scaled), np.heaviside(distance, 0.5))[()]


def _mean_input(m, J, K, J_ext=0, K_ext=0, m_ext=0):
    """Mean input K J m + K_ext J_ext m_ext of each population at mean activities m."""
    return np.dot(np.multiply(K, J), m) + np.dot(np.multiply(K_ext, J_ext), m_ext)


def _std_input(m, J, K, J_ext=0, K_ext=0, m_ext=0):
    """Standard deviation of the input of each population, sources independent."""
    m, m_ext = np.asarray(m), np.asarray(m_ext)
    return np.sqrt(np.dot(np.multiply(K, np.square(J)), m * (1 - m))
                   + np.dot(np.multiply(K_ext, np.square(J_ext)), m_ext * (1 - m_ext)))


@_check_positive_params
def _mean_activity(J, K, theta, J_ext=0, K_ext=0, m_ext=0, **kwargs):
    """Self-consistent mean activities. Keywords: nu_0, fixpoint_method, eps_tol, t_max_ODE, maxiter_ODE, as in
    `nnmt._solvers.solve`."""
    connections = {"J": np.asarray(J, float), "K": np.asarray(K, float), "J_ext": J_ext, "K_ext": K_ext,
                   "m_ext": m_ext}
    n = np.shape(K)[0]
    mean_map = np.broadcast_to(connections["K"] * connections["J"], (n, n))
    variance_map = np.broadcast_to(connections["K"] * connections["J"] ** 2, (n, n))

    def rates(m):
        inside = np.clip(m, 0.0, 1.0)
        mu = _mean_input(m, **connections) * np.ones(n)
        sigma = _std_input(inside, **connections) * np.ones(n)
        phi = _mean_activity_for_given_input(mu, sigma, theta)
        noisy = sigma > 0
        z = np.divide(mu - theta, sigma, out=np.zeros(n), where=noisy)
        d_mu = np.divide(np.exp(-z ** 2 / 2), np.sqrt(2 * np.pi) * sigma, out=np.zeros(n), where=noisy)
        d_variance = np.divide(-z * d_mu, 2 * sigma, out=np.zeros(n), where=noisy)
        return phi, d_mu[:, np.newaxis] * mean_map + d_variance[:, np.newaxis] * variance_map * (1 - 2 * inside)

    return _solvers.solve(rates, n, **kwargs)


@_check_positive_params
def _balanced_threshold(m_exp, J, K, J_ext=0, K_ext=0, m_ext=0):
    """Threshold equal to the mean input at the expected activities."""
    return _mean_input(m_exp, J, K, J_ext, K_ext, m_ext)


def _params_of(network, function, exclude=()):
    params = get_required_network_params(network, function, exclude)
    params.update(get_optional_network_params(network, function))
    return params


def mean_activity(network, **kwargs):
    """Mean activities of the working point. Needs J, K, theta; J_ext, K_ext, m_ext for external input."""
    params = _params_of(network, _mean_activity)
    params.update(kwargs)
    return _cache(network, _mean_activity, params, _prefix + "mean_activity",
                  repeat=lambda again: mean_activity(again, **kwargs))


firing_rates = mean_activity  # its name in earlier versions of NNMT


def _input(network, function, name, repeat):
    params = _params_of(network, function, ["m"])
    params.update(get_required_results(network, ["m"], [_prefix + "mean_activity"]))
    return _cache(network, function, params, _prefix + name, sources=[_prefix + "mean_activity"], repeat=repeat)


def mean_input(network):
    """Mean input at the mean activities of the network."""
    return _input(network, _mean_input, "mean_input", mean_input)


def std_input(network):
    """Standard deviation of the input at the mean activities of the network."""
    return _input(network, _std_input, "std_input", std_input)


def working_point(network, **kwargs):
    """Mean activities, mean and standard deviation of the input as dict."""
    return {"mean_activity": mean_activity(network, **kwargs), "mean_input": mean_input(network),
            "std_input": std_input(network)}


def balanced_threshold(network, m_exp):
    """Threshold equal to the mean input at the expected activities m_exp."""
    params = _params_of(network, _balanced_threshold, ["m_exp"])
    params["m_exp"] = m_exp
    return _cache(network, _balanced_threshold, params, _prefix + "balanced_threshold",
                  repeat=lambda again: balanced_threshold(again, m_exp))
