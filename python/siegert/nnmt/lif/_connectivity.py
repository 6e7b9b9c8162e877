"""Networks in the frequency domain: effective connectivity, propagator, spectra, eigenmodes, sensitivity."""
import warnings

import numpy as np
import scipy.linalg

from .. import _core
from ..utils import _check_positive_params
from ._general import _current_drift, _fit_transfer_function as _fit_low_pass, _mean_input, _std_input
from ._rates import _firing_rates_for_given_input


def _of_targets(values):
    """One value for each target population as column, so that it multiplies rows."""
    values = np.asarray(values)
    return values[:, np.newaxis] if values.ndim == 1 else values


@_check_positive_params
def _effective_connectivity(transfer_function, D, J, K, tau_m):
    """tau_m J K N(omega) D(omega); tau_m and N belong to the target.

    D is (frequencies, n, n) and the transfer function (frequencies, n), or D is (n, n) and the other (n,).
    Source: H. Bos et al., PLoS Comput. Biol. 12, e1005132 (2016).
    """
    D, response = np.asarray(D), np.asarray(transfer_function)
    if D.ndim not in (1, 2, 3):
        raise RuntimeError(f"D must be (frequencies, n, n), (n, n) or (n,), got shape {D.shape}")
    if D.ndim == 2:
        response = _of_targets(response.reshape(-1))
    elif D.ndim == 3:
        response = response[:, :, np.newaxis]
    weights = np.multiply(J, K)
    return (_of_targets(tau_m) if weights.ndim == 2 else tau_m) * weights * response * D


def _propagator(effective_connectivity):
    """(1 - W)^-1 W of each frequency, (frequencies, n, n)."""
    W = np.asarray(effective_connectivity, complex)
    return _core.propagator(W.reshape(-1, *W.shape[-2:])).reshape(W.shape)


@_check_positive_params
def _power_spectra(nu, effective_connectivity, J, K, N, tau_m):
    """Diagonal of (1 - W)^-1 diag(nu / N) (1 - W)^-dagger, (frequencies, n). J, K and tau_m do not matter.

    Source: H. Bos et al., PLoS Comput. Biol. 12, e1005132 (2016).
    """
    W = np.asarray(effective_connectivity, complex)
    noise = np.broadcast_to(np.divide(nu, N), W.shape[-1:])[np.newaxis]
    return _core.power_spectra(W.reshape(-1, *W.shape[-2:]), noise).reshape(W.shape[:-1])


@_check_positive_params
def _external_rates_for_fixed_input(mu_set, sigma_set, J, K, V_0_rel, V_th_rel, tau_m, tau_r, tau_s, J_ext, K_ext,
                                    I_ext=None, C=None, method="shift"):
    """External rates for which mean and standard deviation of the input come nearest to mu_set and sigma_set.

    Least squares. RuntimeError if a rate comes out negative. Source: Senk et al., Phys. Rev. Research 2,
    023174 (2020).
    """
    n = np.shape(K)[0]
    mu_set, sigma_set, tau = (np.broadcast_to(np.asarray(x, float), (n,)) for x in (mu_set, sigma_set, tau_m))
    nu = np.broadcast_to(
        _firing_rates_for_given_input(mu_set, sigma_set, V_0_rel, V_th_rel, tau_m, tau_r, tau_s, method), (n,))
    mean = mu_set - _mean_input(nu, J, K, tau, J_ext=0, K_ext=0, nu_ext=0) - tau * _current_drift(I_ext, C)
    variance = sigma_set ** 2 - _std_input(nu, J, K, tau, J_ext=0, K_ext=0, nu_ext=0) ** 2
    coefficients = np.concatenate([_of_targets(np.multiply(K_ext, J_ext)),
                                   _of_targets(np.multiply(K_ext, np.square(J_ext)))])
    nu_ext = np.linalg.lstsq(coefficients, np.append(mean / tau, variance / tau), rcond=None)[0]
    if np.any(nu_ext < 0):
        raise RuntimeError(f"External rates would have to be negative: {nu_ext}")
    return nu_ext


@_check_positive_params
def _fit_transfer_function(transfer_function, omegas, tau_m, J, K):
    """Low-pass filters fitted to the transfer function: (filters, tau, weights h0 tau_m J K, errors).

    Gain h0 and tau_m belong to the target. See `nnmt.lif._general._fit_transfer_function`.
    """
    fit, tau_rate, h0, fit_error = _fit_low_pass(transfer_function, omegas)
    return fit, tau_rate, _of_targets(h0 * tau_m) * J * K, fit_error


