"""Derivatives with respect to every parameter of a network."""
from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _siegert
from ._analysis import Convention, Method
from ._siegert import LoadedNetwork, Network


def gradients(network: Network | LoadedNetwork, of: Literal["firing_rates", "cvs", "eigenvalue", "growth_rate", "peak_frequency",
                                                          "peak_height"] = "firing_rates",
              population: str | int | None = None, *, weights: ArrayLike | None = None, frequency: float | None = None,
              s: complex | None = None, convention: Convention = "exact", method: Method = "shift",
              start: ArrayLike | None = None) -> dict[str, NDArray]:
    """Derivatives of one number with respect to every parameter, the working point following.

    Named arrays with the shapes of the fields of the network: J, J_sd, K, Delay, Delay_sd, J_ext, K_ext, nu_ext, I_ext, tau_m, tau_r,
    tau_s, tau_s_ext, V_th, V_0, Delta_T, V_T, C, N, in SI units. By one adjoint equation for all of them, or by differences where
    synapses of a population have several time constants (docs/theory/gradients.md).

    Parameters
    ----------
    of : str
        'firing_rates' or 'cvs' of a population, or their sum with `weights`; 'eigenvalue', that of W nearest to 1 at `frequency`
        [Hz], complex; 'growth_rate', of the solution `s` of det(1 - W(s)) = 0 (not given: the fastest that is found),
        whose real part is the growth rate [1/s] and whose imaginary part its angular frequency [rad/s]; 'peak_frequency' [Hz] and
        'peak_height' [Hz], of the peak of the power spectrum of `population` near `frequency` [Hz].
    population : str or int, optional
        Not given: `weights`.
    convention, method, start
        As in `analyze` and `working_point`.

    Raises
    ------
    AccuracyNotReached
        If no working point is found.
    """
    network = getattr(network, "network", network)
    if of in ("firing_rates", "cvs"):
        return _siegert._gradient_of_populations(network, of, _weights(network, population, weights), method=method, start=start)
    if of == "eigenvalue":
        if frequency is None:
            raise ValueError("the gradient of an eigenvalue needs the frequency at which it is taken")
        return _siegert._gradient_of_eigenvalue(network, 2 * np.pi * frequency, convention=convention, method=method,
                                                start=start)
    if of == "growth_rate":
        return _siegert._gradient_of_growth_rate(network, s, convention=convention, method=method, start=start)[1]
    if of in ("peak_frequency", "peak_height"):
        if frequency is None or population is None:
            raise ValueError("the gradient of a peak needs the population and a frequency near the peak")
        _, height, of_omega, of_log_height = _siegert._gradients_of_peak(
            network, _index(network, population), 2 * np.pi * frequency, convention=convention, method=method, start=start)
        chosen, scale = (of_omega, 1 / (2 * np.pi)) if of == "peak_frequency" else (of_log_height, height)
        return {name: scale * values for name, values in chosen.items()}
    raise ValueError("of must be 'firing_rates', 'cvs', 'eigenvalue', 'growth_rate', 'peak_frequency' or 'peak_height', "
                     f"got {of!r}")


def _weights(network, population, weights):
    if (population is None) == (weights is None):
        raise ValueError("either a population or weights must be given")
    if weights is not None:
        return np.asarray(weights, float)
    return np.eye(len(network.populations))[_index(network, population)]


def _index(network, population):
    return list(network.populations).index(population) if isinstance(population, str) else population
