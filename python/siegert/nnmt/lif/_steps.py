"""Functions of which NNMT's formulas are made, for scripts that call them. siegert itself needs none of them."""
import numpy as np
import scipy.integrate
import scipy.special

from ... import lif
from ..utils import _check_positive_params


def _Phi(s):
    """sqrt(pi / 2) exp(s^2 / 2) (1 + erf(s / sqrt(2)))."""
    s = np.asarray(s, float)
    with np.errstate(over="ignore", invalid="ignore"):
        right = np.sqrt(np.pi / 2) * (np.exp(s ** 2 / 2) * (1 + scipy.special.erf(s / np.sqrt(2))))
    left = np.sqrt(np.pi / 2) * scipy.special.erfcx(-s / np.sqrt(2))  # no cancellation there
    return np.where(s < 0, left, right)[()]


@_check_positive_params
def _Phi_prime_mu(s, sigma):
    """Derivative of _Phi((V - mu) sqrt(2) / sigma) with respect to mu. ZeroDivisionError for sigma = 0."""
    if np.any(np.equal(sigma, 0)):
        raise ZeroDivisionError("sigma must not be zero")
    s = np.asarray(s, float)
    return -np.sqrt(2) / sigma * (s * _Phi(s) + 1)


def _psi_at_origin(s):
    """exp(x^2 / 4) U(s - 1/2, -x) at x = 0 (DLMF 12.2.6)."""
    return np.exp(0.5 * np.log(np.pi) - 0.5 * s * np.log(2) - scipy.special.loggamma((1 + s) / 2))


def _one_pcfu(a, x):
    """exp(-x^2 / 4) times the value at x = 0 times the ratio of two values: a function of first passage times."""
    s, x = complex(a) + 0.5, -float(x)
    below, above = min(x, 0.0), max(x, 0.0)
    if below == above:
        return complex(_psi_at_origin(s))
    # The characteristic function of the time from `below` to `above`, in units of tau_m, with sigma = sqrt(2).
    ratio = lif.delta.interval_characteristic_function(-1j * s, 0.0, np.sqrt(2), below, above, 1.0, 0.0)
    return complex(np.exp(-x ** 2 / 4) * _psi_at_origin(s) * (ratio if x < 0 else 1 / ratio))


_pcfu = np.frompyfunc(_one_pcfu, 2, 1)


def pcfu_vec(a, x):
    """The parabolic cylinder function U(a, x) for complex a, Re a > -20, and real x."""
    return np.asarray(_pcfu(a, x), complex)[()]


def _erfcx_integral(a, b, order):
    """Integral of erfcx from a to b, both >= 0, by Gauss-Legendre quadrature of this order."""
    a, b = np.atleast_1d(a, b)
    nodes, weights = np.polynomial.legendre.leggauss(order)
    points = 0.5 * (a + b) + 0.5 * np.multiply.outer(nodes, b - a)
    return 0.5 * (b - a) * np.tensordot(weights, scipy.special.erfcx(points), 1)


def _get_erfcx_integral_gl_order(y_th, y_r, start_order, epsrel, maxiter):
    """The first of start_order, 2 start_order, ... with which `_erfcx_integral` between any of the ends is accurate
    to epsrel. RuntimeError after `maxiter` of them."""
    ends = np.abs(np.append(y_th, y_r))
    low, high = np.min(ends), np.max(ends)
    exact = scipy.integrate.quad(scipy.special.erfcx, low, high, epsabs=0, epsrel=epsrel)[0]
    for order in start_order * 2 ** np.arange(maxiter):
        if abs(_erfcx_integral(low, high, order)[0] - exact) < epsrel * exact:
            return int(order)
    raise RuntimeError(f"no order up to {start_order * 2 ** (maxiter - 1)} reaches epsrel = {epsrel:g}")
