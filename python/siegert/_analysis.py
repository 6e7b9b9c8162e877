"""The usual questions about a network, each answered by one call."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import theory
from ._siegert import LoadedNetwork, Network

Convention = Literal["exact", "nnmt"]
Method = Literal["shift", "taylor", "exact", "galerkin", "effective"]

DEFAULT_OMEGAS = 2 * np.pi * np.arange(0.5, 300.25, 0.5)  # where neither the caller nor the file says


def _omegas(network, omegas):
    """The frequencies asked for, else those of the parameter file, else 0.5 to 300 Hz in steps of 0.5 Hz."""
    if omegas is not None:
        return np.asarray(omegas, dtype=float)
    if isinstance(network, LoadedNetwork) and network.analysis.omegas.size:
        return network.analysis.omegas
    return DEFAULT_OMEGAS


def analyze(network: Network | LoadedNetwork, omegas: ArrayLike | None = None, *,
            working_point: theory.WorkingPoint | None = None, convention: Convention = "exact",
            method: Method = "shift", synaptic_filter: bool = True,
            noise: Literal["by_convention", "poisson", "renewal"] = "by_convention",
            extent: Literal["spectra", "modes"] = "modes", sensitivity_modes: int | None = None,
            growth_rate_starts: int = 8, keep_connectivity: bool = True, keep_delays: bool = True,
            keep_propagator: bool = True, threads: int = 0,
            progress: Callable[[str, int, int], Any] | None = None) -> theory.NetworkAnalysis:
    """Everything that linear response tells about a network: a `siegert.theory.NetworkAnalysis`.

    Parameters
    ----------
    network : Network or LoadedNetwork
    omegas : array, optional
        Increasing angular frequencies [rad/s]. Not given: those of the parameter file, else 0.5, 1, ... 300 Hz.
    working_point : WorkingPoint, optional
        One that is already known.
    convention : 'exact' or 'nnmt'
        Linear response with the refractory period and to mean and variance of the input, or as published by
        Schuecker et al. (2015) and Bos et al. (2016).
    method : 'shift', 'taylor' or 'exact'
        How the synaptic time constant enters (exponential synapses only).
    synaptic_filter : bool
        Whether the low-pass filter of exponential synapses is part of the response.
    noise : 'by_convention', 'poisson' or 'renewal'
        Spiking noise of single neurons; by convention: renewal for 'exact', poisson for 'nnmt'.
    extent : 'spectra' or 'modes'
        'spectra' leaves out eigenmodes and sensitivities, and keeps no matrix: for networks of hundreds of populations.
    sensitivity_modes : int, optional
        Modes, those closest to instability first, of which the sensitivity is computed, each 32 bytes n^2. Not given:
        as many as take 256 MB, that is all of up to 200 populations.
    growth_rate_starts : int
        Searches for growing modes; 0: none.
    keep_connectivity, keep_delays, keep_propagator : bool
        Whether the result holds W, D and the propagator, each 16 bytes F n^2.
    threads : int
        0: as many as cores. Results do not depend on it.
    progress : callable, optional
        Called with the name of each step as it begins, the number of steps before it, and the number of all. Ctrl-C
        stops between steps.

    Raises
    ------
    AccuracyNotReached
        If no working point is found, or at an instability.
    """
    return theory.analyze(network, _omegas(network, omegas), working_point=working_point, convention=convention,
                          method=method, synaptic_filter=synaptic_filter, noise=noise, extent=extent,
                          sensitivity_modes=sensitivity_modes, growth_rate_starts=growth_rate_starts,
                          keep_connectivity=keep_connectivity, keep_delays=keep_delays,
                          keep_propagator=keep_propagator, threads=threads, progress=progress)


def transfer_function(network: Network | LoadedNetwork, omegas: ArrayLike | None = None, *,
                      working_point: theory.WorkingPoint | None = None, convention: Convention = "exact",
                      method: Method = "shift", synaptic_filter: bool = True,
                      threads: int = 0) -> theory.TransferFunctions:
    """Transfer functions of all populations at the working point: `siegert.theory.TransferFunctions`, F x n.

    Parameters as in `analyze`.
    """
    if working_point is None:
        working_point = theory.working_point(network, method=method)
        theory.require_converged(working_point)
    return theory.network_transfer_function(
        network, working_point.mean_input, working_point.std_input, _omegas(network, omegas),
        convention=convention, method=method, synaptic_filter=synaptic_filter, threads=threads,
        nu=working_point.firing_rates)


def power_spectra(network: Network | LoadedNetwork, omegas: ArrayLike | None = None,
                  **options: Any) -> NDArray[np.float64]:
    """Power spectra of the population activities [Hz], two-sided, F x n. Parameters as in `analyze`."""
    return analyze(network, omegas, extent="spectra", growth_rate_starts=0, **options).power_spectra


def sensitivity(network: Network | LoadedNetwork, omegas: ArrayLike | None = None, *, frequency: float | None = None,
                **options: Any) -> tuple[theory.SensitivityMeasure, ...]:
    """Which connections make the network's rhythms: a `siegert.theory.SensitivityMeasure` for each mode.

    Each mode is taken at the frequency where its eigenvalue comes closest to 1, or at the one of the grid closest to
    `frequency` [Hz]. Other parameters as in `analyze`.
    """
    result = analyze(network, omegas, growth_rate_starts=0, keep_delays=False, keep_propagator=False, **options)
    if frequency is None:
        return result.sensitivity
    modes = range(result.eigenmodes.eigenvalues.shape[1])
    return tuple(theory.sensitivity_measure(result.effective_connectivity, result.omegas, 2 * np.pi * frequency,
                                            modes=result.eigenmodes, mode=mode) for mode in modes)
