"""Networks on a grid of their parameters."""
from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _siegert
from ._analysis import DEFAULT_OMEGAS, Convention, Method
from ._records import Answer


@dataclasses.dataclass(frozen=True, eq=False)
class Scan:
    """A network at every point of a grid; the first indices of all arrays are those of the grid, in the order of
    `parameters`.

    Attributes
    ----------
    parameters : dict
        The values of each varied key, in SI units.
    populations : tuple of str
    firing_rates, mean_input, std_input, cvs : array
        [Hz], [V], [V] and dimensionless; last index: population.
    converged : array of bool
        Whether a working point was found.
    residual : array
        Largest distance from self-consistency [Hz].
    unstable_modes : array of int
        How many modes grow; -1 where stability is not known.
    resolved : array of bool
        Whether the frequencies suffice to count them.
    verdict : array of str
        'stable', 'unstable' or 'undecided'; empty where stability is not known.
    reason : array of str
        In words.
    static_growth_rate : array
        Below 0 the state is stable against slow changes of the rates.
    critical_eigenvalue : array of complex
        The eigenvalue of the effective connectivity that comes closest to 1; NaN where it is not known.
    critical_frequency : array
        Where it does [Hz].
    answer : Answer or None
        Of the question that was asked: every result as an array with the indices of the grid first, then its own; filled up with
        NaN, -1 or '' where a point has fewer entries, or no answer, and `objection` says why.
    """

    parameters: dict[str, Any]
    populations: tuple[str, ...]
    firing_rates: NDArray[np.float64]
    mean_input: NDArray[np.float64]
    std_input: NDArray[np.float64]
    cvs: NDArray[np.float64]
    converged: NDArray[np.bool_]
    residual: NDArray[np.float64]
    unstable_modes: NDArray[np.int64]
    resolved: NDArray[np.bool_]
    verdict: NDArray[np.str_]
    reason: NDArray[np.str_]
    static_growth_rate: NDArray[np.float64]
    critical_eigenvalue: NDArray[np.complex128]
    critical_frequency: NDArray[np.float64]
    answer: Answer | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values of each parameter."""
        return self.converged.shape

    @property
    def stable(self) -> NDArray[np.bool_]:
        """Where nothing grows."""
        return self.verdict == "stable"

    def __repr__(self) -> str:
        axes = ", ".join(f"{key}: {len(values)} values" for key, values in self.parameters.items())
        return f"Scan({axes}; {len(self.populations)} populations, {int(self.stable.sum())} points stable)"


def scan(path: str | os.PathLike[str], vary: Mapping[str, str | Sequence[str] | ArrayLike], *,
         omegas: ArrayLike | None = None, stability: bool = True,
         model: Literal["automatic", "plain", "basic", "microcircuit"] = "automatic",
         convention: Convention = "exact", method: Method = "shift", synaptic_filter: bool = True,
         start: ArrayLike | None = None, max_iterations: int = 300, threads: int = 0,
         progress: Callable[[int, int], Any] | None = None, samples: int = 0, seed: int = 1,
         ask: str | None = None, **options: Any) -> Scan:
    """Working point and stability of a network on a grid of its parameters, or at samples of them.

    Parameters
    ----------
    path : path
        Parameter file.
    vary : dict
        For each key of the file, or entry of one as in ``"J[E,I]"``, the values that it takes: a range
        ``"5:15:0.5 Hz"`` (stop included) or list ``"1,1.5,3 ms"``, a sequence of such texts, or numbers in SI units.
    omegas : array, optional
        Frequencies at which stability is examined [rad/s]. Not given: as in `analyze`.
    stability : bool
        Whether to examine it; networks without delays have none.
    start : array, optional
        Rates from which the first point starts [Hz]. The others start from their neighbour: where a network has
        several states, a scan follows the branch it is on.
    progress : callable, optional
        Called with the number of points that are done and of all. Ctrl-C stops between points.
    samples, seed : int
        Not 0: points of a Latin hypercube in place of a grid; `vary` then holds ranges without step, ``"5:15 Hz"``, and
        arrays have one index for all parameters. When to use: for more than three parameters. Every point has the same start.
    ask : str, optional
        A question of `questions()`, asked at every point in place of stability: ``ask="spectra"``.
    **options
        Of the question: ``ask="sensitivity", frequency="64 Hz"``.
    model, convention, method, synaptic_filter, max_iterations, threads
        As in `load_network`, `analyze` and `working_point`.

    Raises
    ------
    InvalidParameter
        If a key is unknown, or its value makes the network invalid or has no effect; the message names the point.
    """
    values = {key: given if isinstance(given, str) or _are_texts(given) else np.atleast_1d(np.asarray(given, float))
              for key, given in vary.items()}
    return Scan(**_siegert._scan_parameters(
        path, values, DEFAULT_OMEGAS, omegas=omegas, stability=stability, model=model, convention=convention,
        method=method, synaptic_filter=synaptic_filter, start=start, max_iterations=max_iterations,
        threads=threads, progress=progress, samples=samples, seed=seed, ask=ask, asking=options))


def _are_texts(values):
    return isinstance(values, Sequence) and all(isinstance(value, str) for value in values)
