"""Derivatives with respect to every parameter of a network."""
from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _siegert
from ._analysis import Convention, Method
from ._siegert import LoadedNetwork, Network


def gradients(network: Network | LoadedNetwork, of: Literal["firing_rates", "cvs", "eigenvalue", "growth_rate"] = "firing_rates",
              population: str | int | None = None, *, weights: ArrayLike | None = None, frequency: float | None = None,
              s: complex | None = None, convention: Convention = "exact", method: Method = "shift",
              start: ArrayLike | None = None) -> dict[str, NDArray]:
    """Derivatives of one number with respect to every parameter, the working point following.

    Named arrays with the shapes of the fields of the network: J, J_sd, K, Delay, Delay_sd, J_ext, K_ext, nu_ext, I_ext, tau_m, tau_r,
    tau_s, V_th, V_0, in SI units. By one adjoint equation for all of them (docs/theory/gradients.md).

    Parameters
    ----------
    of : str
        'firing_rates' or 'cvs' of a population, or their sum with `weights`; 'eigenvalue', that of W nearest to 1 at `frequency`
        [Hz], complex; 'growth_rate', of the solution `s` of det(1 - W(s)) = 0 (not given: the fastest that is found),
        whose real part is the growth rate [1/s] and whose imaginary part its angular frequency [rad/s].
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
    raise ValueError(f"of must be 'firing_rates', 'cvs', 'eigenvalue' or 'growth_rate', got {of!r}")


def _weights(network, population, weights):
    if (population is None) == (weights is None):
        raise ValueError("either a population or weights must be given")
    if weights is not None:
        return np.asarray(weights, float)
    names = list(network.populations)
    return np.eye(len(names))[names.index(population) if isinstance(population, str) else population]