def _match_eigenvalues_across_frequencies(eigenvalues, margin=1e-5):
    """Eigenvalues (frequencies, n) in an order in which they move little, and the indices of that order.

    Where at least two eigenvalues move by more than `margin` from one frequency to the next, each of them is
    continued by the nearest of these. Warns where two are continued by the same.
    """
    eigenvalues = np.asarray(eigenvalues)
    matched = eigenvalues.copy()
    order = np.tile(np.arange(eigenvalues.shape[1]), (len(eigenvalues), 1))
    jumps = np.abs(np.diff(eigenvalues, axis=0)) > margin
    before = np.flatnonzero(jumps.sum(axis=1) >= 2)
    last_rows = np.append(before[1:], before[-1:] + 1)
    for i, last in zip(before, last_rows):
        jumping = np.flatnonzero(jumps[i])
        distances = np.abs(eigenvalues[i + 1, jumping] - matched[i, jumping, np.newaxis])
        nearest = jumping[np.argmin(distances, axis=1)]
        rows = slice(i + 1, last + 1)
        order[rows, jumping] = nearest
        matched[rows, jumping] = eigenvalues[rows, nearest]
        if len(np.unique(order[i + 1])) < order.shape[1]:
            warnings.warn(f"Eigenvalues are ambiguous at frequency index {i + 1}: finer frequencies or another margin "
                          "may help", stacklevel=2)
    return matched, order


def _is_none(value):
    """None, or the text 'None' that stands for it in files."""
    return value is None or (isinstance(value, str) and value == "None")


@_check_positive_params
def _sensitivity_measure(effective_connectivity, frequency, analysis_frequencies, resorted_eigenvalues_mask="None",
                         eigenvalue_index="None"):
    """How the connections move one eigenvalue of the effective connectivity at the analysis frequency next to
    `frequency`: by default the eigenvalue next to 1.

    Returns a dict: sensitivity (n x n) and its parts along (sensitivity_amp) and across (sensitivity_freq) the
    direction k from the eigenvalue to 1, eigenvalue, eigenvectors, and where they are.
    Source: H. Bos et al., PLoS Comput. Biol. 12, e1005132 (2016).
    """
    position = int(np.argmin(np.abs(np.asarray(analysis_frequencies) - frequency)))
    W = np.asarray(effective_connectivity)[position]
    eigenvalues, left, right = scipy.linalg.eig(W, left=True, right=True)
    if not _is_none(resorted_eigenvalues_mask):
        order = np.asarray(resorted_eigenvalues_mask)[position]
        eigenvalues, left, right = eigenvalues[order], left[:, order], right[:, order]
    if _is_none(eigenvalue_index):
        eigenvalue_index = int(np.argmin(np.abs(eigenvalues - 1)))
    eigenvalue = eigenvalues[eigenvalue_index]
    left, right = left[:, eigenvalue_index], right[:, eigenvalue_index]
    sensitivity = np.outer(left.conj(), right) / np.vdot(left, right) * W
    distance = 1 - eigenvalue
    direction = distance / abs(distance) if distance != 0 else 1 + 0j
    along = sensitivity * direction.conjugate()
    return {
        "eigenvalue_index": eigenvalue_index,
        "critical_frequency": frequency,
        "critical_frequency_index": position,
        "critical_eigenvalue": eigenvalue,
        "left_eigenvector": left,
        "right_eigenvector": right,
        "k": np.array([direction.real, direction.imag]),
        "k_per": np.array([-direction.imag, direction.real]),
        "sensitivity": sensitivity,
        "sensitivity_amp": along.real,
        "sensitivity_freq": along.imag,
    }


@_check_positive_params
def _sensitivity_measure_all_eigenmodes(effective_connectivity, analysis_frequencies, margin=1e-5):
    """`_sensitivity_measure` of each eigenmode where its eigenvalue comes nearest to 1, with keys '0', '1', ..."""
    # With eigenvectors, as `_sensitivity_measure`: LAPACK orders eigenvalues differently without.
    raw_eigenvalues = np.linalg.eig(effective_connectivity)[0]
    eigenvalues, order = _match_eigenvalues_across_frequencies(raw_eigenvalues, margin)
    nearest = np.argmin(np.abs(eigenvalues - 1), axis=0)
    return {str(mode): _sensitivity_measure(effective_connectivity, analysis_frequencies[position],
                                            analysis_frequencies, order, mode)
            for mode, position in enumerate(nearest)}
