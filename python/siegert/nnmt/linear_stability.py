"""Linear stability, as nnmt.linear_stability."""
import numpy as np
import scipy.special

from .utils import _check_positive_params


def _linalg_max_eigenvalue(matrix):
    """Eigenvalue with the largest absolute value; of a conjugate pair the one with positive imaginary part."""
    eigenvalues = np.linalg.eigvals(matrix)
    sizes = np.abs(eigenvalues)
    largest = eigenvalues[sizes >= (1 - 1e-12) * np.max(sizes)]
    return largest[np.argmax(largest.imag)]


def _common_value(name, values):
    different = np.unique(values)
    if len(different) != 1:
        raise AssertionError(f"{name} must be the same for all populations, got {different}")
    return different[0]


def _lambert_of_exponential(logarithm, branch):
    """w with w + log w = logarithm + 2 pi i branch, for arguments of the Lambert W function that overflow."""
    target = logarithm + 2j * np.pi * branch
    w = target - np.log(target)
    for _ in range(50):
        step = (w + np.log(w) - target) * w / (1 + w)
        w -= step
        if abs(step) < 1e-15 * abs(w):
            break
    return w


@_check_positive_params
def _solve_chareq_lambertw_constant_delay(branch_nr, tau, delay, connectivity):
    """Eigenvalue lambda of tau dx/dt = -x + C x(t - delay) on one branch of the Lambert W function.

    (1 + tau lambda) exp(lambda delay) = c for the eigenvalue c of C (`connectivity`) with the largest absolute
    value. tau and delay are the same for all populations, or AssertionError.
    Source: Senk et al., Phys. Rev. Research 2, 023174 (2020).
    """
    t, d = _common_value("tau", tau), _common_value("delay", delay)
    c = _linalg_max_eigenvalue(connectivity)
    if d == 0:
        return complex((c - 1) / t) if branch_nr == 0 else complex(-np.inf)
    if c != 0 and d / t + np.log(abs(c * d / t)) > 600:
        w = _lambert_of_exponential(d / t + np.log(complex(c * d / t)), branch_nr)
    else:
        w = scipy.special.lambertw(c * d / t * np.exp(d / t), branch_nr)
    return -1 / t + w / d
