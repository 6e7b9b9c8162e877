"""Properties of a network that do not depend on its activity, as nnmt.network_properties."""
import numpy as np

from . import _core
from .utils import _cache, _check_positive_params, _convert_to_si_and_strip_units, _require_params


def delay_dist_matrix(network, freqs=None):
    """Factors of the distributed delays (frequencies, n, n) at `freqs` [Hz], result D.

    Needs Delay, Delay_sd and delay_dist in the network; default frequencies are `omegas`.
    """
    params = _require_params(network.network_params, ["Delay", "Delay_sd", "delay_dist"])
    params.update(_require_params(network.analysis_params, ["omegas"], "analysis_params") if freqs is None
                  else {"omegas": np.multiply(np.atleast_1d(freqs), 2 * np.pi)})
    _convert_to_si_and_strip_units(params)
    return _cache(network, _delay_dist_matrix, params, "D", repeat=lambda again: delay_dist_matrix(again, freqs))


@_check_positive_params
def _delay_dist_matrix(Delay, Delay_sd, delay_dist, omegas):
    """E[exp(-i omega d)] for delays of mean Delay and standard deviation Delay_sd, (frequencies, n, n).

    `delay_dist`: 'none', 'gaussian', 'truncated_gaussian' (the Gaussian of these parameters, cut at zero) or
    'lognormal'.
    """
    mean, sd = np.broadcast_arrays(np.asarray(Delay, float), 0.0 if delay_dist == "none" else Delay_sd)
    pairs, where = np.unique(np.stack([mean.ravel(), sd.ravel()]), axis=1, return_inverse=True)
    factors = _core.delay_factor(np.atleast_1d(omegas), pairs[0], pairs[1], delay_dist)
    return np.take(factors, where.ravel(), axis=1).reshape(len(factors), *mean.shape)


def _mu_underlying_gaussian(mu, sigma):
    """Mean of the logarithm of a lognormal variable with mean mu and standard deviation sigma."""
    return np.log(mu) - 0.5 * np.log1p((sigma / mu) ** 2)


def _sigma_underlying_gaussian(mu, sigma):
    """Standard deviation of the logarithm of a lognormal variable with mean mu and standard deviation sigma."""
    return np.sqrt(np.log1p((sigma / mu) ** 2))


def _lognormal_characteristic_function(omega, mu, sigma):
    """E[exp(+i omega X)] of a lognormal variable X whose logarithm has mean mu and standard deviation sigma."""
    mean = np.exp(mu + sigma ** 2 / 2)
    return np.conj(_core.delay_factor(omega, mean, mean * np.sqrt(np.expm1(sigma ** 2)), "lognormal"))
